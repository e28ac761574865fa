#include "trace/search.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "prove/ranges.hpp"
#include "trace/parts.hpp"

/// One input moved by its steps until the goal is met: along stretches on which the value only
/// rises, only falls or stands, each cut where one of the steps in between turns.
namespace kpi::trace {
namespace {

using plan::StepId;

constexpr int kMostDoublings = 60;  // 10^18 smallest steps
constexpr int kMostCuts = 400;      // of stretches, in one direction

bool meets(const Goal& goal, const Value& value) {
  if (!value.is_number()) return false;
  const int order = compare(value.number(), goal.bound);
  if (order == 0) return goal.included;
  return goal.upwards ? order > 0 : order < 0;
}

bool is_better(const Goal& goal, const Value& value, const Value& than) {
  if (!value.is_number()) return false;
  if (!than.is_number()) return true;
  return goal.upwards ? value.number() > than.number() : value.number() < than.number();
}

Rational whole_part(const Rational& x) {
  return round_to_integer(x, RoundMode::Floor);
}

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
    if (!what_if.depends(step, member)) continue;
    const std::vector<StepId> read = rows_under(tracer, id);
    if (std::any_of(read.begin(), read.end(), is_whole)) return true;
  }
  return false;
}

/// Both ends, in steps from where the input is.
struct Stretch {
  Rational from, to;
};

/// How far the input goes in a direction.
struct End {
  Rational steps;
  bool is_endless = false;     // no rule ends it
  std::optional<Limit> limit;  // what ends it is a part or a whole of it
};

/// What was found in one direction.
struct Edge {
  std::optional<Rational> solved;     // after so many steps
  std::optional<Rational> open_from;  // nobody can tell from there on
  Way::Obstacle obstacle = Way::Obstacle::NoInput;
  Value best;
  Course begins = Course::Flat;  // of the first stretch, as the input goes
  std::optional<Limit> limit;
  Rational end;
};

class Search {
 public:
  Search(Tracer& tracer, const Goal& goal, const Input& input)
      : tracer_(tracer),
        goal_(goal),
        input_(input),
        now_(tracer.nodes()[input.node].value),
        what_if_(tracer.input(), tracer.origin(input.node).first, tracer.origin(input.node).second,
                 input.step) {}

  std::optional<Way> way() {
    if (!what_if_.depends(goal_.root, goal_.member)) return std::nullopt;
    const NodeKind kind = tracer_.nodes()[input_.node].kind;
    if (kind == NodeKind::Peers || kind == NodeKind::Part ||
        meets_its_whole(tracer_, goal_, input_.node, what_if_)) {
      return unsolved(Way::Obstacle::OtherPeople);
    }
    if (!now_.value.is_number()) return unsolved(Way::Obstacle::Absent);
    if (input_.step.is_zero()) return unsolved(Way::Obstacle::NoStep);
    const Edge up = look(true);
    const Edge down = look(false);
    const bool fewer_up = up.solved && (!down.solved || *up.solved <= *down.solved);
    const Edge& nearer = fewer_up || !down.solved ? up : down;
    const Edge& other = &nearer == &up ? down : up;
    if (nearer.solved && (!other.open_from || *nearer.solved <= *other.open_from)) {
      return solved(*nearer.solved, &nearer == &up);
    }
    if (auto found = tried(up, down)) return found;
    if (up.open_from || down.open_from) return unsolved(up.open_from ? up.obstacle : down.obstacle);
    return out_of_reach(up, down);
  }

 private:
  Value moved(const Rational& steps, bool upwards) const {
    const Rational by = steps * input_.step;
    return upwards ? now_.value.number() + by : now_.value.number() - by;
  }
  Value result_at(const Rational& steps, bool upwards) {
    return what_if_.value(goal_.root, goal_.member, moved(steps, upwards));
  }

  prove::Range range() const {
    const score::ScoreInput& input = tracer_.input().scored;
    prove::Ranges ranges(input.program);
    const Node& node = tracer_.nodes()[input_.node];
    if (input_.is_rows) {
      const plan::Step& step = input.plan.steps[tracer_.origin(input_.node).first];
      return ranges.aggregate(input.plan.aggregation.cells[step.cells].aggregate);
    }
    for (std::size_t i = 0; i < input.program.metrics.size(); ++i) {
      if (input.program.metrics[MetricId(i)].name == node.name) return ranges.metric(MetricId(i));
    }
    return {};
  }

