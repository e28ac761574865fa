#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/summary.hpp"

/// The only place that touches files, standard streams and the environment. Everything else gets
/// them through these interfaces, so that tests and a browser can stand in.
namespace kpi::io {

/// Why what a file holds cannot be read on, although the system gives its bytes.
struct ContentFault {
  enum class Kind : std::uint8_t {
    NotEncoded,
    EndsEarly,
    Damaged,
    GrowsTooFar,
    // of workbooks
    BadWorkbook,  // `place`: the part that is not what it should be
    Protected,    // by a password
    OldWorkbook,  // .xls
    NoSheet,      // of the name `place`
    WhichSheet,   // nobody said, and several could be meant
    EmptyRange,   // the first row of `place` should be the header
    CellError,    // the cell `place` holds the error `form`
    MergedCells,  // `place`
    // of databases
    NoTable,     // of the name `place`; or none at all
    WhichTable,  // nobody said, and several could be meant
    BinaryCell,  // in the column `place`
    // of servers; `place`: their words
    NotGiven,
    GivenInPart,
    PasswordInAddress,
  };
  Kind kind;
  std::string form;          // the encoding or compression
  std::uint64_t offset = 0;  // of the byte in question, in what was decoded or decompressed
  unsigned char byte = 0;    // of NotEncoded
  std::string place = {};
  std::uint64_t row = 0;                 // of the sheet or table, from 1, the header's
  std::vector<std::string> sheets = {};  // of NoSheet, WhichSheet: those that are there; tables too
};

/// How the lines of a text count, and what stands between the fields of one.
struct LineCount {
  std::uint64_t first = 1;    // the number of its first line
  bool quoted_breaks = true;  // a line break inside quotation marks begins another line
  char delimiter = ',';
};

/// A cell of a sheet that holds an error, as `#N/A`: the first of its column.
struct ErrorCell {
  std::size_t field = 0;  // from 0
  ContentFault fault;
};

/// A file being read front to back. `read` fills at most `size` bytes and returns how many; 0 ends.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
  /// How many bytes there are, where that is known; 0 else. To make room with, not to rely on.
  virtual std::size_t size() const { return 0; }
  /// Set when the file could not be read to its end; the system's words.
  virtual std::optional<std::string> error() const = 0;
  /// Set when what it holds ended the reading.
  virtual std::optional<ContentFault> fault() const { return std::nullopt; }
  /// The lines of what was a sheet have the numbers of its rows.
  virtual LineCount lines() const { return {}; }
  /// Of a sheet that was read to its end: cells that whoever needs their columns cannot use.
  virtual std::vector<ErrorCell> error_cells() const { return {}; }
  /// Goes on with the next of several files, once read() has ended; false where there is none.
  virtual bool next_file() { return false; }
  /// Which of several files is being read; empty where there is one only.
  virtual std::string file_path() const { return {}; }
};

/// Of a file that cannot be read at all.
class FaultyReader final : public Reader {
 public:
  explicit FaultyReader(ContentFault fault) : fault_(std::move(fault)) {}
  std::size_t read(char*, std::size_t) override { return 0; }
  std::optional<std::string> error() const override { return std::nullopt; }
  std::optional<ContentFault> fault() const override { return fault_; }

 private:
  ContentFault fault_;
};

/// What tells one state of a file from another without reading it.
struct FileIdentity {
  std::string path;  // without symbolic links
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970; of the bytes
  std::int64_t changed = 0;   // of the bytes, the name or the rights: nobody can set it back
  bool settled = false;       // so long ago that a change after this moment shows in its times
  std::string read_as = {};   // its encoding or its sheet, where it is read as text
  friend bool operator==(const FileIdentity& a, const FileIdentity& b) {
    return a.path == b.path && a.device == b.device && a.inode == b.inode && a.bytes == b.bytes &&
           a.modified == b.modified && a.changed == b.changed && a.read_as == b.read_as;
  }
};

class Files {
 public:
  virtual ~Files() = default;
  /// Nothing when it cannot be opened; `why` then holds the system's words.
  virtual std::unique_ptr<Reader> open(const std::string& path, std::string& why) const = 0;
  virtual bool is_file(const std::string& path) const = 0;
  virtual bool is_folder(const std::string& path) const = 0;
  /// Whether both name one file, however they are written; also where it is still to be written.
  virtual bool same_file(const std::string& one, const std::string& other) const {
    return one == other;
  }
  /// The path with the sheet that is meant by one of the names, where it is that of a workbook with
  /// several and one is clearly meant; else the path as it is.
  virtual std::string with_sheet(const std::string& path, const std::vector<std::string>&) const {
    return path;
  }
  /// The rows of a file added up by whoever keeps them; null where nobody does.
  virtual std::unique_ptr<Reader> open_summary(const std::string&, const Summary&) const {
    return nullptr;
  }
  /// In which words a server is asked for that.
  virtual std::optional<std::string> summary_statement(const std::string&, const Summary&) const {
    return std::nullopt;
  }
  /// Nothing for a file that is not there, or whose changes could not be told.
  /// What was read so far may have changed before the next question: a server is asked anew.
  virtual void let_go() const {}
  virtual std::optional<FileIdentity> identity(const std::string&) const { return std::nullopt; }
  /// The files that a path with `*` or `?` stands for, by name; else the path as it is.
  virtual std::vector<std::string> files_of(const std::string& path) const { return {path}; }
  /// Names in the folder, sorted; empty when it cannot be listed.
  virtual std::vector<std::string> list(const std::string& folder) const = 0;
  /// Writes the whole file or nothing: a temporary file beside it, then a rename.
  /// Returns the system's words when it failed; the old file is then untouched.
  virtual std::optional<std::string> write(const std::string& path, std::string_view bytes) = 0;
};

/// The machine's own files.
std::unique_ptr<Files> system_files();

/// Reads a whole file that people wrote; nothing when it cannot be read or does not end (a device),
/// `why` then says why.
std::optional<std::string> read_all(const Files& files, const std::string& path, std::string& why);

/// `folder/name`, or `name` when it is absolute or the folder is empty or `.`.
std::string join_path(std::string_view folder, std::string_view name);
/// The path without `.`, `..` and doubled slashes, by its text alone: what links lead to is not
/// looked at. For telling whether two paths are spelt for the same place, not for opening.
std::string normal_path(std::string_view path);
/// Whether `*` (any signs) or `?` (one byte) stand in the path.
bool is_pattern(std::string_view path);
/// Files of every folder the pattern leads through, by name. Hidden ones, and those that an office
/// program lays beside an open workbook, are none of them.
std::vector<std::string> files_matching(const Files& files, std::string_view pattern);
/// The folder part of a path, empty for a bare name.
std::string folder_of(std::string_view path);

}  // namespace kpi::io
