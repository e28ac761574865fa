#include <algorithm>

#include "ast/parts.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/words.hpp"

/// `agg(e per team where c)`, `agg(e per reps where c)`: the same computed for each person.
namespace kpi::check {
namespace {

std::optional<ast::SubjectKind> tree_word(ast::PerKind kind) {
  if (kind == ast::PerKind::Team) return ast::SubjectKind::Team;
  if (kind == ast::PerKind::Below) return ast::SubjectKind::Below;
  if (kind == ast::PerKind::Reports) return ast::SubjectKind::Reports;
  return std::nullopt;
}

/// What has a value for a person and a period only.
bool is_of_person(const Checker& checker, const ast::Expr& expr) {
  const auto* path = std::get_if<ast::PathExpr>(&expr.node);
  const auto* call = std::get_if<ast::Call>(&expr.node);
  const ast::Path* name = path != nullptr ? &path->path : call != nullptr ? &call->callee : nullptr;
  if (name == nullptr || name->parts.size() != 1) return false;
  const std::string& text = name->parts[0].text;
  if (checker.find_as<MetricId>(text) || checker.find_as<PayoutId>(text)) return true;
  return call != nullptr && is_function_of_person(canonical_word(name->parts[0]));
}

bool reads_of_person(const Checker& checker, const ast::Ast& file, ast::ExprId id) {
  if (!id) return false;
  if (is_of_person(checker, file.exprs[id])) return true;
  const std::vector<ast::ExprId> parts = ast::parts_of(file.exprs[id]);
  return std::any_of(parts.begin(), parts.end(),
                     [&](ast::ExprId part) { return reads_of_person(checker, file, part); });
}

}  // namespace

bool is_over_people(const Checker& checker, const Env& env, const ast::Call& call) {
  const auto& per = call.context.per;
  if (per.size() == 1 && tree_word(per[0].kind)) return true;
  if (!group_table_of(checker, call)) return false;
  const auto reads = [&](ast::ExprId id) { return reads_of_person(checker, *env.ast, id); };
  return std::any_of(call.arguments.begin(), call.arguments.end(), reads) ||
         (call.context.group_where && reads(*call.context.group_where));
}

ProgramExprId check_over_people(Checker& checker, const Env& env, Span span, const ast::Call& call,
                                AggregateKind kind) {
  const ast::Per& per = call.context.per[0];
  ast::Context said = call.context;
  if (const auto word = tree_word(per.kind)) {
    said.of.emplace();
    said.of->kind = *word;
    said.of->span = per.span;
  }
  Aggregate how;
  how.kind = kind;
  Context context;
  if (!check_context(checker, env, said, context) ||
      reject_history_subject(checker, context.subject, span, Text::name_the_group)) {
    return checker.error(span);
  }
  how.per_people = tree_word(per.kind) ? context.subject.table : *group_table_of(checker, call);
  if (!checker.table(how.per_people).key) {
    report_no_key(checker, how.per_people, per.span);
    return checker.error(span);
  }
  Env person = env;
  person.words = {};
  person.words.reads_results = env.words.reads_results;
  person.subject_table = how.per_people;
  person.inferred_subject_table = nullptr;
  person.guarded.clear();
  return check_over_each(checker, env, person, {Op::OverPeople, span, call}, how, context);
}

}  // namespace kpi::check
