#include "check/multiples.hpp"

#include "check/units.hpp"

namespace kpi::check {
namespace {

constexpr int kLeast = 2;
constexpr int kMonths = 12;  // a bound may be a year's pay

class Multiples {
 public:
  Multiples(Checker& checker, Paid how) : checker_(checker), how_(how) {}

  /// `divided`: the product is divided by a number later, as in `* 20 / 100`.
  void visit(ProgramExprId id, bool divided) {
    const Expr expr = checker_.expr(id);
    const bool product = expr.op == Op::Multiply;
    if (product && !divided) judge(expr);
    const bool by_number = expr.op == Op::Divide && is_bare(expr.args[1]);
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      visit(expr.args[i], (product && divided) || (by_number && i == 0));
    }
    if (expr.aggregate) visit_aggregate(checker_.program.aggregates[expr.aggregate]);
    if (expr.metric && how_ == Paid::Amount) visit_metric(expr.metric);
  }

 private:
  void visit_aggregate(const Aggregate& aggregate) {
    const ProgramExprId value = aggregate.value;
    const ProgramExprId group = aggregate.group_value;
    if (value) visit(value, false);
    if (group) visit(group, false);
  }

  void visit_metric(MetricId id) {
    if (!seen_.insert(id).second) return;
    const ProgramExprId formula = checker_.program.metrics[id].formula;
    if (formula) visit(formula, false);
  }

  bool is_bare(ProgramExprId id) const {
    const Expr& expr = checker_.expr(id);
    return expr.op == Op::Constant && !expr.param && expr.type.kind == Kind::Number &&
           is_plain(expr.type.unit, Quantity::Number) && expr.constant.is_number();
  }

  bool is_money(ProgramExprId id) const {
    const Type type = checker_.type(id);
    return type.kind == Kind::Number && type.grain != Grain::Constant &&
           is_plain(type.unit, Quantity::Money);
  }

  void judge(const Expr& product) {
    for (std::size_t i = 0; i < 2; ++i) {
      const ProgramExprId number = product.args[i];
      if (!is_bare(number) || !is_money(product.args[1 - i])) continue;
      const Rational& value = checker_.expr(number).constant.number();
      if (value < Rational(kLeast)) continue;
      if (how_ == Paid::Bound && value <= Rational(kMonths)) continue;
      const std::string text = exact_decimal_string(value).value_or("");
      const std::string percent = exact_decimal_string(value * Rational(100)).value_or("");
      checker_.diagnostics
          .report(Code::money_times_number, checker_.expr(number).span, {{"number", text}})
          .hint(Text::factor_or_share, {{"number", text}, {"percent", percent}});
    }
  }

  Checker& checker_;
  Paid how_;
  std::set<MetricId> seen_;
};

}  // namespace

void warn_of_multiples(Checker& checker, ProgramExprId value, Paid how) {
  if (value && !checker.failed(value)) Multiples(checker, how).visit(value, false);
}

}  // namespace kpi::check
