#include <algorithm>
#include <functional>

#include "check/units.hpp"
#include "diag/period_words.hpp"
#include "prove/places.hpp"
#include "prove/questions.hpp"
#include "prove/ranges.hpp"
#include "prove/roles.hpp"

/// Growth targets of short and of long periods: growing by the first every time makes its power.
namespace kpi::prove {
namespace {

/// `target revenue … every month = revenue(during prior) * 105%`, declared or on a line.
struct Growth {
  MetricId metric;
  std::vector<RoleId> roles;
  std::optional<DateRange> effective;
  PeriodUnit every = PeriodUnit::Month;
  Span span;
  std::optional<Rational> factor = {};  // absent: made of earlier periods in another way
  WindowKind base = WindowKind::Prior;  // of what: the period before, the same of a year ago
};

/// `times` of what the metric was in the earlier period, and a number.
struct Affine {
  Rational times, plus;
};

/// Nothing where the target is made of anything else. A metric that stands for what another was
/// (`metric revenue_prior = revenue(during prior)`) is looked into.
std::optional<Affine> affine_of(const Program& program, ProgramExprId id, MetricId metric,
                                WindowKind base) {
  if (!id) return std::nullopt;
  const Expr& expr = program.exprs[id];
  const Context& context = expr.context;
  if (expr.op == Op::Constant) {
    const Range range = constant_range(program, expr, Params::Any);
    const bool one = range.low && range.high && *range.low == *range.high;
    return one ? std::optional(Affine{Rational(0), *range.low}) : std::nullopt;
  }
  if (expr.op == Op::Metric) {
    const bool earlier = expr.metric == metric && context.window.kind == base &&
                         context.window.count == 1 && context.subject.kind == SubjectKind::Own;
    if (earlier) return Affine{Rational(1), Rational(0)};
    const bool named = expr.metric != metric && is_own(context);
    return named ? affine_of(program, program.metrics[expr.metric].formula, metric, base)
                 : std::nullopt;
  }
  if (expr.args.size() != 2) return std::nullopt;
  const auto a = affine_of(program, expr.args[0], metric, base);
  const auto b = affine_of(program, expr.args[1], metric, base);
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
                                                       MetricId metric, WindowKind base) {
  if (!id || !metric) return std::nullopt;
  const auto line = affine_of(program, id, metric, base);
  if (!line) return std::nullopt;
  if (line->plus.is_zero() && !line->times.is_zero()) return std::pair(metric, line->times);
  const ProgramExprId formula = program.metrics[metric].formula;
  if (!line->times.is_zero() || !formula || program.exprs[formula].op != Op::Growth) {
    return std::nullopt;
  }
  const std::vector<ProgramExprId>& args = program.exprs[formula].args;
  const MetricId of = program.exprs[args[0]].metric;
  if (!of || program.exprs[args[0]].op != Op::Metric) return std::nullopt;
  const auto before = affine_of(program, args[1], of, base);
  const bool itself = before && before->times == Rational(1) && before->plus.is_zero();
  return itself ? std::optional(std::pair(of, Rational(1) + line->plus)) : std::nullopt;
}

/// Whether the target is made of what the metric was before.
bool reads_past(const Program& program, ProgramExprId id, MetricId metric) {
  if (!id || !metric) return false;
  const Expr& expr = program.exprs[id];
  const WindowKind window = expr.context.window.kind;
  const bool past = window == WindowKind::Prior || window == WindowKind::YearAgo;
  if (expr.op == Op::Metric && expr.metric == metric && past) return true;
  const bool named = expr.op == Op::Metric && expr.metric != metric && is_own(expr.context);
  if (named && reads_past(program, program.metrics[expr.metric].formula, metric)) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_past(program, arg, metric); });
}

std::vector<Growth> growths(const Program& program) {
  std::vector<Growth> all;
  const auto note = [&](ProgramExprId target, Growth growth) {
    for (const WindowKind base : {WindowKind::Prior, WindowKind::YearAgo}) {
      const auto wanted = factor_of(program, target, growth.metric, base);
      if (!wanted) continue;
      growth.metric = wanted->first;
      growth.base = base;
      if (wanted->second.sign() > 0) growth.factor = wanted->second;
      all.push_back(std::move(growth));
      return;
    }
    if (reads_past(program, target, growth.metric)) all.push_back(std::move(growth));
  };
  for (const Target& target : program.targets) {
    note(target.target, {target.metric, target.roles, target.effective, target.every, target.span});
  }
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines)
      note(line.target, {line.metric, card.roles, card.effective, card.every, line.span});
  }
  return all;
}

