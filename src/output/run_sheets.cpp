// Runs as tables: a block for every scorecard and period.

#include <algorithm>
#include <set>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

constexpr std::string_view kMark = " *";  // behind a score that a note explains
constexpr std::string_view kNoMark = "  ";

bool any_name(const std::vector<const score::CardResult*>& cards) {
  return std::any_of(cards.begin(), cards.end(), [](const score::CardResult* card) {
    return !card->name.empty() && card->name != card->key;
  });
}

std::vector<Head> overview_heads(const Program& program, const CardBlock& block, bool names,
                                 const Words& words) {
  const Scorecard& scorecard = program.scorecards[block.scorecard];
  std::vector<Head> heads = {{words(Text::out_key), {}, Align::Left}};
  if (names) heads.push_back({words(Text::out_name), {}, Align::Left});
  for (const Line& line : scorecard.lines) {
    heads.push_back({label_of(line), shown_share(line.weight), Align::Right});
  }
  heads.push_back({words(Text::out_score), {}, Align::Right});
  if (scorecard.grade) heads.push_back({words(Text::out_grade), {}, Align::Left});
  for (const PayoutId id : block.payouts) {
    const Payout& payout = program.payouts[id];
    heads.push_back({label_of(payout), unit_head(payout.type.unit, words), Align::Right});
  }
  return heads;
}

/// The points of a line, the value of one that is only watched. A note gives the reason for what a
/// policy decided, so that the column stays narrow.
Cell line_cell(const score::LineResult& line, const Words& words) {
  if (!line.scored) return quantity_cell(line.value, words);
  if (line.policy && line.points.value.is_none()) return {"—", Tone::Quiet};
  return quantity_cell(line.points, words);
}

/// The note says why there is no score.
Cell score_cell(const score::CardResult& card, const Words& words) {
  if (card.score.value.is_none()) return {"—", Tone::Quiet};
  return {shown(card.score, words), Tone::Strong};
}

Row overview_row(const score::CardResult& card, const CardBlock& block, bool names, bool graded,
                 const Payments& payments, const Words& words) {
  Row row = {{card.key}};
  if (names) row.push_back({card.name});
  for (const score::LineResult& line : card.lines)
    row.push_back(line_cell(line, words));
  row.push_back(score_cell(card, words));
  if (graded) row.push_back(grade_cell(card));
  for (const PayoutId id : block.payouts) {
    const score::PaidResult* paid = payments.find(id, card.period, card.key);
    row.push_back(paid == nullptr ? Cell{} : amount_cell(paid->payout, words));
  }
  return row;
}

/// The sum of the amounts as printed; none where nothing is paid.
Cell total_cell(const std::vector<const score::PaidResult*>& paid, const Words& words) {
  Rational total;
  const score::Quantity* first = nullptr;
  for (const score::PaidResult* item : paid) {
    if (!item->payout.amount.value.is_number()) continue;
    if (first == nullptr) first = &item->payout.amount;
    total += item->payout.amount.value.number();
  }
  if (first == nullptr) return {};
  return {shown_number(total, first->type.unit, first->published, words), Tone::Strong};
}

Row total_row(const CardBlock& block, std::size_t columns, const Payments& payments,
              const Words& words) {
  Row row(columns);
  row.front() = {words(Text::out_total), Tone::Strong};
  for (std::size_t i = 0; i < block.payouts.size(); ++i) {
    std::vector<const score::PaidResult*> paid;
    for (const score::CardResult* card : block.cards) {
      const auto* item = payments.find(block.payouts[i], card->period, card->key);
      if (item != nullptr) paid.push_back(item);
    }
    row[columns - block.payouts.size() + i] = total_cell(paid, words);
  }
  return row;
}

/// What is true of several people is said once.
class SharedNotes {
 public:
  void add(const std::string& subject, const std::string& note) {
    const auto same = std::find_if(notes_.begin(), notes_.end(),
                                   [&](const auto& entry) { return entry.second == note; });
    if (same == notes_.end()) {
      notes_.push_back({{subject}, note});
    } else {
      same->first.push_back(subject);
    }
  }

  std::vector<std::string> take(bool details, const Words& words) const {
    std::vector<std::string> out;
    for (const auto& [subjects, note] : notes_) {
      out.push_back(words(Text::note_of_subject,
                          {{"subject", people_text(subjects, details, words)}, {"text", note}}));
    }
    return out;
  }

 private:
  std::vector<std::pair<std::vector<std::string>, std::string>>
      notes_;  // who, what is true of them
};

