#pragma once

#include "check/checker.hpp"

/// History tables: `table posts valid from start until end { rep : -> reps; … }` says what held for
/// whom on which days. Its name follows whom it is about, like a link.
namespace kpi::check {

/// The history of that name, if it is one: a table whose rows hold from a day to another.
std::optional<TableId> history_named(const Checker& checker, const ast::Name& name);
/// `rep.posts` in a row of `fact`: the link to the row that holds on the row's own day, made when
/// it is first read; `links` lead to `about`. Nothing when reported.
std::optional<ColumnId> history_link(Checker& checker, TableId fact,
                                     const std::vector<ColumnId>& links, TableId about,
                                     TableId history, Span span);
/// `posts.title` of a subject: what holds at the period's end.
ProgramExprId check_held(Checker& checker, const Env& env, TableId history, const ast::Path& path);
/// A row read by another day than its own may lie where another row of the history holds; true when
/// reported.
bool reject_other_day(Checker& checker, const Aggregate& aggregate);

}  // namespace kpi::check
