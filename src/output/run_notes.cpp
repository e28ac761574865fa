// Notes under a report: what the numbers above do not show.

#include <algorithm>
#include <set>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

constexpr std::size_t kAllNamed = 12;
constexpr std::size_t kFirstNamed = 3;  // of more than that

/// Periods in which the same people are missing share a note.
void add_uncovered(const Program& program, const score::RunResult& result, bool details,
                   const Words& words, std::vector<std::string>& out) {
  std::vector<std::pair<Period, std::vector<std::string>>> by_period;
  for (const score::Uncovered& person : result.uncovered) {
    auto found = std::find_if(by_period.begin(), by_period.end(),
                              [&](const auto& entry) { return entry.first == person.period; });
    if (found == by_period.end()) found = by_period.insert(by_period.end(), {person.period, {}});
    found->second.push_back(subject_text(person.key, person.name));
  }
  while (!by_period.empty()) {
    const std::vector<std::string> people = by_period.front().second;
    std::string periods;
    for (const auto& entry : by_period) {
      if (entry.second != people) continue;
      if (!periods.empty()) periods += words(Text::list_separator);
      periods += to_string(entry.first, program.calendar);
    }
    out.push_back(words(Text::note_uncovered,
                        {{"periods", periods}, {"people", people_text(people, details, words)}}));
    by_period.erase(std::remove_if(by_period.begin(), by_period.end(),
                                   [&](const auto& entry) { return entry.second == people; }),
                    by_period.end());
  }
}

/// A card without anybody is often a condition that no row meets.
void add_vacant(const Program& program, const score::RunResult& result, const Words& words,
                std::vector<std::string>& out) {
  std::vector<std::pair<ScorecardId, std::string>> by_card;
  for (const score::Vacant& vacant : result.vacant) {
    auto found = std::find_if(by_card.begin(), by_card.end(),
                              [&](const auto& entry) { return entry.first == vacant.card; });
    if (found == by_card.end()) found = by_card.insert(by_card.end(), {vacant.card, {}});
    if (!found->second.empty()) found->second += words(Text::list_separator);
    found->second += to_string(vacant.period, program.calendar);
  }
  for (const auto& [card, periods] : by_card) {
    out.push_back(words(Text::note_vacant,
                        {{"card", label_of(program.scorecards[card])}, {"periods", periods}}));
  }
}

/// Tables that cover the same days are named together.
void add_coverage(const Program& program, const std::vector<score::Coverage>& coverage,
                  bool inferred, const Words& words, std::vector<std::string>& out) {
  std::vector<std::pair<DateRange, std::string>> groups;
  for (const score::Coverage& item : coverage) {
    if (item.inferred != inferred || item.days.empty()) continue;
    const std::string label = label_of(program.tables[item.table]);
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& entry) { return entry.first == item.days; });
    if (group == groups.end()) {
      groups.emplace_back(item.days, label);
    } else {
      group->second += words(Text::list_separator) + label;
    }
  }
  std::string tables;
  for (const auto& [days, names] : groups) {
    if (!tables.empty()) tables += words(Text::note_separator);
    tables +=
        words(Text::note_table_days,
              {{"table", names}, {"first", to_string(days.first)}, {"last", to_string(days.last)}});
  }
  if (tables.empty()) return;
  const Text text = inferred ? Text::note_coverage_inferred : Text::note_coverage;
  out.push_back(words(text, {{"tables", tables}}));
}

void collect(const score::Quantity& quantity, std::set<NoneReason>& out) {
  if (quantity.value.is_none()) out.insert(quantity.value.reason());
}

void collect(const score::LineResult& line, bool details, std::set<NoneReason>& out) {
  collect(line.scored ? line.points : line.value, out);
  if (line.missing) out.insert(*line.missing);
  if (!details) return;
  collect(line.value, out);
  const bool incomplete = line.points.value.is_none() || line.policy;
  if (!incomplete || !line.scored) return;
  collect(line.target, out);
  collect(line.attainment, out);
}

/// The reasons that the tables show, not every one there is.
std::set<NoneReason> reasons_shown(const score::RunResult& result, bool details) {
  std::set<NoneReason> reasons;
  for (const score::CardResult& card : result.cards) {
    collect(card.score, reasons);
    for (const score::LineResult& line : card.lines)
      collect(line, details, reasons);
  }
  for (const score::PaidResult& paid : result.payouts)
    collect(paid.payout.amount, reasons);
  return reasons;
}

}  // namespace

std::string people_text(const std::vector<std::string>& people, bool details, const Words& words) {
  const bool all = details || people.size() <= kAllNamed;
  std::string text;
  for (std::size_t i = 0; i < (all ? people.size() : kFirstNamed); ++i) {
    if (i > 0) text += words(Text::list_separator);
    text += people[i];
  }
  if (all) return text;
  return words(Text::note_many_people, {{"people", text}, {"count", people.size()}});
}

void append_table_notes(const Program& program, const std::vector<score::Coverage>& coverage,
                        const std::vector<score::TableNote>& notes, const Words& words,
                        std::vector<std::string>& out) {
  add_coverage(program, coverage, false, words, out);
  add_coverage(program, coverage, true, words, out);
  for (const score::TableNote& note : notes) {
    const auto add = [&](Text text, std::size_t count, std::size_t rows) {
      if (count == 0) return;
      out.push_back(words(
          text,
          {{"table", label_of(program.tables[note.table])}, {"count", count}, {"rows", rows}}));
    };
    add(Text::note_without_owner, note.without_owner, note.rows);
    add(Text::note_unmatched_owner, note.unmatched_owner, note.rows);
    add(Text::note_without_date, note.without_date, note.file_rows);
    for (const auto& [column, rows] : note.without_other_date) {
      out.push_back(words(Text::note_without_other_date,
                          {{"table", label_of(program.tables[note.table])},
                           {"column", program.tables[note.table].columns[column].name},
                           {"count", rows},
                           {"rows", note.file_rows}}));
    }
    add(Text::note_rows_left_out, note.left_out, note.file_rows + note.left_out);
  }
}

std::string reason_note(NoneReason reason, const Words& words) {
  return words(Text::note_reason,
               {{"reason", reason_name(reason, words)}, {"text", words(explanation_of(reason))}});
}

std::vector<std::string> run_notes(const Program& program, const score::RunResult& result,
                                   bool details, const Words& words) {
  std::vector<std::string> out;
  if (result.cards.empty() && result.payouts.empty() && result.rules.empty()) {
    std::string periods;
    for (const Period period : result.periods) {
      periods += (periods.empty() ? "" : words(Text::list_separator)) +
                 to_string(period, program.calendar);
    }
    out.push_back(words(Text::out_nothing_in_period, {{"period", periods}}));
  }
  for (const NoneReason reason : reasons_shown(result, details)) {
    out.push_back(reason_note(reason, words));
  }
  add_vacant(program, result, words, out);
  add_uncovered(program, result, details, words, out);
  append_table_notes(program, result.coverage, result.notes, words, out);
  return out;
}

}  // namespace kpi::output
