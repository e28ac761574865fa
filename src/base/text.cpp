// UTF-8 and Unicode normalisation.

#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/check.hpp"

namespace kpi {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string normalised(std::string_view text, int form) {
  if (is_ascii(text)) return std::string(text);
  utf8proc_uint8_t* result = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | form);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &result, options);
  if (size < 0) return std::string(text);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
  return std::string(reinterpret_cast<const char*>(result), static_cast<std::size_t>(size));
}

/// Bytes of the GB18030 character at the start of `bytes`, or 0 if there is none.
std::size_t gb18030_length(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  const auto is_lead = [](unsigned byte) { return byte >= 0x81 && byte <= 0xFE; };
  const auto is_digit = [](unsigned byte) { return byte >= 0x30 && byte <= 0x39; };
  if (at(0) == 0) return 0;  // text has no NUL
  if (at(0) < 0x80) return 1;
  if (!is_lead(at(0))) return 0;
  if (at(1) >= 0x40 && at(1) <= 0xFE && at(1) != 0x7F) return 2;
  if (!is_digit(at(1)) || !is_lead(at(2)) || !is_digit(at(3))) return 0;
  // Four bytes name the rest of the basic plane up to 8431A439, other planes in 90308130..E3329A35.
  const unsigned value = at(0) << 24 | at(1) << 16 | at(2) << 8 | at(3);
  const bool is_assigned = value <= 0x8431A439U || (value >= 0x90308130U && value <= 0xE3329A35U);
  return is_assigned ? 4 : 0;
}

}  // namespace

std::optional<char32_t> next_wide_code_point(std::string_view text, std::size_t& offset) {
  utf8proc_int32_t code_point = 0;
  const utf8proc_ssize_t length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + offset,
                       static_cast<utf8proc_ssize_t>(text.size() - offset), &code_point);
  if (length <= 0) {
    ++offset;
    return std::nullopt;
  }
  offset += static_cast<std::size_t>(length);
  return static_cast<char32_t>(code_point);
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto value = static_cast<utf8proc_int32_t>(code_point);
  KPI_CHECK(utf8proc_codepoint_valid(value));
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t length = utf8proc_encode_char(value, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    if (!next_code_point(text, offset)) return start;
  }
  return std::nullopt;
}

bool looks_like_gb18030(std::string_view bytes) {
  bool has_multibyte = false;
  while (!bytes.empty()) {
    const std::size_t length = gb18030_length(bytes);
    if (length == 0) return false;
    has_multibyte = has_multibyte || length > 1;
    bytes.remove_prefix(length);
  }
  return has_multibyte;
}

std::string to_nfc(std::string_view text) {
  return normalised(text, 0);
}

bool take_front(std::string_view& text, std::string_view sign) {
  if (!text.starts_with(sign)) return false;
  text.remove_prefix(sign.size());
  return true;
}

std::string to_nfkc(std::string_view text) {
  return normalised(text, UTF8PROC_COMPAT);
}

std::string escaped_markup(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string set_off(std::string_view text, std::size_t begin, std::size_t end,
                    std::string_view word) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const bool touches_before = begin > 0 && text[begin - 1] != '(' &&
                              kBlanks.find(text[begin - 1]) == std::string_view::npos;
  const bool touches_after =
      end < text.size() && text[end] != ')' && kBlanks.find(text[end]) == std::string_view::npos;
  if (word.empty()) return touches_before && touches_after ? " " : "";
  std::string out = touches_before ? " " : "";
  out += word;
  return touches_after ? out + ' ' : out;
}

std::string listed(const std::vector<std::string>& parts, std::size_t most) {
  std::string list;
  for (std::size_t i = 0; i < parts.size() && i < most; ++i) {
    list += (i == 0 ? "" : ", ") + parts[i];
  }
  return parts.size() > most ? list + ", …" : list;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_ascii_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_ascii_space(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string ascii_lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace kpi
