#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "table/file_lines.hpp"
#include "table/multiples.hpp"
#include "table/records.hpp"
#include "table/table.hpp"

/// Fields -> the values of one column, a column of a batch at a time.
namespace kpi::table {

/// What is wrong with one field of a selected record, or with a whole record that is not selected.
struct RowFault {
  static constexpr std::size_t kWholeRecord = static_cast<std::size_t>(-1);
  std::uint64_t line = 0;
  std::size_t position = kWholeRecord;  // within the selection
  std::size_t field = 0;
  std::string_view raw;  // the record as it stands in the file
  Diagnostic diagnostic;
};

/// Records of one run of a batch, behind those it begins with.
struct RowStretch {
  std::uint32_t run = 0;
  std::uint32_t begin = 0;  // within the run
  std::uint32_t count = 0;
  std::size_t position = 0;  // of the first, within the selection
};

/// The records of a batch that have as many fields as the header, in their order.
struct RowSelection {
  const RecordBatch& batch;
  std::vector<RowStretch> stretches = {};
  std::size_t size = 0;

  void add(std::uint32_t run, std::uint32_t begin, std::uint32_t count) {
    if (count == 0) return;
    stretches.push_back({run, begin, count, size});
    size += count;
  }
  Record record(std::size_t position) const;
};

/// Collects one column. Every selected record adds one value, also where it is faulty.
class ColumnReader {
 public:
  virtual ~ColumnReader() = default;
  virtual void read(const RowSelection& rows, std::vector<RowFault>& faults) = 0;
  /// In the next of several files the column stands elsewhere.
  virtual void set_field(std::size_t field) = 0;
  /// Makes room for so many values.
  virtual void reserve(std::size_t count) = 0;
  virtual ColumnData take() = 0;
  /// How many values there are so far that can be used.
  virtual std::size_t usable() const = 0;
  /// Of a column of numbers: how its cells say how many they are of.
  virtual MultiplesRead multiples() const { return {}; }
  /// What was read since the last time, in the place of what `window` holds. Codes go on counting.
  virtual void hand_over(ColumnData& window) = 0;
};

/// The reader for the column's storage; `field` is its place in every record. Lines are named as
/// those of `files`.
std::unique_ptr<ColumnReader> make_column_reader(const Program& program, const Column& column,
                                                 std::size_t field, const FileLines& files);

}  // namespace kpi::table
