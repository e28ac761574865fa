#include "io/compression.hpp"

#include <zlib.h>
#include <zstd.h>

#include <array>
#include <new>
#include <utility>

#include "io/growth.hpp"
#include "io/head_reader.hpp"

namespace kpi::io {
namespace {

constexpr std::size_t kInputBytes = std::size_t{256} * 1024;

/// What both kinds of compressed data share: bytes come in, are taken piece by piece, and are
/// counted.
class Decompressed : public Reader {
 public:
  Decompressed(std::unique_ptr<Reader> bytes, const char* form)
      : bytes_(std::move(bytes)), form_(form) {}

  std::size_t read(char* buffer, std::size_t size) override {
    while (!fault_ && !bytes_->error()) {
      if (begin_ == end_) refill();
      const bool at_end = end_ == 0;
      const std::size_t made = at_end && is_whole() ? 0 : take(buffer, size);
      made_ += made;
      if (grows_too_far(made_, taken_)) fail(ContentFault::Kind::GrowsTooFar);
      if (made != 0 && !fault_) return made;
      if (!at_end) continue;
      if (!is_whole() && !bytes_->error()) fail(ContentFault::Kind::EndsEarly);
      break;
    }
    return 0;
  }
  std::optional<std::string> error() const override { return bytes_->error(); }
  std::optional<ContentFault> fault() const override { return fault_; }

 protected:
  /// Takes from next() and fills at most `size` bytes; how many. At the end there is nothing left
  /// to take, but what was taken before may still fill some.
  virtual std::size_t take(char* buffer, std::size_t size) = 0;
  /// Whether the data may end here.
  virtual bool is_whole() const = 0;

  char* next() { return input_.data() + begin_; }
  std::size_t left() const { return end_ - begin_; }
  void advance(std::size_t count) { begin_ += count; }
  void fail(ContentFault::Kind kind) { fault_ = ContentFault{kind, form_, made_, 0}; }

 private:
  void refill() {
    begin_ = 0;
    end_ = bytes_->read(input_.data(), input_.size());
    taken_ += end_;
  }

  std::unique_ptr<Reader> bytes_;
  const char* form_;
  std::array<char, kInputBytes> input_{};
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t taken_ = 0, made_ = 0;
  std::optional<ContentFault> fault_;
};

/// gzip, also several members one after another.
class Gunzipped final : public Decompressed {
 public:
  explicit Gunzipped(std::unique_ptr<Reader> bytes) : Decompressed(std::move(bytes), "gzip") {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Gunzipped() override { inflateEnd(&stream_); }
  Gunzipped(const Gunzipped&) = delete;
  Gunzipped& operator=(const Gunzipped&) = delete;

 protected:
  std::size_t take(char* buffer, std::size_t size) override {
    if (ended_) {  // another member follows
      inflateReset(&stream_);
      ended_ = false;
    }
    const auto before = static_cast<uInt>(left());
    stream_.next_in = reinterpret_cast<Bytef*>(next());
    stream_.avail_in = before;
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(size);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    advance(before - stream_.avail_in);
    ended_ = result == Z_STREAM_END;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      fail(ContentFault::Kind::Damaged);
    }
    return size - stream_.avail_out;
  }
  bool is_whole() const override { return ended_; }

 private:
  z_stream stream_{};
  bool ended_ = false;
};

class Unzstandard final : public Decompressed {
 public:
  explicit Unzstandard(std::unique_ptr<Reader> bytes)
      : Decompressed(std::move(bytes), "Zstandard"), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~Unzstandard() override { ZSTD_freeDStream(stream_); }
  Unzstandard(const Unzstandard&) = delete;
  Unzstandard& operator=(const Unzstandard&) = delete;

 protected:
  std::size_t take(char* buffer, std::size_t size) override {
    ZSTD_inBuffer in{next(), left(), 0};
    ZSTD_outBuffer out{buffer, size, 0};
    const std::size_t wanted = ZSTD_decompressStream(stream_, &out, &in);
    advance(in.pos);
    if (ZSTD_isError(wanted) != 0) {
      fail(ContentFault::Kind::Damaged);
      return 0;
    }
    ended_ = wanted == 0;
    return out.pos;
  }
  bool is_whole() const override { return ended_; }

 private:
  ZSTD_DStream* stream_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Reader> decompressed(std::unique_ptr<Reader> bytes) {
  std::string head(4, '\0');
  head.resize(read_fully(*bytes, head.data(), head.size()));
  const bool gzip = head.substr(0, 2) == "\x1F\x8B";
  const bool zstandard = head == "\x28\xB5\x2F\xFD";
  auto whole = std::make_unique<HeadReader>(std::move(head), std::move(bytes));
  if (gzip) return std::make_unique<Gunzipped>(std::move(whole));
  if (zstandard) return std::make_unique<Unzstandard>(std::move(whole));
  return whole;
}

}  // namespace kpi::io
