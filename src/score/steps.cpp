#include "score/steps.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "program/operations.hpp"
#include "score/combine.hpp"
#include "score/last_reads.hpp"
#include "score/long_values.hpp"
#include "score/peers.hpp"
#include "score/roll_up.hpp"
#include "score/two_at_once.hpp"

namespace kpi::score {
namespace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

constexpr std::size_t kMembersAtOnce = 1024;  // fewer are not worth a second thread

/// What several people have; somebody who was not there yet has nothing.
struct Together {
  Rational sum;
  std::optional<NoneReason> absent;

  void add(const Value& value) {
    if (value.is_number()) sum += value.number();
    if (!value.is_none() || value.reason() == NoneReason::OutOfScope) return;
    absent = absent ? stronger(*absent, value.reason()) : value.reason();
  }
  Value value() const { return absent ? Value(*absent) : Value(sum); }
};

class Runner {
 public:
  Runner(const ScoreInput& input, Diagnostics& diagnostics)
      : input_(input), diagnostics_(diagnostics), long_values_(input.program, diagnostics) {
    coverage_.resize(input.program.tables.size());
    for (const Coverage& coverage : coverage_of(input)) {
      coverage_[coverage.table.index()] = coverage.days;
    }
  }

  Slots run(const LastReads* last_reads) {
    slots_.resize(input_.plan.steps.size());
    for (std::size_t i = 0; i < input_.plan.steps.size(); ++i) {
      const Step& step = input_.plan.steps[StepId(i)];
      slots_[StepId(i)] = run(step);
      long_values_.bound(step, slots_[StepId(i)]);
      if (!step.rivals.empty()) find_two_at_once(step);
      if (last_reads != nullptr) last_reads->let_go_after(StepId(i), slots_, room_);
    }
    find_two_cards();
    for (const auto& [two, people] : two_at_once_)
      report_two_at_once(input_.program, two, people, diagnostics_);
    return std::move(slots_);
  }

 private:
  std::size_t members(const Step& step) const { return input_.cube.members[step.space].size(); }

  /// One value per member, unless every argument is the same. `compute` changes only itself.
  template <class Compute>
  Slot each(const Step& step, bool constant, Compute compute) {
    const std::size_t count = constant ? 1 : members(step);
    Slot slot{constant ? std::vector<Value>() : room_.take(), constant};
    const std::size_t parts = (count + kMembersAtOnce - 1) / kMembersAtOnce;
    slot.values.resize(count);
    run_jobs(input_.run_jobs, parts, [&](std::size_t part) {
      const std::size_t end = std::min(count, (part + 1) * kMembersAtOnce);
      Compute own = compute;  // with room of its own for arguments
      for (std::size_t member = part * kMembersAtOnce; member < end; ++member)
        slot.values[member] = own(member);
    });
    return slot;
  }

  bool all_constant(const Step& step) const {
    return std::all_of(step.args.begin(), step.args.end(),
                       [&](StepId arg) { return !arg || slots_[arg].constant; });
  }

  static bool holds(const Value& value) { return value.is_bool() && value.truth(); }
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
        return each(step, false,
                    [&](std::size_t m) { return Value::boolean(is_in_scope(step, m)); });
      case StepKind::Cells: return cells(step);
      case StepKind::Broadcast: return {{slots_[step.args[0]][0]}, true};
      case StepKind::Gather:
      case StepKind::Follow:
      case StepKind::FollowHeld:
        return each(step, false, [&](std::size_t m) { return brought_back(step, m); });
      case StepKind::Pick: return {{brought_back(step, 0)}, true};
      case StepKind::OverUnits:
        return each(step, all_constant(step), [&](std::size_t m) { return over_units(step, m); });
      case StepKind::Total: return {{total(step)}, true};
      case StepKind::GroupTotal: return {group_totals(step)};
      case StepKind::Rank: return {ranks(field(step, 0), step.direction, step.dense)};
      case StepKind::Ranked:
        return {ranked_rows(field(step, 0), step.direction, input_.program.tiers[step.tiers])};
      case StepKind::Allot: return {allotted(step)};
      case StepKind::Split: return split(step);
      case StepKind::OverPeople: return {over_people(input_, step, slots_)};
      case StepKind::RollUp: return {rolled_up(input_, step, slots_[step.args[0]])};
      case StepKind::Pool: return {pooled(step)};
      case StepKind::Apply: return applied(step);
      case StepKind::SumOf:
      case StepKind::Streak:
      case StepKind::Carry:
      case StepKind::AllOf:
      case StepKind::AnyOf:
      case StepKind::DayShare:
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
    return of_arguments(step);
  }

