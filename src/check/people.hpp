#pragma once

#include "check/checker.hpp"

namespace kpi::check {

struct People {
  TableId table;  // absent when no role is named
  std::vector<RoleId> roles;
};
/// The roles by name, all of one table; nothing when reported.
std::optional<People> resolve_roles(Checker& checker, const std::vector<ast::Name>& names);
/// True if somebody may be in both; no role means everybody.
bool share_role(const std::vector<RoleId>& a, const std::vector<RoleId>& b);

}  // namespace kpi::check
