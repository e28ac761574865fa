#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"

/// Workbooks (.xlsx, .ods) as the CSV their sheets would be saved as.
namespace kpi::io {

/// The text of a sheet where the file holds a workbook, by its content; else the file itself.
/// `said`: `Sheet2`, `Sheet2!A3:H200` or `'My sheet'!A3:H`, whose first row is the header; nothing
/// for the only sheet that is not empty. Who reads it gets UTF-8, a line for each row.
std::unique_ptr<Reader> as_sheet(std::unique_ptr<Reader> bytes,
                                 const std::optional<std::string>& said, bool& is_sheet);

/// The sheet that is meant by one of the names, of a workbook with several: the one named so, or
/// the only one that is not empty. Nothing where that is not clear, or the file is no workbook.
std::optional<std::string> sheet_meant(std::unique_ptr<Reader> bytes,
                                       const std::vector<std::string>& names);

}  // namespace kpi::io
