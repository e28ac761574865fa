#include <algorithm>
#include <map>
#include <tuple>

#include "score/card.hpp"
#include "score/listed_people.hpp"
#include "score/steps.hpp"

/// Slots -> the report of a run.
namespace kpi::score {
namespace {

using plan::CardOutput;
using plan::PayoutOutput;
using plan::StepId;

class Report {
 public:
  Report(const ScoreInput& input, const std::optional<std::string>& of, Diagnostics& diagnostics)
      : input_(input), of_(of), diagnostics_(diagnostics), slots_(run_steps(input, diagnostics)) {}

  RunResult make() {
    result_.as_of = input_.plan.aggregation.as_of;
    result_.coverage = coverage_of(input_);
    for (const CardOutput& card : input_.plan.cards)
      add_card(card);
    for (const PayoutOutput& payout : input_.plan.payouts)
      add_payout(payout);
    std::stable_sort(
        result_.payouts.begin(), result_.payouts.end(),
        [](const PaidResult& a, const PaidResult& b) { return a.payout.payout < b.payout.payout; });
    for (const plan::RuleOutput& rule : input_.plan.rules)
      add_rule(rule);
    std::stable_sort(result_.rules.begin(), result_.rules.end(),
                     [](const RuleResult& a, const RuleResult& b) { return a.rule < b.rule; });
    report_failed();
    list_uncovered();
    result_.notes = notes_of(input_);
    const bool nobody = result_.cards.empty() && result_.payouts.empty() && !rule_met_;
    if (of_ && nobody) report_unknown_subject(input_.program, input_.data, *of_, diagnostics_);
    return std::move(result_);
  }

 private:
  using Cycle = std::tuple<TableId, std::int32_t, PeriodUnit>;
  static Cycle cycle_of(TableId table, Period period) {
    return {table, period.ordinal, period.unit};
  }

  /// Rows of the table in the order of their keys, so that results never depend on file order.
  std::vector<std::size_t> rows_by_key(TableId table) const {
    std::vector<std::size_t> rows(input_.data.tables[table].row_count);
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i] = i;
    std::sort(rows.begin(), rows.end(),
              [&](std::size_t a, std::size_t b) { return key_of(table, a) < key_of(table, b); });
    return rows;
  }

  std::string key_of(TableId table, std::size_t row) const {
    const ColumnId key = input_.program.tables[table].key;
    return column_value(input_, table, {{}, key}, row).text();
  }

  std::string name_of_row(TableId table, std::size_t row) const {
    const auto& columns = input_.program.tables[table].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Column& column = columns[ColumnId(i)];
      if (!is_name_of_rows(column) || !column.used) continue;
      const Value name = column_value(input_, table, {{}, ColumnId(i)}, row);
      return name.is_text() ? name.text() : std::string();
    }
    return {};
  }

  /// A result that says whom it is about, and nothing else yet.
  template <class Result>
  Result result_about(TableId table, std::size_t row, Period period) const {
    Result result;
    result.period = period;
    result.subject = row;
    result.key = key_of(table, row);
    result.name = name_of_row(table, row);
    return result;
  }

  bool is_member(StepId step, std::size_t row) const {
    const Value& member = slots_[step][row];
    return member.is_bool() && member.truth();
  }

  bool wanted(TableId table, std::size_t row) const { return !of_ || key_of(table, row) == *of_; }

  Quantity quantity(StepId step, std::size_t row, Type type,
                    const std::optional<RoundSpec>& published) const {
    Quantity quantity;
    quantity.type = type;
    quantity.published = published;
    if (step) quantity.value = slots_[step][row];
    return quantity;
  }

  static Type plain(kpi::Quantity q) {
    Type type;
    type.kind = Kind::Number;
    type.unit.quantity = q;
    return type;
  }

  std::vector<const Value*> arguments(const std::vector<StepId>& steps, std::size_t row) const {
    std::vector<const Value*> values;
    for (const StepId step : steps)
      values.push_back(step ? &slots_[step][row] : nullptr);
    return values;
  }

