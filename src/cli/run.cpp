#include "cli/compute.hpp"

namespace kpi::cli {

int run(const Arguments& arguments, Shell& shell) {
  return compute_and_print("run", arguments, shell,
                           [&](const driver::Compiled& compiled, const driver::RunRequest& request,
                               const io::Files& data, Diagnostics& diagnostics) {
                             return driver::run(compiled, request, data, diagnostics);
                           });
}

}  // namespace kpi::cli
