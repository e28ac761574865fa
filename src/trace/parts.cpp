#include "trace/parts.hpp"

#include <algorithm>

#include "prove/ranges.hpp"
#include "trace/ways.hpp"

/// Aggregates that are a part of others: repeated customers of customers, paid of due.
namespace kpi::trace {
namespace {

bool counts_rows(const Aggregate& aggregate) {
  return aggregate.kind == AggregateKind::Count && !aggregate.value && !aggregate.per &&
         !aggregate.per_unit;
}

/// The column that two aggregates read, each row by row.
bool same_column(const Program& program, ProgramExprId a, ProgramExprId b) {
  if (!a || !b) return false;
  if (a == b) return true;
  const Expr& first = program.exprs[a];
  const Expr& second = program.exprs[b];
  return first.op == Op::Column && second.op == Op::Column && first.path == second.path;
}

/// Whether every group has a row of the days themselves.
bool groups_of_own_rows(const Aggregate& aggregate) {
  const auto is_own = [](const Window& window) { return window.kind == WindowKind::Own; };
  return aggregate.per && !aggregate.per_table && aggregate.per_also.empty() &&
         std::all_of(aggregate.group_windows.begin(), aggregate.group_windows.end(), is_own) &&
         std::all_of(aggregate.group_subjects.begin(), aggregate.group_subjects.end(),
                     [](const Subject& subject) { return subject.kind == SubjectKind::Own; });
}

/// Whether the first counts or adds up, of what the second does, all or less.
bool is_part(const Program& program, const Aggregate& part, const Aggregate& whole) {
  const bool same_rows = part.table == whole.table && part.dated == whole.dated &&
                         part.owner == whole.owner && part.snapshot == whole.snapshot &&
                         part.of_card == whole.of_card && !reads_several_tables(program, part);
  if (!same_rows || (whole.where && whole.where != part.where)) return false;
  if (whole.group_where || whole.top != 0 || part.top != 0) return false;
  if (part.kind == AggregateKind::Count && part.per) {
    if (!groups_of_own_rows(part) || part.group_value) return false;
    if (whole.kind == AggregateKind::Count) {
      return part.group_where && whole.per == part.per && groups_of_own_rows(whole);
    }
    if (whole.kind != AggregateKind::CountDistinct || whole.per || !whole.value) return false;
    const Expr& counted = program.exprs[whole.value];
    return counted.op == Op::Column && counted.path == *part.per;
  }
  if (part.per || whole.per || !part.where || whole.where) return false;
  if (counts_rows(part)) return counts_rows(whole);
  if (part.kind != whole.kind || !same_column(program, part.value, whole.value)) return false;
  if (part.kind == AggregateKind::CountDistinct) return true;
  return part.kind == AggregateKind::Sum &&
         prove::Ranges(program).of(part.value, {}).is_never_negative();
}

class Parts {
 public:
  explicit Parts(const Tracer& tracer) : tracer_(tracer) {}

  bool is_part_of(NodeId part, NodeId whole) const {
    const plan::Plan& plan = tracer_.input().scored.plan;
    const auto [a, member] = tracer_.origin(part);
    const auto [b, other] = tracer_.origin(whole);
    const plan::Step& first = plan.steps[a];
    const plan::Step& second = plan.steps[b];
    if (part == whole || member != other || first.space != second.space ||
        first.interval != second.interval) {
      return false;
    }
    const auto& cells = plan.aggregation.cells;
    const Program& program = tracer_.input().scored.program;
    return is_part(program, program.aggregates[cells[first.cells].aggregate],
                   program.aggregates[cells[second.cells].aggregate]);
  }

  /// The aggregate that a value is, published or not.
  NodeId rows_of(NodeId id) const {
    const Node& node = tracer_.nodes()[id];
    if (node.kind == NodeKind::Rows) return id;
    if (node.kind != NodeKind::Rounded || node.inputs.empty()) return {};
    return tracer_.nodes()[node.inputs[0]].kind == NodeKind::Rows ? node.inputs[0] : NodeId();
  }

  /// The divisor of a published quotient of a part and its whole.
  NodeId whole_of_quotient(NodeId id) const {
    const Node& node = tracer_.nodes()[id];
    if (node.kind != NodeKind::Rounded || node.inputs.empty()) return {};
    const Node& exact = tracer_.nodes()[node.inputs[0]];
    if (exact.kind != NodeKind::Operation || exact.op != Op::Divide) return {};
    const NodeId part = rows_of(exact.inputs[0]);
    const NodeId whole = rows_of(exact.inputs[1]);
    return part && whole && is_part_of(part, whole) ? whole : NodeId();
  }

 private:
  const Tracer& tracer_;
};

}  // namespace

std::optional<Limit> limit_of(const Tracer& tracer, NodeId root, NodeId input, bool upwards) {
  const Parts parts(tracer);
  if (upwards) {
    const NodeId whole = parts.whole_of_quotient(input);
    if (whole) return Limit{Rational(1), whole};
  }
  const NodeId rows = parts.rows_of(input);
  if (!rows) return std::nullopt;
  std::optional<Limit> limit;
  for (const NodeId id : nodes_under(tracer, root)) {
    const Node& node = tracer.nodes()[id];
    if (node.kind != NodeKind::Rows || !node.value.value.is_number()) continue;
    const bool related = upwards ? parts.is_part_of(rows, id) : parts.is_part_of(id, rows);
    if (!related) continue;
    const Rational& value = node.value.value.number();
    const bool nearer = !limit || (upwards ? value < limit->value : limit->value < value);
    if (nearer) limit = Limit{value, id};
  }
  return limit;
}

}  // namespace kpi::trace
