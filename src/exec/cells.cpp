#include "exec/cube.hpp"

namespace kpi::exec {
namespace {

/// Tells members apart: what is absent, a row and a text never look the same.
std::string key_of(const Member& member) {
  std::string key;
  for (const Coordinate& coordinate : member) {
    key += coordinate.none ? '-' : '+';
    key += std::to_string(coordinate.row) + ' ' + std::to_string(coordinate.text.size()) + ' ';
    key += coordinate.text;
  }
  return key;
}

}  // namespace

std::size_t Members::add(Member member) {
  const auto [at, is_new] = index_.emplace(key_of(member), members_.size());
  if (is_new) members_.push_back(std::move(member));
  return at->second;
}

std::optional<std::size_t> Members::find(const Member& member) const {
  const auto found = index_.find(key_of(member));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

Value Cells::value(std::size_t member, std::size_t interval) const {
  return values_[member * intervals_ + interval];
}

std::int64_t Cells::rows(std::size_t member, std::size_t interval) const {
  return rows_[member * intervals_ + interval];
}

void Cells::resize(std::size_t members, std::size_t intervals) {
  intervals_ = intervals;
  values_.resize(members * intervals);
  rows_.resize(members * intervals);
}

void Cells::set(std::size_t member, std::size_t interval, Value value, std::int64_t rows) {
  values_[member * intervals_ + interval] = std::move(value);
  rows_[member * intervals_ + interval] = rows;
}

Cells Cells::of(std::size_t intervals, std::vector<Value> values, std::vector<std::int64_t> rows) {
  Cells cells;
  cells.intervals_ = intervals;
  cells.values_ = std::move(values);
  cells.rows_ = std::move(rows);
  return cells;
}

}  // namespace kpi::exec
