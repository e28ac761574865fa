#include "exec/scan.hpp"

#include <algorithm>
#include <map>

#include "exec/facts.hpp"
#include "rows/block.hpp"

namespace kpi::exec {
namespace {

/// One part of a table's rows, read block by block into accumulators of its own.
class Scan {
 public:
  Scan(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan, const ScanPlan& scans,
       std::size_t first, std::size_t last, std::vector<RowWatch>* watches)
      : evaluator_(evaluator),
        plan_(plan),
        scans_(scans),
        first_(first),
        last_(last),
        watches_(watches) {
    for (std::size_t f = first; f < last; ++f) {
      const Family& family = scans.families[f];
      result_.families.emplace_back(family, scans.spaces[family.space]);
    }
  }

  void read(std::size_t begin, std::size_t end);
  Scanned take() { return std::move(result_); }

 private:
  void read_up_the_tree(const Family& family, Accumulated& into, rows::Block& block);
  void read_family(const Family& family, Accumulated& into, rows::Block& block);
  /// Rows whose slot is kNoSlot are not looked at; `block` knows the period where there is one.
  void add_rows(const Family& family, Accumulated& into, rows::Block& block);
  void add_group_rows(const Selection& selection, KeptCodes& group_rows);
  void take_down(const Selection& selection, const CellIndex& cells, const rows::Block& block,
                 RowWatch& watch);
  void find_cells(const Family& family, CellIndex& cells, rows::Block& block);
  bool counts_links(const Task& task) const {
    const Expr& value = evaluator_.program().exprs[task.value];
    return value.op == Op::Column && value.type.kind == Kind::Link;
  }
  const Selection& select(const std::vector<ProgramExprId>& conditions, rows::Block& block);
  void set_faulty_apart(const std::vector<ProgramExprId>& conditions, Selection& selection,
                        rows::Block& block);
  void note_faults(const rows::Operand& operand, const std::vector<std::uint32_t>& rows,
                   const rows::Block& block);

  const rows::Evaluator& evaluator_;
  const plan::AggregationPlan& plan_;
  const ScanPlan& scans_;
  std::size_t first_, last_;
  std::vector<RowWatch>* watches_;
  Scanned result_;

