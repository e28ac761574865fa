#pragma once

#include "check/checker.hpp"

/// Comparing people with each other and periods with the ones before: rank, share, ranked tiers,
/// streak, allocate.
namespace kpi::check {

/// The part of an expression that was called: the call, its word, where it stands.
struct CallSite {
  const ast::Call& call;
  std::string word;
  Span span;
};

ProgramExprId check_tiers_call(Checker& checker, const Env& env, const CallSite& site, TiersId id);
ProgramExprId check_convert(Checker& checker, const Env& env, const CallSite& site);
/// `cap pool`: what all people of the payout get together at most.
void check_pool(Checker& checker, const Env& env, ast::ExprId declared, Payout& payout);
ProgramExprId check_rank(Checker& checker, const Env& env, const CallSite& site);
ProgramExprId check_share(Checker& checker, const Env& env, const CallSite& site);
ProgramExprId check_streak(Checker& checker, const Env& env, const CallSite& site);
ProgramExprId check_allocate(Checker& checker, const Env& env, const CallSite& site);
/// Results read elsewhere: `points(card.line …)`, `score(card …)`, `grade(card …)`, `payout(…)`.
ProgramExprId check_points(Checker& checker, const Env& env, const CallSite& site);
ProgramExprId check_score(Checker& checker, const Env& env, const CallSite& site);
ProgramExprId check_payout_use(Checker& checker, const Env& env, const CallSite& site, PayoutId id);
/// `min(attainment per line)`, `max(points per line)`.
ProgramExprId check_per_line(Checker& checker, const Env& env, const CallSite& site);
/// `points` and `attainment` of the line that `per line` is at; nothing where the word is another.
std::optional<ProgramExprId> word_of_each_line(Checker& checker, const Env& env,
                                               const ast::Name& name);

/// `among G`: `all`, a role, or a column or link of the person; false when it was reported.
bool check_peers(Checker& checker, const Env& env, const ast::Path& path, Peers& out);
/// Whether ranks and shares can be made of the value, and which end comes first.
/// `written`: the value as the rules have it, for the hint to name it.
std::optional<Direction> check_ranked_value(Checker& checker, ProgramExprId value,
                                            const std::string& name, const std::string& written);

/// Whether a total over several people can be put together from what each of them has: sums and
/// counts of rows.
bool adds_rows(const Program& program, ProgramExprId id);

/// Roles, metrics and targets that are defined through themselves, which only comparisons and
/// conditions can be: a role of the best of that role.
void check_cycles(Checker& checker);

/// Whether the line can have an attainment at all: a target of its own or a declared one.
bool line_has_attainment(const Checker& checker, const Scorecard& card, const Line& line);

// extremes.cpp
/// min(a, b, …), max(a, b, …): all of one unit; clamp(x, low, high); abs(x).
ProgramExprId check_extremes(Checker& checker, const Env& env, const CallSite& site, Op op);
ProgramExprId check_clamp(Checker& checker, const Env& env, const CallSite& site);
ProgramExprId check_abs(Checker& checker, const Env& env, const CallSite& site);

// rounding.cpp
/// `round(x, step, mode)` as a value.
ProgramExprId check_round_call(Checker& checker, const Env& env, const CallSite& site);

}  // namespace kpi::check
