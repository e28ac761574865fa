#include <algorithm>
#include <set>

#include "reference/evaluator.hpp"
#include "reference/reference.hpp"
#include "score/listed_people.hpp"
#include "score/score.hpp"

/// A run: every scorecard and payout for each of its cycles inside the days.
namespace kpi::reference {
namespace {

/// Who is in which cards: by table, period and row.
using Cycle = std::tuple<TableId, PeriodUnit, std::int32_t>;

class Run {
 public:
  Run(const Program& program, const table::Dataset& data, Date as_of,
      const std::optional<std::string>& of, Diagnostics& diagnostics)
      : program_(program),
        data_(data),
        of_(of),
        diagnostics_(diagnostics),
        evaluator_(program, data, as_of, diagnostics) {}

  std::optional<score::RunResult> make(DateRange days) {
    result_.as_of = evaluator_.as_of();
    result_.coverage = evaluator_.coverage();
    for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
      const Scorecard& card = program_.scorecards[ScorecardId(i)];
      for (const Period period : cycles(card.every, days)) {
        if (evaluator_.is_effective(card.effective, period)) add_card(ScorecardId(i), period);
      }
    }
    for (std::size_t i = 0; i < program_.payouts.size(); ++i) {
      const Payout& payout = program_.payouts[PayoutId(i)];
      for (const Period period : cycles(payout.every, days)) {
        if (evaluator_.is_effective(payout.effective, period)) add_payout(PayoutId(i), period);
      }
    }
    for (std::size_t i = 0; i < program_.rules.size(); ++i) {
      const Rule& rule = program_.rules[RuleId(i)];
      for (const Period period : cycles(rule.every, days)) {
        if (evaluator_.is_effective(rule.effective, period)) add_rule(RuleId(i), period);
      }
    }
    const bool no_rate = evaluator_.report_missing_rates();
    if (evaluator_.report_conflicts() || no_rate) return std::nullopt;
    evaluator_.report_two_at_once();
    evaluator_.report_negative_weights();
    report_failed();
    report_twice();
    list_uncovered(days);
    result_.notes = evaluator_.notes();
    if (of_ && result_.cards.empty() && result_.payouts.empty() && !rule_met_) {
      score::report_unknown_subject(program_, data_, *of_, diagnostics_);
    }
    return std::move(result_);
  }

 private:
  std::vector<Period> cycles(PeriodUnit every, DateRange days) const {
    const bool fiscal = has_fiscal_form(every, program_.calendar);
    return periods_inside(days, every, fiscal, program_.calendar);
  }

  Place person_at(TableId table, std::size_t row, Period period) const {
    return {person(table, row), evaluator_.at(period)};
  }

  bool is_wanted(TableId table, std::size_t row) const {
    return !of_ || evaluator_.key_of(table, row) == *of_;
  }

  std::string name_of(TableId table, std::size_t row) const {
    const auto& columns = program_.tables[table].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Column& column = columns[ColumnId(i)];
      if (!is_name_of_rows(column) || !column.used) continue;
      const Value name = evaluator_.cell(table, {{}, ColumnId(i)}, row);
      const auto* text = std::get_if<std::string>(&name);
      return text != nullptr ? *text : std::string();
    }
    return {};
  }

  static score::Quantity quantity(const Value& value, const Type& type,
                                  const std::optional<RoundSpec>& published) {
    return {plain(value), type, published};
  }

  static Type of_unit(Quantity quantity) {
    Type type;
    type.kind = Kind::Number;
    type.unit.quantity = quantity;
    return type;
  }

  score::LineResult line_result(const Scorecard& card, std::size_t index,
                                const LineSheet& sheet) const {
    const Line& line = card.lines[index];
    const Expr& measure = program_.exprs[line.measure];
    const auto& publish = program_.metrics[line.metric].publish;
    score::LineResult result;
    result.line = index;
    result.value = quantity(sheet.value, measure.type, publish);
    result.target = quantity(sheet.target, measure.type, publish);
    result.attainment =
        quantity(sheet.attainment, of_unit(Quantity::Ratio), program_.precision.ratio);
    result.points = quantity(sheet.counted, of_unit(Quantity::Points), line.publish);
    result.scored = static_cast<bool>(line.scored);
    if (result.scored && is_none(sheet.points)) result.missing = reason_of(sheet.points);
    result.own_target = static_cast<bool>(line.target);
    result.weight = line.weight;
    result.effective_weight = plain(sheet.effective_weight);
    result.policy = sheet.policy;
    return result;
  }

  static std::vector<score::AdjustResult> steps_of(const std::vector<AdjustSheet>& sheets) {
    std::vector<score::AdjustResult> results;
    for (const AdjustSheet& sheet : sheets) {
      results.push_back({results.size(), sheet.state, plain(sheet.before), plain(sheet.after)});
    }
    return results;
  }

