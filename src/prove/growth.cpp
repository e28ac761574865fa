#include <algorithm>
#include <functional>

#include "check/units.hpp"
#include "diag/period_words.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"

/// Growth targets of short and of long periods: growing by the first every time makes its power.
namespace kpi::prove {
namespace {

/// `target revenue … every month = revenue(during prior) * 105%`, declared or on a line.
struct Growth {
  MetricId metric;
  std::vector<RoleId> roles;
  std::optional<DateRange> effective;
  PeriodUnit every = PeriodUnit::Month;
  Rational factor;
  Span span;
};

/// The factor of the same metric's value one period before; nothing for any other target.
std::optional<Rational> factor_of(const Program& program, ProgramExprId id, MetricId metric) {
  if (!id) return std::nullopt;
  const Expr& expr = program.exprs[id];
  if (expr.op != Op::Multiply) return std::nullopt;
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    const Expr& base = program.exprs[expr.args[i]];
    const Expr& times = program.exprs[expr.args[1 - i]];
    const Context& context = base.context;
    const bool prior = base.op == Op::Metric && base.metric == metric &&
                       context.window.kind == WindowKind::Prior && context.window.count == 1 &&
                       context.subject.kind == SubjectKind::Own;
    const bool number = times.op == Op::Constant && times.constant.is_number() &&
                        check::is_plain(times.type.unit, Quantity::Ratio);
    if (prior && number) return times.constant.number();
  }
  return std::nullopt;
}

std::vector<Growth> growths(const Program& program) {
  std::vector<Growth> all;
  for (const Target& target : program.targets) {
    if (const auto factor = factor_of(program, target.target, target.metric)) {
      all.push_back(
          {target.metric, target.roles, target.effective, target.every, *factor, target.span});
    }
  }
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines) {
      if (const auto factor = factor_of(program, line.target, line.metric)) {
        all.push_back({line.metric, card.roles, card.effective, card.every, *factor, line.span});
      }
    }
  }
  return all;
}

int months_of(PeriodUnit unit) {
  if (unit == PeriodUnit::Month) return 1;
  if (unit == PeriodUnit::Quarter) return 3;
  if (unit == PeriodUnit::Half) return 6;
  return unit == PeriodUnit::Year ? 12 : 0;
}

bool concern_each_other(const Growth& a, const Growth& b) {
  const bool same_days =
      !a.effective || !b.effective ||
      (a.effective->first <= b.effective->last && b.effective->first <= a.effective->last);
  const bool share = a.roles.empty() || b.roles.empty() ||
                     std::any_of(a.roles.begin(), a.roles.end(), [&](RoleId role) {
                       return std::find(b.roles.begin(), b.roles.end(), role) != b.roles.end();
                     });
  return a.metric == b.metric && same_days && share;
}

Rational power(const Rational& x, int count) {
  Rational result(1);
  for (int i = 0; i < count; ++i)
    result *= x;
  return result;
}

/// The factor, rounded to the step, that is closest to the root.
Rational root_in_steps(const Rational& of, int count, const Rational& step) {
  Rational low(0);
  Rational high = std::max(Rational(1), of) / step;
  high = round_to_integer(high, RoundMode::Ceil);
  while (high - low > Rational(1)) {
    const Rational middle = round_to_integer((low + high) / Rational(2), RoundMode::Floor);
    (power(middle * step, count) <= of ? low : high) = middle;
  }
  const Rational half = (low + high) * step / Rational(2);
  return (power(half, count) <= of ? high : low) * step;
}

struct Comparison {
  const Growth& brief;
  const Growth& lasting;
  int count = 0;
  Rational compound;
  Rational needed;  // to two decimals of a percent
  bool meets = false;
};

using See = std::function<void(const Comparison&)>;

void compare_all(const Program& program, const See& see) {
  const std::vector<Growth> all = growths(program);
  for (const Growth& brief : all) {
    for (const Growth& lasting : all) {
      const int shorter = months_of(brief.every);
      const int longer = months_of(lasting.every);
      if (shorter == 0 || longer <= shorter || longer % shorter != 0) continue;
      if (!concern_each_other(brief, lasting)) continue;
      if (brief.factor.sign() <= 0 || lasting.factor.sign() <= 0) continue;
      Comparison here{brief, lasting, longer / shorter, {}, {}, false};
      here.compound = power(brief.factor, here.count);
      here.needed = root_in_steps(lasting.factor, here.count, Rational::fraction(1, 10'000));
      // right to the digits it is written with: 106.27 % a month for 120 % a quarter
      const int digits = decimal_digits(brief.factor * Rational(100)).value_or(2);
      const Rational written = power_of_ten(-digits) / Rational(100);
      here.meets = here.compound == lasting.factor ||
                   root_in_steps(lasting.factor, here.count, written) == brief.factor;
      see(here);
    }
  }
}

Arguments words_of(const Program& program, const Comparison& pair) {
  Unit ratio;
  ratio.quantity = Quantity::Ratio;
  const Rational shown =
      round_to_step(pair.compound, Rational::fraction(1, 10'000), RoundMode::HalfUp);
  const bool rounded = pair.meets && pair.compound != pair.lasting.factor;
  return {{"metric", program.metrics[pair.brief.metric].name},
          {"count", pair.count},
          {"factor", (rounded ? "≈" : "") + number_text(pair.brief.factor, ratio)},
          {"compound", (shown == pair.compound ? "" : "≈") + number_text(shown, ratio)},
          {"other", number_text(pair.lasting.factor, ratio)},
          {"unit", word_of(pair.lasting.every)}};
}

}  // namespace

void prove_growth(const Program& program, Proofs& proofs) {
  compare_all(program, [&](const Comparison& pair) {
    add(proofs, pair.meets ? Verdict::Proven : Verdict::Refuted, pair.brief.span,
        pair.meets ? Text::proof_growth_meets : Text::proof_growth_differs,
        words_of(program, pair));
  });
}

void warn_of_growth(const Program& program, Diagnostics& diagnostics) {
  Unit ratio;
  ratio.quantity = Quantity::Ratio;
  compare_all(program, [&](const Comparison& pair) {
    if (pair.meets) return;
    diagnostics.report(Code::growth_differs, pair.brief.span, words_of(program, pair))
        .label(pair.lasting.span, Text::this_is,
               {{"what", number_text(pair.lasting.factor, ratio)}})
        .hint(Text::growth_needed, {{"factor", number_text(pair.needed, ratio)},
                                    {"other", number_text(pair.lasting.factor, ratio)}});
  });
}

}  // namespace kpi::prove
