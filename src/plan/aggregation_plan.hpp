#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"
#include "program/program.hpp"

namespace kpi::plan {

using SpaceId = Id<struct SpaceTag>;
using IntervalId = Id<struct IntervalTag>;
using CellsId = Id<struct CellsTag>;

/// One coordinate of a space.
enum class AxisKind : std::uint8_t {
  Row,    // a row of `table` (a sales person)
  Owned,  // one cell: every row whose owner is a row of `table`
  Tree,   // a row of `table` with everybody in `part` of its reporting tree
  Value,  // a text, choice, key or period value
};
struct Axis {
  AxisKind kind = AxisKind::Row;
  TableId table;                     // Row, Owned, Tree; for Value: the table the column belongs to
  std::optional<ColumnPath> column;  // Value on a table reached from the subject: dense, every
                                     // value that occurs in that table is a member
  std::string name;                  // for display: `region`
  TableId from;                      // Row: where the links asked for begin, if they are others
  std::vector<ColumnId> links;       // than those to the owner (`by helper`)
  TreePart part = TreePart::Team;    // Tree
  ColumnId boss;                     // Tree: the link from a row to the one it reports to
  friend bool operator==(const Axis& a, const Axis& b) {
    return a.kind == b.kind && a.table == b.table && a.column == b.column && a.from == b.from &&
           a.links == b.links && a.part == b.part && a.boss == b.boss;
  }
};

/// A set of things values are computed for. No axes: the whole company, one member.
struct Space {
  std::vector<Axis> axes;
};

/// One of the aggregates in the groups: how its own rows find their member, and its days.
struct PartRequest {
  SpaceId space;
  std::vector<ColumnPath> paths;
  IntervalId interval;  // absent: the group's own days
};

/// Whom the rules ask about in these days: `of "R1"` is one of many that are computed.
struct AskedOf {
  IntervalId interval;
  std::string key;  // empty: everybody
  friend bool operator==(const AskedOf& a, const AskedOf& b) {
    return a.interval == b.interval && a.key == b.key;
  }
};

/// One aggregate over one space: how a fact row finds its member, and the days asked for.
struct CellsRequest {
  AggregateId aggregate;
  SpaceId space;
  std::vector<ColumnPath> paths;      // from the fact to each axis's coordinate
  std::vector<IntervalId> intervals;  // ascending, each once
  /// Of each aggregate in the groups. Where some have days of their own `intervals` has one.
  std::vector<PartRequest> parts;
  /// With `per` a table: from its rows to the coordinate on each axis; absent where none leads
  /// there, so that the axis leaves no row out.
  std::vector<std::optional<ColumnPath>> group_paths;
  std::vector<AskedOf> asked;
};

/// What the engine must compute: every aggregate any metric needs, each fact table scanned once.
struct AggregationPlan {
  IdVector<SpaceId, Space> spaces;
  IdVector<IntervalId, DateRange> intervals;
  IdVector<CellsId, CellsRequest> cells;
  Date as_of;  // rows dated later do not exist
};

}  // namespace kpi::plan
