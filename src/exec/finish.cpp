#include "exec/finish.hpp"

#include <algorithm>

#include "exec/groups.hpp"

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
        finished_(finished) {}

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

  /// Over the groups that have a row in the interval.
  Outcome groups(const Entity* first, const Entity* last, SlotRange slots,
                 plan::IntervalId interval) const {
    GroupTotal total(program_, aggregate_, period_days(plan_, interval));
    std::vector<Value> values(asked_.group_tasks.size());
    for (const Entity* entity = first; entity != last; ++entity) {
      const SlotRange ranks = finished_.order.ranks(*entity, slots);
      if (!finished_.states[asked_.task].any_row(ranks)) continue;
      const Outcome rows = finish(asked_.task, ranks, aggregate_);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Aggregate& inner = program_.aggregates[aggregate_.group_aggregates[i]];
        values[i] = finish(asked_.group_tasks[i], ranks, inner).value;
      }
      total.add(values, rows.rows);
    }
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
                    const std::vector<std::uint64_t>& numbers, Cells& cells,
                    std::vector<Conflict>& conflicts) {
  const Finish finish(evaluator, plan, family, asked, finished);
  const std::vector<plan::IntervalId>& intervals = plan.cells[asked.cells].intervals;
  cells.resize(numbers.size(), intervals.size());
  for (std::size_t m = 0; m < numbers.size(); ++m) {
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
