#pragma once

#include <string>

#include "diag/diagnostic.hpp"
#include "io/files.hpp"

namespace kpi::table {

/// Why the workbook at the path is not read as the table.
Diagnostic explain_workbook(const io::ContentFault& fault, const std::string& table,
                            const std::string& path);

}  // namespace kpi::table
