#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/words.hpp"

/// The currency, precision and calendar blocks.
namespace kpi::check {
namespace {

bool is_code(const std::string& text) {
  return text.size() == 3 &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
}

/// The code of a currency that is written by its name; null for other words.
const char* code_of_currency(const std::string& word) {
  constexpr std::pair<std::string_view, const char*> kCurrencies[] = {
      {"人民币", "CNY"}, {"人民幣", "CNY"}, {"元", "CNY"},   {"yuan", "CNY"},   {"cny", "CNY"},
      {"rmb", "CNY"},    {"美元", "USD"},   {"usd", "USD"},  {"dollar", "USD"}, {"欧元", "EUR"},
      {"eur", "EUR"},    {"euro", "EUR"},   {"港币", "HKD"}, {"日元", "JPY"}};
  const std::string lower = ascii_lower(word);
  for (const auto& [name, code] : kCurrencies) {
    if (lower == name) return code;
  }
  return nullptr;
}

void set_currency(Checker& checker, const ast::Currency& currency, Span& seen) {
  if (seen.file) {
    checker.diagnostics.report(Code::duplicate_setting_block, currency.span, {{"name", "currency"}})
        .label(seen, Text::first_here, {{"name", "currency"}});
    return;
  }
  seen = currency.span;
  if (!is_code(currency.code.text)) {
    Diagnostic& report = checker.diagnostics.report(Code::bad_currency, currency.code.span,
                                                    {{"text", currency.code.text}});
    if (const char* code = code_of_currency(currency.code.text)) {
      report.hint(Text::did_you_mean, {{"name", code}}).fix(currency.code.span, code, false);
    }
    return;
  }
  checker.program.currency = Currency(currency.code.text);
}

/// Where the step of a unit's word is kept, and the unit its step is written in.
std::optional<RoundSpec>* slot_of(Precision& precision, const std::string& word,
                                  Quantity& quantity) {
  struct Row {
    const char* word;
    Quantity quantity;
    std::optional<RoundSpec> Precision::*slot;
  };
  static const Row kRows[] = {{"ratio", Quantity::Ratio, &Precision::ratio},
                              {"points", Quantity::Points, &Precision::points},
                              {"money", Quantity::Money, &Precision::money},
                              {"number", Quantity::Number, &Precision::number},
                              {"count", Quantity::Count, &Precision::count},
                              {"days", Quantity::Days, &Precision::days},
                              {"hours", Quantity::Hours, &Precision::hours}};
  for (const Row& row : kRows) {
    if (word != row.word) continue;
    quantity = row.quantity;
    return &(precision.*row.slot);
  }
  return nullptr;
}

void set_precision(Checker& checker, const ast::Ast& file, const ast::Precision& precision) {
  Env env;
  env.ast = &file;
  env.grain = Grain::Constant;
  for (const ast::PrecisionItem& item : precision.items) {
    Quantity quantity = Quantity::Number;
    auto* slot = slot_of(checker.program.precision, canonical_word(item.unit), quantity);
    if (slot == nullptr) {
      checker.diagnostics.report(Code::unknown_setting_word, item.unit.span,
                                 {{"name", item.unit.text}, {"block", "precision"}});
      continue;
    }
    if (*slot) {
      checker.diagnostics.report(Code::duplicate_setting_block, item.unit.span,
                                 {{"name", item.unit.text}});
      continue;
    }
    Unit unit = unit_of(quantity);
    if (quantity == Quantity::Money) unit.currency = checker.program.currency;
    ast::Round round;
    round.step = item.step;
    round.mode = item.mode;
    *slot = check_round(checker, env, round, unit);
  }
}

int weekday_of(const std::string& word) {
  static constexpr const char* kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};
  for (int i = 0; i < 7; ++i) {
    if (word == kDays[i]) return i + 1;
  }
  return 0;
}

void set_calendar(Checker& checker, const ast::Ast& file, const ast::CalendarBlock& block) {
  Calendar& calendar = checker.program.calendar;
  Env env;
  env.ast = &file;
  env.grain = Grain::Constant;
  if (block.fiscal_start) {
    const auto month = check_constant(checker, env, *block.fiscal_start, Unit{});
    const auto number = month ? month->to_int64() : std::nullopt;
    if (month && (!number || *number < 1 || *number > 12)) {
      checker.diagnostics.report(Code::unknown_setting_word, file.exprs[*block.fiscal_start].span,
                                 {{"name", to_fraction_string(*month)}, {"block", "fiscal year"}});
    } else if (number) {
      calendar.fiscal_start_month = static_cast<int>(*number);
    }
  }
  if (block.week_start.present()) {
    const int day = weekday_of(canonical_word(block.week_start));
    if (day == 0) {
      checker.diagnostics.report(Code::unknown_setting_word, block.week_start.span,
                                 {{"name", block.week_start.text}, {"block", "week starts"}});
    } else {
      calendar.week_start = day;
    }
  }
  if (block.timezone.present()) calendar.timezone = block.timezone.text;
}

/// What some block said already: another one may add to it, and not change it.
struct CalendarSaid {
  bool fiscal = false, week = false, timezone = false, holidays = false;
};

void reject_second_setting(Checker& checker, const ast::Ast& file, const ast::CalendarBlock& block,
                           CalendarSaid& said) {
  const auto once = [&](bool& before, bool now, Span span, const char* name) {
    if (before && now) {
      checker.diagnostics.report(Code::duplicate_setting_block, span, {{"name", name}});
    }
    before = before || now;
  };
  const Span fiscal = block.fiscal_start ? file.exprs[*block.fiscal_start].span : Span{};
  once(said.fiscal, block.fiscal_start.has_value(), fiscal, "fiscal year starts");
  once(said.week, block.week_start.present(), block.week_start.span, "week starts");
  once(said.timezone, block.timezone.present(), block.timezone.span, "timezone");
  const Span holidays = block.holidays ? block.holidays->span : Span{};
  once(said.holidays, block.holidays.has_value(), holidays, "holidays");
}

bool says_off_and_work(const Column& column) {
  const auto is_pair = [&](const char* off, const char* work) {
    return column.choices.size() == 2 && (column.choices[0] == off || column.choices[1] == off) &&
           (column.choices[0] == work || column.choices[1] == work);
  };
  return is_pair(kOff, kWork) || is_pair(kOffChinese, kWorkChinese);
}

/// The `one of` column, if there is one; false when it says something else.
bool find_kind(Checker& checker, Holidays& holidays) {
  const TableSchema& table = checker.table(holidays.table);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[ColumnId(i)];
    if (column.storage != Storage::Choice) continue;
    if (holidays.kind || column.optional || !says_off_and_work(column)) {
      checker.diagnostics.report(Code::holidays_kind, column.span, {{"name", column.name}})
          .label(holidays.span, Text::holidays_named_here);
      return false;
    }
    holidays.kind = ColumnId(i);
  }
  return true;
}

