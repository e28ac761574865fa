#pragma once

#include "base/jobs.hpp"
#include "table/table.hpp"

namespace kpi::table {

/// Where columns that were read are kept, from one run to the next or within a program that asks
/// many questions. Only what was read without a complaint is handed to it.
class ColumnStore {
 public:
  virtual ~ColumnStore() = default;
  /// Fills in every column that the program reads of the file `table.path`, the rows and their
  /// lines, as reading the file now would; links are not resolved yet. False, and nothing filled
  /// in, where that is not known.
  virtual bool fetch(const Program& program, const RunJobs& run_jobs, TableData& table) = 0;
  /// What was read of `table.path` since fetch() was asked for it in vain.
  virtual void keep(const Program& program, const RunJobs& run_jobs, const TableData& table) = 0;
};

}  // namespace kpi::table
