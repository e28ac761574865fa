#include "program/links.hpp"

#include <algorithm>
#include <functional>

namespace kpi {

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
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const TableId next = columns[ColumnId(i)].type.link;
      if (columns[ColumnId(i)].type.kind != Kind::Link || columns[ColumnId(i)].history) continue;
      if (std::find(seen.begin(), seen.end(), next) != seen.end()) continue;
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