  // of the block at hand
  std::vector<std::uint64_t> members_;
  std::vector<std::uint32_t> slots_;
  std::vector<std::uint32_t> cells_;
  rows::Operand groups_;
  std::map<std::vector<ProgramExprId>, Selection> selections_;
};

void Scan::read(std::size_t begin, std::size_t end) {
  rows::Block block(evaluator_, scans_.families[first_].table, begin, end);
  members_.resize(block.size());
  slots_.resize(block.size());
  cells_.resize(block.size());
  const Family* before = nullptr;
  for (std::size_t f = first_; f < last_; ++f) {
    const Family& family = scans_.families[f];
    if (family.sum_of) continue;
    const bool same_members =
        before != nullptr && before->space == family.space && before->paths == family.paths;
    if (!same_members) scans_.spaces[family.space].assign(block, family.route, members_);
    before = &family;
    Accumulated& into = result_.families[f - first_];
    if (scans_.spaces[family.space].climbs()) {
      read_up_the_tree(family, into, block);
      before = nullptr;
    } else {
      read_family(family, into, block);
    }
  }
}

/// The rows count for their owner, then for whom the owner reports to, and so on.
void Scan::read_up_the_tree(const Family& family, Accumulated& into, rows::Block& block) {
  const SpaceIndex& space = scans_.spaces[family.space];
  std::size_t level = 0;
  do {
    if (space.counts_at(level)) read_family(family, into, block);
  } while (space.climb(level++, members_));
}

void Scan::read_family(const Family& family, Accumulated& into, rows::Block& block) {
  if (!family.by_interval) {
    family.time->assign(block.begin(), slots_);
    add_rows(family, into, block);
    return;
  }
  if (family.time->lie_apart()) {
    family.time->assign_intervals(block.begin(), slots_);
    std::vector<rows::PeriodDays> periods;
    for (const plan::IntervalId interval : family.intervals)
      periods.push_back(period_days(plan_, interval));
    rows::Block inside(block, std::move(periods), slots_);
    add_rows(family, into, inside);
    return;
  }
  const TimeAxis::Times times =
      family.time->times_of_rows(block.begin(), block.begin() + block.size());
  for (std::uint32_t i = 0; i < family.intervals.size(); ++i) {
    if (!family.time->meets(i, times)) continue;
    if (!family.time->assign_inside(i, i, block.begin(), slots_)) continue;
    rows::Block inside(block, period_days(plan_, family.intervals[i]));
    add_rows(family, into, inside);
  }
}

void Scan::add_rows(const Family& family, Accumulated& into, rows::Block& block) {
  find_cells(family, into.cells, block);
  selections_.clear();
  for (std::size_t t = 0; t < family.tasks.size(); ++t) {
    const Task& task = family.tasks[t];
    const Selection& selection = select(task.conditions, block);
    const bool nothing = selection.offsets.empty() && selection.faulty.empty();
    if (nothing) continue;
    for (std::size_t w = 0; watches_ != nullptr && w < watches_->size(); ++w) {
      RowWatch& watch = (*watches_)[w];
      const bool watched = &family == &scans_.families[watch.family] && t == watch.task;
      if (watched) take_down(selection, into.cells, block, watch);
    }
    const rows::Operand* value = task.value && !task.rows_only ? &block.value(task.value) : nullptr;
    rows::Operand links;
    if (value != nullptr && task.how.kind == AggregateKind::CountDistinct && counts_links(task)) {
      links = block.key(evaluator_.program().exprs[task.value].path);
      value = &links;
    }
    if (value != nullptr && !value->faults.empty()) note_faults(*value, selection.offsets, block);
    const rows::Operand* other = task.other ? &block.value(task.other) : nullptr;
    if (other != nullptr && !other->faults.empty()) note_faults(*other, selection.offsets, block);
    into.states[t].add(block.begin(), cells_, into.cells.size(), selection, value, other);
    if (family.counts_groups) add_group_rows(selection, into.group_rows);
  }
}

void Scan::add_group_rows(const Selection& selection, KeptCodes& group_rows) {
  group_rows.add_rows(cells_, selection.offsets, groups_);
  result_.has_faulty_groups = result_.has_faulty_groups || !selection.faulty.empty();
}

void Scan::take_down(const Selection& selection, const CellIndex& cells, const rows::Block& block,
                     RowWatch& watch) {
  for (const std::uint32_t i : selection.offsets) {
    const bool inside = watch.slots.begin <= slots_[i] && slots_[i] < watch.slots.end;
    const CellKey& key = cells.keys()[cells_[i]];
    if (inside) watch.rows.push_back({key.member, key.group, block.begin() + i});
  }
}

void Scan::find_cells(const Family& family, CellIndex& cells, rows::Block& block) {
  const bool numbered = !family.group_of_row.empty();
  if (family.per && !numbered) groups_ = block.key(*family.per);
  const bool apart = family.per && !family.counts_groups;  // each group has cells of its own
  if (!apart) cells.intern(members_, slots_, cells_);
  for (std::size_t i = 0; !apart && family.per && i < cells_.size(); ++i) {
    if (!groups_.has(i)) cells_[i] = kNoCell;  // a missing key forms no group
  }
  for (std::size_t i = 0; apart && i < cells_.size(); ++i) {
    cells_[i] = kNoCell;
    if (slots_[i] == kNoSlot || members_[i] == kNoMember) continue;
    CellKey key{members_[i], 0, slots_[i]};
    if (numbered) {
      key.group = family.group_of_row[block.begin() + i];
      if (key.group < 0) continue;
    } else {
      if (!groups_.has(i)) continue;
      key.group = static_cast<std::int64_t>(groups_.at(i));
    }
    cells_[i] = cells.intern(key);
  }
}

/// Keeps the rows for which the condition holds.
void keep_where(const rows::Operand& holds, std::vector<std::uint32_t>& offsets) {
  const rows::Lane truth(holds);
  const bool all_present = holds.vector.present.empty();
  std::size_t kept = 0;
  for (const std::uint32_t i : offsets) {
    offsets[kept] = i;
    kept += truth[i] != 0 && (all_present || holds.has(i)) ? 1 : 0;
  }
  offsets.resize(kept);
}

const Selection& Scan::select(const std::vector<ProgramExprId>& conditions, rows::Block& block) {
  const auto found = selections_.find(conditions);
  if (found != selections_.end()) return found->second;
  Selection& selection = selections_[conditions];
  // A row that some condition refuses is out, whatever a fault in another would have said.
  std::vector<std::uint32_t>& offsets = selection.offsets;
  offsets.resize(cells_.size());
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    offsets[count] = i;
    count += cells_[i] != kNoCell ? 1 : 0;  // written, then kept: no branch to guess wrong
  }
  offsets.resize(count);
  bool faults = false;
  for (const ProgramExprId condition : conditions) {
    const rows::Operand& holds = block.value(condition);
    if (holds.faults.empty()) {
      keep_where(holds, offsets);
      continue;
    }
    faults = true;
    const auto refused = [&](std::uint32_t i) {
      return !holds.is_faulty(i) && (holds.at(i) == 0 || !holds.has(i));
    };
    offsets.erase(std::remove_if(offsets.begin(), offsets.end(), refused), offsets.end());
  }
  if (faults) set_faulty_apart(conditions, selection, block);
  return selection;
}

void Scan::set_faulty_apart(const std::vector<ProgramExprId>& conditions, Selection& selection,
                            rows::Block& block) {
  for (const ProgramExprId condition : conditions) {
    note_faults(block.value(condition), selection.offsets, block);
  }
  const auto answered = [&](std::uint32_t i) {
    return std::none_of(conditions.begin(), conditions.end(), [&](ProgramExprId condition) {
      return block.value(condition).is_faulty(i);
    });
  };
  const auto faulty =
      std::stable_partition(selection.offsets.begin(), selection.offsets.end(), answered);
  selection.faulty.assign(faulty, selection.offsets.end());
  selection.offsets.erase(faulty, selection.offsets.end());
}

void Scan::note_faults(const rows::Operand& operand, const std::vector<std::uint32_t>& rows,
                       const rows::Block& block) {
  for (const rows::Fault& fault : operand.faults) {
    const auto offset = static_cast<std::uint32_t>(fault.offset);
    if (!std::binary_search(rows.begin(), rows.end(), offset)) continue;
    result_.faults.emplace(block.begin() + fault.offset, fault.expr);
  }
}

void merge(Scanned& into, const Scanned& part) {
  for (std::size_t f = 0; f < into.families.size(); ++f) {
    Accumulated& mine = into.families[f];
    const Accumulated& other = part.families[f];
    std::vector<std::uint32_t> cell_of;
    for (const CellKey& key : other.cells.keys())
      cell_of.push_back(mine.cells.intern(key));
    for (std::size_t t = 0; t < mine.states.size(); ++t)
      mine.states[t].merge(other.states[t], cell_of, mine.cells.size());
    mine.group_rows.merge(other.group_rows, cell_of);
  }
  into.faults.insert(part.faults.begin(), part.faults.end());
  into.has_faulty_groups = into.has_faulty_groups || part.has_faulty_groups;
}

/// The company from the cells of its people.
void add_up(const Family& family, const Accumulated& parts, Accumulated& company) {
  std::vector<std::uint32_t> cell_of;
  for (const CellKey& key : parts.cells.keys())
    cell_of.push_back(company.cells.intern(CellKey{0, key.group, key.slot}));
  for (std::size_t t = 0; t < family.tasks.size(); ++t) {
    const States& part = parts.states[family.task_in_parts[t]];
    company.states[t].merge(part, cell_of, company.cells.size());
  }
  company.group_rows.merge(parts.group_rows, cell_of);
}

void add_up_companies(const ScanPlan& scans, std::size_t first, std::size_t last, Scanned& all) {
  for (std::size_t f = first; f < last; ++f) {
    const Family& family = scans.families[f];
    if (family.sum_of)
      add_up(family, all.families[*family.sum_of - first], all.families[f - first]);
  }
}

}  // namespace

