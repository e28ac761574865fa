#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kpi::io {

/// Where the time of a run went, stage by stage.
class Profile {
 public:
  struct Entry {
    std::string stage;           // `read`
    std::string subject;         // `orders`; empty where it is about everything
    std::int64_t wall = 0;       // nanoseconds on the clock
    std::int64_t processor = 0;  // of all threads together
  };
  void add(Entry entry) { entries_.push_back(std::move(entry)); }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

/// Adds the time of its own life to a profile, where there is one.
class Timed {
 public:
  Timed(Profile* profile, std::string stage, std::string subject = {});
  ~Timed();
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  Profile* profile_;
  Profile::Entry entry_;
};

}  // namespace kpi::io
