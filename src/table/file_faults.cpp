#include "table/file_faults.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "diag/system_words.hpp"
#include "table/cell_faults.hpp"
#include "table/database_faults.hpp"
#include "table/file_lines.hpp"
#include "table/workbook_faults.hpp"

namespace kpi::table {
namespace {

/// Names of data files in the folder.
std::vector<std::string> data_files(const std::string& folder, const io::Files& files) {
  std::vector<std::string> names = files.list(folder);
  const auto other = [](const std::string& name) {
    const std::string lower = ascii_lower(name);
    return !lower.ends_with(".csv") && !lower.ends_with(".tsv") && !lower.ends_with(".txt") &&
           !lower.ends_with(".xlsx") && !lower.ends_with(".xlsm") && !lower.ends_with(".ods");
  };
  names.erase(std::remove_if(names.begin(), names.end(), other), names.end());
  return names;
}

std::string stem_of(const std::string& name) {
  return name.substr(0, name.rfind('.'));
}

/// The file whose name is most like the wanted one, endings aside.
std::optional<std::string> near_file(const std::string& wanted,
                                     const std::vector<std::string>& names) {
  std::vector<std::string> stems;
  for (const std::string& name : names)
    stems.push_back(stem_of(name));
  const std::optional<std::string> stem = nearest(stem_of(wanted), stems);
  if (!stem) return std::nullopt;
  const auto found = std::find(stems.begin(), stems.end(), *stem);
  return names[static_cast<std::size_t>(found - stems.begin())];
}

/// Says what there is instead; returns the path to bind the table to.
std::string note_near_files(Diagnostic& diagnostic, const std::string& path,
                            const io::Files& files) {
  const std::string folder = io::folder_of(path);
  if (!folder.empty() && !files.is_folder(folder)) {
    diagnostic.note(Text::data_no_folder, {{"folder", folder}});
    return "PATH";
  }
  const std::vector<std::string> names = data_files(folder, files);
  if (names.empty()) {
    diagnostic.note(Text::data_folder_empty, {{"folder", folder.empty() ? "." : folder}});
  } else {
    diagnostic.note(Text::data_folder_has, {{"files", listed(names, 10)}});
  }
  const std::optional<std::string> name = near_file(file_name_of(path), names);
  if (name) diagnostic.hint(Text::did_you_mean, {{"name", *name}});
  return name.value_or("PATH");
}

/// A spreadsheet of a form that is not read beside the place where the file should be: `orders.xls`
/// for `orders.csv`.
std::optional<std::string> unread_workbook_for(const std::string& path, const io::Files& files) {
  const std::string wanted = ascii_lower(stem_of(file_name_of(path)));
  for (const std::string& name : files.list(io::folder_of(path))) {
    const std::string lower = ascii_lower(name);
    const bool workbook = lower.ends_with(".xls") || lower.ends_with(".et") ||
                          lower.ends_with(".xlsb") || lower.ends_with(".numbers");
    if (workbook && stem_of(lower) == wanted) return name;
  }
  return std::nullopt;
}

/// ASCII in UTF-16 has a NUL for every other byte: which of the two it would be, if one.
std::optional<const char*> utf16_without_mark(std::string_view head) {
  std::array<std::size_t, 2> nuls{};
  for (std::size_t i = 0; i < head.size(); ++i)
    nuls[i % 2] += head[i] == '\0' ? 1 : 0;
  const bool in_turn = (nuls[0] == 0) != (nuls[1] == 0) && nuls[0] + nuls[1] > 1;
  if (!in_turn) return std::nullopt;
  return nuls[0] == 0 ? "utf-16le" : "utf-16be";
}

/// What a file that is no text seems to be, by its first bytes.
std::optional<Text> what_else(std::string_view head) {
  const auto begins = [&](std::string_view magic) { return head.substr(0, magic.size()) == magic; };
  if (begins("PK\x03\x04")) return Text::data_is_workbook;
  if (begins("\xD0\xCF\x11\xE0")) return Text::data_is_old_workbook;
  if (head.find('\0') != std::string_view::npos) return Text::data_is_binary;
  return std::nullopt;
}

/// The file that is meant, where it stands in the current folder, as the data folder sees it:
/// `../late.csv` for `data/late.csv`; and as it was named.
std::optional<std::pair<std::string, std::string>> file_outside(const std::string& path,
                                                                const io::Files& files) {
  std::string up;
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    up += "../";
    const std::string named = path.substr(slash + 1);
    const bool plain = slash > 0 && path.compare(0, 2, "..") != 0;
    if (plain && files.is_file(named)) return std::pair(up + named, named);
  }
  return std::nullopt;
}

/// All of such a file would be its header, and everybody would have nothing.
bool has_lone_return(std::string_view header) {
  for (std::size_t at = header.find('\r'); at != std::string_view::npos;
       at = header.find('\r', at + 1)) {
    if (at + 1 < header.size() && header[at + 1] != '\n') return true;
  }
  return false;
}

}  // namespace

