#include <algorithm>
#include <set>

#include "prove/conditions.hpp"
#include "prove/edges.hpp"
#include "prove/fixed_params.hpp"
#include "prove/grades.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"

/// What jumps do to points, scores and payouts: edges of a line's table, conditions of adjustments.
/// Words that jump in a way that is not followed are named.
namespace kpi::prove {
namespace {

bool redistributes(const Policy& policy) {
  return policy.kind == PolicyKind::Redistribute;
}

/// Whether some reason for being absent takes the line out of the weights.
bool may_be_left_out(const Scorecard& card, const Line& line) {
  const auto& own = line.policies;
  if (std::any_of(own.begin(), own.end(), redistributes)) return true;
  const bool decided =
      std::any_of(own.begin(), own.end(), [](const Policy& policy) { return !policy.reason; });
  return std::any_of(card.policies.begin(), card.policies.end(), [&](const Policy& policy) {
    return redistributes(policy) && (policy.reason || !decided);
  });
}

/// The weight of which there still is a score.
Rational weight_needed(const Scorecard& card) {
  Rational at_least;
  const auto note = [&](const std::vector<Policy>& policies) {
    for (const Policy& policy : policies)
      at_least = std::max(at_least, policy.at_least);
  };
  note(card.policies);
  for (const Line& line : card.lines)
    note(line.policies);
  return at_least;
}

/// The least weight that can be left with the line among it, of which there still is a score;
/// nothing where all weight always is. Lines with many different weights leave too many sums to
/// try: then no weight is less than what is needed, or than the line's own.
std::optional<Rational> least_weight(const Scorecard& card, const Line& line) {
  constexpr std::size_t kMostSums = 4096;
  const Rational at_least = weight_needed(card);
  Rational all;
  std::set<Rational> left = {Rational(0)};  // out of the weights, line by line
  for (const Line& other : card.lines) {
    all += other.weight;
    if (&other == &line || !may_be_left_out(card, other)) continue;
    if (left.size() > kMostSums) return std::max(at_least, line.weight);
    const std::set<Rational> without = left;
    for (const Rational& weight : without)
      left.insert(weight + other.weight);
  }
  std::optional<Rational> least;
  for (const Rational& weight : left) {
    const Rational remains = all - weight;
    if (!weight.is_zero() && remains >= at_least) least = remains;
  }
  return least;
}

Rational bounded(const Line& line, Rational points) {
  if (line.cap) points = std::min(points, *line.cap);
  if (line.floor) points = std::max(points, *line.floor);
  return points;
}

/// What a jump of a line's own table does to the score.
void list_jumps_of_line(const Scorecard& card, const Line& line, const Tiers& tiers,
                        const Range& argument, const Phrase& given, Proofs& proofs) {
  const auto least = least_weight(card, line);
  for (const Jump& jump : jumps_of(tiers)) {
    if (!is_met(jump, argument)) continue;
    const Rational points = bounded(line, jump.after) - bounded(line, jump.before);
    if (points.is_zero() || line.weight.is_zero()) continue;
    Arguments words = {
        {"line", line.name},   {"card", card.name},
        {"tiers", tiers.name}, {"size", number_text(points * line.weight, tiers.result.unit)},
        {"low", jump.low},     {"high", jump.high},
        {"given", given}};
    if (least) {
      words.emplace_back("most", number_text(points * line.weight / *least, tiers.result.unit));
    }
    add(proofs, Verdict::Fact, line.span,
        least ? Text::proof_cliff_shared : Text::proof_cliff_score, std::move(words));
  }
}

/// Of what a formula is: points, in which tables are not followed, or pay, in which grades are.
enum class Made { OfPoints, OfPay };

/// The words in a formula whose jumps are not followed, each once.
class Unfollowed {
 public:
  Unfollowed(const Program& program, Made made, const Site& site = {})
      : program_(program), made_(made), site_(site) {}

  std::vector<std::string> in(ProgramExprId id) {
    visit(id);
    return std::move(words_);
  }

 private:
  void visit(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    if (made_ == Made::OfPay && decided_by_grade(program_, id, site_)) return;
    if (expr.op == Op::If) note("if");
    if (expr.op == Op::Grade) note("grade");
    if (expr.op == Op::Rank) note("rank");
    if (expr.op == Op::Ranked) note("ranked");
    if (made_ == Made::OfPoints && expr.op == Op::Tiers) note(program_.tiers[expr.tiers].name);
    for (const ProgramExprId arg : expr.args)
      visit(arg);
  }

  void note(const std::string& word) {
    if (std::find(words_.begin(), words_.end(), word) == words_.end()) words_.push_back(word);
  }

