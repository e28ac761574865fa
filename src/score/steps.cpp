#include "score/steps.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "program/operations.hpp"
#include "score/card.hpp"
#include "score/long_values.hpp"
#include "score/peers.hpp"
#include "score/roll_up.hpp"

namespace kpi::score {
namespace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

class Runner {
 public:
  Runner(const ScoreInput& input, Diagnostics& diagnostics)
      : input_(input), diagnostics_(diagnostics), long_values_(input.program, diagnostics) {
    coverage_.resize(input.program.tables.size());
    for (const Coverage& coverage : coverage_of(input)) {
      coverage_[coverage.table.index()] = coverage.days;
    }
  }

  Slots run() {
    slots_.resize(input_.plan.steps.size());
    for (std::size_t i = 0; i < input_.plan.steps.size(); ++i) {
      const Step& step = input_.plan.steps[StepId(i)];
      slots_[StepId(i)] = run(step);
      long_values_.bound(step, slots_[StepId(i)]);
    }
    return std::move(slots_);
  }

 private:
  std::size_t members(const Step& step) const { return input_.cube.members[step.space].size(); }

  /// One value per member, unless every argument is the same for all.
  template <class Compute>
  Slot each(const Step& step, bool constant, Compute compute) const {
    Slot slot;
    slot.constant = constant;
    const std::size_t count = constant ? 1 : members(step);
    slot.values.reserve(count);
    for (std::size_t member = 0; member < count; ++member)
      slot.values.push_back(compute(member));
    return slot;
  }

  bool all_constant(const Step& step) const {
    return std::all_of(step.args.begin(), step.args.end(),
                       [&](StepId arg) { return !arg || slots_[arg].constant; });
  }

  const Value& arg(const Step& step, std::size_t index, std::size_t member) const {
    return slots_[step.args[index]][member];
  }

  Slot run(const Step& step) {
    switch (step.kind) {
      case StepKind::Constant: return {{step.constant}, true};
      case StepKind::Column:
        return each(step, false, [&](std::size_t m) { return column(step, m); });
      case StepKind::Held: return held(step);
      case StepKind::InScope:
        return each(step, false, [&](std::size_t m) { return in_scope(step, m); });
      case StepKind::Cells: return each(step, false, [&](std::size_t m) { return cells(step, m); });
      case StepKind::Broadcast: return {{slots_[step.args[0]][0]}, true};
      case StepKind::Gather:
        return each(step, false, [&](std::size_t m) { return gather(step, m); });
      case StepKind::Follow:
        return each(step, false, [&](std::size_t m) { return follow(step, m); });
      case StepKind::Pick: return {{pick(step)}, true};
      case StepKind::OverUnits:
        return each(step, all_constant(step), [&](std::size_t m) { return over_units(step, m); });
      case StepKind::Total: return {{total(step)}, true};
      case StepKind::Rank: return {ranks(field(step, 0), step.direction, step.dense)};
      case StepKind::Ranked:
        return {ranked_rows(field(step, 0), step.direction, input_.program.tiers[step.tiers])};
      case StepKind::Allot: return {allotted(step)};
      case StepKind::Split: return split(step);
      case StepKind::RollUp: return {rolled_up(input_, step, slots_[step.args[0]])};
      case StepKind::Pool: return {pooled(step)};
      case StepKind::SumOf:
      case StepKind::Streak:
      case StepKind::Carry:
      case StepKind::Apply:
      case StepKind::AllOf:
      case StepKind::AnyOf:
      case StepKind::Choose:
      case StepKind::Level:
      case StepKind::Attain:
      case StepKind::Publish:
      case StepKind::AtMost:
      case StepKind::AtLeast:
      case StepKind::Weigh:
      case StepKind::Adjust:
      case StepKind::Grade:
      case StepKind::Settle: break;
    }
    return each(step, all_constant(step), [&](std::size_t m) { return combine(step, m); });
  }

