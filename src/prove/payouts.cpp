#include <set>

#include "check/units.hpp"
#include "program/versions.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"
#include "prove/trends.hpp"
#include "prove/witness.hpp"

/// Payouts: whether they can fall while a result gets better, and between which amounts they lie.
namespace kpi::prove {
namespace {

/// The metrics that a payout follows: those of its card's lines, of what the card and the payout
/// add, cap and ask for, and of the payouts it reads.
class Followed {
 public:
  explicit Followed(const Program& program) : program_(program) {}

  std::set<MetricId> of(PayoutId payout) {
    add_payout(payout);
    return std::move(metrics_);
  }

 private:
  void add(ProgramExprId id) {
    if (!id || !seen_.insert(id).second) return;
    const Expr& expr = program_.exprs[id];
    const bool value = expr.op == Op::Metric || expr.op == Op::Attainment;
    if (value && expr.metric) metrics_.insert(expr.metric);
    if (expr.scorecard) add_card(expr.scorecard);
    if (expr.op == Op::Payout) {
      for (const PayoutId each : versions_of(program_.payouts, expr.payout))
        add_payout(each);
    }
    for (const ProgramExprId arg : expr.args)
      add(arg);
  }

  void add_all(const std::vector<Adjust>& adjustments) {
    for (const Adjust& adjust : adjustments) {
      add(adjust.value);
      add(adjust.when);
    }
  }

  void add_payout(PayoutId id) {
    if (!payouts_.insert(id).second) return;
    const Payout& payout = program_.payouts[id];
    if (payout.scorecard) add_card(payout.scorecard);
    add(payout.amount);
    add_all(payout.adjustments);
    add(payout.pool);
    for (const Carry& carry : payout.carries)
      add(carry.next);
    for (const Policy& policy : payout.policies)
      add(policy.value);
  }

  void add_card(ScorecardId id) {
    if (!cards_.insert(id).second) return;
    const Scorecard& card = program_.scorecards[id];
    for (const Line& line : card.lines) {
      if (line.weight.is_zero()) continue;
      metrics_.insert(line.metric);
      add(line.scored);
    }
    add_all(card.adjustments);
  }

  const Program& program_;
  std::set<MetricId> metrics_;
  std::set<ProgramExprId> seen_;
  std::set<ScorecardId> cards_;
  std::set<PayoutId> payouts_;
};

struct Fall {
  Verdict verdict = Verdict::Open;
  std::optional<Drop> drop;        // Refuted by a table that drops
  std::optional<Witness> witness;  // Refuted by two amounts
};

/// The one table that drops on the way, if everything else goes up.
std::optional<Drop> only_drop(const Program& program, PayoutId payout, MetricId metric) {
  Trends likely(program, metric, Signs::NotNegative);
  const bool rises = likely.amount(payout) == Trend::Rises;
  // another table that jumps may make up for it at the same edge
  if (!rises || likely.drops().size() != 1 || likely.jumping_tables() != 1) return std::nullopt;
  return likely.drops().front();
}

/// Nothing where the payout does not move with the metric. Refuted is only what was computed.
std::optional<Fall> fall_of(const Program& program, PayoutId payout, MetricId metric) {
  Trends proven(program, metric, Signs::AsProven);
  const Trend trend = proven.amount(payout);
  if (trend == Trend::Constant) return std::nullopt;
  if (trend == Trend::Rises && proven.drops().empty()) return Fall{Verdict::Proven, {}, {}};
  const auto witness = find_fall(program, payout, metric);
  if (!witness) return Fall{};
  if (const auto drop = only_drop(program, payout, metric)) {
    return Fall{Verdict::Refuted, drop, {}};
  }
  return witness->alone ? Fall{Verdict::Refuted, {}, witness} : Fall{};
}

Arguments words_of(const Program& program, const Payout& payout, MetricId id, const Fall& fall) {
  const Metric& metric = program.metrics[id];
  Arguments words = {{"payout", name_of(program, payout)}, {"metric", metric.name}};
  if (const auto& drop = fall.drop) {
    const Unit& unit = drop->tiers->result.unit;
    words.emplace_back("tiers", drop->tiers->name);
    words.emplace_back("before", number_text(drop->jump.before, unit));
    words.emplace_back("low", drop->jump.low);
    words.emplace_back("after", number_text(drop->jump.after, unit));
    words.emplace_back("high", drop->jump.high);
  }
  if (const auto& witness = fall.witness) {
    words.emplace_back("before", number_text(witness->before, payout.type.unit));
    words.emplace_back("low", number_text(witness->worse, metric.type.unit));
    words.emplace_back("after", number_text(witness->after, payout.type.unit));
    words.emplace_back("high", number_text(witness->better, metric.type.unit));
  }
  return words;
}

Text text_of_fall(const Payout& payout, const Fall& fall) {
  if (fall.verdict == Verdict::Open && payout.pool) return Text::proof_payout_pool;
  if (fall.verdict == Verdict::Open && !payout.carries.empty()) return Text::proof_payout_carry;
  if (fall.verdict == Verdict::Proven) return Text::proof_payout_rises;
  if (fall.drop) return Text::proof_payout_falls;
  return fall.witness ? Text::proof_payout_falls_at : Text::proof_payout_open;
}

/// Points and money that fall were reported where the table stands.
bool is_said_at_table(const Tiers& tiers) {
  return check::is_plain(tiers.result.unit, Quantity::Points) ||
         check::is_plain(tiers.result.unit, Quantity::Money);
}

}  // namespace

std::string name_of(const Program& program, const Payout& payout) {
  if (!is_for_several_cards(program, program.payouts, payout)) return payout.name;
  return payout.name + " for " + program.scorecards[payout.scorecard].name;
}

void prove_payouts(const Program& program, Proofs& proofs) {
  Ranges ranges(program);
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : Followed(program).of(PayoutId(i))) {
      const auto fall = fall_of(program, PayoutId(i), metric);
      if (!fall) continue;
      add(proofs, fall->verdict, payout.span, text_of_fall(payout, *fall),
          words_of(program, payout, metric, *fall));
    }
    const Range paid = ranges.amount(PayoutId(i));
    if (paid.is_known()) {
      add(proofs, Verdict::Fact, payout.span, Text::proof_bounds,
          {{"payout", name_of(program, payout)}, {"bounds", text_of(paid, payout.type.unit)}});
    } else {
      add(proofs, Verdict::Fact, payout.span, Text::proof_no_bounds,
          {{"payout", name_of(program, payout)}});
    }
  }
}

void claim_payouts(const Program& program, Proofs& proofs) {
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : Followed(program).of(PayoutId(i))) {
      Trends trends(program, metric, Signs::AsProven);
      const Trend trend = trends.amount(PayoutId(i));
      if (trend == Trend::Constant) continue;
      const bool never = trend == Trend::Rises && trends.drops().empty();
      add(proofs, never ? Verdict::Proven : Verdict::Open, payout.span, Text::proof_payout_rises,
          words_of(program, payout, metric, {}));
    }
  }
}

void warn_of_payouts(const Program& program, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : Followed(program).of(PayoutId(i))) {
      const auto drop = only_drop(program, PayoutId(i), metric);
      if (!drop || is_said_at_table(*drop->tiers)) continue;
      const auto fall = fall_of(program, PayoutId(i), metric);
      if (!fall || !fall->drop) continue;
      diagnostics.report(Code::payout_falls, payout.span, words_of(program, payout, metric, *fall))
          .label(fall->drop->tiers->span, Text::defined_here, {{"name", fall->drop->tiers->name}})
          .hint(Text::falls_on_purpose);
    }
  }
}

}  // namespace kpi::prove
