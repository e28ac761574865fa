#include "compare.hpp"

#include <algorithm>

namespace kpi::test {
namespace {

using Difference = std::optional<std::string>;

/// Notes the first pair that is not equal.
class Comparison {
 public:
  explicit Comparison(const Program* program) : program_(program) {}

  Difference found;

  void same(const std::string& what, const std::string& a, const std::string& b) {
    if (!found && a != b) found = what + ": " + a + " / " + b;
  }
  void same(const std::string& what, const Value& a, const Value& b) {
    if (!found && a != b) found = what + ": " + text_of(a) + " / " + text_of(b);
  }
  void same(const std::string& what, const Rational& a, const Rational& b) {
    same(what, Value(a), Value(b));
  }
  void same(const std::string& what, std::size_t a, std::size_t b) {
    same(what, std::to_string(a), std::to_string(b));
  }
  template <class T>
  bool same_size(const std::string& what, const std::vector<T>& a, const std::vector<T>& b) {
    same("how many " + what, a.size(), b.size());
    return !found;
  }

  void steps(const std::string& what, const std::vector<score::AdjustResult>& a,
             const std::vector<score::AdjustResult>& b) {
    if (!same_size(what + " adjustments", a, b)) return;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::string place = what + " adjustment " + std::to_string(i);
      same(place + " state", static_cast<std::size_t>(a[i].state),
           static_cast<std::size_t>(b[i].state));
      same(place + " before", a[i].before, b[i].before);
      same(place + " after", a[i].after, b[i].after);
    }
  }

  static std::string policy(const std::optional<PolicyKind>& kind) {
    return kind ? std::to_string(static_cast<int>(*kind)) : "-";
  }

  void card(const score::CardResult& a, const score::CardResult& b) {
    const Scorecard& card = program_->scorecards[a.scorecard];
    const std::string place =
        card.name + " of " + a.key + " in " + to_string(a.period, program_->calendar);
    same(place + " key", a.key, b.key);
    same(place + " scorecard", a.scorecard.index(), b.scorecard.index());
    same(place + " name", a.name, b.name);
    if (!same_size(place + " lines", a.lines, b.lines)) return;
    for (std::size_t i = 0; i < a.lines.size(); ++i) {
      const score::LineResult& x = a.lines[i];
      const score::LineResult& y = b.lines[i];
      const std::string line = place + " " + card.lines[i].name;
      same(line + " value", x.value.value, y.value.value);
      same(line + " target", x.target.value, y.target.value);
      same(line + " attainment", x.attainment.value, y.attainment.value);
      if (x.scored) same(line + " points", x.points.value, y.points.value);
      same(line + " effective weight", x.effective_weight, y.effective_weight);
      same(line + " policy", policy(x.policy), policy(y.policy));
    }
    same(place + " base", a.base.value, b.base.value);
    steps(place, a.adjustments, b.adjustments);
    same(place + " score", a.score.value, b.score.value);
    if (a.has_grade) same(place + " grade", a.grade, b.grade);
    same(place + " unfinished", std::size_t{a.unfinished}, std::size_t{b.unfinished});
  }

  void paid(const score::PaidResult& a, const score::PaidResult& b) {
    const std::string place = program_->payouts[a.payout.payout].name + " of " + a.key + " in " +
                              to_string(a.period, program_->calendar);
    same(place + " key", a.key, b.key);
    same(place + " period", to_string(a.period, program_->calendar),
         to_string(b.period, program_->calendar));
    same(place + " policy", policy(a.payout.policy), policy(b.payout.policy));
    steps(place, a.payout.adjustments, b.payout.adjustments);
    same(place + " amount", a.payout.amount.value, b.payout.amount.value);
  }

  void rule(const score::RuleResult& a, const score::RuleResult& b) {
    const std::string place = program_->rules[a.rule].name + " of " + a.key + " in " +
                              to_string(a.period, program_->calendar);
    same(place + " key", a.key, b.key);
    same(place + " period", to_string(a.period, program_->calendar),
         to_string(b.period, program_->calendar));
    same(place + " raised", std::size_t{a.raised}, std::size_t{b.raised});
    if (!a.raised) same(place + " reason", Value(a.reason), Value(b.reason));
    if (!same_size(place, a.values, b.values)) return;
    for (std::size_t i = 0; i < a.values.size(); ++i)
      same(place + " value", a.values[i].value, b.values[i].value);
  }

