#pragma once

#include <string>

#include "diag/diagnostic.hpp"
#include "io/files.hpp"

namespace kpi::table {

/// What is wrong with a table of a database, and what to do about it.
Diagnostic explain_database(const io::ContentFault& fault, const std::string& table,
                            const std::string& path);

}  // namespace kpi::table
