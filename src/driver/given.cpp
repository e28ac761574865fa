#include "driver/given.hpp"

#include <algorithm>

namespace kpi::driver {
namespace {

const GivenTable* given_of(const Test& test, TableId table) {
  const auto found = std::find_if(test.tables.begin(), test.tables.end(),
                                  [&](const GivenTable& given) { return given.table == table; });
  return found == test.tables.end() ? nullptr : &*found;
}

bool is_given(const GivenTable& given, ColumnId column) {
  return std::find(given.columns.begin(), given.columns.end(), column) != given.columns.end();
}

/// Whether everything the row condition reads of its own table is given, also what is calculated.
bool reads_given(const Program& rules, const GivenTable& given, ProgramExprId id) {
  const Expr& expr = rules.exprs[id];
  if (expr.op == Op::Column) {
    const ColumnId first = expr.path.links.empty() ? expr.path.column : expr.path.links.front();
    const ProgramExprId computed = rules.tables[given.table].columns[first].computed;
    if (computed ? !reads_given(rules, given, computed) : !is_given(given, first)) return false;
  }
  return std::all_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_given(rules, given, arg); });
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += c;
    out += c;
  }
  return out + '"';
}

}  // namespace

void set_tables(const Program& rules, const Test& test, Program& program) {
  program.tables = rules.tables;
  program.calendar = rules.calendar;
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    TableSchema& schema = program.tables[TableId(i)];
    schema.complete = true;
    schema.rows_of_record = 1;
    schema.covers.reset();
    for (Column& column : schema.columns) {
      column.form = {};  // rows of a test are written as the rules are, and may hold every column
      column.in_no_file = false;
      column.headers.clear();
      column.headers_of = {};
      column.year.reset();
      column.year_column = {};
    }
    const GivenTable* given = given_of(test, TableId(i));
    if (given == nullptr) continue;
    const auto lacks_check = [&](const RowCheck& check) {
      return !reads_given(rules, *given, check.condition);
    };
    const auto lacks_part = [&](const std::vector<ColumnId>& parts) {
      return !std::all_of(parts.begin(), parts.end(),
                          [&](ColumnId part) { return is_given(*given, part); });
    };
    const auto erase = [](auto& rules_of_table, const auto& lacks) {
      rules_of_table.erase(std::remove_if(rules_of_table.begin(), rules_of_table.end(), lacks),
                           rules_of_table.end());
    };
    erase(schema.checks, lacks_check);
    erase(schema.unique, lacks_part);
  }
}

plan::AlsoUsed given_columns(const Test& test) {
  plan::AlsoUsed also;
  also.for_reports = false;
  for (const GivenTable& given : test.tables) {
    for (const ColumnId column : given.columns)
      also.columns.emplace_back(given.table, column);
  }
  return also;
}

std::string file_of(const Program& used, TableId table, const Test& test,
                    Diagnostics& diagnostics) {
  const TableSchema& schema = used.tables[table];
  const GivenTable* given = given_of(test, table);
  if (given == nullptr) {
    diagnostics
        .report(Code::table_not_given, test.span, {{"test", test.title}, {"table", schema.name}})
        .hint(Text::give_the_table, {{"table", schema.name}});
    return {};
  }
  std::vector<std::string> lines(given->rows.size() + 1);
  const auto add = [&](const std::string& header, const auto& cell_of) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].empty()) lines[i] += ',';
      lines[i] += quoted(i == 0 ? header : cell_of(i - 1));
    }
  };
  for (std::size_t i = 0; i < given->columns.size(); ++i) {
    add(schema.columns[given->columns[i]].header,
        [&](std::size_t row) { return given->rows[row][i]; });
  }
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[ColumnId(i)];
    const bool found = column.computed || column.history || column.copied;  // in no file
    if (!column.used || found || is_given(*given, ColumnId(i))) continue;
    if (column.storage == Storage::Key) {
      add(column.header, [](std::size_t row) { return std::to_string(row + 1); });
    } else if (column.optional) {
      add(column.header, [](std::size_t) { return std::string(); });
    } else {
      diagnostics.report(Code::column_not_given, given->span,
                         {{"test", test.title}, {"table", schema.name}, {"column", column.name}});
    }
  }
  std::string text;
  for (const std::string& line : lines)
    text += line + '\n';
  return text;
}

}  // namespace kpi::driver
