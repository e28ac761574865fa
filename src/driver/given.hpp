#pragma once

#include <string>

#include "diag/diagnostic.hpp"
#include "plan/plan.hpp"
#include "program/program.hpp"

/// The tables of a test, as texts of files: they are read like any other.
namespace kpi::driver {

/// Makes of a copy of the rules what the test sees: every table complete, without the checks and
/// unique rules that read columns the test leaves out. Whatever a test before changed is undone.
void set_tables(const Program& rules, const Test& test, Program& program);

/// What a test gives is loaded and checked, also where no expectation reads it.
plan::AlsoUsed given_columns(const Test& test);

/// The table as its file: the columns given, keys counted where none are, what is optional empty.
/// `used`: the program with the columns in use marked. Reports columns that are read and neither.
std::string file_of(const Program& used, TableId table, const Test& test, Diagnostics& diagnostics);

}  // namespace kpi::driver
