#include "exec/finish.hpp"

#include <algorithm>
#include <set>

#include "exec/groups.hpp"
#include "exec/table_groups.hpp"

namespace kpi::exec {
namespace {

/// Without a value rows are counted.
Type type_of_value(const Program& program, const Aggregate& aggregate) {
  if (aggregate.value) return program.exprs[aggregate.value].type;
  Type count;
  count.kind = Kind::Number;
  return count;
}

/// One request on its way into cells.
class Finish {
 public:
  Finish(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan, const Family& family,
         const Asked& asked, const Finished& finished)
      : evaluator_(evaluator),
        program_(evaluator.program()),
        plan_(plan),
        request_(plan.cells[asked.cells]),
        aggregate_(program_.aggregates[request_.aggregate]),
        family_(family),
        asked_(asked),
        finished_(finished) {
    if (!aggregate_.per_table) return;
    table_groups_.emplace(evaluator, plan.spaces[request_.space], aggregate_.per_table,
                          request_.group_paths);
  }

  void set_member(const Member& member) {
    if (table_groups_) rows_of_member_ = &table_groups_->rows_of(member);
  }

  Outcome cell(std::uint64_t member, std::size_t interval) const {
    const auto [first, last] = finished_.entities_of(member);
    const SlotRange slots = family_.slots_in(asked_.intervals[interval]);
    if (aggregate_.per) return groups(first, last, slots, request_.intervals[interval]);
    const SlotRange none;
    return finish(asked_.task, first == last ? none : finished_.order.ranks(*first, slots),
                  aggregate_);
  }

 private:
  Outcome finish(std::size_t task, SlotRange ranks, const Aggregate& aggregate) const {
    return finished_.states[task].finish(program_, evaluator_.data(), ranks,
                                         type_of_value(program_, aggregate));
  }

  /// The slots of each aggregate in the groups.
  std::vector<SlotRange> group_slots(SlotRange own) const {
    std::vector<SlotRange> slots(asked_.group_tasks.size(), own);
    for (std::size_t i = 0; i < asked_.group_intervals.size(); ++i)
      slots[i] = family_.slots_in(asked_.group_intervals[i]);
    return slots;
  }

  bool any_row(const Entity& entity, SlotRange own, const std::vector<SlotRange>& slots) const {
    const auto counted = [&](SlotRange range) {
      return finished_.states[asked_.task].any_row(finished_.order.ranks(entity, range));
    };
    return counted(own) || std::any_of(slots.begin(), slots.end(), counted);
  }

  /// Where the rows counted are the groups themselves, those not in force are none.
  bool is_gone(const Entity& entity, plan::IntervalId interval) const {
    if (!table_groups_ || aggregate_.table != aggregate_.per_table) return false;
    return !table_groups_->is_in_force(static_cast<std::size_t>(entity.group),
                                       period_days(plan_, interval));
  }

  /// Rows of the group's table in force, without a row in the days that are read: all alike.
  void add_others(const std::set<std::int64_t>& seen, rows::PeriodDays days,
                  GroupTotal& total) const {
    std::int64_t others = 0;
    for (const std::size_t row : *rows_of_member_) {
      const bool is_new = seen.count(static_cast<std::int64_t>(row)) == 0;
      if (is_new && table_groups_->is_in_force(row, days)) ++others;
    }
    if (others == 0) return;
    std::vector<Value> values;
    for (std::size_t i = 0; i < asked_.group_tasks.size(); ++i) {
      const Aggregate& inner = program_.aggregates[aggregate_.group_aggregates[i]];
      values.push_back(finish(asked_.group_tasks[i], {}, inner).value);
    }
    total.add(values, 0, others);
  }

  /// Over the groups that have a row in some interval that is read, and with `per` a table the
  /// others in force.
  Outcome groups(const Entity* first, const Entity* last, SlotRange slots,
                 plan::IntervalId interval) const {
    GroupTotal total(program_, aggregate_, period_days(plan_, interval));
    std::vector<Value> values(asked_.group_tasks.size());
    const std::vector<SlotRange> inner_slots = group_slots(slots);
    std::set<std::int64_t> seen;
    for (const Entity* entity = first; entity != last; ++entity) {
      if (!any_row(*entity, slots, inner_slots) || is_gone(*entity, interval)) continue;
      seen.insert(entity->group);
      const SlotRange ranks = finished_.order.ranks(*entity, slots);
      const Outcome rows = finish(asked_.task, ranks, aggregate_);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Aggregate& inner = program_.aggregates[aggregate_.group_aggregates[i]];
        values[i] =
            finish(asked_.group_tasks[i], finished_.order.ranks(*entity, inner_slots[i]), inner)
                .value;
      }
      total.add(values, rows.rows, 1);
    }
    if (table_groups_ && aggregate_.table != aggregate_.per_table)
      add_others(seen, period_days(plan_, interval), total);
    return total.finish();
  }

  const rows::Evaluator& evaluator_;
  const Program& program_;
  const plan::AggregationPlan& plan_;
  const plan::CellsRequest& request_;
  const Aggregate& aggregate_;
  const Family& family_;
  const Asked& asked_;
  const Finished& finished_;
  std::optional<TableGroups> table_groups_;  // with `per` a table
  const std::vector<std::size_t>* rows_of_member_ = nullptr;
};

}  // namespace

Finished::Finished(const Family& family, Accumulated accumulated)
    : order(accumulated.cells), states(std::move(accumulated.states)) {
  for (std::size_t t = 0; t < family.tasks.size(); ++t)
    states[t].arrange(order);
}

std::pair<const Entity*, const Entity*> Finished::entities_of(std::uint64_t member) const {
  const auto range =
      std::equal_range(order.entities.begin(), order.entities.end(), Entity{member},
                       [](const Entity& a, const Entity& b) { return a.member < b.member; });
  const Entity* entities = order.entities.data();
  return {entities + (range.first - order.entities.begin()),
          entities + (range.second - order.entities.begin())};
}

void finish_request(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                    const Family& family, const Asked& asked, const Finished& finished,
                    const std::vector<std::uint64_t>& numbers, const Members& members, Cells& cells,
                    std::vector<Conflict>& conflicts) {
  Finish finish(evaluator, plan, family, asked, finished);
  const std::vector<plan::IntervalId>& intervals = plan.cells[asked.cells].intervals;
  cells.resize(numbers.size(), intervals.size());
  for (std::size_t m = 0; m < numbers.size(); ++m) {
    finish.set_member(members[m]);
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      Outcome outcome = finish.cell(numbers[m], i);
      if (outcome.conflict != OnlyConflict::None) {
        conflicts.push_back(Conflict{asked.cells, m, intervals[i], outcome.conflict,
                                     outcome.first_row, outcome.second_row});
      }
      cells.set(m, i, std::move(outcome.value), outcome.rows);
    }
  }
}

}  // namespace kpi::exec
