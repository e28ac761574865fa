#include "reference/evaluator.hpp"

/// Definitions that change: which of them holds.
namespace kpi::reference {

/// All days asked for must lie in one version; a plan of days that meet two was refused.
std::optional<ProgramExprId> Evaluator::version_in(const Expr& expr, const When& when) const {
  const DateRange days = whole_days(when);
  for (std::size_t i = 0; i < expr.versions.size(); ++i) {
    const DateRange own = expr.versions[i];
    if (own.first <= days.first && days.last <= own.last) return expr.args[i];
  }
  return std::nullopt;
}

Value Evaluator::version(const Expr& expr, const Place& place, const Scope& scope) {
  if (const auto held = version_in(expr, place.when)) return value(*held, place, scope);
  return place.when.looks_back ? NoneReason::NoPrior : NoneReason::NoVersion;
}

/// An absent expression means everybody.
std::optional<ProgramExprId> Evaluator::meaning_of(RoleId id, Date day) const {
  const Role& role = program_.roles[id];
  for (const RoleVersion& version : role.versions) {
    if (version.days.first <= day && day <= version.days.last) return version.condition;
  }
  if (!role.versions.empty()) return std::nullopt;
  return role.condition;
}

bool Evaluator::is_effective(const std::optional<DateRange>& effective, Period period) const {
  if (!effective) return true;
  const DateRange days = days_of(period, program_.calendar);
  return effective->first <= days.first && days.last <= effective->last;
}

std::vector<PayoutId> Evaluator::paying(PayoutId id, Period period) const {
  const std::string& name = program_.payouts[id].name;
  std::vector<PayoutId> found;
  for (std::size_t i = 0; i < program_.payouts.size(); ++i) {
    const Payout& payout = program_.payouts[PayoutId(i)];
    const bool holds = is_effective(payout.effective, period);
    if (payout.name == name && holds) found.push_back(PayoutId(i));
  }
  return found;
}

std::optional<Scope> Evaluator::scope_in(const Scope& scope, Period period) const {
  const Scorecard& asked = program_.scorecards[scope.card];
  if (is_effective(asked.effective, period)) return scope;
  for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
    const Scorecard& card = program_.scorecards[ScorecardId(i)];
    if (card.name != asked.name || !is_effective(card.effective, period)) continue;
    if (!scope.line) return Scope{ScorecardId(i), std::nullopt};
    for (std::size_t line = 0; line < card.lines.size(); ++line) {
      if (card.lines[line].name == asked.lines[*scope.line].name) {
        return Scope{ScorecardId(i), line};
      }
    }
  }
  return std::nullopt;
}

}  // namespace kpi::reference
