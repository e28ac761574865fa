#include "reference/recompute.hpp"

#include <algorithm>

#include "reference/evaluator.hpp"

namespace kpi::reference {
namespace {

using plan::Step;
using plan::StepKind;
using Args = std::vector<Value>;

Value weighed(const Scorecard& card, const Args& args) {
  CardSheet sheet;
  for (const Value& points : args) {
    sheet.lines.emplace_back();
    sheet.lines.back().points = points;
  }
  Evaluator::weigh(card, sheet);
  return sheet.base;
}

/// Amount and condition of each adjustment stand behind the value, absent ones as null.
Value adjusted(const std::vector<Adjust>& adjustments, const std::vector<const kpi::Value*>& args) {
  Value value = exact(*args[0]);
  for (std::size_t i = 0; 2 * i + 2 < args.size(); ++i) {
    const kpi::Value* by = args[2 * i + 1];
    const kpi::Value* when = args[2 * i + 2];
    value = Evaluator::adjusted(adjustments[i], value, by != nullptr ? exact(*by) : whole(0),
                                when != nullptr ? exact(*when) : truth(true))
                .after;
  }
  return value;
}

/// The value, or the step's bound where the value lies beyond it.
Value bounded(const Step& step, const Value& value) {
  const Number bound = exact(step.constant.number());
  const bool upper = step.kind == StepKind::AtMost;
  return Value(upper ? std::min(number_of(value), bound) : std::max(number_of(value), bound));
}

}  // namespace

Recompute::Recompute(const Program& program, const table::Dataset& data, Date as_of,
                     Diagnostics& diagnostics)
    : program_(program),
      evaluator_(std::make_unique<Evaluator>(program, data, as_of, diagnostics)) {}

Recompute::~Recompute() = default;

std::optional<kpi::Value> Recompute::from_arguments(
    const Step& step, const std::vector<const kpi::Value*>& given) const {
  Args args;
  for (const kpi::Value* arg : given)
    args.push_back(arg != nullptr ? exact(*arg) : Value(NoneReason::NoData));
  switch (step.kind) {
    case StepKind::Apply: return plain(operation(program_, program_.exprs[step.expr], args));
    case StepKind::AllOf:
      return kpi::Value::boolean(std::all_of(args.begin(), args.end(), is_true));
    case StepKind::AnyOf:
      return kpi::Value::boolean(std::any_of(args.begin(), args.end(), is_true));
    case StepKind::DayShare: {
      const auto days = std::count_if(args.begin(), args.end(), is_true);
      return plain(Value(Number(days) / Number(args.size())));
    }
    case StepKind::Choose: return *given[is_true(args[0]) ? 1 : 2];
    case StepKind::Level: {
      const bool no_row = is_none(args[0]) && reason_of(args[0]) == NoneReason::NoRow;
      return no_row ? kpi::Value(NoneReason::NoTarget) : *given[0];
    }
    case StepKind::SumOf: return plain(sum_of_expected(args, step.constant.reason()));
    case StepKind::Attain: return plain(attainment_of(args[0], args[1], step.better));
    case StepKind::Publish: return plain(rounded(args[0], step.round));
    case StepKind::AtMost:
    case StepKind::AtLeast: return is_none(args[0]) ? *given[0] : plain(bounded(step, args[0]));
    case StepKind::Weigh: return plain(weighed(program_.scorecards[step.card], args));
    case StepKind::Adjust:
      return plain(adjusted(step.payout ? program_.payouts[step.payout].adjustments
                                        : program_.scorecards[step.card].adjustments,
                            given));
    case StepKind::Grade: return plain(tiers_of(program_.tiers[step.tiers], {args[0]}));
    case StepKind::Settle:
      return plain(Evaluator::settled(program_.payouts[step.payout].policies, args));
    case StepKind::Streak:
    case StepKind::Carry:
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
  return std::nullopt;
}

kpi::Value Recompute::aggregate(AggregateId id, TableId people, std::optional<std::size_t> row,
                                DateRange days, bool looks_back) {
  Place place;
  if (people) place.who = person(people, row);
  place.when = evaluator_->at(days);
  place.when.looks_back = looks_back;
  return plain(evaluator_->aggregate(id, place));
}

}  // namespace kpi::reference