  std::vector<LineResult> lines(const CardOutput& output, const Weighing& weighing,
                                std::size_t row) const {
    const Scorecard& card = input_.program.scorecards[output.card];
    std::vector<LineResult> results;
    for (std::size_t i = 0; i < card.lines.size(); ++i) {
      const plan::LineOutput& steps = output.lines[i];
      const Type type = input_.program.exprs[card.lines[i].measure].type;
      LineResult line;
      line.line = i;
      const Precision& precision = input_.program.precision;
      const auto& step = input_.program.metrics[card.lines[i].metric].publish;
      line.value = quantity(steps.value, row, type, step);
      line.target = quantity(steps.target, row, type, step);
      line.attainment =
          quantity(steps.attainment, row, plain(kpi::Quantity::Ratio), precision.ratio);
      line.points =
          quantity(steps.points, row, plain(kpi::Quantity::Points), card.lines[i].publish);
      line.scored = static_cast<bool>(card.lines[i].scored);
      if (line.scored && line.points.value.is_none()) line.missing = line.points.value.reason();
      if (line.scored) line.points.value = weighing.lines[i].points;
      line.own_target = steps.own_target;
      line.weight = card.lines[i].weight;
      line.effective_weight = weighing.lines[i].effective_weight;
      line.policy = weighing.lines[i].policy;
      results.push_back(std::move(line));
    }
    return results;
  }

  Weighing weighing_of(const CardOutput& output, std::size_t row) const {
    std::vector<Value> points;
    for (const plan::LineOutput& line : output.lines) {
      points.push_back(line.points ? slots_[line.points][row] : Value());
    }
    return weigh(input_.program.scorecards[output.card], points);
  }

  PayoutResult payout_of(const PayoutOutput& output, std::size_t row) const {
    const Payout& payout = input_.program.payouts[output.payout];
    PayoutResult result;
    result.payout = output.payout;
    Adjusted adjusted =
        adjust(payout.adjustments, slots_[output.amount][row], arguments(output.adjust_args, row));
    result.adjustments = adjusted.steps;
    if (payout.pool) adjusted.value = slots_[output.adjusted][row];
    std::vector<const Value*> supplied(payout.policies.size(), nullptr);
    const plan::Step& settle_step = input_.plan.steps[output.settled];
    for (std::size_t i = 0; i < supplied.size(); ++i) {
      const StepId step = settle_step.args[i + 1];
      if (step) supplied[i] = &slots_[step][row];
    }
    const Settled settled = settle(payout.policies, adjusted.value, supplied);
    result.policy = settled.policy;
    result.amount.value = settled.amount;
    result.amount.type = payout.type;
    for (const Adjust& item : payout.adjustments) {
      if (item.round) result.amount.published = item.round;
    }
    return result;
  }

  void add_card(const CardOutput& output) {
    const Scorecard& card = input_.program.scorecards[output.card];
    if (std::find(result_.periods.begin(), result_.periods.end(), output.period) ==
        result_.periods.end()) {
      result_.periods.push_back(output.period);
    }
    const DateRange days = days_of(output.period, input_.program.calendar);
    for (const std::size_t row : rows_by_key(card.table)) {
      if (!is_member(output.member, row)) continue;
      covered_[cycle_of(card.table, output.period)][row].push_back(output.card);
      if (!wanted(card.table, row)) continue;
      auto result = result_about<CardResult>(card.table, row, output.period);
      result.scorecard = output.card;
      const Weighing weighing = weighing_of(output, row);
      result.lines = lines(output, weighing, row);
      const Type points = plain(kpi::Quantity::Points);
      result.base = quantity(output.base, row, points, std::nullopt);
      result.adjustments =
          adjust(card.adjustments, weighing.base, arguments(output.adjust_args, row)).steps;
      result.score = quantity(output.score, row, points, card.publish);
      result.has_grade = static_cast<bool>(output.grade);
      if (output.grade) result.grade = slots_[output.grade][row];
      result.unfinished = days.last > result_.as_of;
      result.days.all = output.days.size();
      for (const StepId day : output.days)
        result.days.held += is_member(day, row) ? 1 : 0;
      if (output.days.empty() && has_target(result))
        result.in_force = part_in_force(card, days, row);
      collect_failed(result);
      result_.cards.push_back(std::move(result));
    }
    const auto& covered = covered_[cycle_of(card.table, output.period)];
    const bool vacant = std::none_of(covered.begin(), covered.end(), [&](const auto& person) {
      const auto& cards = person.second;
      return std::find(cards.begin(), cards.end(), output.card) != cards.end();
    });
    if (vacant && !of_) result_.vacant.push_back({output.card, output.period});
    for (const PayoutOutput& payout : output.payouts)
      add_payout(payout);
  }

