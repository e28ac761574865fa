#include "check/cell_forms.hpp"
#include "check/expressions.hpp"
#include "check/library.hpp"
#include "check/like_tables.hpp"
#include "check/ranges.hpp"
#include "check/splits.hpp"
#include "check/wide_tables.hpp"

/// Tables: columns and their types, links, dates, owners, calculated columns, checks.
namespace kpi::check {
namespace {

struct ColumnPlace {
  TableId table;
  const ast::Ast& file;
};

int digits_of_step(Checker& checker, const ColumnPlace& place, const ast::Type& type, Unit unit,
                   int otherwise) {
  if (!type.step) return otherwise;
  Env env;
  env.ast = &place.file;
  env.grain = Grain::Constant;
  const auto step = check_constant(checker, env, *type.step, unit);
  if (!step) return otherwise;
  const auto digits = step->sign() > 0 ? decimal_digits(*step) : std::nullopt;
  if (!digits || *step != power_of_ten(-*digits)) {
    checker.diagnostics.report(Code::bad_step, place.file.exprs[*type.step].span);
    return otherwise;
  }
  return *digits;
}

/// The currency's minor unit: 0.01, except for currencies without one.
int minor_digits(const Currency& currency) {
  for (const char* whole : {"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF"}) {
    if (currency.text() == whole) return 0;
  }
  for (const char* three : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}) {
    if (currency.text() == three) return 3;
  }
  return 2;
}

void number_column(Checker& checker, const ColumnPlace& place, const ast::Type& type,
                   Quantity quantity, int digits, Column& column) {
  column.type.kind = Kind::Number;
  column.type.unit = unit_of(quantity);
  column.storage = digits == 0 ? Storage::Integer : Storage::Decimal;
  column.type.scale = digits_of_step(checker, place, type, column.type.unit, digits);
  if (column.type.scale > 0) column.storage = Storage::Decimal;
}

void money_column(Checker& checker, const ColumnPlace& place, const ast::Type& type,
                  Column& column) {
  Currency currency = checker.program.currency;
  if (type.currency.size() == 3) currency = Currency(type.currency);
  if (type.currency_column)
    currency = Currency::of_rows(0);  // which column is set_currencies' to say
  if (!currency.present()) {
    report_currency_missing(checker, type.span, &checker.table(place.table));
    return;
  }
  column.type.kind = Kind::Number;
  column.type.unit = unit_of(Quantity::Money);
  column.type.unit.currency = currency;
  column.storage = Storage::Decimal;
  column.type.scale =
      digits_of_step(checker, place, type, column.type.unit, minor_digits(currency));
}

void link_column(Checker& checker, const ast::Type& type, Column& column) {
  const auto target = resolve<TableId>(checker, Text::word_table, type.link);
  if (!target) return;
  column.type.kind = Kind::Link;
  column.type.link = *target;
  column.storage = Storage::Link;
}

void set_type(Checker& checker, const ColumnPlace& place, const ast::Type& type, Column& column) {
  column.type.grain = Grain::Row;
  column.type.table = place.table;
  column.optional = type.optional;
  column.type.optional = type.optional;
  column.or_unmatched = type.or_unmatched;
  column.in_percent = type.in_percent;
  const auto plain = [&](Kind kind, Storage storage) {
    column.type.kind = kind;
    column.storage = storage;
  };
  switch (type.kind) {
    case ast::TypeKind::Key: plain(Kind::Text, Storage::Key); break;
    case ast::TypeKind::Text: plain(Kind::Text, Storage::Text); break;
    case ast::TypeKind::Bool: plain(Kind::Bool, Storage::Bool); break;
    case ast::TypeKind::Date: plain(Kind::Date, Storage::Day); break;
    case ast::TypeKind::Datetime: plain(Kind::DateTime, Storage::Moment); break;
    case ast::TypeKind::Period:
      plain(Kind::Period, Storage::Period);
      column.period_unit = column.type.period_unit = type.period_unit;
      break;
    case ast::TypeKind::OneOf:
      plain(Kind::Text, Storage::Choice);
      for (const ast::TextLiteral& choice : type.choices)
        column.choices.push_back(choice.text);
      break;
    case ast::TypeKind::Link: link_column(checker, type, column); break;
    case ast::TypeKind::Money: money_column(checker, place, type, column); break;
    case ast::TypeKind::Number:
      number_column(checker, place, type, Quantity::Number, 6, column);
      break;
    case ast::TypeKind::Ratio:
      number_column(checker, place, type, Quantity::Ratio, 4, column);
      break;
    case ast::TypeKind::Points:
      number_column(checker, place, type, Quantity::Points, 2, column);
      break;
    case ast::TypeKind::Count:
      number_column(checker, place, type, Quantity::Count, 0, column);
      break;
    case ast::TypeKind::Days: number_column(checker, place, type, Quantity::Days, 0, column); break;
    case ast::TypeKind::Hours:
      number_column(checker, place, type, Quantity::Hours, 2, column);
      break;
  }
}

/// `amount : money in cur`: the column that names each row's currency, once all columns are known.
void set_currency(Checker& checker, TableId table, const ast::Column& declared) {
  if (!declared.type || !declared.type->currency_column) return;
  const ast::Path& path = *declared.type->currency_column;
  const auto& columns = checker.columns[table.index()];
  const auto own = columns.find(declared.name.text);
  const auto named = path.parts.size() == 1 ? columns.find(path.parts[0].text) : columns.end();
  if (own == columns.end()) return;
  Column& column = checker.program.tables[table].columns[own->second];
  if (named != columns.end()) {
    const Column& currency = checker.table(table).columns[named->second];
    const bool text = currency.storage == Storage::Text || currency.storage == Storage::Choice;
    if (text && !currency.optional) {
      checker.note(path.parts[0], currency.span);
      column.currency = named->second;
      return;
    }
  }
  column.type.kind = Kind::Error;
  checker.diagnostics.report(Code::currency_column, path.span, {{"name", path.parts.back().text}});
}

bool enter_name(Checker& checker, TableId table, const ast::Name& name, Span* earlier) {
  const auto& columns = checker.columns[table.index()];
  const auto found = columns.find(name.text);
  const bool is_let = checker.lets[table.index()].count(name.text) != 0;
  if (found == columns.end() && !is_let) return true;
  if (found != columns.end() && earlier != nullptr) {
    *earlier = checker.table(table).columns[found->second].span;
  }
  Diagnostic& diagnostic =
      checker.diagnostics.report(Code::duplicate_name, name.span, {{"name", name.text}});
  if (earlier != nullptr && earlier->file) {
    diagnostic.label(*earlier, Text::first_here, {{"name", name.text}});
  }
  return false;
}

/// The same text as a key, a link and a name is of use; the same number or day twice is a slip of
/// the pen.
void report_shared_header(Checker& checker, const TableSchema& table, const Column& column) {
  if (column.in_no_file || column.headers_of || !column.headers.empty()) return;
  const Kind kind = column.type.kind;
  if (kind != Kind::Number && kind != Kind::Date) return;
  const bool taken = column.type_span.begin < column.span.begin ||
                     column.type_span.file != column.span.file;  // over from another table
  for (const Column& other : table.columns) {
    if (other.in_no_file || other.header != column.header || other.type.kind != kind) continue;
    checker.diagnostics
        .report(Code::header_twice, column.span,
                {{"name", column.name}, {"other", other.name}, {"header", column.header}})
        .label(other.span, Text::first_here, {{"name", other.name}})
        .hint(taken ? Text::one_header_each_taken : Text::one_header_each,
              {{"name", column.name}, {"other", other.name}});
    return;
  }
}

void add_column(Checker& checker, const ColumnPlace& place, const ast::Column& declared) {
  Span earlier;
  if (!enter_name(checker, place.table, declared.name, &earlier)) return;
  TableSchema& table = checker.program.tables[place.table];
  Column column;
  column.name = declared.name.text;
  column.label = declared.label.text;
  column.header = declared.header.present() ? declared.header.text : declared.name.text;
  if (!declared.headers.texts.empty()) column.headers = headers_of(checker, declared.headers);
  column.doc = declared.doc;
  column.span = declared.name.span;
  column.type_span = declared.type->span;
  column.form_place = declared.form.place;
  set_type(checker, place, *declared.type, column);
  column.form = check_cell_form(checker, declared.form, column);
  column.in_no_file = declared.in_no_file && column.optional;
  if (declared.in_no_file && !column.optional) {
    checker.diagnostics
        .report(Code::required_from_none, declared.name.span, {{"column", column.name}})
        .hint(Text::data_declare_optional, {{"column", column.name}});
  }
  report_shared_header(checker, table, column);
  const ColumnId id = table.columns.next_id();
  if (column.storage == Storage::Key) {
    if (table.key) {
      checker.diagnostics.report(Code::two_keys, declared.name.span,
                                 {{"table", table.name}, {"name", declared.name.text}});
    } else {
      table.key = id;
    }
  }
  checker.columns[place.table.index()].emplace(column.name, id);
  table.columns.push(std::move(column));
}

std::optional<ColumnId> find_column(Checker& checker, TableId table, const ast::Name& name) {
  const auto path = resolve_column_path(checker, table, {name}, false);
  return path ? std::optional<ColumnId>(path->column) : std::nullopt;
}

std::optional<ColumnId> date_column(Checker& checker, TableId table, const ast::Name& name,
                                    bool periods) {
  const auto id = find_column(checker, table, name);
  if (!id) return std::nullopt;
  const Kind kind = checker.table(table).columns[*id].type.kind;
  const bool dates = periods && (kind == Kind::Period || kind == Kind::DateTime);
  if (kind == Kind::Date || dates || kind == Kind::Error) return id;
  checker.diagnostics.report(Code::not_a_date_column, name.span, {{"name", name.text}});
  return std::nullopt;
}

/// The rows are the state on that day: it is their date.
void set_snapshot(Checker& checker, TableId id, const ast::Table& declared) {
  if (declared.dated) {
    checker.diagnostics.report(Code::word_out_of_place, declared.dated->span, {{"word", "dated"}});
    return;
  }
  const auto column = date_column(checker, id, *declared.snapshot, true);
  if (!column) return;
  checker.program.tables[id].dated = *column;
  checker.program.tables[id].snapshot = true;
}

/// `dated order.day`: the day of the row that a link leads to.
std::optional<ColumnId> date_beyond(Checker& checker, TableId table, const ast::Path& path) {
  const std::string& own = checker.table(table).name;
  if (path.parts[0].text == own) {
    checker.diagnostics.report(Code::unknown_column, path.span, {{"table", own}, {"name", own}})
        .fix(path.span, path.parts.back().text, false);
    return std::nullopt;
  }
  const auto link = find_column(checker, table, path.parts[0]);
  if (!link) return std::nullopt;
  const Column& leads = checker.table(table).columns[*link];
  if (leads.type.kind != Kind::Link || path.parts.size() > 2) {
    checker.diagnostics.report(Code::not_a_date_column, path.span,
                               {{"name", path.parts.back().text}});
    return std::nullopt;
  }
  const TableId there = leads.type.link;
  const auto column = date_column(checker, there, path.parts[1], true);
  if (!column || checker.table(there).columns[*column].copied) return std::nullopt;
  return copied_column(checker, table, *link, *column);
}

/// The days of a table's rows, which the heads of others may read.
void set_days(Checker& checker, TableId id, const ast::Table& declared) {
  TableSchema& table = checker.program.tables[id];
  table.label = declared.head.label.text;
  table.doc = declared.head.doc;
  if (declared.dated) {
    const bool own = declared.dated->parts.size() == 1;
    const auto column = own ? date_column(checker, id, declared.dated->parts[0], true)
                            : date_beyond(checker, id, *declared.dated);
    if (column) checker.program.tables[id].dated = *column;
    if (!own && declared.covers) {  // its days are those of the rows it leads to
      checker.diagnostics.report(Code::word_out_of_place, declared.dated->span,
                                 {{"word", "covers"}});
    }
  }
  if (declared.snapshot) set_snapshot(checker, id, declared);
  if (declared.valid) {
    const auto from = date_column(checker, id, declared.valid->from, false);
    const auto to = date_column(checker, id, declared.valid->to, false);
    if (from && to) table.valid = Validity{*from, *to, declared.valid->inclusive};
  }
}

void set_head(Checker& checker, const ast::Ast& file, TableId id, const ast::Table& declared) {
  if (declared.head.effective) {
    checker.diagnostics
        .report(Code::effective_table, declared.head.effective->span,
                {{"table", declared.head.name.text}})
        .hint(Text::table_of_other_headers,
              {{"text", form_beside(checker, declared.head.name.span,
                                    "table orders_2025 like orders { amount from \"…\" }")}});
  }
  TableSchema& table = checker.program.tables[id];
  if (declared.credited) {
    const auto path = resolve_column_path(checker, id, declared.credited->parts, true);
    if (path) table.credited = *path;
  }
  if (declared.covers) table.covers = check_range(checker, file, *declared.covers);
  for (const std::vector<ast::Name>& names : declared.unique) {
    std::vector<ColumnId> columns;
    for (const ast::Name& name : names) {
      if (const auto column = find_column(checker, id, name)) columns.push_back(*column);
    }
    if (columns.size() == names.size()) table.unique.push_back(std::move(columns));
  }
}

Env row_env(const ast::Ast& file, TableId table) {
  Env env;
  env.ast = &file;
  env.grain = Grain::Row;
  env.row_table = table;
  return env;
}

bool is_condition(const ast::Ast& file, const ast::Let& let) {
  const auto& node = file.exprs[let.value].node;
  const auto* binary = std::get_if<ast::Binary>(&node);
  return std::holds_alternative<ast::Compare>(node) || std::holds_alternative<ast::IsOneOf>(node) ||
         std::holds_alternative<ast::IsPresent>(node) ||
         (binary != nullptr &&
          (binary->op == ast::BinaryOp::And || binary->op == ast::BinaryOp::Or));
}

void enter_lets(Checker& checker, TableId id, const std::vector<Layer>& layers) {
  for (const MergedLet& merged : merged_lets(layers)) {
    const ast::Let& let = *merged.let;
    if (!enter_name(checker, id, let.name, nullptr)) continue;
    TableSchema& table = checker.program.tables[id];
    checker.lets[id.index()].emplace(let.name.text, table.lets.size());
    table.lets.push_back({let.name.text, let.label.text, let.doc, {}, let.span});
    const bool condition = merged.of_base != nullptr &&
                           is_in_library(checker, merged.of_base->span) &&
                           is_condition(*merged.base_file, *merged.of_base);
    checker.let_states[id.index()].push_back({&let, merged.file, Progress::Waiting, condition});
  }
}

void add_checks(Checker& checker, const ast::Ast& file, TableId id, const ast::Table& declared) {
  for (const ast::Check& check : declared.checks) {
    const ProgramExprId condition = check_condition(checker, row_env(file, id), check.condition);
    reject_row_division(checker, condition);
    if (checker.failed(condition)) continue;
    checker.program.tables[id].checks.push_back(
        {condition, check.message.text, check.span, is_in_library(checker, check.span)});
  }
}

/// A table that something links to must have a key to be found by.
void check_linked_keys(Checker& checker) {
  for (const TableSchema& table : checker.program.tables) {
    for (const Column& column : table.columns) {
      if (column.type.kind != Kind::Link) continue;
      const TableSchema& target = checker.table(column.type.link);
      if (target.key || !checker.unread.empty()) continue;  // the key may be what did not parse
      checker.diagnostics.report(Code::link_without_key, column.span, {{"table", target.name}})
          .label(target.span, Text::defined_here, {{"name", target.name}});
    }
  }
}

template <class Visit>
void each_table(Checker& checker, const std::vector<const ast::Ast*>& files, Visit visit) {
  each<ast::Table>(files, [&](const ast::Ast& file, const ast::Table& table) {
    const auto id = checker.find_as<TableId>(table.head.name.text);
    if (id && checker.table(*id).span == table.head.name.span) visit(file, *id, table);
  });
}

}  // namespace

