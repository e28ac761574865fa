#pragma once

#include <optional>
#include <string>
#include <vector>

#include "driver/guessed_column.hpp"
#include "driver/guessed_headers.hpp"
#include "io/files.hpp"

/// What files of data are as tables of one project: names, keys, links, dates.
namespace kpi::driver {

/// A column that cannot be declared.
struct ColumnLeftOut {
  std::size_t number = 0;  // from 1
  std::string header;
};

/// Its columns know their texts by address: it is moved, never copied.
struct TableGuess {
  TableGuess() = default;
  TableGuess(TableGuess&&) = default;
  TableGuess& operator=(TableGuess&&) = default;

  std::string name;
  std::string path;  // with the sheet, of a workbook with several
  table::FileTexts texts;
  std::vector<ColumnGuess> columns;
  std::vector<ColumnLeftOut> left_out;
  std::optional<std::size_t> key;  // of the columns
  std::optional<std::size_t> dated;
  std::vector<PeriodHeaders> wide;        // columns of the file that are rows
  std::optional<std::size_t> of_headers;  // the column that says of which period such a row is
  bool is_linked_to = false;
};

/// A name that rules can use, made of a header or the name of a file; none of `taken` in any case.
std::string usable_name(const std::string& text, std::vector<std::string>& taken);

/// The table of a file's texts, without keys and links.
TableGuess guessed_table(const std::string& name, const std::string& path, table::FileTexts texts);

/// Finds keys, then links between the tables, then the date of each.
void relate(std::vector<TableGuess>& tables);

}  // namespace kpi::driver
