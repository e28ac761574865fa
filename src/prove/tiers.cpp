#include <algorithm>
#include <set>

#include "check/tier_rows.hpp"
#include "check/units.hpp"
#include "program/operations.hpp"
#include "prove/edges.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"

/// Tables of tiers: their jumps, their falls, rows that no value reaches.
namespace kpi::prove {
namespace {

enum class Side { Below, At, Above };

bool holds(const TierRange& range, const Rational& edge, Side side) {
  if (range.low) {
    const int order = compare(edge, *range.low);
    if (order < 0 || (order == 0 && side == Side::Below)) return false;
    if (order == 0 && side == Side::At && !range.low_included) return false;
  }
  if (range.high) {
    const int order = compare(edge, *range.high);
    if (order > 0 || (order == 0 && side == Side::Above)) return false;
    if (order == 0 && side == Side::At && !range.high_included) return false;
  }
  return true;
}

/// What the table tends to, coming from that side; the first piece that holds counts.
Rational limit(const std::vector<TierRow>& pieces, const Rational& edge, Side side) {
  for (const TierRow& piece : pieces) {
    if (holds(piece, edge, side)) return piece.slope * edge + piece.intercept;
  }
  return {};
}

std::vector<Rational> edges_of(const std::vector<TierRow>& pieces) {
  std::set<Rational> edges;
  for (const TierRow& piece : pieces) {
    if (piece.low) edges.insert(*piece.low);
    if (piece.high) edges.insert(*piece.high);
  }
  return {edges.begin(), edges.end()};
}

/// The difference of two ratios is told in percentage points.
std::string size_text(const Rational& size, const Unit& unit) {
  if (!check::is_plain(unit, Quantity::Ratio)) return number_text(size, unit);
  return number_text(size * Rational(100), {}) + " pp";
}

void prove_direction(const Tiers& tiers, Proofs& proofs) {
  if (tiers.allow_drop) return;
  std::optional<Jump> fall = slope_down(tiers);
  for (const Jump& jump : jumps_of(tiers)) {
    if (jump.falls() && !fall) fall = jump;
  }
  if (!fall) {
    add(proofs, Verdict::Proven, tiers.span, Text::proof_never_falls, {{"tiers", tiers.name}});
    return;
  }
  const Unit& unit = tiers.result.unit;
  add(proofs, Verdict::Refuted, tiers.span, Text::proof_falls,
      {{"tiers", tiers.name},
       {"before", number_text(fall->before, unit)},
       {"low", fall->low},
       {"after", number_text(fall->after, unit)},
       {"high", fall->high}});
}

void list_jumps(const Tiers& tiers, Proofs& proofs) {
  const Unit& unit = tiers.result.unit;
  for (const Jump& jump : jumps_of(tiers)) {
    add(proofs, Verdict::Fact, tiers.span, Text::proof_cliff,
        {{"tiers", tiers.name},
         {"size", size_text(jump.after - jump.before, unit)},
         {"before", number_text(jump.before, unit)},
         {"low", jump.low},
         {"after", number_text(jump.after, unit)},
         {"high", jump.high}});
  }
}

/// Every place where a table is read, with the bounds of its argument there.
class Uses {
 public:
  explicit Uses(const Program& program) : program_(program), ranges_(program) {
    for (const Test& test : program.tests) {
      for (const Expectation& expect : test.expects) {
        leave_out(expect.actual);
        leave_out(expect.expected);
      }
    }
    for (std::size_t i = 0; i < program.scorecards.size(); ++i)
      add_card(ScorecardId(i));
    for (const Payout& payout : program.payouts) {
      add(payout.amount, {nullptr, payout.scorecard});
      for (const Adjust& adjust : payout.adjustments) {
        add(adjust.value, {nullptr, payout.scorecard});
        add(adjust.when, {nullptr, payout.scorecard});
      }
    }
    for (std::size_t i = 0; i < program.exprs.size(); ++i)
      add(ProgramExprId(i), {});
  }

  /// The bounds of the argument everywhere; nothing where the table is read nowhere.
  std::optional<Range> of(TiersId id) const {
    const auto found = uses_.find(id);
    return found == uses_.end() ? std::nullopt : std::optional<Range>(found->second);
  }

 private:
  void leave_out(ProgramExprId id) {
    if (!id || !seen_.insert(id).second) return;
    for (const ProgramExprId arg : program_.exprs[id].args)
      leave_out(arg);
  }

