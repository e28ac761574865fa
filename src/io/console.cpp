#include "io/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace kpi::io {
namespace {

/// The error number, 0 when everything is written.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

class SystemConsole final : public Console {
 public:
  std::optional<std::string> write(std::string_view bytes) override {
    const int error = write_all(STDOUT_FILENO, bytes);
    if (error == 0 || error == EPIPE) return std::nullopt;
    return std::string(std::strerror(error));
  }

  void write_error(std::string_view bytes) override { write_all(STDERR_FILENO, bytes); }
  bool output_is_terminal() const override { return ::isatty(STDOUT_FILENO) == 1; }
  bool error_is_terminal() const override { return ::isatty(STDERR_FILENO) == 1; }

  int terminal_columns() const override {
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
      winsize size{};
      if (::isatty(descriptor) == 1 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0) {
        return size.ws_col;
      }
    }
    return 0;
  }

  std::optional<std::string> variable(const std::string& name) const override {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  }
};

}  // namespace

std::unique_ptr<Console> system_console() {
  std::signal(SIGPIPE, SIG_IGN);
  return std::make_unique<SystemConsole>();
}

}  // namespace kpi::io
