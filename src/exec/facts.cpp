#include "exec/facts.hpp"

#include <algorithm>

namespace kpi::exec {
namespace {

/// The days of a row's date, or of the period that stands for it.
DateRange days_of_row(const Program& program, const Column& column, std::int64_t value) {
  if (column.storage == Storage::Period) {
    return days_of(table::period_of(program, column, value), program.calendar);
  }
  const Date day = table::day_of_cell(column, value);
  return DateRange{day, day};
}

/// Whether the columns of the path are there: a test loads only what its expectations read.
bool is_loaded(const Program& program, TableId table, const ColumnPath& path) {
  for (const ColumnId link : path.links) {
    const Column& column = program.tables[table].columns[link];
    if (!column.used) return false;
    table = column.type.link;
  }
  return true;
}

/// Whose the rows of a table are.
class Owners {
 public:
  Owners(const rows::Evaluator& evaluator, TableId table)
      : evaluator_(evaluator),
        table_(table),
        credited_(evaluator.program().tables[table].credited),
        counted_(credited_ && is_loaded(evaluator.program(), table, *credited_)) {
    const bool direct = counted_ && credited_->links.size() == 1;
    if (direct) link_ = &evaluator.data().tables[table].columns[credited_->links[0]];
  }

  void count(std::size_t row, TableFacts& facts) const {
    if (!counted_) return;
    const std::int64_t owner = of(row);
    if (owner == rows::kEmptyLink) ++facts.without_owner;
    if (owner == rows::kUnmatched) ++facts.unmatched_owner;
  }

  /// Whether no row can lack its owner, so that none is asked.
  bool all_known() const {
    if (!counted_) return true;
    const TableSchema& schema = evaluator_.program().tables[table_];
    return link_ != nullptr && link_->present.empty() &&
           !schema.columns[credited_->links[0]].or_unmatched;
  }

 private:
  std::int64_t of(std::size_t row) const {
    if (link_ == nullptr) return evaluator_.follow_links(table_, credited_->links, row);
    return link_->has(row) ? link_->values[row] : rows::kEmptyLink;
  }

  const rows::Evaluator& evaluator_;
  TableId table_;
  const std::optional<ColumnPath>& credited_;
  bool counted_;
  const table::ColumnData* link_ = nullptr;  // where one link leads there, as it mostly does
};

}  // namespace

/// The columns by which the aggregates asked for date the table's rows, but for its own date.
static std::vector<ColumnId> other_dates(const Program& program, const plan::AggregationPlan& plan,
                                         TableId table) {
  std::vector<ColumnId> dates;
  const auto enter = [&](AggregateId id) {
    const Aggregate& read = program.aggregates[id];
    const bool other = read.table == table && read.dated != program.tables[table].dated;
    if (!other || !read.dated) return;
    if (std::find(dates.begin(), dates.end(), read.dated) == dates.end())
      dates.push_back(read.dated);
  };
  for (const plan::CellsRequest& request : plan.cells) {
    enter(request.aggregate);
    for (const AggregateId inner : program.aggregates[request.aggregate].group_aggregates)
      enter(inner);
  }
  std::sort(dates.begin(), dates.end());
  return dates;
}

TableFacts facts_of(const rows::Evaluator& evaluator, const plan::AggregationPlan& plan,
                    TableId table) {
  const Date as_of = plan.as_of;
  const table::TableData& data = evaluator.data().tables[table];
  const TableSchema& schema = evaluator.program().tables[table];
  const table::ColumnData* dated = schema.dated ? &data.columns[schema.dated] : nullptr;
  const Column* column = schema.dated ? &schema.columns[schema.dated] : nullptr;
  const Owners owners(evaluator, table);
  TableFacts facts;
  facts.file_rows = data.row_count;
  facts.without_other_date =
      table::rows_without(data, other_dates(evaluator.program(), plan, table));
  const bool plain_days = column != nullptr && column->storage == Storage::Day &&
                          dated->present.empty() && data.row_count > 0;
  if (plain_days && owners.all_known()) {
    const auto ends = dated->values.ends();
    facts.first = Date{static_cast<std::int32_t>(ends.first)};
    facts.last = Date{static_cast<std::int32_t>(ends.second)};
    facts.rows = dated->values.count_up_to(as_of.days);
    return facts;
  }
  for (std::size_t row = 0; row < data.row_count; ++row) {
    if (dated != nullptr && !dated->has(row)) {
      ++facts.without_date;
    } else if (dated != nullptr) {
      const DateRange days = days_of_row(evaluator.program(), *column, dated->values[row]);
      facts.first = facts.first ? std::min(*facts.first, days.first) : days.first;
      facts.last = facts.last ? std::max(*facts.last, days.last) : days.last;
      if (column->storage != Storage::Period && as_of < days.first) continue;
    }
    ++facts.rows;
    owners.count(row, facts);
  }
  return facts;
}

void add_facts(const TableFacts& more, TableFacts& facts) {
  facts.file_rows += more.file_rows;
  facts.rows += more.rows;
  if (more.first) facts.first = facts.first ? std::min(*facts.first, *more.first) : *more.first;
  if (more.last) facts.last = facts.last ? std::max(*facts.last, *more.last) : *more.last;
  facts.without_date += more.without_date;
  facts.without_owner += more.without_owner;
  facts.unmatched_owner += more.unmatched_owner;
  for (const table::RowsWithout& lacking : more.without_other_date) {
    const auto found = std::find_if(
        facts.without_other_date.begin(), facts.without_other_date.end(),
        [&](const table::RowsWithout& known) { return known.column == lacking.column; });
    if (found == facts.without_other_date.end()) {
      facts.without_other_date.push_back(lacking);
    } else {
      found->rows += lacking.rows;
    }
  }
  std::sort(
      facts.without_other_date.begin(), facts.without_other_date.end(),
      [](const table::RowsWithout& a, const table::RowsWithout& b) { return a.column < b.column; });
}

}  // namespace kpi::exec
