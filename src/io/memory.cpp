#include "io/memory.hpp"

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace kpi::io {

void keep_freed_memory() {
#ifdef M_TRIM_THRESHOLD
  constexpr int kMebibyte = 1024 * 1024;
  ::mallopt(M_MMAP_THRESHOLD, 32 * kMebibyte);  // larger blocks still go back at once
  ::mallopt(M_TRIM_THRESHOLD, 128 * kMebibyte);
#endif
}

}  // namespace kpi::io
