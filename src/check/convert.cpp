#include <algorithm>

#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/units.hpp"

/// `convert(amount, CNY, rates)`: money of a row at the rate of the row's day.
namespace kpi::check {
namespace {

bool is_code(const std::string& text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

const ast::Name* name_in(const Env& env, ast::ExprId id) {
  const auto* path = std::get_if<ast::PathExpr>(&env.ast->exprs[id].node);
  return path == nullptr || path->path.parts.size() != 1 ? nullptr : &path->path.parts[0];
}

bool report_form(Checker& checker, Span span) {
  checker.diagnostics.report(Code::convert_form, span)
      .hint(Text::write_instead,
            {{"text", form_beside(checker, span, "convert(orders.amount, CNY, rates)")}});
  return false;
}

bool report_rates(Checker& checker, Span span, TableId table, Currency into, Text what) {
  checker.diagnostics.report(
      Code::rates_form, span,
      {{"table", checker.table(table).name}, {"into", std::string(into.text())}, {"what", what}});
  return false;
}

/// The date, the column of money in the currency (the one, or the one that is named: `fx.plan`),
/// and the one text that names currencies.
bool read_rates(Checker& checker, const ast::Path& path, Rates& rates) {
  const ast::Name& name = path.parts[0];
  const auto table = resolve<TableId>(checker, Text::word_table, name);
  if (!table) return false;
  rates.table = *table;
  const TableSchema& schema = checker.table(*table);
  const std::string named = path.parts.size() > 1 ? path.parts[1].text : std::string();
  std::size_t texts = 0, amounts = 0;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const ColumnId id(i);
    const Column& column = schema.columns[id];
    const bool text = column.storage == Storage::Text || column.storage == Storage::Choice;
    const bool money =
        column.type.kind == Kind::Number && is_plain(column.type.unit, Quantity::Money) &&
        column.type.unit.currency == rates.into && (named.empty() || column.name == named);
    if (text) rates.currency = id;
    if (money) rates.rate = id;
    if (money && !named.empty()) checker.note(path.parts[1], column.span);
    texts += text ? 1 : 0;
    amounts += money ? 1 : 0;
  }
  if (!schema.dated) {
    return report_rates(checker, name.span, *table, rates.into, Text::words_rates_dated);
  }
  if (amounts != 1) {
    return report_rates(checker, name.span, *table, rates.into, Text::words_rates_money);
  }
  if (texts == 1 && !schema.columns[rates.currency].optional) return true;
  return report_rates(checker, name.span, *table, rates.into, Text::words_rates_currency);
}

RatesId add_rates(Checker& checker, const Rates& rates) {
  for (std::size_t i = 0; i < checker.program.rates.size(); ++i) {
    const Rates& known = checker.program.rates[RatesId(i)];
    const bool same = known.table == rates.table && known.into == rates.into;
    if (same && known.rate == rates.rate) return RatesId(i);
  }
  return checker.program.rates.push(rates);
}

/// What the amount is in: the text of a column, or one currency for all rows.
ProgramExprId currency_of(Checker& checker, const Env& env, const Currency& currency, Span span) {
  if (!currency.varies()) {
    Type type;
    type.kind = Kind::Text;
    return make_constant(checker, span, std::string(currency.text()), type);
  }
  const VaryingCurrency& named = checker.program.varying[currency.number()];
  TableId last = named.table;
  for (const ColumnId link : named.path.links)
    last = checker.table(last).columns[link].type.link;
  Expr expr;
  expr.op = Op::Column;
  expr.span = span;
  expr.type = checker.table(last).columns[named.path.column].type;
  expr.type.grain = Grain::Row;
  expr.type.table = env.row_table;
  expr.type.optional = false;  // where the amount is, its currency is
  expr.path = named.path;
  return checker.add(std::move(expr));
}

/// The day whose rate counts: what `dated` says here, else the date of the table.
std::optional<ProgramExprId> day_of_row(Checker& checker, const Env& env, const CallSite& site) {
  const TableSchema& table = checker.table(env.row_table);
  const auto& said = site.call.context.dated;
  if (!said && (!table.dated || env.other_date)) {
    checker.diagnostics.report(Code::convert_day, site.span, {{"table", table.name}})
        .hint(Text::write_instead,
              {{"text", form_beside(checker, site.span, "convert(amount, CNY, rates dated day)")}});
    return std::nullopt;
  }
  std::vector<ast::Name> names;
  if (said) names = said->parts;
  if (!said) names = {{table.columns[table.dated].name, site.span, true, {}}};
  ProgramExprId day = check_row_path(checker, env, env.row_table, names, site.span);
  if (checker.failed(day)) return std::nullopt;
  Type type = checker.type(day);
  if (type.kind == Kind::Date) return day;
  if (type.kind == Kind::DateTime) {
    type.kind = Kind::Date;
    return make_op(checker, Op::DayOf, site.span, type, {day});
  }
  checker.diagnostics.report(Code::not_a_date_column, said ? said->span : site.span,
                             {{"name", names.back().text}});
  return std::nullopt;
}

}  // namespace

Currency varying_currency(Checker& checker, TableId table, const ColumnPath& path) {
  auto& varying = checker.program.varying;
  std::size_t number = 0;
  while (number < varying.size() &&
         !(varying[number].table == table && varying[number].path == path))
    ++number;
  if (number == varying.size()) varying.push_back({table, path});
  return Currency::of_rows(number);
}

bool is_varying(const Unit& unit) {
  return unit.currency.varies() || unit.per_currency.varies();
}

/// Rates that the project converts by elsewhere, with the money that they convert into.
static std::optional<std::pair<std::string, std::string>> rates_to_use(const Checker& checker) {
  if (checker.program.rates.empty()) return std::nullopt;
  const Rates& used = checker.program.rates[RatesId(0)];
  return std::make_pair(checker.table(used.table).name, std::string(used.into.text()));
}

void report_varying(Checker& checker, Span span, const std::string& amount) {
  const auto rates = rates_to_use(checker);
  const std::string form = "convert(" + amount + ", " + (rates ? rates->second : "CNY") + ", " +
                           (rates ? rates->first : "rates") + ")";
  checker.diagnostics.report(Code::currency_per_row, span)
      .hint(Text::write_instead, {{"text", form_beside(checker, span, form)}});
}

ProgramExprId check_convert(Checker& checker, const Env& env, const CallSite& site) {
  const auto& arguments = site.call.arguments;
  const ast::Name* into = arguments.size() == 3 ? name_in(env, arguments[1]) : nullptr;
  const auto* from = arguments.size() == 3
                         ? std::get_if<ast::PathExpr>(&env.ast->exprs[arguments[2]].node)
                         : nullptr;
  const bool names_rates = from != nullptr && from->path.parts.size() <= 2;
  if (env.grain != Grain::Row || into == nullptr || !names_rates || !is_code(into->text)) {
    report_form(checker, site.span);
    return checker.error(site.span);
  }
  const ProgramExprId amount = check_expr(checker, env, arguments[0]);
  if (checker.failed(amount)) return checker.error(site.span);
  const Unit unit = checker.type(amount).unit;
  if (checker.type(amount).kind != Kind::Number || !is_plain(unit, Quantity::Money)) {
    report_form(checker, checker.expr(amount).span);
    return checker.error(site.span);
  }
  Rates rates;
  rates.into = Currency(into->text);
  if (!read_rates(checker, from->path, rates)) return checker.error(site.span);
  const auto day = day_of_row(checker, env, site);
  if (!day) return checker.error(site.span);
  const ProgramExprId currency = currency_of(checker, env, unit.currency, site.span);
  Type type = combined(checker, {amount, *day});
  type.kind = Kind::Number;
  type.unit = unit_of(Quantity::Money);
  type.unit.currency = rates.into;
  type.scale =
      checker.type(amount).scale + checker.table(rates.table).columns[rates.rate].type.scale;
  const ProgramExprId id = make_op(checker, Op::Convert, site.span, type, {amount, currency, *day});
  checker.program.exprs[id].rates = add_rates(checker, rates);
  return id;
}

}  // namespace kpi::check
