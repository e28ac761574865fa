#include <algorithm>

#include "base/text.hpp"
#include "check/checker.hpp"
#include "check/expressions.hpp"

namespace kpi::check {
namespace {

struct WordOf {
  Text operator()(TableId) const { return Text::word_table; }
  Text operator()(RoleId) const { return Text::word_role; }
  Text operator()(MetricId) const { return Text::word_metric; }
  Text operator()(ParamId) const { return Text::word_param; }
  Text operator()(TiersId) const { return Text::word_tiers; }
  Text operator()(ScorecardId) const { return Text::word_scorecard; }
  Text operator()(PayoutId) const { return Text::word_payout; }
  Text operator()(RuleId) const { return Text::word_rule; }
};

}  // namespace

Text word_for(const Symbol& symbol) {
  return std::visit(WordOf(), symbol.target);
}

Text word_for(Kind kind) {
  switch (kind) {
    case Kind::Number: return Text::word_number;
    case Kind::Text: return Text::word_text;
    case Kind::Bool: return Text::word_condition;
    case Kind::Date: return Text::word_date;
    case Kind::DateTime: return Text::word_datetime;
    case Kind::Period: return Text::word_period;
    case Kind::Link: return Text::word_link;
    case Kind::Error: break;
  }
  return Text::word_value;
}

const Symbol* Checker::find(const std::string& name) const {
  const auto found = symbols.find(name);
  return found == symbols.end() ? nullptr : &found->second;
}

bool has_reported_inside(const Checker& checker, Span span) {
  const auto& reported = checker.diagnostics.items();
  return std::any_of(reported.begin(), reported.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.span.file == span.file && diagnostic.span.begin >= span.begin &&
           diagnostic.span.end <= span.end && severity_of(diagnostic.code) == Severity::Error;
  });
}

namespace {

// What a person can read is far below; what the stages can take is above.
constexpr std::uint32_t kMostOperations = 100'000;
constexpr std::uint32_t kDeepest = 400;

}  // namespace

ProgramExprId Checker::add(Expr expr) {
  for (const ProgramExprId arg : expr.args) {
    expr.size = std::min(kMostOperations + 1, expr.size + program.exprs[arg].size);
    expr.depth = std::max(expr.depth, program.exprs[arg].depth + 1);
  }
  if (expr.metric && program.metrics[expr.metric].formula) {
    expr.depth = program.exprs[program.metrics[expr.metric].formula].depth + 1;
  }
  if (expr.size > kMostOperations || expr.depth > kDeepest) {
    diagnostics.report(Code::formula_too_large, expr.span);
    return error(expr.span);
  }
  return program.exprs.push(std::move(expr));
}

ProgramExprId Checker::error(Span span) {
  Expr expr;
  expr.span = span;
  return program.exprs.push(std::move(expr));
}

std::vector<std::string> names_of_kind(const Checker& checker, Text kind) {
  std::vector<std::string> names;
  for (const auto& [name, symbol] : checker.symbols) {
    if (kind == Text::word_name || word_for(symbol) == kind) names.push_back(name);
  }
  return names;
}

Diagnostic& report_unknown(Checker& checker, Text kind, const ast::Name& name,
                           const std::vector<std::string>& candidates) {
  if (checker.unread.count(name.text) != 0) return checker.unheard;
  Diagnostic& diagnostic = checker.diagnostics.report(Code::unknown_name, name.span,
                                                      {{"kind", kind}, {"name", name.text}});
  constexpr std::size_t kManyErrors = 100;  // beyond them nobody reads suggestions
  if (checker.diagnostics.error_count() > kManyErrors) return diagnostic;
  if (const auto close = nearest(name.text, candidates)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(name.span, *close, false);
  }
  return diagnostic;
}

bool is_column(const Checker& checker, const std::string& name) {
  return std::any_of(checker.columns.begin(), checker.columns.end(),
                     [&](const auto& columns) { return columns.count(name) != 0; });
}

void report_currency_missing(Checker& checker, Span span) {
  const auto& reported = checker.diagnostics.items();
  const bool refused =
      checker.unread.count("currency") + checker.unread.count("币种") != 0 ||
      std::any_of(reported.begin(), reported.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.code == Code::bad_currency;
      });
  if (!refused) {
    checker.diagnostics.report(Code::currency_missing, span).hint(Text::declare_currency);
  }
}

void report_not_yet(Checker& checker, Span span, std::string construct) {
  checker.diagnostics.report(Code::not_evaluated_yet, span, {{"construct", std::move(construct)}});
}

}  // namespace kpi::check
