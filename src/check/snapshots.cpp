#include "check/expressions.hpp"

/// Which snapshots of a period count. Added up over days everything would count once per snapshot,
/// so nothing is taken for granted.
namespace kpi::check {
namespace {

SnapshotRule snapshot_rule(ast::SnapshotRule rule) {
  switch (rule) {
    case ast::SnapshotRule::Last: return SnapshotRule::Last;
    case ast::SnapshotRule::First: return SnapshotRule::First;
    case ast::SnapshotRule::Average: break;
  }
  return SnapshotRule::Average;
}

bool report_unsaid(Checker& checker, TableId table, const std::string& function, Span span) {
  checker.diagnostics.report(Code::snapshot_unsaid, span, {{"table", checker.table(table).name}})
      .hint(Text::say_which_snapshot, {{"function", function}});
  return false;
}

const char* word_of(SnapshotRule rule) {
  if (rule == SnapshotRule::First) return "first";
  return rule == SnapshotRule::Average ? "average" : "last";
}

bool report_events(Checker& checker, TableId table, SnapshotRule rule, Span span) {
  checker.diagnostics.report(Code::word_out_of_place, span, {{"word", word_of(rule)}})
      .hint(Text::no_snapshot_table, {{"table", checker.table(table).name}});
  return false;
}

bool report_average(Checker& checker, Span span) {
  checker.diagnostics.report(Code::snapshot_average, span);
  return false;
}

}  // namespace

bool check_snapshot(Checker& checker, const Env& env, const ast::Call& call,
                    const std::string& function, Aggregate& aggregate) {
  const TableSchema& table = checker.table(aggregate.table);
  const Span span = aggregate.span;
  const bool said = call.context.snapshot.has_value();
  if (said && env.group_aggregates != nullptr) {
    const char* word = word_of(snapshot_rule(*call.context.snapshot));
    checker.diagnostics.report(Code::word_out_of_place, span, {{"word", word}})
        .hint(Text::snapshot_word_outside);
    return false;
  }
  if (table.snapshot && call.context.dated) {
    checker.diagnostics.report(Code::snapshot_date, call.context.dated->span,
                               {{"table", table.name}, {"name", table.columns[table.dated].name}});
    return false;
  }
  if (said && table.snapshot) aggregate.snapshot = snapshot_rule(*call.context.snapshot);
  if (!call.context.per.empty() || env.group_aggregates != nullptr) return true;
  if (said && !table.snapshot)
    return report_events(checker, aggregate.table, snapshot_rule(*call.context.snapshot), span);
  if (!said && table.snapshot) return report_unsaid(checker, aggregate.table, function, span);
  const bool total = aggregate.kind == AggregateKind::Sum || aggregate.kind == AggregateKind::Count;
  const bool average = aggregate.snapshot == SnapshotRule::Average;
  if (average && (!total || aggregate.top > 0)) return report_average(checker, span);
  return true;
}

/// The word after `per` is about every table of snapshots that the groups read.
bool check_group_snapshots(Checker& checker, const ast::Call& call, const std::string& function,
                           Aggregate& aggregate) {
  TableId found;
  if (checker.table(aggregate.table).snapshot) found = aggregate.table;
  for (const AggregateId inner : aggregate.group_aggregates) {
    Aggregate& part = checker.program.aggregates[inner];
    if (!checker.table(part.table).snapshot) continue;
    found = part.table;
    if (call.context.snapshot) part.snapshot = snapshot_rule(*call.context.snapshot);
  }
  const Span span = aggregate.span;
  if (found && !call.context.snapshot) return report_unsaid(checker, found, function, span);
  if (!found && call.context.snapshot)
    return report_events(checker, aggregate.table, snapshot_rule(*call.context.snapshot), span);
  if (found && *call.context.snapshot == ast::SnapshotRule::Average) {
    return report_average(checker, span);
  }
  return true;
}

}  // namespace kpi::check
