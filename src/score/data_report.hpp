#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "diag/diagnostic.hpp"
#include "program/program.hpp"

namespace kpi::score {

/// How good the files of data are, held against the declarations of their tables. Nothing is
/// computed of them.
struct DataReport {
  /// A column that was read, over the rows that can be used.
  struct Column {
    ColumnId id;
    std::size_t absent = 0;         // rows without a value
    std::optional<DateRange> days;  // of one that holds days, moments or periods: first and last
  };

  /// Rows that cannot be used for one reason.
  struct Fault {
    Code code;
    std::string column;  // its header; empty where the whole row is meant
    std::size_t rows = 0;
    std::uint64_t line = 0;  // of the first of them
    std::string reason;      // of the first of them
    std::string file = {};   // of several files, of the first of them
  };

  /// A value of a link that no row of the linked table has as its key.
  struct Unmatched {
    ColumnId column;
    std::string value;
    std::size_t rows = 0;
    std::optional<std::string> nearest;  // the key it may have been meant to be
    bool usable = false;                 // `or unmatched`: the rows count all the same
  };

  struct Table {
    TableId id;
    std::string path;
    bool read = true;  // to its end, with every column
    std::size_t file_rows = 0;
    std::size_t rows = 0;  // that can be used
    std::vector<Column> columns;
    std::vector<std::string> undeclared;  // headers that no column is read from
    std::vector<Fault> faults;            // by line
    std::vector<Unmatched> unmatched;
    ColumnId dated;
    std::vector<Period> months_without_rows;  // between the first row and the last, or what the
                                              // table says it covers
  };

  std::vector<Table> tables;
  std::size_t faults_not_listed = 0;  // rows that no fault counts: there were too many
};

}  // namespace kpi::score
