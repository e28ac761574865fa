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

/// `times` of what the metric was one period before, and a number.
struct Affine {
  Rational times, plus;
};

/// Nothing where the target is made of anything else.
std::optional<Affine> affine_of(const Program& program, ProgramExprId id, MetricId metric) {
  const Expr& expr = program.exprs[id];
  const Context& context = expr.context;
  if (expr.op == Op::Constant && expr.constant.is_number()) {
    return Affine{Rational(0), expr.constant.number()};
  }
  if (expr.op == Op::Metric) {
    const bool prior = expr.metric == metric && context.window.kind == WindowKind::Prior &&
                       context.window.count == 1 && context.subject.kind == SubjectKind::Own;
    return prior ? std::optional(Affine{Rational(1), Rational(0)}) : std::nullopt;
  }
  if (expr.args.size() != 2) return std::nullopt;
  const auto a = affine_of(program, expr.args[0], metric);
  const auto b = affine_of(program, expr.args[1], metric);
  if (!a || !b) return std::nullopt;
  if (expr.op == Op::Add) return Affine{a->times + b->times, a->plus + b->plus};
  if (expr.op == Op::Subtract) return Affine{a->times - b->times, a->plus - b->plus};
  if (expr.op == Op::Divide && b->times.is_zero() && !b->plus.is_zero()) {
    return Affine{a->times / b->plus, a->plus / b->plus};
  }
  if (expr.op != Op::Multiply || (!a->times.is_zero() && !b->times.is_zero())) return std::nullopt;
  return Affine{a->times * b->plus + b->times * a->plus, a->plus * b->plus};
}

/// What the target wants of which metric: `revenue(during prior) * 105%`, or 5 % of a metric that
/// is the growth of another.
std::optional<std::pair<MetricId, Rational>> factor_of(const Program& program, ProgramExprId id,
                                                       MetricId metric) {
  if (!id || !metric) return std::nullopt;
  const auto line = affine_of(program, id, metric);
  if (!line) return std::nullopt;
  if (line->plus.is_zero() && !line->times.is_zero()) return std::pair(metric, line->times);
  const ProgramExprId formula = program.metrics[metric].formula;
  if (!line->times.is_zero() || !formula || program.exprs[formula].op != Op::Growth) {
    return std::nullopt;
  }
  const std::vector<ProgramExprId>& args = program.exprs[formula].args;
  const MetricId of = program.exprs[args[0]].metric;
  if (!of || program.exprs[args[0]].op != Op::Metric) return std::nullopt;
  const auto base = affine_of(program, args[1], of);
  const bool prior = base && base->times == Rational(1) && base->plus.is_zero();
  return prior ? std::optional(std::pair(of, Rational(1) + line->plus)) : std::nullopt;
}

std::vector<Growth> growths(const Program& program) {
  std::vector<Growth> all;
  for (const Target& target : program.targets) {
    if (const auto wanted = factor_of(program, target.target, target.metric)) {
      all.push_back({wanted->first, target.roles, target.effective, target.every, wanted->second,
                     target.span});
    }
  }
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines) {
      if (const auto wanted = factor_of(program, line.target, line.metric)) {
        all.push_back(
            {wanted->first, card.roles, card.effective, card.every, wanted->second, line.span});
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
