#include "io/input.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace kpi::io {
namespace {

class StandardInput final : public Input {
 public:
  std::size_t read(char* buffer, std::size_t size) override {
    for (;;) {
      const ssize_t count = ::read(STDIN_FILENO, buffer, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return 0;
    }
  }

  bool is_waiting() override {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
  }
};

}  // namespace

std::unique_ptr<Input> standard_input() {
  return std::make_unique<StandardInput>();
}

}  // namespace kpi::io
