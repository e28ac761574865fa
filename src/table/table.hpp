#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "program/program.hpp"

/// CSV files -> typed columns + rejected rows with reasons. Fixed-point, dictionaries, no floats.
namespace kpi::table {

/// Texts of one column, each stored once; codes count from 0 in order of first appearance.
class Dictionary {
 public:
  Dictionary() = default;
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  Dictionary(Dictionary&&) = default;
  Dictionary& operator=(Dictionary&&) = default;
  std::int64_t intern(std::string_view text);
  std::optional<std::int64_t> find(std::string_view text) const;
  const std::string& text(std::int64_t code) const {
    return *texts_[static_cast<std::size_t>(code)];
  }
  std::size_t size() const { return texts_.size(); }

 private:
  struct TextHash {  // looks up a view without copying it
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>> codes_;
  std::vector<const std::string*> texts_;  // keys of codes_: node-based, so they stay put
};

/// A link whose value has no partner in the linked table (`or unmatched`).
inline constexpr std::int64_t kUnmatchedRow = -1;

/// One column of a loaded table, as Storage in program/schema.hpp says.
struct ColumnData {
  Storage storage = Storage::Text;
  std::vector<std::int64_t> values;        // row_count of them; 0 where absent
  std::vector<std::uint8_t> present;       // empty: every row has a value
  std::shared_ptr<Dictionary> dictionary;  // Text, Key; for Link: the texts as written
  std::vector<std::int64_t> link_codes;    // Link: dictionary code per row, for messages
  bool has(std::size_t row) const { return present.empty() || present[row] != 0; }
};

struct TableData {
  TableId id;
  std::size_t row_count = 0;
  IdVector<ColumnId, ColumnData> columns;  // columns no rule uses stay empty
  std::vector<std::uint32_t> lines;        // line of the file on which each row begins
  std::string path;                        // of the file
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
