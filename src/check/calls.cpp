#include "base/text.hpp"
#include "check/context_words.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/library.hpp"
#include "check/peers.hpp"
#include "check/ranges.hpp"
#include "check/spreadsheets.hpp"
#include "check/units.hpp"
#include "check/versions.hpp"
#include "check/words.hpp"
#include "program/statistics.hpp"
#include "syntax/found.hpp"
#include "syntax/keywords.hpp"

/// `name(…)`: metrics in their context, tiers, and the built-in functions.
namespace kpi::check {
namespace {

using Args = std::vector<ProgramExprId>;

bool check_count(Checker& checker, const CallSite& site, std::size_t count) {
  if (site.call.arguments.size() == count) return true;
  checker.diagnostics.report(Code::wrong_argument_count, site.span,
                             {{"name", site.word},
                              {"expected", std::to_string(count)},
                              {"count", site.call.arguments.size()}});
  return false;
}

/// sqrt(x): of a number, a ratio or a count; nothing else has a unit then.
ProgramExprId check_root(Checker& checker, const Env& env, const CallSite& site) {
  if (!check_count(checker, site, 1)) return checker.error(site.span);
  const ProgramExprId value = check_expr(checker, env, site.call.arguments[0]);
  if (checker.failed(value) || !expect_kind(checker, value, Kind::Number)) {
    return checker.error(site.span);
  }
  const Unit unit = checker.type(value).unit;
  const bool ratio = is_plain(unit, Quantity::Ratio);
  if (!ratio && !is_plain(unit, Quantity::Number) && !is_plain(unit, Quantity::Count)) {
    checker.diagnostics.report(
        Code::wrong_unit, checker.expr(value).span,
        {unit_argument("actual", unit), {"expected", Text::unit_name_number}});
    return checker.error(site.span);
  }
  const auto constant = fold(checker.program, value);
  const bool sure = constant && constant->is_number() && constant->number().sign() >= 0;
  Type type = checker.type(value);
  type.unit = unit_of(ratio ? Quantity::Ratio : Quantity::Number);
  type.scale = kRootDigits;
  type.optional = type.optional || !sure;
  return make_op(checker, Op::Sqrt, site.span, type, {value});
}

/// date(x): the day of a datetime.
ProgramExprId day_of_moment(Checker& checker, ProgramExprId moment, Span span) {
  Type type = combined(checker, {moment});
  type.kind = Kind::Date;
  return make_op(checker, Op::DayOf, span, type, {moment});
}

ProgramExprId check_date_call(Checker& checker, const Env& env, const CallSite& site) {
  if (!check_count(checker, site, 1)) return checker.error(site.span);
  const ProgramExprId moment = check_expr(checker, env, site.call.arguments[0]);
  if (checker.failed(moment) || !expect_kind(checker, moment, Kind::DateTime)) {
    return checker.error(site.span);
  }
  return day_of_moment(checker, moment, site.span);
}

/// An end of a span of days, or of hours. Days are counted by the calendar, whatever the clock
/// says.
bool fit_end(Checker& checker, ProgramExprId& end, Op op) {
  if (op == Op::HoursBetween) return expect_kind(checker, end, Kind::DateTime);
  const bool moment = checker.type(end).kind == Kind::DateTime;
  if (moment && (op == Op::Days || op == Op::Workdays))
    end = day_of_moment(checker, end, checker.expr(end).span);
  if (moment && op == Op::Months) {
    report_moment_and_day(checker, end, checker.expr(end).span);
    return false;
  }
  return expect_kind(checker, end, Kind::Date);
}

/// With holidays workdays are known for some days only: of rows this is judged when they are read,
/// of a person the value is absent.
bool check_holidays(Checker& checker, const Env& env, const CallSite& site, const Args& ends,
                    Type& type) {
  if (!checker.program.holidays) return true;
  if (type.grain == Grain::Constant) type.grain = env.grain;
  if (type.grain != Grain::Row) {
    type.optional = true;
    return true;
  }
  type.table = env.row_table;
  if (!reads_period(checker, ends[0]) && !reads_period(checker, ends[1])) return true;
  checker.diagnostics.report(Code::workdays_of_period, site.span);
  return false;
}

/// months(a, b): completed months. days(a to b): both ends counted. hours(a to b): elapsed.
ProgramExprId check_dates(Checker& checker, const Env& env, const CallSite& site, Op op) {
  Args args;
  const auto& arguments = site.call.arguments;
  const ast::Range* range =
      arguments.size() == 1 ? std::get_if<ast::Range>(&env.ast->exprs[arguments[0]].node) : nullptr;
  if (range != nullptr) {
    args = {check_expr(checker, env, range->first), check_expr(checker, env, range->last)};
  } else if (arguments.size() == 2) {
    args = {check_expr(checker, env, arguments[0]), check_expr(checker, env, arguments[1])};
  } else {
    check_count(checker, site, 2);
    return checker.error(site.span);
  }
  for (ProgramExprId& arg : args) {
    if (checker.failed(arg) || !fit_end(checker, arg, op)) return checker.error(site.span);
  }
  Type type = combined(checker, args);
  type.kind = Kind::Number;
  type.scale = 0;
  type.unit = unit_of(op == Op::Months         ? Quantity::Count
                      : op == Op::HoursBetween ? Quantity::Hours
                                               : Quantity::Days);
  if (op == Op::Workdays && !check_holidays(checker, env, site, args, type)) {
    return checker.error(site.span);
  }
  return make_op(checker, op, site.span, type, args);
}

/// The metric a function such as attainment(m …) is about, with the function's own context.
std::optional<Expr> metric_argument(Checker& checker, const Env& env, const CallSite& site) {
  if (!check_count(checker, site, 1)) return std::nullopt;
  const ProgramExprId use = check_metric_use(checker, env, site.call.arguments[0]);
  if (checker.failed(use)) return std::nullopt;
  Expr expr = checker.expr(use);
  const ast::Context& context = site.call.context;
  if (context.empty()) return expr;
  Context own;
  if (!check_metric_context(checker, env, site.span, context, own)) return std::nullopt;
  const auto variant = variant_of(checker, site.span, expr.metric, context);
  if (!variant) return std::nullopt;
  expr.metric = *variant;
  if (context.of) expr.context.subject = own.subject;
  if (own.subject.kind == SubjectKind::Held &&
      reject_history_subject(checker, own.subject, site.span, Text::targets_of_rows)) {
    return std::nullopt;
  }
  if (context.during) expr.context.window = own.window;
  return expr;
}

ProgramExprId check_target_word(Checker& checker, const Env& env, const CallSite& site, Op op) {
  const auto metric = metric_argument(checker, env, site);
  if (!metric) return checker.error(site.span);
  Expr expr = *metric;
  expr.op = op;
  expr.span = site.span;
  expr.type.optional = true;
  if (op == Op::Attainment) {
    const Metric& subject = checker.program.metrics[expr.metric];
    const auto& targets = checker.program.targets;
    const auto unsaid = [&](const Target& target) {
      const Better& better = target.method(subject.better);
      return target.metric == expr.metric && better.direction == Direction::Lower &&
             better.method == LowerMethod::Unsaid;
    };
    const auto is_own = [&](const Target& target) { return target.metric == expr.metric; };
    Target plain;
    plain.metric = expr.metric;
    const bool declared = std::any_of(targets.begin(), targets.end(), is_own);
    if (declared ? std::any_of(targets.begin(), targets.end(), unsaid) : unsaid(plain)) {
      checker.diagnostics.report(Code::method_missing, site.span, {{"metric", subject.name}})
          .hint(Text::lower_methods);
      return checker.error(site.span);
    }
    expr.type.unit = unit_of(Quantity::Ratio);
  }
  return checker.add(std::move(expr));
}

/// `growth(revenue, 去年)`: what the base is called elsewhere.
const char* base_meant(const ast::Expr& argument) {
  constexpr std::pair<std::string_view, const char*> kBases[] = {
      {"去年", "去年同期"},      {"上年", "去年同期"},      {"上年同期", "去年同期"},
      {"同比", "去年同期"},      {"同期", "去年同期"},      {"环比", "上期"},
      {"上月", "上期"},          {"上季度", "上期"},        {"前期", "上期"},
      {"last_year", "year ago"}, {"yoy", "year ago"},       {"previous", "prior"},
      {"last_month", "prior"},   {"last_quarter", "prior"}, {"mom", "prior"}};
  const auto* path = std::get_if<ast::PathExpr>(&argument.node);
  if (path == nullptr || path->path.parts.size() != 1) return nullptr;
  const std::string word = ascii_lower(path->path.parts[0].text);
  for (const auto& [name, base] : kBases) {
    if (word == name) return base;
  }
  return nullptr;
}

bool check_compared(Checker& checker, const Env& env, const CallSite& site) {
  if (site.call.arguments.size() == 1) return true;
  Diagnostic& report = checker.diagnostics.report(
      Code::wrong_argument_count, site.span,
      {{"name", site.word}, {"expected", "1"}, {"count", site.call.arguments.size()}});
  if (site.call.arguments.size() != 2) return false;
  const ast::Expr& base = env.ast->exprs[site.call.arguments[1]];
  if (const char* meant = base_meant(base)) {
    report.hint(Text::did_you_mean, {{"name", meant}}).fix(base.span, meant, false);
  } else {
    report.hint(Text::growth_bases, {{"name", site.word}});
  }
  return false;
}

/// `last 3 months`, `year to date`: a month against three of which it is one says nothing.
bool holds_own_period(WindowKind kind) {
  return kind != WindowKind::Prior && kind != WindowKind::YearAgo && kind != WindowKind::Fixed;
}

ProgramExprId check_growth(Checker& checker, const Env& env, const CallSite& site, Op op) {
  if (!check_compared(checker, env, site)) return checker.error(site.span);
  const auto metric = metric_argument(checker, env, site);
  if (!metric) return checker.error(site.span);
  Expr base = *metric;
  Window window;
  window.kind = WindowKind::Prior;
  if (site.call.window_argument &&
      !check_window(checker, env, *site.call.window_argument, window)) {
    return checker.error(site.span);
  }
  if (base.context.window.kind == WindowKind::Fixed) {
    checker.diagnostics.report(Code::fixed_days_compared, site.span);
    return checker.error(site.span);
  }
  if (holds_own_period(window.kind)) {
    checker.diagnostics.report(Code::base_not_before, site.span, {{"name", site.word}})
        .hint(Text::growth_bases, {{"name", site.word}});
    return checker.error(site.span);
  }
  if (base.context.window.kind != WindowKind::Own) {
    base.metric = windowed(checker, base);
    base.context.window = {};
  }
  const ProgramExprId value = checker.add(base);
  base.context.window = window;
  base.type.optional = true;
  const ProgramExprId before = checker.add(std::move(base));
  Type type = checker.type(value);
  type.optional = true;
  if (op == Op::Growth) type.unit = unit_of(Quantity::Ratio);
  if (op == Op::Change && is_plain(type.unit, Quantity::Ratio)) {
    type.unit = unit_of(Quantity::PercentagePoints);
  }
  const ProgramExprId grown = make_op(checker, op, site.span, type, {value, before});
  checker.program.exprs[grown].is_signed = env.is_signed;
  return grown;
}

ProgramExprId metric_in_context(Checker& checker, const Env& env, const CallSite& site,
                                MetricId id) {
  ensure_metric(checker, id);
  if (report_unbound(checker, id, site.span)) return checker.error(site.span);
  const Metric metric = checker.program.metrics[id];
  Expr expr;
  expr.op = Op::Metric;
  expr.span = site.span;
  expr.metric = id;
  expr.type = metric.type;
  expr.type.grain = Grain::Subject;
  if (site.call.context.among) {
    checker.diagnostics.report(Code::word_out_of_place, site.span, {{"word", "among"}})
        .hint(Text::of_instead, {{"name", metric.name}});
    return checker.error(site.span);
  }
  if (metric.type.kind == Kind::Error ||
      !check_metric_context(checker, env, site.span, site.call.context, expr.context)) {
    return checker.error(site.span);
  }
  const auto variant = variant_of(checker, site.span, id, site.call.context);
  if (!variant) return checker.error(site.span);
  expr.metric = *variant;
  if (reject_history_group(checker, expr.context, checker.program.metrics[*variant].formula,
                           site.span)) {
    return checker.error(site.span);
  }
  if (may_be_absent(checker, expr.context)) expr.type.optional = true;
  if (!check_owned(checker, env, site.span, expr.context,
                   checker.program.metrics[*variant].facts)) {
    return checker.error(site.span);
  }
  return checker.add(std::move(expr));
}

/// What `revenue(team)` was meant to be: `revenue(of team)`; else an example of a context.
std::string context_meant(const Env& env, const CallSite& site) {
  const std::string& name = site.call.callee.parts[0].text;
  const auto* path = site.call.arguments.size() == 1
                         ? std::get_if<ast::PathExpr>(&env.ast->exprs[site.call.arguments[0]].node)
                         : nullptr;
  if (path != nullptr && path->path.parts.size() == 1) {
    const std::string& word = path->path.parts[0].text;
    for (const auto subject :
         {syntax::Keyword::Team, syntax::Keyword::Below, syntax::Keyword::Reports,
          syntax::Keyword::All, syntax::Keyword::Company}) {
      if (!syntax::spells(word, subject)) continue;
      std::string text = name;
      text += word == syntax::english_of(subject) ? "(of " : "(属于 ";
      text += word;
      return text += ')';
    }
  }
  return name + "(during prior)";
}

ProgramExprId report_unknown_function(Checker& checker, const Env& env, const CallSite& site) {
  const ast::Name& name = site.call.callee.parts[0];
  if (checker.find_as<MetricId>(name.text)) {
    checker.diagnostics
        .report(Code::wrong_argument_count, site.span,
                {{"name", name.text}, {"expected", "0"}, {"count", site.call.arguments.size()}})
        .hint(Text::write_instead, {{"text", context_meant(env, site)}});
    return checker.error(site.span);
  }
  if (const auto form = instead_of_spreadsheet(name.text)) {
    checker.diagnostics.report(
        Code::spreadsheet_function, name.span,
        {{"name", name.text}, {"form", form_beside(checker, name.span, *form)}});
    return checker.error(site.span);
  }
  if (const auto form = spoken_comparison(name.text)) {
    checker.diagnostics.report(
        Code::foreign_operator, name.span,
        {{"seen", name.text}, {"meant", form_beside(checker, name.span, *form)}});
    return checker.error(site.span);
  }
  if (checker.unread.count(name.text) != 0) return checker.error(site.span);
  if (is_of_library(name.text) && lacks_library(checker)) return checker.error(site.span);
  Diagnostic& diagnostic =
      checker.diagnostics.report(Code::unknown_function, name.span, {{"name", name.text}});
  if (is_of_library(name.text)) {
    hint_library(checker, diagnostic, name.text, name.span);
    return checker.error(site.span);
  }
  const char* meant = syntax::word_meant(name.text);
  const auto close = meant != nullptr ? std::optional<std::string>(meant)
                                      : nearest(name.text, function_names(checker));
  if (close) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(name.span, *close, false);
  }
  return checker.error(site.span);
}

ProgramExprId check_builtin(Checker& checker, const Env& env, const CallSite& site) {
  const std::string& word = site.word;
  if (!words_fit(checker, site)) return checker.error(site.span);
  if (word == "min") return check_extremes(checker, env, site, Op::Min);
  if (word == "max") return check_extremes(checker, env, site, Op::Max);
  if (word == "clamp" && check_count(checker, site, 3)) return check_clamp(checker, env, site);
  if (word == "abs" && check_count(checker, site, 1)) return check_abs(checker, env, site);
  if (word == "round") return check_round_call(checker, env, site);
  if (word == "sqrt") return check_root(checker, env, site);
  if (word == "convert") return check_convert(checker, env, site);
  if (word == "months") return check_dates(checker, env, site, Op::Months);
  if (word == "days") return check_dates(checker, env, site, Op::Days);
  if (word == "workdays") return check_dates(checker, env, site, Op::Workdays);
  if (word == "hours") return check_dates(checker, env, site, Op::HoursBetween);
  if (word == "date") return check_date_call(checker, env, site);
  if (word == "clamp" || word == "abs") return checker.error(site.span);
  if (env.grain == Grain::Row || env.group_aggregates != nullptr) {
    if (!is_function_of_person(word)) return report_unknown_function(checker, env, site);
    checker.diagnostics.report(Code::aggregate_in_row, site.span, {{"name", word}});
    return checker.error(site.span);
  }
  if (word == "growth") return check_growth(checker, env, site, Op::Growth);
  if (word == "change") return check_growth(checker, env, site, Op::Change);
  if (word == "attainment") return check_target_word(checker, env, site, Op::Attainment);
  if (word == "target") return check_target_word(checker, env, site, Op::Target);
  if (word == "baseline") return check_target_word(checker, env, site, Op::Baseline);
  if (word == "stretch") return check_target_word(checker, env, site, Op::Stretch);
  if (word == "points") return check_points(checker, env, site);
  if (word == "score" || word == "grade") return check_score(checker, env, site);
  if (word == "rank") return check_rank(checker, env, site);
  if (word == "share") return check_share(checker, env, site);
  if (word == "streak") return check_streak(checker, env, site);
  if (word == "allocate") return check_allocate(checker, env, site);
  return report_unknown_function(checker, env, site);
}

/// A call that has no value before any data.
bool reads_data(const Checker& checker, const Env& env, const CallSite& site, bool metric) {
  const std::string& name = site.call.callee.parts[0].text;
  return metric || checker.find_as<PayoutId>(name) || is_function_of_person(site.word) ||
         is_aggregate_call(checker, env, site.call);
}

}  // namespace

