#pragma once

#include <string>

#include "io/files.hpp"
#include "program/program.hpp"

namespace kpi::cache {

/// What decides the values of a column: the file, and how its text is read.
std::string column_key(const Program& program, const Column& column, const io::FileIdentity& file);

}  // namespace kpi::cache
