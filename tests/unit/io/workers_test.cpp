// Threads that share jobs.

#include "io/workers.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <new>

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

TEST_CASE("what a job throws reaches whoever asked, and the workers work on") {
  Workers workers(4);
  const auto fails = [](std::size_t i) {
    if (i == 3) throw std::bad_alloc();
  };
  CHECK_THROWS_AS(workers.run(100, fails), std::bad_alloc);
  CHECK_THROWS_AS(Workers(1).run(100, fails), std::bad_alloc);
  std::atomic<int> done = 0;
  workers.run(100, [&](std::size_t) { ++done; });
  CHECK(done == 100);
}

}  // namespace
}  // namespace kpi::io
