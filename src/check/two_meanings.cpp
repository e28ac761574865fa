#include "check/expressions.hpp"
#include "check/words.hpp"

/// A bare name that a declaration and a column have in common has two meanings; neither hides the
/// other, because a param that happens to be called like a column would quietly change what is
/// paid.
namespace kpi::check {
namespace {

bool is_column_of(const Checker& checker, TableId table, const std::string& name) {
  return checker.columns[table.index()].count(name) != 0 ||
         checker.lets[table.index()].count(name) != 0;
}

/// The table whose column the bare name is, too: of the rows or groups that are added up, else of
/// the people, or, as long as nothing says who they are, of any table that can be people.
TableId table_with_column(const Checker& checker, const Env& env, const std::string& name) {
  const TableId said = env.grain == Grain::Row           ? env.row_table
                       : env.group_aggregates != nullptr ? env.group_table
                                                         : env.subject_table;
  if (said) return is_column_of(checker, said, name) ? said : TableId();
  if (env.grain == Grain::Constant) return {};
  for (std::size_t i = 0; i < checker.program.tables.size(); ++i) {
    const TableSchema& table = checker.table(TableId(i));
    if (!table.key || table.dated || !is_column_of(checker, TableId(i), name)) continue;
    // `region` is the column of the people, not the key of the table made of it
    if (!table.derived_from || table.columns[table.key].name != name) return TableId(i);
  }
  return {};
}

/// Whether the name could be read here if no column had it.
bool is_value_here(const Checker& checker, const Env& env, const std::string& name) {
  if (checker.find_as<ParamId>(name)) return true;
  if (env.grain == Grain::Row || env.group_aggregates != nullptr) return false;
  return checker.find_as<MetricId>(name) || checker.find_as<PayoutId>(name);
}

}  // namespace

bool report_two_meanings(Checker& checker, const Env& env, const ast::Name& name) {
  if (!is_value_here(checker, env, name.text)) return false;
  const Symbol& symbol = *checker.find(name.text);
  return report_column_too(checker, env, name, word_for(symbol), symbol.span);
}

bool report_column_too(Checker& checker, const Env& env, const ast::Name& name, Text kind,
                       std::optional<Span> defined) {
  const TableId table = table_with_column(checker, env, name.text);
  if (!table) return false;
  const std::string& of = checker.table(table).name;
  Diagnostic& report = checker.diagnostics.report(
      Code::two_meanings, name.span, {{"name", name.text}, {"kind", kind}, {"table", of}});
  if (defined) report.label(*defined, Text::defined_here, {{"name", name.text}});
  report.hint(Text::which_column_or_name, {{"table", of}, {"name", name.text}});
  return true;
}

}  // namespace kpi::check