  /// As far as rules let it go: sums of what a `check` keeps from being negative end at 0.
  End end_of(bool upwards) {
    const Rational& now = now_.value.number();
    const auto steps_to = [&](const Rational& end) {
      const Rational room = upwards ? end - now : now - end;
      return std::max(Rational(0), whole_part(room / input_.step));
    };
    End end{Rational(std::int64_t{1} << kMostDoublings), true, {}};
    const prove::Range within = range();
    const auto& bound = upwards ? within.high : within.low;
    if (bound) end = {steps_to(*bound), false, {}};
    const auto limit =
        limit_of(tracer_, tracer_.node(goal_.root, goal_.member), input_.node, upwards);
    if (limit && steps_to(limit->value) < end.steps) end = {steps_to(limit->value), false, limit};
    return end;
  }

  Edge look(bool upwards) {
    Edge found;
    const End end = end_of(upwards);
    found.limit = end.limit;
    found.end = end.steps;
    found.best = result_at(Rational(0), upwards);
    std::vector<Stretch> open = {{Rational(0), end.steps}};
    for (int cuts = 0; !open.empty() && !found.solved && !found.open_from;) {
      const Stretch stretch = open.back();
      open.pop_back();
      if (arrives(stretch.from, upwards, found)) break;
      if (stretch.from == stretch.to) continue;
      const Rational& low = upwards ? stretch.from : stretch.to;
      const Rational& high = upwards ? stretch.to : stretch.from;
      what_if_.set_stretch(moved(low, upwards), moved(high, upwards));
      const Course course = what_if_.course(goal_.root, goal_.member);
      if (course != Course::Unknown) {
        go(stretch, course, end, upwards, found);
        continue;
      }
      const auto turn = what_if_.turn();
      const std::vector<Stretch> parts =
          turn && ++cuts < kMostCuts ? cut(stretch, *turn, upwards) : std::vector<Stretch>();
      if (parts.size() < 2) {
        found.open_from = stretch.from;
        found.obstacle = what_if_.obstacle();
      }
      open.insert(open.end(), parts.rbegin(), parts.rend());
    }
    return found;
  }

  /// Looks at the value after so many steps. Whether it meets the goal.
  bool arrives(const Rational& steps, bool upwards, Edge& found) {
    const Value value = result_at(steps, upwards);
    if (is_better(goal_, value, found.best)) found.best = value;
    if (meets(goal_, value)) found.solved = steps;
    return meets(goal_, value);
  }

  /// Along a stretch on which the value goes one way.
  void go(const Stretch& stretch, Course course, const End& end, bool upwards, Edge& found) {
    if (stretch.from.is_zero()) found.begins = upwards ? course : opposite(course);
    if (arrives(stretch.to, upwards, found)) {
      found.solved = first_in(
          stretch, [&](const Rational& steps) { return meets(goal_, result_at(steps, upwards)); });
      return;
    }
    if (!end.is_endless || stretch.to != end.steps) return;
    const Rational half = std::max(stretch.from, whole_part(stretch.to / Rational(2)));
    const Value value = result_at(stretch.to, upwards);
    if (!is_better(goal_, value, result_at(half, upwards))) return;
    found.open_from = stretch.to;  // it gets better and better
    found.obstacle = Way::Obstacle::NotFollowed;
  }

  /// The first number of steps for which something is so that is not so at the beginning of the
  /// stretch, and is at its end.
  template <class IsSo>
  static Rational first_in(const Stretch& stretch, const IsSo& is_so) {
    Rational reached = stretch.to;
    Rational short_of = stretch.from;
    while (reached - short_of > Rational(1)) {
      const Rational middle = whole_part((reached + short_of) / Rational(2));
      (is_so(middle) ? reached : short_of) = middle;
    }
    return reached;
  }

