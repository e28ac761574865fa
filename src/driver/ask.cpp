#include "driver/ask.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "diag/period_words.hpp"
#include "driver/computed.hpp"
#include "driver/histories.hpp"
#include "driver/holidays.hpp"
#include "driver/kept_cells.hpp"
#include "driver/passing.hpp"
#include "driver/server_sums.hpp"
#include "driver/values_asked.hpp"
#include "rows/rows.hpp"
#include "score/score.hpp"

namespace kpi::driver {
namespace {

constexpr std::size_t kCircleShown = 10;  // people of a circle that a message names

std::optional<Asked> parse_one(std::string_view text, const Calendar& calendar) {
  if (const auto period = parse_period(text, calendar)) {
    return Asked{days_of(*period, calendar), *period};
  }
  return std::nullopt;
}

/// Where the word between two ends stands: ` to ` or `至`.
std::optional<std::pair<std::string_view, std::string_view>> split_range(std::string_view text) {
  for (const std::string_view word : {" to ", "至"}) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) continue;
    return std::make_pair(trim(text.substr(0, at)), trim(text.substr(at + word.size())));
  }
  return std::nullopt;
}

/// `of "R9"` must name somebody: a sum for nobody would be a plausible 0.
void check_keys(const Program& program, const plan::Plan& plan, const table::Dataset& data,
                Diagnostics& diagnostics) {
  for (const plan::Step& step : plan.steps) {
    if (step.kind != plan::StepKind::Pick) continue;
    const plan::SpaceId space = plan.steps[step.args[0]].space;
    const TableId table = plan.aggregation.spaces[space].axes[0].table;
    if (data.tables[table].row_of_key(step.text)) continue;
    diagnostics.report(Code::key_not_found, step.span,
                       {{"table", program.tables[table].name}, {"key", step.text}});
  }
}

/// A row from which the links lead back to it; nothing where they all end.
std::optional<std::size_t> row_in_circle(const table::TableData& people, ColumnId link) {
  const table::ColumnData& links = people.columns[link];
  std::vector<std::size_t> met_from(people.row_count, people.row_count);  // which walk met the row
  for (std::size_t start = 0; start < people.row_count; ++start) {
    std::size_t at = start;
    while (met_from[at] == people.row_count) {
      met_from[at] = start;
      if (!links.has(at) || links.values[at] == table::kUnmatchedRow) break;
      at = static_cast<std::size_t>(links.values[at]);
      if (met_from[at] == start) return at;
    }
  }
  return std::nullopt;
}

/// `R1 -> R2 -> R1`
std::string circle_text(const Program& program, const table::Dataset& data, TableId table,
                        ColumnId link, std::size_t row) {
  const table::ColumnData& links = data.tables[table].columns[link];
  const auto name = [&](std::size_t at) {
    return table::cell_text(program, data, table, program.tables[table].key, at);
  };
  std::string path = name(row);
  std::size_t at = row;
  for (std::size_t shown = 0; shown < kCircleShown; ++shown) {
    at = static_cast<std::size_t>(links.values[at]);
    path += " -> " + name(at);
    if (at == row) return path;
  }
  return path + " -> …";
}

/// Nobody may be above themselves where a rule asks for a team.
void check_trees(const Program& program, const plan::Plan& plan, const table::Dataset& data,
                 Diagnostics& diagnostics) {
  std::set<std::pair<TableId, ColumnId>> seen;
  for (const plan::Space& space : plan.aggregation.spaces) {
    for (const plan::Axis& axis : space.axes) {
      if (!axis.boss || !seen.emplace(axis.table, axis.boss).second) continue;
      const table::TableData& people = data.tables[axis.table];
      const auto row = row_in_circle(people, axis.boss);
      if (!row) continue;
      const TableSchema& schema = program.tables[axis.table];
      diagnostics.report_data(Code::reporting_circle, people.place(people.lines[*row]),
                              {{"table", schema.name},
                               {"link", schema.columns[axis.boss].name},
                               {"path", circle_text(program, data, axis.table, axis.boss, *row)}});
    }
  }
}

