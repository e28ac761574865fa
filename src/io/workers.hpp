#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kpi::io {

/// How many threads the machine runs at the same time; at least 1.
unsigned hardware_threads();

/// Threads that wait for jobs. The caller of run() works too, so that one thread is none beside it.
class Workers {
 public:
  /// As many as the system gives, where it gives fewer.
  explicit Workers(unsigned threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Calls job(0) … job(count - 1) and returns when all are done. Where one throws, those nobody
  /// has begun are left out and the exception is thrown here. Jobs start no round of their own.
  void run(std::size_t count, const std::function<void(std::size_t)>& job);

 private:
  struct Round;
  void work(const std::stop_token& stop);
  Round* next_round(const std::stop_token& stop, std::uint64_t& seen);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  Round* round_ = nullptr;    // the one at work
  std::uint64_t rounds_ = 0;  // begun so far
  std::vector<std::jthread> threads_;
};

}  // namespace kpi::io
