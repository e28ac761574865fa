#pragma once

#include <optional>
#include <string_view>

namespace kpi::check {

/// What is written for a function of a spreadsheet: `sum(table.column where condition)` for
/// `SUMIF`, in any case of letters. Nothing if it is none.
std::optional<std::string_view> instead_of_spreadsheet(std::string_view function);

/// What is written for a comparison with an earlier period that people speak of as a function:
/// `同比`, `环比`, `YoY`.
std::optional<std::string_view> spoken_comparison(std::string_view function);

}  // namespace kpi::check
