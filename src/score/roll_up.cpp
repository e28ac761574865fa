#include "score/roll_up.hpp"

#include <algorithm>

namespace kpi::score {
namespace {

struct Sum {
  Rational total;
  std::optional<NoneReason> absent;
  bool any = false;

  void add(const Value& value) {
    if (value.is_none() && value.reason() == NoneReason::OutOfScope) return;
    any = true;
    if (value.is_number()) total += value.number();
    if (value.is_none()) absent = absent ? stronger(*absent, value.reason()) : value.reason();
  }

  Value value() const {
    if (!any) return NoneReason::OutOfScope;
    return absent ? Value(*absent) : Value(total);
  }
};

/// The members of a step's space that a person counts for.
class Groups {
 public:
  Groups(const ScoreInput& input, const plan::Step& step)
      : input_(input),
        step_(step),
        axes_(input.plan.aggregation.spaces[step.space].axes),
        people_(people_of(input, step)) {}

  std::size_t people() const { return input_.data.tables[people_].row_count; }

  std::vector<std::size_t> of(std::size_t person) const {
    if (axes_.empty()) return {0};
    const plan::Axis& axis = axes_[0];
    if (axis.kind == plan::AxisKind::Owned) return {0};
    if (axis.kind == plan::AxisKind::Row) return linked(person);
    if (axis.kind == plan::AxisKind::Tree) return above(axis, person);
    return alike(axis, person);
  }

 private:
  static TableId people_of(const ScoreInput& input, const plan::Step& step) {
    const plan::SpaceId space = input.plan.steps[step.args[0]].space;
    return input.plan.aggregation.spaces[space].axes[0].table;
  }

  std::vector<std::size_t> linked(std::size_t person) const {
    const auto row = row_after(input_, people_, step_.path.links, person);
    return row ? std::vector<std::size_t>{*row} : std::vector<std::size_t>();
  }

  /// Everybody in whose part of the tree the person is.
  std::vector<std::size_t> above(const plan::Axis& axis, std::size_t person) const {
    std::vector<std::size_t> found;
    if (axis.part == TreePart::Team) found.push_back(person);
    auto boss = row_after(input_, axis.table, {axis.boss}, person);
    while (boss) {
      found.push_back(*boss);
      if (axis.part == TreePart::Reports) break;
      boss = row_after(input_, axis.table, {axis.boss}, *boss);
    }
    return found;
  }

  std::vector<std::size_t> alike(const plan::Axis& axis, std::size_t person) const {
    const auto reached = row_after(input_, axis.table, axis.column->links, person);
    if (!reached) return {};
    TableId table = axis.table;
    for (const ColumnId link : axis.column->links)
      table = input_.program.tables[table].columns[link].type.link;
    if (!input_.data.tables[table].columns[axis.column->column].has(*reached)) return {};
    exec::Coordinate coordinate;
    coordinate.text =
        table::cell_text(input_.program, input_.data, table, axis.column->column, *reached);
    const auto member = input_.cube.members[step_.space].find({coordinate});
    return member ? std::vector<std::size_t>{*member} : std::vector<std::size_t>();
  }

  const ScoreInput& input_;
  const plan::Step& step_;
  const std::vector<plan::Axis>& axes_;
  TableId people_;
};

}  // namespace

std::vector<Value> rolled_up(const ScoreInput& input, const plan::Step& step, const Slot& people) {
  const Groups groups(input, step);
  std::vector<Sum> sums(input.cube.members[step.space].size());
  for (std::size_t person = 0; person < groups.people(); ++person) {
    for (const std::size_t member : groups.of(person))
      sums[member].add(people[person]);
  }
  std::vector<Value> values;
  for (const Sum& sum : sums)
    values.push_back(sum.value());
  return values;
}

std::vector<Value> over_people(const ScoreInput& input, const plan::Step& step,
                               const Slots& slots) {
  const Groups groups(input, step);
  std::vector<std::vector<const Value*>> parts(input.cube.members[step.space].size());
  for (std::size_t person = 0; person < groups.people(); ++person) {
    const Value& in_force = slots[step.args[0]][person];
    if (!in_force.is_bool() || !in_force.truth()) continue;
    for (const std::size_t member : groups.of(person)) {
      for (std::size_t part = 1; part < step.args.size(); ++part) {
        const plan::StepId id = step.args[part];
        parts[member].push_back(id ? &slots[id][person] : nullptr);
      }
    }
  }
  const Aggregate& how = input.program.aggregates[input.program.exprs[step.expr].reduction];
  std::vector<Value> values;
  for (const std::vector<const Value*>& of_member : parts)
    values.push_back(summed_over(input.program, how, of_member));
  return values;
}

std::vector<std::size_t> people_in(const ScoreInput& input, const plan::Step& step,
                                   std::size_t member) {
  const Groups groups(input, step);
  std::vector<std::size_t> people;
  for (std::size_t person = 0; person < groups.people(); ++person) {
    const std::vector<std::size_t> members = groups.of(person);
    if (std::find(members.begin(), members.end(), member) != members.end()) {
      people.push_back(person);
    }
  }
  return people;
}

}  // namespace kpi::score
