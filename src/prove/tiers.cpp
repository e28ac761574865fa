#include <algorithm>
#include <set>

#include "check/tier_rows.hpp"
#include "check/units.hpp"
#include "program/operations.hpp"
#include "prove/edges.hpp"
#include "prove/fixed_params.hpp"
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

/// The table as straight pieces, of which the first that holds counts: those beyond the points of
/// an interpolated table, then those that follow each other, then what is left.
class Curve {
 public:
  explicit Curve(const Tiers& tiers) : pieces_(straight_pieces(tiers)) {
    if (tiers.kind == TierKind::Interpolated) {
      first_ = static_cast<std::ptrdiff_t>(tiers.outside.size());
    }
    const auto rest = std::stable_partition(pieces_.begin() + first_, pieces_.end(),
                                            [](const TierRow& p) { return p.low || p.high; });
    last_ = rest - pieces_.begin();
  }

  const std::vector<TierRow>& pieces() const { return pieces_; }

  /// What the table tends to, coming from that side.
  Rational limit(const Rational& edge, Side side) const {
    const auto beyond = std::partition_point(
        at(first_), at(last_), [&](const TierRow& p) { return !p.low || *p.low <= edge; });
    // of those that begin at the edge or before: the one before it, a point, the one after it
    const auto from = beyond - std::min<std::ptrdiff_t>(beyond - at(first_), 3);
    for (const auto& [begin, end] :
         {Part(pieces_.begin(), at(first_)), Part(from, beyond), Part(at(last_), pieces_.end())}) {
      const auto piece =
          std::find_if(begin, end, [&](const TierRow& p) { return holds(p, edge, side); });
      if (piece != end) return piece->slope * edge + piece->intercept;
    }
    return {};
  }

 private:
  using Place = std::vector<TierRow>::const_iterator;
  using Part = std::pair<Place, Place>;
  Place at(std::ptrdiff_t index) const { return pieces_.begin() + index; }

  std::vector<TierRow> pieces_;
  std::ptrdiff_t first_ = 0, last_ = 0;
};

