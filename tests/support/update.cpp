#include <fmt/format.h>

#include "spec.hpp"

namespace kpi::spec {

bool flips(int expected_exit, int actual_exit) {
  return (expected_exit == 0) != (actual_exit == 0);
}

std::string rewrite_outputs(const Suite& suite, const std::vector<Rewrite>& rewrites) {
  std::string out;
  std::size_t copied = 0;
  const auto copy_until = [&](std::size_t end) {
    for (; copied < end; ++copied)
      out += suite.lines[copied] + "\n";
  };
  for (const Rewrite& rewrite : rewrites) {
    copy_until(rewrite.command->first);
    for (const std::string& line :
         keep_wildcards(rewrite.command->output, rewrite.outcome.output)) {
      out += line + "\n";
    }
    if (rewrite.outcome.exit_code != 0)
      out += fmt::format("[exit {}]\n", rewrite.outcome.exit_code);
    copied = rewrite.command->last;
  }
  copy_until(suite.lines.size());
  return out;
}

}  // namespace kpi::spec
