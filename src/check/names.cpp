#include <algorithm>

#include "ast/parts.hpp"
#include "base/bilingual.hpp"
#include "base/text.hpp"
#include "check/checker.hpp"
#include "check/expressions.hpp"
#include "check/library.hpp"
#include "check/library_names.hpp"
#include "syntax/found.hpp"

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

bool is_of_library(const std::string& name) {
  constexpr std::string_view kLead = "std_";
  return name.compare(0, kLead.size(), kLead) == 0;
}

std::string form_beside(const Checker& checker, Span span, std::string_view form) {
  const auto& files = checker.chinese_files;
  return syntax::spelled_as(form, std::find(files.begin(), files.end(), span.file) != files.end());
}

/// Beyond so many errors nobody reads suggestions, and every name is compared for each.
static bool suggests(const Checker& checker) {
  constexpr std::size_t kManyErrors = 100;
  return checker.diagnostics.error_count() <= kManyErrors;
}

std::vector<std::string> names_of_kind(const Checker& checker, Text kind) {
  std::vector<std::string> names;
  if (!suggests(checker)) return names;
  for (const auto& [name, symbol] : checker.symbols) {
    if (kind == Text::word_name || word_for(symbol) == kind) names.push_back(name);
  }
  return names;
}

/// A label, or one of the languages it is in.
static bool says(const std::string& label, const std::string& text) {
  if (label == text) return true;
  const auto halves = bilingual(label);
  return halves && (halves->chinese == text || halves->other == text);
}

/// The metric of the line of a card that reports call so.
static std::optional<std::string> labelled_line(const Program& program, const std::string& label) {
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines) {
      if (line.metric && says(line.label, label)) return program.metrics[line.metric].name;
    }
  }
  return std::nullopt;
}

/// The thing of that kind that reports call by this text: a label in the place of a name.
static std::optional<std::string> labelled(const Checker& checker, Text kind,
                                           const std::string& label) {
  const Program& program = checker.program;
  const auto label_of = [&](const Symbol& symbol) -> const std::string& {
    struct LabelOf {
      const Program& program;
      const std::string& operator()(TableId id) const { return program.tables[id].label; }
      const std::string& operator()(RoleId id) const { return program.roles[id].label; }
      const std::string& operator()(MetricId id) const { return program.metrics[id].label; }
      const std::string& operator()(ParamId id) const { return program.params[id].label; }
      const std::string& operator()(TiersId id) const { return program.tiers[id].label; }
      const std::string& operator()(ScorecardId id) const { return program.scorecards[id].label; }
      const std::string& operator()(PayoutId id) const { return program.payouts[id].label; }
      const std::string& operator()(RuleId id) const { return program.rules[id].label; }
    };
    return std::visit(LabelOf{program}, symbol.target);
  };
  for (const auto& [name, symbol] : checker.symbols) {
    const bool fits = kind == Text::word_name || word_for(symbol) == kind;
    if (fits && says(label_of(symbol), label)) return name;
  }
  const bool metric = kind == Text::word_name || kind == Text::word_metric;
  return metric ? labelled_line(program, label) : std::nullopt;
}

Diagnostic& report_unknown(Checker& checker, Text kind, const ast::Name& name,
                           const std::vector<std::string>& candidates) {
  if (checker.unread.count(name.text) != 0) return checker.unheard;
  if (is_of_library(name.text) && lacks_library(checker)) return checker.unheard;
  Diagnostic& diagnostic = checker.diagnostics.report(Code::unknown_name, name.span,
                                                      {{"kind", kind}, {"name", name.text}});
  if (!suggests(checker)) return diagnostic;
  if (const auto called = labelled(checker, kind, name.text)) {
    diagnostic.hint(Text::is_label_of, {{"label", name.text}, {"name", *called}})
        .fix(name.span, *called, false);
  } else if (is_of_library(name.text)) {
    hint_library(checker, diagnostic, name.text, name.span);
  } else if (const auto close = nearest(name.text, candidates)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(name.span, *close, false);
  } else if (const auto file =
                 checker.libraries.empty() ? std::nullopt : library_file_of(name.text)) {
    diagnostic.hint(Text::bind_library, {{"table", name.text}, {"file", *file}});
  }
  return diagnostic;
}

/// The first bare name in a formula that is a column of a table, with the table before it: of one
/// with dates rather than of people.
static std::optional<std::string> column_with_table(const Checker& checker, const Env& env,
                                                    ast::ExprId id) {
  if (!id) return std::nullopt;
  const ast::Expr& expr = env.ast->exprs[id];
  const auto* path = std::get_if<ast::PathExpr>(&expr.node);
  std::optional<std::string> found;
  for (std::size_t i = 0; path != nullptr && i < checker.columns.size(); ++i) {
    const std::string& name = path->path.parts[0].text;
    const bool has = checker.columns[i].count(name) + checker.lets[i].count(name) != 0;
    const TableSchema& table = checker.table(TableId(i));
    if (has && (table.dated || !found)) found = table.name + "." + name;
  }
  for (const ast::ExprId part : ast::parts_of(expr)) {
    if (!found) found = column_with_table(checker, env, part);
  }
  return found;
}

