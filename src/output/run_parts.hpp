#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "output/labels.hpp"
#include "output/sheet.hpp"
#include "program/program.hpp"
#include "score/result.hpp"

/// The pieces of which a run's report is put together.
namespace kpi::output {

/// Finds the payout that belongs to a card's row.
class Payments {
 public:
  explicit Payments(const score::RunResult& result);
  const score::PaidResult* find(PayoutId payout, Period period, const std::string& key) const;

 private:
  using Key = std::tuple<std::uint32_t, int, bool, std::int32_t, std::string>;
  static Key key_of(PayoutId payout, Period period, const std::string& key);

  std::map<Key, const score::PaidResult*> by_subject_;
};

/// Everybody on one scorecard in one period.
struct CardBlock {
  ScorecardId scorecard;
  Period period;
  std::vector<const score::CardResult*> cards;
  std::vector<PayoutId> payouts;  // for this scorecard, in the order declared
};
std::vector<CardBlock> card_blocks(const Program& program, const score::RunResult& result);

/// `2025-Q1`, its days where the name does not tell, the day that closes it, the currency, and the
/// tables that begin inside it.
std::vector<std::string> period_facts(const Program& program, Period period,
                                      const score::RunResult& result, const Words& words);

/// The tables that begin inside days that were asked for and end in these, if given:
/// `orders only from 2025-02-01`.
void add_partial_facts(const Program& program, const std::vector<score::Coverage>& coverage,
                       std::optional<DateRange> days, const Words& words,
                       std::vector<std::string>& facts);

/// A payout's amount, `held`, or the reason why there is none.
Cell amount_cell(const score::PayoutResult& payout, const Words& words);
/// A score or a number of points; a missing one is toned down.
Cell quantity_cell(const score::Quantity& quantity, const Words& words);
Cell grade_cell(const score::CardResult& card);

/// `M01 周敏, M02 Daniel Wright`; where that would be a long list and no details are asked for, how
/// many they are and the first of them.
std::string people_text(const std::vector<std::string>& people, bool details, const Words& words);

/// What a reader must know about this one card beside its numbers, in one sentence; empty if
/// there is nothing. Weights redistributed, adjustments that changed something, held payouts.
std::string card_note(const Program& program, const score::CardResult& card, const CardBlock& block,
                      const Payments& payments, const Words& words);
/// The same for a payout outside any scorecard.
std::string payout_note(const Program& program, const score::PaidResult& paid, const Words& words);

/// One row per person, with the points of every line.
Sheet overview_sheet(const Program& program, const score::RunResult& result, const CardBlock& block,
                     const Payments& payments, const Words& words);
/// One person: a row per line, with value, target and attainment.
Sheet detail_sheet(const Program& program, const score::RunResult& result, const CardBlock& block,
                   const score::CardResult& card, const Payments& payments, const Words& words);
/// Payouts for roles, and those that belong to no row of a card.
std::vector<Sheet> payout_sheets(const Program& program, const score::RunResult& result,
                                 const std::vector<CardBlock>& blocks, bool details,
                                 const Words& words);

/// The rule's message with its values, or that nobody could decide.
std::string rule_text(const Program& program, const score::RuleResult& result, const Words& words);
/// Whom the rules name; nothing where they name nobody.
std::vector<Sheet> rule_sheets(const Program& program, const score::RunResult& result,
                               const Words& words);

/// Notes about the run as a whole: people on no card, coverage, rows without an owner, and what
/// the reasons mean that the report shows.
std::vector<std::string> run_notes(const Program& program, const score::RunResult& result,
                                   bool details, const Words& words);
/// Notes about the tables alone, for a query too.
void append_table_notes(const Program& program, const std::vector<score::Coverage>& coverage,
                        const std::vector<score::TableNote>& notes, const Words& words,
                        std::vector<std::string>& out);
std::string reason_note(NoneReason reason, const Words& words);

Report run_report(const Program& program, const score::RunResult& result, bool details,
                  Language language);
Report query_report(const Program& program, const score::QueryResult& result, Language language);

}  // namespace kpi::output