/// The condition that a text column wants, `class == "…"`: which of its words is the author's to
/// say.
static std::string example_condition(const Column* column) {
  const bool text = column != nullptr && column->type.kind == Kind::Text;
  return text ? column->name + " == \"…\"" : "…";
}

/// A calculated column of the library is written for the library's own columns; a table that says
/// one of them otherwise (other choices, another currency) says what is made of it anew.
static void hint_say_anew(Checker& checker, TableId table, const std::string& let) {
  Diagnostic& report = checker.diagnostics.last();
  const TableSchema& declared = checker.table(table);
  if (!is_in_library(checker, report.span) || is_in_library(checker, declared.span)) return;
  const Column* compared = nullptr;
  for (const Argument& argument : report.arguments) {
    const auto* name = std::get_if<std::string>(&argument.value);
    if (argument.name != "column" || name == nullptr) continue;
    const auto found = checker.columns[table.index()].find(*name);
    if (found != checker.columns[table.index()].end()) compared = &declared.columns[found->second];
  }
  report.hint(Text::say_let_anew,
              {{"let", let}, {"table", declared.name}, {"formula", example_condition(compared)}});
}

/// What the library reads as a condition must be one where a table says it anew.
static void check_anew(Checker& checker, TableId table, std::size_t index) {
  const LetState& state = checker.let_states[table.index()][index];
  const ProgramExprId value = checker.table(table).lets[index].value;
  if (!state.condition_in_library || checker.failed(value)) return;
  const Expr& expr = checker.expr(value);
  if (expr.type.kind == Kind::Bool) return;
  const Column* column = nullptr;
  if (expr.op == Op::Column && expr.path.links.empty() && expr.path.column) {
    column = &checker.table(table).columns[expr.path.column];
  }
  const ast::Name& name = state.declared->name;
  checker.diagnostics.report(Code::bound_type, name.span, {{"name", name.text}})
      .hint(Text::library_condition, {{"name", name.text}, {"formula", example_condition(column)}});
  checker.program.tables[table].lets[index].value = checker.error(name.span);
}

