// Queries as a table: members, then (none), then the company.

#include <algorithm>
#include <set>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

constexpr int kMostDigits = 2;
constexpr std::string_view kNoneKey = "(none)";

/// Unpublished numbers of one column share their digits, so that the points stand in line.
std::optional<RoundSpec> column_step(const score::QueryResult& result, std::size_t measure) {
  const score::QueryResult::Measure& declared = result.measures[measure];
  if (declared.published || declared.type.kind != Kind::Number) return declared.published;
  const Unit& unit = declared.type.unit;
  const bool percent = !unit.per && (unit.quantity == Quantity::Ratio ||
                                     unit.quantity == Quantity::PercentagePoints);
  int digits = !unit.per && unit.quantity == Quantity::Money ? kMostDigits : 0;
  for (const score::QueryResult::Row& row : result.rows) {
    if (!row.values[measure].is_number()) continue;
    const Rational& number = row.values[measure].number();
    const auto needed = decimal_digits(percent ? number * power_of_ten(2) : number);
    digits = std::max(digits, std::min(kMostDigits, needed.value_or(kMostDigits)));
  }
  return RoundSpec{power_of_ten(percent ? -digits - 2 : -digits), RoundMode::HalfUp};
}

std::string key_text(const std::string& key, const Words& words) {
  return key == kNoneKey ? words(Text::out_none_member) : key;
}

Row key_cells(const Program& program, const score::QueryResult& result,
              const score::QueryResult::Row& row, const Words& words) {
  Row cells(result.by_names.size());
  for (std::size_t i = 0; i < std::min(row.keys.size(), cells.size()); ++i) {
    cells[i].text = row.is_total ? std::string() : key_text(row.keys[i], words);
  }
  if (cells.empty()) return cells;
  if (row.period) cells.back().text = to_string(*row.period, program.calendar);
  if (row.is_total && cells.front().text.empty()) {
    cells.front() = {words(Text::out_company), Tone::Strong};
  }
  return cells;
}

bool is_number_column(const score::QueryResult::Measure& measure) {
  return measure.type.kind == Kind::Number;
}

std::vector<Head> query_heads(const score::QueryResult& result, const Words& words) {
  std::vector<Head> heads;
  for (const std::string& name : result.by_names) {
    const bool period = &name == &result.by_names.back() && !result.rows.empty() &&
                        result.rows.front().period.has_value();
    heads.push_back({period ? words(Text::out_period) : name, {}, Align::Left});
  }
  for (const score::QueryResult::Measure& measure : result.measures) {
    heads.push_back({label_of(measure), unit_head(measure.type.unit, words),
                     is_number_column(measure) ? Align::Right : Align::Left});
  }
  return heads;
}

}  // namespace

Report query_report(const Program& program, const score::QueryResult& result, Language language) {
  const Words words(language);
  Sheet sheet;
  sheet.facts = {words(Text::out_as_of, {{"date", to_string(result.as_of)}})};
  add_partial_facts(program, result.coverage, std::nullopt, words, sheet.facts);
  sheet.key_columns = result.by_names.size();
  sheet.heads = query_heads(result, words);
  std::vector<std::optional<RoundSpec>> steps;
  for (std::size_t i = 0; i < result.measures.size(); ++i)
    steps.push_back(column_step(result, i));
  std::set<NoneReason> reasons;
  for (const score::QueryResult::Row& row : result.rows) {
    Row cells = key_cells(program, result, row, words);
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const Value& value = row.values[i];
      if (value.is_none()) reasons.insert(value.reason());
      cells.push_back({shown_value(value, result.measures[i].type, steps[i], words),
                       value.is_none() ? Tone::Quiet : Tone::Plain});
    }
    const bool member = row.period && result.by_names.size() == 1;  // a period of the company
    const bool below = row.is_total && !member && result.rows.size() > 1;
    (below ? sheet.totals : sheet.rows).push_back(std::move(cells));
  }
  Report report;
  report.sheets.push_back(std::move(sheet));
  for (const NoneReason reason : reasons)
    report.notes.push_back(reason_note(reason, words));
  append_table_notes(program, result.coverage, result.notes, words, report.notes);
  return report;
}

}  // namespace kpi::output
