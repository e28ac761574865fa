#pragma once

#include "check/checker.hpp"
#include "check/versions.hpp"

namespace kpi::check {

struct People {
  TableId table;  // absent when no role is named
  std::vector<RoleId> roles;
};
/// The roles by name, all of one table; nothing when reported.
std::optional<People> resolve_roles(Checker& checker, const std::vector<ast::Name>& names);
/// Whom a payout or rule is for, and how often: a scorecard's people and cycle, or roles.
struct Cycle {
  TableId table;
  ScorecardId scorecard;  // absent: for roles
  std::vector<RoleId> roles;
  PeriodUnit every = PeriodUnit::Quarter;
};
/// Nothing when reported. `card`: of the scorecards named the version that is meant; absent for
/// roles.
std::optional<Cycle> resolve_cycle(Checker& checker, const ast::Name& name,
                                   const std::vector<ast::Name>& roles,
                                   const std::optional<PeriodUnit>& every, ScorecardId card);
/// The scorecards named, the first version of each; none for roles.
std::vector<ScorecardId> cards_named(const Checker& checker, const std::vector<ast::Name>& roles);
/// What is for scorecards is checked once for each version of each, whose words it reads.
struct CardVersion {
  ScorecardId card;               // absent: for roles
  std::optional<DateRange> days;  // on which both hold; absent: always
};
std::vector<CardVersion> card_versions(const Checker& checker, const std::vector<ast::Name>& roles,
                                       const std::optional<DateRange>& effective);

/// Visits what is declared for cards once for each version of each: the first has the id of the
/// declaration, the others become entries of their own.
template <class Declared, class Items, class IdType, class Visit>
void each_card_version(Checker& checker, const Declared& declared, Items& items, IdType id,
                       Visit visit) {
  const auto own = effective_days(checker, declared.head);
  bool first = true;
  for (const CardVersion& card : card_versions(checker, declared.roles, own)) {
    IdType version = id;
    if (!first) {
      auto copy = items[id];
      version = items.push(std::move(copy));
    }
    first = false;
    visit(card, version);
  }
}

/// True if somebody may be in both; no role means everybody.
bool share_role(const Program& program, const std::vector<RoleId>& a, const std::vector<RoleId>& b);

}  // namespace kpi::check
