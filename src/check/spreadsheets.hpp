#pragma once

#include <optional>
#include <string_view>

namespace kpi::check {

/// What is written for a function of a spreadsheet: `sum(table.column where condition)` for
/// `SUMIF`, in any case of letters. Nothing if it is none.
std::optional<std::string_view> instead_of_spreadsheet(std::string_view function);

}  // namespace kpi::check