  void add_card(ScorecardId id, Period period) {
    const Scorecard& card = program_.scorecards[id];
    auto& periods = result_.periods;
    if (std::find(periods.begin(), periods.end(), period) == periods.end()) {
      periods.push_back(period);
    }
    std::vector<score::CardResult> found;
    bool vacant = true;
    for (std::size_t row = 0; row < data_.tables[card.table].row_count; ++row) {
      const Place here = person_at(card.table, row, period);
      const CardSheet& sheet = evaluator_.card(id, here);
      if (!evaluator_.is_on_card(id, here)) continue;
      vacant = false;
      cards_of_[{card.table, period.unit, period.ordinal}][row].push_back(id);
      if (is_wanted(card.table, row)) found.push_back(card_result(id, period, row, sheet));
    }
    if (vacant && !of_) result_.vacant.push_back({id, period});
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    for (score::CardResult& result : found)
      result_.cards.push_back(std::move(result));
  }

  score::CardResult card_result(ScorecardId id, Period period, std::size_t row,
                                const CardSheet& sheet) {
    const Scorecard& card = program_.scorecards[id];
    const Type points = of_unit(Quantity::Points);
    score::CardResult result;
    result.scorecard = id;
    result.period = period;
    result.subject = row;
    result.key = evaluator_.key_of(card.table, row);
    result.name = name_of(card.table, row);
    for (std::size_t i = 0; i < card.lines.size(); ++i) {
      result.lines.push_back(line_result(card, i, sheet.lines[i]));
    }
    result.base = quantity(sheet.base, points, std::nullopt);
    result.adjustments = steps_of(sheet.adjustments);
    result.score = quantity(sheet.score, points, card.publish);
    result.has_grade = static_cast<bool>(card.grade);
    if (card.grade) result.grade = plain(evaluator_.grade(id, person_at(card.table, row, period)));
    result.unfinished = days_of(period, program_.calendar).last > evaluator_.as_of();
    if (card.split_by_days) {
      const auto on = evaluator_.days_on_card(id, person_at(card.table, row, period));
      result.days.all = on.size();
      result.days.held = static_cast<std::size_t>(std::count(on.begin(), on.end(), true));
    } else {
      result.in_force = part_in_force(card.table, row, period, result.lines);
    }
    return result;
  }

  std::optional<score::DaysInForce> part_in_force(
      TableId table, std::size_t row, Period period,
      const std::vector<score::LineResult>& lines) const {
    const bool targets = std::any_of(lines.begin(), lines.end(),
                                     [](const auto& line) { return !line.target.value.is_none(); });
    const DateRange days = days_of(period, program_.calendar);
    score::DaysInForce part;
    for (Date day = days.first; day <= days.last; ++day.days) {
      ++part.all;
      if (evaluator_.in_force(table, row, {day, day})) ++part.held;
    }
    return targets && part.held < part.all ? std::optional(part) : std::nullopt;
  }