  /// `if none fail`: the run ends with an error that names the line and the people.
  void collect_failed(const CardResult& result) {
    for (const LineResult& line : result.lines) {
      if (line.policy == PolicyKind::Fail && !line.weight.is_zero()) {
        failed_[{result.scorecard, line.line}].push_back(person(result.key, result.period));
      }
    }
  }

  static bool has_target(const CardResult& card) {
    return std::any_of(card.lines.begin(), card.lines.end(),
                       [](const LineResult& line) { return !line.target.value.is_none(); });
  }

  /// Nothing where somebody is there on every day.
  std::optional<DaysInForce> part_in_force(const Scorecard& card, DateRange days,
                                           std::size_t row) const {
    const DateRange there = days_in_force(input_, card.table, row);
    const Date first = std::max(days.first, there.first);
    const Date last = std::min(days.last, there.last);
    const DaysInForce part{last.days - first.days + 1, days.last.days - days.first.days + 1};
    return part.held < part.all ? std::optional(part) : std::nullopt;
  }

  void report_failed() {
    for (const auto& [place, people] : failed_) {
      const Line& line = input_.program.scorecards[place.first].lines[place.second];
      diagnostics_.report(Code::score_failed, line.span,
                          {{"line", line.name}, {"people", listed_people(people)}});
    }
  }

  std::string person(const std::string& key, Period period) const {
    return "`" + key + "` (" + to_string(period, input_.program.calendar) + ")";
  }

  void add_payout(const PayoutOutput& output) {
    const Payout& payout = input_.program.payouts[output.payout];
    for (const std::size_t row : rows_by_key(payout.table)) {
      if (!is_member(output.member, row) || !wanted(payout.table, row)) continue;
      auto result = result_about<PaidResult>(payout.table, row, output.period);
      result.table = payout.table;
      result.payout = payout_of(output, row);
      result_.payouts.push_back(std::move(result));
    }
  }

  /// Whom the rule names, and those for whom nobody can tell.
  void add_rule(const plan::RuleOutput& output) {
    const Rule& rule = input_.program.rules[output.rule];
    for (const std::size_t row : rows_by_key(rule.table)) {
      if (!is_member(output.member, row) || !wanted(rule.table, row)) continue;
      rule_met_ = true;
      const Value& when = slots_[output.when][row];
      if (when.is_bool() && !when.truth()) continue;
      auto result = result_about<RuleResult>(rule.table, row, output.period);
      result.rule = output.rule;
      result.raised = when.is_bool();
      if (when.is_none()) result.reason = when.reason();
      for (std::size_t i = 0; i < rule.message.size(); ++i) {
        if (!output.values[i]) continue;
        const Expr& shown = input_.program.exprs[rule.message[i].value];
        result.values.push_back(
            quantity(output.values[i], row, shown.type, published_step(input_.program, shown)));
      }
      result_.rules.push_back(std::move(result));
    }
  }

  void list_uncovered() {
    if (of_) return;
    for (const plan::ScopeOutput& scope : input_.plan.scopes) {
      const auto& people = covered_[cycle_of(scope.table, scope.period)];
      for (const std::size_t row : rows_by_key(scope.table)) {
        if (!is_member(scope.in_scope, row) || people.count(row) != 0) continue;
        result_.uncovered.push_back(
            {scope.period, scope.table, key_of(scope.table, row), name_of_row(scope.table, row)});
      }
    }
  }

  const ScoreInput& input_;
  const std::optional<std::string>& of_;
  Diagnostics& diagnostics_;
  Slots slots_;
  RunResult result_;
  bool rule_met_ = false;  // a rule was asked about somebody
  std::map<Cycle, std::map<std::size_t, std::vector<ScorecardId>>> covered_;
  std::map<std::pair<ScorecardId, std::size_t>, std::vector<std::string>> failed_;
};

}  // namespace

RunResult score_run(const ScoreInput& input, const std::optional<std::string>& of,
                    Diagnostics& diagnostics) {
  return Report(input, of, diagnostics).make();
}

}  // namespace kpi::score
