#include "driver/by.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "check/check.hpp"
#include "program/links.hpp"

namespace kpi::driver {
namespace {

void add_table(std::vector<TableId>& tables, TableId table) {
  if (std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
}

void add_facts(const Program& program, ProgramExprId id, std::vector<TableId>& tables) {
  const Expr& expr = program.exprs[id];
  if (expr.aggregate) add_table(tables, program.aggregates[expr.aggregate].table);
  if (expr.op == Op::OverPeople) {
    add_table(tables, program.aggregates[expr.reduction].per_people);
  }
  if (expr.metric) {
    const TableId people = program.metrics[expr.metric].subject_table;
    if (people) add_table(tables, people);
    for (const TableId table : program.metrics[expr.metric].facts)
      add_table(tables, table);
  }
  if (expr.scorecard || expr.payout) {
    for (const TableId table : dated_tables(program, id, {}))
      add_table(tables, table);
    add_table(tables, expr.payout ? program.payouts[expr.payout].table
                                  : program.scorecards[expr.scorecard].table);
  }
  for (const ProgramExprId arg : expr.args)
    add_facts(program, arg, tables);
}

std::vector<TableId> facts_of(const Program& program, const std::vector<ProgramExprId>& measures) {
  std::vector<TableId> tables;
  for (const ProgramExprId measure : measures)
    add_facts(program, measure, tables);
  return tables;
}

/// Every table that links of the tables lead to, the nearest first.
void add_reachable(const Program& program, std::vector<TableId>& tables) {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (const auto& split = program.tables[tables[i]].split) add_table(tables, split->table);
    for (const Column& column : program.tables[tables[i]].columns) {
      const bool link = column.type.kind == Kind::Link && !column.history;
      if (link) add_table(tables, column.type.link);
    }
  }
}

std::optional<ColumnId> find_column(const TableSchema& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[ColumnId(i)].name == name) return ColumnId(i);
  }
  return std::nullopt;
}

/// The link to the history of that name that the rows of the table have at the end of the links.
std::optional<ColumnId> find_history(const Program& program, TableId table,
                                     const std::vector<ColumnId>& links, const std::string& name) {
  const auto& columns = program.tables[table].columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& history = columns[ColumnId(i)].history;
    if (!history || history->links != links) continue;
    if (program.tables[history->table].name == name) return ColumnId(i);
  }
  return std::nullopt;
}

/// Follows `names` from a table; a path that ends in a link or in a key means the rows it leads to.
std::optional<plan::QueryAxis> follow(const Program& program, TableId table,
                                      const std::vector<ast::Name>& names) {
  plan::QueryAxis axis;
  axis.table = table;
  TableId at = table;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto column = find_column(program.tables[at], names[i].text);
    const auto held = column || i + 1 == names.size()
                          ? std::optional<ColumnId>()
                          : find_history(program, table, axis.path.links, names[i].text);
    if (held) {
      axis.path.links = {*held};
      at = program.tables[table].columns[*held].type.link;
      continue;
    }
    if (!column) return std::nullopt;
    const Column& read = program.tables[at].columns[*column];
    if (read.type.kind == Kind::Link) {
      axis.path.links.push_back(*column);
      at = read.type.link;
    } else if (i + 1 == names.size()) {
      if (*column != program.tables[at].key) axis.path.column = *column;
    } else {
      return std::nullopt;
    }
  }
  return axis;
}

/// A link and the key it leads to are the same thing; so is a link followed from two facts.
bool same_thing(const Program& program, const plan::QueryAxis& a, const plan::QueryAxis& b) {
  const auto rows_of = [&](const plan::QueryAxis& axis) -> TableId {
    TableId table = axis.table;
    for (const ColumnId link : axis.path.links)
      table = program.tables[table].columns[link].type.link;
    const bool rows = !axis.path.column || axis.path.column == program.tables[table].key;
    return rows ? table : TableId();
  };
  const TableId left = rows_of(a);
  return left && left == rows_of(b);
}

std::optional<TableId> table_named(const Program& program, const std::string& name) {
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    if (program.tables[TableId(i)].name == name) return TableId(i);
  }
  return std::nullopt;
}