  void coverage(const std::vector<score::Coverage>& a, const std::vector<score::Coverage>& b) {
    if (!same_size("covered tables", a, b)) return;
    for (std::size_t i = 0; i < a.size(); ++i) {
      same("covered table", a[i].table.index(), b[i].table.index());
      same("covered days", to_string(a[i].days.first) + " to " + to_string(a[i].days.last),
           to_string(b[i].days.first) + " to " + to_string(b[i].days.last));
    }
  }

  /// By which other dates rows are counted is known of what is planned, and here of what is asked
  /// for anybody at all: the suites compare it, where there is somebody.
  static std::vector<score::TableNote> of_own_date(std::vector<score::TableNote> notes) {
    const auto has_none = [](const score::TableNote& note) {
      return note.without_owner + note.unmatched_owner + note.without_date + note.left_out == 0;
    };
    notes.erase(std::remove_if(notes.begin(), notes.end(), has_none), notes.end());
    return notes;
  }

  void notes(const std::vector<score::TableNote>& all,
             const std::vector<score::TableNote>& others) {
    const std::vector<score::TableNote> a = of_own_date(all);
    const std::vector<score::TableNote> b = of_own_date(others);
    if (!same_size("notes", a, b)) return;
    for (std::size_t i = 0; i < a.size(); ++i) {
      same("noted table", a[i].table.index(), b[i].table.index());
      same("rows", a[i].rows, b[i].rows);
      same("rows without an owner", a[i].without_owner, b[i].without_owner);
      same("rows of unknown owners", a[i].unmatched_owner, b[i].unmatched_owner);
      same("rows without a date", a[i].without_date, b[i].without_date);
    }
  }

 private:
  const Program* program_;
};

}  // namespace

std::string text_of(const Value& value) {
  if (value.is_none()) return "none(" + std::string(name_of(value.reason())) + ")";
  if (value.is_number()) return to_fraction_string(value.number());
  if (value.is_text()) return "\"" + value.text() + "\"";
  if (value.is_bool()) return value.truth() ? "true" : "false";
  return to_string(value.date());
}

Difference difference(const Program& program, const score::RunResult& a,
                      const score::RunResult& b) {
  Comparison all(&program);
  if (all.same_size("cards", a.cards, b.cards)) {
    for (std::size_t i = 0; i < a.cards.size(); ++i)
      all.card(a.cards[i], b.cards[i]);
  }
  if (all.same_size("payouts", a.payouts, b.payouts)) {
    for (std::size_t i = 0; i < a.payouts.size(); ++i)
      all.paid(a.payouts[i], b.payouts[i]);
  }
  if (all.same_size("rules", a.rules, b.rules)) {
    for (std::size_t i = 0; i < a.rules.size(); ++i)
      all.rule(a.rules[i], b.rules[i]);
  }
  all.same_size("cards without people", a.vacant, b.vacant);
  if (all.same_size("people without a card", a.uncovered, b.uncovered)) {
    for (std::size_t i = 0; i < a.uncovered.size(); ++i) {
      all.same("person without a card", a.uncovered[i].key, b.uncovered[i].key);
    }
  }
  all.coverage(a.coverage, b.coverage);
  all.notes(a.notes, b.notes);
  return all.found;
}

Difference difference(const score::QueryResult& a, const score::QueryResult& b) {
  Comparison all(nullptr);
  std::string keys_a, keys_b;
  for (const auto& row : a.rows) {
    for (const std::string& key : row.keys)
      keys_a += key + " ";
  }
  for (const auto& row : b.rows) {
    for (const std::string& key : row.keys)
      keys_b += key + " ";
  }
  all.same("rows", keys_a, keys_b);
  if (all.same_size("rows", a.rows, b.rows)) {
    for (std::size_t i = 0; i < a.rows.size(); ++i) {
      std::string place = "row " + std::to_string(i);
      for (const std::string& key : a.rows[i].keys)
        place += " " + key;
      if (!all.same_size("values", a.rows[i].values, b.rows[i].values)) break;
      for (std::size_t v = 0; v < a.rows[i].values.size(); ++v) {
        all.same(place + " " + a.measures[v].name, a.rows[i].values[v], b.rows[i].values[v]);
      }
    }
  }
  all.coverage(a.coverage, b.coverage);
  all.notes(a.notes, b.notes);
  return all.found;
}

}  // namespace kpi::test