void warn_of_history(const Program& program, const score::Coverage& item,
                     Diagnostics& diagnostics) {
  if (!item.history_begins) return;
  const TableSchema& table = program.tables[item.table];
  const std::string first = to_string(item.days.first);
  diagnostics
      .report(Code::history_begins_there, table.span, {{"table", table.name}, {"day", first}})
      .hint(Text::declare_covers, {{"first", first}});
}

void warn_of_partial(const Program& program, const score::Coverage& item,
                     Diagnostics& diagnostics) {
  if (item.partial.empty()) return;
  const TableSchema& table = program.tables[item.table];
  diagnostics
      .report(Code::period_begins_before_data, table.span,
              {{"table", table.name},
               {"first", to_string(item.days.first)},
               {"period", words_of(item.partial.front())},
               {"count", item.partial.size()}})
      .hint(Text::declare_covers, {{"first", to_string(item.partial.front().first)}});
}

/// Where the data of a table lie that has none in the period.
struct Beside {
  Text fact;
  std::optional<Date> day;
};

Beside beside_period(const Program& program, DateRange asked, const score::Coverage& item,
                     const table::Dataset& data) {
  const bool said = program.tables[item.table].covers.has_value();
  if (!item.days.empty() && item.days.last < asked.first) {
    return {said ? Text::fact_covers_end : Text::fact_data_end, item.days.last};
  }
  if (!item.days.empty()) {
    return {said ? Text::fact_covers_begin : Text::fact_data_begin, item.days.first};
  }
  const auto start = score::data_start(program, data)[item.table.index()];
  return start ? Beside{Text::fact_data_begin, start} : Beside{Text::fact_no_dated_rows, {}};
}

exec::ExecOptions options_of(const RunRequest& request, Computed& computed,
                             const io::Files& files) {
  exec::ExecOptions options;
  options.block_rows = request.block_rows;
  options.threads = request.threads;
  options.run_jobs = request.load.run_jobs;
  options.profile = request.profile;
  options.stream_of = [&](TableId table) {
    return std::make_unique<table::TableStream>(computed.program, table, computed.loaded.data,
                                                files, request.load);
  };
  return options;
}

/// Everything from the files to rows that the plan can be computed from.
void load_and_check(Computed& computed, const RunRequest& request, const io::Files& files,
                    Diagnostics& diagnostics) {
  computed.loaded =
      table::load(computed.program, request.bindings, files, request.load, diagnostics);
  if (diagnostics.has_errors()) return;
  read_holidays(computed.program, computed.loaded.data, diagnostics);
  if (diagnostics.has_errors()) return;
  fill_histories(computed.program, computed.loaded.data, request.engine, diagnostics);
  if (diagnostics.has_errors()) return;
  {
    const io::Timed timed(request.profile, "check rows");
    rows::validate(computed.program, computed.loaded, request.load, diagnostics);
  }
  table::complete_rejects(computed.loaded, files, request.load);
  if (diagnostics.has_errors()) return;
  if (request.load.keep_going) {  // rows may have been left out
    table::count_left_out(computed.loaded);
    fill_histories(computed.program, computed.loaded.data, request.engine, diagnostics);
  }
  const Date as_of = computed.plan.aggregation.as_of;
  warn_of_history_gaps(computed.program, computed.loaded.data, computed.plan.aggregation,
                       diagnostics);
  fill_computed(computed.program, computed.loaded.data, as_of, request.engine, diagnostics);
  if (diagnostics.has_errors()) return;
  if (!request.few_rows) {
    warn_of_values_not_there(computed.program, computed.plan.aggregation, computed.loaded.data,
                             diagnostics);
  }
  check_keys(computed.program, computed.plan, computed.loaded.data, diagnostics);
  check_trees(computed.program, computed.plan, computed.loaded.data, diagnostics);
}