  /// On which side of the turn its step is: not there, false, true, below, at, above.
  int side_of(const Turn& turn, const Rational& steps, bool upwards) {
    constexpr int kThere = 3;
    constexpr int kAt = 5;
    const Value value = what_if_.value(turn.step, turn.member, moved(steps, upwards));
    if (value.is_none()) return 0;
    if (value.is_bool()) return value.truth() ? 2 : 1;
    if (!value.is_number() || !turn.at) return kThere;
    const int order = compare(value.number(), *turn.at);
    return order < 0 ? kAt - 1 : order > 0 ? kAt + 1 : kAt;
  }

  /// The parts of a stretch before a turn, at it and behind it.
  std::vector<Stretch> cut(const Stretch& stretch, const Turn& turn, bool upwards) {
    std::vector<Stretch> parts;
    Rational from = stretch.from;
    const int last = side_of(turn, stretch.to, upwards);
    for (int side = side_of(turn, from, upwards); side != last;) {
      const Rational next = first_in({from, stretch.to}, [&](const Rational& steps) {
        return side_of(turn, steps, upwards) != side;
      });
      parts.push_back({from, next - Rational(1)});
      from = next;
      side = side_of(turn, from, upwards);
    }
    parts.push_back({from, stretch.to});
    return parts;
  }

  /// Where it is not known how the value goes: steps that reach the goal while one step less does
  /// not, in the direction that needs fewer.
  std::optional<Way> tried(const Edge& up, const Edge& down) {
    const auto more = steps_tried(up, true);
    const auto less = steps_tried(down, false);
    if (!more && !less) return std::nullopt;
    const bool upwards = more && (!less || *more <= *less);
    Way way = solved(upwards ? *more : *less, upwards);
    way.outcome = Way::Outcome::Tried;
    return way;
  }

  /// At twice as many steps each time, then between the last two.
  std::optional<Rational> steps_tried(const Edge& edge, bool upwards) {
    if (edge.solved) return edge.solved;
    const bool goes_both_ways = edge.open_from && edge.obstacle == Way::Obstacle::BothWays;
    if (!goes_both_ways || !what_if_.can_follow(goal_.root, goal_.member)) return std::nullopt;
    const auto is_reached = [&](const Rational& steps) {
      return meets(goal_, result_at(steps, upwards));
    };
    Rational from = *edge.open_from;
    for (Rational by(1); from < edge.end; by = by * Rational(2)) {
      const Rational to = std::min(edge.end, from + by);
      if (is_reached(to)) return first_in({from, to}, is_reached);
      from = to;
    }
    return std::nullopt;
  }

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

  /// The direction that gets further; where neither gets anywhere, the one that leads to the goal.
  Way out_of_reach(const Edge& up, const Edge& down) {
    const Course wanted = goal_.upwards ? Course::Up : Course::Down;
    const bool leads_down = down.begins == wanted || up.begins == opposite(wanted);
    const bool goes_down = is_better(goal_, down.best, up.best) ||
                           (leads_down && !is_better(goal_, up.best, down.best));
    const Edge& found = goes_down ? down : up;
    Way way;
    way.outcome = Way::Outcome::OutOfReach;
    way.input = input_.node;
    way.best = tracer_.quantity(goal_.root, goal_.member);
    way.best.value = found.best;
    if (found.limit && result_at(found.end, !goes_down) == found.best) {
      way.limit = shown(moved(found.end, !goes_down));
      way.whole = found.limit->whole;
      way.limit_is_least = goes_down;
    }
    return way;
  }

  Way solved(const Rational& steps, bool upwards) {
    Way way;
    way.outcome = Way::Outcome::Solved;
    way.input = input_.node;
    way.needed = shown(moved(steps, upwards));
    const Rational by = steps * input_.step;
    way.difference = difference(shown(Value()), upwards ? by : -by);
    way.in_two_places = what_if_.met_ratio();
    return way;
  }

  Tracer& tracer_;
  const Goal& goal_;
  const Input& input_;
  score::Quantity now_;
  WhatIf what_if_;
};

}  // namespace

std::optional<Way> way_of(Tracer& tracer, const Goal& goal, const Input& input) {
  return Search(tracer, goal, input).way();
}

bool is_reached(Tracer& tracer, const Goal& goal, const Way& way) {
  const auto [step, member] = tracer.origin(way.input);
  WhatIf what_if(tracer.input(), step, member);
  return meets(goal, what_if.value(goal.root, goal.member, way.needed.value));
}

}  // namespace kpi::trace
