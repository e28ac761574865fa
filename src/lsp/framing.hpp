#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// `Content-Length: N`, an empty line, N bytes: how messages follow each other.
namespace kpi::lsp {

/// Cuts the bytes that come in into messages, and finds its way again behind whatever is none.
class Framing {
 public:
  void feed(std::string_view bytes);

  struct Frame {
    std::string content;
    bool too_long = false;  // it was left out
    bool broken = false;    // a head without a length
  };
  /// The next message that is there as a whole.
  std::optional<Frame> next();

 private:
  std::optional<Frame> read_head();

  std::string waiting_;
  std::size_t read_ = 0;                // bytes of waiting_ that are done with
  std::optional<std::size_t> content_;  // bytes of the message whose head was read
  std::size_t to_skip_ = 0;             // bytes of a message that is left out
};

std::string framed(std::string_view content);

}  // namespace kpi::lsp