/// What is planned, from the files to the cells. It counts only if nothing is wrong and, where rows
/// pass by, nothing is to be said of them.
void compute_cells(Computed& computed, const MakePlan& make_plan, const RunRequest& request,
                   const io::Files& files, CellsOfBefore& before, Diagnostics& diagnostics) {
  Diagnostics of_rows;
  load_and_check(computed, request, files, of_rows);
  diagnostics.take(of_rows);
  if (diagnostics.has_errors()) return;
  if (computed.plan.asks_data_start || computed.plan.asks_workdays) {
    computed.plan =
        make_plan(computed.program, score::data_start(computed.program, computed.loaded.data));
    if (!computed.plan.ok || diagnostics.has_errors()) return;
    const auto passing = passing_tables(computed.program, computed.plan, request, files);
    for (std::size_t t = 0; t < request.load.passing.size(); ++t) {
      const bool passes = request.load.passing[TableId(t)] != 0;
      if (passes && passing[TableId(t)] == 0) computed.cube.must_be_loaded = true;
    }
    if (computed.cube.must_be_loaded) return;
  }
  if (!request.few_rows) {
    warn_of_values_not_there(computed.program, computed.plan.steps, computed.loaded.data,
                             diagnostics);
  }
  if (request.engine == Engine::Reference) return;
  Diagnostics of_cells;
  computed.cube = exec::execute(computed.program, computed.plan.aggregation, computed.loaded.data,
                                options_of(request, computed, files), of_cells);
  diagnostics.take(of_cells);
  of_rows.take(of_cells);
  if (!computed.cube.must_be_loaded) before.keep(computed, of_rows.items());
}

/// The same with the rows that need not be held passing by, where there is nothing to say of them.
Computed compute_at_once(Computed& computed, const MakePlan& make_plan, const RunRequest& request,
                         const io::Files& files, CellsOfBefore& before, Diagnostics& diagnostics) {
  RunRequest passing = request;
  passing.load.passing = passing_tables(computed.program, computed.plan, request, files);
  const auto& tables = passing.load.passing;
  if (std::find(tables.begin(), tables.end(), 1) != tables.end()) {
    Computed at_once = computed;
    const Diagnostics said = diagnostics;
    compute_cells(at_once, make_plan, passing, files, before, diagnostics);
    if (request.load.progress != nullptr) request.load.progress->end();
    if (!at_once.cube.must_be_loaded && !diagnostics.has_errors()) return at_once;
    diagnostics = said;  // it is said again, with what there is to say of the rows
  }
  compute_cells(computed, make_plan, request, files, before, diagnostics);
  return std::move(computed);
}

}  // namespace

std::optional<Asked> parse_asked(const std::string& text, const Calendar& calendar,
                                 Diagnostics& diagnostics) {
  const std::string_view trimmed = trim(text);
  const auto ends = split_range(trimmed);
  const auto first = parse_one(ends ? ends->first : trimmed, calendar);
  const auto last = ends ? parse_one(ends->second, calendar) : first;
  if (!first || !last) {
    const std::string_view wrong = !first && ends ? ends->first : ends ? ends->second : trimmed;
    report_no_period(diagnostics, Span{}, wrong);
    return std::nullopt;
  }
  Asked asked;
  asked.days = {first->days.first, last->days.last};
  if (!ends && first->period) asked.period = as_counted(*first->period, calendar);
  if (asked.days.empty()) {
    diagnostics.report(Code::range_reversed, Span{}, {{"text", trimmed}});
    return std::nullopt;
  }
  return asked;
}

std::optional<Date> as_of_day(const RunRequest& request, const Asked& asked,
                              Diagnostics& diagnostics) {
  if (!request.as_of) return asked.days.last;
  const auto date = parse_date(*request.as_of);
  if (!date) diagnostics.report(Code::not_a_date, Span{}, {{"text", *request.as_of}});
  return date;
}

void judge_coverage(const Program& program, const plan::Plan& plan, const Asked& asked,
                    const table::Dataset& data, std::vector<score::Coverage>& coverage,
                    Diagnostics& diagnostics) {
  score::note_partial(plan, program, coverage);
  for (const score::Coverage& item : coverage) {
    warn_of_partial(program, item, diagnostics);
    warn_of_history(program, item, diagnostics);
    const bool apart = item.days.last < asked.days.first || asked.days.last < item.days.first;
    if (!apart && !item.days.empty()) continue;
    const Beside beside = beside_period(program, asked.days, item, data);
    diagnostics.report(Code::period_without_data, program.tables[item.table].span,
                       {{"table", program.tables[item.table].name},
                        {"period", words_of(asked.days)},
                        {"fact", beside.fact},
                        {"day", beside.day ? to_string(*beside.day) : std::string()}});
  }
}

