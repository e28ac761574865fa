#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "exec/cell_index.hpp"
#include "exec/cube.hpp"
#include "rows/block.hpp"

namespace kpi::exec {

/// How a fact row finds its coordinate on one axis.
struct AxisRoute {
  std::vector<ColumnId> links;
  ColumnId column;                                // Value
  std::vector<std::uint32_t> coordinate_of_code;  // Value: of codes that count from 0
  std::unordered_map<std::int64_t, std::uint32_t> coordinate_of_value;  // Value: of others
};
using Route = std::vector<AxisRoute>;

/// Numbers the members of a space before any row is read, so that scans of several tables, and
/// parts of a scan, agree without asking each other. On every axis the coordinates count from 0
/// in ascending order, (none) last; a member is its coordinates in mixed radix.
class SpaceIndex {
 public:
  SpaceIndex(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
             plan::SpaceId space);

  Route route(TableId fact, const std::vector<ColumnPath>& paths) const;
  void assign(rows::Block& rows, const Route& route, std::vector<std::uint64_t>& members) const;
  /// Whether a row counts for everybody above its owner too, level by level of the tree.
  bool climbs() const { return axes_.size() == 1 && axes_[0].kind == plan::AxisKind::Tree; }
  /// Whether rows count for the member so many levels above their owner.
  bool counts_at(std::size_t level) const;
  /// Puts everybody's superior in the place of each member; false when nobody is left to count for.
  bool climb(std::size_t level, std::vector<std::uint64_t>& members) const;

  /// How many numbers members can have.
  std::uint64_t capacity() const;
  /// Whether a coordinate of the member is (none).
  /// Of a space with one axis of values: the member that reads so; kNoMember if there is none.
  std::uint64_t number_of(const std::string& text) const;
  bool reads_none(std::uint64_t member) const;

  /// The members of the cube: those that always are and those seen, in the order of cube.hpp, and
  /// the number of each here.
  Members finish(std::vector<std::uint64_t> seen, std::vector<std::uint64_t>& numbers) const;

 private:
  struct Axis {
    plan::AxisKind kind = plan::AxisKind::Row;
    std::uint32_t size = 1;            // coordinates without (none)
    std::vector<std::string> texts;    // Value, ascending
    std::vector<std::uint8_t> always;  // Value: whether the text is a member whatever was seen
    TreePart part = TreePart::Team;    // Tree
    std::vector<std::uint64_t> above;  // Tree: of each row the one it reports to, or kNoMember
  };

  Member member(std::uint64_t number) const;
  std::vector<std::uint64_t> standing_members() const;
  std::uint32_t radix(const Axis& axis) const {
    return axis.kind == plan::AxisKind::Owned ? 1 : axis.size + 1;
  }

  const rows::Evaluator& evaluator_;
  std::vector<Axis> axes_;
};

}  // namespace kpi::exec
