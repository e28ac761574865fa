#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/address.hpp"
#include "io/encoding.hpp"
#include "io/files.hpp"
#include "io/input_text.hpp"
#include "io/postgres.hpp"

namespace kpi::io {

/// Files of data as text: compressed ones as what they hold, workbooks as a sheet of theirs,
/// databases as a table of theirs, every encoding as UTF-8, a path with `*` or `?` as the files it
/// stands for, one behind the other. A sheet, or a part of it, or a table is said behind the path:
/// `sales.xlsx#Sheet2!A3:H200` where there is no file of that whole name. A path may be the address
/// of a server: `postgres://host/sales#crm.orders`. All else is that of the files behind it.
class DataFiles final : public Files {
 public:
  /// Stands for standard input; a sheet may be said behind it.
  static constexpr const char* kInput = "-";
  static bool is_input(const std::string& path) {
    return path == kInput || path.compare(0, 2, "-#") == 0;
  }

  explicit DataFiles(const Files& files, Encoding encoding = Encoding::Utf8)
      : files_(files), encoding_(encoding) {}
  /// One file is in another encoding than the rest.
  void declare(const std::string& path, Encoding encoding) { encodings_[path] = encoding; }
  /// What stands between the fields of every text, or of that of one file.
  void divide(char delimiter) { delimiter_ = delimiter; }
  void divide(const std::string& path, char delimiter) { delimiters_[path] = delimiter; }

  std::unique_ptr<Reader> open(const std::string& path, std::string& why) const override;
  bool is_file(const std::string& path) const override;
  bool is_folder(const std::string& path) const override { return files_.is_folder(path); }
  /// A database or a workbook, by its content: it may stand where a folder of files could.
  bool holds_tables(const std::string& path) const;
  /// Whether one of the files on the one side is one of those on the other.
  bool same_file(const std::string& one, const std::string& other) const override;
  std::vector<std::string> files_of(const std::string& path) const override;
  std::string with_sheet(const std::string& path,
                         const std::vector<std::string>& names) const override;
  std::unique_ptr<Reader> open_summary(const std::string& path,
                                       const Summary& summary) const override;
  std::optional<std::string> summary_statement(const std::string& path,
                                               const Summary& summary) const override;
  void let_go() const override { servers_ = {}; }
  /// A file read otherwise is another.
  std::optional<FileIdentity> identity(const std::string& path) const override;
  std::vector<std::string> list(const std::string& folder) const override {
    return files_.list(folder);
  }
  std::optional<std::string> write(const std::string&, std::string_view) override {
    return "data are only read";
  }

 private:
  struct Place {
    std::string path;
    std::optional<std::string> sheet;
  };
  Place place_of(const std::string& path) const;
  Encoding encoding_of(const std::string& path) const;
  std::string with_server_table(const Place& place, const std::vector<std::string>& names) const;
  std::optional<char> delimiter_of(const std::string& path) const;
  /// `said`: the path as it was said, of one file or of several.
  std::unique_ptr<Reader> open_one(const std::string& path, const std::string& said,
                                   std::string& why) const;
  std::optional<FileIdentity> identity_of_one(const std::string& path,
                                              const std::string& said) const;
  std::string with_sheet_of_one(const std::string& path,
                                const std::vector<std::string>& names) const;

  const Files& files_;
  Encoding encoding_;
  std::map<std::string, Encoding> encodings_;
  std::optional<char> delimiter_;
  std::map<std::string, char> delimiters_;
  mutable InputText input_;
  struct Meant {
    FileIdentity file;
    std::string path;  // with its sheet
  };
  mutable std::map<std::vector<std::string>, Meant> meant_;  // by the names and the path
  mutable PostgresServers servers_;
};

}  // namespace kpi::io
