#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"
#include "program/cell_form.hpp"
#include "program/types.hpp"
#include "source/source.hpp"

namespace kpi {

using ProgramExprId = Id<struct ProgramExprTag>;

/// How a column's text is read and stored. Every column is a vector of 64-bit integers:
enum class Storage : std::uint8_t {
  Text,     // code of the column's dictionary
  Choice,   // index of the choice
  Key,      // code of the column's dictionary; unique
  Link,     // row of the linked table; kUnmatchedRow if it has no partner
  Decimal,  // mantissa, with the column's scale (money, ratio, number, points)
  Integer,  // count, days, hours without a step
  Bool,     // 0 or 1
  Day,      // days since 1970-01-01
  Moment,   // seconds since 1970-01-01 00:00:00
  Period,   // ordinal of the column's period unit
};

/// The columns followed from a row: links first, then the column read. `order.rep` in payments is
/// {order, rep}. An empty path is the row itself.
struct ColumnPath {
  std::vector<ColumnId> links;
  ColumnId column;  // absent: the row reached by the links
  friend bool operator==(const ColumnPath& a, const ColumnPath& b) {
    return a.links == b.links && a.column == b.column;
  }
};

/// `rep.posts` of an order: the row of a history table that holds for the rep on the order's day.
struct HistoryLink {
  std::vector<ColumnId> links;  // from the row to whom the history is about
  TableId table;                // the history
  ColumnId about;               // its link to them
  friend bool operator==(const HistoryLink& a, const HistoryLink& b) {
    return a.links == b.links && a.table == b.table && a.about == b.about;
  }
};

struct Column {
  std::string name;
  std::string label;
  std::string header;  // the text to look for in the file; equals name unless `from` was said
  std::vector<std::string> headers;  // several: every record makes a row for each of them
  ColumnId headers_of;               // the value is the header of that column, in no cell
  std::string doc;
  Span span;
  Span type_span;   // where its type is written, which may be in a table that its own is like
  Span form_place;  // empty: where `in thousands` would stand
  Type type;        // Grain::Row
  Storage storage = Storage::Text;
  bool optional = false;
  bool or_unmatched = false;
  bool in_percent = false;  // ratio columns: the file writes 12 for 12 %
  CellForm form;
  bool in_no_file = false;  // `from none`: absent in every row
  bool used = false;        // some rule reads it, or it is a key, date or owner: it is loaded
  PeriodUnit period_unit = PeriodUnit::Month;
  std::optional<Date> year;  // `period month of 2025`: the cells say which of those since that day
  ColumnId year_column;      // or since the year in that column begins
  std::vector<std::string> choices;
  ColumnId currency;       // `money in COLUMN`: the column that names the currency of each row
  ProgramExprId computed;  // of a derived table: one value per row over the whole history up to the
                           // run's day, stored before anything reads it; in no file
  std::optional<HistoryLink> history;  // a link to the row that holds on this row's own day; in no
                                       // file, found before anything reads it
  std::optional<ColumnPath> copied;    // the value at the end of the path; in no file
};

/// `credited by credits.share`: whose a row is stands in the rows of another table, each with its
/// part. The parts of a row total 100 %; those of `outside` rows come on top.
struct CreditSplit {
  TableId table;     // credits
  ColumnId about;    // its link to the split row
  ColumnPath owner;  // from a credit to whom it belongs
  ColumnId share;
  ColumnId dated;  // the split row's date, copied
};

struct Let {
  std::string name;
  std::string label;
  std::string doc;
  ProgramExprId value;  // Grain::Row
  Span span;
};

struct RowCheck {
  ProgramExprId condition;
  std::string message;  // the author's, may be empty
  Span span;
  bool of_library = false;    // asks for no column: it holds where the rules read all that it reads
  bool columns_read = false;  // they do

  bool applies() const { return !of_library || columns_read; }
};

/// The column that reports show beside the key, and by which people know a row.
inline bool is_name_of_rows(const Column& column) {
  return column.name == "name" || column.name == "姓名" || column.name == "名称";
}

struct Validity {
  ColumnId from, to;
  bool inclusive = false;
};

/// What a `one of` column of the holidays calls a day.
inline constexpr const char* kOff = "off";
inline constexpr const char* kWork = "work";
inline constexpr const char* kOffChinese = "休";
inline constexpr const char* kWorkChinese = "班";

struct TableSchema {
  std::string name;
  std::string label;
  std::string doc;
  Span span;
  IdVector<ColumnId, Column> columns;
  std::size_t rows_of_record = 1;  // as many as its columns of several headers have
  std::vector<Let> lets;
  std::vector<RowCheck> checks;
  std::vector<std::vector<ColumnId>> unique;
  ColumnId key;                        // absent: rows have no key
  ColumnId dated;                      // absent: undated, seen in every period
  bool snapshot = false;               // rows are the state on that day, not what happened on it
  std::optional<ColumnPath> credited;  // the links that lead to the owner; column stays absent
  std::optional<CreditSplit> split;    // instead of credited
  std::optional<Validity> valid;
  std::optional<DateRange> covers;  // the days the file is complete for, if declared
  bool complete = false;            // no day is missing: what a test gives is all there is
  bool used = false;                // some rule touches it: it is loaded and checked
  TableId derived_from;             // made of the values of a column, which links to it; no file
  ColumnId derived_of;              // that column
};

}  // namespace kpi
