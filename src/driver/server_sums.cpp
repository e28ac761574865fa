#include "driver/server_sums.hpp"

#include <algorithm>
#include <set>

#include "driver/cells_only.hpp"
#include "io/address.hpp"
#include "io/profile.hpp"
#include "table/file_texts.hpp"

namespace kpi::driver {
namespace {

constexpr const char* kRowsHeader = "rows that were added up";

/// How the rules read the columns of a table.
struct Uses {
  bool addable = true;
  std::set<ColumnId> summed;  // by themselves, over whatever rows
  std::set<ColumnId> read;    // in any other way
};

class UseFinder {
 public:
  UseFinder(const Program& program, const plan::Plan& plan) : program_(program) {
    uses_.resize(program.tables.size());
    for (const plan::CellsRequest& request : plan.aggregation.cells)
      requested(request);
    if (plan.asks_data_start || plan.asks_workdays) all_that_may_be_planned();
    for (std::size_t t = 0; t < uses_.size(); ++t) {
      for (const RowCheck& check : program.tables[TableId(t)].checks) {
        if (check.applies()) expression(check.condition);
      }
    }
  }

  const Uses& of(TableId table) const { return uses_[table]; }

 private:
  void requested(const plan::CellsRequest& request) {
    const Aggregate& aggregate = program_.aggregates[request.aggregate];
    look_at(request.aggregate);
    for (const ColumnPath& path : request.paths)
      follow(aggregate.table, path);
    for (std::size_t i = 0; i < request.parts.size(); ++i) {
      for (const ColumnPath& path : request.parts[i].paths)
        follow(program_.aggregates[aggregate.group_aggregates[i]].table, path);
    }
  }

  /// What the days of the data decide is planned again when they are known.
  void all_that_may_be_planned() {
    for (std::size_t i = 0; i < program_.aggregates.size(); ++i)
      look_at(AggregateId(i));
    for (std::size_t t = 0; t < uses_.size(); ++t) {
      const auto& columns = program_.tables[TableId(t)].columns;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const bool link = columns[ColumnId(c)].storage == Storage::Link;
        if (link && columns[ColumnId(c)].used) uses_[TableId(t)].read.insert(ColumnId(c));
      }
    }
  }

  void look_at(AggregateId id) {
    const Aggregate& aggregate = program_.aggregates[id];
    for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
      look_at(aggregate.group_aggregates[i]);
      if (i < aggregate.group_pers.size()) {
        follow(program_.aggregates[aggregate.group_aggregates[i]].table, aggregate.group_pers[i]);
      }
    }
    for (const ProgramExprId part : {aggregate.other, aggregate.where, aggregate.group_value,
                                     aggregate.group_other, aggregate.group_where})
      expression(part);
    if (!aggregate.table) return;
    Uses& uses = uses_[aggregate.table];
    if (program_.tables[aggregate.table].dated) {
      uses.read.insert(program_.tables[aggregate.table].dated);
    }
    for (const auto& path : {aggregate.owner, aggregate.per}) {
      if (path) follow(aggregate.table, *path);
    }
    const bool plain = aggregate.top == 0 && aggregate.snapshot == SnapshotRule::None;
    if (aggregate.per) {
      expression(aggregate.value);
    } else if (!plain || !adds_up(aggregate)) {
      uses.addable = false;
    } else if (const auto column = summed_column(program_, aggregate)) {
      uses.summed.insert(*column);
    } else {
      expression(aggregate.value);
    }
  }

  /// Whether rows that agree can stand together.
  static bool adds_up(const Aggregate& aggregate) {
    switch (aggregate.kind) {
      case AggregateKind::Count: return !aggregate.value;
      case AggregateKind::Sum:
      case AggregateKind::CountDistinct:
      case AggregateKind::Min:
      case AggregateKind::Max: return true;
      case AggregateKind::Avg:
      case AggregateKind::Only:
      case AggregateKind::Percentile:
      case AggregateKind::Stddev:
      case AggregateKind::StddevAll:
      case AggregateKind::Corr: break;
    }
    return false;
  }

 public:
  /// The column of its own rows that an aggregate does nothing with but to sum it.
  static std::optional<ColumnId> summed_column(const Program& program, const Aggregate& aggregate) {
    if (aggregate.kind != AggregateKind::Sum || aggregate.per) return std::nullopt;
    const Expr& value = program.exprs[aggregate.value];
    const bool own = value.op == Op::Column && value.path.links.empty() && value.path.column &&
                     value.type.table == aggregate.table;
    return own ? std::optional(value.path.column) : std::nullopt;
  }

