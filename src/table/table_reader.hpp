#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "table/columns.hpp"
#include "table/complaints.hpp"
#include "table/header.hpp"
#include "table/odd_rows.hpp"
#include "table/read_table.hpp"
#include "table/records.hpp"

namespace kpi::table {

/// Takes the batches of a file in order, or of several files whose columns may stand in another
/// order each.
class TableReader {
 public:
  TableReader(const Program& program, TableId table, const LoadOptions& options,
              Complaints& complaints)
      : program_(program),
        schema_(program.tables[table]),
        options_(options),
        complaints_(complaints) {
    read_.data.id = table;
    read_.data.key = schema_.key;
    read_.data.path = complaints.path();
    read_.data.columns.resize(schema_.columns.size());
  }

  /// False once reading on is pointless. What is to be done `meanwhile` (to fetch the next batch)
  /// is done while the columns of this one are read.
  using Work = std::vector<std::function<void()>>;
  bool take(const RecordBatch& batch, const Work& meanwhile);
  /// The rows taken since the last time, in the place of those that `window` held.
  void hand_over(TableData& window);
  /// Makes room, once a batch of the file, so many bytes of it, shows how long its rows are.
  void expect(std::size_t file_bytes, const RecordBatch& batch);
  TableRead finish();
  bool has_rows() const { return read_.rows_read > 0; }
  /// Of the last file.
  bool has_header() const { return has_header_; }
  /// Whether there is something to say of a column as a whole.
  bool has_odd_column() const;

 private:
  struct ColumnInFile {
    ColumnId id;
    std::unique_ptr<ColumnReader> reader;
    std::size_t field = 0;
    std::size_t part = 0;               // of several headers: which
    std::vector<RowFault> faults = {};  // of the current batch
    std::size_t unusable = 0;           // values so far, those that are missing aside
  };

  void fail_without_header();
  void judge_error_cells(const RecordBatch& batch);
  void begin_file(const FileStart& file);
  bool take_header(const RecordBatch& batch, const Record& header);
  void bind(const BoundColumn& bound);
  void read_headers(std::uint64_t line);
  ColumnData values_of_headers(const Column& column, std::vector<RowFault>& faults) const;
  void select(RowSelection& rows, bool behind_header);
  void select_run(RowSelection& rows, std::uint32_t run, std::uint32_t begin);
  void read_columns(const RowSelection& rows, const Work& meanwhile);
  void look_at(const RecordBatch& batch, const Record& record);
  void add_blank_lines();
  void add_record_fault(std::uint64_t line, std::string_view raw, Diagnostic diagnostic);
  void merge_odd_rows(const RowSelection& rows);
  static bool is_no_row(const OddRow& odd, std::vector<RowFault>::const_iterator fault,
                        std::vector<RowFault>::const_iterator end);
  void settle_faults(std::size_t first_row);
  void fail(Diagnostic diagnostic, std::uint64_t line);
  void judge_columns();
  bool is_unreadable(const ColumnInFile& column) const;
  void say_of_column(const ColumnInFile& column, Diagnostic& diagnostic) const;
  void take_columns();
  void make_rows_of_columns();
  void complete_years();
  void reject(Diagnostic diagnostic, std::uint64_t line);
  void leave_out_rows();

  const Program& program_;
  const TableSchema& schema_;
  const LoadOptions& options_;
  Complaints& complaints_;
  TableRead read_;
  std::vector<std::string> headers_;
  std::vector<ColumnInFile> columns_;
  std::vector<std::uint8_t> amounts_;          // per field: its column holds numbers
  std::vector<std::size_t> bound_;             // fields that are read
  std::map<ColumnId, ColumnData> of_headers_;  // what the headers say, one value for each
  std::size_t key_field_ = 0;                  // where there is a key
  std::size_t row_count_ = 0;                  // of the columns
  std::vector<std::uint8_t> gone_;             // per row, as far as one is
  std::vector<RowFault> faults_;               // of the current batch
  std::vector<std::uint64_t> blank_lines_;     // fine if nothing follows
  std::uint64_t first_line_ = 0;               // of the file
  bool has_header_ = false;
  bool failed_ = false;
};

}  // namespace kpi::table
