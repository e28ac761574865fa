// The files that tables are read from.

#include <array>

#include "io/address.hpp"
#include "io/data_files.hpp"
#include "table/load.hpp"

namespace kpi::table {
namespace {

/// What a file without a path of its own may be called, the first that is there.
constexpr std::array<const char*, 4> kEndings{".csv", ".tsv", ".xlsx", ".ods"};

/// In a folder that is the address of a server: the table of that name.
std::string path_on_server(const TableSchema& table, const std::string& address,
                           const io::Files& files) {
  const std::string meant = files.with_sheet(address, {table.name, table.label});
  return meant.find('#') == std::string::npos ? meant + '#' + table.name : meant;
}

}  // namespace

std::string path_of(const std::string& table, const Bindings& bindings, const io::Files& files) {
  const auto bound = bindings.paths.find(table);
  if (bound != bindings.paths.end()) {
    const bool input = io::DataFiles::is_input(bound->second);
    return input ? bound->second : io::join_path(bindings.folder, bound->second);
  }
  if (io::is_address(bindings.folder)) return bindings.folder + '#' + table;
  for (const char* const ending : kEndings) {
    std::string path = io::join_path(bindings.folder, table + ending);
    if (files.is_file(path)) return path;
  }
  return io::join_path(bindings.folder, table + kEndings[0]);
}

Source source_of(const TableSchema& table, const Bindings& bindings, const io::Files& files) {
  Source source;
  if (io::is_address(bindings.folder) && bindings.paths.count(table.name) == 0) {
    source.path = path_on_server(table, bindings.folder, files);
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
