#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

/// Bytes of a text and what the protocol calls a position: a line, and units of an encoding in it.
namespace kpi::lsp {

enum class Encoding : std::uint8_t { Utf16, Utf8 };

struct Position {
  std::uint32_t line = 0;       // from 0
  std::uint32_t character = 0;  // units from the start of the line
  friend bool operator==(Position a, Position b) {
    return a.line == b.line && a.character == b.character;
  }
};

/// The lines of one text. It does not own the text.
class Lines {
 public:
  Lines(std::string_view text, Encoding encoding);

  Position position(std::size_t offset) const;
  /// Beyond the end of a line is its end, beyond the last line the end of the text; within a
  /// character is its start. Never fails.
  std::size_t offset(Position position) const;
  std::size_t count() const { return starts_.size(); }

 private:
  std::size_t line_end(std::size_t line) const;

  std::string_view text_;
  Encoding encoding_;
  std::vector<std::size_t> starts_;
};

/// Units that a piece of text takes.
std::uint32_t length_in(std::string_view text, Encoding encoding);

}  // namespace kpi::lsp
