#pragma once

#include <vector>

#include "check/checker.hpp"
#include "program/versions.hpp"

/// `effective`: several declarations of one name, each for its own days.
namespace kpi::check {

/// Resolves the days of every declaration; two that hold on the same day are reported.
void check_effective(Checker& checker, const std::vector<const ast::Ast*>& files);
/// The days on which the declaration holds; absent: always.
std::optional<DateRange> effective_days(const Checker& checker, const ast::Head& head);
/// 0001-01-01 to 9999-12-31.
DateRange all_days();

/// What was declared at that place, among all versions of its name.
template <class IdType, class Items>
std::optional<IdType> declared_at(const Items& items, Span span) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[IdType(i)].span == span) return IdType(i);
  }
  return std::nullopt;
}

/// One of several values, by the period it is asked for. `name` is what the author called it.
ProgramExprId by_version(Checker& checker, Span span, const std::string& name,
                         const std::vector<ProgramExprId>& args, std::vector<DateRange> days);

/// Versions that differ in what may not change.
void report_difference(Checker& checker, const std::string& name, Span span, Span first, Text what);
bool same_properties(const Metric& a, const Metric& b);
bool same_type(const Type& a, const Type& b);
bool same_carries(const std::vector<Carry>& a, const std::vector<Carry>& b);
/// Every version of a table of tiers takes and gives the same.
void compare_tiers(Checker& checker, TiersId id);
/// A scorecard's versions are for the same people and cycle, a payout's pay and carry alike.
void compare_scorecards(Checker& checker);
void compare_payouts(Checker& checker);

/// Everything with a cycle changes only where one of its periods begins.
void check_alignment(Checker& checker);

}  // namespace kpi::check
