#pragma once

#include "check/checker.hpp"

namespace kpi::check {

/// The days of `2025-Q1 to 2025-Q3`, `since 2025-01`, `2025`; reports what is not a period.
std::optional<DateRange> check_range(Checker& checker, const ast::Ast& file,
                                     const ast::Window& window);

/// The context of a metric: of and during only; other words are reported.
bool check_metric_context(Checker& checker, const Env& env, Span span, const ast::Context& context,
                          Context& out);

/// `of all` needs facts that belong to somebody.
bool check_owned(Checker& checker, const Env& env, Span span, const Context& context,
                 const std::vector<TableId>& facts);

}  // namespace kpi::check
