#include "table/complaints.hpp"

#include <algorithm>
#include <utility>

#include "table/cell_faults.hpp"

namespace kpi::table {
namespace {

/// A file in another encoding fails row by row in one and the same way: three samples are enough.
std::size_t limit_of(Code code, const LoadOptions& options) {
  constexpr std::size_t kFew = 3;
  return code == Code::data_not_utf8 ? std::min(kFew, options.max_reports) : options.max_reports;
}

void hand_over(Diagnostics& diagnostics, Diagnostic diagnostic) {
  const bool in_rules = !diagnostic.data.has_value() && diagnostic.span.file;
  Diagnostic& reported =
      in_rules
          ? diagnostics.report(diagnostic.code, diagnostic.span, std::move(diagnostic.arguments))
          : diagnostics.report_data(diagnostic.code, diagnostic.data.value_or(DataPlace{}),
                                    std::move(diagnostic.arguments));
  reported.labels = std::move(diagnostic.labels);
  reported.fixes = std::move(diagnostic.fixes);
  reported.notes = std::move(diagnostic.notes);
  reported.hints = std::move(diagnostic.hints);
}

/// Equal where the same is said of a column.
std::string what_is_said(const Diagnostic& diagnostic, const DataPlace& place) {
  std::string said = place.column.empty() ? std::to_string(place.field) : place.column;
  said.append("\n").append(name_of(diagnostic.code));
  for (const Argument& argument : diagnostic.arguments) {
    const auto* text = std::get_if<std::string>(&argument.value);
    if (text != nullptr) said.append("\n").append(*text);
  }
  return said;
}

/// `4, 7, 9, …`
std::string listed_lines(const std::vector<FileLines::Place>& lines, std::size_t count,
                         const FileLines& files) {
  std::string list;
  for (const FileLines::Place& each : lines)
    list += (list.empty() ? "" : ", ") + files.name(each.path, each.line);
  return lines.size() < count ? list + ", …" : list;
}

/// About a row as a whole, at the field that gives it away.
bool is_of_row(Code code) {
  return code == Code::total_row || code == Code::empty_row;
}

/// Of values that are something else than the column holds.
bool is_of_other_kind(Code code) {
  return code == Code::bad_number || code == Code::bad_date || code == Code::bad_moment ||
         code == Code::bad_truth || code == Code::bad_period;
}

struct Kind {
  Code code;
  Text words;
};

constexpr Kind kKinds[] = {
    {Code::row_length, Text::kind_row_length},
    {Code::row_too_long, Text::kind_row_too_long},
    {Code::stray_quote, Text::kind_stray_quote},
    {Code::data_not_utf8, Text::kind_not_utf8},
    {Code::control_character, Text::kind_control_character},
    {Code::total_row, Text::kind_total_row},
    {Code::empty_row, Text::kind_empty_row},
    {Code::value_missing, Text::kind_value_missing},
    {Code::unknown_choice, Text::kind_unknown_choice},
    {Code::bad_number, Text::kind_bad_number},
    {Code::too_many_decimals, Text::kind_too_many_decimals},
    {Code::too_many_digits, Text::kind_too_many_digits},
    {Code::unclear_ratio, Text::kind_unclear_ratio},
    {Code::bad_truth, Text::kind_bad_truth},
    {Code::bad_date, Text::kind_bad_date},
    {Code::no_such_day, Text::kind_no_such_day},
    {Code::bad_moment, Text::kind_bad_moment},
    {Code::time_of_day, Text::kind_time_of_day},
    {Code::bad_period, Text::kind_bad_period},
    {Code::duplicate_key, Text::kind_duplicate_key},
    {Code::key_differs_in_blanks, Text::kind_duplicate_key},
    {Code::dangling_link, Text::kind_dangling_link},
    {Code::link_to_left_out, Text::kind_link_to_left_out},
    {Code::row_check_failed, Text::kind_row_check_failed},
    {Code::row_repeated, Text::kind_row_repeated},
    {Code::valid_reversed, Text::kind_valid_reversed},
    {Code::value_beyond_digits, Text::kind_value_beyond_digits},
};

}  // namespace

Text kind_of(Code code) {
  const auto found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const Kind& kind) { return kind.code == code; });
  return found == std::end(kKinds) ? Text::kind_other : found->words;
}

void Complaints::about_file(Diagnostic diagnostic, DataPlace place) {
  diagnostics_.push_back(std::move(diagnostic.at_data(std::move(place))));
}

bool Complaints::has_room(Code code) const {
  const auto found = tallies_.find(code);
  return found == tallies_.end() || found->second.shown < limit_of(code, options_);
}

/// The same value in the same column is told once, with the lines it stands on.
bool Complaints::is_repeated(const Diagnostic& diagnostic, const DataPlace& place) {
  constexpr std::size_t kLines = 8;
  if (place.field == 0 || is_of_row(diagnostic.code)) return false;
  const auto found = said_.find(what_is_said(diagnostic, place));
  if (found == said_.end()) return false;
  ++found->second.count;
  if (found->second.lines.size() < kLines) found->second.lines.push_back({place.path, place.line});
  return true;
}