  /// Steps that read only their arguments.
  Value combine(const Step& step, std::size_t m) const {
    switch (step.kind) {
      case StepKind::Apply: return operation(step, m);
      case StepKind::AllOf: return all_of(step, m);
      case StepKind::AnyOf: return any_of(step, m);
      case StepKind::Choose: {
        const Value& condition = arg(step, 0, m);
        return condition.is_bool() && condition.truth() ? arg(step, 1, m) : arg(step, 2, m);
      }
      case StepKind::Level: {
        const Value& value = arg(step, 0, m);
        const bool no_row = value.is_none() && value.reason() == NoneReason::NoRow;
        return no_row ? Value(NoneReason::NoTarget) : value;
      }
      case StepKind::SumOf: return sum_of(step, m);
      case StepKind::Attain: return attainment_of(arg(step, 0, m), arg(step, 1, m), step.better);
      case StepKind::Publish: return publish(arg(step, 0, m), step.round);
      case StepKind::AtMost:
      case StepKind::AtLeast: return bounded(step, arg(step, 0, m));
      case StepKind::Weigh:
        return weigh(input_.program.scorecards[step.card], points(step, m)).base;
      case StepKind::Adjust:
        return adjust(adjustments(step), arg(step, 0, m), pointers(step, m)).value;
      case StepKind::Grade: return apply_tiers(input_.program.tiers[step.tiers], {arg(step, 0, m)});
      case StepKind::Settle:
        return settle(input_.program.payouts[step.payout].policies, arg(step, 0, m),
                      pointers(step, m))
            .amount;
      case StepKind::Streak: return streak(step, m);
      case StepKind::Carry: {
        const Value& member = arg(step, 1, m);
        const bool paid = member.is_bool() && member.truth() && !arg(step, 2, m).is_none();
        return arg(step, paid ? 3 : 0, m);
      }
      case StepKind::Constant:
      case StepKind::Held:
      case StepKind::Column:
      case StepKind::InScope:
      case StepKind::Cells:
      case StepKind::Broadcast:
      case StepKind::Gather:
      case StepKind::Follow:
      case StepKind::OverUnits:
      case StepKind::Pick:
      case StepKind::Total:
      case StepKind::Rank:
      case StepKind::Ranked:
      case StepKind::Allot:
      case StepKind::Pool:
      case StepKind::RollUp:
      case StepKind::Split: break;
    }
    return NoneReason::Failed;
  }

  bool is_true(const Step& step, std::size_t index, std::size_t m) const {
    const Value& value = arg(step, index, m);
    return value.is_bool() && value.truth();
  }

  /// A streak ends where somebody was not there, and at a period that is not true. Data that did
  /// not come leave it open: no rule about absent values is meant for them.
  Value streak(const Step& step, std::size_t m) const {
    if (step.args[1] && !is_true(step, 1, m)) return NoneReason::OutOfScope;
    const Value& condition = arg(step, 0, m);
    if (condition.is_none() && absorbed_only_by_name(condition.reason())) return condition;
    const bool goes_on = condition.is_none() ? step.skips_none : condition.truth();
    if (!goes_on) return Rational(0);
    const Rational own(condition.is_none() ? 0 : 1);
    const Value before = step.args[2] ? arg(step, 2, m) : Value(NoneReason::OutOfScope);
    if (before.is_none()) return before.reason() == NoneReason::OutOfScope ? Value(own) : before;
    return own + before.number();
  }

  /// What those have together for whom args[1] is true; somebody who was not there yet has nothing.
  Value total(const Step& step) const {
    const std::size_t count = input_.cube.members[input_.plan.steps[step.args[1]].space].size();
    Rational sum;
    std::optional<NoneReason> absent;
    for (std::size_t m = 0; m < count; ++m) {
      const Value& value = arg(step, 0, m);
      if (!is_true(step, 1, m)) continue;
      if (value.is_number()) sum += value.number();
      if (!value.is_none() || value.reason() == NoneReason::OutOfScope) continue;
      absent = absent ? stronger(*absent, value.reason()) : value.reason();
    }
    return absent ? Value(*absent) : Value(sum);
  }