void spell_period(Value& value, const Type& type, const Calendar& calendar) {
  if (type.kind != Kind::Period || !value.is_number()) return;
  Period period = period_containing(Date{}, type.period_unit, true, calendar);
  period.ordinal = static_cast<std::int32_t>(*value.number().to_int64());
  value = to_string(period, calendar);
}

void ValuesSeen::add(const Value& value) {
  const bool nobody = value.is_none() && value.reason() == NoneReason::OutOfScope;
  const bool no_data = value.is_none() && value.reason() == NoneReason::NoData;
  no_data_ = no_data_ || no_data;
  other_ = other_ || (!no_data && !nobody);
}

void warn_of_no_data(const Program& program, const Asked& asked, const ValuesSeen& values,
                     const std::vector<score::Coverage>& coverage, Diagnostics& diagnostics) {
  const auto& reported = diagnostics.items();
  const bool known = std::any_of(
      reported.begin(), reported.end(),
      [](const Diagnostic& diagnostic) { return diagnostic.code == Code::period_without_data; });
  if (known || !values.nothing_but_no_data()) return;
  const Phrase period =
      asked.period ? Phrase(to_string(*asked.period, program.calendar)) : words_of(asked.days);
  Diagnostic& warning = diagnostics.report(Code::nothing_but_no_data, Span{}, {{"period", period}});
  for (const score::Coverage& item : coverage) {
    const std::string& table = program.tables[item.table].name;
    if (program.tables[item.table].snapshot) {
      warning.note(Text::days_of_snapshots, {{"table", table}});
    } else if (item.days.empty()) {
      warning.note(Text::days_of_no_table, {{"table", table}});
    } else {
      warning.note(Text::days_of_table, {{"table", table},
                                         {"first", to_string(item.days.first)},
                                         {"last", to_string(item.days.last)}});
    }
  }
  warning.hint(Text::complete_to_the_end,
               {{"first", to_string(asked.days.first)}, {"last", to_string(asked.days.last)}});
}

Computed compute(Program program, const MakePlan& make_plan, const RunRequest& request,
                 const io::Files& files, Diagnostics& diagnostics, const plan::AlsoUsed& also) {
  Computed computed;
  computed.program = std::move(program);
  computed.plan = make_plan(computed.program, {});
  if (!computed.plan.ok || diagnostics.has_errors()) return computed;
  plan::mark_used(computed.program, computed.plan, also);
  CellsOfBefore before(make_plan, request, files);
  if (before.take(computed, diagnostics)) {
    check_keys(computed.program, computed.plan, computed.loaded.data, diagnostics);
    warn_of_values_not_there(computed.program, computed.plan.steps, computed.loaded.data,
                             diagnostics);
    return computed;
  }
  auto sums = sums_of_servers(computed.program, computed.plan, request, also, files, true);
  if (!sums.empty()) {
    Computed added_up = computed;
    added_up.program = over_sums(computed.program, sums);
    const FilesWithSums with_sums(files, sums);
    const Diagnostics said = diagnostics;
    added_up = compute_at_once(added_up, make_plan, request, with_sums, before, diagnostics);
    const bool holds = sums_hold(sums, added_up.program, added_up.loaded.data, files, diagnostics);
    if (holds) return added_up;
    diagnostics = said;  // of single rows: all of them are read
  }
  return compute_at_once(computed, make_plan, request, files, before, diagnostics);
}

ComputedRun compute_run(const Program& rules, const RunRequest& request, const io::Files& files,
                        Diagnostics& diagnostics) {
  ComputedRun run;
  if (request.period.empty()) {
    diagnostics.report(Code::period_missing, Span{});
    return run;
  }
  const auto asked = parse_asked(request.period, rules.calendar, diagnostics);
  const auto as_of = asked ? as_of_day(request, *asked, diagnostics) : std::nullopt;
  if (!as_of) return run;
  run.asked = *asked;
  run.as_of = *as_of;
  const MakePlan make_plan = [&](const Program& program, const plan::DataStart& start) {
    return plan::plan_run(program, {asked->days, request.period, *as_of, start}, diagnostics);
  };
  run.computed = compute(rules, make_plan, request, files, diagnostics);
  run.ok = run.computed.plan.ok && !diagnostics.has_errors();
  return run;
}

}  // namespace kpi::driver
