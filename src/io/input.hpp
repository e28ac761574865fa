#pragma once

#include <cstddef>
#include <memory>

namespace kpi::io {

/// What comes in from the program at the other end, as it comes.
class Input {
 public:
  virtual ~Input() = default;
  /// Waits until something is there; fills at most `size` bytes and returns how many. 0: the end.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
  /// Whether `read` would not have to wait.
  virtual bool is_waiting() = 0;
};

std::unique_ptr<Input> standard_input();

}  // namespace kpi::io
