#include "trace/ways.hpp"

#include <algorithm>
#include <set>

#include "program/operations.hpp"
#include "trace/parts.hpp"
#include "trace/what_if.hpp"

namespace kpi::trace {
namespace {

using plan::StepId;

constexpr int kMostDoublings = 46;  // 7 * 10^13 smallest steps

/// Something that can move, and by how much at least.
struct Input {
  NodeId node;
  Rational step;  // 0: it has none
  bool is_rows = false;
};

bool meets(const Goal& goal, const Value& value) {
  if (!value.is_number()) return false;
  const int order = compare(value.number(), goal.bound);
  if (order == 0) return goal.included;
  return goal.upwards ? order > 0 : order < 0;
}

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
  std::vector<Input> found_;
};

/// Every aggregate that a value is made of.
std::vector<StepId> rows_under(const Tracer& tracer, NodeId root) {
  std::vector<StepId> found;
  for (const NodeId id : nodes_under(tracer, root)) {
    if (tracer.nodes()[id].kind == NodeKind::Rows) found.push_back(tracer.origin(id).first);
  }
  return found;
}

/// Whether one of the steps adds up, for a region, a team or the company, what the other adds up
/// for the person.
bool is_whole_of(const plan::Plan& plan, StepId whole_id, StepId part_id) {
  const plan::Step& whole = plan.steps[whole_id];
  const plan::Step& part = plan.steps[part_id];
  const auto& cells = plan.aggregation.cells;
  const DateRange a = plan.aggregation.intervals[whole.interval];
  const DateRange b = plan.aggregation.intervals[part.interval];
  return cells[whole.cells].aggregate == cells[part.cells].aggregate && whole.space != part.space &&
         a.first <= b.last && b.first <= a.last;
}

/// Whether some formula compares what moves with a whole that would move with it.
bool meets_its_whole(Tracer& tracer, const Goal& goal, NodeId input, WhatIf& what_if) {
  const plan::Plan& plan = tracer.input().scored.plan;
  const std::vector<StepId> own = rows_under(tracer, input);
  const auto is_whole = [&](StepId id) {
    return std::any_of(own.begin(), own.end(),
                       [&](StepId part) { return is_whole_of(plan, id, part); });
  };
  for (const NodeId id : nodes_under(tracer, tracer.node(goal.root, goal.member))) {
    if (id == input || tracer.nodes()[id].kind != NodeKind::Operation) continue;
    const auto [step, member] = tracer.origin(id);
    if (what_if.course(step, member) == Course::Flat) continue;
    const std::vector<StepId> read = rows_under(tracer, id);
    if (std::any_of(read.begin(), read.end(), is_whole)) return true;
  }
  return false;
}

/// One input moved step by step until the goal is met.
class Search {
 public:
  Search(Tracer& tracer, const Goal& goal, const Input& input)
      : tracer_(tracer),
        goal_(goal),
        input_(input),
        now_(tracer.nodes()[input.node].value),
        what_if_(tracer.input(), tracer.origin(input.node).first,
                 tracer.origin(input.node).second) {}

  /// Nothing where the goal does not depend on the input.
  std::optional<Way> way() {
    const Course course = what_if_.course(goal_.root, goal_.member);
    if (course == Course::Flat) return std::nullopt;
    if (course == Course::Unknown) return unsolved(what_if_.obstacle());
    const NodeKind kind = tracer_.nodes()[input_.node].kind;
    if (kind == NodeKind::Peers || kind == NodeKind::Part ||
        meets_its_whole(tracer_, goal_, input_.node, what_if_)) {
      return unsolved(Way::Obstacle::OtherPeople);
    }
    if (!now_.value.is_number()) return unsolved(Way::Obstacle::Absent);
    if (input_.step.is_zero()) return unsolved(Way::Obstacle::NoStep);
    upwards_ = (course == Course::Up) == goal_.upwards;
    const Rational limit = most_steps();
    Rational reached(1);
    while (reached < limit && !meets_at(reached))
      reached = std::min(reached * Rational(2), limit);
    if (limit.sign() <= 0 || !meets_at(reached)) return out_of_reach(limit);
    Rational short_of(0);
    while (reached - short_of > Rational(1)) {
      const Rational middle = round_down((reached + short_of) / Rational(2));
      (meets_at(middle) ? reached : short_of) = middle;
    }
    return solved(reached);
  }

 private:
  static Rational power_of_two(int exponent) { return Rational(std::int64_t{1} << exponent); }
  static Rational round_down(const Rational& x) { return round_to_integer(x, RoundMode::Floor); }

