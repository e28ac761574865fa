#include <unistd.h>

#include <array>
#include <utility>

#include "io/lines.hpp"

namespace kpi::io {
namespace {

class PipedLines final : public LineInput {
 public:
  TypedLine read(const std::string&) override {
    for (;;) {
      const std::size_t end = rest_.find('\n');
      if (end != std::string::npos) {
        TypedLine line{LineEvent::Line, rest_.substr(0, end)};
        rest_.erase(0, end + 1);
        if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
        return line;
      }
      if (read_on()) continue;
      if (rest_.empty()) return {};
      return {LineEvent::Line, std::exchange(rest_, {})};
    }
  }
  void remember(const std::string&) override {}

 private:
  bool read_on() {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count > 0) rest_.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  std::string rest_;  // of what was read
};

}  // namespace

bool input_is_terminal() {
  return isatty(STDIN_FILENO) == 1;
}

std::unique_ptr<LineInput> piped_lines() {
  return std::make_unique<PipedLines>();
}

}  // namespace kpi::io
