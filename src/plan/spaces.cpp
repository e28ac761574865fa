#include <algorithm>
#include <functional>

#include "plan/lowering.hpp"
#include "program/links.hpp"

/// Spaces and routes: what a value is computed for, and how a fact row finds whom it belongs to.
namespace kpi::plan {
namespace {

std::string path_key(const ColumnPath& path) {
  std::string key;
  for (const ColumnId link : path.links)
    key += std::to_string(link.value) + ".";
  return key + (path.column ? std::to_string(path.column.value) : "");
}

std::string chain_text(const Program& program, TableId from, const std::vector<ColumnId>& links) {
  std::string text = program.tables[from].name;
  for (const ColumnId link : links) {
    text += "." + program.tables[from].columns[link].name;
    from = program.tables[from].columns[link].type.link;
  }
  return "`" + text + "`";
}

}  // namespace

SpaceId Lowering::space(Space made, const std::string& key) {
  const auto found = spaces_.find(key);
  if (found != spaces_.end()) return found->second;
  const SpaceId id = plan_.aggregation.spaces.push(std::move(made));
  spaces_.emplace(key, id);
  return id;
}

Where Lowering::company() {
  return {space({}, "company"), {}};
}

Where Lowering::subjects(TableId table) {
  Axis axis;
  axis.kind = AxisKind::Row;
  axis.table = table;
  axis.name = program_.tables[table].name;
  return {space({{axis}}, "rows " + std::to_string(table.value)), table};
}

Where Lowering::linked_to(TableId table) {
  Where where = subjects(table);
  Space same = plan_.aggregation.spaces[where.space];
  where.space = space(std::move(same), "linked " + std::to_string(table.value));
  return where;
}

Where Lowering::owned(TableId table) {
  Axis axis;
  axis.kind = AxisKind::Owned;
  axis.table = table;
  return {space({{axis}}, "owned " + std::to_string(table.value)), {}};
}

Where Lowering::tree(TableId table, const Subject& subject) {
  Axis axis;
  axis.kind = AxisKind::Tree;
  axis.table = table;
  axis.part = subject.part;
  axis.boss = subject.boss;
  const std::string key =
      "tree " + std::to_string(table.value) + ":" + std::to_string(static_cast<int>(axis.part));
  return {space({{axis}}, key), {}};
}

Where Lowering::by_column(TableId table, const ColumnPath& column) {
  Axis axis;
  axis.kind = AxisKind::Value;
  axis.table = table;
  axis.column = column;
  return {space({{axis}}, "by " + std::to_string(table.value) + ":" + path_key(column)), {}};
}

Where Lowering::query_space(const std::vector<QueryAxis>& axes) {
  if (axes.empty()) return company();
  Space made;
  std::string key = "query";
  for (const QueryAxis& query : axes) {
    Axis axis;
    axis.table = query.table;
    axis.name = query.name;
    axis.kind = query.path.column ? AxisKind::Value : AxisKind::Row;
    if (axis.kind == AxisKind::Row) {
      axis.table = table_after(program_, query.table, query.path.links);
      const auto& credited = program_.tables[query.table].credited;
      const bool owner = credited && credited->links == query.path.links;
      if (!owner && !query.path.links.empty()) {
        axis.from = query.table;
        axis.links = query.path.links;
      }
    } else {
      axis.column = query.path;
    }
    made.axes.push_back(axis);
    key += " " + std::to_string(query.table.value) + ":" + path_key(query.path);
  }
  const bool single_row = axes.size() == 1 && made.axes[0].kind == AxisKind::Row;
  const TableId table = single_row ? made.axes[0].table : TableId();
  if (single_row && !made.axes[0].from) return subjects(table);
  return {space(std::move(made), key), table};
}

std::optional<ColumnPath> Lowering::route(const Aggregate& aggregate, TableId target) {
  ColumnPath path;
  if (aggregate.table == target) return path;
  if (aggregate.owner) {
    path.links = aggregate.owner->links;
    if (aggregate.owner_table == target) return path;
    const auto further = link_chains(program_, aggregate.owner_table, target);
    if (further.size() == 1) {
      path.links.insert(path.links.end(), further[0].begin(), further[0].end());
      return path;
    }
  }
  const auto found = link_chains(program_, aggregate.table, target);
  if (found.size() == 1) {
    path.links = found[0];
    return path;
  }
  const std::string& from = program_.tables[aggregate.table].name;
  const std::string& to = program_.tables[target].name;
  if (found.empty()) {
    report_no_route(aggregate, target);
  } else {
    std::string routes;
    for (const auto& links : found) {
      routes += (routes.empty() ? "" : ", ") + chain_text(program_, aggregate.table, links);
    }
    diagnostics_
        .report(Code::two_routes, aggregate.span,
                {{"table", from}, {"subject", to}, {"routes", routes}})
        .hint(Text::credited_hint, {{"table", from}});
  }
  return std::nullopt;
}

void Lowering::report_no_route(const Aggregate& aggregate, TableId target) {
  const std::string& from = program_.tables[aggregate.table].name;
  diagnostics_
      .report(Code::no_route, aggregate.span,
              {{"table", from}, {"subject", program_.tables[target].name}})
      .hint(Text::credited_hint, {{"table", from}});
}

/// Whether the space is about those who have parts in the rows, and not about the rows themselves.
bool Lowering::asks_for_parts(const Aggregate& aggregate, SpaceId space) const {
  const TableId owner = aggregate.owner_table;
  for (const Axis& axis : plan_.aggregation.spaces[space].axes) {
    if (axis.from) continue;
    if (axis.table == owner || !link_chains(program_, owner, axis.table).empty()) return true;
  }
  return false;
}

/// The links that were asked for by name: of the fact itself, of a table it leads to, or a link of
/// its own with the same name. Never the owner in their place.
std::optional<ColumnPath> Lowering::route_along(const Aggregate& aggregate, const Axis& axis) {
  ColumnPath path;
  path.links = axis.links;
  if (aggregate.table == axis.from) return path;
  const std::string& name = program_.tables[axis.from].columns[axis.links[0]].name;
  const auto& columns = program_.tables[aggregate.table].columns;
  for (std::size_t i = 0; i < columns.size() && axis.links.size() == 1; ++i) {
    const Column& column = columns[ColumnId(i)];
    if (column.name != name || column.type.link != axis.table) continue;
    path.links = {ColumnId(i)};
    return path;
  }
  const auto there = link_chains(program_, aggregate.table, axis.from);
  if (there.size() == 1) {
    path.links.insert(path.links.begin(), there[0].begin(), there[0].end());
    return path;
  }
  if (!program_.tables[axis.from].credited) return route(aggregate, axis.table);
  report_no_route(aggregate, axis.from);
  return std::nullopt;
}

std::optional<std::vector<ColumnPath>> Lowering::paths_to(const Aggregate& aggregate,
                                                          SpaceId space_id) {
  std::vector<ColumnPath> paths;
  const Space target = plan_.aggregation.spaces[space_id];
  for (const Axis& axis : target.axes) {
    auto path = axis.from ? route_along(aggregate, axis) : route(aggregate, axis.table);
    if (!path) return std::nullopt;
    if (axis.column) {
      path->links.insert(path->links.end(), axis.column->links.begin(), axis.column->links.end());
      path->column = axis.column->column;
    }
    paths.push_back(std::move(*path));
  }
  return paths;
}

}  // namespace kpi::plan