/// The columns that a query can be divided by, as a list to read.
std::string columns_of(const Program& program, const std::vector<TableId>& tables) {
  std::vector<std::string> names;
  for (const TableId table : tables) {
    for (const Column& column : program.tables[table].columns) {
      const Kind kind = column.type.kind;
      const bool divides = kind == Kind::Text || kind == Kind::Link || kind == Kind::Bool ||
                           kind == Kind::Date || kind == Kind::Period;
      const bool known = std::find(names.begin(), names.end(), column.name) != names.end();
      if (divides && !known && !column.history) names.push_back(column.name);
    }
  }
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "`" : ", `") + name + "`";
  return list;
}

void hint_columns(const Program& program, const std::vector<TableId>& tables,
                  const std::string& written, Diagnostic& diagnostic) {
  std::vector<std::string> candidates;
  for (const TableId table : tables) {
    for (const Column& column : program.tables[table].columns) {
      if (!column.history) candidates.push_back(column.name);
    }
  }
  if (const auto close = nearest(written, candidates)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}});
    return;
  }
  const std::string columns = columns_of(program, tables);
  if (!columns.empty()) diagnostic.hint(Text::columns_to_divide_by, {{"columns", columns}});
}

void report_unknown(const Program& program, const std::vector<TableId>& tables,
                    const ast::Name& name, Diagnostics& diagnostics) {
  hint_columns(program, tables, name.text,
               diagnostics.report(Code::unknown_name, name.span,
                                  {{"kind", Text::word_column}, {"name", name.text}}));
}

bool is_calculated(const TableSchema& table, const std::string& name) {
  return std::any_of(table.lets.begin(), table.lets.end(),
                     [&](const Let& let) { return let.name == name; });
}

/// What is calculated row by row has no values before the rows are read, and rows are told apart
/// while they are.
std::optional<plan::QueryAxis> report_calculated(const Program& program,
                                                 const std::vector<TableId>& tables,
                                                 const ast::Path& path, Diagnostics& diagnostics) {
  Diagnostic& diagnostic =
      diagnostics.report(Code::by_calculated, path.span, {{"name", path.parts.back().text}});
  const std::string columns = columns_of(program, tables);
  if (!columns.empty()) diagnostic.hint(Text::columns_to_divide_by, {{"columns", columns}});
  return std::nullopt;
}

/// Links of that name from several tables: `reps.region` says where all of them lead. A history is
/// read by the day of each table's own rows, so that no table stands for all of them.
void hint_common(const Program& program, const plan::QueryAxis& axis, Diagnostic& diagnostic) {
  if (axis.path.links.empty() || !axis.path.column) return;
  const Column& first = program.tables[axis.table].columns[axis.path.links[0]];
  if (first.history) {
    diagnostic.hint(Text::rows_apart);
    return;
  }
  const TableSchema& last = program.tables[table_after(program, axis.table, axis.path.links)];
  const std::string text = "by " + last.name + "." + last.columns[axis.path.column].name;
  diagnostic.hint(Text::write_instead, {{"text", text}});
}

std::optional<plan::QueryAxis> resolve(const Program& program, const std::vector<TableId>& tables,
                                       const ast::Path& path, Diagnostics& diagnostics) {
  const std::vector<ast::Name>& names = path.parts;
  if (const auto table = table_named(program, names[0].text)) {
    plan::QueryAxis rows;
    rows.table = *table;
    if (names.size() == 1) return rows;
    const auto axis = follow(program, *table, {names.begin() + 1, names.end()});
    if (axis) return axis;
    if (is_calculated(program.tables[*table], names[1].text))
      return report_calculated(program, {*table}, path, diagnostics);
    hint_columns(program, {*table}, names[1].text,
                 diagnostics.report(Code::unknown_column, names[1].span,
                                    {{"table", names[0].text}, {"name", names[1].text}}));
    return std::nullopt;
  }
  std::vector<plan::QueryAxis> found;
  std::string listed;
  for (const TableId table : tables) {
    const auto axis = follow(program, table, names);
    if (!axis) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const plan::QueryAxis& other) {
      return same_thing(program, *axis, other);
    });
    if (known) continue;
    found.push_back(*axis);
    listed += (listed.empty() ? "`" : ", `") + program.tables[table].name + "`";
  }
  if (found.size() == 1) return found[0];
  const auto calculated = std::find_if(tables.begin(), tables.end(), [&](TableId table) {
    return is_calculated(program.tables[table], names[0].text);
  });
  if (found.empty() && calculated != tables.end())
    return report_calculated(program, {*calculated}, path, diagnostics);
  if (found.empty()) {
    const bool known = std::any_of(tables.begin(), tables.end(), [&](TableId table) {
      return find_column(program.tables[table], names[0].text).has_value();
    });
    report_unknown(program, tables, known ? names.back() : names[0], diagnostics);
  } else {
    hint_common(program, found[0],
                diagnostics.report(Code::ambiguous_column, path.span,
                                   {{"name", names[0].text}, {"tables", listed}}));
  }
  return std::nullopt;
}

