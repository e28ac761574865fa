#include "exec/finish.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "exec/groups.hpp"
#include "exec/table_groups.hpp"

namespace kpi::exec {
namespace {

/// Without a value rows are counted.
const Type& type_of_value(const Program& program, const Aggregate& aggregate) {
  static const Type kCount = [] {
    Type number;
    number.kind = Kind::Number;
    return number;
  }();
  return aggregate.value ? program.exprs[aggregate.value].type : kCount;
}

/// A group: its entity among the rows of the request itself, and of each aggregate inside.
struct Group {
  const Entity* own = nullptr;
  std::vector<const Entity*> parts;
};

/// One request on its way into cells.
class Finish {
 public:
  Finish(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan, const ScanPlan& scans,
         const Asked& asked, const std::vector<Finished>& finished)
      : evaluator_(evaluator),
        program_(evaluator.program()),
        plan_(plan),
        request_(plan.cells[asked.cells]),
        aggregate_(program_.aggregates[request_.aggregate]),
        scans_(scans),
        asked_(asked),
        finished_(finished) {
    for (const AskedPart& part : asked.parts)
      one_family_ = one_family_ && asked.family == part.family;
    if (!aggregate_.per_table) return;
    table_groups_.emplace(evaluator, plan.spaces[request_.space], aggregate_.per_table,
                          request_.group_paths);
  }

  /// `number`: the member's in the space index.
  void set_member(std::uint64_t number, const Member& member) {
    if (asked_.family) own_ = finished_[*asked_.family].entities_of(number);
    if (table_groups_) rows_of_member_ = &table_groups_->rows_of(member);
    part_members_.clear();
    for (std::size_t i = 0; i < asked_.parts.size(); ++i)
      part_members_.push_back(member_of_part(member, i));
  }

  Outcome cell(std::uint64_t member, std::size_t interval) const {
    if (aggregate_.per && asked_.family && scans_.families[*asked_.family].counts_groups) {
      return counted_groups(interval);
    }
    if (aggregate_.per) return groups(member, interval);
    const Family& family = scans_.families[*asked_.family];
    Outcome outcome =
        finish(*asked_.family, asked_.task, own(), asked_.intervals[interval], aggregate_);
    if (asked_.distinct_in && outcome.value.is_number()) {
      outcome.value = Rational(groups_in(*asked_.distinct_in, member, interval));
    }
    if (aggregate_.snapshot == SnapshotRule::None) return outcome;
    return of_snapshots(outcome, family.time->snapshots_in(asked_.intervals[interval]));
  }

  /// The groups of the member that the condition chooses, in the first interval.
  std::set<std::int64_t> chosen_groups(std::uint64_t member) const {
    std::set<std::int64_t> chosen;
    groups(member, 0, &chosen);
    return chosen;
  }

 private:
  /// The member where it is its only entity; null where it has no rows.
  const Entity* own() const { return own_.first == own_.second ? nullptr : own_.first; }

  /// How many groups the member has in a family that counts them.
  std::int64_t groups_in(std::size_t family, std::uint64_t member, std::size_t interval) const {
    const auto [first, last] = finished_[family].entities_of(member);
    const Entity* entity = first == last ? nullptr : first;
    return finished_[family].group_rows.distinct(ranks(family, entity, asked_.intervals[interval]));
  }

  /// Days without a snapshot say nothing, which is not the same as 0.
  Outcome of_snapshots(Outcome outcome, std::size_t count) const {
    if (count == 0) {
      outcome.value = NoneReason::NoData;
    } else if (aggregate_.snapshot == SnapshotRule::Average && outcome.value.is_number()) {
      outcome.value = outcome.value.number() / Rational(static_cast<std::int64_t>(count));
    }
    return outcome;
  }

  SlotRange ranks(std::size_t family, const Entity* entity, std::size_t interval) const {
    if (entity == nullptr) return {};
    return finished_[family].order.ranks(*entity, scans_.families[family].slots_in(interval));
  }

  Outcome finish(std::size_t family, std::size_t task, const Entity* entity, std::size_t interval,
                 const Aggregate& aggregate) const {
    return finished_[family].states[task].finish(program_, evaluator_.data(),
                                                 ranks(family, entity, interval),
                                                 type_of_value(program_, aggregate));
  }

  /// The member's number where the part looks for its rows; nothing where there is nobody.
  std::optional<std::uint64_t> member_of_part(const Member& member, std::size_t part) const {
    const Subject& subject = aggregate_.group_subjects[part];
    switch (subject.kind) {
      case SubjectKind::Own: return std::nullopt;  // the request's own
      case SubjectKind::Company:
      case SubjectKind::All: return 0;
      case SubjectKind::Key: {
        const TableId people = plan_.spaces[request_.parts[part].space].axes[0].table;
        const auto row = evaluator_.data().tables[people].row_of_key(subject.key);
        return row ? std::optional<std::uint64_t>(*row) : kNoMember;
      }
      case SubjectKind::Row:
      case SubjectKind::Tree: {
        const auto row = row_after(member, subject);
        return row ? std::optional<std::uint64_t>(*row) : kNoMember;
      }
      case SubjectKind::Column: {
        const auto row = row_after(member, subject);
        if (!row) return kNoMember;
        const TableId end = evaluator_.reached_table(subject.table, subject.column.links);
        const ColumnId column = subject.column.column;
        if (!evaluator_.data().tables[end].columns[column].has(*row)) return kNoMember;
        return scans_.spaces[request_.parts[part].space].number_of(
            table::cell_text(program_, evaluator_.data(), end, column, *row));
      }
      case SubjectKind::Role:
      case SubjectKind::Held:
      case SubjectKind::HeldRow:
      case SubjectKind::HeldTree: break;
    }
    return kNoMember;
  }