void complain_of_missing_file(const TableSchema& schema, const io::Files& files,
                              const std::string& why, Complaints& complaints) {
  const std::string& path = complaints.path();
  const bool is_there = files.is_file(path) || files.is_folder(path);
  const bool is_pattern = files.files_of(path).empty();
  const Code missing = is_pattern ? Code::no_file_matches : Code::data_file_missing;
  Diagnostic diagnostic =
      is_there
          ? make_diagnostic(Code::data_file_unreadable, {{"table", schema.name}, why_argument(why)})
          : make_diagnostic(missing, {{"table", schema.name}, {"path", path}});
  if (schema.span.file) {
    diagnostic.label(schema.span, Text::defined_here, {{"name", schema.name}});
  }
  if (files.is_folder(path)) {
    const std::string name = file_name_of(path);
    diagnostic.hint(Text::data_name_pattern, {{"table", schema.name}, {"path", name}});
    return complaints.about_file(std::move(diagnostic), complaints.place());
  }
  if (is_pattern) {
    note_near_files(diagnostic, path, files);
    return complaints.about_file(std::move(diagnostic), complaints.place());
  }
  std::string other = "PATH";
  if (diagnostic.code == Code::data_file_missing) {
    if (const auto workbook = unread_workbook_for(path, files)) {
      diagnostic.hint(Text::data_unread_workbook_there, {{"file", *workbook}});
      return complaints.about_file(std::move(diagnostic), complaints.place());
    }
    if (const auto outside = file_outside(path, files)) {
      diagnostic.note(Text::data_seen_from_folder, {{"file", outside->second}});
      other = outside->first;
    } else {
      other = note_near_files(diagnostic, path, files);
    }
  }
  diagnostic.hint(Text::data_bind_table, {{"table", schema.name}, {"path", other}});
  complaints.about_file(std::move(diagnostic), complaints.place());
}

void complain_of_two_files(const TableSchema& schema, const std::string& rival,
                           Complaints& complaints) {
  const std::string path = file_name_of(complaints.path());
  complaints.about_file(
      make_diagnostic(Code::table_has_two_files,
                      {{"table", schema.name}, {"path", path}, {"other", file_name_of(rival)}})
          .hint(Text::data_choose_file, {{"table", schema.name}, {"path", path}}),
      complaints.place());
}

Diagnostic explain_content(const io::ContentFault& fault, const std::string& table,
                           const std::string& path) {
  using Kind = io::ContentFault::Kind;
  const Arguments compressed = {
      {"form", fault.form}, {"table", table}, {"bytes", std::to_string(fault.offset)}};
  switch (fault.kind) {
    case Kind::NotEncoded:
      return make_diagnostic(Code::data_not_encoded, {{"byte", byte_name(fault.byte)},
                                                      {"offset", std::to_string(fault.offset)},
                                                      {"encoding", fault.form},
                                                      {"table", table}})
          .hint(Text::data_encoding_differs);
    case Kind::EndsEarly:
      return make_diagnostic(Code::compressed_ends_early, compressed).hint(Text::data_copy_again);
    case Kind::Damaged:
      return make_diagnostic(Code::compressed_damaged, compressed).hint(Text::data_copy_again);
    case Kind::GrowsTooFar:
      return make_diagnostic(Code::grows_too_far, {{"form", fault.form}, {"table", table}})
          .hint(Text::data_decompress);
    case Kind::NoTable:
    case Kind::WhichTable:
    case Kind::BinaryCell:
    case Kind::NotGiven:
    case Kind::GivenInPart:
    case Kind::PasswordInAddress: return explain_database(fault, table, path);
    case Kind::BadWorkbook:
    case Kind::Protected:
    case Kind::OldWorkbook:
    case Kind::NoSheet:
    case Kind::WhichSheet:
    case Kind::EmptyRange:
    case Kind::CellError:
    case Kind::MergedCells: break;
  }
  return explain_workbook(fault, table, path);
}

std::optional<Diagnostic> explain_header(const RecordBatch& batch, const Record& header,
                                         const std::string& table) {
  const std::string_view raw = batch.raw(header);
  if (const auto what = what_else(raw)) {
    const auto encoding = *what == Text::data_is_binary ? utf16_without_mark(raw) : std::nullopt;
    const Text seen = encoding ? Text::data_is_utf16 : *what;
    Diagnostic diagnostic = make_diagnostic(Code::not_csv, {{"table", table}, {"what", seen}});
    if (encoding) return diagnostic.hint(Text::data_say_encoding, {{"encoding", *encoding}});
    return diagnostic.hint(Text::data_save_as_csv);
  }
  if (header.blank()) {
    return make_diagnostic(Code::no_header, {{"table", table}}).note(Text::data_header_rule);
  }
  if (has_lone_return(raw)) {
    return make_diagnostic(Code::not_csv, {{"table", table}, {"what", Text::data_is_old_mac}})
        .hint(Text::data_save_as_csv);
  }
  if (header.fault == RecordFault::OpenQuote) return explain_open_quote();
  if (header.fault != RecordFault::None) return explain_record(header, 0);
  if (!is_clean_text(raw)) return explain_text(raw, header.offset);
  return std::nullopt;
}

std::optional<Diagnostic> explain_record(const Record& record, std::size_t field_count) {
  switch (record.fault) {
    case RecordFault::TooLong:
      return make_diagnostic(Code::row_too_long, {{"limit", kMaxRecordBytes}})
          .hint(Text::data_why_too_long);
    case RecordFault::StrayQuote:
      return make_diagnostic(Code::stray_quote, {{"field", std::size_t{record.fault_field} + 1}})
          .hint(Text::data_double_quotes);
    case RecordFault::OpenQuote: return explain_open_quote();
    case RecordFault::None: break;
  }
  const std::size_t count = record.blank() ? 0 : std::size_t{record.field_count};
  if (count == field_count) return std::nullopt;
  Diagnostic diagnostic =
      make_diagnostic(Code::row_length, {{"count", count}, {"expected", field_count}});
  if (record.blank()) {
    diagnostic.note(Text::data_blank_line);
  } else {
    diagnostic.hint(Text::data_quote_commas);
  }
  return diagnostic;
}

Diagnostic explain_open_quote() {
  Diagnostic diagnostic = make_diagnostic(Code::open_quote);
  diagnostic.hint(Text::data_double_quotes);
  return diagnostic;
}

}  // namespace kpi::table