int months_of(PeriodUnit unit) {
  if (unit == PeriodUnit::Month) return 1;
  if (unit == PeriodUnit::Quarter) return 3;
  if (unit == PeriodUnit::Half) return 6;
  return unit == PeriodUnit::Year ? 12 : 0;
}

/// Whether somebody has both: the same role, or roles that one person can have.
Meeting::Answer concern_each_other(const Program& program, const Growth& a, const Growth& b) {
  const bool same = a.metric == b.metric && overlaps(a.effective, b.effective);
  if (!same) return Meeting::Answer::Never;
  if (share_role(a.roles, b.roles)) return Meeting::Answer::Possible;
  return meeting_of(program, a.roles, b.roles).answer;
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
  int count = 0;  // of the brief ones that follow each other; 1 where nothing compounds
  Rational compound;
  Rational needed;      // to two decimals of a percent
  bool is_one = false;  // both are growth, from the same beginning
  bool known = false;   // and somebody has both
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

/// Growing against the period before compounds; against the same of a year ago it does not: what
/// every month is 20 % above that is so every quarter.
Comparison compared(const Growth& brief, const Growth& lasting, Meeting::Answer met) {
  const bool year_ago = brief.base == WindowKind::YearAgo;
  const int count = year_ago ? 1 : months_of(lasting.every) / months_of(brief.every);
  Comparison here{brief, lasting, count, {}, {}, false, false, false};
  // the year before is a year ago
  const bool alike = brief.base == lasting.base || lasting.every == PeriodUnit::Year;
  here.is_one = brief.factor && lasting.factor && alike;
  here.known = here.is_one && met == Meeting::Answer::Possible;
  if (here.is_one) compound(here);
  return here;
}

void compare_all(const Program& program, const See& see) {
  const std::vector<Growth> all = growths(program);
  for (const Growth& brief : all) {
    for (const Growth& lasting : all) {
      const int shorter = months_of(brief.every);
      const int longer = months_of(lasting.every);
      if (shorter == 0 || longer <= shorter || longer % shorter != 0) continue;
      const Meeting::Answer met = concern_each_other(program, brief, lasting);
      if (met != Meeting::Answer::Never) see(compared(brief, lasting, met));
    }
  }
}

/// A target that is made of earlier periods in another way is no number.
Phrase factor_text(const std::optional<Rational>& factor) {
  Unit ratio;
  ratio.quantity = Quantity::Ratio;
  return factor ? number_text(*factor, ratio) : Phrase("…");
}

/// `3 times 105%`, `105% of a year ago every month`
Phrase growth_text(const Comparison& pair, const Phrase& factor) {
  if (pair.brief.base == WindowKind::YearAgo) {
    return factor + Text::growth_of_year_ago + word_of(pair.brief.every);
  }
  return std::to_string(pair.count) + Phrase(Text::growth_times) + factor;
}

Arguments words_of(const Program& program, const Comparison& pair) {
  const Rational shown =
      round_to_step(pair.compound, Rational::fraction(1, 10'000), RoundMode::HalfUp);
  const Phrase compound = (shown == pair.compound ? "" : "≈") + factor_text(shown);
  Phrase factor = factor_text(pair.brief.factor);
  const bool rounded = pair.meets && pair.compound != *pair.lasting.factor;
  if (rounded) factor += " (" + compound + ")";  // by how much it misses
  const bool is_mixed = pair.brief.factor && !pair.is_one;
  return {{"metric", program.metrics[pair.brief.metric].name},
          {"growth", growth_text(pair, factor)},
          {"compound", compound},
          {"other", factor_text(is_mixed ? std::nullopt : pair.lasting.factor)},
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
    Diagnostic& report =
        diagnostics.report(Code::growth_differs, pair.brief.span, words_of(program, pair))
            .label(pair.lasting.span, Text::this_is, {{"what", factor_text(pair.lasting.factor)}});
    if (pair.count == 1) return;
    report.hint(Text::growth_needed, {{"factor", factor_text(pair.needed)},
                                      {"other", factor_text(pair.lasting.factor)}});
  });
}

}  // namespace kpi::prove
