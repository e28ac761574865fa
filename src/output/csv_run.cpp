// One row per scorecard, period and person. The columns of all scorecards stand side by side, a
// line of the same name in the same columns; what a row does not have is empty.

#include <algorithm>

#include "output/csv.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

struct Columns {
  std::vector<std::string> lines;
  std::vector<PayoutId> payouts;
  bool cards = false;
  bool rules = false;

  /// Those beside the card.
  static std::vector<PayoutId> payouts_of(const Program& program, const score::CardResult& card) {
    std::vector<PayoutId> own;
    for (std::size_t i = 0; i < program.payouts.size(); ++i) {
      if (program.payouts[PayoutId(i)].scorecard == card.scorecard) own.push_back(PayoutId(i));
    }
    return own;
  }
};

/// Scorecards that nobody is on in this run add no columns.
Columns columns_of(const Program& program, const score::RunResult& result) {
  Columns columns;
  columns.rules = !result.rules.empty();
  columns.cards = !result.cards.empty() || (result.payouts.empty() && !columns.rules);
  for (const CardBlock& block : card_blocks(program, result)) {
    for (const Line& line : program.scorecards[block.scorecard].lines) {
      const bool known =
          std::find(columns.lines.begin(), columns.lines.end(), line.name) != columns.lines.end();
      if (!known) columns.lines.push_back(line.name);
    }
  }
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const PayoutId id(i);
    const bool paid =
        std::any_of(result.payouts.begin(), result.payouts.end(),
                    [&](const score::PaidResult& item) { return item.payout.payout == id; });
    const bool known =
        std::any_of(columns.payouts.begin(), columns.payouts.end(), [&](PayoutId other) {
          return program.payouts[other].name == program.payouts[id].name;  // another version of it
        });
    if (paid && !known) columns.payouts.push_back(id);
  }
  return columns;
}

constexpr std::string_view kLineParts[] = {"value",  "target", "attainment",
                                           "points", "weight", "effective_weight"};

void write_head(const Program& program, const Columns& columns, CsvWriter& csv) {
  for (const std::string_view name : {"scorecard", "period", "key", "name"})
    csv.text(name);
  for (const std::string& line : columns.lines) {
    for (const std::string_view part : kLineParts)
      csv.text(line + "." + std::string(part));
  }
  if (columns.cards) {
    for (const std::string_view name : {"base", "score", "grade"})
      csv.text(name);
  }
  for (const PayoutId id : columns.payouts)
    csv.text(program.payouts[id].name);
  csv.text("notes");
  if (columns.rules) {
    for (const std::string_view name : {"rule", "state", "message"})
      csv.text(name);
  }
  csv.end_row();
}

void write_blanks(std::size_t count, CsvWriter& csv) {
  for (std::size_t i = 0; i < count; ++i)
    csv.empty();
}

/// What stands in the columns of rules in a row that is about none.
void write_no_rule(const Columns& columns, CsvWriter& csv) {
  write_blanks(columns.rules ? 3 : 0, csv);
  csv.end_row();
}

/// A row that is about no card begins with whom it is about and has no lines and no score.
template <class Result>
void write_off_card(const Program& program, const Columns& columns, const Result& result,
                    CsvWriter& csv) {
  csv.empty();
  csv.text(to_string(result.period, program.calendar));
  csv.text(result.key);
  csv.text(result.name);
  write_blanks(columns.lines.size() * std::size(kLineParts) + (columns.cards ? 3 : 0), csv);
}

/// A column for every payout; `find` tells which of them the row has.
template <class Find>
void write_payouts(const Columns& columns, CsvWriter& csv, Find find) {
  for (const PayoutId id : columns.payouts) {
    const score::PayoutResult* paid = find(id);
    if (paid == nullptr) {
      csv.empty();
    } else {
      csv.quantity(paid->amount);
    }
  }
}

void write_line(const score::LineResult* line, CsvWriter& csv) {
  if (line == nullptr) return write_blanks(std::size(kLineParts), csv);
  csv.quantity(line->value);
  csv.quantity(line->target);
  csv.quantity(line->attainment);
  if (line->scored) {
    csv.quantity(line->points);
  } else {
    csv.empty();
  }
  csv.number(line->weight, std::nullopt);
  csv.number(line->effective_weight, std::nullopt);
}

