#include "cache/cache.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "cache/column_key.hpp"
#include "cache/entry.hpp"
#include "cache/key_writer.hpp"
#include "table/header.hpp"
#include "table/read_table.hpp"

namespace kpi::cache {
namespace {

constexpr const char* kColumnFile = "column";
constexpr const char* kRowsFile = "rows";
constexpr const char* kCellsFile = "cells";
constexpr const char* kStartsFile = "starts";

std::string rows_key(const io::FileIdentity& file) {
  KeyWriter key(kRowsFile);
  key.number(table::kReaderVersion);
  key.file(file);
  return key.take();
}

/// Numbers in front of the values, by these places: how many rows, bytes a value, and whether there
/// is a dictionary.
using Shape = std::vector<std::uint64_t>;
constexpr std::size_t kRows = 0;
constexpr std::size_t kWidth = 1;
constexpr std::size_t kHasDictionary = 2;
constexpr std::size_t kShapeFields = 3;

const table::ColumnValues& written_values(const table::ColumnData& column) {
  return column.storage == Storage::Link ? column.link_codes : column.values;
}

Shape shape_of(const table::TableData& table, ColumnId id) {
  const table::ColumnData& column = table.columns[id];
  Shape shape(kShapeFields, 0);
  shape[kRows] = table.row_count;
  shape[kWidth] = written_values(column).visit([](const auto* number) { return sizeof(*number); });
  shape[kHasDictionary] = column.dictionary ? 1 : 0;
  return shape;
}

EntryWriter column_entry(const std::string& key, const Shape& shape,
                         const table::ColumnData& column) {
  EntryWriter entry(key);
  entry.add(shape);
  written_values(column).visit([&](const auto* numbers) {
    entry.add(
        std::string_view(reinterpret_cast<const char*>(numbers), shape[kRows] * sizeof(*numbers)));
  });
  entry.add(column.present);
  if (column.dictionary) column.dictionary->each_part([&](const auto& part) { entry.add(part); });
  return entry;
}

/// False where a section is not there as it was written.
bool read_column(EntryReader& entry, Storage storage, std::uint64_t rows,
                 table::ColumnData& column) {
  Shape shape;
  if (!entry.read(shape) || shape.size() != kShapeFields || shape[kRows] != rows) return false;
  table::ColumnValues values;
  const bool read =
      values.refill(shape[kWidth], [&](auto& numbers) { return entry.read(numbers); });
  if (!read || values.size() != rows || !entry.read(column.present)) return false;
  if (!column.present.empty() && column.present.size() != rows) return false;
  if (shape[kHasDictionary] != 0) {
    bool whole = true;
    column.dictionary = std::make_shared<table::Dictionary>();
    whole =
        column.dictionary->refill([&](auto& part) { whole = whole && entry.read(part); }) && whole;
    if (!whole) return false;
  }
  column.storage = storage;
  column.values = std::move(values);
  if (storage == Storage::Link) {  // to be resolved
    column.link_codes = std::move(column.values);
    column.values.assign(rows, 0);
  }
  return entry.at_end();
}

}  // namespace

std::vector<Cache::Wanted> Cache::wanted_columns(const Program& program,
                                                 const table::TableData& table,
                                                 const io::FileIdentity& file) const {
  std::vector<Wanted> wanted;
  const TableSchema& schema = program.tables[table.id];
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const ColumnId id(i);
    if (!table::is_read(schema, id)) continue;
    std::string key = column_key(program, schema.columns[id], file);
    std::string name = name_of(kColumnFile, key);
    wanted.push_back({id, std::move(key), std::move(name)});
  }
  return wanted;
}

bool Cache::fetch(const Program& program, const RunJobs& run_jobs, table::TableData& table) {
  const auto file = files_.identity(table.path);
  if (!file || file->bytes < settings_.least_bytes) return false;
  looked_for_[table.path] = *file;
  const std::string key = rows_key(*file);
  const std::string rows_name = name_of(kRowsFile, key);
  auto rows = EntryReader::open(folder_, rows_name, key);
  Shape shape;
  std::vector<table::LineNumbers::Run> runs;
  Shape lines_before;  // of several files
  if (!rows || !rows->read(shape) || shape.size() != 1 || !rows->read(runs)) return false;
  const std::vector<std::string> paths = files_.files_of(table.path);
  if (!rows->read(lines_before) || (!lines_before.empty() && lines_before.size() != paths.size())) {
    return false;
  }
  found_.insert(rows_name);
  const std::vector<Wanted> wanted = wanted_columns(program, table, *file);
  std::vector<std::optional<EntryReader>> entries;
  for (const Wanted& column : wanted) {
    entries.push_back(EntryReader::open(folder_, column.name, column.key));
    if (entries.back() && found_.insert(column.name).second) in_use_ += entries.back()->bytes();
  }
  const auto missing = std::find(entries.begin(), entries.end(), std::nullopt);
  if (missing != entries.end()) return false;
  std::vector<table::ColumnData> columns(wanted.size());
  std::vector<std::uint8_t> sound(wanted.size(), 0);
  kpi::run_jobs(run_jobs, wanted.size(), [&](std::size_t i) {
    const Storage storage = program.tables[table.id].columns[wanted[i].id].storage;
    sound[i] = read_column(*entries[i], storage, shape[0], columns[i]) ? 1 : 0;
  });
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (sound[i] == 0) found_.erase(wanted[i].name);
  }
  if (std::find(sound.begin(), sound.end(), 0) != sound.end()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    table.columns[wanted[i].id] = std::move(columns[i]);
  table.row_count = shape[0];
  table.lines = table::LineNumbers::of(std::move(runs), shape[0]);
  for (std::size_t i = 0; i < lines_before.size(); ++i)
    table.files.add(paths[i], lines_before[i]);
  return true;
}

