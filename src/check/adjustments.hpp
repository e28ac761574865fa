#pragma once

#include "check/expressions.hpp"

namespace kpi::check {

/// Where add, deduct, cap, floor and round stand: a card (points) or a payout (its unit).
struct AdjustSite {
  Env env;
  Unit unit;
  std::string name;
  bool pays = false;  // a payout: no condition may be undecided
};
std::vector<Adjust> check_adjustments(Checker& checker, const AdjustSite& site,
                                      const std::vector<ast::Adjust>& declared);

/// `if none …`; `unit` is set for a payout, whose value may be supplied.
std::optional<Policy> check_policy(Checker& checker, const Env& env, const ast::Policy& policy,
                                   const Unit* unit);

}  // namespace kpi::check
