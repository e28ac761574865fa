#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kpi {

enum class Style : std::uint8_t { Plain, Bold, Error, Warning, Note, Frame };

/// Terminal colours, only if asked for. The sequences are ECMA-48 SGR.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}

  std::string operator()(Style style, std::string_view text) const {
    if (!on_ || style == Style::Plain || text.empty()) return std::string(text);
    return "\x1b[" + std::string(sequence(style)) + "m" + std::string(text) + "\x1b[0m";
  }

 private:
  static std::string_view sequence(Style style) {
    switch (style) {
      case Style::Plain: return "0";
      case Style::Bold: return "1";
      case Style::Error: return "1;31";
      case Style::Warning: return "1;33";
      case Style::Note: return "1;36";
      case Style::Frame: return "36";
    }
    return "0";
  }

  bool on_;
};

}  // namespace kpi
