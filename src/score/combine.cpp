#include "score/combine.hpp"

#include <algorithm>

#include "program/operations.hpp"
#include "score/card.hpp"

namespace kpi::score {
namespace {

using plan::Step;
using plan::StepKind;
using Args = std::vector<const Value*>;

bool is_true(const Value& value) {
  return value.is_bool() && value.truth();
}

/// The arguments after the first.
Args rest_of(const Args& args) {
  return Args(args.begin() + 1, args.end());
}

std::vector<Value> copies(const Args& args) {
  std::vector<Value> values;
  values.reserve(args.size());
  for (const Value* arg : args)
    values.push_back(arg != nullptr ? *arg : Value());
  return values;
}

Value all_of(const Args& args) {
  return Value::boolean(
      std::all_of(args.begin(), args.end(), [](const Value* arg) { return is_true(*arg); }));
}

Value any_of(const Args& args) {
  return Value::boolean(
      std::any_of(args.begin(), args.end(), [](const Value* arg) { return is_true(*arg); }));
}

Value day_share(const Args& args) {
  const auto days =
      std::count_if(args.begin(), args.end(), [](const Value* arg) { return is_true(*arg); });
  return Rational(static_cast<std::int64_t>(days)) /
         Rational(static_cast<std::int64_t>(args.size()));
}

/// A streak ends where somebody was not there, and at a period that is not true. Data that did
/// not come leave it open: no rule about absent values is meant for them.
Value streak(const Step& step, const Args& args) {
  if (args[1] != nullptr && !is_true(*args[1])) return NoneReason::OutOfScope;
  const Value& condition = *args[0];
  if (condition.is_none() && absorbed_only_by_name(condition.reason())) return condition;
  const bool goes_on = condition.is_none() ? step.skips_none : condition.truth();
  if (!goes_on) return Rational(0);
  const Rational own(condition.is_none() ? 0 : 1);
  const Value before = args[2] != nullptr ? *args[2] : Value(NoneReason::OutOfScope);
  if (before.is_none()) return before.reason() == NoneReason::OutOfScope ? Value(own) : before;
  return own + before.number();
}

/// Parts that are not expected of the subject are no parts.
Value sum_of(const Args& args, const Value& of_none) {
  Rational sum;
  std::optional<NoneReason> absent;
  bool any = false;
  for (const Value* part : args) {
    if (part->is_none() && part->reason() == NoneReason::OutOfScope) continue;
    any = true;
    if (part->is_number()) sum += part->number();
    if (part->is_none()) absent = absent ? stronger(*absent, part->reason()) : part->reason();
  }
  if (!any) return of_none;
  return absent ? Value(*absent) : Value(sum);
}

Value bounded(const Step& step, const Value& value) {
  if (value.is_none()) return value;
  const Rational& bound = step.constant.number();
  return step.kind == StepKind::AtMost ? std::min(value.number(), bound)
                                       : std::max(value.number(), bound);
}

Value level(const Value& value) {
  const bool no_row = value.is_none() && value.reason() == NoneReason::NoRow;
  return no_row ? Value(NoneReason::NoTarget) : value;
}

/// Somebody who is not paid hands on what came in.
Value carried(const Args& args) {
  const bool paid = is_true(*args[1]) && !args[2]->is_none();
  return *args[paid ? 3 : 0];
}

std::optional<std::size_t> gathered(const ScoreInput& input, const Step& step, std::size_t row) {
  TableId table = input.plan.aggregation.spaces[step.space].axes[0].table;
  const auto reached = row_after(input, table, step.path.links, row);
  if (!reached) return std::nullopt;
  for (const ColumnId link : step.path.links)
    table = input.program.tables[table].columns[link].type.link;
  if (!input.data.tables[table].columns[step.path.column].has(*reached)) return std::nullopt;
  exec::Coordinate coordinate;  // whatever the column holds, as the space names its members
  coordinate.text = table::cell_text(input.program, input.data, table, step.path.column, *reached);
  const plan::SpaceId inner = input.plan.steps[step.args[0]].space;
  return input.cube.members[inner].find({coordinate});
}

/// Rows are the first members of their space, in order.
std::optional<std::size_t> row_held(const ScoreInput& input, const Step& step, const Value& key) {
  if (key.is_none()) return std::nullopt;
  const plan::SpaceId inner = input.plan.steps[step.args[0]].space;
  const TableId table = input.plan.aggregation.spaces[inner].axes[0].table;
  return input.data.tables[table].row_of_key(key.text());
}

}  // namespace

bool is_combined(StepKind kind) {
  constexpr StepKind kOthers[] = {
      StepKind::Constant,  StepKind::Column, StepKind::Held,       StepKind::InScope,
      StepKind::Cells,     StepKind::Gather, StepKind::Follow,     StepKind::Broadcast,
      StepKind::OverUnits, StepKind::Pick,   StepKind::RollUp,     StepKind::OverPeople,
      StepKind::Pool,      StepKind::Total,  StepKind::Rank,       StepKind::Ranked,
      StepKind::Allot,     StepKind::Split,  StepKind::FollowHeld, StepKind::GroupTotal};
  return std::find(std::begin(kOthers), std::end(kOthers), kind) == std::end(kOthers);
}

Value combined(const Program& program, const Step& step, const Args& args) {
  switch (step.kind) {
    case StepKind::Apply: return apply(program, program.exprs[step.expr], copies(args));
    case StepKind::AllOf: return all_of(args);
    case StepKind::AnyOf: return any_of(args);
    case StepKind::DayShare: return day_share(args);
    case StepKind::Choose: return *args[is_true(*args[0]) ? 1 : 2];
    case StepKind::Level: return level(*args[0]);
    case StepKind::SumOf: return sum_of(args, step.constant);
    case StepKind::Attain: return attainment_of(*args[0], *args[1], step.better);
    case StepKind::Publish: return publish(*args[0], step.round);
    case StepKind::AtMost:
    case StepKind::AtLeast: return bounded(step, *args[0]);
    case StepKind::Weigh: return weigh(program.scorecards[step.card], copies(args)).base;
    case StepKind::Adjust:
      return adjust(adjustments_of(program, step), *args[0], rest_of(args)).value;
    case StepKind::Grade: return apply_tiers(program.tiers[step.tiers], {*args[0]});
    case StepKind::Settle:
      return settle(program.payouts[step.payout].policies, *args[0], rest_of(args)).amount;
    case StepKind::Streak: return streak(step, args);
    case StepKind::Carry: return carried(args);
    case StepKind::Constant:
    case StepKind::Column:
    case StepKind::Held:
    case StepKind::InScope:
    case StepKind::Cells:
    case StepKind::Broadcast:
    case StepKind::Gather:
    case StepKind::Follow:
    case StepKind::FollowHeld:
    case StepKind::OverUnits:
    case StepKind::OverPeople:
    case StepKind::Pick:
    case StepKind::RollUp:
    case StepKind::Pool:
    case StepKind::Total:
    case StepKind::GroupTotal:
    case StepKind::Rank:
    case StepKind::Ranked:
    case StepKind::Allot:
    case StepKind::Split: break;
  }
  return NoneReason::Failed;
}

std::optional<std::size_t> row_of_member(const ScoreInput& input, const Step& step,
                                         std::size_t member) {
  const std::vector<plan::Axis>& axes = input.plan.aggregation.spaces[step.space].axes;
  const exec::Member& found = input.cube.members[step.space][member];
  if (found.size() != 1 || found[0].none) return std::nullopt;
  const bool is_row = axes[0].kind == plan::AxisKind::Row || axes[0].kind == plan::AxisKind::Tree;
  return is_row ? std::optional(found[0].row) : std::nullopt;
}

std::optional<std::size_t> member_read(const ScoreInput& input, const Slots& slots,
                                       const Step& step, std::size_t member) {
  if (step.kind == StepKind::Broadcast) return 0;
  if (step.kind == StepKind::FollowHeld) return row_held(input, step, slots[step.args[1]][member]);
  if (step.kind == StepKind::Pick) {
    const plan::SpaceId inner = input.plan.steps[step.args[0]].space;
    const TableId table = input.plan.aggregation.spaces[inner].axes[0].table;
    return input.data.tables[table].row_of_key(step.text);
  }
  const auto row = row_of_member(input, step, member);
  if (!row) return std::nullopt;
  if (step.kind == StepKind::Gather) return gathered(input, step, *row);
  // spaces of a table's rows have them as their first members, in order
  return row_after(input, input.plan.aggregation.spaces[step.space].axes[0].table, step.path.links,
                   *row);
}

const std::vector<Adjust>& adjustments_of(const Program& program, const Step& step) {
  return step.payout ? program.payouts[step.payout].adjustments
                     : program.scorecards[step.card].adjustments;
}

}  // namespace kpi::score
