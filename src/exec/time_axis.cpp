#include "exec/time_axis.hpp"

#include <algorithm>
#include <limits>

#include "base/check.hpp"

namespace kpi::exec {
namespace {

/// The ordinals of the periods that lie wholly inside the days, as [first, last].
std::pair<std::int64_t, std::int64_t> periods_in(DateRange days, PeriodUnit unit,
                                                 const Calendar& calendar) {
  if (days.empty()) return {0, -1};
  Period first = period_containing(days.first, unit, true, calendar);
  Period last = period_containing(days.last, unit, true, calendar);
  if (!days.contains(days_of(first, calendar))) first = shift(first, 1);
  if (!days.contains(days_of(last, calendar))) last = shift(last, -1);
  return {first.ordinal, last.ordinal};
}

}  // namespace

TimeAxis::TimeAxis(const Program& program, const table::Dataset& data, TableId table,
                   ColumnId dated, const std::vector<DateRange>& intervals, Date as_of,
                   SnapshotRule snapshot)
    : calendar_(&program.calendar) {
  if (!dated) {
    slot_count_ = 1;
    ranges_.resize(intervals.size());
    slots_.resize(intervals.size(), SlotRange{0, 1});
    return;
  }
  data_ = &data.tables[table].columns[dated];
  column_ = &program.tables[table].columns[dated];
  is_moment_ = column_->storage == Storage::Moment;
  KPI_CHECK(data_->values.size() == data.tables[table].row_count);
  std::int64_t least = 0;
  std::int64_t most = -1;
  if (data.tables[table].passes) {
    least = std::numeric_limits<std::int64_t>::min();
    most = std::numeric_limits<std::int64_t>::max();
  } else if (!data_->values.empty()) {  // absent rows hold 0, which only widens the range
    const auto ends = data_->values.ends();
    least = time_of(ends.first);
    most = time_of(ends.second);
  }
  for (const DateRange& interval : intervals) {
    Times times = times_in(interval, as_of);
    // the state of a month that has not begun is not known, whatever the file says
    const bool periods = column_->storage == Storage::Period;
    if (periods && snapshot != SnapshotRule::None) {
      const Period begun = period_containing(as_of, column_->period_unit, true, *calendar_);
      times.last = std::min<std::int64_t>(times.last, begun.ordinal);
    }
    times.first = std::max(times.first, least);
    times.last = std::min(times.last, most);
    ranges_.push_back(times);
  }
  if (snapshot != SnapshotRule::None) choose_snapshots(snapshot);
  cut();
  find_intervals();
}

/// The last or first day with a snapshot, the same for everybody; of an average all of them.
void TimeAxis::choose_snapshots(SnapshotRule rule) {
  std::vector<std::int64_t> days;
  for (std::size_t row = 0; row < data_->values.size(); ++row) {
    if (data_->has(row)) days.push_back(time_of(data_->values[row]));
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  for (Times& times : ranges_) {
    const auto first = std::lower_bound(days.begin(), days.end(), times.first);
    const auto end = std::upper_bound(days.begin(), days.end(), times.last);
    const auto count = end > first ? static_cast<std::size_t>(end - first) : 0;
    snapshots_.push_back(count);
    if (count == 0) {
      times = Times{};
    } else if (rule == SnapshotRule::Last) {
      times.first = times.last = *(end - 1);
    } else if (rule == SnapshotRule::First) {
      times.first = times.last = *first;
    }
  }
}

/// Of a moment the day in it counts.
std::int64_t TimeAxis::time_of(std::int64_t stored) const {
  return is_moment_ ? day_of(DateTime{stored}).days : stored;
}

/// Rows dated after as_of do not exist. A period is not an event of a day: a quota of the running
/// or a later quarter stands whatever the day.
TimeAxis::Times TimeAxis::times_in(DateRange interval, Date as_of) const {
  if (column_->storage == Storage::Period) {
    const auto [first, last] = periods_in(interval, column_->period_unit, *calendar_);
    return Times{first, last};
  }
  KPI_CHECK(column_->storage == Storage::Day || column_->storage == Storage::Moment);
  return Times{interval.first.days, std::min(interval.last, as_of).days};
}

void TimeAxis::cut() {
  std::vector<std::int64_t> edges;
  for (const Times& times : ranges_) {
    if (times.last < times.first) continue;
    edges.push_back(times.first);
    edges.push_back(times.last + 1);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  const auto slot_at = [&](std::int64_t time) {
    const auto edge = std::lower_bound(edges.begin(), edges.end(), time);
    return static_cast<std::uint32_t>(edge - edges.begin());
  };
  for (const Times& times : ranges_) {
    if (times.last < times.first) {
      slots_.push_back(SlotRange{0, 0});
    } else {
      slots_.push_back(SlotRange{slot_at(times.first), slot_at(times.last + 1)});
    }
  }
  if (edges.empty()) return;
  slot_count_ = static_cast<std::uint32_t>(edges.size() - 1);
  std::vector<std::uint8_t> asked(slot_count_, 0);
  for (const SlotRange& range : slots_)
    std::fill(asked.begin() + range.begin, asked.begin() + range.end, 1);
  first_time_ = edges.front();
  slot_of_time_.resize(static_cast<std::size_t>(edges.back() - edges.front()), kNoSlot);
  for (std::uint32_t slot = 0; slot < slot_count_; ++slot) {
    if (asked[slot] == 0) continue;  // a gap between intervals
    std::fill(slot_of_time_.begin() + (edges[slot] - first_time_),
              slot_of_time_.begin() + (edges[slot + 1] - first_time_), slot);
  }
}

/// Where every interval is a slot of its own.
void TimeAxis::find_intervals() {
  std::vector<std::uint32_t> interval_of(slot_count_, kNoSlot);
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    for (std::uint32_t slot = slots_[i].begin; slot < slots_[i].end; ++slot) {
      if (interval_of[slot] != kNoSlot) return;
      interval_of[slot] = i;
    }
  }
  lie_apart_ = true;
  for (const std::uint32_t slot : slot_of_time_)
    interval_of_time_.push_back(slot == kNoSlot ? kNoSlot : interval_of[slot]);
}

/// `of_time`: by time, from the first that counts.
void TimeAxis::assign_by(const std::vector<std::uint32_t>& of_time, std::size_t begin,
                         std::vector<std::uint32_t>& slots) const {
  const std::uint64_t length = of_time.size();
  data_->values.visit([&](const auto* stored) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const auto at = static_cast<std::uint64_t>(time_of(stored[begin + i]) - first_time_);
      slots[i] = at < length && data_->has(begin + i) ? of_time[at] : kNoSlot;
    }
  });
}

