#include <algorithm>

#include "plan/lowering.hpp"
#include "program/links.hpp"

/// `per K`: where and when the aggregates in the groups are computed, and how rows find them.
namespace kpi::plan {

bool reads_other_days(const Aggregate& aggregate) {
  return std::any_of(aggregate.group_windows.begin(), aggregate.group_windows.end(),
                     [](const Window& window) { return window.kind != WindowKind::Own; });
}

/// When each aggregate in the groups is computed.
std::optional<std::vector<When>> Lowering::group_times(const Aggregate& aggregate,
                                                       const When& when) {
  std::vector<When> times;
  for (const Window& window : aggregate.group_windows) {
    const auto time = shifted(when, window, aggregate.span);
    if (!time) return std::nullopt;
    times.push_back(*time);
  }
  return times;
}

/// Whose rows each aggregate in the groups reads.
std::optional<std::vector<Where>> Lowering::group_places(const Aggregate& aggregate, const At& at) {
  std::vector<Where> places;
  for (std::size_t i = 0; i < aggregate.group_subjects.size(); ++i) {
    Expr part;
    part.aggregate = aggregate.group_aggregates[i];
    part.span = program_.aggregates[part.aggregate].span;
    part.context.subject = aggregate.group_subjects[i];
    const auto where = place_of(part, at.where, program_.aggregates[part.aggregate].owner_table);
    if (!where) return std::nullopt;
    places.push_back(*where);
  }
  return places;
}

/// What the engine is asked for, one request for equal ones: how the rows of the aggregate, and of
/// those in its groups, find their member. Nothing where no way leads there.
std::optional<CellsId> Lowering::request_for(AggregateId id, const At& at,
                                             const std::vector<When>& times,
                                             const std::vector<Where>& places) {
  const Aggregate& aggregate = program_.aggregates[id];
  const bool other_days = reads_other_days(aggregate);
  std::string key = std::to_string(id.value) + "/" + std::to_string(at.where.space.value);
  if (other_days) key += " " + key_of(at);
  if (const auto found = cells_.find(key); found != cells_.end()) return found->second;
  CellsRequest request;
  request.aggregate = id;
  request.space = at.where.space;
  if (!reads_several_tables(program_, aggregate)) {
    const auto paths = paths_to(aggregate, at.where.space);
    if (!paths) return std::nullopt;
    request.paths = *paths;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto paths =
        paths_to(program_.aggregates[aggregate.group_aggregates[i]], places[i].space);
    if (!paths) return std::nullopt;
    request.parts.push_back({places[i].space, *paths, {}});
    if (!other_days) continue;
    const Aggregate& part = program_.aggregates[aggregate.group_aggregates[i]];
    request.parts.back().interval = interval_of(part, times[i]);
  }
  if (!find_group_paths(aggregate, request)) return std::nullopt;
  return cells_.emplace(key, plan_.aggregation.cells.push(std::move(request))).first->second;
}

/// Which rows of the group's table belong to which member: by the way from the table to whom the
/// space is about, its `credited` before other links. False when two ways were reported.
bool Lowering::find_group_paths(const Aggregate& aggregate, CellsRequest& request) {
  if (!aggregate.per_table) return true;
  Aggregate rows;
  rows.table = aggregate.per_table;
  rows.span = aggregate.span;
  rows.owner = program_.tables[rows.table].credited;
  if (rows.owner) rows.owner_table = table_after(program_, rows.table, rows.owner->links);
  const Space space = plan_.aggregation.spaces[request.space];
  for (const Axis& axis : space.axes) {
    request.group_paths.emplace_back();
    const bool owned = rows.owner && (rows.owner_table == axis.table ||
                                      !link_chains(program_, rows.owner_table, axis.table).empty());
    const bool leads = owned || !link_chains(program_, rows.table, axis.table).empty();
    if (axis.from || !leads) continue;
    auto path = route(rows, axis.table);
    if (!path) return false;
    if (axis.column) {
      path->links.insert(path->links.end(), axis.column->links.begin(), axis.column->links.end());
      path->column = axis.column->column;
    }
    request.group_paths.back() = std::move(path);
  }
  return true;
}

}  // namespace kpi::plan
