#include "io/workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>

namespace kpi::io {

struct Workers::Round {
  std::size_t count;
  const std::function<void(std::size_t)>& job;
  std::atomic<std::size_t> next = 0;  // the first job nobody has begun
  std::size_t helpers = 0;            // threads at work on it besides the caller; under the mutex
  std::atomic<bool> failed = false;
  std::exception_ptr failure = nullptr;  // of whoever failed first

  void work() {
    try {
      for (std::size_t i = next++; i < count; i = next++)
        job(i);
    } catch (...) {
      next = count;
      if (!failed.exchange(true)) failure = std::current_exception();
    }
  }
};

unsigned hardware_threads() {
  return std::max(1U, std::thread::hardware_concurrency());
}

Workers::Workers(unsigned threads) {
  try {
    for (unsigned i = 1; i < threads; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  } catch (const std::system_error&) {
    // Those there are do.
  }
}

Workers::~Workers() {
  for (std::jthread& thread : threads_)
    thread.request_stop();
  changed_.notify_all();
}

void Workers::run(std::size_t count, const std::function<void(std::size_t)>& job) {
  Round round{count, job};
  if (threads_.empty() || count < 2) {
    for (std::size_t i = 0; i < count; ++i)
      job(i);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    round_ = &round;
    ++rounds_;
  }
  changed_.notify_all();
  round.work();
  // Whoever has not begun by now finds no round; whoever has is waited for.
  std::unique_lock lock(mutex_);
  round_ = nullptr;
  changed_.wait(lock, [&] { return round.helpers == 0; });
  lock.unlock();
  if (round.failure) std::rethrow_exception(round.failure);
}

void Workers::work(const std::stop_token& stop) {
  std::uint64_t seen = 0;
  while (Round* const round = next_round(stop, seen)) {
    round->work();
    const std::lock_guard lock(mutex_);
    if (--round->helpers == 0) changed_.notify_all();
  }
}

/// Waits for a round not seen before; nothing when there will be none.
Workers::Round* Workers::next_round(const std::stop_token& stop, std::uint64_t& seen) {
  std::unique_lock lock(mutex_);
  const bool found =
      changed_.wait(lock, stop, [&] { return round_ != nullptr && rounds_ != seen; });
  if (!found) return nullptr;
  seen = rounds_;
  ++round_->helpers;
  return round_;
}

}  // namespace kpi::io