std::vector<Rational> edges_of(const std::vector<TierRow>& pieces) {
  std::set<Rational> edges;
  for (const TierRow& piece : pieces) {
    if (piece.low) edges.insert(*piece.low);
    if (piece.high) edges.insert(*piece.high);
  }
  return {edges.begin(), edges.end()};
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

void list_jumps(const Tiers& tiers, const std::vector<Range>& arguments, const Phrase& given,
                Proofs& proofs) {
  const Unit& unit = tiers.result.unit;
  for (const Jump& jump : jumps_of(tiers)) {
    if (!arguments.empty() && !is_met(jump, arguments[0])) continue;
    add(proofs, Verdict::Fact, tiers.span, Text::proof_cliff,
        {{"tiers", tiers.name},
         {"size", size_text(jump.after - jump.before, unit)},
         {"before", number_text(jump.before, unit)},
         {"low", jump.low},
         {"after", number_text(jump.after, unit)},
         {"high", jump.high},
         {"given", given}});
  }
}

/// Every place where a table is read, with the bounds of its argument there.
class Uses {
 public:
  explicit Uses(const Program& program) : program_(program), ranges_(program), fixed_(program) {
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

  /// The bounds of each argument everywhere; nothing where the table is read nowhere.
  std::vector<Range> of(TiersId id) const {
    const auto found = uses_.find(id);
    return found == uses_.end() ? std::vector<Range>() : found->second;
  }

  /// On which params those bounds rest.
  Phrase given(TiersId id) { return fixed_.of(id, asked_[id], graded_[id]); }

 private:
  void leave_out(ProgramExprId id) {
    if (!id || !seen_.insert(id).second) return;
    for (const ProgramExprId arg : program_.exprs[id].args)
      leave_out(arg);
  }

  void enter(TiersId id, const std::vector<Range>& arguments) {
    const auto [at, fresh] = uses_.emplace(id, arguments);
    for (std::size_t i = 0; !fresh && i < arguments.size(); ++i)
      at->second[i] = hull(at->second[i], arguments[i]);
  }

  void enter(const Expr& expr, const Site& site) {
    std::vector<Range> arguments;
    for (const ProgramExprId arg : expr.args)
      arguments.push_back(ranges_.of(arg, site));
    enter(expr.tiers, arguments);
    for (const ProgramExprId arg : expr.args)
      asked_[expr.tiers].emplace_back(arg, site);
  }

  void add(ProgramExprId id, const Site& site) {
    if (!id || !seen_.insert(id).second) return;
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Tiers) enter(expr, site);
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
    if (!card.grade) return;
    enter(card.grade, {ranges_.score(id)});
    graded_[card.grade].push_back(id);
  }

  const Program& program_;
  Ranges ranges_;
  FixedParams fixed_;
  std::set<ProgramExprId> seen_;
  std::map<TiersId, std::vector<Range>> uses_;
  std::map<TiersId, FixedParams::Arguments> asked_;
  std::map<TiersId, std::vector<ScorecardId>> graded_;
};

bool is_reached(const TierRange& row, const Range& argument) {
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

void list_dead_rows(const Tiers& tiers, const std::vector<Range>& arguments, const Phrase& given,
                    Proofs& proofs) {
  const auto say_dead = [&](Span span, const TierRange& range, const char* name,
                            const Range& argument, const Unit& unit) {
    add(proofs, Verdict::Fact, span, Text::proof_dead_row,
        {{"tiers", tiers.name},
         {"range", check::range_text(range, unit, name)},
         {"bounds", text_of(argument, unit)},
         {"given", given}});
  };
  if (tiers.kind == TierKind::Interpolated || arguments.empty()) return;
  for (const TierRow& row : tiers.rows) {
    const bool first = tiers.argument.kind == Kind::Number && !row.is_else;
    const bool second = tiers.has_two() && tiers.second.kind == Kind::Number;
    if (first && !is_reached(row, arguments[0])) {
      say_dead(row.span, row, "x", arguments[0], tiers.argument.unit);
    } else if (second && !is_reached(row.second, arguments[1])) {
      say_dead(row.span, row.second, "y", arguments[1], tiers.second.unit);
    }
  }
}

}  // namespace

Phrase size_text(const Rational& size, const Unit& unit) {
  if (!check::is_plain(unit, Quantity::Ratio)) return number_text(size, unit);
  return number_text(size * Rational(100), {}) + Text::proof_pp;
}

bool is_curve(const Tiers& tiers) {
  return tiers.argument.kind == Kind::Number && tiers.result.kind == Kind::Number &&
         !tiers.has_two() && tiers.kind != TierKind::Ranked;
}

bool is_met(const Jump& jump, const Range& argument) {
  if (argument.low && (jump.onto ? jump.edge <= *argument.low : jump.edge < *argument.low)) {
    return false;
  }
  return !argument.high || (jump.onto ? jump.edge <= *argument.high : jump.edge < *argument.high);
}

std::vector<Jump> jumps_of(const Tiers& tiers) {
  const Curve curve(tiers);
  std::vector<Jump> jumps;
  for (const Rational& edge : edges_of(curve.pieces())) {
    const Phrase at = number_text(edge, tiers.argument.unit);
    const Rational below = curve.limit(edge, Side::Below);
    const Rational here = curve.limit(edge, Side::At);
    const Rational above = curve.limit(edge, Side::Above);
    if (below != here) jumps.push_back({below, here, "x < " + at, "x = " + at, edge, true});
    if (here != above) jumps.push_back({here, above, "x = " + at, "x > " + at, edge, false});
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
    return Jump{piece.slope * low + piece.intercept,
                piece.slope * high + piece.intercept,
                "x = " + number_text(low, unit),
                "x = " + number_text(high, unit),
                low,
                false};
  }
  return std::nullopt;
}

void prove_tiers(const Program& program, Proofs& proofs) {
  Uses uses(program);
  FixedParams fixed(program);
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
      list_jumps(tiers, uses.of(TiersId(i)), fixed.of(TiersId(i)), proofs);
    }
    list_dead_rows(tiers, uses.of(TiersId(i)), uses.given(TiersId(i)), proofs);
  }
}

void claim_tiers(const Program& program, Proofs& proofs) {
  for (const Tiers& tiers : program.tiers) {
    if (!is_curve(tiers)) continue;
    Proofs here;
    prove_direction(tiers, here);
    for (const Proof& proof : here)
      add(proofs, proof.verdict, tiers.span, Text::proof_never_falls, {{"tiers", tiers.name}});
  }
}

}  // namespace kpi::prove