 private:
  void expression(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Column && expr.type.table) follow(expr.type.table, expr.path);
    for (const ProgramExprId arg : expr.args)
      expression(arg);
  }

  void follow(TableId table, const ColumnPath& path) {
    if (!table) return;
    const ColumnId first = path.links.empty() ? path.column : path.links.front();
    if (!first) uses_[table].addable = false;  // the row itself
    if (first) uses_[table].read.insert(first);
  }

  const Program& program_;
  IdVector<TableId, Uses> uses_;
};

bool has_plain_cells(const Column& column) {
  return column.form.has_plain_numbers() && column.form.group == 0 &&
         column.form.none_marks.empty() && !column.in_percent;
}

/// A ratio is looked at row by row: whether 12 is 12 % or 1200 %.
bool is_measure(const Column& column) {
  const bool number = column.storage == Storage::Decimal || column.storage == Storage::Integer;
  return number && column.type.unit.quantity != Quantity::Ratio && !column.optional &&
         has_plain_cells(column);
}

/// What the server is asked for.
ServerSum asked_for(const TableSchema& schema, TableId id, const Uses& uses) {
  ServerSum sum;
  sum.table = id;
  sum.summary.rows = kRowsHeader;
  for (std::size_t c = 0; c < schema.columns.size(); ++c) {
    const ColumnId at(c);
    const Column& column = schema.columns[at];
    if (!column.used) continue;
    const bool read = uses.read.count(at) != 0;
    const bool summed = uses.summed.count(at) != 0;
    if (!read && summed && is_measure(column)) {
      sum.summary.sums.push_back({column.header, column.type.scale});
    } else if (read || summed) {
      sum.summary.by.push_back(column.header);
    } else if (schema.key == at && !column.form.trimmed) {
      sum.summary.key = column.header;
    } else if (column.storage == Storage::Link) {
      sum.links.push_back(at);
    } else if (column.storage != Storage::Text || !column.optional) {
      sum.summary.by.push_back(column.header);  // its values are looked at, if only for mistakes
    }
  }
  return sum;
}

/// Rows without an owner or a day are counted one by one, to be told of.
bool may_lack_owner_or_day(const Column& column) {
  const bool day = column.storage == Storage::Day || column.storage == Storage::Moment ||
                   column.storage == Storage::Period;
  return column.used && column.optional && (day || column.storage == Storage::Link);
}

bool is_plain(const TableSchema& schema) {
  const bool told_of =
      std::any_of(schema.columns.begin(), schema.columns.end(), may_lack_owner_or_day);
  return !told_of && schema.used && stands_in_its_cells(schema) && schema.unique.empty() &&
         !schema.snapshot && !schema.valid && !schema.split && !schema.derived_from;
}

/// Groups that look at everything so far tell who is new: their counts stay counts, to be told of
/// where the data begin.
bool looks_at_history(const plan::Plan& plan, const Program& program, TableId table) {
  return std::any_of(plan.steps.begin(), plan.steps.end(), [&](const plan::Step& step) {
    return std::any_of(step.also.begin(), step.also.end(), [&](const plan::DaysRead& read) {
      return read.days.first == kFirstDay && program.aggregates[read.aggregate].table == table;
    });
  });
}

bool is_named_in(const plan::AlsoUsed& also, TableId table) {
  return std::any_of(also.columns.begin(), also.columns.end(),
                     [&](const auto& named) { return named.first == table; });
}

/// Whether every value of a link is the key of a row.
bool leads_somewhere(const Column& link, const std::string& path, const table::Dataset& data,
                     const io::Files& files) {
  std::vector<ServerSum> values(1);
  values[0].path = path;
  values[0].summary.by = {link.header};
  values[0].summary.rows = kRowsHeader;
  values[0].rows = files.open_summary(path, values[0].summary);
  if (!values[0].rows) return false;
  const auto texts = table::texts_in(path, link.name, FilesWithSums(files, values));
  if (texts.problem || (texts.columns[0].blank > 0 && !link.optional)) return false;
  const auto& keys = texts.columns[0].values;
  return std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
    return data.tables[link.type.link].row_of_key(key).has_value();
  });
}