std::string with_table(const Checker& checker, const Env& env, const ast::Call& call,
                       const std::string& word) {
  std::optional<std::string> column;
  for (const ast::ExprId argument : call.arguments) {
    if (!column) column = column_with_table(checker, env, argument);
  }
  const bool alone = call.arguments.size() == 1 &&
                     std::holds_alternative<ast::PathExpr>(env.ast->exprs[call.arguments[0]].node);
  if (column && !alone) return *column;
  return word + (call.distinct ? "(distinct " : "(") + column.value_or("orders.amount") + ")";
}

void report_no_key(Checker& checker, TableId table, Span span) {
  if (!checker.unread.empty()) return;
  checker.diagnostics.report(Code::link_without_key, span, {{"table", checker.table(table).name}});
}

std::vector<std::string> column_names(const Checker& checker, TableId table) {
  std::vector<std::string> names;
  for (const auto& [name, id] : checker.columns[table.index()])
    names.push_back(name);
  for (const auto& [name, index] : checker.lets[table.index()])
    names.push_back(name);
  return names;
}

bool is_choice_of(const Checker& checker, TableId table, const std::string& name) {
  const auto& columns = checker.table(table).columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& choices = columns[ColumnId(i)].choices;
    if (std::find(choices.begin(), choices.end(), name) != choices.end()) return true;
  }
  return false;
}

std::optional<std::string> column_headed(const Checker& checker, TableId table,
                                         const std::string& header) {
  for (const auto& [name, id] : checker.columns[table.index()]) {
    const Column& column = checker.table(table).columns[id];
    if (column.header == header || column.label == header) return name;
  }
  return std::nullopt;
}

std::optional<Role> role_named(const Checker& checker, const std::string& name) {
  const auto found = checker.symbols.find(name);
  if (found == checker.symbols.end()) return std::nullopt;
  const auto* const id = std::get_if<RoleId>(&found->second.target);
  return id != nullptr ? std::optional(checker.program.roles[*id]) : std::nullopt;
}

void report_unknown_column(Checker& checker, TableId table, const ast::Name& name) {
  if (checker.unread.count(name.text) != 0 || checker.broken_tables.count(table) != 0) return;
  if (checker.lets[table.index()].count(name.text) != 0) {  // where only a column can stand
    checker.diagnostics.report(
        Code::wrong_declaration, name.span,
        {{"name", name.text}, {"actual", Text::word_calculated}, {"expected", Text::word_column}});
    return;
  }
  Diagnostic& diagnostic = checker.diagnostics.report(
      Code::unknown_column, name.span, {{"table", checker.table(table).name}, {"name", name.text}});
  if (const auto role = role_named(checker, name.text)) {
    diagnostic.hint(Text::role_is_no_subject,
                    {{"name", name.text}, {"table", checker.table(role->table).name}});
  } else if (is_choice_of(checker, table, name.text)) {
    diagnostic.hint(Text::write_instead, {{"text", '"' + name.text + '"'}})
        .fix(name.span, '"' + name.text + '"', false);
  } else if (const auto called = column_headed(checker, table, name.text)) {
    diagnostic.hint(Text::is_header_of, {{"header", name.text}, {"name", *called}})
        .fix(name.span, *called, false);
  } else if (const auto close = nearest(name.text, column_names(checker, table))) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(name.span, *close, false);
  }
}

void report_not_a_link(Checker& checker, TableId table, const ast::Name& name,
                       const ast::Name& next) {
  checker.diagnostics.report(
      Code::not_a_link, name.span,
      {{"table", checker.table(table).name}, {"name", name.text}, {"next", next.text}});
}

bool is_column(const Checker& checker, const std::string& name) {
  return std::any_of(checker.columns.begin(), checker.columns.end(),
                     [&](const auto& columns) { return columns.count(name) != 0; });
}

namespace {

/// A currency that is said, but not so that it could be read, was reported there.
bool currency_was_refused(const Checker& checker) {
  const auto& reported = checker.diagnostics.items();
  return std::any_of(checker.unread.begin(), checker.unread.end(),
                     [](const std::string& word) {
                       return word == "币种" || word == "幣種" ||
                              nearest(word, {"currency"}).has_value();
                     }) ||
         std::any_of(reported.begin(), reported.end(), [](const Diagnostic& diagnostic) {
           return diagnostic.code == Code::bad_currency;
         });
}

}  // namespace

/// One message: a currency of the project is that of all its money.
void report_currency_missing(Checker& checker, Span span, const TableSchema* table) {
  const auto& reported = checker.diagnostics.items();
  const bool told = std::any_of(reported.begin(), reported.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.code == Code::currency_missing;
  });
  if (told || currency_was_refused(checker)) return;
  const bool of_library = table != nullptr && is_in_library(checker, span);
  Diagnostic& report =
      checker.diagnostics.report(Code::currency_missing, of_library ? table->span : span);
  if (of_library) report.note(Text::money_of_library, {{"table", table->name}});
  report.hint(Text::declare_currency);
}

}  // namespace kpi::check
