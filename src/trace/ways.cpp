#include "trace/ways.hpp"

#include <algorithm>
#include <set>

#include "trace/search.hpp"

namespace kpi::trace {
namespace {

using plan::StepId;

/// The inputs of a value: the nearest named metrics of the period, and behind each one the rows.
class Inputs {
 public:
  Inputs(const Tracer& tracer, Date first) : tracer_(tracer), first_(first) {}

  std::vector<Input> metrics(NodeId root) {
    visit(root, false);
    return std::move(found_);
  }
  std::vector<Input> rows(NodeId root) {
    visit(root, true);
    return std::move(found_);
  }

 private:
  /// Depth first, the first input first.
  void visit(NodeId root, bool rows) {
    std::vector<NodeId> open = {root};
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (!id || !seen_.insert(id.value).second) continue;
      const std::vector<NodeId> inputs = look_at(id, rows);
      open.insert(open.end(), inputs.rbegin(), inputs.rend());
    }
  }

  /// Takes the node as an input of the value, or returns where its inputs may be.
  std::vector<NodeId> look_at(NodeId id, bool rows) {
    const Node& node = tracer_.nodes()[id];
    const bool has_days = node.days.first.days != 0 || node.days.last.days != 0;
    if (has_days && node.days.last < first_ && reads_days(node)) return {};
    if (node.kind == NodeKind::Rows) {
      const auto [step, member] = tracer_.origin(id);
      const plan::StepId twin = (*tracer_.input().twins)[step];
      if (!rows_.emplace(twin.value, member).second) return {};
      found_.push_back({id, step_of_rows(id), true});
      return {};
    }
    if (!rows && is_metric(node)) {
      const auto step = node.round ? node.round->step : Rational();
      found_.push_back({id, step, false});
      return {};
    }
    // a target is not the person's to move, nor is the base of a comparison
    const bool first_only = node.kind == NodeKind::Attainment ||
                            (node.kind == NodeKind::Operation && node.op == Op::Growth);
    return first_only ? std::vector<NodeId>{node.inputs[0]} : node.inputs;
  }

  static bool reads_days(const Node& node) {
    return node.kind == NodeKind::Rows || node.kind == NodeKind::Rounded ||
           node.kind == NodeKind::Operation;
  }

  bool is_metric(const Node& node) const {
    const auto& metrics = tracer_.input().scored.program.metrics;
    return node.value.type.kind == Kind::Number &&
           std::any_of(metrics.begin(), metrics.end(),
                       [&](const Metric& metric) { return metric.name == node.name; });
  }

  /// Sums move by the smallest step of what they add up, counts by one; a mean has no step.
  Rational step_of_rows(NodeId id) const {
    const score::ScoreInput& input = tracer_.input().scored;
    const plan::Step& step = input.plan.steps[tracer_.origin(id).first];
    const Aggregate& aggregate =
        input.program.aggregates[input.plan.aggregation.cells[step.cells].aggregate];
    const bool of_groups = aggregate.group_value || aggregate.per_unit;
    if (aggregate.kind == AggregateKind::Count || aggregate.kind == AggregateKind::CountDistinct) {
      return 1;
    }
    const bool is_stepwise =
        aggregate.kind == AggregateKind::Sum || aggregate.kind == AggregateKind::Only ||
        aggregate.kind == AggregateKind::Min || aggregate.kind == AggregateKind::Max;
    if (!is_stepwise || of_groups || !aggregate.value) return {};
    const Type& type = input.program.exprs[aggregate.value].type;
    return type.kind == Kind::Number ? power_of_ten(-type.scale) : Rational();
  }

