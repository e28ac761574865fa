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
  asked_ = axes;
  Space made;
  std::string key = "query";
  for (const QueryAxis& query : axes) {
    Axis axis;
    axis.table = query.table;
    axis.name = query.name;
    axis.kind = query.path.column ? AxisKind::Value : AxisKind::Row;
    if (axis.kind == AxisKind::Row) {
      axis.table = table_after(program_, query.table, query.path.links);
      if (!query.by_owner) {
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
  const auto found = ways_to(program_, aggregate.table, aggregate.owner, target);
  if (found.size() == 1) return ColumnPath{found[0], {}};
  const std::string& from = program_.tables[aggregate.table].name;
  const std::string& to = program_.tables[target].name;
  if (found.empty()) {
    report_no_route(aggregate, target);
  } else {
    std::string routes;
    for (const auto& links : found) {
      routes += (routes.empty() ? "" : ", ") + chain_text(program_, aggregate.table, links);
    }
    Diagnostic& report = diagnostics_.report(
        Code::two_routes, aggregate.span, {{"table", from}, {"subject", to}, {"routes", routes}});
    if (asked_.empty() || !program_.tables[aggregate.table].credited) {
      report.hint(Text::credited_hint, {{"table", from}});
    } else {  // a query says the links that it means
      const auto fewest =
          std::min_element(found.begin(), found.end(),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
      const std::string links = chain_text(program_, aggregate.table, *fewest);
      report.hint(Text::write_instead, {{"text", "by " + links.substr(1, links.size() - 2)}});
    }
  }
  return std::nullopt;
}

void Lowering::report_no_route(const Aggregate& aggregate, TableId target) {
  const std::string& from = program_.tables[aggregate.table].name;
  const TableSchema& to = program_.tables[target];
  Diagnostic& report =
      diagnostics_.report(Code::no_route, aggregate.span, {{"table", from}, {"subject", to.name}});
  if (!aggregate.owner || aggregate.owner->links.empty() || asked_.empty() || !to.valid || to.key) {
    report.hint(Text::credited_hint, {{"table", from}});
    return;
  }
  // a row of a history is found by the day of the fact's own row
  const std::string owner = chain_text(program_, aggregate.table, aggregate.owner->links);
  const std::string links = owner.substr(from.size() + 2, owner.size() - from.size() - 3);
  std::string text = "by " + links + "." + to.name;
  for (const QueryAxis& axis : asked_) {
    if (axis.table == target && axis.path.column) text += "." + axis.name;
  }
  report.hint(Text::write_instead, {{"text", text}});
}

/// Whether the space is about those who have parts in the rows, and not about the rows themselves.
bool Lowering::asks_for_parts(const Aggregate& aggregate, SpaceId space) const {
  const TableId owner = aggregate.owner_table;
  const std::vector<Axis>& axes = plan_.aggregation.spaces[space].axes;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const FactWay way = way_on(axes[i], i, aggregate.table);
    const TableId begin = way.from ? way.from : axes[i].table;
    if (begin == aggregate.table) continue;
    if (!link_chains(program_, owner, begin).empty()) return true;
  }
  return false;
}

/// What the links that were asked for mean to the rows of a fact. To one that they mean nothing to:
/// the links as they were written; by whose a row is where no links were asked for.
FactWay Lowering::way_on(const Axis& axis, std::size_t index, TableId fact) const {
  if (!axis.from) return {fact, {}, {}};
  for (const FactWay& way : asked_[index].ways) {
    if (way.fact == fact) return way;
  }
  const auto& credited = program_.tables[axis.from].credited;
  const bool owner = credited && credited->links == axis.links;
  return {fact, owner ? TableId() : axis.from, axis.links};
}

/// Never the owner in the place of links that begin where the owner or the fact leads.
std::optional<ColumnPath> Lowering::route_along(const Aggregate& aggregate, TableId target,
                                                const FactWay& way) {
  if (!way.from) return route(aggregate, target);
  const bool leads = !ways_to(program_, aggregate.table, aggregate.owner, way.from).empty();
  if (!leads && !program_.tables[way.from].credited) return route(aggregate, target);
  auto path = route(aggregate, way.from);
  if (path) path->links.insert(path->links.end(), way.links.begin(), way.links.end());
  return path;
}

std::optional<std::vector<ColumnPath>> Lowering::paths_to(const Aggregate& aggregate,
                                                          SpaceId space_id) {
  std::vector<ColumnPath> paths;
  const Space target = plan_.aggregation.spaces[space_id];
  for (std::size_t i = 0; i < target.axes.size(); ++i) {
    const Axis& axis = target.axes[i];
    auto path = route_along(aggregate, axis.table, way_on(axis, i, aggregate.table));
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
