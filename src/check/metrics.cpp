#include <algorithm>

#include "check/expressions.hpp"
#include "check/library.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/versions.hpp"

/// Metrics: formula, type, direction, published step. Checked when first needed, so order in the
/// file never matters and a cycle is found where it closes.
namespace kpi::check {
namespace {

void collect_facts(const Checker& checker, ProgramExprId id, std::vector<TableId>& facts) {
  if (!id) return;
  const Expr& expr = checker.expr(id);
  const auto enter = [&](TableId table) {
    if (std::find(facts.begin(), facts.end(), table) == facts.end()) facts.push_back(table);
  };
  if (expr.aggregate) {
    const Aggregate& read = checker.program.aggregates[expr.aggregate];
    if (!read.of_subject) enter(read.table);
    for (const AggregateId inner : read.group_aggregates)
      enter(checker.program.aggregates[inner].table);
  }
  if (expr.metric) {
    for (const TableId table : checker.program.metrics[expr.metric].facts)
      enter(table);
  }
  for (const ProgramExprId arg : expr.args)
    collect_facts(checker, arg, facts);
}

/// A metric that reads a metric of people reads those people's columns too.
TableId inherited_subject(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  if (expr.metric && expr.context.subject.kind == SubjectKind::Own) {
    const TableId table = checker.program.metrics[expr.metric].subject_table;
    if (table) return table;
  }
  for (const ProgramExprId arg : expr.args) {
    if (const TableId table = inherited_subject(checker, arg)) return table;
  }
  return {};
}

/// One version of the metric; without a formula when it was reported.
Metric check_version(Checker& checker, MetricId id, const MetricText& text) {
  const ast::Metric& declared = *text.declared;
  Metric metric = checker.program.metrics[id];
  Env env;
  env.ast = text.ast;
  env.grain = Grain::Subject;
  TableId subject;
  env.inferred_subject_table = &subject;
  env.is_signed = declared.signed_ratio;
  const ProgramExprId formula = check_expr(checker, env, declared.formula);
  if (checker.failed(formula)) return metric;
  const Type type = checker.type(formula);
  if (type.kind != Kind::Number) {
    checker.diagnostics.report(Code::wrong_kind, checker.expr(formula).span,
                               {{"actual", word_for(type.kind)}, {"expected", Text::word_number}});
    return metric;
  }
  metric.formula = formula;
  metric.type = type;
  metric.type.grain = Grain::Subject;
  metric.subject_table = subject ? subject : inherited_subject(checker, formula);
  collect_facts(checker, formula, metric.facts);
  metric.publish = checker.program.precision.of(type.unit);
  env.grain = Grain::Constant;
  if (declared.round) metric.publish = check_round(checker, env, *declared.round, type.unit);
  metric.unit_text = declared.unit.text;
  metric.objective = declared.objective.text;
  metric.is_signed = declared.signed_ratio;
  if (declared.better) metric.better = check_better(checker, env, *declared.better, type);
  return metric;
}

/// All versions as one metric, which computes what holds in the period asked for.
void check_all_versions(Checker& checker, MetricId id, const std::vector<MetricText>& texts) {
  std::vector<Metric> versions;
  for (const MetricText& text : texts)
    versions.push_back(check_version(checker, id, text));
  Metric metric = versions[0];
  std::vector<ProgramExprId> formulas;
  std::vector<DateRange> days;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const Metric& version = versions[i];
    const ast::Head& head = texts[i].declared->head;
    if (!version.formula) return;
    const bool same_unit = same_type(version.type, metric.type);
    if (!same_unit || !same_properties(version, metric)) {
      report_difference(checker, metric.name, head.name.span, metric.span,
                        same_unit ? Text::words_version_block : Text::words_version_type);
      return;
    }
    formulas.push_back(version.formula);
    days.push_back(effective_days(checker, head).value_or(all_days()));
    if (!metric.subject_table) metric.subject_table = version.subject_table;
    collect_facts(checker, version.formula, metric.facts);
  }
  if (texts.size() > 1 || texts[0].declared->head.effective) {
    metric.formula = by_version(checker, metric.span, metric.name, formulas, std::move(days));
    if (checker.failed(metric.formula)) return;
    metric.type.optional = checker.type(metric.formula).optional;
  }
  checker.program.metrics[id] = std::move(metric);
}

/// Nothing at all is the best result, and target / 0 has no value: the rules say what it is worth.
void check_at_zero(Checker& checker, const ast::Better& better) {
  const bool inverse = better.method == ast::LowerMethod::Inverse;
  if (inverse == better.at_zero.has_value()) return;
  const Code code = inverse ? Code::inverse_without_zero : Code::zero_without_inverse;
  const std::string form = form_beside(checker, better.span, "better lower inverse at zero 150%");
  checker.diagnostics.report(code, better.span).hint(Text::write_instead, {{"text", form}});
}

}  // namespace

Better check_better(Checker& checker, const Env& env, const ast::Better& better,
                    const Type& value) {
  Better result;
  const Unit ratio = unit_of(Quantity::Ratio);
  const auto number = [&](const std::optional<ast::ExprId>& id, const Unit& unit) {
    return id ? check_constant(checker, env, *id, unit) : std::optional<Rational>();
  };
  switch (better.direction) {
    case ast::Direction::Higher: result.direction = Direction::Higher; break;
    case ast::Direction::Lower: result.direction = Direction::Lower; break;
    case ast::Direction::Within: result.direction = Direction::Within; break;
  }
  switch (better.method) {
    case ast::LowerMethod::Unsaid: break;
    case ast::LowerMethod::Linear:
      result.method = LowerMethod::Linear;
      result.linear = true;
      break;
    case ast::LowerMethod::Inverse: result.method = LowerMethod::Inverse; break;
  }
  check_at_zero(checker, better);
  result.at_zero = number(better.at_zero, ratio);
  result.zero_target = number(better.zero_target, ratio);
  result.zero_target_else = number(better.zero_target_else, ratio);
  if (result.direction == Direction::Within) {
    result.within_low = number(better.within_low, value.unit).value_or(Rational(0));
    result.within_high = number(better.within_high, value.unit).value_or(Rational(0));
    result.zero_low = number(better.zero_low, value.unit).value_or(result.within_low);
    result.zero_high = number(better.zero_high, value.unit).value_or(result.within_high);
    const bool ordered = result.zero_low <= result.within_low &&
                         result.within_low <= result.within_high &&
                         result.within_high <= result.zero_high;
    if (!ordered) checker.diagnostics.report(Code::within_out_of_order, better.span);
  }
  return result;
}

void ensure_metric(Checker& checker, MetricId id) {
  if (checker.metrics.size() <= id.index()) return;  // an already checked program
  MetricState& state = checker.metrics[id];
  if (state.progress == Progress::Done) return;
  if (state.progress == Progress::Running) {
    report_cycle(checker, checker.metric_stack, checker.program.metrics, id);
    return;
  }
  state.progress = Progress::Running;
  checker.metric_stack.push_back(id);
  const std::size_t reported = checker.diagnostics.size();
  check_all_versions(checker, id, std::vector<MetricText>(state.versions));
  leave_unbound(checker, id, reported);
  checker.metric_stack.pop_back();
  checker.metrics[id].progress = Progress::Done;
}

void check_metrics(Checker& checker, const std::vector<const ast::Ast*>&) {
  for (std::size_t i = 0; i < checker.metrics.size(); ++i)
    ensure_metric(checker, MetricId(i));
}

}  // namespace kpi::check
