#pragma once

#include "score/score.hpp"

namespace kpi::score {

constexpr Date kFirstDay{-719162};  // 0001-01-01: all time has no beginning to be judged

/// The values of one step, one per member of its space; a constant keeps a single one.
struct Slot {
  std::vector<Value> values;
  bool constant = false;
  const Value& operator[](std::size_t member) const { return values[constant ? 0 : member]; }
};

using Slots = IdVector<plan::StepId, Slot>;

/// Runs every step from top to bottom. Reports exact values too long to go on with, and weights by
/// which nothing can be divided.
Slots run_steps(const ScoreInput& input, Diagnostics& diagnostics);

/// The days each dated table is complete for: declared, or whole months from its first to its last
/// row, never past the run's as-of day.
std::vector<Coverage> coverage_of(const ScoreInput& input);

/// The row the links lead to; nothing where one is empty or has no partner.
std::optional<std::size_t> row_after(const ScoreInput& input, TableId table,
                                     const std::vector<ColumnId>& links, std::size_t row);
/// A column of one subject as a value.
Value column_value(const ScoreInput& input, TableId table, const ColumnPath& path, std::size_t row);

}  // namespace kpi::score