  std::optional<std::size_t> row_after(const Member& member, const Subject& subject) const {
    if (member.size() != 1 || member[0].none) return std::nullopt;
    return evaluator_.follow(subject.table, {subject.column.links, {}}, member[0].row);
  }

  bool is_own(std::size_t part) const {
    return aggregate_.group_subjects[part].kind == SubjectKind::Own;
  }

  bool any_row(std::size_t family, std::size_t task, const Entity* entity,
               std::size_t interval) const {
    return entity != nullptr &&
           finished_[family].states[task].any_row(ranks(family, entity, interval));
  }

  /// Whether a row of the member, in days that are read, forms the group.
  bool is_formed(const Group& group, std::size_t interval) const {
    if (asked_.family &&
        any_row(*asked_.family, asked_.task, group.own, asked_.intervals[interval])) {
      return true;
    }
    for (std::size_t i = 0; i < asked_.parts.size(); ++i) {
      const AskedPart& part = asked_.parts[i];
      const std::size_t at = part.intervals[interval];
      if (is_own(i) && any_row(part.family, part.rows, group.parts[i], at)) return true;
    }
    return false;
  }

  /// Where the rows counted are the groups themselves, those not in force are none.
  bool counts_its_groups() const {
    return asked_.family && aggregate_.table == aggregate_.per_table;
  }
  bool is_gone(std::int64_t row, plan::IntervalId interval) const {
    return table_groups_ && counts_its_groups() &&
           !table_groups_->is_in_force(static_cast<std::size_t>(row), period_days(plan_, interval));
  }

  /// Whether every snapshot table that is read has a snapshot in its days.
  bool has_snapshots(std::size_t interval) const {
    const auto missing = [&](std::size_t family, std::size_t at) {
      const Family& read = scans_.families[family];
      return read.snapshot != SnapshotRule::None && read.time->snapshots_in(at) == 0;
    };
    if (asked_.family && missing(*asked_.family, asked_.intervals[interval])) return false;
    return std::none_of(asked_.parts.begin(), asked_.parts.end(), [&](const AskedPart& part) {
      return missing(part.family, part.intervals[interval]);
    });
  }

  /// The groups of the member that have an entity anywhere, by key.
  std::map<std::int64_t, Group> all_groups(std::uint64_t member) const {
    std::map<std::int64_t, Group> found;
    const std::size_t count = asked_.parts.size();
    const auto each = [&](std::size_t family, std::uint64_t of, auto set) {
      const auto [first, last] = finished_[family].entities_of(of);
      for (const Entity* entity = first; entity != last; ++entity) {
        Group& group = found[entity->group];
        group.parts.resize(count);
        set(group, entity);
      }
    };
    if (asked_.family) {
      each(*asked_.family, member, [](Group& group, const Entity* at) { group.own = at; });
    }
    for (std::size_t i = 0; i < count; ++i) {
      each(asked_.parts[i].family, part_members_[i].value_or(member),
           [&](Group& group, const Entity* at) { group.parts[i] = at; });
    }
    return found;
  }

  Value part_value(std::size_t index, const Entity* entity, std::size_t interval) const {
    if (part_members_[index] == kNoMember) return NoneReason::OutOfScope;
    const AskedPart& part = asked_.parts[index];
    const Aggregate& inner = program_.aggregates[aggregate_.group_aggregates[index]];
    return finish(part.family, part.task, entity, part.intervals[interval], inner).value;
  }

  /// How many rows form the group: its own, or where it has none those of what is computed in it,
  /// which may be dated otherwise or lie in other days.
  std::int64_t rows_of(const Group& group, std::size_t interval) const {
    std::int64_t rows = 0;
    if (asked_.family) {
      rows = finish(*asked_.family, asked_.task, group.own, asked_.intervals[interval], aggregate_)
                 .rows;
    }
    if (rows > 0) return rows;
    for (std::size_t i = 0; i < asked_.parts.size(); ++i) {
      const AskedPart& part = asked_.parts[i];
      if (!is_own(i)) continue;
      rows +=
          finish(part.family, part.rows, group.parts[i], part.intervals[interval], aggregate_).rows;
    }
    return rows;
  }

  /// Whether the condition chooses it.
  bool add_group(const Group& group, std::size_t interval, std::int64_t how_many,
                 GroupTotal& total) const {
    std::vector<Value> values;
    for (std::size_t i = 0; i < asked_.parts.size(); ++i)
      values.push_back(part_value(i, group.parts[i], interval));
    return total.add(values, rows_of(group, interval), how_many);
  }