  static std::string text_of(const Value& value) {
    if (value.is_number()) return to_fraction_string(value.number());
    if (value.is_date()) return to_string(value.date());
    if (value.is_datetime()) return to_string(value.datetime());
    if (value.is_bool()) return value.truth() ? "true" : "false";
    return value.text();
  }

  /// Argument `first` of everybody; whom it is compared for and what peers share stand behind it.
  Field field(const Step& step, std::size_t first) const {
    Field field;
    for (std::size_t m = 0; m < members(step); ++m) {
      const StepId group = step.args[first + 2];
      const Value alike = group ? slots_[group][m] : Value(std::string());
      field.values.push_back(arg(step, first, m));
      field.present.push_back(is_true(step, first + 1, m) && !alike.is_none());
      field.groups.push_back(alike.is_none() ? std::string() : text_of(alike));
    }
    return field;
  }

  std::string key_of(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    if (!row) return {};
    const TableId table = table_of(step);
    const ColumnId key = input_.program.tables[table].key;
    return key ? column_value(input_, table, {{}, key}, *row).text() : std::string();
  }

  /// Each member's part of its group's total.
  std::vector<Value> allotted(const Step& step) {
    const Field weights = field(step, 1);
    std::vector<Value> parts(weights.values.size(), NoneReason::OutOfScope);
    std::map<std::string, std::map<std::string, std::size_t>> groups;  // members by key
    for (std::size_t m = 0; m < parts.size(); ++m) {
      if (weights.present[m]) groups[weights.groups[m]].emplace(key_of(step, m), m);
    }
    for (const auto& group : groups) {
      std::vector<std::size_t> sharing;
      std::vector<Value> shares;
      std::vector<std::string> names;
      for (const auto& [key, m] : group.second) {
        sharing.push_back(m);
        shares.push_back(weights.values[m]);
        names.push_back(key);
      }
      const auto found = divide(step, arg(step, 0, sharing[0]), shares, names);
      for (std::size_t i = 0; i < sharing.size(); ++i)
        parts[sharing[i]] = found[i];
    }
    return parts;
  }

  /// The part of one period, member by member.
  Slot split(const Step& step) {
    return each(step, all_constant(step), [&](std::size_t m) {
      std::vector<Value> weights;
      for (std::size_t i = 1; i < step.args.size(); ++i)
        weights.push_back(arg(step, i, m));
      const std::vector<std::string> names(weights.size(), key_of(step, m));
      return divide(step, arg(step, 0, m), weights, names)[step.index - 1];
    });
  }

  std::vector<Value> divide(const Step& step, const Value& total, const std::vector<Value>& weights,
                            const std::vector<std::string>& names) {
    Division division = divided(total, step.else_even ? even_unless_weighted(weights) : weights,
                                names, step.round->step);
    if (!division.negative.empty()) report_negative(step, division.negative);
    return std::move(division.parts);
  }

  /// Of all who are paid, unless the pool is enough for all.
  std::vector<Value> pooled(const Step& step) {
    std::vector<Value> amounts;
    std::map<std::string, std::size_t> sharing;  // members by key
    for (std::size_t m = 0; m < members(step); ++m) {
      amounts.push_back(arg(step, 0, m));
      if (is_true(step, 1, m)) sharing.emplace(key_of(step, m), m);
    }
    std::vector<Value> paid;
    std::vector<std::string> names;
    for (const auto& [key, m] : sharing) {
      paid.push_back(amounts[m]);
      names.push_back(key);
    }
    if (sharing.empty()) return amounts;
    Division division = parts_of_pool(arg(step, 2, 0), paid, names, step.round->step);
    if (!division.negative.empty()) report_negative(step, division.negative);
    std::size_t next = 0;
    for (const auto& [key, m] : sharing)
      amounts[m] = division.parts[next++];
    return amounts;
  }

  /// Parts that are not expected of the subject are no parts.
  Value sum_of(const Step& step, std::size_t m) const {
    Rational sum;
    std::optional<NoneReason> absent;
    bool any = false;
    for (std::size_t i = 0; i < step.args.size(); ++i) {
      const Value& part = arg(step, i, m);
      if (part.is_none() && part.reason() == NoneReason::OutOfScope) continue;
      any = true;
      if (part.is_number()) sum += part.number();
      if (part.is_none()) absent = absent ? stronger(*absent, part.reason()) : part.reason();
    }
    if (!any) return NoneReason::NoTarget;
    return absent ? Value(*absent) : Value(sum);
  }

