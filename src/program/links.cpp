#include "program/links.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace kpi {

namespace {

constexpr std::size_t kMostChains = 10;  // a second one is already a question to the author

bool is_followed(const Column& column) {
  return column.type.kind == Kind::Link && !column.history;
}

/// Whether links lead to a table without passing through any of `seen`, so that no search ends
/// where nothing can be found: tables that all link to each other have factorially many chains.
bool leads(const Program& program, TableId from, TableId to, const std::vector<TableId>& seen) {
  std::set<TableId> met(seen.begin(), seen.end());
  std::vector<TableId> open{from};
  while (!open.empty()) {
    const TableId at = open.back();
    open.pop_back();
    if (at == to) return true;
    for (const Column& column : program.tables[at].columns) {
      if (is_followed(column) && met.insert(column.type.link).second)
        open.push_back(column.type.link);
    }
  }
  return false;
}

}  // namespace

std::vector<std::vector<ColumnId>> link_chains(const Program& program, TableId from, TableId to) {
  std::vector<std::vector<ColumnId>> found;
  std::vector<ColumnId> links;
  std::vector<TableId> seen{from};
  const std::function<void(TableId)> visit = [&](TableId at) {
    if (at == to) {
      found.push_back(links);
      return;
    }
    const auto& columns = program.tables[at].columns;
    for (std::size_t i = 0; i < columns.size() && found.size() < kMostChains; ++i) {
      const TableId next = columns[ColumnId(i)].type.link;
      if (!is_followed(columns[ColumnId(i)])) continue;
      if (std::find(seen.begin(), seen.end(), next) != seen.end()) continue;
      if (!leads(program, next, to, seen)) continue;
      links.push_back(ColumnId(i));
      seen.push_back(next);
      visit(next);
      seen.pop_back();
      links.pop_back();
    }
  };
  visit(from);
  return found;
}

std::vector<std::vector<ColumnId>> ways_to(const Program& program, TableId fact,
                                           const std::optional<ColumnPath>& owner, TableId to) {
  if (fact == to || !owner) return link_chains(program, fact, to);
  auto found = link_chains(program, table_after(program, fact, owner->links), to);
  for (std::vector<ColumnId>& links : found)
    links.insert(links.begin(), owner->links.begin(), owner->links.end());
  return found.empty() ? link_chains(program, fact, to) : found;
}

TableId table_after(const Program& program, TableId table, const std::vector<ColumnId>& links) {
  for (const ColumnId link : links)
    table = program.tables[table].columns[link].type.link;
  return table;
}

}  // namespace kpi
