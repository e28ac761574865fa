#pragma once

#include "diag/diagnostic.hpp"
#include "plan/plan.hpp"
#include "program/program.hpp"
#include "table/table.hpp"

/// Texts that conditions compare columns with and that no row has. `where status == "已 完成"` over
/// a file that writes `已完成` would count nothing, which looks like a result.
namespace kpi::driver {

/// Of the conditions of rows that the plan aggregates.
void warn_of_values_not_there(const Program& program, const plan::AggregationPlan& plan,
                              const table::Dataset& data, Diagnostics& diagnostics);
/// Of the conditions of people: roles, and formulas over the columns of a person.
void warn_of_values_not_there(const Program& program,
                              const IdVector<plan::StepId, plan::Step>& steps,
                              const table::Dataset& data, Diagnostics& diagnostics);

}  // namespace kpi::driver
