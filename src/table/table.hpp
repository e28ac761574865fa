#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "table/column_values.hpp"
#include "table/dictionary.hpp"
#include "table/file_lines.hpp"
#include "table/line_numbers.hpp"

/// CSV files -> typed columns + rejected rows with reasons. Fixed-point, dictionaries, no floats.
namespace kpi::table {

/// A link whose value has no partner in the linked table (`or unmatched`).
inline constexpr std::int64_t kUnmatchedRow = -1;

/// One column of a loaded table, as Storage in program/schema.hpp says.
struct ColumnData {
  Storage storage = Storage::Text;
  ColumnValues values;                     // row_count of them; 0 where absent
  std::vector<std::uint8_t> present;       // empty: every row has a value
  std::shared_ptr<Dictionary> dictionary;  // Text, Key; for Link: the texts as written
  ColumnValues link_codes;                 // Link: dictionary code per row, for messages
  bool has(std::size_t row) const { return present.empty() || present[row] != 0; }
};

struct TableData {
  TableId id;
  std::size_t row_count = 0;
  std::size_t left_out = 0;  // rows of the file that are not here: they could not be used
  IdVector<ColumnId, ColumnData> columns;  // columns no rule uses stay empty
  LineNumbers lines;                       // line of the file on which each row begins
  std::string path;                        // of the file, or the pattern of several
  FileLines files;                         // of several, whose lines are counted through
  DataPlace place(std::uint64_t line) const {
    FileLines::Place found = files.place(path, line);
    return {std::move(found.path), found.line, 0, {}};
  }
  bool passes = false;  // its rows pass by once when they are scanned: these are some of them
  /// Row of the key, for tables with one.
  std::optional<std::size_t> row_of_key(std::string_view key) const;
  ColumnId key;
  std::vector<std::size_t> row_by_key_code;
};

struct Dataset {
  IdVector<TableId, TableData> tables;  // tables no rule uses stay empty
};

/// Fills row_by_key_code from the key column.
void index_keys(TableData& table);

/// The day of a cell of Storage::Day, or the one a cell of Storage::Moment lies in.
Date day_of_cell(const Column& column, std::int64_t value);
/// The period a cell of Storage::Period stands for. Quarters, halves and years are those of the
/// fiscal year where the project has one.
Period period_of(const Program& program, const Column& column, std::int64_t ordinal);

/// Takes the rows flagged non-zero out of a table. Dictionaries and keys are made anew, so that
/// nothing of the rows is left; links into the table are then to be resolved again (links.hpp).
void remove_rows(TableData& table, const std::vector<std::uint8_t>& flags);

/// The text of a cell as a person would write it (decimal with the column's scale, ISO date, …).
std::string cell_text(const Program& program, const Dataset& data, TableId table, ColumnId column,
                      std::size_t row);

}  // namespace kpi::table