/// The rows that the links lead to; a path that ends in a column leads to none.
TableId rows_at_end(const Program& program, const plan::QueryAxis& axis) {
  const bool rows = !axis.path.column;
  return rows ? table_after(program, axis.table, axis.path.links) : TableId();
}

/// The links from a fact, or from the credits that it is split by.
struct Way {
  TableId begin;
  std::vector<ColumnId> links;
  bool operator==(const Way& other) const { return begin == other.begin && links == other.links; }
};

/// How the rows of a fact find those that the links lead to from a table; nothing where no single
/// way leads to the table.
std::optional<Way> way_of(const Program& program, TableId fact, TableId from,
                          const std::vector<ColumnId>& links) {
  if (fact == from) return Way{fact, links};
  Way way{fact, {}};
  std::optional<ColumnPath> owner = program.tables[fact].credited;
  if (const auto& split = program.tables[fact].split) {
    const TableId people = table_after(program, split->table, split->owner.links);
    if (!link_chains(program, people, from).empty()) {
      way.begin = split->table;
      owner = split->owner;
    }
  }
  const auto ways = ways_to(program, way.begin, owner, from);
  if (ways.size() != 1) return std::nullopt;
  way.links = ways[0];
  way.links.insert(way.links.end(), links.begin(), links.end());
  return way;
}

/// What the names that an axis was written with mean to a fact, whatever else is asked.
class WayOfFact {
 public:
  WayOfFact(const Program& program, const ast::Path& path, const plan::QueryAxis& axis)
      : program_(program), axis_(axis), names_(path.parts) {
    qualified_ = table_named(program, names_[0].text).has_value();
    if (qualified_) names_.erase(names_.begin());
  }

  std::optional<plan::FactWay> of(TableId fact) {
    unclear_ = "";
    const auto begins = qualified_ ? qualified(fact) : unqualified(fact);
    if (!begins) return std::nullopt;
    const TableId rows = rows_at_end(program_, axis_);
    const bool by_owner = way_of(program_, fact, begins->table, begins->path.links) ==
                          way_of(program_, fact, rows, {});
    return plan::FactWay{fact, by_owner ? TableId() : begins->table, begins->path.links};
  }
  /// The tables that lead elsewhere, each by its own column of that name.
  const std::string& unclear() const { return unclear_; }

 private:
  std::optional<plan::QueryAxis> in(TableId table) const {
    auto found = follow(program_, table, names_);
    if (found && rows_at_end(program_, *found) != rows_at_end(program_, axis_)) found.reset();
    return found;
  }

  /// The links of the table that was named, where the fact leads there; else its own of that name.
  std::optional<plan::QueryAxis> qualified(TableId fact) const {
    if (way_of(program_, fact, axis_.table, axis_.path.links)) return axis_;
    return in(fact);
  }

  /// Its own link of that name goes before those of the tables it leads to.
  std::optional<plan::QueryAxis> unqualified(TableId fact) {
    if (auto own = in(fact)) return own;
    std::optional<plan::QueryAxis> found;
    std::string tables;
    bool several = false;
    std::vector<TableId> reached{fact};
    add_reachable(program_, reached);
    for (const TableId table : reached) {
      const auto other = in(table);
      const auto way = other ? way_of(program_, fact, table, other->path.links) : std::nullopt;
      if (!way) continue;
      tables += (tables.empty() ? "`" : ", `") + program_.tables[table].name + "`";
      if (!found) found = other;
      several = several || way_of(program_, fact, found->table, found->path.links) != way;
    }
    if (several) unclear_ = tables;
    return several ? std::nullopt : found;
  }

  const Program& program_;
  const plan::QueryAxis& axis_;
  std::vector<ast::Name> names_;
  bool qualified_ = false;
  std::string unclear_;
};

