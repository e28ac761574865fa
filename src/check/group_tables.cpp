#include "check/expressions.hpp"
#include "program/links.hpp"

/// `per customers`: the rows of a table as groups.
namespace kpi::check {
namespace {

/// From a row of the fact to the group's row: whose it is, where those are the groups, else the one
/// chain of links.
std::optional<std::vector<ColumnId>> way_to(Checker& checker, const Aggregate& aggregate,
                                            TableId table) {
  if (aggregate.table == table) return std::vector<ColumnId>{};
  if (aggregate.owner && aggregate.owner_table == table) return aggregate.owner->links;
  const auto chains = link_chains(checker.program, aggregate.table, table);
  if (chains.size() == 1) return chains[0];
  const std::string& from = checker.table(aggregate.table).name;
  const std::string& to = checker.table(table).name;
  if (chains.empty()) {
    checker.diagnostics.report(Code::no_route, aggregate.span, {{"table", from}, {"subject", to}});
    return std::nullopt;
  }
  std::string routes;
  for (const auto& links : chains) {
    routes += (routes.empty() ? "`" : ", `") + from;
    TableId at = aggregate.table;
    for (const ColumnId link : links) {
      routes += "." + checker.table(at).columns[link].name;
      at = checker.table(at).columns[link].type.link;
    }
    routes += "`";
  }
  checker.diagnostics.report(Code::two_routes, aggregate.span,
                             {{"table", from}, {"subject", to}, {"routes", routes}});
  return std::nullopt;
}

bool has_own_days(const Window& window) {
  return window.kind != WindowKind::Own;
}

}  // namespace

std::optional<TableId> group_table_of(const Checker& checker, const ast::Call& call) {
  if (call.context.per.size() != 1) return std::nullopt;
  const ast::Per& per = call.context.per[0];
  if (per.kind != ast::PerKind::Path || per.path.parts.size() != 1) return std::nullopt;
  return checker.find_as<TableId>(per.path.parts[0]);
}

bool set_group_table(Checker& checker, TableId table, Span span, Aggregate& aggregate) {
  if (!checker.table(table).key) {
    report_no_key(checker, table, span);
    return false;
  }
  const auto links = way_to(checker, aggregate, table);
  if (!links) return false;
  aggregate.per_table = table;
  aggregate.per.emplace();
  aggregate.per->links = *links;
  return true;
}

bool find_ways_to_groups(Checker& checker, Aggregate& aggregate) {
  for (const AggregateId id : aggregate.group_aggregates) {
    const Aggregate inner = checker.program.aggregates[id];
    if (inner.table == aggregate.table) {
      aggregate.group_pers.push_back(*aggregate.per);
      continue;
    }
    const auto links = way_to(checker, inner, aggregate.per_table);
    if (!links) return false;
    aggregate.group_pers.push_back({*links, {}});
  }
  if (!aggregate.where || !reads_several_tables(checker.program, aggregate)) return true;
  checker.diagnostics.report(Code::where_of_several, checker.expr(aggregate.where).span)
      .hint(Text::where_inside_each);
  return false;
}

bool reject_period_of_two(Checker& checker, const Aggregate& aggregate, bool where_reads_period) {
  const auto& windows = aggregate.group_windows;
  const bool other_days = std::any_of(windows.begin(), windows.end(), has_own_days);
  if (!where_reads_period || !other_days) return false;
  checker.diagnostics.report(Code::period_of_two, checker.expr(aggregate.where).span);
  return true;
}

}  // namespace kpi::check
