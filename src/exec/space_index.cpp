#include "exec/space_index.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "exec/column_texts.hpp"

namespace kpi::exec {
namespace {

struct ReachedColumn {
  TableId table;
  ColumnId column;
};

/// The column at the end of a path; a path that ends in a row means the row's key.
ReachedColumn reached_column(const rows::Evaluator& evaluator, TableId from,
                             const ColumnPath& path) {
  ReachedColumn reached{evaluator.reached_table(from, path.links), path.column};
  if (!reached.column) reached.column = evaluator.program().tables[reached.table].key;
  KPI_CHECK(reached.column);
  return reached;
}

std::uint32_t position_of(const std::vector<std::string>& texts, const std::string& text) {
  const auto found = std::lower_bound(texts.begin(), texts.end(), text);
  return static_cast<std::uint32_t>(found - texts.begin());
}

/// Every text a row can find on the axis, whichever request brings it there.
std::vector<std::string> texts_of_axis(const rows::Evaluator& evaluator,
                                       const plan::AggregationPlan& plan, plan::SpaceId space,
                                       std::size_t axis, const std::vector<CodedText>& dense) {
  std::vector<std::string> texts;
  for (const CodedText& coded : dense)
    texts.push_back(coded.text);
  for (const plan::CellsRequest& request : plan.cells) {
    const Aggregate& aggregate = evaluator.program().aggregates[request.aggregate];
    const auto add = [&](TableId fact, const std::vector<ColumnPath>& paths) {
      const ReachedColumn end = reached_column(evaluator, fact, paths[axis]);
      for (CodedText& coded : texts_of_column(evaluator, end.table, end.column))
        texts.push_back(std::move(coded.text));
    };
    const bool own_rows = request.space == space && !request.paths.empty();
    if (own_rows) add(aggregate.table, request.paths);
    for (std::size_t i = 0; i < request.parts.size(); ++i) {
      const plan::PartRequest& part = request.parts[i];
      const AggregateId inner = aggregate.group_aggregates[i];
      if (part.space == space) add(evaluator.program().aggregates[inner].table, part.paths);
    }
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

/// The row each row reports to.
std::vector<std::uint64_t> superiors(const table::TableData& people, ColumnId boss) {
  std::vector<std::uint64_t> above(people.row_count, kNoMember);
  const table::ColumnData& links = people.columns[boss];
  for (std::size_t row = 0; row < people.row_count; ++row) {
    const bool linked = links.has(row) && links.values[row] != table::kUnmatchedRow;
    if (linked) above[row] = static_cast<std::uint64_t>(links.values[row]);
  }
  return above;
}

}  // namespace

SpaceIndex::SpaceIndex(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                       plan::SpaceId space)
    : evaluator_(evaluator) {
  for (std::size_t i = 0; i < plan.spaces[space].axes.size(); ++i) {
    const plan::Axis& asked = plan.spaces[space].axes[i];
    Axis axis;
    axis.kind = asked.kind;
    if (axis.kind == plan::AxisKind::Row || axis.kind == plan::AxisKind::Tree) {
      axis.size = static_cast<std::uint32_t>(evaluator.data().tables[asked.table].row_count);
    }
    if (axis.kind == plan::AxisKind::Tree) {
      axis.part = asked.part;
      axis.above = superiors(evaluator.data().tables[asked.table], asked.boss);
    } else if (axis.kind == plan::AxisKind::Value) {
      std::vector<CodedText> dense;
      if (asked.column) {
        const ReachedColumn end = reached_column(evaluator, asked.table, *asked.column);
        dense = texts_of_column(evaluator, end.table, end.column);
      }
      axis.texts = texts_of_axis(evaluator, plan, space, i, dense);
      axis.size = static_cast<std::uint32_t>(axis.texts.size());
      axis.always.resize(axis.texts.size(), 0);
      for (const CodedText& coded : dense)
        axis.always[position_of(axis.texts, coded.text)] = 1;
    }
    axes_.push_back(std::move(axis));
  }
  std::uint64_t numbers = 1;
  for (const Axis& axis : axes_) {
    KPI_CHECK(!__builtin_mul_overflow(numbers, std::uint64_t{radix(axis)}, &numbers));
  }
}

Route SpaceIndex::route(TableId fact, const std::vector<ColumnPath>& paths) const {
  KPI_CHECK(paths.size() == axes_.size());
  Route route;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    AxisRoute axis;
    axis.links = paths[i].links;
    if (axes_[i].kind == plan::AxisKind::Value) {
      const ReachedColumn end = reached_column(evaluator_, fact, paths[i]);
      axis.column = end.column;
      const Column& column = evaluator_.program().tables[end.table].columns[end.column];
      for (const CodedText& coded : texts_of_column(evaluator_, end.table, end.column)) {
        const std::uint32_t coordinate = position_of(axes_[i].texts, coded.text);
        if (has_small_codes(column.storage)) {
          const auto code = static_cast<std::size_t>(coded.code);
          if (axis.coordinate_of_code.size() <= code) axis.coordinate_of_code.resize(code + 1);
          axis.coordinate_of_code[code] = coordinate;
        } else {
          axis.coordinate_of_value[coded.code] = coordinate;
        }
      }
    }
    route.push_back(std::move(axis));
  }
  return route;
}

void SpaceIndex::assign(rows::Block& rows, const Route& route,
                        std::vector<std::uint64_t>& members) const {
  std::fill(members.begin(), members.end(), 0);
  for (std::size_t a = 0; a < axes_.size(); ++a) {
    const Axis& axis = axes_[a];
    const AxisRoute& step = route[a];
    const std::vector<std::int64_t>& reached = rows.reached(step.links);
    const table::ColumnData* data = nullptr;
    if (axis.kind == plan::AxisKind::Value) {
      const TableId end = evaluator_.reached_table(rows.table(), step.links);
      data = &evaluator_.data().tables[end].columns[step.column];
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i] == kNoMember) continue;
      if (axis.kind == plan::AxisKind::Owned) {
        if (reached[i] < 0) members[i] = kNoMember;
        continue;
      }
      std::uint64_t coordinate = axis.size;  // (none)
      if (reached[i] >= 0 && data == nullptr) coordinate = static_cast<std::uint64_t>(reached[i]);
      if (reached[i] >= 0 && data != nullptr) {
        const std::int64_t code = code_of(*data, static_cast<std::size_t>(reached[i]));
        if (code != kNoCode) {
          coordinate = step.coordinate_of_value.empty()
                           ? step.coordinate_of_code[static_cast<std::size_t>(code)]
                           : step.coordinate_of_value.at(code);
        }
      }
      members[i] = members[i] * radix(axis) + coordinate;
    }
  }
}