ProgramExprId check_metric_use(Checker& checker, const Env& env, ast::ExprId id) {
  const ast::Expr& expr = env.ast->exprs[id];
  const ast::Path* path = nullptr;
  if (const auto* node = std::get_if<ast::PathExpr>(&expr.node)) path = &node->path;
  if (const auto* node = std::get_if<ast::Call>(&expr.node)) path = &node->callee;
  if (path == nullptr || path->parts.size() != 1) {
    checker.diagnostics.report(Code::line_not_metric, expr.span);
    return checker.error(expr.span);
  }
  const auto* call = std::get_if<ast::Call>(&expr.node);
  const bool is_function =
      syntax::find_keyword(path->parts[0].text, syntax::WordClass::Builtin).has_value();
  if (call != nullptr && is_function && !checker.find(path->parts[0].text)) {
    checker.diagnostics.report(Code::line_not_metric, expr.span);
    return checker.error(expr.span);
  }
  const auto metric = resolve<MetricId>(checker, Text::word_metric, path->parts[0]);
  if (!metric) return checker.error(expr.span);
  static const ast::Call kPlain{};
  const CallSite site{call != nullptr ? *call : kPlain, path->parts[0].text, expr.span};
  return metric_in_context(checker, env, site, *metric);
}

ProgramExprId check_call(Checker& checker, const Env& env, Span span, const ast::Call& call) {
  if (call.callee.parts.empty()) return checker.error(span);
  const ast::Name& name = call.callee.parts[0];
  const CallSite site{call, canonical_word(name), span};
  if (call.callee.parts.size() > 1) {
    checker.diagnostics.report(Code::unknown_function, call.callee.span, {{"name", name.text}});
    return checker.error(span);
  }
  const auto metric = checker.find_as<MetricId>(name);
  if (env.grain == Grain::Constant && reads_data(checker, env, site, metric.has_value())) {
    checker.diagnostics.report(Code::constant_needed, span);
    return checker.error(span);
  }
  const bool outside_rows = env.grain == Grain::Subject && env.group_aggregates == nullptr;
  if (metric && call.arguments.empty()) {
    if (outside_rows) return metric_in_context(checker, env, site, *metric);
    checker.diagnostics.report(Code::aggregate_in_row, span, {{"name", name.text}});
    return checker.error(span);
  }
  const auto payout = checker.find_as<PayoutId>(name);
  if (payout && call.arguments.empty() && outside_rows) {
    const bool fits = has_only(checker, site, {ContextWord::Of, ContextWord::During});
    if (!fits) return checker.error(span);
    return check_payout_use(checker, env, site, *payout);
  }
  if (const auto tiers = checker.find_as<TiersId>(name)) {
    if (!has_only(checker, site, {})) return checker.error(span);
    return check_tiers_call(checker, env, site, *tiers);
  }
  const bool per_line = call.context.per.size() == 1 && outside_rows &&
                        call.context.per[0].kind == ast::PerKind::Line;
  if (per_line && env.words.card != nullptr) return check_per_line(checker, env, site);
  if (is_aggregate_call(checker, env, call)) return check_aggregate(checker, env, span, call);
  return check_builtin(checker, env, site);
}

}  // namespace kpi::check
