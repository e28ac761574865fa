#include <algorithm>

#include "diag/period_words.hpp"
#include "doc/compose.hpp"

/// Metrics, targets, tiers, params, roles and tables.
namespace kpi::doc {
namespace {

/// As it is called in the reader's language; money by its currency.
std::string unit_of(const Source& source, const Unit& unit) {
  if (unit.per) return to_string(unit);
  switch (unit.quantity) {
    case Quantity::Number: return source.words(Text::unit_name_number);
    case Quantity::Ratio: return source.words(Text::unit_name_ratio);
    case Quantity::PercentagePoints: return source.words(Text::unit_name_pp);
    case Quantity::Points: return source.words(Text::unit_name_points);
    case Quantity::Count: return source.words(Text::unit_name_count);
    case Quantity::Days: return source.words(Text::unit_name_days);
    case Quantity::Hours: return source.words(Text::unit_name_hours);
    case Quantity::Months: return source.words(Text::unit_name_months);
    case Quantity::Money: break;
  }
  return to_string(unit);
}

const Metric* metric_named(const Source& source, const std::string& name) {
  const auto& metrics = source.program.metrics;
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

/// Higher is better where nothing is said; a metric that is no goal by itself says so in its words.
bool has_direction(const ast::Metric& metric) {
  const std::string& doc = metric.head.doc;
  const bool none =
      doc.find("Direction: none") != std::string::npos || doc.find("方向：无") != std::string::npos;
  return metric.better || !none;
}

Text direction_of(const Metric& metric) {
  if (metric.better.direction == Direction::Lower) return Text::doc_lower;
  return metric.better.direction == Direction::Within ? Text::doc_within : Text::doc_higher;
}

/// The tables that a metric reads, as they are called.
std::string tables_of(const Source& source, const Metric& metric) {
  std::string out;
  for (const TableId table : metric.facts)
    out += (out.empty() ? "" : ", ") + code(source.program.tables[table].name);
  return out;
}

/// The cards that measure it.
std::string cards_of(const Source& source, const std::string& name) {
  std::string out;
  for (const Scorecard& card : source.program.scorecards) {
    const bool measures = std::any_of(card.lines.begin(), card.lines.end(), [&](const Line& line) {
      return line.metric && source.program.metrics[line.metric].name == name;
    });
    if (measures) out += (out.empty() ? "" : ", ") + code(card.name);
  }
  return out;
}

std::string cells(const Source& source, const ast::Ast& file, const std::vector<ast::ExprId>& ids) {
  std::string out;
  for (const ast::ExprId id : ids)
    out += (out.empty() ? "" : ", ") + code(source, file, id);
  return out;
}

std::string row_head(const Source& source, const ast::Ast& file, const ast::TierRow& row) {
  switch (row.kind) {
    case ast::TierRowKind::Else: return source.words(Text::doc_else);
    case ast::TierRowKind::Top:
      return source.words(Text::doc_top, {{"share", code(source, file, row.share)}});
    case ast::TierRowKind::Next:
      return source.words(Text::doc_next, {{"share", code(source, file, row.share)}});
    case ast::TierRowKind::Conditions: break;
  }
  return cells(source, file, row.conditions);
}

Text meaning_of(ast::TierKind kind) {
  switch (kind) {
    case ast::TierKind::Marginal: return Text::doc_marginal;
    case ast::TierKind::Interpolated: return Text::doc_interpolated;
    case ast::TierKind::Ranked: return Text::doc_ranked;
    case ast::TierKind::Unsaid:
    case ast::TierKind::Whole: break;
  }
  return Text::doc_whole;
}

Table rows_of(const Source& source, const ast::Ast& file, const ast::Tiers& tiers) {
  Table table;
  table.heads.push_back(source.words(Text::doc_row));
  for (const ast::ExprId head : tiers.grid_header)
    table.heads.push_back(code(source, file, head));
  if (tiers.grid_header.empty()) table.heads.push_back(source.words(Text::doc_gives));
  for (const ast::TierRow& row : tiers.rows) {
    std::vector<std::string> texts = {row_head(source, file, row)};
    for (const ast::ExprId cell : row.cells)
      texts.push_back(code(source, file, cell));
    table.rows.push_back(std::move(texts));
  }
  return table;
}

Text word_of(ast::Level level) {
  if (level == ast::Level::Baseline) return Text::word_baseline;
  return level == ast::Level::Stretch ? Text::word_stretch : Text::word_target;
}

const TableSchema* schema_of(const Source& source, const ast::Table& table) {
  const auto& tables = source.program.tables;
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const TableSchema& schema) {
    return schema.name == table.head.name.text;
  });
  return found == tables.end() ? nullptr : &*found;
}

/// The type as it is written here, or in the table that this one is like.
std::string type_of(const Source& source, const Column& column) {
  const std::string type = code(source, column.type_span);
  const bool unbound = type.find("-> ") != std::string::npos && column.type.kind != Kind::Link;
  return unbound ? code("text") : type;  // a link to a table that the project does not have
}

std::string called(const Source& source, const std::string& name, const std::string& label) {
  return code(name) + (label.empty() ? std::string() : " " + label_in_language(label, source));
}

/// The columns that a table says itself; of one that only is like another all that it takes over.
void add_columns(const Source& source, const ast::Table& table, Table& columns) {
  const TableSchema* schema = schema_of(source, table);
  const bool takes_all = table.like && table.columns.empty();
  if (schema == nullptr) return;
  for (const Column& column : schema->columns) {
    const auto said =
        std::find_if(table.columns.begin(), table.columns.end(),
                     [&](const ast::Column& written) { return written.name.text == column.name; });
    const bool is_said = said != table.columns.end();
    if (!is_said && !takes_all) continue;
    const std::string type =
        is_said && said->type ? code(source, said->type->span) : type_of(source, column);
    std::string header = column.header == column.name ? std::string() : column.header;
    if (!column.headers.empty()) header = column.headers.front() + " … " + column.headers.back();
    columns.rows.push_back({called(source, column.name, column.label), type,
                            column.in_no_file ? "none" : header, in_language(column.doc, source)});
  }
}

}  // namespace

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Metric& metric) {
  Entry entry = begun(source, Text::word_metric, metric.head);
  entry.formula = code(source, file, metric.formula);
  const Metric* checked = metric_named(source, metric.head.name.text);
  if (checked != nullptr && checked->formula) {
    const std::string unit =
        checked->unit_text.empty() ? unit_of(source, checked->type.unit) : checked->unit_text;
    add_fact(source, entry, Text::doc_unit, unit);
    if (has_direction(metric))
      add_fact(source, entry, Text::doc_direction, source.words(direction_of(*checked)));
    if (metric.round) add_fact(source, entry, Text::doc_rounded, code(source, metric.round->span));
    add_fact(source, entry, Text::doc_reads, tables_of(source, *checked));
  }
  add_fact(source, entry, Text::doc_objective, metric.objective.text);
  add_fact(source, entry, Text::doc_measured_by, cards_of(source, metric.head.name.text));
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Target& target) {
  Entry entry = begun(source, Text::doc_target, target.head);
  if (const Metric* metric = metric_named(source, target.head.name.text)) {
    entry.label = label_in_language(metric->label, source);
  }
  add_fact(source, entry, Text::doc_for, listed(target.roles));
  if (target.every) {
    add_fact(source, entry, Text::doc_every,
             source.words(Text::doc_each_period, {{"unit", kpi::word_of(*target.every)}}));
  }
  for (const ast::TargetLevel& level : target.levels) {
    entry.notes.push_back(source.words(word_of(level.level)) + " " +
                          code(source, file, level.value));
  }
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Tiers& tiers) {
  Entry entry = begun(source, Text::word_tiers, tiers.head);
  add_fact(source, entry, Text::doc_kind, source.words(meaning_of(tiers.kind)));
  entry.tables.push_back(rows_of(source, file, tiers));
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Param& param) {
  Entry entry = begun(source, Text::word_param, param.head);
  entry.formula = code(source, file, param.value);
  add_fact(source, entry, Text::doc_unit, code(source, param.type.span));
  if (param.least && param.most) {
    add_fact(source, entry, Text::doc_range,
             code(source, file, param.least) + " – " + code(source, file, param.most));
  }
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Role& role) {
  Entry entry = begun(source, Text::word_role, role.head);
  add_fact(source, entry, Text::word_table, code(role.table.text));
  entry.formula =
      role.condition ? code(source, file, role.condition) : source.words(Text::doc_everybody);
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Table& table) {
  Entry entry = begun(source, Text::word_table, table.head);
  if (table.like) add_fact(source, entry, Text::doc_like, code(source, table.like->span));
  if (table.dated) add_fact(source, entry, Text::doc_dated, code(source, table.dated->span));
  Table columns;
  for (const Text head : {Text::doc_column, Text::doc_type, Text::doc_header, Text::doc_meaning}) {
    columns.heads.push_back(source.words(head));
  }
  add_columns(source, table, columns);
  for (const ast::Let& let : table.lets) {
    columns.rows.push_back({called(source, let.name.text, let.label.text),
                            "= " + code(source, file, let.value), "",
                            in_language(let.doc, source)});
  }
  if (!columns.rows.empty()) entry.tables.push_back(without_empty_columns(columns));
  for (const ast::Check& check : table.checks)
    entry.notes.push_back(code(source, check.span));
  return entry;
}

}  // namespace kpi::doc