void add_notes(const Program& program, const CardBlock& block, const Payments& payments,
               const Words& words, std::size_t score_column, Sheet& sheet) {
  std::vector<bool> marked;
  SharedNotes notes;
  for (const score::CardResult* card : block.cards) {
    const std::string note = card_note(program, *card, block, payments, words);
    marked.push_back(!note.empty());
    if (!note.empty()) notes.add(subject_text(card->key, card->name), note);
  }
  sheet.notes = notes.take(false, words);
  if (sheet.notes.empty()) return;
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    sheet.rows[i][score_column].text += marked[i] ? kMark : kNoMark;
  }
  sheet.heads[score_column].title += kNoMark;
}

Sheet payout_sheet(const Program& program, const score::RunResult& result,
                   const std::vector<const score::PaidResult*>& paid, bool details,
                   const Words& words) {
  const score::PaidResult& first = *paid.front();
  const Payout& payout = program.payouts[first.payout.payout];
  Sheet sheet;
  sheet.title = label_of(payout);
  sheet.facts = period_facts(program, first.period, result, words);
  sheet.key_columns = 2;
  sheet.heads = {{words(Text::out_key), {}, Align::Left},
                 {words(Text::out_name), {}, Align::Left},
                 {words(Text::out_amount), unit_head(payout.type.unit, words), Align::Right}};
  SharedNotes notes;
  for (const score::PaidResult* item : paid) {
    sheet.rows.push_back({{item->key}, {item->name}, amount_cell(item->payout, words)});
    const std::string note = payout_note(program, *item, words);
    if (!note.empty()) notes.add(subject_text(item->key, item->name), note);
  }
  sheet.notes = notes.take(details, words);
  if (paid.size() > 1) {
    sheet.totals = {{{words(Text::out_total), Tone::Strong}, {}, total_cell(paid, words)}};
  }
  return sheet;
}

}  // namespace

Sheet overview_sheet(const Program& program, const score::RunResult& result, const CardBlock& block,
                     const Payments& payments, const Words& words) {
  const Scorecard& scorecard = program.scorecards[block.scorecard];
  const bool names = any_name(block.cards);
  Sheet sheet;
  sheet.title = label_of(scorecard);
  sheet.facts = period_facts(program, block.period, result, words);
  sheet.key_columns = names ? 2 : 1;
  sheet.heads = overview_heads(program, block, names, words);
  const bool graded = static_cast<bool>(scorecard.grade);
  for (const score::CardResult* card : block.cards) {
    sheet.rows.push_back(overview_row(*card, block, names, graded, payments, words));
  }
  if (block.cards.size() > 1 && !block.payouts.empty()) {
    sheet.totals.push_back(total_row(block, sheet.heads.size(), payments, words));
  }
  add_notes(program, block, payments, words, sheet.key_columns + scorecard.lines.size(), sheet);
  return sheet;
}

std::vector<Sheet> payout_sheets(const Program& program, const score::RunResult& result,
                                 const std::vector<CardBlock>& blocks, bool details,
                                 const Words& words) {
  std::set<std::tuple<std::uint32_t, std::int32_t, std::string>> on_cards;
  for (const CardBlock& block : blocks) {
    for (const PayoutId id : block.payouts) {
      for (const score::CardResult* card : block.cards) {
        on_cards.emplace(id.value, card->period.ordinal, card->key);
      }
    }
  }
  std::vector<Sheet> sheets;
  std::vector<const score::PaidResult*> together;
  const auto flush = [&] {
    if (!together.empty())
      sheets.push_back(payout_sheet(program, result, together, details, words));
    together.clear();
  };
  for (const score::PaidResult& paid : result.payouts) {
    if (on_cards.count({paid.payout.payout.value, paid.period.ordinal, paid.key}) > 0) continue;
    const bool same = !together.empty() && together.back()->period == paid.period &&
                      together.back()->payout.payout == paid.payout.payout;
    if (!same) flush();
    together.push_back(&paid);
  }
  flush();
  return sheets;
}

Report run_report(const Program& program, const score::RunResult& result, bool details,
                  Language language) {
  const Words words(language);
  const Payments payments(result);
  const std::vector<CardBlock> blocks = card_blocks(program, result);
  Report report;
  for (const CardBlock& block : blocks) {
    if (!details) {
      report.sheets.push_back(overview_sheet(program, result, block, payments, words));
      continue;
    }
    for (const score::CardResult* card : block.cards) {
      report.sheets.push_back(detail_sheet(program, result, block, *card, payments, words));
    }
  }
  for (Sheet& sheet : payout_sheets(program, result, blocks, details, words)) {
    report.sheets.push_back(std::move(sheet));
  }
  for (Sheet& sheet : rule_sheets(program, result, words))
    report.sheets.push_back(std::move(sheet));
  if (report.sheets.empty()) {
    Sheet nothing;
    nothing.title = words(Text::out_nothing);
    report.sheets.push_back(std::move(nothing));
  }
  report.notes = run_notes(program, result, details, words);
  return report;
}

}  // namespace kpi::output