void TimeAxis::assign(std::size_t begin, std::vector<std::uint32_t>& slots) const {
  if (data_ == nullptr) return slots.assign(slots.size(), 0);
  assign_by(slot_of_time_, begin, slots);
}

void TimeAxis::assign_intervals(std::size_t begin, std::vector<std::uint32_t>& slots) const {
  KPI_CHECK(lie_apart_);
  assign_by(interval_of_time_, begin, slots);
}

TimeAxis::Times TimeAxis::times_of_rows(std::size_t begin, std::size_t end) const {
  if (data_ == nullptr || begin == end) return {};
  Times times{time_of(data_->values[begin]), time_of(data_->values[begin])};
  data_->values.visit([&](const auto* stored) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::int64_t time = time_of(stored[row]);
      times.first = std::min(times.first, time);
      times.last = std::max(times.last, time);
    }
  });
  return times;
}

bool TimeAxis::meets(std::size_t interval, Times times) const {
  if (data_ == nullptr) return true;
  return times.first <= ranges_[interval].last && ranges_[interval].first <= times.last;
}

bool TimeAxis::assign_inside(std::size_t interval, std::uint32_t slot, std::size_t begin,
                             std::vector<std::uint32_t>& slots) const {
  if (data_ == nullptr) {
    std::fill(slots.begin(), slots.end(), slot);
    return !slots.empty();
  }
  const Times& times = ranges_[interval];
  bool any = false;
  data_->values.visit([&](const auto* stored) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const std::int64_t time = time_of(stored[begin + i]);
      const bool inside = times.first <= time && time <= times.last && data_->has(begin + i);
      slots[i] = inside ? slot : kNoSlot;
      any |= inside;
    }
  });
  return any;
}

}  // namespace kpi::exec
