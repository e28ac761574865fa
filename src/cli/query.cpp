#include "cli/compute.hpp"

namespace kpi::cli {

int query(const Arguments& arguments, Shell& shell) {
  return compute_and_print("query", arguments, shell,
                           [&](driver::Compiled& compiled, const driver::RunRequest& request,
                               const io::Files& data, Diagnostics& diagnostics) {
                             return driver::query(compiled, arguments.words[1], request, data,
                                                  diagnostics);
                           });
}

}  // namespace kpi::cli
