#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "io/files.hpp"

namespace kpi::io {

/// How far reading has come, told to a terminal once it takes over a second, and a few times a
/// second from then on.
class Progress {
 public:
  struct State {
    std::uint64_t done = 0;    // bytes
    std::uint64_t total = 0;   // bytes to read, as far as is known
    std::uint64_t rate = 0;    // bytes a second
    std::int64_t seconds = 0;  // left, at that rate
  };
  /// `show` is handed each state that is to be seen, `hide` takes the last one off again.
  Progress(std::function<void(const State&)> show, std::function<void()> hide);
  /// So many bytes will be read, beside those that were expected before.
  void expect(std::uint64_t bytes) { state_.total += bytes; }
  void add(std::uint64_t bytes);
  /// Nothing more is read.
  void end();

 private:
  std::function<void(const State&)> show_;
  std::function<void()> hide_;
  State state_;
  std::int64_t begun_;
  std::int64_t next_;  // when to show again
  bool shown_ = false;
};

/// A file whose reading is told to a progress, where there is one.
std::unique_ptr<Reader> counted(std::unique_ptr<Reader> file, Progress* progress);

}  // namespace kpi::io
