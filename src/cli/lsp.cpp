#include "cli/commands.hpp"
#include "io/input.hpp"
#include "lsp/serve.hpp"

namespace kpi::cli {

int lsp(const Arguments&, Shell& shell) {
  const auto input = io::standard_input();
  return lsp::serve(*input, shell.console, shell.files, shell.language);
}

}  // namespace kpi::cli
