#include "io/data_files.hpp"

#include "io/compression.hpp"
#include "io/database.hpp"
#include "io/head_reader.hpp"
#include "io/spreadsheet.hpp"

namespace kpi::io {

/// Names of files and of sheets may both hold the sign between them: the file is the shortest there
/// is.
DataFiles::Place DataFiles::place_of(const std::string& path) const {
  if (path.find('#') == std::string::npos || files_.is_file(path)) return {path, {}};
  if (is_address(path)) return {path.substr(0, path.find('#')), path.substr(path.find('#') + 1)};
  for (std::size_t at = path.find('#'); at != std::string::npos; at = path.find('#', at + 1)) {
    const std::string file = path.substr(0, at);
    if (files_.is_file(file)) return {file, path.substr(at + 1)};
  }
  return {path, {}};
}

Encoding DataFiles::encoding_of(const std::string& path) const {
  const auto declared = encodings_.find(path);
  return declared == encodings_.end() ? encoding_ : declared->second;
}

std::unique_ptr<Reader> DataFiles::open(const std::string& path, std::string& why) const {
  const Place place = place_of(path);
  if (is_address(path)) return servers_.open(place.path, place.sheet);
  std::unique_ptr<Reader> bytes = files_.open(place.path, why);
  if (!bytes) return bytes;
  std::string head(kDatabaseHead, '\0');
  head.resize(read_fully(*bytes, head.data(), head.size()));
  if (is_database(head)) return open_table(place.path, place.sheet);
  bytes = std::make_unique<HeadReader>(std::move(head), std::move(bytes));
  bool is_sheet = false;
  auto text = as_sheet(decompressed(std::move(bytes)), place.sheet, is_sheet);
  return is_sheet ? std::move(text) : decoded(std::move(text), encoding_of(path));
}

/// What is no regular file can be opened once only. A run asks several times, and the sheets of a
/// large workbook are not looked through in no time.
std::string DataFiles::with_sheet(const std::string& path,
                                  const std::vector<std::string>& names) const {
  const Place place = place_of(path);
  if (is_address(path)) return with_server_table(place, names);
  const auto file = files_.identity(path);
  if (place.sheet || !file) return path;
  std::vector<std::string> asked = names;
  asked.push_back(path);
  const auto known = meant_.find(asked);
  if (known != meant_.end() && file->settled && known->second.file == *file) {
    return known->second.path;
  }
  std::string why;
  std::unique_ptr<Reader> bytes = files_.open(path, why);
  if (!bytes) return path;
  std::string head(kDatabaseHead, '\0');
  head.resize(read_fully(*bytes, head.data(), head.size()));
  const bool database = is_database(head);
  bytes = std::make_unique<HeadReader>(std::move(head), std::move(bytes));
  const auto sheet = database ? table_meant(path, names) : sheet_meant(std::move(bytes), names);
  const std::string meant = sheet ? path + '#' + *sheet : path;
  meant_[asked] = {*file, meant};
  return meant;
}

std::string DataFiles::with_server_table(const Place& place,
                                         const std::vector<std::string>& names) const {
  const auto table = place.sheet ? place.sheet : servers_.table_meant(place.path, names);
  return without_password(table ? place.path + '#' + *table : place.path);
}

std::unique_ptr<Reader> DataFiles::open_summary(const std::string& path,
                                                const Summary& summary) const {
  const Place place = place_of(path);
  if (!is_address(path) || !place.sheet) return nullptr;
  return servers_.open_summary(place.path, *place.sheet, summary);
}

std::optional<std::string> DataFiles::summary_statement(const std::string& path,
                                                        const Summary& summary) const {
  const Place place = place_of(path);
  if (!is_address(path) || !place.sheet) return std::nullopt;
  return servers_.statement_for(place.path, *place.sheet, summary);
}

std::optional<FileIdentity> DataFiles::identity(const std::string& path) const {
  const Place place = place_of(path);
  std::optional<FileIdentity> file = files_.identity(place.path);
  if (!file) return file;
  for (const char* const beside : {"-wal", "-journal"}) {  // what a database was told last
    if (files_.is_file(place.path + beside)) return std::nullopt;
  }
  file->read_as = name_of(encoding_of(path));
  if (place.sheet) file->read_as += '#' + *place.sheet;
  return file;
}

}  // namespace kpi::io