  void report_negative(const Step& step, const std::string& members) {
    if (!reported_.insert(std::to_string(step.span.begin) + members).second) return;
    diagnostics_.report(Code::negative_weight, step.span, {{"members", members}});
  }

  Value over_units(const Step& step, std::size_t m) const {
    std::vector<const Value*> parts;
    for (std::size_t i = 0; i < step.args.size(); ++i)
      parts.push_back(step.args[i] ? &arg(step, i, m) : nullptr);
    const Aggregate& how = input_.program.aggregates[input_.program.exprs[step.expr].reduction];
    return summed_over_units(input_.program, how, parts);
  }

  Value operation(const Step& step, std::size_t m) const {
    std::vector<Value> args;
    args.reserve(step.args.size());
    for (std::size_t i = 0; i < step.args.size(); ++i)
      args.push_back(arg(step, i, m));
    return apply(input_.program, input_.program.exprs[step.expr], args);
  }

  Value all_of(const Step& step, std::size_t m) const {
    for (std::size_t i = 0; i < step.args.size(); ++i) {
      const Value& value = arg(step, i, m);
      if (!value.is_bool() || !value.truth()) return Value::boolean(false);
    }
    return Value::boolean(true);
  }

  Value any_of(const Step& step, std::size_t m) const {
    for (std::size_t i = 0; i < step.args.size(); ++i) {
      const Value& value = arg(step, i, m);
      if (value.is_bool() && value.truth()) return Value::boolean(true);
    }
    return Value::boolean(false);
  }

  static Value bounded(const Step& step, const Value& value) {
    if (value.is_none()) return value;
    const Rational& bound = step.constant.number();
    return step.kind == StepKind::AtMost ? std::min(value.number(), bound)
                                         : std::max(value.number(), bound);
  }

  std::vector<Value> points(const Step& step, std::size_t m) const {
    std::vector<Value> points;
    for (const StepId line : step.args)
      points.push_back(line ? slots_[line][m] : Value());
    return points;
  }

  /// The arguments after the first; absent ones stay null.
  std::vector<const Value*> pointers(const Step& step, std::size_t m) const {
    std::vector<const Value*> values;
    for (std::size_t i = 1; i < step.args.size(); ++i) {
      values.push_back(step.args[i] ? &slots_[step.args[i]][m] : nullptr);
    }
    return values;
  }

  const std::vector<Adjust>& adjustments(const Step& step) const {
    return step.payout ? input_.program.payouts[step.payout].adjustments
                       : input_.program.scorecards[step.card].adjustments;
  }

  /// The row behind a member of a space of people; nothing for the (none) member.
  std::optional<std::size_t> row_of(const Step& step, std::size_t m) const {
    const exec::Member& member = input_.cube.members[step.space][m];
    if (member.size() != 1 || member[0].none) return std::nullopt;
    return member[0].row;
  }

  TableId table_of(const Step& step) const {
    return input_.plan.aggregation.spaces[step.space].axes[0].table;
  }

  Value column(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    return row ? column_value(input_, table_of(step), step.path, *row) : NoneReason::NullInput;
  }

  Value in_scope(const Step& step, std::size_t m) const {
    return Value::boolean(is_in_scope(step, m));
  }

  Slot held(const Step& step) const {
    const std::vector<Value> of_rows =
        held_values(input_, input_.program.exprs[step.expr], table_of(step), step.days.last);
    return each(step, false, [&](std::size_t m) {
      const auto row = row_of(step, m);
      return row ? of_rows[*row] : Value(NoneReason::NullInput);
    });
  }

