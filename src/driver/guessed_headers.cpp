#include "driver/guessed_headers.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_set>

#include "base/text.hpp"
#include "check/counted_headers.hpp"
#include "driver/guessed_column.hpp"
#include "table/cell_values.hpp"

namespace kpi::driver {
namespace {

constexpr std::size_t kFewestColumns = 3;  // two may be this year and the one before
constexpr std::string_view kDigits = "0123456789";

/// What one header names.
struct Named {
  PeriodUnit unit = PeriodUnit::Month;
  bool of_year = false;
  std::int64_t ordinal = 0;
  std::string rest;
  bool is_alike(const Named& other) const {
    return unit == other.unit && of_year == other.of_year && rest == other.rest;
  }
};

bool may_end_at(const std::string& header, std::size_t end) {
  constexpr std::string_view kGoesOn = "0123456789-/.:";
  if (end == header.size()) return true;
  const bool inside_of_a_letter = (static_cast<unsigned char>(header[end]) & 0xC0U) == 0x80U;
  return !inside_of_a_letter && kGoesOn.find(header[end]) == std::string_view::npos;
}

/// `M01`, `Q3`; bare digits may number anything.
std::optional<Named> named_in_year(const std::string& text) {
  const std::size_t digits = text.find_first_of(kDigits);
  const bool only_digits = text.find_first_not_of(kDigits, digits) == std::string::npos;
  if (only_digits && digits == 0) return std::nullopt;
  if (only_digits && (text[0] == 'M' || text[0] == 'm') && digits == 1) {
    const auto month = table::number_in_year(text.substr(1), PeriodUnit::Month);
    if (month) return Named{PeriodUnit::Month, true, *month, {}};
  }
  for (const PeriodUnit unit : {PeriodUnit::Month, PeriodUnit::Quarter}) {
    if (const auto number = table::number_in_year(text, unit))
      return Named{unit, true, *number, {}};
  }
  return std::nullopt;
}

std::optional<Named> named_with_year(const std::string& text) {
  for (const PeriodUnit unit : {PeriodUnit::Month, PeriodUnit::Quarter, PeriodUnit::Year}) {
    if (const auto ordinal = table::read_period(text, unit, Calendar()))
      return Named{unit, false, *ordinal, {}};
  }
  return std::nullopt;
}

/// By as much of its beginning as names a period.
std::optional<Named> named_by(const std::string& header) {
  for (std::size_t end = header.size(); end > 0; --end) {
    if (!may_end_at(header, end)) continue;
    const std::string begin = header.substr(0, end);
    auto named = named_with_year(begin);
    if (!named) named = named_in_year(begin);
    if (!named) continue;
    named->rest = header.substr(end);
    return named;
  }
  return std::nullopt;
}

bool holds_numbers(const table::TextColumn& column, std::size_t rows) {
  table::TextColumn copy = column;
  const ColumnGuess guess = guessed_column(copy, rows);
  return column.values.empty() || guess.kind == ColumnKind::Whole ||
         guess.kind == ColumnKind::Number;
}

/// The columns from there on that are alike, each for a period of its own.
PeriodHeaders run_from(const table::FileTexts& texts, std::size_t first,
                       std::vector<std::int64_t>& ordinals) {
  PeriodHeaders run;
  run.first = first;
  ordinals.clear();
  std::optional<Named> like;
  for (std::size_t c = first; c < texts.columns.size(); ++c) {
    const table::TextColumn& column = texts.columns[c];
    const auto named = named_by(column.header);
    const bool goes_on = named && (!like || named->is_alike(*like)) &&
                         std::count(ordinals.begin(), ordinals.end(), named->ordinal) == 0 &&
                         written_text(column.header) && holds_numbers(column, texts.rows);
    if (!goes_on) break;
    like = named;
    ordinals.push_back(named->ordinal);
    run.headers.push_back(column.header);
  }
  if (like) {
    run.unit = like->unit;
    run.of_year = like->of_year;
    run.rest = like->rest;
  }
  return run;
}

/// Every value of them once.
table::TextColumn joined(const table::FileTexts& texts, const PeriodHeaders& run) {
  table::TextColumn out;
  out.header = run.headers.front();
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < run.headers.size(); ++i) {
    const table::TextColumn& column = texts.columns[run.first + i];
    out.blank += column.blank;
    std::copy_if(column.values.begin(), column.values.end(), std::back_inserter(out.values),
                 [&](const std::string& value) { return seen.insert(value).second; });
  }
  return out;
}

}  // namespace

std::vector<PeriodHeaders> period_headers(const table::FileTexts& texts) {
  std::vector<PeriodHeaders> runs;
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> ordinals;
  for (std::size_t c = 0; c < texts.columns.size(); ++c) {
    PeriodHeaders run = run_from(texts, c, ordinals);
    const std::size_t columns = run.headers.size();
    if (columns < kFewestColumns) continue;
    const bool same = runs.empty() || (ordinals == first && run.unit == runs[0].unit &&
                                       run.of_year == runs[0].of_year);
    if (runs.empty()) first = ordinals;
    if (same) runs.push_back(std::move(run));
    c += columns - 1;
  }
  return runs;
}

std::string written_headers(const PeriodHeaders& run) {
  const auto quoted = [](const std::string& header) { return '"' + header + '"'; };
  const auto& headers = run.headers;
  if (check::counted_headers(headers.front(), headers.back()) == headers)
    return quoted(headers.front()) + " to " + quoted(headers.back());
  std::string all;
  for (const std::string& header : headers)
    all += (all.empty() ? "" : ", ") + quoted(header);
  return all;
}

std::vector<std::size_t> join_columns(table::FileTexts& texts,
                                      const std::vector<PeriodHeaders>& runs) {
  std::vector<table::TextColumn> columns;
  std::vector<std::size_t> places;
  std::size_t next = 0;  // of the columns of the file
  const auto keep_until = [&](std::size_t end) {
    for (; next < end; ++next)
      columns.push_back(std::move(texts.columns[next]));
  };
  for (const PeriodHeaders& run : runs) {
    keep_until(run.first);
    places.push_back(columns.size());
    columns.push_back(joined(texts, run));
    if (places.size() == 1) columns.push_back({"", 0, run.headers});
    next += run.headers.size();
  }
  keep_until(texts.columns.size());
  texts.columns = std::move(columns);
  return places;
}

}  // namespace kpi::driver