  /// How many steps there are: down to 0, and not beyond what the input is a part of.
  Rational most_steps() {
    const Rational& now = now_.value.number();
    const Rational most =
        upwards_ || now.sign() < 0 ? power_of_two(kMostDoublings) : round_down(now / input_.step);
    limit_ = limit_of(tracer_, tracer_.node(goal_.root, goal_.member), input_.node, upwards_);
    if (!limit_) return most;
    const Rational room = upwards_ ? limit_->value - now : now - limit_->value;
    const Rational steps = std::max(Rational(0), round_down(room / input_.step));
    if (most <= steps) limit_.reset();
    return std::min(most, steps);
  }

  Value moved(const Rational& steps) const {
    const Rational by = steps * input_.step;
    return upwards_ ? now_.value.number() + by : now_.value.number() - by;
  }
  Value result_at(const Rational& steps) {
    return what_if_.value(goal_.root, goal_.member, moved(steps));
  }
  bool meets_at(const Rational& steps) { return meets(goal_, result_at(steps)); }

  score::Quantity shown(Value value) const {
    score::Quantity quantity = now_;
    quantity.value = std::move(value);
    if (!quantity.published) quantity.published = RoundSpec{input_.step, RoundMode::HalfUp};
    return quantity;
  }

  Way unsolved(Way::Obstacle obstacle) const {
    Way way;
    way.obstacle = obstacle;
    way.input = input_.node;
    return way;
  }

  Way out_of_reach(const Rational& limit) {
    Way way;
    way.outcome = Way::Outcome::OutOfReach;
    way.input = input_.node;
    way.best = tracer_.quantity(goal_.root, goal_.member);
    way.best.value = result_at(limit);
    if (limit_) {
      way.limit = shown(moved(limit));
      way.whole = limit_->whole;
      way.limit_is_least = !upwards_;
    }
    return way;
  }

  Way solved(const Rational& steps) {
    Way way;
    way.outcome = Way::Outcome::Solved;
    way.input = input_.node;
    way.needed = shown(moved(steps));
    const Rational by = steps * input_.step;
    way.difference = difference(shown(Value()), upwards_ ? by : -by);
    return way;
  }

  Tracer& tracer_;
  const Goal& goal_;
  const Input& input_;
  score::Quantity now_;
  WhatIf what_if_;
  bool upwards_ = true;
  std::optional<Limit> limit_;  // of the input, nearer than where the search would end
};

/// Whether rows behind the metric move another of the inputs as well.
bool shares_rows(Tracer& tracer, const Goal& goal, NodeId metric,
                 const std::vector<Input>& inputs) {
  const std::vector<Input> rows = Inputs(tracer, goal.first).rows(metric);
  return std::any_of(rows.begin(), rows.end(), [&](const Input& row) {
    WhatIf moved(tracer.input(), tracer.origin(row.node).first, tracer.origin(row.node).second);
    return std::any_of(inputs.begin(), inputs.end(), [&](const Input& other) {
      const auto [step, member] = tracer.origin(other.node);
      return other.node != metric && moved.course(step, member) != Course::Flat;
    });
  });
}

/// The first of the rows behind a metric that alone would do, unless the metric is these rows.
std::optional<Way> way_by_rows(Tracer& tracer, const Goal& goal, NodeId metric) {
  const std::vector<Input> rows = Inputs(tracer, goal.first).rows(metric);
  const Node& node = tracer.nodes()[metric];
  const bool same = node.kind == NodeKind::Rounded && !rows.empty() &&
                    node.inputs[0] == rows[0].node &&
                    tracer.nodes()[rows[0].node].value.value == node.value.value;
  if (same) return std::nullopt;
  std::optional<Way> other;
  for (const Input& input : rows) {
    auto way = Search(tracer, goal, input).way();
    if (way && way->outcome == Way::Outcome::Solved) return way;
    if (way && !other) other = way;
  }
  return other;
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
    const auto way = Search(tracer, goal, input).way();
    if (!way) continue;
    distance.ways.push_back(*way);
    const bool has_rows =
        way->outcome == Way::Outcome::Solved || way->obstacle == Way::Obstacle::NoStep;
    if (input.is_rows || !has_rows) continue;
    const bool shared = shares_rows(tracer, goal, input.node, inputs);
    const auto by_rows = way_by_rows(tracer, goal_of_rows(tracer, goal, *way, shared), input.node);
    if (!by_rows || (shared && is_known(tracer, distance, *by_rows))) continue;
    const bool replaces =
        way->outcome == Way::Outcome::Unsolved && by_rows->outcome == Way::Outcome::Solved;
    if (replaces) distance.ways.pop_back();
    distance.ways.push_back(*by_rows);
  }
  return distance;
}

}  // namespace kpi::trace
