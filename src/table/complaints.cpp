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
  Diagnostic& reported = diagnostics.report_data(
      diagnostic.code, diagnostic.data.value_or(DataPlace{}), std::move(diagnostic.arguments));
  reported.labels = std::move(diagnostic.labels);
  reported.notes = std::move(diagnostic.notes);
  reported.hints = std::move(diagnostic.hints);
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
  return found == tallies_.end() || found->second.messages < limit_of(code, options_);
}

void Complaints::about_rows(Diagnostic diagnostic, DataPlace place, std::size_t row_count) {
  const bool shown = !options_.keep_going && has_room(diagnostic.code);
  Tally& tally = tallies_[diagnostic.code];
  if (tally.rows == 0) tally.first = place;
  ++tally.messages;
  tally.rows += row_count;
  if (shown) diagnostics_.push_back(std::move(diagnostic.at_data(std::move(place))));
}

void Complaints::report(Diagnostics& diagnostics, std::size_t rows_read) {
  for (Diagnostic& diagnostic : diagnostics_)
    hand_over(diagnostics, std::move(diagnostic));
  diagnostics_.clear();
  if (options_.keep_going) {
    if (!tallies_.empty()) report_left_out(diagnostics, rows_read);
    return;
  }
  for (const auto& [code, tally] : tallies_) {
    const std::size_t limit = limit_of(code, options_);
    if (tally.messages <= limit) continue;
    diagnostics.report_data(
        Code::more_like_this, place(),
        {{"count", tally.messages - limit}, {"kind", kind_of(code)}, {"code", name_of(code)}});
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
    warning.note(Text::data_left_out_kind, {{"count", tally.rows},
                                            {"kind", kind_of(code)},
                                            {"code", name_of(code)},
                                            {"line", std::to_string(tally.first.line)}});
  }
}

}  // namespace kpi::table
