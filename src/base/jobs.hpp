#pragma once

#include <cstddef>
#include <functional>

namespace kpi {

/// Calls job(0) … job(count - 1), in any order and perhaps at the same time, and returns when all
/// are done. It may throw Stopped before the first of them begins: so who hands in the jobs can end
/// a long computation between two rounds, and the jobs need not know. What a job throws (no memory)
/// it throws again when all have ended.
using RunJobs = std::function<void(std::size_t count, const std::function<void(std::size_t)>& job)>;

/// Nobody wants the result any more.
struct Stopped {};

/// One job after the other where there is nobody to run them.
inline void run_jobs(const RunJobs& run, std::size_t count,
                     const std::function<void(std::size_t)>& job) {
  if (run) return run(count, job);
  for (std::size_t i = 0; i < count; ++i)
    job(i);
}

}  // namespace kpi
