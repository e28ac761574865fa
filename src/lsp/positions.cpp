#include "lsp/positions.hpp"

#include <algorithm>

namespace kpi::lsp {
namespace {

/// Bytes of the character that starts here. A byte that starts none stands for itself.
std::size_t bytes_of(unsigned char first) {
  if (first >= 0xF0) return 4;
  if (first >= 0xE0) return 3;
  return first >= 0xC0 ? 2 : 1;
}

std::uint32_t units_of(std::size_t bytes, Encoding encoding) {
  if (encoding == Encoding::Utf8) return static_cast<std::uint32_t>(bytes);
  return bytes == 4 ? 2 : 1;  // beyond the basic plane: a pair of surrogates
}

/// Walks characters from `begin`; `visit(bytes)` says whether to go on past one.
template <class Visit>
std::size_t walk(std::string_view text, std::size_t begin, std::size_t end, Visit visit) {
  std::size_t at = begin;
  while (at < end) {
    const std::size_t bytes = std::min(bytes_of(static_cast<unsigned char>(text[at])), end - at);
    if (!visit(bytes)) break;
    at += bytes;
  }
  return at;
}

}  // namespace

Lines::Lines(std::string_view text, Encoding encoding) : text_(text), encoding_(encoding) {
  starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool single = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] == '\n' || single) starts_.push_back(i + 1);
  }
}

std::size_t Lines::line_end(std::size_t line) const {
  if (line + 1 == starts_.size()) return text_.size();
  std::size_t end = starts_[line + 1] - 1;
  if (end > starts_[line] && text_[end] == '\n' && text_[end - 1] == '\r') --end;
  return end;
}

Position Lines::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::size_t>(next - starts_.begin()) - 1;
  const std::size_t end = std::min(offset, line_end(line));
  return {static_cast<std::uint32_t>(line),
          length_in(text_.substr(starts_[line], end - starts_[line]), encoding_)};
}

std::size_t Lines::offset(Position position) const {
  if (position.line >= starts_.size()) return text_.size();
  std::uint32_t left = position.character;
  return walk(text_, starts_[position.line], line_end(position.line), [&](std::size_t bytes) {
    const std::uint32_t units = units_of(bytes, encoding_);
    if (units > left) return false;
    left -= units;
    return true;
  });
}

std::uint32_t length_in(std::string_view text, Encoding encoding) {
  std::uint32_t units = 0;
  walk(text, 0, text.size(), [&](std::size_t bytes) {
    units += units_of(bytes, encoding);
    return true;
  });
  return units;
}

}  // namespace kpi::lsp