  void enter(TiersId id, const Range& argument) {
    const auto [at, fresh] = uses_.emplace(id, argument);
    if (!fresh) at->second = hull(at->second, argument);
  }

  void add(ProgramExprId id, const Site& site) {
    if (!id || !seen_.insert(id).second) return;
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Tiers) enter(expr.tiers, ranges_.of(expr.args[0], site));
    for (const ProgramExprId arg : expr.args)
      add(arg, site);
  }

  void add_card(ScorecardId id) {
    const Scorecard& card = program_.scorecards[id];
    for (const Line& line : card.lines)
      add(line.scored, {&line, id});
    for (const Adjust& adjust : card.adjustments) {
      add(adjust.value, {nullptr, id});
      add(adjust.when, {nullptr, id});
    }
    if (card.grade) enter(card.grade, ranges_.score(id));
  }

  const Program& program_;
  Ranges ranges_;
  std::set<ProgramExprId> seen_;
  std::map<TiersId, Range> uses_;
};

bool is_reached(const TierRow& row, const Range& argument) {
  if (row.low && argument.high) {
    const int order = compare(*argument.high, *row.low);
    if (order < 0 || (order == 0 && !row.low_included)) return false;
  }
  if (row.high && argument.low) {
    const int order = compare(*argument.low, *row.high);
    if (order > 0 || (order == 0 && !row.high_included)) return false;
  }
  return true;
}

void list_dead_rows(const Tiers& tiers, const Range& argument, Proofs& proofs) {
  if (tiers.kind == TierKind::Interpolated) return;
  for (const TierRow& row : tiers.rows) {
    if (row.is_else || is_reached(row, argument)) continue;
    add(proofs, Verdict::Fact, row.span, Text::proof_dead_row,
        {{"tiers", tiers.name},
         {"range", check::range_text(row, tiers.argument.unit, "x")},
         {"bounds", text_of(argument, tiers.argument.unit)}});
  }
}

}  // namespace

bool is_curve(const Tiers& tiers) {
  return tiers.argument.kind == Kind::Number && tiers.result.kind == Kind::Number &&
         !tiers.has_two() && tiers.kind != TierKind::Ranked;
}

std::vector<Jump> jumps_of(const Tiers& tiers) {
  const std::vector<TierRow> pieces = straight_pieces(tiers);
  std::vector<Jump> jumps;
  for (const Rational& edge : edges_of(pieces)) {
    const std::string at = number_text(edge, tiers.argument.unit);
    const Rational below = limit(pieces, edge, Side::Below);
    const Rational here = limit(pieces, edge, Side::At);
    const Rational above = limit(pieces, edge, Side::Above);
    if (below != here) jumps.push_back({below, here, "x < " + at, "x = " + at});
    if (here != above) jumps.push_back({here, above, "x = " + at, "x > " + at});
  }
  return jumps;
}

std::optional<Jump> slope_down(const Tiers& tiers) {
  const Unit& unit = tiers.argument.unit;
  for (const TierRow& piece : straight_pieces(tiers)) {
    if (piece.slope.sign() >= 0) continue;
    const Rational low = piece.low    ? *piece.low
                         : piece.high ? *piece.high - Rational(1)
                                      : Rational();
    const Rational high = piece.low && piece.high ? *piece.high : low + Rational(1);
    return Jump{piece.slope * low + piece.intercept, piece.slope * high + piece.intercept,
                "x = " + number_text(low, unit), "x = " + number_text(high, unit)};
  }
  return std::nullopt;
}

void prove_tiers(const Program& program, Proofs& proofs) {
  const Uses uses(program);
  for (std::size_t i = 0; i < program.tiers.size(); ++i) {
    const Tiers& tiers = program.tiers[TiersId(i)];
    if (tiers.kind != TierKind::Ranked) {
      add(proofs, Verdict::Proven, tiers.span, Text::proof_rows, {{"tiers", tiers.name}});
    }
    if (tiers.kind == TierKind::Ranked || tiers.has_two()) {
      add(proofs, Verdict::Open, tiers.span,
          tiers.has_two() ? Text::proof_two_open : Text::proof_ranked_open,
          {{"tiers", tiers.name}});
    }
    if (is_curve(tiers)) {
      prove_direction(tiers, proofs);
      list_jumps(tiers, proofs);
    }
    const auto argument = uses.of(TiersId(i));
    const bool numeric = tiers.argument.kind == Kind::Number && !tiers.has_two();
    if (argument && numeric) list_dead_rows(tiers, *argument, proofs);
  }
}

}  // namespace kpi::prove