  void add_payout(PayoutId id, Period period) {
    const Payout& payout = program_.payouts[id];
    std::vector<score::PaidResult> found;
    for (std::size_t row = 0; row < data_.tables[payout.table].row_count; ++row) {
      const Place here = person_at(payout.table, row, period);
      const PaySheet& sheet = evaluator_.pay(id, here);
      if (!evaluator_.is_paid(id, here)) continue;
      if (!is_wanted(payout.table, row)) continue;
      score::PaidResult result;
      result.period = period;
      result.table = payout.table;
      result.subject = row;
      result.key = evaluator_.key_of(payout.table, row);
      result.name = name_of(payout.table, row);
      result.payout.payout = id;
      result.payout.amount = quantity(sheet.amount, payout.type, std::nullopt);
      for (const Adjust& adjust : payout.adjustments) {
        if (adjust.round) result.payout.amount.published = adjust.round;
      }
      result.payout.policy = sheet.policy;
      result.payout.adjustments = steps_of(sheet.adjustments);
      found.push_back(std::move(result));
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    for (score::PaidResult& result : found)
      result_.payouts.push_back(std::move(result));
  }

  void add_rule(RuleId id, Period period) {
    const Rule& rule = program_.rules[id];
    const Scope scope{rule.scorecard, std::nullopt};
    std::map<std::string, std::size_t> people;
    for (std::size_t row = 0; row < data_.tables[rule.table].row_count; ++row)
      people.emplace(evaluator_.key_of(rule.table, row), row);
    for (const auto& [key, row] : people) {
      const Place here = person_at(rule.table, row, period);
      const Value when = evaluator_.value(rule.when, here, scope);
      score::RuleResult result;
      for (const MessagePart& part : rule.message) {
        if (!part.value) continue;
        const Expr& shown = program_.exprs[part.value];
        result.values.push_back(quantity(evaluator_.value(part.value, here, scope), shown.type,
                                         published_step(program_, shown)));
      }
      const bool met = rule.scorecard ? evaluator_.is_on_card(rule.scorecard, here)
                                      : evaluator_.is_member(rule.roles, rule.table, here);
      if (!met || !is_wanted(rule.table, row)) continue;
      rule_met_ = true;
      if (!is_none(when) && !is_true(when)) continue;
      result.rule = id;
      result.period = period;
      result.subject = row;
      result.key = key;
      result.name = name_of(rule.table, row);
      result.raised = !is_none(when);
      if (is_none(when)) result.reason = reason_of(when);
      result_.rules.push_back(std::move(result));
    }
  }

  std::string person_in(const std::string& key, Period period) const {
    return "`" + key + "` (" + to_string(period, program_.calendar) + ")";
  }

  void report_failed() {
    std::map<std::pair<ScorecardId, std::size_t>, std::vector<std::string>> failed;
    for (const score::CardResult& card : result_.cards) {
      for (const score::LineResult& line : card.lines) {
        if (line.policy != PolicyKind::Fail || line.weight.is_zero()) continue;
        failed[{card.scorecard, line.line}].push_back(person_in(card.key, card.period));
      }
    }
    for (const auto& [where, people] : failed) {
      const Line& line = program_.scorecards[where.first].lines[where.second];
      diagnostics_.report(Code::score_failed, line.span,
                          {{"line", line.name}, {"people", score::listed_people(people)}});
    }
  }

  /// Whether the person is on both cards on one day.
  bool meet(ScorecardId first, ScorecardId second, const Place& place) {
    const bool by_days =
        program_.scorecards[first].split_by_days && program_.scorecards[second].split_by_days;
    if (!by_days) return true;
    const auto a = evaluator_.days_on_card(first, place);
    const auto b = evaluator_.days_on_card(second, place);
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] && b[i]) return true;
    }
    return false;
  }

  /// Nobody belongs to two scorecards of one cycle at a time.
  void report_twice() {
    std::map<score::TwoAtOnce, std::set<std::string>> twice;
    for (const auto& [cycle, rows] : cards_of_) {
      for (const auto& [row, on] : rows) {
        const std::vector<ScorecardId>& cards = on;
        if (cards.size() < 2) continue;
        const Scorecard& card = program_.scorecards[cards[0]];
        Period period = period_containing(
            Date{}, card.every, program_.calendar.fiscal_start_month != 1, program_.calendar);
        period.ordinal = std::get<2>(cycle);
        const Place here = person_at(card.table, row, period);
        for (std::size_t first = 0; first < cards.size(); ++first) {
          for (std::size_t second = first + 1; second < cards.size(); ++second) {
            if (!meet(cards[first], cards[second], here)) continue;
            const Span own = program_.scorecards[cards[first]].span;
            twice[{own, program_.scorecards[cards[second]].span}].insert(
                person_in(evaluator_.key_of(card.table, row), period));
          }
        }
      }
    }
    for (const auto& [two, people] : twice)
      score::report_two_at_once(program_, two, people, diagnostics_);
  }

  /// Everybody in force in a cycle that no scorecard of it covers.
  void list_uncovered(DateRange days) {
    if (of_) return;
    std::set<Cycle> done;
    for (const Scorecard& card : program_.scorecards) {
      for (const Period period : cycles(card.every, days)) {
        const Cycle cycle{card.table, period.unit, period.ordinal};
        if (!done.insert(cycle).second) continue;
        std::map<std::string, std::size_t> people;
        for (std::size_t row = 0; row < data_.tables[card.table].row_count; ++row) {
          const bool covered = cards_of_[cycle].count(row) != 0;
          const DateRange of_period = days_of(period, program_.calendar);
          if (covered || !evaluator_.in_force(card.table, row, of_period)) continue;
          people.emplace(evaluator_.key_of(card.table, row), row);
        }
        for (const auto& [key, row] : people) {
          result_.uncovered.push_back({period, card.table, key, name_of(card.table, row)});
        }
      }
    }
  }

  const Program& program_;
  const table::Dataset& data_;
  const std::optional<std::string>& of_;
  Diagnostics& diagnostics_;
  Evaluator evaluator_;
  score::RunResult result_;
  bool rule_met_ = false;
  std::map<Cycle, std::map<std::size_t, std::vector<ScorecardId>>> cards_of_;
};

}  // namespace

std::optional<score::RunResult> run(const Program& program, const table::Dataset& data,
                                    DateRange days, Date as_of,
                                    const std::optional<std::string>& of,
                                    Diagnostics& diagnostics) {
  return Run(program, data, as_of, of, diagnostics).make(days);
}

}  // namespace kpi::reference
