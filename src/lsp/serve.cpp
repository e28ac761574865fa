#include "lsp/serve.hpp"

#include <array>

#include "lsp/server.hpp"

namespace kpi::lsp {

int serve(io::Input& input, io::Console& console, const io::Files& files, Language language) {
  constexpr std::size_t kBlockBytes = std::size_t{64} * 1024;
  std::array<char, kBlockBytes> block{};
  bool gone = false;
  Server server(files, language,
                [&](const std::string& bytes) { gone = console.write(bytes).has_value() || gone; });
  for (bool open = true; open && !gone;) {
    // everything that waits is read first: a newer text makes answers about the older one
    // needless, and a request may have been cancelled meanwhile
    while (open && input.is_waiting()) {
      const std::size_t count = input.read(block.data(), block.size());
      open = count > 0;
      server.feed({block.data(), count});
    }
    while (!server.is_over() && !gone && (!open || !input.is_waiting()) && server.step()) {
    }
    if (server.is_over()) break;
    if (!open || input.is_waiting()) continue;
    server.rest();
    const std::size_t count = gone ? 0 : input.read(block.data(), block.size());
    open = count > 0;
    server.feed({block.data(), count});
  }
  while (!server.is_over() && !gone && server.step()) {
  }
  return server.exit_code();
}

}  // namespace kpi::lsp
