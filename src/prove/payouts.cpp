#include "check/units.hpp"
#include "program/versions.hpp"
#include "prove/fixed_params.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"
#include "prove/results.hpp"
#include "prove/trends.hpp"
#include "prove/witness.hpp"

/// Payouts: whether they can fall while a result gets better, and between which amounts they lie.
namespace kpi::prove {
namespace {

struct Fall {
  Verdict verdict = Verdict::Open;
  std::optional<Drop> drop;        // Refuted by a table that drops
  std::optional<Witness> witness;  // Refuted by two amounts
  bool is_meant = false;           // a table on the way says `allow drop`
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
std::optional<Fall> fall_of(const Results& results, PayoutId payout, MetricId metric) {
  const Program& program = results.program();
  Trends proven(program, metric, Signs::AsProven);
  const Trend trend = proven.amount(payout);
  if (trend == Trend::Constant) return std::nullopt;
  if (trend == Trend::Rises && proven.drops().empty()) return Fall{Verdict::Proven, {}, {}, false};
  const auto witness =
      results.has_direction(metric) ? find_fall(program, payout, metric) : std::nullopt;
  if (!witness) return Fall{};
  if (const auto drop = only_drop(program, payout, metric)) {
    return Fall{Verdict::Refuted, drop, {}, false};
  }
  if (!witness->alone) return Fall{};
  return Fall{Verdict::Refuted, {}, witness, proven.meets_allowed_drop()};
}

/// A metric says which way it is better; of an aggregate without a name it is told which way it
/// goes.
Text moves(const Results& results, MetricId id) {
  if (results.has_name(id)) return Text::proof_improves;
  const Direction better = results.program().metrics[id].better.direction;
  return better == Direction::Lower ? Text::proof_goes_down : Text::proof_goes_up;
}

Arguments words_of(const Results& results, const Payout& payout, MetricId id, const Fall& fall) {
  const Metric& metric = results.program().metrics[id];
  Arguments words = {{"payout", name_of(results.program(), payout)},
                     {"metric", metric.name},
                     {"moves", moves(results, id)}};
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

void prove_payouts(const Program& program, const SourceMap& sources, Proofs& proofs) {
  Ranges ranges(program);
  FixedParams fixed(program);
  Results results(program, sources);
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : results.of(PayoutId(i))) {
      const auto fall = fall_of(results, PayoutId(i), metric);
      if (!fall) continue;
      add(proofs, fall->verdict, payout.span, text_of_fall(payout, *fall),
          words_of(results, payout, metric, *fall));
    }
    const Range paid = ranges.amount(PayoutId(i));
    if (paid.is_known()) {
      add(proofs, Verdict::Fact, payout.span, Text::proof_bounds,
          {{"payout", name_of(program, payout)},
           {"bounds", text_of(paid, payout.type.unit)},
           {"given", fixed.of(PayoutId(i))}});
    } else {
      add(proofs, Verdict::Fact, payout.span, Text::proof_no_bounds,
          {{"payout", name_of(program, payout)}});
    }
  }
}

void claim_payouts(const Program& program, const SourceMap& sources, Proofs& proofs) {
  Results results(program, sources);
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : results.of(PayoutId(i))) {
      Trends trends(results.program(), metric, Signs::AsProven);
      const Trend trend = trends.amount(PayoutId(i));
      if (trend == Trend::Constant) continue;
      const bool never = trend == Trend::Rises && trends.drops().empty();
      add(proofs, never ? Verdict::Proven : Verdict::Open, payout.span, Text::proof_payout_rises,
          words_of(results, payout, metric, {}));
    }
  }
}

namespace {

void warn_of_fall(const Results& results, const Payout& payout, MetricId id, const Fall& fall,
                  Diagnostics& diagnostics) {
  Arguments words = words_of(results, payout, id, fall);
  if (fall.drop) {
    diagnostics.report(Code::payout_falls, payout.span, std::move(words))
        .label(fall.drop->tiers->span, Text::defined_here, {{"name", fall.drop->tiers->name}})
        .hint(Text::falls_on_purpose);
    return;
  }
  const Metric& metric = results.program().metrics[id];
  Diagnostic& report = diagnostics.report(Code::payout_falls_at, payout.span, std::move(words));
  if (!results.has_name(id)) return;
  report.label(metric.span, Text::defined_here, {{"name", metric.name}});
  if (metric.better.direction == Direction::Higher) report.hint(Text::falls_by_direction);
}

}  // namespace

void warn_of_payouts(const Program& program, const SourceMap& sources, Diagnostics& diagnostics) {
  Results results(program, sources);
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    for (const MetricId metric : results.of(PayoutId(i))) {
      const auto fall = fall_of(results, PayoutId(i), metric);
      const bool refuted = fall && fall->verdict == Verdict::Refuted && !fall->is_meant;
      if (!refuted || (fall->drop && is_said_at_table(*fall->drop->tiers))) continue;
      warn_of_fall(results, payout, metric, *fall, diagnostics);
    }
  }
}

}  // namespace kpi::prove