  /// Steps that read only their arguments.
  Slot of_arguments(const Step& step) {
    std::vector<const Value*> args(step.args.size(), nullptr);
    return each(step, all_constant(step), [&, args](std::size_t m) mutable {
      for (std::size_t i = 0; i < args.size(); ++i)
        args[i] = step.args[i] ? &slots_[step.args[i]][m] : nullptr;
      return combined(input_.program, step, args);
    });
  }

  /// What those have together for whom args[1] is true.
  Value total(const Step& step) const {
    const std::size_t count = input_.cube.members[input_.plan.steps[step.args[1]].space].size();
    Together all;
    for (std::size_t m = 0; m < count; ++m) {
      if (holds(arg(step, 1, m))) all.add(arg(step, 0, m));
    }
    return all.value();
  }

  /// The same of those whose args[1] is alike, each of whom has it.
  std::vector<Value> group_totals(const Step& step) const {
    std::map<std::string, Together> groups;
    for (std::size_t m = 0; m < members(step); ++m) {
      const Value& group = arg(step, 1, m);
      if (!group.is_none()) groups[group_name(group)].add(arg(step, 0, m));
    }
    std::vector<Value> values;
    for (std::size_t m = 0; m < members(step); ++m) {
      const Value& group = arg(step, 1, m);
      values.push_back(group.is_none() ? Value(NoneReason::OutOfScope)
                                       : groups[group_name(group)].value());
    }
    return values;
  }

