#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "table/file_lines.hpp"
#include "table/load.hpp"
#include "table/records.hpp"

/// What there is to say about the file of one table, in bounds: a message per kind is repeated at
/// most max_reports times, then the rest is counted.
namespace kpi::table {

class Complaints {
 public:
  Complaints(std::string table, const LoadOptions& options)
      : table_(std::move(table)), options_(options) {}

  void set_path(std::string path) { path_ = std::move(path); }
  void set_path(const TableData& table) {
    path_ = table.path;
    files_ = table.files;
  }
  /// One of several files; lines are counted through.
  void begin_file(const FileStart& file) { files_.add(file.path, file.lines_before); }
  const std::string& path() const { return path_; }
  const FileLines& files() const { return files_; }
  DataPlace place(std::uint64_t line = 0, std::uint32_t field = 0, std::string column = {}) const {
    FileLines::Place found = files_.place(path_, line);
    return {std::move(found.path), found.line, field, std::move(column)};
  }
  /// As texts name a line.
  std::string line_name(std::uint64_t line) const { return files_.name(line); }

  /// About the file, or a warning: always reported.
  void about_file(Diagnostic diagnostic, DataPlace place);
  /// A warning with a place in the rules.
  void about_rules(Diagnostic diagnostic) { diagnostics_.push_back(std::move(diagnostic)); }
  /// About `row_count` rows that cannot be used, the first of them at `place`. An error, or, when
  /// such rows are left out, a part of one warning.
  void about_rows(Diagnostic diagnostic, DataPlace place, std::size_t row_count = 1);
  /// The cells of one row where none of the `values` of a column can be read: one message for them
  /// all, to which `say` adds.
  using Say = std::function<void(Diagnostic&)>;
  void about_whole_column(std::uint32_t field, std::size_t values, const Say& say);
  /// Nothing is said of rows: the file as a whole cannot be used.
  void forget_rows();
  /// Whether there was anything to say.
  bool any() const { return !diagnostics_.empty() || !tallies_.empty(); }
  /// True if a message of this kind would still be shown in full.
  bool has_room(Code code) const;
  /// Hands everything over, with the counts of what was not repeated.
  void report(Diagnostics& diagnostics, std::size_t rows_read);

 private:
  struct Tally {
    std::size_t messages = 0;
    std::size_t shown = 0;
    std::size_t rows = 0;
    DataPlace first;
    std::map<std::uint32_t, std::size_t> of_field;  // messages
  };
  /// The same said of several rows: where it is kept, and the lines beyond the first.
  struct Repeated {
    std::size_t message = 0;  // index of diagnostics_
    std::size_t count = 0;
    std::vector<FileLines::Place> lines;
  };

  enum class Form : std::uint8_t { Whole, WithoutLines, Dropped };

  bool is_repeated(const Diagnostic& diagnostic, const DataPlace& place);
  bool says_something_new(const Diagnostic& diagnostic, const DataPlace& place);
  void add_lines();

  void report_left_out(Diagnostics& diagnostics, std::size_t rows_read) const;

  std::string table_;
  std::string path_;
  FileLines files_;
  LoadOptions options_;
  std::vector<Diagnostic> diagnostics_;
  std::vector<Form> forms_;  // of the messages, as far as any is not whole
  std::map<Code, Tally> tallies_;
  std::map<std::string, Repeated> said_;
  std::map<std::vector<int>, std::size_t> of_shape_;  // by code, field, notes and hints
};

/// A few words for a kind of message: `not a number`.
Text kind_of(Code code);

}  // namespace kpi::table