/// Not another value of the same column with the same fault and the same advice, after a few.
bool Complaints::says_something_new(const Diagnostic& diagnostic, const DataPlace& place) {
  constexpr std::size_t kFew = 5;
  if (place.field == 0) return true;
  std::vector<int> shape{static_cast<int>(diagnostic.code), static_cast<int>(place.field)};
  for (const auto* const messages : {&diagnostic.notes, &diagnostic.hints}) {
    for (const Message& message : *messages)
      shape.push_back(static_cast<int>(message.text));
  }
  return ++of_shape_[shape] <= kFew;
}

void Complaints::forget_rows() {
  std::erase_if(diagnostics_,
                [&](const Diagnostic& item) { return tallies_.count(item.code) != 0; });
  tallies_.clear();
  said_.clear();
  forms_.clear();
}

void Complaints::about_rows(Diagnostic diagnostic, DataPlace place, std::size_t row_count) {
  Tally& tally = tallies_[diagnostic.code];
  if (tally.rows == 0) tally.first = place;
  tally.rows += row_count;
  if (is_repeated(diagnostic, place)) return;
  const bool first_of_field = ++tally.of_field[place.field] == 1;
  const bool room = has_room(diagnostic.code) && says_something_new(diagnostic, place);
  const bool shown = !options_.keep_going && (room || first_of_field);
  ++tally.messages;
  if (!shown) return;
  ++tally.shown;
  if (place.field != 0) said_[what_is_said(diagnostic, place)].message = diagnostics_.size();
  diagnostics_.push_back(std::move(diagnostic.at_data(std::move(place))));
}

void Complaints::about_whole_column(std::uint32_t field, std::size_t values, const Say& say) {
  for (const auto& [code, tally] : tallies_) {
    const auto here = tally.of_field.find(field);
    const bool apart = is_of_row(code) || code == Code::value_missing;
    if (here != tally.of_field.end() && !apart && !is_of_other_kind(code)) return;
  }
  for (auto& [code, tally] : tallies_) {
    if (is_of_other_kind(code)) tally.messages -= std::exchange(tally.of_field[field], 0);
  }
  Diagnostic* told = nullptr;
  forms_.resize(diagnostics_.size(), Form::Whole);
  for (std::size_t i = 0; i < diagnostics_.size(); ++i) {
    Diagnostic& each = diagnostics_[i];
    if (!each.data || each.data->field != field || !is_of_other_kind(each.code)) continue;
    --tallies_[each.code].shown;
    forms_[i] = told == nullptr ? Form::WithoutLines : Form::Dropped;
    if (told == nullptr) told = &each;
  }
  if (told == nullptr) return;
  ++tallies_[told->code].messages;
  ++tallies_[told->code].shown;
  told->note(Text::data_whole_column, {{"count", values}});
  say(*told);
}

/// Says of each message on which other lines it holds.
void Complaints::add_lines() {
  forms_.resize(diagnostics_.size(), Form::Whole);
  for (const auto& [said, repeated] : said_) {
    if (repeated.count == 0 || forms_[repeated.message] != Form::Whole) continue;
    diagnostics_[repeated.message].note(
        Text::data_same_lines, {{"count", repeated.count},
                                {"lines", listed_lines(repeated.lines, repeated.count, files_)}});
  }
  said_.clear();
}

void Complaints::report(Diagnostics& diagnostics, std::size_t rows_read) {
  add_lines();
  for (std::size_t i = 0; i < diagnostics_.size(); ++i) {
    if (forms_[i] != Form::Dropped) hand_over(diagnostics, std::move(diagnostics_[i]));
  }
  diagnostics_.clear();
  if (options_.keep_going) {
    if (!tallies_.empty()) report_left_out(diagnostics, rows_read);
    return;
  }
  for (const auto& [code, tally] : tallies_) {
    if (tally.messages <= tally.shown) continue;
    diagnostics.report_data(Code::more_like_this, place(),
                            {{"count", tally.messages - tally.shown},
                             {"kind", kind_of(code)},
                             {"code", name_of(code)}});
  }
}

void Complaints::report_left_out(Diagnostics& diagnostics, std::size_t rows_read) const {
  std::size_t rows = 0;
  std::string codes;  // not shown: keeps warnings of two stages with equal counts apart
  for (const auto& [code, tally] : tallies_) {
    rows += tally.rows;
    codes += std::string(name_of(code)) + ' ';
  }
  Diagnostic& warning = diagnostics.report_data(
      Code::rows_left_out, place(),
      {{"count", rows}, {"total", rows_read}, {"table", table_}, {"codes", codes}});
  for (const auto& [code, tally] : tallies_) {
    if (tally.rows == 0) continue;  // of rows that count under another kind
    warning.note(Text::data_left_out_kind,
                 {{"count", tally.rows},
                  {"kind", kind_of(code)},
                  {"code", name_of(code)},
                  {"line", files_.name(tally.first.path, tally.first.line)}});
  }
}

}  // namespace kpi::table