bool SpaceIndex::counts_at(std::size_t level) const {
  switch (axes_[0].part) {
    case TreePart::Team: return true;
    case TreePart::Below: return level > 0;
    case TreePart::Reports: return level == 1;
  }
  return false;
}

bool SpaceIndex::climb(std::size_t level, std::vector<std::uint64_t>& members) const {
  const Axis& axis = axes_[0];
  if (axis.part == TreePart::Reports && level > 0) return false;
  bool anybody = false;
  for (std::uint64_t& member : members) {
    if (member != kNoMember) member = member < axis.size ? axis.above[member] : kNoMember;
    anybody = anybody || member != kNoMember;
  }
  return anybody;
}

std::uint64_t SpaceIndex::capacity() const {
  std::uint64_t numbers = 1;
  for (const Axis& axis : axes_)
    numbers *= radix(axis);
  return numbers;
}

std::uint64_t SpaceIndex::number_of(const std::string& text) const {
  const std::uint32_t at = position_of(axes_[0].texts, text);
  const bool found = at < axes_[0].texts.size() && axes_[0].texts[at] == text;
  return found ? at : kNoMember;
}

bool SpaceIndex::reads_none(std::uint64_t number) const {
  const Member coordinates = member(number);
  return std::any_of(coordinates.begin(), coordinates.end(),
                     [](const Coordinate& coordinate) { return coordinate.none; });
}

Member SpaceIndex::member(std::uint64_t number) const {
  Member result(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0;) {
    const Axis& axis = axes_[i];
    const std::uint64_t coordinate = number % radix(axis);
    number /= radix(axis);
    if (axis.kind == plan::AxisKind::Owned) continue;
    result[i].none = coordinate == axis.size;
    if (result[i].none) continue;
    if (axis.kind == plan::AxisKind::Value) {
      result[i].text = axis.texts[static_cast<std::size_t>(coordinate)];
    } else {
      result[i].row = static_cast<std::size_t>(coordinate);
    }
  }
  return result;
}

std::vector<std::uint64_t> SpaceIndex::standing_members() const {
  std::vector<std::uint64_t> standing;
  if (axes_.empty()) standing.push_back(0);
  if (axes_.size() != 1) return standing;
  const Axis& axis = axes_[0];
  for (std::uint32_t i = 0; i < axis.size; ++i) {
    if (axis.kind != plan::AxisKind::Value || axis.always[i] != 0) standing.push_back(i);
  }
  return standing;
}

Members SpaceIndex::finish(std::vector<std::uint64_t> seen,
                           std::vector<std::uint64_t>& numbers) const {
  numbers = standing_members();
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  std::vector<std::uint64_t> others;
  std::set_difference(seen.begin(), seen.end(), numbers.begin(), numbers.end(),
                      std::back_inserter(others));
  numbers.insert(numbers.end(), others.begin(), others.end());
  Members members;
  for (const std::uint64_t number : numbers)
    members.add(member(number));
  return members;
}

}  // namespace kpi::exec
