#include "io/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "io/head_reader.hpp"

namespace kpi::io {
namespace {

constexpr std::size_t kDecodedAtOnce = std::size_t{64} * 1024;

/// How many bytes at the beginning are ASCII.
std::size_t ascii_run(std::string_view bytes) {
  std::size_t at = 0;
  for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080) != 0) break;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80)
    ++at;
  return at;
}

/// A character in another encoding as UTF-8; empty where the bytes are none. From the system's
/// tables.
class Converter {
 public:
  explicit Converter(const char* from) : descriptor_(::iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (is_there()) ::iconv_close(descriptor_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  /// Small systems leave the tables out.
  bool is_there() const { return reinterpret_cast<std::intptr_t>(descriptor_) != -1; }
  std::string operator()(std::string_view character) {
    std::array<char, 16> utf8{};
    std::string in(character);
    char* from = in.data();
    char* to = utf8.data();
    std::size_t from_left = in.size(), to_left = utf8.size();
    ::iconv(descriptor_, nullptr, nullptr, nullptr, nullptr);
    const std::size_t done = ::iconv(descriptor_, &from, &from_left, &to, &to_left);
    if (done == static_cast<std::size_t>(-1) || from_left != 0) return {};
    return {utf8.data(), utf8.size() - to_left};
  }

 private:
  iconv_t descriptor_;
};

constexpr std::size_t kMostBytes = 3;  // a byte of Windows-1252 is up to three of UTF-8
constexpr std::size_t kSlack = 8;      // short texts are written eight bytes at a time

/// The UTF-8 of a character, to be copied in one piece.
struct Short {
  std::uint8_t size = 0;  // 0: no character
  std::array<char, kSlack> bytes{};

  void set(const std::string& utf8) {
    size = static_cast<std::uint8_t>(utf8.size());
    std::copy(utf8.begin(), utf8.end(), bytes.begin());
  }
  void write(char*& out) const {
    std::memcpy(out, bytes.data(), bytes.size());
    out += size;
  }
};

void copy(std::string_view text, char*& out) {
  std::memcpy(out, text.data(), text.size());
  out += text.size();
}

/// One encoding's characters, one after another.
class Characters {
 public:
  virtual ~Characters() = default;
  /// Writes the UTF-8 of all whole characters to `out` and moves it; how many bytes they took.
  /// Stops in front of bytes that are no character, and of one that is not all there. `out` has
  /// room for kMostBytes times as many bytes and kSlack more.
  virtual std::size_t decode(std::string_view bytes, char*& out) = 0;
  /// Whether more bytes could make the beginning of these a character.
  virtual bool may_go_on(std::string_view bytes) const = 0;
};

class Windows1252 final : public Characters {
 public:
  explicit Windows1252(Converter& convert) {
    for (std::size_t i = 0; i < upper_.size(); ++i)
      upper_[i].set(convert(std::string(1, static_cast<char>(i + 0x80))));
  }
  std::size_t decode(std::string_view bytes, char*& out) override {
    std::size_t at = 0;
    while (at < bytes.size()) {
      const std::size_t plain = ascii_run(bytes.substr(at));
      copy(bytes.substr(at, plain), out);
      at += plain;
      if (at == bytes.size()) break;
      const Short& character = upper_[static_cast<unsigned char>(bytes[at]) - 0x80U];
      if (character.size == 0) break;
      character.write(out);
      ++at;
    }
    return at;
  }
  bool may_go_on(std::string_view) const override { return false; }

 private:
  std::array<Short, 128> upper_;  // 0x80 to 0xFF; five of them are none
};

/// Of GB18030 the characters of two bytes, which are those of GBK, stand in a table (a column of a
/// Chinese export is little else); those of four are asked for one by one.
class Gb18030 final : public Characters {
 public:
  explicit Gb18030(std::unique_ptr<Converter> converter)
      : converter_(std::move(converter)), two_(kLeads * kTrails) {
    for (std::size_t lead = 0; lead < kLeads; ++lead) {
      for (std::size_t trail = 0; trail < kTrails; ++trail) {
        const std::array<char, 2> bytes{static_cast<char>(lead + kFirstLead),
                                        static_cast<char>(trail + kFirstTrail)};
        const std::string utf8 = (*converter_)({bytes.data(), bytes.size()});
        if (utf8.size() < kSlack) two_[lead * kTrails + trail].set(utf8);
      }
    }
  }

  std::size_t decode(std::string_view bytes, char*& out) override {
    std::size_t at = 0;
    while (at < bytes.size()) {
      const std::size_t plain = ascii_run(bytes.substr(at));
      copy(bytes.substr(at, plain), out);
      at += plain;
      const std::size_t before = at;
      while (at < bytes.size() && byte(bytes, at) >= kFirstLead) {
        const std::size_t took = decode_one(bytes.substr(at), out);
        if (took == 0) return at;
        at += took;
      }
      if (at < bytes.size() && at == before) break;  // 0x80
    }
    return at;
  }

  bool may_go_on(std::string_view bytes) const override {
    const auto is_lead = [&](std::size_t i) {
      return byte(bytes, i) >= kFirstLead && byte(bytes, i) != 0xFF;
    };
    const auto is_digit = [&](std::size_t i) {
      return byte(bytes, i) >= '0' && byte(bytes, i) <= '9';
    };
    return bytes.size() < 4 && is_lead(0) && (bytes.size() < 2 || is_digit(1)) &&
           (bytes.size() < 3 || is_lead(2));
  }

 private:
  static constexpr std::size_t kFirstLead = 0x81, kLeads = 0xFE - kFirstLead + 1;
  static constexpr std::size_t kFirstTrail = 0x40, kTrails = 0xFE - kFirstTrail + 1;
  static std::size_t byte(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
  }

  std::size_t decode_one(std::string_view bytes, char*& out) {
    const std::size_t lead = byte(bytes, 0);
    if (bytes.size() < 2 || lead > 0xFE) return 0;
    const std::size_t trail = byte(bytes, 1);
    if (trail >= kFirstTrail && trail <= 0xFE) {
      const Short& character = two_[(lead - kFirstLead) * kTrails + (trail - kFirstTrail)];
      character.write(out);
      return character.size == 0 ? 0 : 2;
    }
    const std::string utf8 = bytes.size() < 4 ? std::string() : (*converter_)(bytes.substr(0, 4));
    copy(utf8, out);
    return utf8.empty() ? 0 : 4;
  }

  std::unique_ptr<Converter> converter_;
  std::vector<Short> two_;
};

/// The order of the bytes is known when compiling, so that a unit is one load.
template <bool kBigEndian>
class Utf16 final : public Characters {
 public:
  std::size_t decode(std::string_view bytes, char*& out) override {
    const char* const data = bytes.data();
    std::size_t at = 0;
    while (at + 2 <= bytes.size()) {
      while (at + 8 <= bytes.size()) {
        const std::size_t ascii = copy_ascii(data + at, out);
        at += 2 * ascii;
        if (ascii < 4) break;
      }
      while (at + 2 <= bytes.size()) {  // up to the next that is ASCII
        const char32_t first = unit(data + at);
        const std::size_t took = decode_one(first, bytes.substr(at), out);
        if (took == 0) return at;
        at += took;
        if (first < 0x80) break;
      }
    }
    return at;
  }
  bool may_go_on(std::string_view bytes) const override {
    if (bytes.size() < 2) return true;
    const char32_t first = unit(bytes.data());
    return bytes.size() < 4 && first >= 0xD800 && first < 0xDC00;
  }

 private:
  static char32_t unit(const char* at) {
    const auto first = static_cast<unsigned char>(at[0]);
    const auto second = static_cast<unsigned char>(at[1]);
    return static_cast<char32_t>(kBigEndian ? first << 8 | second : second << 8 | first);
  }

  /// How many of the next four are ASCII up to the first that is not; four bytes are written.
  static std::size_t copy_ascii(const char* units, char*& out) {
    std::uint64_t four = 0;
    std::memcpy(&four, units, sizeof four);
    const std::uint64_t others = four & (kBigEndian ? 0x80FF80FF80FF80FF : 0xFF80FF80FF80FF80);
    const std::size_t count =
        others == 0 ? 4 : static_cast<std::size_t>(std::countr_zero(others)) / 16;
    if (kBigEndian) four >>= 8;
    four &= 0x00FF00FF00FF00FF;
    four = (four | four >> 8) & 0x0000FFFF0000FFFF;
    const auto bytes = static_cast<std::uint32_t>(four | four >> 16);
    std::memcpy(out, &bytes, sizeof bytes);
    out += count;
    return count;
  }

  /// How many bytes the character took; 0 where they are none, or not all there.
  static std::size_t decode_one(char32_t first, std::string_view bytes, char*& out) {
    if (first < 0x80) {
      *out++ = static_cast<char>(first);
      return 2;
    }
    if (first < 0xD800 || first > 0xDFFF) {
      write(first, out);
      return 2;
    }
    const char32_t second = bytes.size() >= 4 ? unit(bytes.data() + 2) : 0;
    if (first >= 0xDC00 || second < 0xDC00 || second > 0xDFFF) return 0;
    std::string pair;
    append_utf8(pair, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
    copy(pair, out);
    return 4;
  }

  /// A character of two or three bytes.
  static void write(char32_t character, char*& out) {
    const auto last = [&](unsigned shift) {
      return static_cast<char>(0x80 | (character >> shift & 0x3F));
    };
    if (character < 0x800) {
      *out++ = static_cast<char>(0xC0 | character >> 6);
    } else {
      *out++ = static_cast<char>(0xE0 | character >> 12);
      *out++ = last(6);
    }
    *out++ = last(0);
  }
};

/// Null if the system has no table of the encoding.
std::unique_ptr<Characters> characters_of(Encoding encoding) {
  if (encoding == Encoding::Utf16Le) return std::make_unique<Utf16<false>>();
  if (encoding == Encoding::Utf16Be) return std::make_unique<Utf16<true>>();
  const bool chinese = encoding == Encoding::Gb18030;
  auto converter = std::make_unique<Converter>(chinese ? "GB18030" : "CP1252");
  if (!converter->is_there()) return nullptr;
  if (!chinese) return std::make_unique<Windows1252>(*converter);
  return std::make_unique<Gb18030>(std::move(converter));
}

class Decoded final : public Reader {
 public:
  Decoded(std::unique_ptr<Reader> bytes, Encoding encoding, std::size_t mark)
      : bytes_(std::move(bytes)),
        encoding_(encoding),
        characters_(characters_of(encoding)),
        offset_(mark) {}

  std::size_t read(char* buffer, std::size_t size) override {
    if (!characters_) return 0;
    if (given_ == made_) decode_more();
    const std::size_t count = std::min(size, made_ - given_);
    std::memcpy(buffer, text_.data() + given_, count);
    given_ += count;
    return count;
  }
  std::size_t size() const override { return bytes_->size(); }
  std::optional<std::string> error() const override {
    if (!characters_) return std::string("this system has no table of ") + name_of(encoding_);
    return bytes_->error();
  }
  /// What was decoded before it is given first.
  std::optional<ContentFault> fault() const override {
    const bool given = given_ == made_;
    return given && fault_ ? fault_ : bytes_->fault();
  }

 private:
  void decode_more() {
    given_ = made_ = 0;
    while (made_ == 0 && !fault_) {
      const std::size_t kept = input_.size();
      input_.resize(kept + kDecodedAtOnce);
      const std::size_t got = bytes_->read(input_.data() + kept, kDecodedAtOnce);
      input_.resize(kept + got);
      if (input_.empty() || (got == 0 && (bytes_->error() || bytes_->fault()))) return;
      text_.resize(input_.size() * kMostBytes + kSlack);
      char* out = text_.data();
      const std::size_t took = characters_->decode(input_, out);
      made_ = static_cast<std::size_t>(out - text_.data());
      input_.erase(0, took);
      offset_ += took;
      const bool stuck = !input_.empty() && (got == 0 || !characters_->may_go_on(input_));
      if (stuck) {
        fault_ = ContentFault{ContentFault::Kind::NotEncoded, name_of(encoding_), offset_,
                              static_cast<unsigned char>(input_.front())};
      }
      if (got == 0) return;
    }
  }

  std::unique_ptr<Reader> bytes_;
  Encoding encoding_;
  std::unique_ptr<Characters> characters_;
  std::string input_;  // not decoded yet
  std::string text_;   // decoded, as far as made_
  std::size_t made_ = 0, given_ = 0;
  std::uint64_t offset_;  // of input_ in the file
  std::optional<ContentFault> fault_;
};

struct Mark {
  std::string_view bytes;
  Encoding encoding;
};
constexpr std::array<Mark, 3> kMarks{Mark{"\xEF\xBB\xBF", Encoding::Utf8},
                                     Mark{"\xFF\xFE", Encoding::Utf16Le},
                                     Mark{"\xFE\xFF", Encoding::Utf16Be}};

}  // namespace

std::optional<Encoding> encoding_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Encoding>, 14> kNames{{
      {"utf-8", Encoding::Utf8},
      {"utf8", Encoding::Utf8},
      {"utf-16", Encoding::Utf16Le},
      {"utf-16le", Encoding::Utf16Le},
      {"utf-16be", Encoding::Utf16Be},
      {"gb18030", Encoding::Gb18030},
      {"gbk", Encoding::Gb18030},
      {"gb2312", Encoding::Gb18030},
      {"cp936", Encoding::Gb18030},
      {"ansi-936", Encoding::Gb18030},
      {"windows-1252", Encoding::Windows1252},
      {"cp1252", Encoding::Windows1252},
      {"ansi-1252", Encoding::Windows1252},
      {"latin1", Encoding::Windows1252},
  }};
  const std::string wanted = ascii_lower(name);
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const auto& each) { return each.first == wanted; });
  return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

const char* name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::Utf8: return "UTF-8";
    case Encoding::Utf16Le: return "UTF-16LE";
    case Encoding::Utf16Be: return "UTF-16BE";
    case Encoding::Gb18030: return "GB18030";
    case Encoding::Windows1252: return "Windows-1252";
  }
  return "";
}

std::unique_ptr<Reader> decoded(std::unique_ptr<Reader> bytes, Encoding declared) {
  std::string head(3, '\0');
  head.resize(read_fully(*bytes, head.data(), head.size()));
  const auto mark = std::find_if(kMarks.begin(), kMarks.end(), [&](const Mark& each) {
    return std::string_view(head).starts_with(each.bytes);
  });
  const Encoding encoding = mark == kMarks.end() ? declared : mark->encoding;
  const std::size_t skipped =
      encoding == Encoding::Utf8 || mark == kMarks.end() ? 0 : mark->bytes.size();
  auto rest = std::make_unique<HeadReader>(head.substr(skipped), std::move(bytes));
  if (encoding == Encoding::Utf8) return rest;  // its reader knows the mark, and checks the bytes
  return std::make_unique<Decoded>(std::move(rest), encoding, skipped);
}

}  // namespace kpi::io
