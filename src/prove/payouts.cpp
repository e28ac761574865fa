#include <set>

#include "check/units.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"
#include "prove/trends.hpp"

/// Payouts: whether they can fall while a result gets better, and between which amounts they lie.
namespace kpi::prove {
namespace {

/// The metrics that a payout follows: those of its card's lines and those it names itself.
class Followed {
 public:
  explicit Followed(const Program& program) : program_(program) {}

  std::set<MetricId> of(const Payout& payout) {
    add(payout.amount);
    for (const Adjust& adjust : payout.adjustments) {
      add(adjust.value);
      add(adjust.when);
    }
    return metrics_;
  }

 private:
  void add(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    const bool value = expr.op == Op::Metric || expr.op == Op::Attainment;
    if (value && expr.metric) metrics_.insert(expr.metric);
    if (expr.scorecard) add_card(expr.scorecard);
    for (const ProgramExprId arg : expr.args)
      add(arg);
  }

  void add_card(ScorecardId card) {
    for (const Line& line : program_.scorecards[card].lines) {
      if (!line.weight.is_zero()) metrics_.insert(line.metric);
    }
  }

  const Program& program_;
  std::set<MetricId> metrics_;
};

struct Fall {
  Verdict verdict = Verdict::Open;
  std::optional<Drop> drop;  // Refuted
};

/// Nothing where the payout does not move with the metric.
std::optional<Fall> fall_of(const Program& program, PayoutId payout, MetricId metric) {
  Trends proven(program, metric, Signs::AsProven);
  const Trend trend = proven.amount(payout);
  if (trend == Trend::Constant) return std::nullopt;
  if (trend == Trend::Rises && proven.drops().empty()) return Fall{Verdict::Proven, {}};
  Trends likely(program, metric, Signs::NotNegative);
  const bool rises = likely.amount(payout) == Trend::Rises;
  // another table that jumps may make up for it at the same edge
  if (!rises || likely.drops().size() != 1 || likely.jumping_tables() != 1) return Fall{};
  return Fall{Verdict::Refuted, likely.drops().front()};
}

Arguments words_of(const Program& program, const Payout& payout, MetricId metric,
                   const std::optional<Drop>& drop) {
  Arguments words = {{"payout", payout.name}, {"metric", program.metrics[metric].name}};
  if (!drop) return words;
  const Unit& unit = drop->tiers->result.unit;
  words.emplace_back("tiers", drop->tiers->name);
  words.emplace_back("before", number_text(drop->jump.before, unit));
  words.emplace_back("low", drop->jump.low);
  words.emplace_back("after", number_text(drop->jump.after, unit));
  words.emplace_back("high", drop->jump.high);
  return words;
}

Text text_of_verdict(const Payout& payout, Verdict verdict) {
  if (verdict == Verdict::Open && payout.pool) return Text::proof_payout_pool;
  if (verdict == Verdict::Open && !payout.carries.empty()) return Text::proof_payout_carry;
  if (verdict == Verdict::Proven) return Text::proof_payout_rises;
  return verdict == Verdict::Refuted ? Text::proof_payout_falls : Text::proof_payout_open;
}

std::set<MetricId> followed(const Program& program, const Payout& payout) {
  std::set<MetricId> metrics = Followed(program).of(payout);
  if (!payout.scorecard) return metrics;
  for (const Line& line : program.scorecards[payout.scorecard].lines) {
    if (!line.weight.is_zero()) metrics.insert(line.metric);
  }
  return metrics;
}

/// Points and money that fall were reported where the table stands.
bool is_said_at_table(const Tiers& tiers) {
  return check::is_plain(tiers.result.unit, Quantity::Points) ||
         check::is_plain(tiers.result.unit, Quantity::Money);
}

}  // namespace

void prove_payouts(const Program& program, Proofs& proofs) {
  Ranges ranges(program);
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : followed(program, payout)) {
      const auto fall = fall_of(program, PayoutId(i), metric);
      if (!fall) continue;
      add(proofs, fall->verdict, payout.span, text_of_verdict(payout, fall->verdict),
          words_of(program, payout, metric, fall->drop));
    }
    const Range paid = ranges.amount(PayoutId(i));
    if (paid.is_known()) {
      add(proofs, Verdict::Fact, payout.span, Text::proof_bounds,
          {{"payout", payout.name}, {"bounds", text_of(paid, payout.type.unit)}});
    } else {
      add(proofs, Verdict::Fact, payout.span, Text::proof_no_bounds, {{"payout", payout.name}});
    }
  }
}

void warn_of_payouts(const Program& program, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : followed(program, payout)) {
      const auto fall = fall_of(program, PayoutId(i), metric);
      if (!fall || !fall->drop || is_said_at_table(*fall->drop->tiers)) continue;
      diagnostics
          .report(Code::payout_falls, payout.span, words_of(program, payout, metric, fall->drop))
          .label(fall->drop->tiers->span, Text::defined_here, {{"name", fall->drop->tiers->name}})
          .hint(Text::falls_on_purpose);
    }
  }
}

}  // namespace kpi::prove
