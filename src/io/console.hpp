#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kpi::io {

/// The terminal or the pipe a program talks to, and the variables of its environment.
class Console {
 public:
  virtual ~Console() = default;
  /// Writes to standard output. A reader that has gone away is no failure: what is written for it
  /// is dropped. Any other failure gives the system's words.
  virtual std::optional<std::string> write(std::string_view bytes) = 0;
  /// Writes to standard error, as far as that is possible.
  virtual void write_error(std::string_view bytes) = 0;
  virtual bool output_is_terminal() const = 0;
  virtual bool error_is_terminal() const = 0;
  /// Columns of the terminal behind standard output or standard error; 0 where there is none.
  virtual int terminal_columns() const = 0;
  virtual std::optional<std::string> variable(const std::string& name) const = 0;
};

/// The machine's own standard streams. Broken pipes no longer end the program.
std::unique_ptr<Console> system_console();

}  // namespace kpi::io