const score::LineResult* line_named(const Scorecard& scorecard, const score::CardResult& card,
                                    const std::string& name) {
  for (const score::LineResult& line : card.lines) {
    if (scorecard.lines[line.line].name == name) return &line;
  }
  return nullptr;
}

/// The amount beside the card, by whichever version of the payout was paid for it.
const score::PaidResult* paid_beside(const Program& program, const Payments& payments,
                                     PayoutId column, const score::CardResult& card) {
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    const bool own = payout.scorecard == card.scorecard;
    if (!own || payout.name != program.payouts[column].name) continue;
    if (const auto* paid = payments.find(PayoutId(i), card.period, card.key)) return paid;
  }
  return nullptr;
}

void write_card(const Program& program, const Columns& columns, const score::CardResult& card,
                const Payments& payments, CsvWriter& csv) {
  const Scorecard& scorecard = program.scorecards[card.scorecard];
  csv.text(scorecard.name);
  csv.text(to_string(card.period, program.calendar));
  csv.text(card.key);
  csv.text(card.name);
  for (const std::string& name : columns.lines)
    write_line(line_named(scorecard, card, name), csv);
  csv.quantity(card.base);
  csv.quantity(card.score);
  if (card.has_grade) {
    csv.value(card.grade, std::nullopt);
  } else {
    csv.empty();
  }
  write_payouts(columns, csv, [&](PayoutId id) -> const score::PayoutResult* {
    const score::PaidResult* paid = paid_beside(program, payments, id, card);
    return paid == nullptr ? nullptr : &paid->payout;
  });
  const CardBlock block{card.scorecard, card.period, {}, columns.payouts_of(program, card)};
  csv.text(card_note(program, card, block, payments, Words(Language::English)));
  write_no_rule(columns, csv);
}

/// A payout that stands beside no card has a row of its own, without a scorecard.
void write_payout(const Program& program, const Columns& columns, const score::PaidResult& paid,
                  CsvWriter& csv) {
  write_off_card(program, columns, paid, csv);
  write_payouts(columns, csv, [&](PayoutId id) {
    const bool own = program.payouts[id].name == program.payouts[paid.payout.payout].name;
    return own ? &paid.payout : nullptr;
  });
  csv.text(payout_note(program, paid, Words(Language::English)));
  write_no_rule(columns, csv);
}

/// A rule has a row of its own too, without a scorecard.
void write_rule(const Program& program, const Columns& columns, const score::RuleResult& rule,
                CsvWriter& csv) {
  write_off_card(program, columns, rule, csv);
  write_blanks(columns.payouts.size() + 1, csv);  // the notes too
  csv.text(program.rules[rule.rule].name);
  csv.text(rule.raised ? "raised" : "undecided");
  csv.text(rule_text(program, rule, Words(Language::English)));
  csv.end_row();
}

bool on_a_card(const Program& program, const score::RunResult& result,
               const score::PaidResult& paid) {
  const ScorecardId scorecard = program.payouts[paid.payout.payout].scorecard;
  if (!scorecard) return false;
  return std::any_of(result.cards.begin(), result.cards.end(), [&](const auto& card) {
    return card.scorecard == scorecard && card.period == paid.period && card.key == paid.key;
  });
}

}  // namespace

std::string to_csv(const Program& program, const score::RunResult& result) {
  const Columns columns = columns_of(program, result);
  const Payments payments(result);
  CsvWriter csv;
  write_head(program, columns, csv);
  for (const score::CardResult& card : result.cards) {
    write_card(program, columns, card, payments, csv);
  }
  for (const score::PaidResult& paid : result.payouts) {
    if (!on_a_card(program, result, paid)) write_payout(program, columns, paid, csv);
  }
  for (const score::RuleResult& rule : result.rules)
    write_rule(program, columns, rule, csv);
  return csv.take();
}

}  // namespace kpi::output
