#pragma once

#include <string>
#include <utility>
#include <vector>

#include "diag/diagnostic.hpp"
#include "plan/scoring_program.hpp"

/// program + request -> aggregation plan + scoring program. Each metric is planned alone, then
/// equal work is shared.
namespace kpi::plan {

/// By table, the first day its data are known to be complete for. Nothing for tables without a
/// date, and for those whose rows were not looked at yet.
using DataStart = std::vector<std::optional<Date>>;

struct RunRequest {
  DateRange days;    // what was asked for; split into each card's cycles
  std::string text;  // as asked, for messages
  Date as_of;
  DataStart start{};
  bool sample =
      false;  // to find mistakes of the rules: nothing is said of periods without a version
};
Plan plan_run(const Program& program, const RunRequest& request, Diagnostics& diagnostics);

/// Links by which the rows of a fact find the rows that a query is divided by.
struct FactWay {
  TableId fact;
  TableId from;  // where the links begin: the fact or a table it leads to; absent: by whose it is
  std::vector<ColumnId> links;
};

/// One `by` column of a query, resolved.
struct QueryAxis {
  TableId table;    // whose rows carry the column
  ColumnPath path;  // from that table; without a column the rows themselves
  std::string name;
  Span span;
  bool by_owner = false;      // rows: of whose every fact is
  std::vector<FactWay> ways;  // else: what the name means to each fact, whatever else is asked
};
struct QueryRequest {
  std::vector<ProgramExprId> measures;
  std::vector<QueryAxis> axes;
  std::vector<QueryKey> keys;       // what is shown, in the order of the query
  std::optional<PeriodUnit> every;  // one row per period of this unit; else one for all days
  DateRange days;
  std::optional<Period> period;  // the days as one period, if they are one
  Date as_of;
  DataStart start{};
  std::vector<RoleId> roles{};  // `for`: whether a row is somebody in one of them is a last value
};
Plan plan_query(const Program& program, const QueryRequest& request, Diagnostics& diagnostics);

/// What is loaded beside what a plan reads.
struct AlsoUsed {
  bool for_reports = true;  // names to show, owners to count, every link to check that it leads
                            // somewhere
  std::vector<std::pair<TableId, ColumnId>> columns{};
};
/// Marks the tables and columns the plan reads: only these are loaded and checked.
void mark_used(Program& program, const Plan& plan, const AlsoUsed& also = {});

}  // namespace kpi::plan
