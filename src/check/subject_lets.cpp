#include "check/expressions.hpp"

/// A calculated column where a person stands: computed as it is for rows, of the person's own row.
namespace kpi::check {

ProgramExprId let_of_subject(Checker& checker, const WayToRow& way, ProgramExprId value,
                             const ast::Name& name) {
  if (checker.type(value).grain == Grain::Constant) return value;
  Aggregate row;
  row.kind = AggregateKind::Only;
  row.table = way.to;
  row.value = value;
  row.of_subject = true;
  row.reads_period = reads_period(checker, value);
  row.span = name.span;
  Expr expr;
  expr.op = Op::Aggregate;
  expr.span = name.span;
  expr.text = name.text;
  expr.type = checker.type(value);
  expr.type.grain = Grain::Subject;
  expr.type.table = {};
  expr.type.optional = expr.type.optional || way.optional;
  if (!way.links.empty()) {
    expr.context.subject.kind = SubjectKind::Row;
    expr.context.subject.table = way.from;
    expr.context.subject.column.links = way.links;
  }
  expr.aggregate = checker.program.aggregates.push(std::move(row));
  return checker.add(std::move(expr));
}

}  // namespace kpi::check