  const Tracer& tracer_;
  Date first_;
  std::set<std::uint32_t> seen_;
  std::set<std::pair<std::uint32_t, std::size_t>> rows_;  // that were found, told once
  std::vector<Input> found_;
};

/// Whether rows behind the metric move another of the inputs as well.
bool shares_rows(Tracer& tracer, const Goal& goal, NodeId metric,
                 const std::vector<Input>& inputs) {
  const std::vector<Input> rows = Inputs(tracer, goal.first).rows(metric);
  return std::any_of(rows.begin(), rows.end(), [&](const Input& row) {
    WhatIf moved(tracer.input(), tracer.origin(row.node).first, tracer.origin(row.node).second);
    return std::any_of(inputs.begin(), inputs.end(), [&](const Input& other) {
      const auto [step, member] = tracer.origin(other.node);
      return other.node != metric && moved.depends(step, member);
    });
  });
}

/// Whether a metric is an aggregate and nothing else, but for its rounding.
bool is_of_rows(const Tracer& tracer, NodeId metric) {
  const Node& node = tracer.nodes()[metric];
  return node.kind == NodeKind::Rounded && tracer.nodes()[node.inputs[0]].kind == NodeKind::Rows;
}

/// Whether an aggregate's smallest steps are steps of the metric, which is then the same figure.
bool is_same(const Tracer& tracer, NodeId metric, const Input& rows) {
  const Node& node = tracer.nodes()[metric];
  const bool exact = tracer.nodes()[rows.node].value.value == node.value.value;
  if (!exact || !is_of_rows(tracer, metric) || rows.step.is_zero()) return false;
  const Rational steps = rows.step / node.round->step;
  return round_to_integer(steps, RoundMode::Floor) == steps;
}

/// Of the rows behind a metric that alone would do those of the last days, unless the metric is
/// these rows.
std::optional<Way> way_by_rows(Tracer& tracer, const Goal& goal, NodeId metric) {
  std::optional<Way> found;
  for (const Input& input : Inputs(tracer, goal.first).rows(metric)) {
    if (is_same(tracer, metric, input)) return std::nullopt;
    const auto way = way_of(tracer, goal, input);
    if (!way) continue;
    const bool solves = way->outcome == Way::Outcome::Solved;
    const bool solved = found && found->outcome == Way::Outcome::Solved;
    const bool later =
        found && tracer.nodes()[found->input].days.last < tracer.nodes()[way->input].days.last;
    const bool simpler = solved && found->in_two_places && !way->in_two_places;
    if (!found || (solves && (!solved || later || simpler))) found = way;
  }
  return found;
}

/// What the rows behind a metric are to bring about: that it gets where it would do alone; where
/// they stand behind other metrics too, the goal itself, through all of them.
Goal goal_of_rows(const Tracer& tracer, const Goal& goal, const Way& way, bool shared) {
  if (shared) return goal;
  const Value now = tracer.nodes()[way.input].value.value;
  if (way.outcome != Way::Outcome::Solved || !now.is_number()) return goal;
  const auto [step, member] = tracer.origin(way.input);
  const Rational needed = way.needed.value.number();
  return {step, member, needed, true, needed > now.number(), goal.first};
}

/// Where they would get the metric beyond what is good for the goal, the goal itself, too.
std::optional<Way> way_behind(Tracer& tracer, const Goal& goal, const Way& way, bool shared) {
  auto found = way_by_rows(tracer, goal_of_rows(tracer, goal, way, shared), way.input);
  const bool solved = found && found->outcome == Way::Outcome::Solved;
  if (solved && !is_reached(tracer, goal, *found)) found = way_by_rows(tracer, goal, way.input);
  return found;
}

}  // namespace

std::vector<NodeId> nodes_under(const Tracer& tracer, NodeId root) {
  std::vector<NodeId> found = {root};
  std::set<std::uint32_t> seen = {root.value};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const NodeId input : tracer.nodes()[found[i]].inputs) {
      if (input && seen.insert(input.value).second) found.push_back(input);
    }
  }
  return found;
}

score::Quantity difference(const score::Quantity& like, Value value) {
  score::Quantity quantity = like;
  quantity.value = std::move(value);
  Unit& unit = quantity.type.unit;
  if (unit.quantity == Quantity::Ratio && !unit.per) unit.quantity = Quantity::PercentagePoints;
  return quantity;
}

/// Rows behind several metrics are told once, and only where they alone would do.
static bool is_known(const Tracer& tracer, const Distance& distance, const Way& by_rows) {
  const bool told = std::any_of(distance.ways.begin(), distance.ways.end(), [&](const Way& way) {
    const std::vector<NodeId>& inputs = tracer.nodes()[way.input].inputs;
    return way.input == by_rows.input || (inputs.size() == 1 && inputs[0] == by_rows.input);
  });
  return told || by_rows.outcome != Way::Outcome::Solved;
}

Distance distance_to(Tracer& tracer, const Goal& goal) {
  Distance distance;
  distance.now = tracer.quantity(goal.root, goal.member);
  distance.bound = distance.now;
  distance.bound.value = goal.bound;
  distance.included = goal.included;
  distance.upwards = goal.upwards;
  if (!distance.now.value.is_number()) {
    Way way;
    way.obstacle = Way::Obstacle::Absent;
    way.input = tracer.node(goal.root, goal.member);
    distance.ways.push_back(way);
    return distance;
  }
  distance.missing = difference(distance.now, goal.bound - distance.now.value.number());
  const NodeId root = tracer.node(goal.root, goal.member);
  const std::vector<Input> inputs = Inputs(tracer, goal.first).metrics(root);
  for (const Input& input : inputs) {
    const auto way = way_of(tracer, goal, input);
    if (!way) continue;
    distance.ways.push_back(*way);
    const bool has_rows =
        way->outcome == Way::Outcome::Solved || way->obstacle == Way::Obstacle::NoStep;
    if (input.is_rows || !has_rows) continue;
    const bool shared = shares_rows(tracer, goal, input.node, inputs);
    const auto by_rows = way_behind(tracer, goal, *way, shared);
    if (!by_rows || (shared && is_known(tracer, distance, *by_rows))) continue;
    const bool says_it =
        way->outcome == Way::Outcome::Unsolved || (!shared && is_of_rows(tracer, input.node));
    const bool replaces = says_it && by_rows->outcome == Way::Outcome::Solved;
    if (replaces) distance.ways.pop_back();
    distance.ways.push_back(*by_rows);
  }
  return distance;
}

}  // namespace kpi::trace
