#pragma once

#include "check/checker.hpp"

/// Metrics of the library read tables that the project binds by their names. One whose tables are
/// not bound is no mistake until something reads it.
namespace kpi::check {

bool is_in_library(const Checker& checker, Span span);
/// Of a metric of the library that could not be checked: takes back what was reported from
/// `reported` on, if all of it says that tables or columns are missing, and keeps the first.
void leave_unbound(Checker& checker, MetricId id, std::size_t reported);
/// Says what the metric needs, where it is read; false if nothing is missing.
bool report_unbound(Checker& checker, MetricId id, Span span);

/// Whether a `use` did not parse: what it would bring is not known.
bool lacks_library(const Checker& checker);

/// What to write where a name that begins like one of the library (`std_…`) is not known.
void hint_library(const Checker& checker, Diagnostic& diagnostic, const std::string& name,
                  Span span);

}  // namespace kpi::check
