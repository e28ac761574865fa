#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "program/schema.hpp"
#include "table/file_lines.hpp"

/// Numbers written in thousands, 万, millions or 亿, which a column, its header or its cells may
/// say.
namespace kpi::table {

/// The zeros that a header promises: 4 of `订单金额(万元)`, 3 of `amount (k)`; 0 of most.
int multiple_in_header(std::string_view header);

/// `万`, for 4 zeros.
Text multiple_word(int zeros);
/// True of `1.2万`, in which a cell itself says how many it is of.
bool has_multiple(std::string_view cell);

/// The values of a column that say how many they are of, and those that do not.
struct MultiplesRead {
  std::size_t scaled = 0;
  std::size_t plain = 0;
  std::uint64_t first_scaled = 0;  // lines
  std::uint64_t first_plain = 0;
};

/// What there is to say of a column of numbers as a whole: warnings, the first without a place in
/// the data.
struct MultiplesFound {
  std::optional<Diagnostic> by_header;  // at the column's declaration
  std::optional<Diagnostic> mixed;      // about the file
};
MultiplesFound judge_multiples(const Column& column, const MultiplesRead& read,
                               const FileLines& files);

}  // namespace kpi::table
