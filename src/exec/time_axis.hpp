#pragma once

#include <cstdint>
#include <vector>

#include "plan/aggregation_plan.hpp"
#include "table/table.hpp"

namespace kpi::exec {

inline constexpr std::uint32_t kNoSlot = 0xffffffffU;

/// Slots [begin, end) make up an interval.
struct SlotRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// How the time of a table's rows is cut. All the days that belong to the same intervals form one
/// slot, so that what is added up per slot is added up once however many intervals overlap.
///
/// The time of a row is its day, or the ordinal of its period; an undated row is in every
/// interval.
class TimeAxis {
 public:
  TimeAxis(const Program& program, const table::Dataset& data, TableId table, ColumnId dated,
           const std::vector<DateRange>& intervals, Date as_of,
           SnapshotRule snapshot = SnapshotRule::None);

  struct Times {  // both ends included; empty when last < first
    std::int64_t first = 0;
    std::int64_t last = -1;
  };

  std::uint32_t slot_count() const { return slot_count_; }
  /// By position in the list given.
  SlotRange slots_in(std::size_t interval) const { return slots_[interval]; }
  /// How many snapshots the interval holds; of those counted, where one is chosen.
  std::size_t snapshots_in(std::size_t interval) const { return snapshots_[interval]; }
  /// The slot of each of rows[begin, begin + slots.size()), kNoSlot for rows in no interval.
  void assign(std::size_t begin, std::vector<std::uint32_t>& slots) const;
  /// Whether no row is in two intervals. Then each has one at most: its position, or kNoSlot.
  bool lie_apart() const { return lie_apart_; }
  void assign_intervals(std::size_t begin, std::vector<std::uint32_t>& slots) const;
  /// The times of rows[begin, end), and whether the interval can hold some of them: most blocks of
  /// a file in the order of its days lie in one or two intervals.
  Times times_of_rows(std::size_t begin, std::size_t end) const;
  bool meets(std::size_t interval, Times times) const;
  /// `slot` for the rows inside the interval, kNoSlot for the others. False if there are none.
  bool assign_inside(std::size_t interval, std::uint32_t slot, std::size_t begin,
                     std::vector<std::uint32_t>& slots) const;

 private:
  std::int64_t time_of(std::int64_t stored) const;
  Times times_in(DateRange interval, Date as_of) const;
  void choose_snapshots(SnapshotRule rule);
  void cut();
  void find_intervals();
  void assign_by(const std::vector<std::uint32_t>& of_time, std::size_t begin,
                 std::vector<std::uint32_t>& slots) const;

  const Calendar* calendar_ = nullptr;
  const table::ColumnData* data_ = nullptr;  // absent: undated
  const Column* column_ = nullptr;
  bool is_moment_ = false;
  std::vector<Times> ranges_;  // of each interval, within the data
  std::vector<SlotRange> slots_;
  std::vector<std::size_t> snapshots_;  // of each interval; empty for events
  std::uint32_t slot_count_ = 0;
  std::int64_t first_time_ = 0;  // of slot_of_time_
  std::vector<std::uint32_t> slot_of_time_;
  bool lie_apart_ = false;
  std::vector<std::uint32_t> interval_of_time_;  // of intervals that lie apart
};

}  // namespace kpi::exec
