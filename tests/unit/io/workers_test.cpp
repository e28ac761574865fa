// Threads that share jobs.

#include "io/workers.hpp"

#include <atomic>
#include <catch2/catch.hpp>

namespace kpi::io {
namespace {

TEST_CASE("every job is run once, whatever the threads") {
  for (const unsigned threads : {1U, 2U, 8U}) {
    Workers workers(threads);
    for (std::size_t count = 0; count < 200; ++count) {
      std::vector<std::atomic<int>> runs(count);
      workers.run(count, [&](std::size_t i) { ++runs[i]; });
      for (const std::atomic<int>& times : runs)
        REQUIRE(times == 1);
    }
  }
}

TEST_CASE("workers that never get a job end too") {
  const Workers workers(4);
  CHECK(hardware_threads() >= 1);
}

}  // namespace
}  // namespace kpi::io