  /// Rows of the group's table in force, without a row in the days that are read. Those of which
  /// nobody has any are all alike.
  void add_others(const std::map<std::int64_t, Group>& known, const std::set<std::int64_t>& seen,
                  std::size_t interval, GroupTotal& total) const {
    const rows::PeriodDays days = period_days(plan_, request_.intervals[interval]);
    std::int64_t others = 0;
    for (const std::size_t row : *rows_of_member_) {
      const auto key = static_cast<std::int64_t>(row);
      if (seen.count(key) != 0 || !table_groups_->is_in_force(row, days)) continue;
      const auto found = known.find(key);
      if (found == known.end()) {
        ++others;
      } else {
        add_group(found->second, interval, 1, total);
      }
    }
    Group empty;
    empty.parts.resize(asked_.parts.size());
    if (others > 0) add_group(empty, interval, others, total);
  }

  /// The same, where all groups of one size are alike.
  Outcome counted_groups(std::size_t interval) const {
    const Finished& finished = finished_[*asked_.family];
    GroupTotal total(program_, aggregate_, period_days(plan_, request_.intervals[interval]));
    const SlotRange all = ranks(*asked_.family, own(), asked_.intervals[interval]);
    for (const KeptCodes::Size& size : finished.group_rows.sizes(all)) {
      const std::vector<Value> values(asked_.parts.size(), Value(Rational(size.rows)));
      total.add(values, size.rows * size.values, size.values);
    }
    return total.finish();
  }

  /// Over the groups that have a row in some interval that is read, and with `per` a table the
  /// others in force.
  Outcome groups(std::uint64_t member, std::size_t interval,
                 std::set<std::int64_t>* chosen = nullptr) const {
    GroupTotal total(program_, aggregate_, period_days(plan_, request_.intervals[interval]));
    std::set<std::int64_t> seen;
    std::map<std::int64_t, Group> known;
    const auto look_at = [&](std::int64_t key, const Group& group) {
      if (!is_formed(group, interval) || is_gone(key, request_.intervals[interval])) return;
      seen.insert(key);
      const bool counts = add_group(group, interval, 1, total);
      if (counts && chosen != nullptr) chosen->insert(key);
    };
    if (one_family_) {
      for (const Entity* entity = own_.first; entity != own_.second; ++entity) {
        look_at(entity->group, {entity, std::vector<const Entity*>(asked_.parts.size(), entity)});
      }
    } else {
      known = all_groups(member);
      for (const auto& [key, group] : known)
        look_at(key, group);
    }
    if (table_groups_ && !counts_its_groups()) add_others(known, seen, interval, total);
    Outcome outcome = total.finish();
    if (!has_snapshots(interval)) outcome.value = NoneReason::NoData;
    return outcome;
  }

  const rows::Evaluator& evaluator_;
  const Program& program_;
  const plan::AggregationPlan& plan_;
  const plan::CellsRequest& request_;
  const Aggregate& aggregate_;
  const ScanPlan& scans_;
  const Asked& asked_;
  const std::vector<Finished>& finished_;
  std::pair<const Entity*, const Entity*> own_;  // of the member, in the family of its rows
  bool one_family_ = true;                       // every part is added up where the groups are
  std::optional<TableGroups> table_groups_;      // with `per` a table
  const std::vector<std::size_t>* rows_of_member_ = nullptr;
  std::vector<std::optional<std::uint64_t>> part_members_;  // absent: the request's own member
};

}  // namespace

Finished::Finished(const Family& family, Accumulated accumulated)
    : order(accumulated.cells),
      states(std::move(accumulated.states)),
      group_rows(std::move(accumulated.group_rows)) {
  bool one_by_one = true;
  for (std::size_t i = 0; i < family.intervals.size(); ++i) {
    const SlotRange slots = family.slots_in(i);
    one_by_one = one_by_one && slots.end <= slots.begin + 1;
  }
  for (std::size_t t = 0; t < family.tasks.size(); ++t)
    states[t].arrange(order, one_by_one);
  if (family.counts_groups) group_rows.arrange(order, one_by_one);
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
                    const ScanPlan& scans, const Asked& asked,
                    const std::vector<Finished>& finished,
                    const std::vector<std::uint64_t>& numbers, const Members& members, Cells& cells,
                    std::vector<Conflict>& conflicts) {
  Finish finish(evaluator, plan, scans, asked, finished);
  const std::vector<plan::IntervalId>& intervals = plan.cells[asked.cells].intervals;
  cells.resize(numbers.size(), intervals.size());
  for (std::size_t m = 0; m < numbers.size(); ++m) {
    finish.set_member(numbers[m], members[m]);
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

std::set<std::int64_t> chosen_groups(const rows::Evaluator& evaluator,
                                     const plan::AggregationPlan& plan, const ScanPlan& scans,
                                     const Asked& asked, const std::vector<Finished>& finished,
                                     std::uint64_t number, const Member& member) {
  Finish finish(evaluator, plan, scans, asked, finished);
  finish.set_member(number, member);
  return finish.chosen_groups(number);
}

}  // namespace kpi::exec
