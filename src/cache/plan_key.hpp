#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/files.hpp"
#include "plan/aggregation_plan.hpp"
#include "program/program.hpp"

namespace kpi::cache {

/// Everything the cells of a plan, and what is checked on the way to them, depend on: the requests,
/// the aggregates and expressions they reach, the tables in use with their checks, the calendar,
/// the files, and their paths as they are named in messages. Not weights, tiers that only scores
/// read, targets, payouts, grades, names of metrics. Nothing where an expression reaches one of
/// these: then no cells are kept.
std::optional<std::string> plan_key(const Program& program, const plan::AggregationPlan& plan,
                                    const std::vector<io::FileIdentity>& files,
                                    const std::vector<std::string>& paths);

}  // namespace kpi::cache
