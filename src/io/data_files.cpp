#include "io/data_files.hpp"

#include <algorithm>

#include "io/compression.hpp"
#include "io/database.hpp"
#include "io/delimiter.hpp"
#include "io/head_reader.hpp"
#include "io/joined_reader.hpp"
#include "io/spreadsheet.hpp"

namespace kpi::io {

/// Names of files and of sheets may both hold the sign between them: the file is the shortest there
/// is, or the shortest pattern.
DataFiles::Place DataFiles::place_of(const std::string& path) const {
  if (path.find('#') == std::string::npos || files_.is_file(path)) return {path, {}};
  if (is_address(path)) return {path.substr(0, path.find('#')), path.substr(path.find('#') + 1)};
  if (is_input(path)) return {kInput, path.substr(2)};
  for (std::size_t at = path.find('#'); at != std::string::npos; at = path.find('#', at + 1)) {
    const std::string file = path.substr(0, at);
    if (files_.is_file(file) || is_pattern(file)) return {file, path.substr(at + 1)};
  }
  return {path, {}};
}

bool DataFiles::is_file(const std::string& path) const {
  if (is_input(path) || is_address(path)) return true;
  const std::vector<std::string> all = files_of(path);
  return !all.empty() && files_.is_file(place_of(all.front()).path);
}

bool DataFiles::holds_tables(const std::string& path) const {
  constexpr std::string_view kZip = "PK\x03\x04";  // workbooks are such archives
  std::string why;
  const std::unique_ptr<Reader> bytes = files_.is_file(path) ? files_.open(path, why) : nullptr;
  if (!bytes) return false;
  std::string head(kDatabaseHead, '\0');
  head.resize(read_fully(*bytes, head.data(), head.size()));
  return is_database(head) || head.starts_with(kZip);
}

bool DataFiles::same_file(const std::string& one, const std::string& other) const {
  const std::vector<std::string> others = files_of(other);
  for (const std::string& a : files_of(one)) {
    const auto is_same = [&](const std::string& b) {
      return files_.same_file(place_of(a).path, place_of(b).path);
    };
    if (std::any_of(others.begin(), others.end(), is_same)) return true;
  }
  return false;
}

/// A file whose name holds such a sign is meant before all that it could stand for.
std::vector<std::string> DataFiles::files_of(const std::string& path) const {
  const Place place = place_of(path);
  if (!is_pattern(place.path) || files_.is_file(place.path)) return {path};
  std::vector<std::string> found = files_matching(files_, place.path);
  for (std::string& file : found) {
    if (place.sheet) file += '#' + *place.sheet;
  }
  return found;
}

Encoding DataFiles::encoding_of(const std::string& path) const {
  const auto declared = encodings_.find(path);
  return declared == encodings_.end() ? encoding_ : declared->second;
}

/// A name says it, too: .tsv, also of a compressed file.
std::optional<char> DataFiles::delimiter_of(const std::string& path) const {
  const auto declared = delimiters_.find(path);
  if (declared != delimiters_.end()) return declared->second;
  if (delimiter_) return delimiter_;
  const std::string name = place_of(path).path;
  for (const char* const ending : {".tsv", ".tsv.gz", ".tsv.zst"}) {
    if (name.ends_with(ending)) return '\t';
  }
  return std::nullopt;
}

std::unique_ptr<Reader> DataFiles::open(const std::string& path, std::string& why) const {
  const std::vector<std::string> all = files_of(path);
  if (all.size() == 1 && all.front() == path) return open_one(path, path, why);
  const auto open = [this, path](const std::string& file, std::string& reason) {
    return open_one(file, path, reason);
  };
  return joined(all, open, why);
}

std::unique_ptr<Reader> DataFiles::open_one(const std::string& path, const std::string& said,
                                            std::string& why) const {
  const Place place = place_of(path);
  if (is_address(path)) return servers_.open(place.path, place.sheet);
  std::unique_ptr<Reader> bytes = is_input(path) ? input_.open() : files_.open(place.path, why);
  if (!bytes) return bytes;
  std::string head(kDatabaseHead, '\0');
  head.resize(read_fully(*bytes, head.data(), head.size()));
  if (is_database(head) && !is_input(path)) return open_table(place.path, place.sheet);
  bytes = std::make_unique<HeadReader>(std::move(head), std::move(bytes));
  bool is_sheet = false;
  auto text = as_sheet(decompressed(std::move(bytes)), place.sheet, is_sheet);
  if (is_sheet) return text;
  return divided(decoded(std::move(text), encoding_of(said)), delimiter_of(said));
}

/// Of several files all that is said is a sheet that is in each of them.
std::string DataFiles::with_sheet(const std::string& path,
                                  const std::vector<std::string>& names) const {
  const std::vector<std::string> all = files_of(path);
  if (all.size() == 1 && all.front() == path) return with_sheet_of_one(path, names);
  std::string sheet;
  for (const std::string& file : all) {
    const std::string found = with_sheet_of_one(file, names).substr(file.size());
    if (found.empty() || (!sheet.empty() && sheet != found)) return path;
    sheet = found;
  }
  return path + sheet;
}

/// What is no regular file can be opened once only. A run asks several times, and the sheets of a
/// large workbook are not looked through in no time.
std::string DataFiles::with_sheet_of_one(const std::string& path,
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

namespace {

/// All that tells the file from another, as text.
std::string text_of(const FileIdentity& file) {
  const auto& [path, device, inode, bytes, modified, changed, settled, read_as] = file;
  std::string text = std::to_string(path.size()) + ':' + path;
  for (const std::uint64_t number : {device, inode, bytes, static_cast<std::uint64_t>(modified),
                                     static_cast<std::uint64_t>(changed)}) {
    text += ' ' + std::to_string(number);
  }
  return text + ' ' + read_as + '\n';
}

}  // namespace

/// Of several files: every one of them, and that there is no other.
std::optional<FileIdentity> DataFiles::identity(const std::string& path) const {
  const std::vector<std::string> all = files_of(path);
  if (all.size() == 1 && all.front() == path) return identity_of_one(path, path);
  FileIdentity whole;
  whole.path = path;
  whole.settled = !all.empty();
  for (const std::string& file : all) {
    const auto one = identity_of_one(file, path);
    if (!one) return std::nullopt;
    whole.bytes += one->bytes;
    whole.modified = std::max(whole.modified, one->modified);
    whole.changed = std::max(whole.changed, one->changed);
    whole.settled = whole.settled && one->settled;
    whole.read_as += text_of(*one);
  }
  return all.empty() ? std::nullopt : std::optional(whole);
}

std::optional<FileIdentity> DataFiles::identity_of_one(const std::string& path,
                                                       const std::string& said) const {
  const Place place = place_of(path);
  std::optional<FileIdentity> file = files_.identity(place.path);
  if (!file) return file;
  for (const char* const beside : {"-wal", "-journal"}) {  // what a database was told last
    if (files_.is_file(place.path + beside)) return std::nullopt;
  }
  file->read_as = name_of(encoding_of(said));
  if (const auto delimiter = delimiter_of(said)) file->read_as += *delimiter;
  if (place.sheet) file->read_as += '#' + *place.sheet;
  return file;
}

}  // namespace kpi::io
