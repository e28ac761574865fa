#include "reference/evaluator.hpp"

/// Rows whose credit is split: whose they are, and to which part.
namespace kpi::reference {

/// Whether the question is about people who have parts in the rows, and not about the rows.
bool Evaluator::asks_for_parts(const Aggregate& aggregate, const Who& who) const {
  if (!aggregate.by_credit) return false;
  const CreditSplit& split = *program_.tables[aggregate.table].split;
  const TableId owner = table_after(split.table, split.owner.links);
  for (const Coordinate& coordinate : who) {
    const auto way = way_asked(coordinate, aggregate.table);
    const TableId begin = way ? way->from : coordinate.table;
    if (begin == aggregate.table) continue;
    if (begin == owner || leads_to(owner, begin)) return true;
  }
  return false;
}

/// The credits as rows of their own, which belong to people.
Aggregate Evaluator::credits_of(const Aggregate& aggregate) const {
  const CreditSplit& split = *program_.tables[aggregate.table].split;
  Aggregate credits;
  credits.table = split.table;
  credits.owner = split.owner;
  credits.owner_table = table_after(split.table, split.owner.links);
  return credits;
}

std::vector<Who> Evaluator::all_coordinates_of(const Aggregate& aggregate, std::size_t row,
                                               const Who& like) const {
  if (!asks_for_parts(aggregate, like)) return {coordinates_of(aggregate, row, like)};
  const CreditSplit& split = *program_.tables[aggregate.table].split;
  std::vector<Who> all;
  for (std::size_t credit = 0; credit < data_.tables[split.table].row_count; ++credit) {
    const Value share = cell(split.table, {{}, split.share}, credit);
    if (is_none(share) || number_of(share) == 0) continue;
    if (follow(split.table, {split.about}, credit) != row) continue;
    all.push_back(coordinates_of(credits_of(aggregate), credit, like));
  }
  return all;
}

/// The parts that they have in each row, together; rows in which they have none are not there.
std::map<std::size_t, Number> Evaluator::parts_of(const Aggregate& aggregate, const Who& who) {
  const CreditSplit& split = *program_.tables[aggregate.table].split;
  const Aggregate credits = credits_of(aggregate);
  std::map<std::size_t, Number> parts;
  for (std::size_t row = 0; row < data_.tables[split.table].row_count; ++row) {
    const auto about = follow(split.table, {split.about}, row);
    const Value share = cell(split.table, {{}, split.share}, row);
    if (!about || is_none(share) || number_of(share) == 0 || !belongs(credits, row, who)) continue;
    parts[*about] += number_of(share);
  }
  return parts;
}

}  // namespace kpi::reference
