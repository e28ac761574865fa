// A run as sheets of a workbook: a sheet for each scorecard and period, with every value typed.

#include <algorithm>

#include "output/csv.hpp"
#include "output/render.hpp"
#include "output/run_parts.hpp"
#include "output/typed_cells.hpp"

namespace kpi::output {
namespace {

/// Absent targets and attainments of lines that ask for none are no news.
TypedCell typed_or_empty(const score::Quantity& quantity, const Words& words) {
  const bool none = quantity.value.is_none() && quantity.value.reason() == NoneReason::NoTarget;
  return none ? TypedCell{} : typed(quantity, words);
}

/// What the columns of one line of a card hold.
struct LineColumns {
  bool target = false;
  bool attainment = false;
};

class CardSheet {
 public:
  CardSheet(const Program& program, const CardBlock& block, const Payments& payments,
            const Words& words)
      : program_(program),
        card_(program.scorecards[block.scorecard]),
        block_(block),
        payments_(payments),
        words_(words) {
    lines_.resize(card_.lines.size());
    for (const score::CardResult* card : block.cards) {
      for (const score::LineResult& line : card->lines) {
        LineColumns& columns = lines_[line.line];
        columns.target = columns.target || !line.target.value.is_none();
        columns.attainment = columns.attainment || !line.attainment.value.is_none();
      }
    }
  }

  TypedSheet sheet(bool names_period) const {
    TypedSheet out;
    out.name = label_of(card_);
    if (names_period) out.name += ' ' + to_string(block_.period, program_.calendar);
    out.heads = heads();
    out.fixed_columns = 2;
    for (const score::CardResult* card : block_.cards)
      out.rows.push_back(row(*card));
    if (card_.grade) out.graded.push_back({grade_column(), grades()});
    return out;
  }

 private:
  std::string head(const std::string& label, Text part) const { return label + ' ' + words_(part); }

  std::vector<std::string> heads() const {
    std::vector<std::string> heads = {words_(Text::out_key), words_(Text::out_name)};
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string label = label_of(card_.lines[i]);
      heads.push_back(head(label, Text::out_value));
      if (lines_[i].target) heads.push_back(head(label, Text::out_target));
      if (lines_[i].attainment) heads.push_back(head(label, Text::out_attainment));
      heads.push_back(head(label, Text::out_points));
    }
    heads.push_back(words_(Text::out_score));
    if (card_.grade) heads.push_back(words_(Text::out_grade));
    for (const PayoutId id : block_.payouts) {
      const Payout& payout = program_.payouts[id];
      const std::string unit = unit_head(payout.type.unit, words_);
      heads.push_back(label_of(payout) + (unit.empty() ? "" : ' ' + unit));
    }
    heads.push_back(words_(Text::out_notes));
    return heads;
  }

  std::size_t grade_column() const {
    const auto all = heads();
    const auto found = std::find(all.begin(), all.end(), words_(Text::out_grade));
    return static_cast<std::size_t>(found - all.begin());
  }

  /// As the cells say them, from the worst to the best, as the table of grades goes up.
  std::vector<std::string> grades() const {
    std::vector<std::string> texts;
    for (const TierRow& row : program_.tiers[card_.grade].rows) {
      const std::string text = harmless_text(row.text);
      if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
    }
    return texts;
  }

  std::vector<TypedCell> row(const score::CardResult& card) const {
    std::vector<TypedCell> cells = {text_cell(card.key), text_cell(card.name)};
    for (const score::LineResult& line : card.lines) {
      cells.push_back(typed(line.value, words_));
      if (lines_[line.line].target) cells.push_back(typed_or_empty(line.target, words_));
      if (lines_[line.line].attainment) cells.push_back(typed_or_empty(line.attainment, words_));
      cells.push_back(line.scored ? typed(line.points, words_) : TypedCell{});
    }
    cells.push_back(typed(card.score, words_));
    if (card_.grade)
      cells.push_back(card.grade.is_text() ? text_cell(card.grade.text()) : TypedCell{});
    for (const PayoutId id : block_.payouts) {
      const auto* paid = payments_.find(id, card.period, card.key);
      cells.push_back(paid == nullptr ? TypedCell{} : typed(paid->payout.amount, words_));
    }
    cells.push_back(text_cell(card_note(program_, card, block_, payments_, words_)));
    return cells;
  }

  const Program& program_;
  const Scorecard& card_;
  const CardBlock& block_;
  const Payments& payments_;
  const Words& words_;
  std::vector<LineColumns> lines_;
};

/// A sheet for people as it is printed: all of it text.
TypedSheet as_texts(const Sheet& sheet) {
  TypedSheet out;
  out.name = sheet.title;
  for (const Head& head : sheet.heads)
    out.heads.push_back(head.title + (head.under.empty() ? "" : ' ' + head.under));
  for (const Row& row : sheet.rows) {
    out.rows.emplace_back();
    for (const Cell& cell : row)
      out.rows.back().push_back(text_cell(cell.text));
  }
  return out;
}

/// Payouts beside no card: one sheet, a row for each.
TypedSheet payouts_apart(const Program& program, const score::RunResult& result,
                         const std::vector<CardBlock>& blocks, const Words& words) {
  TypedSheet out;
  out.name = words(Text::out_amount);
  out.heads = {words(Text::out_payout), words(Text::out_period), words(Text::out_key),
               words(Text::out_name),   words(Text::out_amount), words(Text::out_notes)};
  for (const score::PaidResult& paid : result.payouts) {
    const bool on_card = std::any_of(blocks.begin(), blocks.end(), [&](const CardBlock& block) {
      const auto& ids = block.payouts;
      return block.period == paid.period &&
             std::find(ids.begin(), ids.end(), paid.payout.payout) != ids.end() &&
             std::any_of(block.cards.begin(), block.cards.end(),
                         [&](const auto* card) { return card->key == paid.key; });
    });
    if (on_card) continue;
    out.rows.push_back({text_cell(label_of(program.payouts[paid.payout.payout])),
                        text_cell(to_string(paid.period, program.calendar)), text_cell(paid.key),
                        text_cell(paid.name), typed(paid.payout.amount, words),
                        text_cell(payout_note(program, paid, words))});
  }
  return out;
}

TypedSheet notes_sheet(const Program& program, const score::RunResult& result, const Words& words) {
  TypedSheet out;
  out.name = words(Text::out_notes);
  out.heads = {words(Text::out_as_of, {{"date", to_string(result.as_of)}})};
  for (const std::string& note : run_notes(program, result, true, words))
    out.rows.push_back({text_cell(note)});
  return out;
}

}  // namespace

std::vector<TypedSheet> workbook_sheets(const Program& program, const score::RunResult& result,
                                        Language language) {
  const Words words(language);
  const Payments payments(result);
  const std::vector<CardBlock> blocks = card_blocks(program, result);
  std::vector<TypedSheet> sheets;
  for (const CardBlock& block : blocks) {
    const auto of_card = std::count_if(blocks.begin(), blocks.end(), [&](const CardBlock& other) {
      return other.scorecard == block.scorecard;
    });
    sheets.push_back(CardSheet(program, block, payments, words).sheet(of_card > 1));
  }
  TypedSheet apart = payouts_apart(program, result, blocks, words);
  if (!apart.rows.empty()) sheets.push_back(std::move(apart));
  for (const Sheet& sheet : rule_sheets(program, result, words))
    sheets.push_back(as_texts(sheet));
  sheets.push_back(notes_sheet(program, result, words));
  return sheets;
}

}  // namespace kpi::output