Accumulated::Accumulated(const Family& family, const SpaceIndex& space)
    : cells(space.capacity(), family.slot_count(), family.per && !family.counts_groups) {
  for (const Task& task : family.tasks)
    states.emplace_back(task.how);
}

Scanned scan_table(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                   const ScanPlan& scans, std::size_t first, std::size_t last,
                   const ExecOptions& options, std::vector<RowWatch>* watches) {
  const TableId table = scans.families[first].table;
  const io::Timed timed(options.profile, "scan", evaluator.program().tables[table].name);
  const std::size_t row_count = evaluator.data().tables[table].row_count;
  const std::size_t block_rows = std::max<std::size_t>(options.block_rows, 1);
  const std::size_t part_count = std::max<std::size_t>(options.threads, 1);
  std::vector<Scan> parts;
  for (std::size_t p = 0; p < part_count; ++p)
    parts.emplace_back(evaluator, plan, scans, first, last, watches);
  const auto job = [&](std::size_t p) {
    const std::size_t end = row_count * (p + 1) / part_count;
    for (std::size_t at = row_count * p / part_count; at < end; at += block_rows) {
      parts[p].read(at, std::min(at + block_rows, end));
    }
  };
  run_jobs(options.run_jobs, part_count, job);
  Scanned all = parts[0].take();
  for (std::size_t p = 1; p < part_count; ++p)
    merge(all, parts[p].take());
  add_up_companies(scans, first, last, all);
  return all;
}

Scanned scan_stream(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                    const ScanPlan& scans, std::size_t first, std::size_t last,
                    const ExecOptions& options, table::TableStream& stream, TableFacts& facts) {
  const TableId table = scans.families[first].table;
  const io::Timed timed(options.profile, "read, scan", evaluator.program().tables[table].name);
  const std::size_t block_rows = std::max<std::size_t>(options.block_rows, 1);
  Scan scan(evaluator, plan, scans, first, last, nullptr);
  const auto read_window = [&] {
    const std::size_t row_count = evaluator.data().tables[table].row_count;
    for (std::size_t at = 0; at < row_count; at += block_rows)
      scan.read(at, std::min(at + block_rows, row_count));
    add_facts(facts_of(evaluator, plan, table), facts);
  };
  bool any = stream.next({});
  while (any)
    any = stream.next(read_window);
  Scanned all = scan.take();
  add_up_companies(scans, first, last, all);
  return all;
}

}  // namespace kpi::exec
