// What belongs together in a run: cards of one period, their payouts, their title.

#include <algorithm>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {

Payments::Key Payments::key_of(PayoutId payout, Period period, const std::string& key) {
  return {payout.value, static_cast<int>(period.unit), period.fiscal, period.ordinal, key};
}

Payments::Payments(const score::RunResult& result) {
  for (const score::PaidResult& paid : result.payouts) {
    by_subject_.emplace(key_of(paid.payout.payout, paid.period, paid.key), &paid);
  }
}

const score::PaidResult* Payments::find(PayoutId payout, Period period,
                                        const std::string& key) const {
  const auto found = by_subject_.find(key_of(payout, period, key));
  return found == by_subject_.end() ? nullptr : found->second;
}

std::vector<CardBlock> card_blocks(const Program& program, const score::RunResult& result) {
  std::vector<CardBlock> blocks;
  for (const score::CardResult& card : result.cards) {
    const bool same = !blocks.empty() && blocks.back().scorecard == card.scorecard &&
                      blocks.back().period == card.period;
    if (!same) {
      blocks.push_back({card.scorecard, card.period, {}, {}});
      for (std::size_t i = 0; i < program.payouts.size(); ++i) {
        const PayoutId id(i);
        if (program.payouts[id].scorecard == card.scorecard) blocks.back().payouts.push_back(id);
      }
    }
    blocks.back().cards.push_back(&card);
  }
  return blocks;
}

void add_partial_facts(const Program& program, const std::vector<score::Coverage>& coverage,
                       std::optional<DateRange> days, const Words& words,
                       std::vector<std::string>& facts) {
  for (const score::Coverage& item : coverage) {
    const bool here = std::any_of(item.partial.begin(), item.partial.end(), [&](DateRange range) {
      return !days || days->contains(range.last);
    });
    if (!here) continue;
    facts.push_back(words(Text::out_partial, {{"table", label_of(program.tables[item.table])},
                                              {"date", to_string(item.days.first)}}));
  }
}

std::vector<std::string> period_facts(const Program& program, Period period,
                                      const score::RunResult& result, const Words& words) {
  const DateRange days = days_of(period, program.calendar);
  std::vector<std::string> facts = {to_string(period, program.calendar)};
  if (period.fiscal || period.unit == PeriodUnit::Week) {
    facts.push_back(
        words(Text::out_days, {{"first", to_string(days.first)}, {"last", to_string(days.last)}}));
  }
  const Text closing = result.as_of < days.last ? Text::out_unfinished : Text::out_as_of;
  facts.push_back(words(closing, {{"date", to_string(result.as_of)}}));
  if (program.currency.present()) facts.emplace_back(program.currency.text());
  add_partial_facts(program, result.coverage, days, words, facts);
  return facts;
}

Cell amount_cell(const score::PayoutResult& payout, const Words& words) {
  const bool held = payout.amount.value.is_none() && payout.policy == PolicyKind::Hold;
  if (held) return {words(Text::out_held), Tone::Alarm};
  return quantity_cell(payout.amount, words);
}

Cell quantity_cell(const score::Quantity& quantity, const Words& words) {
  return {shown(quantity, words), quantity.value.is_none() ? Tone::Quiet : Tone::Plain};
}

Cell grade_cell(const score::CardResult& card) {
  if (!card.has_grade) return {};
  if (!card.grade.is_text()) return {"—", Tone::Quiet};
  return {card.grade.text(), Tone::Strong};
}

}  // namespace kpi::output