/// Finds out for every fact what the axis means to it. A name that means different links to one of
/// the measures' facts is an error.
bool find_ways(const Program& program, const std::vector<TableId>& facts, const ast::Path& path,
               plan::QueryAxis& axis, Diagnostics& diagnostics) {
  if (axis.path.column) return true;
  const auto& credited = program.tables[axis.table].credited;
  const bool owner = credited && credited->links == axis.path.links;
  axis.by_owner = true;
  if (axis.path.links.empty()) return true;
  WayOfFact ways(program, path, axis);
  for (const TableId fact : facts) {
    const auto way = ways.of(fact);
    if (!ways.unclear().empty()) {
      diagnostics.report(Code::ambiguous_column, path.span,
                         {{"name", path.parts.back().text}, {"tables", ways.unclear()}});
      return false;
    }
    axis.by_owner = axis.by_owner && (way ? !way->from : owner);
  }
  for (std::size_t i = 0; !axis.by_owner && i < program.tables.size(); ++i) {
    if (const auto way = ways.of(TableId(i))) axis.ways.push_back(*way);
  }
  return true;
}

/// The rows that an axis lists, where they are those of a table or of whose a fact is.
TableId rows_of(const Program& program, const plan::QueryAxis& axis) {
  const auto& credited = program.tables[axis.table].credited;
  const bool owner = credited && credited->links == axis.path.links;
  return owner || axis.path.links.empty() ? table_after(program, axis.table, axis.path.links)
                                          : TableId();
}

/// From the rows of an axis to the column, where it is one of theirs.
std::optional<ColumnPath> column_of_rows(const Program& program, const plan::QueryAxis& rows,
                                         const plan::QueryAxis& column) {
  if (rows.path.column || !column.path.column) return std::nullopt;
  const std::vector<ColumnId>& links = rows.path.links;
  ColumnPath path = column.path;
  const bool along = column.table == rows.table && path.links.size() >= links.size() &&
                     std::equal(links.begin(), links.end(), path.links.begin());
  if (along) {
    const auto way = static_cast<std::ptrdiff_t>(links.size());
    path.links.erase(path.links.begin(), path.links.begin() + way);
    return path;
  }
  return column.table == rows_of(program, rows) ? std::optional(path) : std::nullopt;
}

/// The rows beside which an axis is only shown, and the column of theirs that it is.
struct ShownBeside {
  std::size_t rows = 0;
  ColumnPath column;
};

std::optional<ShownBeside> beside(const Program& program,
                                  const std::vector<plan::QueryAxis>& written,
                                  const plan::QueryAxis& axis) {
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (const auto column = column_of_rows(program, written[i], axis))
      return ShownBeside{i, *column};
  }
  return std::nullopt;
}

/// Divides by what divides; shows the rest beside it.
QueryBy arranged(const Program& program, const std::vector<plan::QueryAxis>& written) {
  QueryBy by;
  std::vector<std::optional<ShownBeside>> shown;
  std::vector<std::size_t> place;  // among the axes that divide
  for (const plan::QueryAxis& axis : written) {
    by.names.push_back(axis.name);
    place.push_back(by.axes.size());
    shown.push_back(beside(program, written, axis));
    if (!shown.back()) by.axes.push_back(axis);
  }
  for (std::size_t i = 0; i < written.size(); ++i) {
    by.keys.push_back(shown[i] ? plan::QueryKey{place[shown[i]->rows], shown[i]->column}
                               : plan::QueryKey{place[i], {}});
  }
  return by;
}

}  // namespace

std::optional<QueryBy> resolve_by(Program& program, const std::vector<ProgramExprId>& measures,
                                  const ast::QueryInput& query, Diagnostics& diagnostics) {
  const std::vector<TableId> facts = facts_of(program, measures);
  const std::size_t errors = diagnostics.error_count();
  for (const ast::QueryInput::By& by : query.by) {
    if (!by.is_period) check::add_history_links(by.path, facts, program, diagnostics);
  }
  if (diagnostics.error_count() > errors) return std::nullopt;
  std::vector<TableId> tables = facts;
  add_reachable(program, tables);
  std::vector<plan::QueryAxis> axes;
  for (const ast::QueryInput::By& by : query.by) {
    if (by.is_period) continue;
    auto axis = resolve(program, tables, by.path, diagnostics);
    if (!axis || !find_ways(program, facts, by.path, *axis, diagnostics)) return std::nullopt;
    axis->name = by.path.parts.back().text;
    axis->span = by.span;
    axes.push_back(std::move(*axis));
  }
  return arranged(program, axes);
}

}  // namespace kpi::driver
