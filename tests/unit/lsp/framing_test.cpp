#include "lsp/framing.hpp"

#include <catch2/catch.hpp>

namespace kpi::lsp {
namespace {

TEST_CASE("messages are found however they are cut", "[lsp]") {
  const std::string bytes = framed("one") + framed("") + "content-length:  3 \r\nX: y\r\n\r\ntwo";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    Framing framing;
    std::string found;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      framing.feed(std::string_view(bytes).substr(at, step));
      while (const auto frame = framing.next())
        found += "[" + frame->content + "]";
    }
    CHECK(found == "[one][][two]");
  }
}

TEST_CASE("what is no message is said to be none, and the next one is found", "[lsp]") {
  Framing framing;
  framing.feed("Content-Length: x\r\n\r\n" + framed("good"));
  CHECK(framing.next()->broken);
  CHECK(framing.next()->content == "good");
  const std::size_t size = std::size_t{65} * 1024 * 1024;
  framing.feed("Content-Length: " + std::to_string(size) + "\r\n\r\n");
  CHECK(framing.next()->too_long);
  CHECK(!framing.next());
  framing.feed(std::string(size, ' ') + framed("after"));
  CHECK(framing.next()->content == "after");
  framing.feed(std::string(5000, 'x'));
  CHECK(framing.next()->broken);
}

}  // namespace
}  // namespace kpi::lsp
