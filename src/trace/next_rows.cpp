#include <algorithm>

#include "program/operations.hpp"
#include "trace/tier_course.hpp"
#include "trace/ways.hpp"

/// The next row of a table that gives more than the one that held, and how far it is.
namespace kpi::trace {
namespace {

struct Edge {
  const TierRow* row = nullptr;
  Rational at;
  bool included = true;
};

/// All rows in ascending order. Points of an interpolated table begin where they are; rows beyond
/// them are rows like any other.
std::vector<const TierRow*> ascending(const Tiers& tiers) {
  std::vector<const TierRow*> rows;
  for (const std::vector<TierRow>* some : {&tiers.rows, &tiers.outside}) {
    for (const TierRow& row : *some)
      rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const TierRow* a, const TierRow* b) {
    if (!a->low || !b->low) return !a->low && b->low;
    return *a->low < *b->low;
  });
  return rows;
}

bool is_point(const Tiers& tiers, const TierRow& row) {
  return tiers.kind == TierKind::Interpolated && &row >= tiers.rows.data() &&
         &row < tiers.rows.data() + tiers.rows.size();
}

std::optional<Edge> next_above(const Tiers& tiers, const Rational& x, const Value& now) {
  for (const TierRow* row : ascending(tiers)) {
    if (!row->low || *row->low < x || (*row->low == x && row->low_included)) continue;
    const Rational there = row->slope * *row->low + row->intercept;
    if (now.is_number() && there <= now.number()) continue;
    return Edge{row, *row->low, row->low_included};
  }
  return std::nullopt;
}

std::optional<Edge> next_below(const Tiers& tiers, const Rational& x, const Value& now) {
  const std::vector<const TierRow*> rows = ascending(tiers);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const bool point = is_point(tiers, **row);
    const auto& edge = point ? (*row)->low : (*row)->high;
    const bool included = point || (*row)->high_included;
    if (!edge || *edge > x || (*edge == x && included)) continue;
    const Rational there = (*row)->slope * *edge + (*row)->intercept;
    if (now.is_number() && there <= now.number()) continue;
    return Edge{*row, *edge, included};
  }
  return std::nullopt;
}

bool has_next(const Tiers& tiers) {
  return !tiers.has_two() && tiers.argument.kind == Kind::Number &&
         (tiers.kind == TierKind::Whole || tiers.kind == TierKind::Interpolated);
}

const Tiers* tiers_of(const Tracer& tracer, const Node& node, const plan::Step& step) {
  const Program& program = tracer.input().scored.program;
  if (node.kind == NodeKind::Graded) return &program.tiers[step.tiers];
  const bool applied = node.kind == NodeKind::Operation && node.op == Op::Tiers;
  return applied ? &program.tiers[program.exprs[step.expr].tiers] : nullptr;
}

/// Grades rise with the score.
Course course_for(const Tiers& tiers) {
  return tiers.result.kind == Kind::Text ? Course::Up : course_of(tiers);
}

void add_next_row(Tracer& tracer, NodeId id, Date first) {
  const auto [step_id, member] = tracer.origin(id);
  const plan::Step& step = tracer.input().scored.plan.steps[step_id];
  const Tiers* tiers = tiers_of(tracer, tracer.at(id), step);
  if (tiers == nullptr || !has_next(*tiers) || !tracer.at(id).tiers) return;
  const Value x = tracer.input().slots[step.args[0]][member];
  if (!x.is_number()) return;
  const Course course = course_for(*tiers);
  if (course == Course::Flat) return;
  const Value now = tracer.at(id).value.value;
  if (course == Course::Unknown) {
    const auto most = most_of(*tiers);
    if (most && now.is_number() && now.number() >= *most) {
      tracer.at(id).tiers->is_best = true;
      return;
    }
    Distance unsolved;
    Way way;
    way.obstacle = Way::Obstacle::NotMonotonic;
    way.input = tracer.at(id).inputs[0];
    unsolved.ways.push_back(way);
    tracer.at(id).tiers->distance = unsolved;
    return;
  }
  const auto edge = course == Course::Up ? next_above(*tiers, x.number(), now)
                                         : next_below(*tiers, x.number(), now);
  if (!edge) {
    tracer.at(id).tiers->is_best = true;
    return;
  }
  const Goal goal{step.args[0], member, edge->at, edge->included, course == Course::Up, first};
  const Distance distance = distance_to(tracer, goal);
  TiersUsed& used = *tracer.at(id).tiers;
  used.next_row = tracer.words_of(edge->row->span);
  used.next_place = tracer.place_of(edge->row->span);
  used.distance = distance;
}

}  // namespace

void add_next_rows(Tracer& tracer, Date first) {
  for (std::size_t i = 0; i < tracer.nodes().size(); ++i)
    add_next_row(tracer, NodeId(i), first);
}

std::optional<Rational> most_of(const Tiers& tiers) {
  if (tiers.has_two() || tiers.result.kind != Kind::Number || tiers.kind == TierKind::Ranked) {
    return std::nullopt;
  }
  std::optional<Rational> most;
  const auto take = [&](const Rational& value) {
    if (!most || *most < value) most = value;
  };
  for (const TierRow& piece : straight_pieces(tiers)) {
    if (piece.is_else || piece.key) return std::nullopt;
    if (piece.slope.is_zero()) {
      take(piece.intercept);
      continue;
    }
    const auto& end = piece.slope.sign() > 0 ? piece.high : piece.low;
    if (!end) return std::nullopt;
    take(piece.slope * *end + piece.intercept);
  }
  return most;
}

}  // namespace kpi::trace