void Cache::keep(const Program& program, const RunJobs& run_jobs, const table::TableData& table) {
  const auto before = looked_for_.find(table.path);
  if (before == looked_for_.end() || !before->second.settled) return;
  const io::FileIdentity file = before->second;
  if (files_.identity(table.path) != file) return;  // written to while it was read
  const std::string key = rows_key(file);
  const Shape row_count = {table.row_count};
  std::vector<std::pair<std::string, EntryWriter>> entries;
  const auto add = [&](const std::string& name, EntryWriter entry) {
    if (found_.insert(name).second) entries.emplace_back(name, std::move(entry));
  };
  EntryWriter rows(key);
  rows.add(row_count);
  rows.add(table.lines.runs());
  Shape lines_before;
  for (const table::FileLines::Start& start : table.files.starts())
    lines_before.push_back(start.lines_before);
  rows.add(lines_before);
  add(name_of(kRowsFile, key), std::move(rows));
  const std::vector<Wanted> wanted = wanted_columns(program, table, file);
  std::vector<Shape> shapes;
  for (const Wanted& column : wanted)
    shapes.push_back(shape_of(table, column.id));
  for (std::size_t i = 0; i < wanted.size(); ++i)
    add(wanted[i].name, column_entry(wanted[i].key, shapes[i], table.columns[wanted[i].id]));
  write(entries, run_jobs);
}

std::optional<KeptCells> Cache::fetch_cells(const std::string& key) const {
  auto entry = EntryReader::open(folder_, name_of(kCellsFile, key), key);
  if (!entry) return std::nullopt;
  return read_cells(*entry);
}

void Cache::keep_cells(const std::string& key, const KeptCells& cells) {
  EntryWriter entry(key);
  const WrittenCells written(cells);
  written.add_to(entry);
  write({{name_of(kCellsFile, key), entry}}, {});
}

std::optional<Starts> Cache::fetch_starts(const std::string& key) const {
  auto entry = EntryReader::open(folder_, name_of(kStartsFile, key), key);
  ShapeReader shape;
  if (!entry || !shape.read_from(*entry) || !entry->at_end()) return std::nullopt;
  Starts starts(shape.count());
  for (std::optional<Date>& start : starts)
    start = read_day(shape);
  if (!shape.at_end()) return std::nullopt;
  return starts;
}

void Cache::keep_starts(const std::string& key, const Starts& starts) {
  ShapeWriter shape;
  shape.number(starts.size());
  for (const std::optional<Date>& start : starts)
    write_day(start, shape);
  EntryWriter entry(key);
  shape.add_to(entry);
  write({{name_of(kStartsFile, key), entry}}, {});
}

std::optional<std::vector<io::FileIdentity>> Cache::settled(
    const std::vector<std::string>& paths) const {
  std::vector<io::FileIdentity> found;
  std::uint64_t bytes = 0;
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    auto file = files_.identity(path);
    if (!file || !file->settled) return std::nullopt;
    bytes += file->bytes;
    found.push_back(std::move(*file));
  }
  if (bytes < settings_.least_bytes) return std::nullopt;
  return found;
}

/// What one run reads and writes must fit, or every run would throw out what the next one reads.
void Cache::write(const std::vector<std::pair<std::string, EntryWriter>>& entries,
                  const RunJobs& run_jobs) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t bytes = entries[i].second.bytes();
    if (failure_ || in_use_ + bytes > settings_.most_bytes) continue;
    in_use_ += bytes;
    fitting.push_back(i);
  }
  std::vector<std::optional<std::string>> failures(fitting.size());
  kpi::run_jobs(run_jobs, fitting.size(), [&](std::size_t i) {
    const auto& [name, entry] = entries[fitting[i]];
    failures[i] = entry.write(folder_, name);
  });
  kept_ = kept_ || !fitting.empty();
  for (const auto& failure : failures) {
    if (failure) failure_ = failure;
  }
}

void Cache::bound() const {
  folder_.remove_leftovers();
  const std::vector<io::CacheFolder::Item> items = folder_.items();
  std::uint64_t bytes = 0;
  for (const io::CacheFolder::Item& item : items)
    bytes += item.bytes;
  for (const io::CacheFolder::Item& item : items) {
    if (bytes <= settings_.most_bytes) return;
    if (folder_.remove(item.name)) bytes -= item.bytes;
  }
}

}  // namespace kpi::cache
