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
  std::optional<Rational> factor;  // absent: made of earlier periods in another way
  Span span;
};

/// `times` of what the metric was one period before, and a number.
struct Affine {
  Rational times, plus;
};

/// Of the same person and period.
bool is_of_now(const Context& context) {
  return context.window.kind == WindowKind::Own && context.subject.kind == SubjectKind::Own;
}

/// Nothing where the target is made of anything else. A metric that stands for what another was
/// (`metric revenue_prior = revenue(during prior)`) is looked into.
std::optional<Affine> affine_of(const Program& program, ProgramExprId id, MetricId metric) {
  if (!id) return std::nullopt;
  const Expr& expr = program.exprs[id];
  const Context& context = expr.context;
  if (expr.op == Op::Constant) {
    const Range range = constant_range(program, expr, Params::Any);
    const bool one = range.low && range.high && *range.low == *range.high;
    return one ? std::optional(Affine{Rational(0), *range.low}) : std::nullopt;
  }
  if (expr.op == Op::Metric) {
    const bool prior = expr.metric == metric && context.window.kind == WindowKind::Prior &&
                       context.window.count == 1 && context.subject.kind == SubjectKind::Own;
    if (prior) return Affine{Rational(1), Rational(0)};
    const bool named = expr.metric != metric && is_of_now(context);
    return named ? affine_of(program, program.metrics[expr.metric].formula, metric) : std::nullopt;
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

/// Whether the target is made of what the metric was before.
bool reads_past(const Program& program, ProgramExprId id, MetricId metric) {
  if (!id || !metric) return false;
  const Expr& expr = program.exprs[id];
  const WindowKind window = expr.context.window.kind;
  const bool past = window == WindowKind::Prior || window == WindowKind::YearAgo;
  if (expr.op == Op::Metric && expr.metric == metric && past) return true;
  const bool named = expr.op == Op::Metric && expr.metric != metric && is_of_now(expr.context);
  if (named && reads_past(program, program.metrics[expr.metric].formula, metric)) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_past(program, arg, metric); });
}

std::vector<Growth> growths(const Program& program) {
  std::vector<Growth> all;
  const auto note = [&](ProgramExprId target, Growth growth) {
    if (const auto wanted = factor_of(program, target, growth.metric)) {
      growth.metric = wanted->first;
      if (wanted->second.sign() > 0) growth.factor = wanted->second;
    } else if (!reads_past(program, target, growth.metric)) {
      return;
    }
    all.push_back(std::move(growth));
  };
  for (const Target& target : program.targets) {
    note(target.target,
         {target.metric, target.roles, target.effective, target.every, {}, target.span});
  }
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines)
      note(line.target, {line.metric, card.roles, card.effective, card.every, {}, line.span});
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
  bool known = false;
  bool meets = false;
};

using See = std::function<void(const Comparison&)>;

/// Equal, or right to the digits it is written with, two decimals of a percent at least: 106.27 % a
/// month for 120 % a quarter. 105 % is meant to be 105.00 %.
void compound(Comparison& pair) {
  constexpr int kPercentDigits = 2;
  const Rational& factor = *pair.brief.factor;
  const Rational& wanted = *pair.lasting.factor;
  pair.compound = power(factor, pair.count);
  pair.needed = root_in_steps(wanted, pair.count, Rational::fraction(1, 10'000));
  const int digits = decimal_digits(factor * Rational(100)).value_or(kPercentDigits);
  const Rational written = power_of_ten(-std::max(digits, kPercentDigits)) / Rational(100);
  pair.meets = pair.compound == wanted || root_in_steps(wanted, pair.count, written) == factor;
}

void compare_all(const Program& program, const See& see) {
  const std::vector<Growth> all = growths(program);
  for (const Growth& brief : all) {
    for (const Growth& lasting : all) {
      const int shorter = months_of(brief.every);
      const int longer = months_of(lasting.every);
      if (shorter == 0 || longer <= shorter || longer % shorter != 0) continue;
      if (!concern_each_other(brief, lasting)) continue;
      Comparison here{brief, lasting, longer / shorter, {}, {}, false, false};
      here.known = brief.factor && lasting.factor;
      if (here.known) compound(here);
      see(here);
    }
  }
}

/// A target that is made of earlier periods in another way is no number.
Phrase factor_text(const std::optional<Rational>& factor) {
  Unit ratio;
  ratio.quantity = Quantity::Ratio;
  return factor ? number_text(*factor, ratio) : Phrase("…");
}

Arguments words_of(const Program& program, const Comparison& pair) {
  const Rational shown =
      round_to_step(pair.compound, Rational::fraction(1, 10'000), RoundMode::HalfUp);
  const Phrase compound = (shown == pair.compound ? "" : "≈") + factor_text(shown);
  Phrase factor = factor_text(pair.brief.factor);
  const bool rounded = pair.meets && pair.compound != *pair.lasting.factor;
  if (rounded) factor += " (" + compound + ")";  // by how much it misses
  return {{"metric", program.metrics[pair.brief.metric].name},
          {"count", pair.count},
          {"factor", factor},
          {"compound", compound},
          {"other", factor_text(pair.lasting.factor)},
          {"unit", word_of(pair.lasting.every)}};
}

}  // namespace

void prove_growth(const Program& program, Proofs& proofs) {
  compare_all(program, [&](const Comparison& pair) {
    const Verdict verdict = !pair.known  ? Verdict::Open
                            : pair.meets ? Verdict::Proven
                                         : Verdict::Refuted;
    add(proofs, verdict, pair.brief.span,
        verdict == Verdict::Refuted ? Text::proof_growth_differs : Text::proof_growth_meets,
        words_of(program, pair));
  });
}

void warn_of_growth(const Program& program, Diagnostics& diagnostics) {
  compare_all(program, [&](const Comparison& pair) {
    if (!pair.known || pair.meets) return;
    diagnostics.report(Code::growth_differs, pair.brief.span, words_of(program, pair))
        .label(pair.lasting.span, Text::this_is, {{"what", factor_text(pair.lasting.factor)}})
        .hint(Text::growth_needed,
              {{"factor", factor_text(pair.needed)}, {"other", factor_text(pair.lasting.factor)}});
  });
}

}  // namespace kpi::prove
