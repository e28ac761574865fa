#include "io/summary_sql.hpp"

#include <algorithm>
#include <array>

#include "io/database_names.hpp"

namespace kpi::io {
namespace {

/// Types that write equal values alike, so that they can be told apart as they are.
constexpr std::array kWrittenAlike = {
    "smallint", "integer", "bigint", "boolean", "date", "timestamp without time zone", "uuid"};
constexpr std::array kWholeNumbers = {"smallint", "integer", "bigint"};
constexpr std::array kNumbers = {"numeric", "money", "real", "double precision"};

template <class Types>
bool is_one_of(const Types& types, const std::string& type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// The value of a column as CSV has it everywhere: truths as words, a binary number as its shortest
/// decimal without an exponent, amounts without the signs of a country, no blanks that fill up.
std::string value_of(const ServerColumn& column) {
  const std::string name = quoted_name(column.name);
  if (column.type == "boolean") {
    return "CASE WHEN " + name + " THEN 'true' WHEN NOT " + name + " THEN 'false' END";
  }
  if (column.type == "real" || column.type == "double precision") return name + "::text::numeric";
  if (column.type == "money") return name + "::numeric";
  if (column.type == "character") return name + "::text";
  return name;
}

std::string called(const std::string& value, const std::string& header) {
  return value + " AS " + quoted_name(header);
}

const ServerColumn* column_of(const std::vector<ServerColumn>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ServerColumn& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

/// What tells rows apart, in bytes and not as a language orders them.
std::string apart_by(const ServerColumn& column) {
  const std::string value = value_of(column);
  if (is_one_of(kWrittenAlike, column.type)) return value;
  return '(' + value + ")::text COLLATE \"C\"";
}

std::optional<std::string> sum_of(const ServerColumn& column, int decimals) {
  const bool whole = is_one_of(kWholeNumbers, column.type);
  if (!whole && !is_one_of(kNumbers, column.type)) return std::nullopt;
  const std::string value = value_of(column);
  const bool known = whole || (column.decimals >= 0 && column.decimals <= decimals);
  const std::string exact = known ? ""
                                  : " AND bool_and(" + value + " = round(" + value + ", " +
                                        std::to_string(decimals) + "))";
  return "CASE WHEN count(" + value + ") = count(*)" + exact + " THEN sum(" + value + ") END";
}

void add_listed(std::string& list, const std::string& item) {
  if (!list.empty()) list += ", ";
  list += item;
}

}  // namespace

std::string rows_statement(const std::string& table, const std::vector<ServerColumn>& columns) {
  std::string listed;
  for (const ServerColumn& column : columns)
    add_listed(listed, called(value_of(column), column.name));
  return "SELECT " + listed + " FROM " + table;
}

std::optional<std::string> summary_statement(const std::string& table,
                                             const std::vector<ServerColumn>& columns,
                                             const Summary& summary) {
  std::string listed;
  std::string groups;
  for (std::size_t i = 0; i < summary.by.size(); ++i) {
    const ServerColumn* const column = column_of(columns, summary.by[i]);
    if (column == nullptr) return std::nullopt;
    add_listed(listed, called(apart_by(*column), column->name));
    add_listed(groups, std::to_string(i + 1));
  }
  for (const Summary::Sum& sum : summary.sums) {
    const ServerColumn* const column = column_of(columns, sum.column);
    const auto added = column == nullptr ? std::nullopt : sum_of(*column, sum.decimals);
    if (!added) return std::nullopt;
    add_listed(listed, called(*added, column->name));
  }
  if (column_of(columns, summary.rows) != nullptr) return std::nullopt;
  add_listed(listed, called("count(*)", summary.rows));
  return "SELECT " + listed + " FROM " + table + (groups.empty() ? "" : " GROUP BY " + groups) +
         " HAVING count(*) > 0";
}

std::optional<std::string> key_statement(const std::string& table,
                                         const std::vector<ServerColumn>& columns,
                                         const std::string& key) {
  const ServerColumn* const column = column_of(columns, key);
  if (column == nullptr) return std::nullopt;
  const std::string value = quoted_name(key);
  const std::string from = " FROM " + table;
  if (column->unique && is_one_of(kWrittenAlike, column->type)) {
    return "SELECT count(*) = count(" + value + ')' + from;
  }
  const std::string text = value + "::text";
  // as table/blanks.hpp: what nobody sees
  constexpr const char* kBlanks = R"(U&' \0009\000A\000B\000C\000D\00A0\3000\200B\FEFF')";
  const std::string bare = "btrim(" + text + ", " + kBlanks + ')';
  if (!column->unique) {
    return "SELECT count(*) = count(DISTINCT nullif(normalize(" + bare + "), ''))" + from;
  }
  const std::string composed =  // what is ASCII need not be looked at
      "(octet_length(" + text + ") = char_length(" + text + ") OR " + text + " IS NFC NORMALIZED)";
  return "SELECT coalesce(bool_and(" + text + " IS NOT NULL AND " + text + " <> '' AND " + text +
         " = " + bare + " AND " + composed + "), true)" + from;
}

std::string copied(const std::string& statement) {
  return "COPY (" + statement + ") TO STDOUT WITH (FORMAT csv, HEADER)";
}

}  // namespace kpi::io
