// One person's card, line by line.

#include <algorithm>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

bool weights_changed(const score::CardResult& card) {
  return std::any_of(card.lines.begin(), card.lines.end(), [](const score::LineResult& line) {
    return line.effective_weight != line.weight;
  });
}

/// Lines of one card have different units; the project's currency stands in the title.
Cell measure_cell(const Program& program, const score::Quantity& quantity, bool say_reason,
                  const Words& words) {
  if (quantity.value.is_none()) {
    return {say_reason ? shown(quantity, words) : "—", Tone::Quiet};
  }
  const Unit& unit = quantity.type.unit;
  const bool usual =
      !unit.per && unit.quantity == Quantity::Money && unit.currency == program.currency;
  return {usual ? shown(quantity, words) : shown_with_unit(quantity, words)};
}

std::vector<Head> detail_heads(bool effective, const Words& words) {
  std::vector<Head> heads = {{words(Text::out_line), {}, Align::Left},
                             {words(Text::out_weight), {}, Align::Right}};
  if (effective) heads.push_back({words(Text::out_effective), {}, Align::Right});
  for (const Text text :
       {Text::out_value, Text::out_target, Text::out_attainment, Text::out_points}) {
    heads.push_back({words(text), {}, Align::Right});
  }
  return heads;
}

/// A line that is scored without a target misses nothing: its target is a bare dash.
Row detail_row(const Program& program, const Line& declared, const score::LineResult& line,
               bool effective, const Words& words) {
  const bool incomplete = line.points.value.is_none() || line.policy;
  Row row = {{label_of(declared)}, {shown_share(line.weight)}};
  if (effective) row.push_back({shown_share(line.effective_weight)});
  row.push_back(measure_cell(program, line.value, true, words));
  row.push_back(measure_cell(program, line.target, incomplete && line.scored, words));
  row.push_back(measure_cell(program, line.attainment, incomplete && line.scored, words));
  row.push_back(line.scored ? quantity_cell(line.points, words) : Cell{"—", Tone::Quiet});
  return row;
}

void add_figures(const Program& program, const score::CardResult& card, const CardBlock& block,
                 const Payments& payments, const Words& words, Sheet& sheet) {
  if (card.base.value != card.score.value) {
    score::Quantity base = card.base;  // unpublished: shown with the digits of the score
    if (!base.published) base.published = card.score.published;
    sheet.figures.push_back({words(Text::out_base), quantity_cell(base, words)});
  }
  sheet.figures.push_back({words(Text::out_score), quantity_cell(card.score, words)});
  sheet.figures.back().value.tone = card.score.value.is_none() ? Tone::Quiet : Tone::Strong;
  if (card.has_grade) sheet.figures.push_back({words(Text::out_grade), grade_cell(card)});
  for (const PayoutId id : block.payouts) {
    const score::PaidResult* paid = payments.find(id, card.period, card.key);
    if (paid == nullptr) continue;
    sheet.figures.push_back({label_of(program.payouts[id]), amount_cell(paid->payout, words)});
  }
}

std::string own_targets(const Scorecard& scorecard, const score::CardResult& card,
                        const Words& words) {
  std::string lines;
  for (const score::LineResult& line : card.lines) {
    if (!line.own_target) continue;
    if (!lines.empty()) lines += words(Text::list_separator);
    lines += label_of(scorecard.lines[line.line]);
  }
  return lines;
}

}  // namespace

Sheet detail_sheet(const Program& program, const score::RunResult& result, const CardBlock& block,
                   const score::CardResult& card, const Payments& payments, const Words& words) {
  const Scorecard& scorecard = program.scorecards[card.scorecard];
  Sheet sheet;
  sheet.title = subject_text(card.key, card.name);
  sheet.facts = period_facts(program, card.period, result, words);
  sheet.facts.insert(sheet.facts.begin(), label_of(scorecard));
  sheet.key_columns = 1;
  const bool effective = weights_changed(card);
  sheet.heads = detail_heads(effective, words);
  for (const score::LineResult& line : card.lines) {
    sheet.rows.push_back(detail_row(program, scorecard.lines[line.line], line, effective, words));
  }
  add_figures(program, card, block, payments, words, sheet);
  const std::string note = card_note(program, card, block, payments, words);
  if (!note.empty()) sheet.notes.push_back(note);
  const std::string own = own_targets(scorecard, card, words);
  if (!own.empty()) sheet.notes.push_back(words(Text::note_own_targets, {{"lines", own}}));
  for (const Line& line : scorecard.lines) {
    if (!line.metric) continue;
    const std::string& objective = program.metrics[line.metric].objective;
    if (objective.empty()) continue;
    sheet.notes.push_back(
        words(Text::note_objective, {{"line", label_of(line)}, {"objective", objective}}));
  }
  return sheet;
}

}  // namespace kpi::output
