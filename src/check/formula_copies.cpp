#include "check/formula_copies.hpp"

#include "check/expressions.hpp"

namespace kpi::check {

MetricId add_metric(Checker& checker, Metric metric) {
  const MetricId id = checker.program.metrics.push(std::move(metric));
  const bool compiling = checker.metrics.size() + 1 == checker.program.metrics.size();
  if (compiling) checker.metrics.push({{}, Progress::Done});
  return id;
}

std::optional<MetricId> FormulaCopies::metric(MetricId id) {
  const auto known = metrics_.find(id);
  if (known != metrics_.end()) return known->second;
  ensure_metric(checker_, id);
  Metric copy = checker_.program.metrics[id];
  if (!copy.formula) return std::nullopt;
  name_ = copy.name;
  copy.formula = expr(copy.formula);
  if (!ok_) return std::nullopt;
  copy.name += "(" + suffix() + ")";
  const MetricId made = add_metric(checker_, std::move(copy));
  metrics_.emplace(id, made);
  return made;
}

ProgramExprId FormulaCopies::expr(ProgramExprId id) {
  if (!id || !ok_) return id;
  const auto known = exprs_.find(id);
  if (known != exprs_.end()) return known->second;
  Expr copy = checker_.expr(id);
  const Part part = part_of(copy);
  if (part != Part::Copied) return id;
  mark(copy);
  for (ProgramExprId& arg : copy.args)
    arg = expr(arg);
  if (copy.metric) copy.metric = metric(copy.metric).value_or(copy.metric);
  if (copy.aggregate) copy.aggregate = aggregate(copy.aggregate);
  if (copy.reduction) copy.reduction = reduction(copy.reduction);
  const ProgramExprId made = ok_ ? checker_.add(std::move(copy)) : id;
  exprs_.emplace(id, made);
  return made;
}

void FormulaCopies::mark(Expr&) const {}

AggregateId FormulaCopies::reduction(AggregateId id) {
  Aggregate copy = checker_.program.aggregates[id];
  change_parts(copy);
  return checker_.program.aggregates.push(std::move(copy));
}

void FormulaCopies::change_parts(Aggregate& copy) {
  for (AggregateId& inner : copy.group_aggregates)
    inner = aggregate(inner);
  copy.group_value = expr(copy.group_value);
  copy.group_other = expr(copy.group_other);
  copy.group_where = expr(copy.group_where);
}

AggregateId FormulaCopies::aggregate(AggregateId id) {
  const auto known = aggregates_.find(id);
  if (known != aggregates_.end()) return known->second;
  Aggregate copy = checker_.program.aggregates[id];
  if (copy.of_subject || !ok_) return id;
  change(copy);
  change_parts(copy);
  if (copy.per && ok_) {
    if (copy.per_table) ok_ = set_group_table(checker_, copy.per_table, span_, copy);
    copy.group_pers.clear();
    ok_ = ok_ && find_ways_to_groups(checker_, copy);
  }
  changed_ = true;
  const AggregateId made = checker_.program.aggregates.push(std::move(copy));
  aggregates_.emplace(id, made);
  return made;
}

ProgramExprId FormulaCopies::fail(Code code, Arguments arguments) {
  if (ok_) checker_.diagnostics.report(code, span_, std::move(arguments));
  ok_ = false;
  return {};
}

}  // namespace kpi::check
