#include "base/text.hpp"

namespace kpi {
namespace {

void append_escaped(std::string& out, std::string_view character, char32_t code_point) {
  if (code_point == U'"' || code_point == U'\\') {
    out += '\\';
    out += character;
  } else if (code_point < 0x20 || code_point == 0x7F) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\u00";
    out += kDigits[code_point / 16];
    out += kDigits[code_point % 16];
  } else {
    out += character;
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (const auto code_point = next_code_point(text, at)) {
      append_escaped(out, text.substr(begin, at - begin), *code_point);
    } else {
      append_utf8(out, U'\uFFFD');
    }
  }
  return out + '"';
}

}  // namespace kpi
