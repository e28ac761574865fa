#include "cli/run_cli.hpp"
#include "io/memory.hpp"

int main(int argc, char** argv) {
  kpi::io::keep_freed_memory();
  const auto files = kpi::io::system_files();
  const auto console = kpi::io::system_console();
  return kpi::cli::run_cli({argv + (argc > 0 ? 1 : 0), argv + argc}, *files, *console);
}