  /// Whether the person's validity overlaps the days of the step.
  bool is_in_scope(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    if (!row) return false;
    const TableId table = table_of(step);
    const auto& valid = input_.program.tables[table].valid;
    if (!valid) return true;
    const Value from = column_value(input_, table, {{}, valid->from}, *row);
    const Value to = column_value(input_, table, {{}, valid->to}, *row);
    const bool begun = from.is_none() || from.date() <= step.days.last;
    const bool ended = !to.is_none() && (valid->inclusive ? to.date() < step.days.first
                                                          : to.date() <= step.days.first);
    return begun && !ended;
  }

  /// Nothing done by somebody who was not there is not a zero.
  bool is_absence(const Step& step, std::size_t m, std::size_t interval) const {
    const auto& axes = input_.plan.aggregation.spaces[step.space].axes;
    const bool people = axes.size() == 1 && axes[0].kind == plan::AxisKind::Row;
    return people && row_of(step, m) && input_.cube.cells[step.cells].rows(m, interval) == 0 &&
           !is_in_scope(step, m);
  }

  /// A cell counts only for days its table is known to be complete for.
  Value cells(const Step& step, std::size_t m) const {
    const plan::CellsRequest& request = input_.plan.aggregation.cells[step.cells];
    const Aggregate& aggregate = input_.program.aggregates[request.aggregate];
    std::optional<NoneReason> open;
    if (!reads_several_tables(input_.program, aggregate)) {
      const auto& covered = coverage_[dated_table(input_.program, aggregate).index()];
      open = uncovered(input_.program, aggregate, covered, {step.days, step.look_back, {}});
    }
    for (const plan::DaysRead& read : step.also) {
      const Aggregate& part = input_.program.aggregates[read.aggregate];
      const auto other = uncovered(input_.program, part, coverage_[part.table.index()], read);
      if (other) open = open ? stronger(*open, *other) : *other;
    }
    if (open) return *open;
    std::size_t interval = 0;
    while (request.intervals[interval] != step.interval)
      ++interval;
    Value value = input_.cube.cells[step.cells].value(m, interval);
    const bool unknown = value.is_none() && value.reason() == NoneReason::NoData;  // no snapshot
    const bool dated = aggregate.dated || reads_several_tables(input_.program, aggregate);
    if (!unknown && dated && is_absence(step, m, interval)) return NoneReason::OutOfScope;
    return value;
  }

  Value gather(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    if (!row) return NoneReason::OutOfScope;
    TableId table = table_of(step);
    const auto reached = row_after(input_, table, step.path.links, *row);
    if (!reached) return NoneReason::OutOfScope;
    for (const ColumnId link : step.path.links)
      table = input_.program.tables[table].columns[link].type.link;
    if (!input_.data.tables[table].columns[step.path.column].has(*reached)) {
      return NoneReason::OutOfScope;
    }
    exec::Coordinate coordinate;  // whatever the column holds, as the space names its members
    coordinate.text =
        table::cell_text(input_.program, input_.data, table, step.path.column, *reached);
    const plan::SpaceId inner = input_.plan.steps[step.args[0]].space;
    const auto member = input_.cube.members[inner].find({coordinate});
    return member ? slots_[step.args[0]][*member] : Value(NoneReason::OutOfScope);
  }

  /// Spaces of a table's rows have them as their first members, in order.
  Value follow(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    if (!row) return NoneReason::OutOfScope;
    const auto reached = row_after(input_, table_of(step), step.path.links, *row);
    return reached ? slots_[step.args[0]][*reached] : Value(NoneReason::OutOfScope);
  }

  Value pick(const Step& step) const {
    const TableId table = table_of(input_.plan.steps[step.args[0]]);
    const auto row = input_.data.tables[table].row_of_key(step.text);
    return row ? slots_[step.args[0]][*row] : Value(NoneReason::OutOfScope);
  }

  const ScoreInput& input_;
  Diagnostics& diagnostics_;
  LongValues long_values_;
  std::set<std::string> reported_;
  std::vector<std::optional<DateRange>> coverage_;  // by table; nothing without a date of its own
  Slots slots_;
};

}  // namespace

Slots run_steps(const ScoreInput& input, Diagnostics& diagnostics) {
  return Runner(input, diagnostics).run();
}

}  // namespace kpi::score