  const Program& program_;
  Made made_;
  Site site_;
  std::vector<std::string> words_;
};

void list_open(const std::string& name, const std::vector<std::string>& words, Span span,
               Proofs& proofs) {
  for (const std::string& word : words) {
    add(proofs, Verdict::Open, span, Text::proof_jump_open,
        {{"name", name}, {"what", "`" + word + "`"}});
  }
}

void prove_line(const Program& program, ScorecardId id, const Line& line, Ranges& ranges,
                FixedParams& fixed, Proofs& proofs) {
  const Scorecard& card = program.scorecards[id];
  if (!line.scored) return;
  const Expr& scored = program.exprs[line.scored];
  const std::string name = card.name + "." + line.name;
  if (scored.op != Op::Tiers) {
    list_open(name, Unfollowed(program, Made::OfPoints).in(line.scored), line.span, proofs);
    return;
  }
  const Tiers& tiers = program.tiers[scored.tiers];
  if (is_curve(tiers)) {
    list_jumps_of_line(card, line, tiers, ranges.of(scored.args[0], {&line, id}),
                       fixed.of(line.span), proofs);
  } else {
    list_open(name, {tiers.name}, line.span, proofs);
  }
  for (const ProgramExprId arg : scored.args)
    list_open(name, Unfollowed(program, Made::OfPoints).in(arg), line.span, proofs);
}

/// How far the value goes, at most, where the condition of an adjustment comes to hold.
struct Turn {
  std::optional<Rational> size;
  bool at_most = false;  // less, where the value is nearer
};

Turn turn_of(const Adjust& adjust, const Range& before, const Range& by) {
  if (adjust.kind == AdjustKind::Cap) {
    if (!before.high || !by.low) return {};
    return {std::min(Rational(0), *by.low - *before.high), true};
  }
  if (adjust.kind == AdjustKind::Floor) {
    if (!before.low || !by.high) return {};
    return {std::max(Rational(0), *by.high - *before.low), true};
  }
  if (!by.low || !by.high) return {};
  const Rational& far = abs(*by.low) < abs(*by.high) ? *by.high : *by.low;
  return {adjust.kind == AdjustKind::Deduct ? -far : far, *by.low != *by.high};
}

/// `cap 60 points`, `add 5 points`
Phrase clause_of(const Adjust& adjust, const Range& by, const Unit& unit) {
  constexpr Text kWords[] = {Text::proof_add, Text::proof_deduct, Text::proof_cap,
                             Text::proof_floor, Text::proof_round};
  Phrase clause = "`";
  clause += kWords[static_cast<std::size_t>(adjust.kind)];
  if (by.low && by.low == by.high) clause += " " + text_of(by, unit);
  return clause + "`";
}

/// Whose adjustments: of a card or of a payout.
struct Adjusted {
  std::string name;
  Made made = Made::OfPoints;
  Site site;
  Unit unit;
  Phrase given;  // the params that the bounds before them rest on
};

void prove_turn(const Adjust& adjust, const Adjusted& of, const Range& before, const Range& by,
                Proofs& proofs) {
  const Turn turn = turn_of(adjust, before, by);
  Arguments words = {{"name", of.name}, {"what", clause_of(adjust, by, of.unit)}};
  if (!turn.size) {
    add(proofs, Verdict::Open, adjust.span, Text::proof_jump_open, std::move(words));
  } else if (!turn.size->is_zero()) {  // else it never has an effect, which is said
    words.emplace_back("size", number_text(*turn.size, of.unit));
    words.emplace_back("given", of.given);
    add(proofs, Verdict::Fact, adjust.span,
        turn.at_most ? Text::proof_jump_when_most : Text::proof_jump_when, std::move(words));
  }
}

/// Conditions in the list of adjustments, each by what stands before it.
void prove_adjustments(const Program& program, const std::vector<Adjust>& adjustments,
                       const Adjusted& of, Range before, Proofs& proofs) {
  Ranges ranges(program);
  for (const Adjust& adjust : adjustments) {
    if (adjust.value) {
      list_open(of.name, Unfollowed(program, of.made, of.site).in(adjust.value), adjust.span,
                proofs);
    }
    const bool turns = adjust.when && adjust.kind != AdjustKind::Round;
    if (turns && !is_decided(program, adjust.when, of.site)) {
      prove_turn(adjust, of, before, ranges.of(adjust.value, of.site), proofs);
    }
    before = ranges.adjusted(adjust, before, of.site);
  }
}

}  // namespace

void prove_jumps(const Program& program, Proofs& proofs) {
  Ranges ranges(program);
  FixedParams fixed(program);
  for (const Metric& metric : program.metrics) {
    list_open(metric.name, Unfollowed(program, Made::OfPoints).in(metric.formula), metric.span,
              proofs);
  }
  for (std::size_t i = 0; i < program.scorecards.size(); ++i) {
    const ScorecardId id(i);
    const Scorecard& card = program.scorecards[id];
    for (const Line& line : card.lines)
      prove_line(program, id, line, ranges, fixed, proofs);
    prove_adjustments(program, card.adjustments,
                      {card.name, Made::OfPoints, {nullptr, id}, of_points(), fixed.of(id)},
                      ranges.base(id), proofs);
  }
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    const Site site{nullptr, payout.scorecard};
    list_open(name_of(program, payout), Unfollowed(program, Made::OfPay, site).in(payout.amount),
              payout.span, proofs);
    prove_adjustments(
        program, payout.adjustments,
        {name_of(program, payout), Made::OfPay, site, payout.type.unit, fixed.of(PayoutId(i))},
        ranges.of(payout.amount, site), proofs);
  }
}

}  // namespace kpi::prove