ProgramExprId ensure_let(Checker& checker, TableId table, std::size_t index) {
  if (checker.let_states.empty()) return checker.table(table).lets[index].value;
  LetState& state = checker.let_states[table.index()][index];
  const std::string name = state.declared->name.text;
  if (state.progress == Progress::Running) {
    checker.diagnostics.report(Code::definition_cycle, state.declared->name.span,
                               {{"name", name}, {"path", name + " -> … -> " + name}});
    return checker.error(state.declared->span);
  }
  if (state.progress == Progress::Done) return checker.table(table).lets[index].value;
  state.progress = Progress::Running;
  const std::size_t reported = checker.diagnostics.size();
  const ProgramExprId value =
      check_expr(checker, row_env(*state.ast, table), state.declared->value);
  if (checker.diagnostics.size() > reported) hint_say_anew(checker, table, name);
  reject_row_division(checker, value);
  checker.program.tables[table].lets[index].value = value;
  check_anew(checker, table, index);
  checker.let_states[table.index()][index].progress = Progress::Done;
  return checker.table(table).lets[index].value;
}

void check_tables(Checker& checker, const std::vector<const ast::Ast*>& files) {
  std::map<TableId, std::vector<Layer>> layers;  // of the tables that have a file
  each_table(checker, files, [&](const ast::Ast& file, TableId id, const ast::Table& table) {
    if (table.derived_from) return;
    layers[id] = layers_of(checker, files, {&file, &table});
    if (layers[id].empty()) checker.broken_tables.insert(id);
    const std::vector<MergedColumn> columns = merged_columns(checker, layers[id]);
    for (const MergedColumn& column : columns)
      add_column(checker, {id, *column.file}, column.column);
    for (const MergedColumn& column : columns) {
      set_currency(checker, id, column.column);
      check_headers_of(checker, id, column.column);
      check_year_of(checker, *column.file, id, column.column);
    }
    check_rows_of_record(checker, id);
  });
  each_table(checker, files, [&](const ast::Ast& file, TableId id, const ast::Table& table) {
    if (table.derived_from) add_derived_table(checker, file, id, table);
  });
  check_linked_keys(checker);
  std::map<TableId, ast::Table> heads;
  for (const auto& [id, all] : layers) {
    if (!all.empty()) heads.emplace(id, merged_head(all));
  }
  for (const auto& [id, head] : heads)
    set_days(checker, id, head);
  for (const bool history : {true, false}) {  // other heads read through what these are about
    each_table(checker, files, [&](const ast::Ast& file, TableId id, const ast::Table&) {
      const auto head = heads.find(id);
      if (head == heads.end() || checker.table(id).valid.has_value() != history) return;
      set_head(checker, file, id, head->second);
    });
  }
  for (const auto& [id, head] : heads) {
    if (head.credited_by) set_split(checker, id, *head.credited_by);
  }
  check_holidays(checker, files);
  checker.let_states.resize(checker.program.tables.size());
  for (const auto& [id, all] : layers)
    enter_lets(checker, id, all);
  each_table(checker, files, [&](const ast::Ast&, TableId id, const ast::Table&) {
    for (std::size_t i = 0; i < checker.let_states[id.index()].size(); ++i) {
      ensure_let(checker, id, i);
    }
    for (const Layer& layer : layers[id])
      add_checks(checker, *layer.file, id, *layer.table);
  });
}

}  // namespace kpi::check
