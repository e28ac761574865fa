#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/interrupts.hpp"

/// Lines typed by a person, or read from a pipe.
namespace kpi::io {

/// What can stand for the word before the cursor.
struct Completion {
  std::size_t begin = 0;           // of the word, in bytes
  std::vector<std::string> words;  // to stand in its place; the best first
};
using Complete = std::function<Completion(std::string_view text, std::size_t cursor)>;

enum class LineEvent : std::uint8_t {
  Line,         // something was typed; what was pasted may have several lines
  Interrupted,  // Ctrl-C: what was typed is dropped
  End           // Ctrl-D, or the end of the file
};
struct TypedLine {
  LineEvent event = LineEvent::End;
  std::string text;  // UTF-8 of a person; the bytes of a pipe
};

class LineInput {
 public:
  virtual ~LineInput() = default;
  /// The next line, without its end. A pipe shows no prompt.
  virtual TypedLine read(const std::string& prompt) = 0;
  /// What the arrow keys bring back, in this session and the next.
  virtual void remember(const std::string& entry) = 0;
};

/// Standard input, whatever is behind it.
bool input_is_terminal();
std::unique_ptr<LineInput> piped_lines();
/// The terminal, with an editor of lines: history, completion by Tab, pasted blocks in one piece,
/// Alt-Enter for a line break. `history`: the file in which entries are kept; its folder is made.
/// Empty: they are forgotten.
std::unique_ptr<LineInput> edited_lines(const std::string& history, Complete complete,
                                        const Interrupts& interrupts);

}  // namespace kpi::io
