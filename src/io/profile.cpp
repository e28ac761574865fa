#include "io/profile.hpp"

#include <ctime>
#include <utility>

#include "io/posix.hpp"

namespace kpi::io {

Timed::Timed(Profile* profile, std::string stage, std::string subject) : profile_(profile) {
  if (profile_ == nullptr) return;
  entry_ = {std::move(stage), std::move(subject), -clock_nanoseconds(CLOCK_MONOTONIC),
            -clock_nanoseconds(CLOCK_PROCESS_CPUTIME_ID)};
}

Timed::~Timed() {
  if (profile_ == nullptr) return;
  entry_.wall += clock_nanoseconds(CLOCK_MONOTONIC);
  entry_.processor += clock_nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  profile_->add(std::move(entry_));
}

}  // namespace kpi::io
