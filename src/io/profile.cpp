#include "io/profile.hpp"

#include <ctime>
#include <utility>

namespace kpi::io {
namespace {

std::int64_t nanoseconds_of(clockid_t clock) {
  constexpr std::int64_t kPerSecond = 1'000'000'000;
  timespec time{};
  ::clock_gettime(clock, &time);
  return time.tv_sec * kPerSecond + time.tv_nsec;
}

}  // namespace

Timed::Timed(Profile* profile, std::string stage, std::string subject) : profile_(profile) {
  if (profile_ == nullptr) return;
  entry_ = {std::move(stage), std::move(subject), -nanoseconds_of(CLOCK_MONOTONIC),
            -nanoseconds_of(CLOCK_PROCESS_CPUTIME_ID)};
}

Timed::~Timed() {
  if (profile_ == nullptr) return;
  entry_.wall += nanoseconds_of(CLOCK_MONOTONIC);
  entry_.processor += nanoseconds_of(CLOCK_PROCESS_CPUTIME_ID);
  profile_->add(std::move(entry_));
}

}  // namespace kpi::io