/// `holidays off_days.day`. Only for days the table says it is complete for is anything known.
void set_holidays(Checker& checker, const ast::Path& path) {
  const auto table = resolve<TableId>(checker, Text::word_table, path.parts[0]);
  if (!table) return;
  const std::vector<ast::Name> names(path.parts.begin() + 1, path.parts.end());
  const auto day = names.size() == 1 ? resolve_column_path(checker, *table, names, false)
                                     : std::optional<ColumnPath>();
  if (names.size() == 1 && !day) return;
  const Column* column = day ? &checker.table(*table).columns[day->column] : nullptr;
  if (column == nullptr || column->type.kind != Kind::Date || column->optional) {
    checker.diagnostics.report(Code::not_a_date_column, path.span,
                               {{"name", path.parts.back().text}});
    return;
  }
  Holidays holidays;
  holidays.table = *table;
  holidays.day = day->column;
  holidays.span = path.span;
  const TableSchema& schema = checker.table(*table);
  if (!schema.covers) {
    checker.diagnostics.report(Code::holidays_unbounded, path.span, {{"table", schema.name}})
        .label(schema.span, Text::defined_here, {{"name", schema.name}})
        .hint(Text::declare_holiday_days, {{"table", schema.name}});
    return;
  }
  if (find_kind(checker, holidays)) checker.program.holidays = holidays;
}

}  // namespace

void check_holidays(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::CalendarBlock>(files, [&](const ast::Ast&, const ast::CalendarBlock& block) {
    if (block.holidays) set_holidays(checker, *block.holidays);
  });
}

void check_settings(Checker& checker, const std::vector<const ast::Ast*>& files) {
  Span currency_seen;
  each<ast::Currency>(files, [&](const ast::Ast&, const ast::Currency& currency) {
    set_currency(checker, currency, currency_seen);
  });
  CalendarSaid said;
  each<ast::CalendarBlock>(files, [&](const ast::Ast& file, const ast::CalendarBlock& block) {
    reject_second_setting(checker, file, block, said);
    set_calendar(checker, file, block);
  });
  each<ast::Precision>(files, [&](const ast::Ast& file, const ast::Precision& precision) {
    set_precision(checker, file, precision);
  });
}

}  // namespace kpi::check
