#pragma once

#include <map>
#include <set>
#include <vector>

#include "exec/kept_codes.hpp"
#include "exec/kept_values.hpp"
#include "program/program.hpp"
#include "rows/operand.hpp"

namespace kpi::exec {

/// Rows of a block that count, and the cell of each.
struct Selection {
  std::vector<std::uint32_t> offsets;  // of the rows that passed every condition
  std::vector<std::uint32_t> faulty;   // of the rows whose condition has no answer
};

/// What `only` met more than one of.
enum class OnlyConflict : std::uint8_t { None, Rows, Groups };

/// An aggregate over some cells.
struct Outcome {
  Value value;
  std::int64_t rows = 0;
  OnlyConflict conflict = OnlyConflict::None;
  std::size_t first_row = 0;  // the first two rows of a conflict about rows
  std::size_t second_row = 0;
};

/// How the values of a cell become one.
struct Reduction {
  AggregateKind kind = AggregateKind::Count;
  bool skipping_none = false;
  Rational fraction;
  std::int64_t top = 0;
  friend bool operator==(const Reduction& a, const Reduction& b) {
    return a.kind == b.kind && a.skipping_none == b.skipping_none && a.fraction == b.fraction &&
           a.top == b.top;
  }
};

/// What one aggregate has seen so far, per cell. Adding rows in any order, in any number of parts
/// that are merged, gives the same.
class States {
 public:
  explicit States(const Reduction& how);

  /// `value` is absent for count(table), `other` for all but Corr. `cells` holds the cell of every
  /// row of the block.
  void add(std::size_t first_row, const std::vector<std::uint32_t>& cells, std::size_t cell_count,
           const Selection& selection, const rows::Operand* value, const rows::Operand* other);
  /// cell_of: where each cell of the other part is here.
  void merge(const States& other, const std::vector<std::uint32_t>& cell_of,
             std::size_t cell_count);
  /// Brings the states into the order in which they are finished.
  /// `one_by_one`: no ranks of several slots are finished together.
  void arrange(const CellOrder& order, bool one_by_one = false);
  /// Over the cells of ranks [begin, end), all of one entity. `type` is that of the value.
  Outcome finish(const Program& program, const table::Dataset& data, SlotRange ranks,
                 const Type& type) const;
  bool any_row(SlotRange ranks) const;

 private:
  struct State {
    Int128 value = 0;         // sum; smallest or largest so far; of the first row for `only`
    std::int64_t rows = 0;    // that counted
    std::int64_t values = 0;  // of them, with a value
  };
  /// The same of Count, Sum and Avg while rows are read: half the size, so that the cells of ten
  /// thousand people over two years stay near. A sum that leaves 64 bits is set aside, see beyond_.
  struct Sum {
    std::int64_t value = 0;
    std::uint32_t rows = 0;
    std::uint32_t values = 0;
  };
  struct FirstRows {  // of `only`, ascending; -1: none
    std::int64_t first = -1;
    std::int64_t second = -1;
  };
  void resize(std::size_t cell_count);
  template <class Numbers>
  static void count(Numbers& numbers, const std::vector<std::uint32_t>& cells,
                    const Selection& selection);
  void add_pairs(const std::vector<std::uint32_t>& cells, const Selection& selection,
                 const rows::Operand& value, const rows::Operand& other);
  void add_to_sums(const std::vector<std::uint32_t>& cells, const Selection& selection,
                   const rows::Operand& value);
  void add_value(State& state, std::uint32_t cell, Int128 value);
  void sum_up(State& state, std::uint32_t cell, Int128 value);
  void add_row(std::uint32_t cell, std::int64_t row, bool present, Int128 value);
  void add_to_sum(Sum& sum, std::uint32_t cell, Int128 value) {
    const auto part = static_cast<std::int64_t>(value);
    std::int64_t total = 0;
    if (part != value || __builtin_add_overflow(sum.value, part, &total))
      return set_aside(sum, cell, value);
    sum.value = total;
  }
  void set_aside(Sum& sum, std::uint32_t cell, Int128 value);
  void merge_sums(const States& other, const std::vector<std::uint32_t>& cell_of);
  void merge_states(const States& other, const std::vector<std::uint32_t>& cell_of);
  void keep_extreme(State& state, Int128 value) const;
  int order(Int128 a, Int128 b) const;
  void note_vector(const rows::Vector& vector);

  State total(SlotRange ranks, Rational& beyond) const;
  Outcome finish_only(const Program& program, const table::Dataset& data, SlotRange ranks,
                      const State& all, const Type& type) const;
  Value to_value(const Program& program, const table::Dataset& data, Int128 value,
                 const Type& type) const;
  Rational number(Int128 value) const;
  Value statistic(SlotRange ranks) const;
  bool has_failed(SlotRange ranks) const;

  Reduction how_;
  AggregateKind kind_;
  bool skipping_none_;
  bool keeps_values_;       // every one: Percentile, and whatever is of the largest
  bool keeps_moments_;      // Stddev, StddevAll, Corr
  int scale_ = 0;           // of the values
  std::int64_t parts_ = 1;  // of the values, see rows::Vector
  const table::Dictionary* dictionary_ = nullptr;  // of text values
  bool is_sum_;                                    // Count, Sum, Avg of every value
  std::vector<Sum> sums_;                          // of those, until arranged
  std::vector<State> states_;                      // of the others, and of all once arranged
  std::vector<FirstRows> first_rows_;              // Only
  KeptCodes distinct_;                             // CountDistinct
  std::map<std::uint32_t, Rational> beyond_;       // what did not fit, as mantissa
  std::set<std::uint32_t> failed_;                 // a row's value could not be computed

  KeptValues kept_;
  KeptMoments moments_;
};

}  // namespace kpi::exec
