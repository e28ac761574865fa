#pragma once

#include <functional>
#include <memory>
#include <string>

#include "io/files.hpp"
#include "program/program.hpp"
#include "table/load.hpp"
#include "table/table.hpp"

namespace kpi::table {

/// The rows of a file that pass by once, a window of some thousand at a time, and are never held as
/// a whole: ten million rows take no more memory than ten thousand, and none that no cache holds.
///
/// It takes only what there is nothing to say about. Whoever meets the end asks is_clean(); if it
/// is not, nothing that was computed counts, and the table is to be loaded as a whole, which says
/// what is wrong.
class TableStream {
 public:
  /// `data.tables[table]` is the window; tables that it links to are loaded.
  TableStream(const Program& program, TableId table, Dataset& data, const io::Files& files,
              const LoadOptions& options);
  ~TableStream();
  /// Fills the window with the next rows; false at the end. `meanwhile` works on those that are
  /// still in it while the next are read.
  bool next(const std::function<void()>& meanwhile);
  bool is_clean() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kpi::table
