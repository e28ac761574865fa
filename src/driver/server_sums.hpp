#pragma once

#include <memory>
#include <string>
#include <vector>

#include "driver/session.hpp"
#include "io/files.hpp"
#include "plan/plan.hpp"

namespace kpi::driver {

/// A table of a server whose rows the server adds up: one row comes for all that agree in every
/// column that tells them apart, with the sums of the others and how many they were.
struct ServerSum {
  TableId table;
  std::string path;
  io::Summary summary;
  std::vector<ColumnId> links;       // of which nothing is read but that they lead somewhere
  std::unique_ptr<io::Reader> rows;  // as the server gives them
};

/// Tables of servers of which only sums, counts, extremes and distinct values are read. Where a
/// server cannot add them up exactly its table is none of these. With `open` it is asked at once.
std::vector<ServerSum> sums_of_servers(const Program& program, const plan::Plan& plan,
                                       const RunRequest& request, const plan::AlsoUsed& also,
                                       const io::Files& files, bool open);

/// The same rules over the rows that come then: each stands for as many as were added up in it.
Program over_sums(Program program, const std::vector<ServerSum>& sums);

/// Whether all is as if every row had been read: nothing was said of a row, and every link leads
/// somewhere.
bool sums_hold(const std::vector<ServerSum>& sums, const Program& program,
               const table::Dataset& data, const io::Files& files, const Diagnostics& diagnostics);

/// The files, with the rows that servers added up in the place of those they hold.
class FilesWithSums final : public io::Files {
 public:
  FilesWithSums(const io::Files& files, std::vector<ServerSum>& sums)
      : files_(files), sums_(sums) {}

  std::unique_ptr<io::Reader> open(const std::string& path, std::string& why) const override;
  bool is_file(const std::string& path) const override { return files_.is_file(path); }
  bool is_folder(const std::string& path) const override { return files_.is_folder(path); }
  bool same_file(const std::string& one, const std::string& other) const override {
    return files_.same_file(one, other);
  }
  std::vector<std::string> files_of(const std::string& path) const override {
    return files_.files_of(path);
  }
  std::string with_sheet(const std::string& path,
                         const std::vector<std::string>& names) const override {
    return files_.with_sheet(path, names);
  }
  std::optional<io::FileIdentity> identity(const std::string& path) const override {
    return files_.identity(path);
  }
  std::vector<std::string> list(const std::string& folder) const override {
    return files_.list(folder);
  }
  std::optional<std::string> write(const std::string&, std::string_view) override {
    return "data are only read";
  }

 private:
  const io::Files& files_;
  std::vector<ServerSum>& sums_;
};

}  // namespace kpi::driver
