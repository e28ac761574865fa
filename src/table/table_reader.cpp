#include "table/table_reader.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "diag/render.hpp"
#include "diag/system_words.hpp"
#include "table/cell_faults.hpp"
#include "table/file_faults.hpp"
#include "table/header.hpp"
#include "table/wide_rows.hpp"

namespace kpi::table {

bool TableReader::take(const RecordBatch& batch, const Work& meanwhile) {
  if (batch.file) begin_file(*batch.file);
  if (failed_) return false;
  const bool behind_header = !has_header_ && batch.record_count > 0;
  if (behind_header) {
    has_header_ = true;
    if (!take_header(batch, batch.record(batch.runs[0], 0))) return false;
  }
  RowSelection rows{batch};
  select(rows, behind_header);
  const std::size_t first_row = row_count_;
  row_count_ += rows.size;
  read_columns(rows, meanwhile);
  judge_error_cells(batch);
  if (faults_.empty()) return !failed_;
  std::sort(faults_.begin(), faults_.end(), [](const RowFault& a, const RowFault& b) {
    return std::tie(a.line, a.field) < std::tie(b.line, b.field);
  });
  merge_odd_rows(rows);
  settle_faults(first_row);
  return !failed_;
}

void TableReader::expect(std::size_t file_bytes, const RecordBatch& batch) {
  if (batch.record_count == 0 || file_bytes <= batch.size) return;
  const std::size_t rows = file_bytes / (batch.size / batch.record_count + 1);
  const std::size_t some_more = rows / 32;
  for (const ColumnInFile& column : columns_)
    column.reader->reserve(rows + some_more);
}

/// Every column keeps its own order, whoever reads it: codes and faults are the same for any number
/// of threads.
void TableReader::read_columns(const RowSelection& rows, const Work& meanwhile) {
  run_jobs(options_.run_jobs, meanwhile.size() + columns_.size(), [&](std::size_t i) {
    if (i < meanwhile.size()) return meanwhile[i]();
    ColumnInFile& column = columns_[i - meanwhile.size()];
    column.reader->read(rows, column.faults);
  });
  for (ColumnInFile& column : columns_) {
    for (const RowFault& fault : column.faults)
      column.unusable += fault.diagnostic.code == Code::value_missing ? 0 : 1;
    std::move(column.faults.begin(), column.faults.end(), std::back_inserter(faults_));
    column.faults.clear();
  }
}

/// A cell that holds an error has no value; where nobody reads its column that does not matter.
void TableReader::judge_error_cells(const RecordBatch& batch) {
  for (const io::ErrorCell& cell : batch.error_cells) {
    const auto read = std::find(bound_.begin(), bound_.end(), cell.field);
    if (read == bound_.end()) continue;
    const std::uint64_t before = first_line_ == 0 ? 0 : first_line_ - 1;
    const DataPlace place = complaints_.place(before + cell.fault.row);
    complaints_.forget_rows();
    read_.rejects.clear();
    faults_.clear();
    complaints_.about_file(explain_content(cell.fault, schema_.name, place.path), place);
    failed_ = true;
    return;
  }
}

/// What was at the end of the file before is judged as it would be at the end of a file alone.
void TableReader::begin_file(const FileStart& file) {
  const bool is_first = read_.data.files.is_one_file();
  if (!is_first && !has_header_) return fail_without_header();
  blank_lines_.clear();
  has_header_ = false;
  first_line_ = file.lines_before + 1;
  read_.data.files.add(file.path, file.lines_before);
  complaints_.begin_file(file);
}

void TableReader::fail_without_header() {
  fail(make_diagnostic(Code::no_header, {{"table", schema_.name}}).note(Text::data_header_rule),
       first_line_);
}

bool TableReader::take_header(const RecordBatch& batch, const Record& header) {
  if (auto diagnostic = explain_header(batch, header, schema_.name)) {
    fail(std::move(*diagnostic), header.line);
    return false;
  }
  std::string scratch;
  headers_.clear();
  for (std::size_t i = 0; i < header.field_count; ++i) {
    headers_.push_back(clean_header(batch.text(header, i, scratch)));
  }
  Binding binding = bind_columns(schema_, headers_);
  for (Diagnostic& problem : binding.problems)
    fail(std::move(problem), header.line);
  amounts_.assign(headers_.size(), 0);
  bound_.clear();
  for (const BoundColumn& bound : binding.columns)
    bind(bound);
  if (!failed_) read_headers(header.line);
  return !failed_;
}

void TableReader::bind(const BoundColumn& bound) {
  const Storage storage = schema_.columns[bound.id].storage;
  const bool amount = storage == Storage::Decimal || storage == Storage::Integer;
  amounts_[bound.field] = amount ? 1 : 0;
  bound_.push_back(bound.field);
  if (schema_.key && bound.id == schema_.key) key_field_ = bound.field;
  const auto known = std::find_if(columns_.begin(), columns_.end(), [&](const ColumnInFile& each) {
    return each.id == bound.id && each.part == bound.part;
  });
  if (known != columns_.end()) {
    known->reader->set_field(bound.field);
    known->field = bound.field;
    return;
  }
  ColumnInFile& column = columns_.emplace_back();
  column.id = bound.id;
  column.part = bound.part;
  column.reader =
      make_column_reader(program_, schema_.columns[bound.id], bound.field, read_.data.files);
  column.field = bound.field;
}

/// Columns whose values are headers, once for all files: the rules name the headers.
void TableReader::read_headers(std::uint64_t line) {
  for (std::size_t i = 0; i < schema_.columns.size(); ++i) {
    const ColumnId id(i);
    const Column& column = schema_.columns[id];
    if (!column.headers_of || !is_read(schema_, id) || of_headers_.count(id) != 0) continue;
    std::vector<RowFault> faults;
    of_headers_[id] = values_of_headers(column, faults);
    if (faults.empty()) continue;
    Diagnostic& first = faults.front().diagnostic;
    first.label(column.span, Text::data_column_declared, {{"column", column.name}});
    fail(std::move(first), line);
  }
}

ColumnData TableReader::values_of_headers(const Column& column,
                                          std::vector<RowFault>& faults) const {
  const std::vector<std::string>& written = schema_.columns[column.headers_of].headers;
  const auto read = [&](const std::vector<std::string>& texts) {
    faults.clear();
    RecordBatch batch = records_of_texts(texts);
    RowSelection rows{batch};
    for (std::uint32_t run = 0; run < batch.runs.size(); ++run)
      rows.add(run, 0, batch.runs[run].count);
    const auto reader = make_column_reader(program_, column, 0, read_.data.files);
    reader->read(rows, faults);
    return reader->take();
  };
  ColumnData values = read(written);
  const bool in_year = column.year || column.year_column;
  return faults.empty() || !in_year ? values : read(without_common_ends(written));
}

/// Chooses the records whose fields can be looked at; the others are faults.
void TableReader::select(RowSelection& rows, bool behind_header) {
  const RecordBatch& batch = rows.batch;
  for (std::uint32_t i = 0; i < batch.runs.size() && !failed_; ++i) {
    const RecordRun& run = batch.runs[i];
    const std::uint32_t begin = behind_header && i == 0 ? 1 : 0;
    const bool fine = run.plain && run.field_count == headers_.size() && run.field_count > 1;
    if (!fine) {
      select_run(rows, i, begin);
    } else if (begin < run.count) {
      add_blank_lines();
      rows.add(i, begin, run.count - begin);
      read_.rows_read += run.count - begin;
      read_.data.lines.push_lines(static_cast<std::uint32_t>(run.line + begin), run.count - begin);
    }
  }
}

/// The same for a run whose records are to be looked at one by one.
void TableReader::select_run(RowSelection& rows, std::uint32_t run, std::uint32_t begin) {
  for (std::uint32_t i = begin; i < rows.batch.runs[run].count; ++i) {
    const Record record = rows.batch.record(rows.batch.runs[run], i);
    if (record.fault == RecordFault::OpenQuote) {
      fail(explain_open_quote(), record.fault_line);
      return;
    }
    if (record.blank()) {
      blank_lines_.push_back(record.line);
      continue;
    }
    add_blank_lines();
    ++read_.rows_read;
    if (record.fault == RecordFault::None && record.field_count == headers_.size()) {
      rows.add(run, i, 1);
      read_.data.lines.push_back(static_cast<std::uint32_t>(record.line));
    } else {
      look_at(rows.batch, record);
    }
  }
}

/// Lines that hold nothing are faults once a row follows.
void TableReader::add_blank_lines() {
  const Record blank;
  for (const std::uint64_t line : blank_lines_) {
    ++read_.rows_read;
    add_record_fault(line, {}, *explain_record(blank, headers_.size()));
  }
  blank_lines_.clear();
}

/// Why the record is no row.
void TableReader::look_at(const RecordBatch& batch, const Record& record) {
  auto diagnostic = explain_record(record, headers_.size());
  if (!diagnostic) return;
  const bool whole = record.fault == RecordFault::None;
  auto odd = whole ? explain_odd_row(batch, record, amounts_, schema_.name) : std::nullopt;
  const bool sure = odd && odd->kind != OddRow::Kind::OnlyAmounts;
  if (sure) diagnostic = std::move(odd->diagnostic);
  if (!sure && whole && schema_.key && key_field_ < record.field_count) {
    std::string scratch;
    read_.left_out_keys.emplace(std::string(batch.text(record, key_field_, scratch)), record.line);
  }
  add_record_fault(record.line, batch.raw(record), std::move(*diagnostic));
}

void TableReader::add_record_fault(std::uint64_t line, std::string_view raw,
                                   Diagnostic diagnostic) {
  RowFault fault{};
  fault.line = line;
  fault.raw = raw;
  fault.diagnostic = std::move(diagnostic);
  faults_.push_back(std::move(fault));
}

/// A row of the table may hold the word `Total`, or lack one value: only with what it lacks is it
/// no row at all.
bool TableReader::is_no_row(const OddRow& odd, std::vector<RowFault>::const_iterator fault,
                            std::vector<RowFault>::const_iterator end) {
  const auto missing = std::count_if(
      fault, end, [](const RowFault& each) { return each.diagnostic.code == Code::value_missing; });
  const bool at_word =
      std::any_of(fault, end, [&](const RowFault& each) { return each.field == odd.field; });
  switch (odd.kind) {
    case OddRow::Kind::Empty: return true;
    case OddRow::Kind::Total: return missing > 0 || at_word;
    case OddRow::Kind::OnlyAmounts: return missing > 1;
  }
  return false;
}

/// The faults of a total or an empty row are one: that it is no row of the table.
void TableReader::merge_odd_rows(const RowSelection& rows) {
  std::vector<RowFault> merged;
  for (std::size_t first = 0; first < faults_.size();) {
    std::size_t end = first + 1;
    while (end < faults_.size() && faults_[end].line == faults_[first].line)
      ++end;
    const auto fault = faults_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto behind = faults_.begin() + static_cast<std::ptrdiff_t>(end);
    first = end;
    auto odd =
        fault->position == RowFault::kWholeRecord
            ? std::nullopt
            : explain_odd_row(rows.batch, rows.record(fault->position), amounts_, schema_.name);
    if (!odd || !is_no_row(*odd, fault, behind)) {
      std::move(fault, behind, std::back_inserter(merged));
      continue;
    }
    merged.push_back(std::move(*fault));
    merged.back().field = odd->field;
    merged.back().diagnostic = std::move(odd->diagnostic);
  }
  faults_ = std::move(merged);
}

/// Reports the faults of a batch by line and field, and rejects each row once.
void TableReader::settle_faults(std::size_t first_row) {
  std::uint64_t last_line = 0;
  for (RowFault& fault : faults_) {
    const bool whole = fault.position == RowFault::kWholeRecord;
    const bool first_of_row = fault.line != last_line;
    last_line = fault.line;
    const std::string column = whole ? std::string() : headers_[fault.field];
    if (!whole) {
      gone_.resize(row_count_, 0);
      gone_[first_row + fault.position] = 1;
    }
    if (first_of_row && read_.rejects.size() == options_.max_rejects) {
      ++read_.rejects_not_listed;
    } else if (first_of_row) {
      read_.rejects.push_back({read_.data.id, fault.line, fault.diagnostic.code, column,
                               message_text(fault.diagnostic, options_.language),
                               std::string(fault.raw)});
    }
    const auto field = whole ? 0 : static_cast<std::uint32_t>(fault.field + 1);
    complaints_.about_rows(std::move(fault.diagnostic),
                           complaints_.place(fault.line, field, column),
                           first_of_row ? schema_.rows_of_record : 0);
  }
  faults_.clear();
}

void TableReader::fail(Diagnostic diagnostic, std::uint64_t line) {
  complaints_.about_file(std::move(diagnostic), complaints_.place(line));
  failed_ = true;
}

TableRead TableReader::finish() {
  if (!has_header_ && !failed_) fail_without_header();
  read_.usable = !failed_;
  if (failed_) {  // part of a file is nothing to go on with
    read_.data.lines.clear();
    return std::move(read_);
  }
  judge_columns();
  take_columns();
  read_.data.row_count = read_.data.lines.size();
  complete_years();
  if (read_.rows_read == 0 && !schema_.complete) {
    complaints_.about_file(make_diagnostic(Code::no_rows_in_file, {{"table", schema_.name}}),
                           complaints_.place());
  }
  leave_out_rows();
  return std::move(read_);
}

void TableReader::take_columns() {
  if (schema_.rows_of_record > 1) return make_rows_of_columns();
  for (ColumnInFile& column : columns_)
    read_.data.columns[column.id] = column.reader->take();
}

void TableReader::make_rows_of_columns() {
  const std::size_t rows_of_record = schema_.rows_of_record;
  const std::size_t records = read_.data.lines.size();
  std::map<ColumnId, std::vector<ColumnData>> of_several;
  for (ColumnInFile& column : columns_) {
    const Column& declared = schema_.columns[column.id];
    ColumnData cells = column.reader->take();
    if (declared.headers.empty()) {
      read_.data.columns[column.id] = rows_of_records(cells, rows_of_record);
      continue;
    }
    std::vector<ColumnData>& parts = of_several[column.id];
    parts.resize(declared.headers.size());
    parts[column.part] = std::move(cells);
  }
  for (const auto& [id, parts] : of_several)
    read_.data.columns[id] = rows_of_columns(parts);
  for (const auto& [id, values] : of_headers_)
    read_.data.columns[id] = rows_of_headers(values, records);
  read_.data.lines = rows_of_records(read_.data.lines, rows_of_record);
  read_.rows_read *= rows_of_record;
  row_count_ *= rows_of_record;
  gone_ = rows_of_records(gone_, rows_of_record);
}

/// `period month of year`, once the years are known. A record is told of once.
void TableReader::complete_years() {
  for (std::size_t i = 0; i < schema_.columns.size(); ++i) {
    const ColumnId id(i);
    const Column& column = schema_.columns[id];
    const bool in_year = column.year || column.year_column;
    if (!in_year || !is_read(schema_, id)) continue;
    std::uint64_t told = 0;
    complete_year(program_, column, read_.data, read_.data.columns[id], [&](std::size_t row) {
      gone_.resize(row_count_, 0);
      const std::uint64_t line = read_.data.lines[row];
      const bool is_news = gone_[row] == 0 && std::exchange(told, line) != line;
      gone_[row] = 1;
      if (is_news) reject(explain_year(program_, column, read_.data, row), line);
    });
  }
}

/// Of a row that was read, its record not at hand any more.
void TableReader::reject(Diagnostic diagnostic, std::uint64_t line) {
  if (read_.rejects.size() < options_.max_rejects) {
    read_.rejects.push_back({read_.data.id,
                             line,
                             diagnostic.code,
                             {},
                             message_text(diagnostic, options_.language),
                             {}});
  } else {
    ++read_.rejects_not_listed;
  }
  complaints_.about_rows(std::move(diagnostic), complaints_.place(line), schema_.rows_of_record);
}

/// None of its values can be read: it is the wrong column, or declared as something else.
bool TableReader::is_unreadable(const ColumnInFile& column) const {
  constexpr std::size_t kEnough = 3;
  const Storage storage = schema_.columns[column.id].storage;
  const bool typed =
      storage != Storage::Text && storage != Storage::Link && storage != Storage::Key;
  return typed && column.unusable >= kEnough && column.reader->usable() == 0;
}

void TableReader::say_of_column(const ColumnInFile& column, Diagnostic& diagnostic) const {
  const Column& declared = schema_.columns[column.id];
  if (declared.span.file) {
    diagnostic.label(declared.span, Text::data_column_declared, {{"column", declared.name}});
  }
  std::vector<std::string> unread;
  for (std::size_t field = 0; field < headers_.size(); ++field) {
    const bool read = std::any_of(columns_.begin(), columns_.end(),
                                  [&](const ColumnInFile& each) { return each.field == field; });
    if (!read && !headers_[field].empty()) unread.push_back(headers_[field]);
  }
  if (unread.empty()) return;
  const auto similar = similar_header(declared.name, unread);
  const auto labelled = declared.label.empty() ? similar : similar_header(declared.label, unread);
  if (similar || labelled) {
    const std::string& header = similar ? *similar : *labelled;
    diagnostic.hint(Text::data_use_header, {{"column", declared.name}, {"header", header}});
  } else {
    diagnostic.hint(Text::data_other_header,
                    {{"column", declared.name}, {"headers", listed_values(unread)}});
  }
}

bool TableReader::has_odd_column() const {
  return std::any_of(columns_.begin(), columns_.end(), [&](const ColumnInFile& column) {
    const Column& declared = schema_.columns[column.id];
    const MultiplesFound found =
        judge_multiples(declared, column.reader->multiples(), read_.data.files);
    return found.by_header || found.mixed;
  });
}

void TableReader::judge_columns() {
  for (const ColumnInFile& column : columns_) {
    const auto field = static_cast<std::uint32_t>(column.field + 1);
    if (is_unreadable(column) && !options_.keep_going) {
      complaints_.about_whole_column(field, column.unusable, [&](Diagnostic& diagnostic) {
        say_of_column(column, diagnostic);
      });
    }
    const Column& declared = schema_.columns[column.id];
    MultiplesFound found = judge_multiples(declared, column.reader->multiples(), read_.data.files);
    if (found.by_header) complaints_.about_rules(std::move(*found.by_header));
    if (found.mixed) {
      complaints_.about_file(std::move(*found.mixed),
                             complaints_.place(0, field, headers_[column.field]));
    }
  }
}

void TableReader::hand_over(TableData& window) {
  window.row_count = row_count_;
  for (ColumnInFile& column : columns_)
    column.reader->hand_over(window.columns[column.id]);
  row_count_ = 0;
  read_.data.lines.clear();
}

void TableReader::leave_out_rows() {
  if (gone_.empty()) {
    index_keys(read_.data);
    return;
  }
  gone_.resize(row_count_, 0);
  if (schema_.key) {
    const ColumnData& keys = read_.data.columns[schema_.key];
    for (std::size_t row = 0; row < gone_.size(); ++row) {
      const auto code = static_cast<std::size_t>(keys.values[row]);
      if (gone_[row] == 0 || !keys.has(row) || code >= keys.dictionary->size()) continue;
      read_.left_out_keys.emplace(keys.dictionary->text(keys.values[row]), read_.data.lines[row]);
    }
  }
  remove_rows(read_.data, gone_);
}

}  // namespace kpi::table
