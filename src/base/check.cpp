#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace kpi {

void internal_error(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "kpi: internal error: `%s` does not hold at %s:%d; this is a bug in kpi\n",
               condition, file, line);
  std::abort();
}

}  // namespace kpi
