#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/typed_sheet.hpp"

namespace kpi::io {

/// The bytes of a workbook (.xlsx) with these sheets: numbers as numbers, with their formats; texts
/// as texts, which nothing runs. The same sheets give the same bytes. Nothing where it could not be
/// made; `why` then holds the system's words.
std::optional<std::string> workbook_bytes(const std::vector<TypedSheet>& sheets, std::string& why);

/// What a sheet may be called: 31 characters, none of `[]:*?/\`, and not like one of `taken` in any
/// case.
std::string sheet_name(const std::string& wanted, std::vector<std::string>& taken);

}  // namespace kpi::io