/// The rows that stand in each row, in the place of each count and of sums that are not made yet.
void weigh(Program& program, const ServerSum& sum, ProgramExprId rows) {
  const auto& sums = sum.summary.sums;
  for (std::size_t i = 0; i < program.aggregates.size(); ++i) {
    Aggregate& aggregate = program.aggregates[AggregateId(i)];
    if (aggregate.table != sum.table || aggregate.per) continue;
    if (aggregate.kind == AggregateKind::Count) {
      aggregate.kind = AggregateKind::Sum;
      aggregate.value = rows;
    } else if (aggregate.kind == AggregateKind::Sum) {
      const auto column = UseFinder::summed_column(program, aggregate);
      const auto is_it = [&](const io::Summary::Sum& of) {
        return of.column == program.tables[sum.table].columns[*column].header;
      };
      if (column && std::any_of(sums.begin(), sums.end(), is_it)) continue;
      Expr times = program.exprs[aggregate.value];
      times.op = Op::Multiply;
      times.path = {};
      times.args = {aggregate.value, rows};
      aggregate.value = program.exprs.push(std::move(times));
    }
  }
}

}  // namespace

/// Where every table that is read comes from: rows that were added up for one are no other's.
static std::multiset<std::string> paths_of(const Program& program, const table::Bindings& bindings,
                                           const io::Files& files) {
  const auto wanted = table::tables_to_read(program);
  std::multiset<std::string> paths;
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableSchema& schema = program.tables[TableId(t)];
    if (wanted[TableId(t)] == 0 || schema.derived_from) continue;
    paths.insert(table::source_of(schema, bindings, files).path);
  }
  return paths;
}

std::vector<ServerSum> sums_of_servers(const Program& program, const plan::Plan& plan,
                                       const RunRequest& request, const plan::AlsoUsed& also,
                                       const io::Files& files, bool open) {
  std::vector<ServerSum> sums;
  const bool sees_rows = request.reads_rows || request.counts_rows || request.load.keep_going;
  if (request.engine != Engine::Native || sees_rows) return sums;
  const auto cells_only = tables_of_cells_only(program, plan);
  const UseFinder uses(program, plan);
  const std::multiset<std::string> paths = paths_of(program, request.bindings, files);
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableId id(t);
    const TableSchema& schema = program.tables[id];
    if (cells_only[id] == 0 || !is_plain(schema) || !uses.of(id).addable) continue;
    if (looks_at_history(plan, program, id)) continue;
    const std::string path = table::source_of(schema, request.bindings, files).path;
    if (!io::is_address(path) || is_named_in(also, id) || paths.count(path) != 1) continue;
    ServerSum sum = asked_for(schema, id, uses.of(id));
    sum.path = path;
    if (open) {
      const io::Timed timed(request.profile, "add up", schema.name);
      sum.rows = files.open_summary(path, sum.summary);
    }
    if (!open || sum.rows) sums.push_back(std::move(sum));
  }
  return sums;
}

Program over_sums(Program program, const std::vector<ServerSum>& sums) {
  for (const ServerSum& sum : sums) {
    TableSchema& schema = program.tables[sum.table];
    for (const ColumnId link : sum.links)
      schema.columns[link].used = false;
    if (!sum.summary.key.empty()) {
      schema.columns[schema.key].used = false;
      schema.key = {};
    }
    Column rows;
    rows.name = rows.label = rows.header = kRowsHeader;
    rows.span = schema.span;
    rows.storage = Storage::Integer;
    rows.used = true;
    rows.type.kind = Kind::Number;
    rows.type.grain = Grain::Row;
    rows.type.unit.quantity = Quantity::Count;
    rows.type.table = sum.table;
    Expr column;
    column.op = Op::Column;
    column.type = rows.type;
    column.path.column = schema.columns.push(std::move(rows));
    weigh(program, sum, program.exprs.push(std::move(column)));
  }
  return program;
}

bool sums_hold(const std::vector<ServerSum>& sums, const Program& program,
               const table::Dataset& data, const io::Files& files, const Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) return false;
  for (const ServerSum& sum : sums) {
    for (const Diagnostic& said : diagnostics.items()) {
      if (said.data && said.data->path == sum.path) return false;
    }
    const auto& columns = program.tables[sum.table].columns;
    for (const ColumnId link : sum.links) {
      if (!leads_somewhere(columns[link], sum.path, data, files)) return false;
    }
  }
  return true;
}

std::unique_ptr<io::Reader> FilesWithSums::open(const std::string& path, std::string& why) const {
  for (ServerSum& sum : sums_) {
    if (sum.path != path) continue;
    if (sum.rows) return std::move(sum.rows);
    if (auto rows = files_.open_summary(path, sum.summary)) return rows;
  }
  return files_.open(path, why);
}

}  // namespace kpi::driver
