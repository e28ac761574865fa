#pragma once

#include <cstddef>
#include <string_view>

// Compile-time checks of the message tables: a translation that forgets a parameter, or invents
// one, must not reach a user.

namespace kpi::template_check {

constexpr bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// Offset of the next parameter's name at or after `from`, npos at the end; `{{` is skipped.
constexpr std::size_t next_parameter(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] != '{') continue;
    if (i + 1 < text.size() && text[i + 1] == '{') {
      ++i;
      continue;
    }
    return i + 1;
  }
  return std::string_view::npos;
}

constexpr std::string_view name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_name_character(text[end]))
    ++end;
  return text.substr(at, end - at);
}

constexpr bool mentions(std::string_view text, std::string_view name) {
  for (std::size_t at = next_parameter(text, 0); at != std::string_view::npos;
       at = next_parameter(text, at)) {
    if (name_at(text, at) == name) return true;
  }
  return false;
}

/// Every `{` opens a named parameter that is closed, and no `}` stands alone.
constexpr bool well_formed(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
    if (text[i] == '}') {
      if (!doubled) return false;
      ++i;
    } else if (text[i] == '{' && doubled) {
      ++i;
    } else if (text[i] == '{') {
      const std::string_view name = name_at(text, i + 1);
      const std::size_t after = i + 1 + name.size();
      const std::size_t close = text.find('}', after);
      if (name.empty() || close == std::string_view::npos) return false;
      if (text[after] != '}' && text[after] != '|') return false;
      i = close;
    }
  }
  return true;
}

constexpr bool mentions_all(std::string_view text, std::string_view other) {
  for (std::size_t at = next_parameter(other, 0); at != std::string_view::npos;
       at = next_parameter(other, at)) {
    if (!mentions(text, name_at(other, at))) return false;
  }
  return true;
}

constexpr bool same_parameters(std::string_view english, std::string_view chinese) {
  return mentions_all(english, chinese) && mentions_all(chinese, english);
}

/// Four digits after `E`, or `W` for what is only a warning or a note.
constexpr bool is_code_name(std::string_view name, bool error) {
  if (name.size() != 5 || name[0] != (error ? 'E' : 'W')) return false;
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (name[i] < '0' || name[i] > '9') return false;
  }
  return true;
}

}  // namespace kpi::template_check
