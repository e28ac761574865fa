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
/// Makes those links on the way that the names take from a row of `fact`, as far as they lead.
void add_history_links(Checker& checker, TableId fact, const std::vector<ast::Name>& names);
/// Whether the path of a subject goes through a history: `posts.title`, `reps.posts.title`.
bool leads_through_history(const Checker& checker, const Env& env, const ast::Path& path);
/// `of posts.region` puts together what several people have: only sums and counts of rows do. True
/// when reported.
bool reject_history_group(Checker& checker, const Context& context, ProgramExprId value, Span span);
/// The same where no group of people can stand at all; `way`: how it is said instead.
bool reject_history_subject(Checker& checker, const Subject& subject, Span span, Text way);
/// `posts.title` of a subject: what holds on the period's last day, or the person's last on a card
/// split by days.
ProgramExprId check_held(Checker& checker, const Env& env, TableId history, const ast::Path& path);
/// The same as what people have in common, with the table of the people.
ProgramExprId held_by_people(Checker& checker, const Env& env, const ast::Path& path,
                             TableId& people);
/// Everybody of whom it says the same as of the person.
void set_history_group(Checker& checker, ProgramExprId held, Subject& out);
/// A row read by another day than its own may lie where another row of the history holds; true when
/// reported.
bool reject_other_day(Checker& checker, const Aggregate& aggregate);

}  // namespace kpi::check
