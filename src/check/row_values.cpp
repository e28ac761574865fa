#include "check/expressions.hpp"
#include "check/units.hpp"

/// Which aggregates make one value of a column that has one in every row.
namespace kpi::check {
namespace {

/// `orders.amount`, also where the table was not written.
std::string with_table(const std::string& table, const ast::Path& path) {
  std::string text = path.parts[0].text == table ? "" : table + ".";
  for (std::size_t i = 0; i < path.parts.size(); ++i)
    text += (i == 0 ? "" : ".") + path.parts[i].text;
  return text;
}

/// Amounts are added, a ratio has a mean, days have a first and a last; of texts, people and
/// periods there are so many, or a single one.
std::vector<std::string> aggregates_for(const Type& type) {
  switch (type.kind) {
    case Kind::Number: return {is_plain(type.unit, Quantity::Ratio) ? "avg(" : "sum("};
    case Kind::Date:
    case Kind::DateTime: return {"min(", "max("};
    case Kind::Text:
    case Kind::Link:
    case Kind::Period: return {"count(distinct ", "only("};
    case Kind::Bool:
    case Kind::Error: break;
  }
  return {};
}

}  // namespace

void report_needs_aggregate(Checker& checker, const ast::Path& path, TableId table_id,
                            const Type& type) {
  const std::string& table = checker.table(table_id).name;
  const std::string column = with_table(table, path);
  Diagnostic& report =
      checker.diagnostics.report(Code::row_value_without_aggregate, path.span,
                                 {{"name", path.parts.back().text}, {"table", table}});
  const std::string end = column + (type.optional ? " skipping none)" : ")");
  const std::vector<std::string> words = aggregates_for(type);
  if (words.empty()) {
    report.hint(Text::write_instead, {{"text", "count(" + table + " where " + column + ")"}});
  } else if (words.size() == 1) {
    report.hint(Text::write_instead, {{"text", words[0] + end}});
  } else {
    report.hint(Text::write_either, {{"first", words[0] + end}, {"second", words[1] + end}});
  }
}

}  // namespace kpi::check