  /// Argument `first` of everybody; whom it is compared for and what peers share stand behind it.
  Field field(const Step& step, std::size_t first) const {
    Field field;
    for (std::size_t m = 0; m < members(step); ++m) {
      const StepId group = step.args[first + 2];
      const Value alike = group ? slots_[group][m] : Value(std::string());
      field.values.push_back(arg(step, first, m));
      field.present.push_back(holds(arg(step, first + 1, m)) && !alike.is_none());
      field.groups.push_back(alike.is_none() ? std::string() : group_name(alike));
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
    Slot slot;
    slot.constant = all_constant(step);
    const std::size_t count = slot.constant ? 1 : members(step);
    for (std::size_t m = 0; m < count; ++m) {  // one after the other: complaints keep their order
      std::vector<Value> weights;
      for (std::size_t i = 1; i < step.args.size(); ++i)
        weights.push_back(arg(step, i, m));
      const std::vector<std::string> names(weights.size(), key_of(step, m));
      slot.values.push_back(divide(step, arg(step, 0, m), weights, names)[step.index - 1]);
    }
    return slot;
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
      if (holds(arg(step, 1, m))) sharing.emplace(key_of(step, m), m);
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

  /// Who is in the roles of this target or card and of another one.
  void find_two_at_once(const Step& step) {
    for (const plan::Rival& rival : step.rivals) {
      for (std::size_t m = 0; m < members(step); ++m) {
        const bool both = holds(arg(step, 0, m)) && holds(slots_[rival.member][m]);
        if (both) two_at_once_[{rival.first, rival.second}].insert(key_of(step, m));
      }
    }
  }

  /// Nobody is on two cards of one cycle at a time.
  void find_two_cards() {
    std::map<std::tuple<TableId, PeriodUnit, std::int32_t>, std::vector<bool>> met;
    for (const plan::CardOutput& card : input_.plan.cards) {
      const TableId table = input_.program.scorecards[card.card].table;
      std::vector<bool>& people = met[{table, card.period.unit, card.period.ordinal}];
      people.resize(input_.data.tables[table].row_count);
      for (std::size_t row = 0; row < people.size(); ++row) {
        if (!holds(slots_[card.member][row])) continue;
        if (people[row]) note_earlier_cards(card, row);
        people[row] = true;
      }
    }
  }

  /// The cards before this one that somebody is on in the same period.
  void note_earlier_cards(const plan::CardOutput& card, std::size_t row) {
    const Scorecard& second = input_.program.scorecards[card.card];
    for (const plan::CardOutput& other : input_.plan.cards) {
      if (&other == &card) return;
      const Scorecard& first = input_.program.scorecards[other.card];
      const bool of_cycle = first.table == second.table && other.period == card.period;
      if (!of_cycle || !are_both(other, card, row)) continue;
      two_at_once_[{first.span, second.span}].insert(
          "`" + key_in(second.table, row) + "` (" +
          to_string(card.period, input_.program.calendar) + ")");
    }
  }

  /// On both cards, and where those are decided day by day on one of the days.
  bool are_both(const plan::CardOutput& a, const plan::CardOutput& b, std::size_t row) const {
    if (!holds(slots_[a.member][row]) || !holds(slots_[b.member][row])) return false;
    if (a.days.empty() || b.days.empty()) return true;
    for (std::size_t i = 0; i < a.days.size(); ++i) {
      if (holds(slots_[a.days[i]][row]) && holds(slots_[b.days[i]][row])) return true;
    }
    return false;
  }

  std::string key_in(TableId table, std::size_t row) const {
    return column_value(input_, table, {{}, input_.program.tables[table].key}, row).text();
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
    return summed_over(input_.program, how, parts);
  }

  Slot applied(const Step& step) {
    const Expr& expr = input_.program.exprs[step.expr];
    return each(step, all_constant(step), [&, args = std::vector<Value>()](std::size_t m) mutable {
      args.clear();
      for (std::size_t i = 0; i < step.args.size(); ++i)
        args.push_back(arg(step, i, m));
      return apply(input_.program, expr, args);
    });
  }

  std::optional<std::size_t> row_of(const Step& step, std::size_t m) const {
    return row_of_member(input_, step, m);
  }

  TableId table_of(const Step& step) const {
    return input_.plan.aggregation.spaces[step.space].axes[0].table;
  }

  Value column(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    return row ? column_value(input_, table_of(step), step.path, *row) : NoneReason::NullInput;
  }

  Slot held(const Step& step) {
    std::map<Date, std::vector<Value>> of_rows;  // by the day that somebody is looked at
    for (std::size_t m = 0; m < members(step); ++m) {
      const auto [found, is_new] = of_rows.try_emplace(held_day(step, slots_, m));
      if (!is_new) continue;
      found->second =
          held_values(input_, input_.program.exprs[step.expr], table_of(step), found->first);
    }
    return each(step, false, [&](std::size_t m) {
      const auto row = row_of(step, m);
      return row ? of_rows.at(held_day(step, slots_, m))[*row] : Value(NoneReason::NullInput);
    });
  }

  /// Whether the person's validity overlaps the days of the step.
  bool is_in_scope(const Step& step, std::size_t m) const {
    const auto row = row_of(step, m);
    if (!row) return false;
    const DateRange days = days_in_force(input_, table_of(step), *row);
    return days.first <= step.days.last && step.days.first <= days.last;
  }

  /// Nothing done by somebody who was not there is not a zero.
  bool is_absence(const Step& step, std::size_t m, std::size_t interval) const {
    const auto& axes = input_.plan.aggregation.spaces[step.space].axes;
    const bool people = axes.size() == 1 && axes[0].kind == plan::AxisKind::Row;
    return people && input_.cube.cells[step.cells].rows(m, interval) == 0 && row_of(step, m) &&
           !is_in_scope(step, m);
  }

  Slot cells(const Step& step) {
    const plan::CellsRequest& request = input_.plan.aggregation.cells[step.cells];
    const Aggregate& aggregate = input_.program.aggregates[request.aggregate];
    const bool dated = aggregate.dated || reads_several_tables(input_.program, aggregate);
    const std::optional<NoneReason> open = open_days(input_, step, coverage_);
    if (open) return each(step, false, [&](std::size_t) { return Value(*open); });
    const auto found = std::find(request.intervals.begin(), request.intervals.end(), step.interval);
    const auto interval = static_cast<std::size_t>(found - request.intervals.begin());
    return each(step, false, [&](std::size_t m) {
      Value value = input_.cube.cells[step.cells].value(m, interval);
      const bool unknown = value.is_none() && value.reason() == NoneReason::NoData;  // no snapshot
      const bool absent = !unknown && dated && is_absence(step, m, interval);
      return absent ? Value(NoneReason::OutOfScope) : value;
    });
  }

  /// The value of whoever the member's way leads to.
  Value brought_back(const Step& step, std::size_t m) const {
    const auto member = member_read(input_, slots_, step, m);
    return member ? slots_[step.args[0]][*member] : Value(NoneReason::OutOfScope);
  }

  const ScoreInput& input_;
  Diagnostics& diagnostics_;
  LongValues long_values_;
  std::set<std::string> reported_;
  std::map<TwoAtOnce, std::set<std::string>> two_at_once_;  // who has both
  std::vector<std::optional<DateRange>> coverage_;  // by table; nothing without a date of its own
  Slots slots_;
  Room room_;
};

}  // namespace

Slots run_steps(const ScoreInput& input, Diagnostics& diagnostics) {
  return Runner(input, diagnostics).run(nullptr);
}

Slots run_steps(const ScoreInput& input, const std::vector<StepId>& wanted,
                Diagnostics& diagnostics) {
  const LastReads last_reads(input.plan, wanted);
  return Runner(input, diagnostics).run(&last_reads);
}

}  // namespace kpi::score
