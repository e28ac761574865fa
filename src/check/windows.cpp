#include "check/expressions.hpp"
#include "check/ranges.hpp"

/// `of …` and `during …`: on what something is computed.
namespace kpi::check {
namespace {

std::optional<DateRange> days_of_bound(Checker& checker, const ast::Ast& file, ast::ExprId id) {
  const ast::Expr& expr = file.exprs[id];
  if (const auto* date = std::get_if<ast::DateLiteral>(&expr.node)) {
    return DateRange{date->date, date->date};
  }
  std::string text;
  if (const auto* period = std::get_if<ast::PeriodLiteral>(&expr.node)) text = period->text;
  if (const auto* number = std::get_if<ast::NumberLiteral>(&expr.node)) {
    text = exact_decimal_string(number->value).value_or("");
  }
  if (const auto period = parse_period(text, checker.program.calendar)) {
    return days_of(*period, checker.program.calendar);
  }
  checker.diagnostics.report(Code::not_a_period, expr.span, {{"text", text}});
  return std::nullopt;
}

bool check_subject(Checker& checker, const Env& env, const ast::Subject& subject, Subject& out) {
  switch (subject.kind) {
    case ast::SubjectKind::All: out.kind = SubjectKind::All; return true;
    case ast::SubjectKind::Company: out.kind = SubjectKind::Company; return true;
    case ast::SubjectKind::Key:
      out.kind = SubjectKind::Key;
      out.key = subject.key;
      return true;
    case ast::SubjectKind::Team:
    case ast::SubjectKind::Below:
    case ast::SubjectKind::Reports:
      report_not_yet(checker, subject.span, "of team, below, reports");
      return false;
    case ast::SubjectKind::Path: break;
  }
  const auto table = subject_table_of(checker, env, subject.path.parts[0]);
  if (!table) {
    report_unknown(checker, Text::word_column, subject.path.parts[0], {});
    return false;
  }
  if (env.inferred_subject_table != nullptr) *env.inferred_subject_table = *table;
  const auto path = resolve_column_path(checker, *table, subject.path.parts, false);
  if (!path) return false;
  out.kind = SubjectKind::Column;
  out.table = *table;
  out.column = *path;
  return true;
}

void reject_word(Checker& checker, bool present, Span span, const char* word, bool& ok) {
  if (!present) return;
  checker.diagnostics.report(Code::word_out_of_place, span, {{"word", word}});
  ok = false;
}

Window to_date(PeriodUnit unit) {
  Window window;
  window.kind = WindowKind::ToDate;
  window.unit = unit;
  return window;
}

Window whole(PeriodUnit unit) {
  Window window;
  window.kind = WindowKind::Whole;
  window.unit = unit;
  return window;
}

}  // namespace

std::optional<DateRange> check_range(Checker& checker, const ast::Ast& file,
                                     const ast::Window& window) {
  DateRange range{Date{-719162}, Date{2932896}};  // 0001-01-01 to 9999-12-31
  if (window.from) {
    const auto from = days_of_bound(checker, file, *window.from);
    if (!from) return std::nullopt;
    range.first = from->first;
  }
  if (window.to) {
    const auto to = days_of_bound(checker, file, *window.to);
    if (!to) return std::nullopt;
    range.last = window.until ? Date{to->first.days - 1} : to->last;
  }
  if (range.empty()) {
    checker.diagnostics.report(Code::range_reversed, window.span,
                               {{"text", to_string(range.first) + " to " + to_string(range.last)}});
    return std::nullopt;
  }
  return range;
}

bool check_window(Checker& checker, const Env& env, const ast::Window& window, Window& out) {
  switch (window.kind) {
    case ast::WindowKind::Prior:
      out.kind = WindowKind::Prior;
      out.count = window.count;
      break;
    case ast::WindowKind::YearAgo: out.kind = WindowKind::YearAgo; break;
    case ast::WindowKind::Year: out = whole(PeriodUnit::Year); break;
    case ast::WindowKind::Half: out = whole(PeriodUnit::Half); break;
    case ast::WindowKind::Quarter: out = whole(PeriodUnit::Quarter); break;
    case ast::WindowKind::Month: out = whole(PeriodUnit::Month); break;
    case ast::WindowKind::YearToDate: out = to_date(PeriodUnit::Year); break;
    case ast::WindowKind::HalfToDate: out = to_date(PeriodUnit::Half); break;
    case ast::WindowKind::QuarterToDate: out = to_date(PeriodUnit::Quarter); break;
    case ast::WindowKind::MonthToDate: out = to_date(PeriodUnit::Month); break;
    case ast::WindowKind::Last:
      out.kind = WindowKind::Last;
      out.count = window.count;
      out.unit = window.unit;
      break;
    case ast::WindowKind::AllTime: out.kind = WindowKind::AllTime; break;
    case ast::WindowKind::Periods: {
      const auto range = check_range(checker, *env.ast, window);
      if (!range) return false;
      out.kind = WindowKind::Fixed;
      out.range = *range;
      break;
    }
  }
  return true;
}

bool check_context(Checker& checker, const Env& env, const ast::Context& context, Context& out) {
  bool ok = true;
  if (context.of) ok = check_subject(checker, env, *context.of, out.subject) && ok;
  if (context.during) ok = check_window(checker, env, *context.during, out.window) && ok;
  return ok;
}

bool check_metric_context(Checker& checker, const Env& env, Span span, const ast::Context& context,
                          Context& out) {
  bool ok = check_context(checker, env, context, out);
  reject_word(checker, context.where.has_value(), span, "where", ok);
  reject_word(checker, context.group_where.has_value(), span, "where", ok);
  reject_word(checker, !context.per.empty(), span, "per", ok);
  reject_word(checker, context.skipping_none, span, "skipping none", ok);
  if (ok && (context.dated || context.credited || context.among)) {
    report_not_yet(checker, span, "dated, credited and among on a metric");
    ok = false;
  }
  return ok;
}

bool check_owned(Checker& checker, const Env& env, Span span, const Context& context,
                 const std::vector<TableId>& facts) {
  if (context.subject.kind != SubjectKind::All || env.subject_table) return true;
  for (const TableId fact : facts) {
    if (checker.table(fact).credited) continue;
    checker.diagnostics.report(Code::subject_is_owner_only, span,
                               {{"subject", "of all"}, {"table", checker.table(fact).name}});
    return false;
  }
  return true;
}

}  // namespace kpi::check
