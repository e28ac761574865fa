#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "table/file_texts.hpp"

/// What a column of a file most likely is, by its texts.
namespace kpi::driver {

enum class ColumnKind : std::uint8_t { Text, Truth, Day, Moment, Period, Whole, Number };

struct ColumnGuess {
  std::string name;  // as rules can write it
  std::string header;
  std::string from;  // what is written behind `from`, where that is not the one header
  ColumnKind kind = ColumnKind::Text;
  std::string type;                     // `money 0.0001`, `date as "m/d/y"`
  std::vector<std::string> none_marks;  // texts that stand for no value
  bool trimmed = false;                 // blanks stand around some of its texts
  bool optional = false;
  bool unique = false;  // no value twice, and one in every row
  std::vector<Message> remarks;
  const table::TextColumn* texts = nullptr;
  std::optional<std::size_t> link;  // the table of the proposal whose keys the values are
  bool has_unmatched = false;
};

/// `rows`: of the file. Blanks around texts are taken off where the guess says so.
ColumnGuess guessed_column(table::TextColumn& texts, std::size_t rows);

/// The texts that are none of the marks.
std::vector<std::string> without(const std::vector<std::string>& texts,
                                 const std::vector<std::string>& marks);

/// Those of the texts that stand for no value wherever a value is expected: `-`, `N/A`, `无`.
std::vector<std::string> marks_for_none(const std::vector<std::string>& texts);

/// True of headers such as `rep_id`, `CustomerKey`, `订单编号`.
bool names_an_identity(const std::string& header);

/// `"Order Date"` as rules write a text; nothing where they cannot.
std::optional<std::string> written_text(const std::string& text);

}  // namespace kpi::driver
