// The files that tables are read from.

#include <array>

#include "io/address.hpp"
#include "io/data_files.hpp"
#include "table/load.hpp"

namespace kpi::table {
namespace {

/// What a file without a path of its own may be called, the first that is there.
constexpr std::array<const char*, 4> kEndings{".csv", ".tsv", ".xlsx", ".ods"};

/// A server, a database file or a workbook where a folder could be: it holds all the tables.
bool holds_tables(const std::string& folder, const io::Files& files) {
  return io::is_address(folder) || (!folder.empty() && files.is_file(folder));
}

/// The table of that name in what holds all of them.
std::string path_within(const TableSchema& table, const std::string& whole,
                        const io::Files& files) {
  const std::string meant = files.with_sheet(whole, {table.name, table.label});
  return meant == whole || meant.find('#') == std::string::npos ? meant + '#' + table.name : meant;
}

/// `#` and a name behind what holds all the tables; else a file beside it.
std::string bound_path(const std::string& folder, const std::string& said, const io::Files& files) {
  if (io::is_address(folder) || !holds_tables(folder, files)) return io::join_path(folder, said);
  return said.front() == '#' ? folder + said : io::join_path(io::folder_of(folder), said);
}

}  // namespace

std::string path_of(const std::string& table, const Bindings& bindings, const io::Files& files) {
  const auto bound = bindings.paths.find(table);
  if (bound != bindings.paths.end()) {
    const bool input = io::DataFiles::is_input(bound->second);
    return input ? bound->second : bound_path(bindings.folder, bound->second, files);
  }
  if (holds_tables(bindings.folder, files)) return bindings.folder + '#' + table;
  for (const char* const ending : kEndings) {
    std::string path = io::join_path(bindings.folder, table + ending);
    if (files.is_file(path)) return path;
  }
  return io::join_path(bindings.folder, table + kEndings[0]);
}

Source source_of(const TableSchema& table, const Bindings& bindings, const io::Files& files) {
  Source source;
  if (bindings.paths.count(table.name) == 0 && holds_tables(bindings.folder, files)) {
    source.path = path_within(table, bindings.folder, files);
    return source;
  }
  source.path = path_of(table.name, bindings, files);
  const bool is_bound = bindings.paths.count(table.name) != 0;
  for (const char* const ending : kEndings) {
    const std::string other = io::join_path(bindings.folder, table.name + ending);
    const bool rival = !is_bound && other != source.path && files.is_file(other);
    if (rival && files.is_file(source.path)) source.rival = other;
  }
  source.path = files.with_sheet(source.path, {table.name, table.label});
  return source;
}

}  // namespace kpi::table
