#include <algorithm>

#include "check/check.hpp"
#include "check/ranges.hpp"
#include "diag/period_words.hpp"
#include "driver/by.hpp"
#include "program/operations.hpp"
#include "reference/reference.hpp"
#include "score/score.hpp"

namespace kpi::driver {
namespace {

using Measures = std::vector<score::QueryResult::Measure>;

/// The days asked for: `during …` in the query, else --period.
std::optional<Asked> asked_days(const ast::QueryInput& query, const SourceMap& sources,
                                const RunRequest& request, const Calendar& calendar,
                                Diagnostics& diagnostics) {
  if (query.during) {
    std::string text(sources.text(query.during->span));
    return parse_asked(text, calendar, diagnostics);
  }
  if (!request.period.empty()) return parse_asked(request.period, calendar, diagnostics);
  diagnostics.report(Code::period_missing, Span{});
  return std::nullopt;
}

/// Rows are chosen among those that are listed.
bool lists_rows(const ast::QueryInput& query, Diagnostics& diagnostics) {
  if (!query.where || !query.by.empty()) return true;
  const Span span = query.ast.exprs[*query.where].span;
  diagnostics.report(Code::where_without_rows, span).hint(Text::where_of_rows);
  return false;
}

/// The step to which the results of a card are published.
std::optional<RoundSpec> published_as(const Program& program, const Expr& expr) {
  if (expr.op == Op::Score) return program.precision.points;
  if (expr.op == Op::Points && expr.scorecard) {
    return program.scorecards[expr.scorecard].lines[expr.index].publish;
  }
  if (expr.op != Op::Payout) return std::nullopt;
  for (const Adjust& adjust : program.payouts[expr.payout].adjustments) {
    if (adjust.kind == AdjustKind::Round) return adjust.round;
  }
  return std::nullopt;
}

/// The measures as typed expressions; behind them, where the query has one, the condition on its
/// rows, which is computed like another measure and not shown.
std::optional<std::vector<ProgramExprId>> check_measures(Compiled& compiled,
                                                         const ast::QueryInput& query,
                                                         TableId subjects, Measures& measures,
                                                         Diagnostics& diagnostics) {
  Program& program = compiled.program;
  std::vector<ProgramExprId> exprs =
      check::check_expressions(query.ast, query.measures, subjects, program, diagnostics);
  const std::size_t shown = exprs.size();
  if (query.where) {
    exprs.push_back(
        check::check_row_condition(query.ast, *query.where, subjects, program, diagnostics));
    if (program.exprs[exprs.back()].type.kind == Kind::Error) return std::nullopt;
  }
  for (std::size_t i = 0; i < shown; ++i) {
    const ProgramExprId expr = exprs[i];
    const Type type = program.exprs[expr].type;
    if (type.kind == Kind::Error) return std::nullopt;
    score::QueryResult::Measure measure;
    measure.name = std::string(compiled.sources.text(query.ast.exprs[query.measures[i]].span));
    measure.type = type;
    measure.published = published_as(program, program.exprs[expr]);
    if (const MetricId metric = program.exprs[expr].metric) {
      const Context& context = program.exprs[expr].context;
      const bool itself = program.exprs[expr].op == Op::Metric && context.window == Window{} &&
                          context.subject.kind == SubjectKind::Own;
      if (itself) measure.label = program.metrics[metric].label;
      measure.published = program.metrics[metric].publish;
      if (program.exprs[expr].op == Op::Attainment) measure.published = program.precision.ratio;
    }
    measures.push_back(std::move(measure));
  }
  return exprs;
}

/// Whether a query is about one person of the request: it is not divided by anything but periods.
bool is_of_one(const ast::QueryInput& query, const RunRequest& request) {
  return request.of && !request.people.empty() &&
         std::all_of(query.by.begin(), query.by.end(),
                     [](const ast::QueryInput::By& by) { return by.is_period; });
}

/// Then all people are computed, and one is kept.
void divide_by_people(const RunRequest& request, ast::QueryInput& query) {
  ast::QueryInput::By people;
  people.path.parts.push_back({request.people, {}, true, {}});
  query.by.insert(query.by.begin(), people);
}

void keep_one(const std::string& key, score::QueryResult& result) {
  std::vector<score::QueryResult::Row> kept;
  for (score::QueryResult::Row& row : result.rows) {
    if (row.is_none || row.is_total || row.keys.front() != key) continue;
    row.keys.erase(row.keys.begin());
    kept.push_back(std::move(row));
  }
  result.rows = std::move(kept);
  result.by_names.erase(result.by_names.begin());
}

/// The people a query is about when it lists them: `by rep`, with columns of theirs or without.
TableId subjects_of(const Program& program, const std::vector<plan::QueryAxis>& axes) {
  if (axes.size() != 1 || axes[0].path.column) return {};
  TableId table = axes[0].table;
  for (const ColumnId link : axes[0].path.links) {
    table = program.tables[table].columns[link].type.link;
  }
  return table;
}

/// Roles are of people, so that the rows listed must be people.
std::optional<std::vector<RoleId>> check_roles(Program& program, const ast::QueryInput& query,
                                               TableId subjects, Diagnostics& diagnostics) {
  if (query.roles.empty()) return std::vector<RoleId>();
  auto roles = check::check_query_roles(query.roles, program, diagnostics);
  if (roles.empty()) return std::nullopt;
  const TableId people = program.roles[roles[0]].table;
  if (people == subjects) return roles;
  diagnostics.report(Code::for_without_people, query.roles[0].span,
                     {{"role", query.roles[0].text}, {"table", program.tables[people].name}});
  return std::nullopt;
}

/// Keeps the rows for which every value behind those that are shown is true. Nobody and the company
/// are no rows that a condition is about.
void choose_rows(const ast::QueryInput& query, const Measures& measures, score::QueryResult& result,
                 Diagnostics& diagnostics) {
  if (!query.where && query.roles.empty()) return;
  std::vector<score::QueryResult::Row> kept;
  std::size_t undecided = 0;
  for (score::QueryResult::Row& row : result.rows) {
    if (row.is_none || row.is_total) continue;
    const auto hidden = row.values.begin() + static_cast<std::ptrdiff_t>(measures.size());
    const bool refused = std::any_of(hidden, row.values.end(), [](const Value& value) {
      return value.is_bool() && !value.truth();
    });
    const bool open =
        std::any_of(hidden, row.values.end(), [](const Value& value) { return value.is_none(); });
    if (open && !refused) ++undecided;
    if (open || refused) continue;
    row.values.erase(hidden, row.values.end());
    kept.push_back(std::move(row));
  }
  result.rows = std::move(kept);
  if (undecided == 0) return;
  diagnostics.report(Code::rows_undecided, query.ast.exprs[*query.where].span,
                     {{"count", undecided}});
}

/// Whether some period of the answer is not over on the run's day, where that was not to be.
bool refuse_running(const Program& program, const plan::QueryRequest& wanted,
                    Diagnostics& diagnostics) {
  if (!(wanted.as_of < wanted.days.last)) return false;
  std::string open;
  if (wanted.every) {
    const bool fiscal = has_fiscal_form(*wanted.every, program.calendar);
    for (const Period period :
         periods_inside(wanted.days, *wanted.every, fiscal, program.calendar)) {
      if (!(wanted.as_of < days_of(period, program.calendar).last)) continue;
      open += (open.empty() ? "" : ", ") + to_string(period, program.calendar);
    }
  }
  const Phrase periods = !open.empty()   ? Phrase(open)
                         : wanted.period ? Phrase(to_string(*wanted.period, program.calendar))
                                         : words_of(wanted.days);
  diagnostics.report(Code::unfinished_values, Span{},
                     {{"periods", periods}, {"date", to_string(wanted.as_of)}});
  return true;
}

/// The values as people read them, and what is to be said of where they come from.
void finish_result(const Program& program, const Measures& measures, const Asked& asked,
                   const Computed& computed, score::QueryResult& result, Diagnostics& diagnostics) {
  ValuesSeen values;
  for (score::QueryResult::Row& row : result.rows) {
    for (std::size_t i = 0; i < row.values.size() && i < measures.size(); ++i)
      spell_period(row.values[i], measures[i].type, program.calendar);
    for (const Value& value : row.values)
      values.add(value);
  }
  judge_coverage(computed.program, computed.plan, asked, computed.loaded.data, result.coverage,
                 diagnostics);
  warn_of_no_data(program, asked, values, result.coverage, diagnostics);
}

}  // namespace

QueryOutcome query(Compiled& compiled, const std::string& text, const RunRequest& request,
                   const io::Files& files, Diagnostics& diagnostics) {
  QueryOutcome outcome;
  const FileId file = compiled.sources.add("query", text);
  const syntax::Tree tree = syntax::parse_query(file, compiled.sources, diagnostics);
  ast::QueryInput input = ast::query_from_tree(tree, compiled.sources, diagnostics);
  if (diagnostics.has_errors() || !lists_rows(input, diagnostics)) return outcome;
  const bool of_one = is_of_one(input, request);
  if (of_one) divide_by_people(request, input);
  Measures measures;
  auto exprs = check_measures(compiled, input, {}, measures, diagnostics);
  if (!exprs) return outcome;
  const auto by = resolve_by(compiled.program, *exprs, input, diagnostics);
  const auto asked =
      asked_days(input, compiled.sources, request, compiled.program.calendar, diagnostics);
  const auto as_of = asked ? as_of_day(request, *asked, diagnostics) : std::nullopt;
  if (!by || !as_of) return outcome;
  const TableId subjects = subjects_of(compiled.program, by->axes);
  const auto roles = check_roles(compiled.program, input, subjects, diagnostics);
  if (!roles) return outcome;
  if (subjects) {
    measures.clear();
    exprs = check_measures(compiled, input, subjects, measures, diagnostics);
    if (!exprs) return outcome;
  }
  plan::QueryRequest wanted{*exprs,        by->axes, by->keys, std::nullopt, asked->days,
                            asked->period, *as_of,   {},       *roles};
  std::vector<std::string> by_names = by->names;
  for (const ast::QueryInput::By& written : input.by) {
    if (!written.is_period) continue;
    wanted.every = written.unit;
    by_names.push_back("period");
  }
  if (request.final_only && refuse_running(compiled.program, wanted, diagnostics)) return outcome;
  const MakePlan make_plan = [&](const Program& program, const plan::DataStart& start) {
    plan::QueryRequest from_there = wanted;
    from_there.start = start;
    return plan::plan_query(program, from_there, diagnostics);
  };
  Computed computed = compute(compiled.program, make_plan, request, files, diagnostics);
  outcome.rejects = table::rejects_by_file(computed.loaded);
  outcome.rejects_not_listed = computed.loaded.rejects_not_listed;
  if (!computed.plan.ok || diagnostics.has_errors()) return outcome;
  if (request.engine == Engine::Reference) {
    outcome.result = reference::query(computed.program, computed.loaded.data, wanted, measures,
                                      by_names, diagnostics);
  } else {
    const io::Timed timed(request.profile, "score");
    outcome.result = score::score_query({computed.program, computed.plan, computed.loaded.data,
                                         computed.cube, request.load.run_jobs},
                                        measures, by_names, diagnostics);
  }
  if (diagnostics.has_errors()) return outcome;
  if (of_one) keep_one(*request.of, outcome.result);
  choose_rows(input, measures, outcome.result, diagnostics);
  finish_result(compiled.program, measures, *asked, computed, outcome.result, diagnostics);
  outcome.ok = true;
  return outcome;
}

EvalOutcome evaluate(Compiled& compiled, const std::string& text, Diagnostics& diagnostics) {
  EvalOutcome outcome;
  const FileId file = compiled.sources.add("expression", text);
  const syntax::Tree tree = syntax::parse_expression(file, compiled.sources, diagnostics);
  const ast::ExpressionInput input = ast::expression_from_tree(tree, compiled.sources, diagnostics);
  if (diagnostics.has_errors()) return outcome;
  const ProgramExprId expr =
      check::check_expression(input.ast, input.root, {}, compiled.program, diagnostics);
  if (diagnostics.has_errors()) return outcome;
  const auto value = check::constant_value(compiled.program, expr);
  if (!value) {
    diagnostics.report(Code::constant_needed, compiled.program.exprs[expr].span)
        .hint(Text::eval_needs_data);
    return outcome;
  }
  outcome.value = *value;
  outcome.type = compiled.program.exprs[expr].type;
  spell_period(outcome.value, outcome.type, compiled.program.calendar);
  outcome.ok = true;
  return outcome;
}

}  // namespace kpi::driver
