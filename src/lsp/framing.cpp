#include "lsp/framing.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace kpi::lsp {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kMostHead = 4096;
constexpr std::string_view kEnd = "\r\n\r\n";
constexpr std::string_view kLength = "content-length:";

std::optional<std::size_t> length_in(std::string_view head) {
  const std::string lower = ascii_lower(head);
  const std::size_t at = lower.find(kLength);
  if (at == std::string::npos) return std::nullopt;
  const std::string_view rest = trim(std::string_view(lower).substr(
      at + kLength.size(), lower.find("\r\n", at) - at - kLength.size()));
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
  const bool too_large = error == std::errc::result_out_of_range;
  if (too_large) return static_cast<std::size_t>(-1);
  if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
  return length;
}

}  // namespace

void Framing::feed(std::string_view bytes) {
  if (read_ > 0) waiting_.erase(0, read_);
  read_ = 0;
  const std::size_t skipped = std::min(to_skip_, bytes.size());
  to_skip_ -= skipped;
  waiting_ += bytes.substr(skipped);
}

std::optional<Framing::Frame> Framing::read_head() {
  const std::string_view rest = std::string_view(waiting_).substr(read_);
  const std::size_t end = rest.find(kEnd);
  if (end == std::string_view::npos) {
    if (rest.size() <= kMostHead) return std::nullopt;
    read_ = waiting_.size();  // nobody writes such a head
    return Frame{{}, false, true};
  }
  const auto length = length_in(rest.substr(0, end));
  read_ += end + kEnd.size();
  if (!length) return Frame{{}, false, true};
  if (*length <= kMostBytes) {
    content_ = *length;
    return std::nullopt;
  }
  const std::size_t here = std::min(waiting_.size() - read_, *length);
  read_ += here;
  to_skip_ = *length - here;
  return Frame{{}, true, false};
}

std::optional<Framing::Frame> Framing::next() {
  if (!content_) {
    if (auto refused = read_head()) return refused;
    if (!content_) return std::nullopt;
  }
  if (waiting_.size() - read_ < *content_) return std::nullopt;
  Frame frame{waiting_.substr(read_, *content_), false, false};
  read_ += *content_;
  content_.reset();
  return frame;
}

std::string framed(std::string_view content) {
  return "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + std::string(content);
}

}  // namespace kpi::lsp
