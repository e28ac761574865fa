#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "table/records.hpp"

/// Rows of a spreadsheet that are no rows of a table: the total below the data, the row of commas.
namespace kpi::table {

/// `Total`, `Grand total:`, `合计`, `华东 汇总`.
bool says_total(std::string_view text);

/// What the record is instead of a row of the table; asked where it cannot be read as one.
/// `amounts`: by field, whether its column holds numbers.
struct OddRow {
  enum class Kind : std::uint8_t { Empty, Total, OnlyAmounts };
  Diagnostic diagnostic;
  Kind kind = Kind::Empty;
  std::size_t field = 0;  // the one that says so
};
std::optional<OddRow> explain_odd_row(const RecordBatch& batch, const Record& record,
                                      const std::vector<std::uint8_t>& amounts,
                                      const std::string& table);

}  // namespace kpi::table
