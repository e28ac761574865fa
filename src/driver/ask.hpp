#pragma once

#include <functional>

#include "driver/session.hpp"
#include "exec/cube.hpp"
#include "plan/plan.hpp"

/// What a request asks for: days, periods, the as-of day.
namespace kpi::driver {

struct Asked {
  DateRange days;
  std::optional<Period> period;  // the days as one period, if they were written as one
};

/// `2025-Q1`, `2025-Q1 to 2025-Q4`, `2025-01-01 to 2025-03-15`; reports what is not a period.
std::optional<Asked> parse_asked(const std::string& text, const Calendar& calendar,
                                 Diagnostics& diagnostics);

/// The run's as-of day: as asked, else the last day asked for.
std::optional<Date> as_of_day(const RunRequest& request, const Asked& asked,
                              Diagnostics& diagnostics);

/// Warns of tables that say nothing about the days asked for (their values are none(no_data)), and
/// of those that begin inside them; the latter are entered in the coverage, which marks results.
void judge_coverage(const Program& program, const plan::Plan& plan, const Asked& asked,
                    const table::Dataset& data, std::vector<score::Coverage>& coverage,
                    Diagnostics& diagnostics);

/// A period as it is written, for people to read; results hold its number.
void spell_period(Value& value, const Type& type, const Calendar& calendar);

/// Counts the values of a result, to tell whether there is nothing in it but missing data.
class ValuesSeen {
 public:
  void add(const Value& value);
  /// At least one value, each absent for want of data or because nobody was there.
  bool nothing_but_no_data() const { return no_data_ && !other_; }

 private:
  bool no_data_ = false;
  bool other_ = false;
};
/// Says so where a result is only that, and to which day each table goes; not where a table
/// without any rows in the period was reported.
void warn_of_no_data(const Program& program, const Asked& asked, const ValuesSeen& values,
                     const std::vector<score::Coverage>& coverage, Diagnostics& diagnostics);

/// Makes the plan; where it looks back to the start of the data, or goes over workdays, again with
/// that day and the holidays known.
using MakePlan = std::function<plan::Plan(const Program& program, const plan::DataStart& start)>;

/// Plans, loads what the plan reads, validates, and aggregates.
struct Computed {
  Program program;  // with the tables in use marked
  plan::Plan plan;
  table::Loaded loaded;
  exec::Cube cube;
};
Computed compute(Program program, const MakePlan& make_plan, const RunRequest& request,
                 const io::Files& files, Diagnostics& diagnostics, const plan::AlsoUsed& also = {});

/// The same for everything that is scored and paid in the period of the request.
struct ComputedRun {
  Asked asked;
  Date as_of;
  Computed computed;
  bool ok = false;  // false: diagnostics say why
};
ComputedRun compute_run(const Program& rules, const RunRequest& request, const io::Files& files,
                        Diagnostics& diagnostics);

}  // namespace kpi::driver
