#include <algorithm>

#include "check/expressions.hpp"
#include "check/units.hpp"

/// Tables made of the values of a column: a row for each, with facts of the whole history.
namespace kpi::check {
namespace {

/// The column whose values are the rows; nothing when reported.
std::optional<std::pair<TableId, ColumnId>> source_of(Checker& checker, const ast::Path& path) {
  const auto table = resolve<TableId>(checker, Text::word_table, path.parts[0]);
  if (!table) return std::nullopt;
  const auto found = path.parts.size() == 2
                         ? resolve_column_path(checker, *table, {path.parts[1]}, false)
                         : std::optional<ColumnPath>();
  if (path.parts.size() == 2 && !found) return std::nullopt;
  const auto is_text = [](const Column& column) {
    return column.storage == Storage::Text || column.storage == Storage::Choice;
  };
  if (found && is_text(checker.table(*table).columns[found->column])) {
    return std::make_pair(*table, found->column);
  }
  std::string name;
  for (const ast::Name& part : path.parts)
    name += (name.empty() ? "" : ".") + part.text;
  checker.diagnostics.report(Code::derived_source, path.span, {{"name", name}});
  return std::nullopt;
}

void reject_parts(Checker& checker, const ast::Table& declared, const std::string& source) {
  const bool only_lets = declared.columns.empty() && declared.checks.empty() && !declared.dated &&
                         !declared.credited && !declared.credited_by && !declared.snapshot &&
                         !declared.valid && !declared.covers && declared.unique.empty();
  if (only_lets) return;
  const Span span =
      declared.columns.empty() ? declared.head.name.span : declared.columns[0].name.span;
  checker.diagnostics.report(Code::derived_parts, span,
                             {{"table", declared.head.name.text}, {"source", source}});
}

template <class Word>
bool is_any(Word word, std::initializer_list<Word> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Hours between two moments, not rounded: thirds of an hour have no last digit.
bool counts_hours(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::HoursBetween) return true;
  if (expr.op == Op::Round) return false;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return counts_hours(program, arg); });
}

/// Of an aggregate over rows: what its values have; a mean has no fixed number.
std::optional<int> digits_of(const Program& program, const Aggregate& read) {
  if (read.kind == AggregateKind::Count || read.kind == AggregateKind::CountDistinct) return 0;
  const bool keeps = is_any(
      read.kind, {AggregateKind::Sum, AggregateKind::Min, AggregateKind::Max, AggregateKind::Only});
  if (!keeps || read.per || counts_hours(program, read.value)) return std::nullopt;
  return program.exprs[read.value].type.scale;
}

/// Digits after the point that the value needs, whatever the data; nothing if no number is enough.
std::optional<int> digits_of(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Constant) {
    return expr.constant.is_number() ? decimal_digits(expr.constant.number()) : 0;
  }
  if (expr.op == Op::Aggregate) return digits_of(program, program.aggregates[expr.aggregate]);
  if (expr.op == Op::Round) return expr.round ? decimal_digits(expr.round->step) : std::nullopt;
  if (is_any(expr.op, {Op::DaysBetween, Op::Days, Op::Months})) return 0;
  const bool keeps = is_any(expr.op, {Op::Add, Op::Subtract, Op::Negate, Op::IfNone, Op::Min,
                                      Op::Max, Op::Clamp, Op::If});
  if (!keeps) return std::nullopt;
  int most = 0;
  for (std::size_t i = expr.op == Op::If ? 1 : 0; i < expr.args.size(); ++i) {
    const auto digits = digits_of(program, expr.args[i]);
    if (!digits) return std::nullopt;
    most = std::max(most, *digits);
  }
  return most;
}

/// How the value is stored; false when it cannot be.
bool set_storage(Checker& checker, Column& column, ProgramExprId value) {
  const Type& type = checker.type(value);
  column.type = type;
  switch (type.kind) {
    case Kind::Date: column.storage = Storage::Day; return true;
    case Kind::DateTime: column.storage = Storage::Moment; return true;
    case Kind::Bool: column.storage = Storage::Bool; return true;
    case Kind::Text: column.storage = Storage::Text; return true;
    case Kind::Number: {
      const auto digits = digits_of(checker.program, value);
      if (!digits) break;
      column.type.scale = std::max(*digits, 0);
      column.storage = column.type.scale == 0 ? Storage::Integer : Storage::Decimal;
      return true;
    }
    case Kind::Error:
    case Kind::Period:
    case Kind::Link: break;
  }
  checker.diagnostics.report(Code::derived_inexact, checker.expr(value).span,
                             {{"name", column.name}});
  return false;
}

}  // namespace

void add_derived_table(Checker& checker, const ast::Ast& file, TableId id,
                       const ast::Table& declared) {
  const auto source = source_of(checker, *declared.derived_from);
  if (!source) return;
  Column& read = checker.program.tables[source->first].columns[source->second];
  TableSchema& table = checker.program.tables[id];
  reject_parts(checker, declared, checker.table(source->first).name + "." + read.name);
  Column key;
  key.name = read.name;
  key.label = read.label;
  key.span = declared.derived_from->span;
  key.storage = Storage::Key;
  key.type = read.type;
  key.type.kind = Kind::Text;
  key.type.optional = false;
  key.type.table = id;
  table.key = ColumnId(0);
  table.derived_from = source->first;
  table.derived_of = source->second;
  checker.columns[id.index()].emplace(key.name, ColumnId(0));
  table.columns.push(std::move(key));
  read.storage = Storage::Link;
  read.type.kind = Kind::Link;
  read.type.link = id;
  for (const ast::Let& let : declared.lets) {
    const ColumnId place = table.columns.next_id();
    if (!checker.columns[id.index()].emplace(let.name.text, place).second) {
      checker.diagnostics.report(Code::duplicate_name, let.name.span, {{"name", let.name.text}});
      continue;
    }
    Column& column = table.columns[table.columns.push({})];
    column.name = let.name.text;
    column.label = let.label.text;
    column.header = let.name.text;
    column.span = let.name.span;
    checker.computed[{id, place}] = {&let, &file, Progress::Waiting};
  }
}

void ensure_computed(Checker& checker, TableId table, ColumnId place) {
  const auto found = checker.computed.find({table, place});
  if (found == checker.computed.end() || found->second.progress == Progress::Done) return;
  LetState& state = found->second;
  if (state.progress == Progress::Running) {
    const std::string& name = state.declared->name.text;
    checker.diagnostics.report(Code::definition_cycle, state.declared->name.span,
                               {{"name", name}, {"path", name + " -> … -> " + name}});
    return;
  }
  state.progress = Progress::Running;
  Env env;
  env.ast = state.ast;
  env.grain = Grain::Subject;
  env.subject_table = table;
  const ProgramExprId value = check_expr(checker, env, state.declared->value);
  state.progress = Progress::Done;
  if (checker.failed(value)) return;
  Column column = checker.table(table).columns[place];
  if (!set_storage(checker, column, value)) return;
  column.type.grain = Grain::Row;
  column.type.table = table;
  column.optional = column.type.optional;
  column.computed = value;
  checker.program.tables[table].columns[place] = std::move(column);
}

void check_computed(Checker& checker) {
  for (const auto& [place, state] : checker.computed)
    ensure_computed(checker, place.first, place.second);
}

}  // namespace kpi::check
