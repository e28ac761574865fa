#include "driver/guessed_column.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_set>

#include "base/calendar.hpp"
#include "base/rational.hpp"
#include "base/text.hpp"
#include "program/schema.hpp"
#include "table/blanks.hpp"
#include "table/cell_values.hpp"
#include "table/multiples.hpp"

namespace kpi::driver {
namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t kMostChoices = 12;  // a list that a reader takes in at a glance
constexpr int kMoneyDigits = 2;
constexpr int kRatioDigits = 4;
constexpr int kNumberDigits = 6;
constexpr int kMostDecimals = 12;
constexpr std::size_t kMostWholeDigits = 15;

constexpr std::array kDayForms = {"m/d/y", "d/m/y",   "m-d-y",   "d-m-y",    "m.d.y",
                                  "d.m.y", "d-mon-y", "d mon y", "mon d, y", "mon d y"};

/// Stand for no value wherever they are met; in columns of texts only those that are no word.
constexpr std::array kMarks = {"-",    "--",   "—",    "–",    "N/A",    "n/a", "NA", "#N/A",
                               "NULL", "null", "Null", "None", "(null)", "\\N", "无", "暂无"};
constexpr std::array kMarksOfTexts = {"N/A", "n/a", "#N/A", "NULL", "null", "(null)", "\\N"};

constexpr std::array kMoneyWords = {
    "amount", "amt",   "price",  "revenue", "sales", "cost",  "total", "freight", "tax",
    "quota",  "bonus", "margin", "profit",  "value", "salar", "wage",  "pay",     "fee",
    "budget", "金额",  "额",     "价",      "成本",  "费",    "收入",  "利润",    "毛利",
    "奖金",   "工资",  "底薪",   "预算",    "回款",  "营收"};
constexpr std::array kRatioWords = {"pct", "percent", "ratio", "rate", "discount",
                                    "率",  "比例",    "占比",  "折扣"};
constexpr std::array kPercentWords = {"pct", "percent", "%", "率", "占比"};
constexpr std::array kMonthWords = {"month", "period", "月", "期"};
constexpr std::array kYearWords = {"year", "年"};

template <class Words>
bool has_word(const std::string& header, const Words& words) {
  const std::string lower = ascii_lower(header);
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return lower.find(word) != std::string::npos; });
}

bool all_of(const Texts& texts, const std::function<bool(const std::string&)>& holds) {
  return std::all_of(texts.begin(), texts.end(), holds);
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whole numbers as they are counted; digits with zeros in front are a name.
bool is_whole(const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(text[0] == '-' ? 1 : 0);
  return is_digits(digits) && digits.size() <= kMostWholeDigits &&
         (digits[0] != '0' || digits.size() == 1);
}

/// A number of a column is one of these.
struct NumberKind {
  Quantity quantity;
  const char* word;
  int digits;  // that its columns keep where nothing is said
  Currency currency = {};
  bool in_percent = false;
  int zeros = 0;  // the header promises that they are in 万: 4
};

Column number_column(const NumberKind& kind, int digits, const NumberForm* form) {
  Column column;
  column.type.kind = Kind::Number;
  column.type.unit.quantity = kind.quantity;
  column.type.unit.currency = kind.currency;
  column.in_percent = kind.in_percent;
  column.type.scale = digits;
  column.storage = Storage::Decimal;
  column.form.zeros = kind.zeros;
  if (form != nullptr) {
    column.form.group = form->group;
    column.form.point = form->point;
  }
  return column;
}

bool reads_as(const Texts& texts, const Column& column) {
  std::int64_t mantissa = 0;
  return all_of(texts, [&](const std::string& text) {
    if (table::read_number(text, column, mantissa) != table::NumberFault::None) return false;
    const std::int64_t limit =
        table::kMaxPlainRatio * table::power_of_ten_integer(column.type.scale);
    return column.type.unit.quantity != Quantity::Ratio || column.in_percent ||
           table::has_percent_sign(text) || (mantissa <= limit && mantissa >= -limit);
  });
}

/// The fewest decimals that lose nothing, of the kind's own upwards.
std::optional<int> digits_for(const Texts& texts, const NumberKind& kind, const NumberForm* form) {
  for (int digits = kind.digits; digits <= kMostDecimals; ++digits) {
    if (reads_as(texts, number_column(kind, digits, form))) return digits;
  }
  return std::nullopt;
}

std::string plain(std::int64_t mantissa, int digits) {
  const Rational number = Rational(mantissa) / power_of_ten(digits);
  return to_decimal_string(number, decimal_digits(number).value_or(digits));
}

/// Another form under which every number is one, and some are others.
void remark_on_other_number(const Texts& texts, const NumberKind& kind, int digits,
                            const NumberForm* chosen, ColumnGuess& guess) {
  const Column here = number_column(kind, digits, chosen);
  for (const NumberForm& form : kNumberForms) {
    const Column there = number_column(kind, digits, &form);
    if (&form == chosen || !reads_as(texts, there)) continue;
    for (const std::string& text : texts) {
      std::int64_t first = 0, second = 0;
      table::read_number(text, here, first);
      table::read_number(text, there, second);
      if (first == second) continue;
      guess.remarks.push_back({Text::init_two_numbers,
                               {{"text", text},
                                {"first", plain(first, digits)},
                                {"form", std::string(form.example)},
                                {"second", plain(second, digits)}}});
      return;
    }
  }
}

/// ` 0.0001`; of a ratio ` 0.0001%`.
std::string step_text(const NumberKind& kind, int digits) {
  constexpr int kPercent = 2;
  const bool ratio = kind.quantity == Quantity::Ratio;
  const auto zeros = static_cast<std::size_t>(digits - 1 - (ratio ? kPercent : 0));
  return " 0." + std::string(zeros, '0') + (ratio ? "1%" : "1");
}

/// The currency whose sign stands at a number; of those that share it the most usual.
std::optional<NumberKind> kind_by_sign(const Texts& texts) {
  struct Sign {
    const char* sign;
    const char* type;
    const char* currency;
  };
  constexpr Sign kSigns[] = {
      {"¥", "money CNY", "CNY"},   {"￥", "money CNY", "CNY"}, {"元", "money CNY", "CNY"},
      {"CNY", "money CNY", "CNY"}, {"€", "money EUR", "EUR"},  {"EUR", "money EUR", "EUR"},
      {"£", "money GBP", "GBP"},   {"$", "money USD", "USD"},  {"USD", "money USD", "USD"}};
  for (const Sign& each : kSigns) {
    const bool stands = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return text.find(each.sign) != std::string::npos;
    });
    if (stands)
      return NumberKind{Quantity::Money, each.type, kMoneyDigits, Currency(each.currency)};
  }
  return std::nullopt;
}

/// ` in 万`
std::string multiple_text(int zeros) {
  switch (zeros) {
    case 3: return " in thousands";
    case 4: return " in 万";
    case 6: return " in millions";
    case 8: return " in 亿";
    default: return "";
  }
}

void remark_on_multiple(const Texts& texts, const NumberKind& kind, int digits,
                        const NumberForm* form, ColumnGuess& guess) {
  std::int64_t mantissa = 0;
  table::read_number(texts.front(), number_column(kind, digits, form), mantissa);
  guess.remarks.push_back({Text::init_header_multiple,
                           {{"multiple", table::multiple_word(kind.zeros)},
                            {"text", texts.front()},
                            {"value", plain(mantissa, digits)}}});
}

/// The kind in the multiple that the header promises, where no cell says one itself.
NumberKind with_multiple(NumberKind kind, const Texts& texts, const std::string& header) {
  const int zeros = table::multiple_in_header(header);
  const bool own = std::any_of(texts.begin(), texts.end(), table::has_multiple);
  if (kind.quantity != Quantity::Ratio && !own) kind.zeros = zeros;
  return kind;
}

NumberKind number_kind(const Texts& texts, const std::string& header) {
  const NumberKind ratio = {Quantity::Ratio, "ratio", kRatioDigits};
  if (all_of(texts, [](const auto& text) { return table::has_percent_sign(text); })) return ratio;
  if (const auto money = kind_by_sign(texts)) return *money;
  if (has_word(header, kRatioWords) && digits_for(texts, ratio, nullptr)) return ratio;
  const NumberKind percent = {Quantity::Ratio, "ratio in percent", kRatioDigits, {}, true};
  if (has_word(header, kPercentWords) && digits_for(texts, percent, nullptr)) return percent;
  if (has_word(header, kMoneyWords)) return {Quantity::Money, "money", kMoneyDigits};
  return {Quantity::Number, "number", kNumberDigits};
}

bool guess_number(const Texts& texts, ColumnGuess& guess) {
  const bool whole = all_of(texts, is_whole);
  const bool named = all_of(texts, [](const auto& text) { return is_digits(text); });
  if (named && !whole) return false;
  const NumberKind kind = with_multiple(number_kind(texts, guess.header), texts, guess.header);
  if (whole && kind.quantity == Quantity::Number) {
    guess.kind = ColumnKind::Whole;
    guess.type = names_an_identity(guess.header) ? "text" : "count" + multiple_text(kind.zeros);
    if (kind.zeros > 0) remark_on_multiple(texts, kind, 0, nullptr, guess);
    const bool truths = texts.size() == 2 && texts[0].size() == 1 && texts[1].size() == 1 &&
                        all_of(texts, [](const auto& text) { return text < "2"; });
    if (truths) guess.remarks.push_back({Text::init_or_type, {{"type", "bool"}}});
    return true;
  }
  std::vector<const NumberForm*> forms = {nullptr};
  for (const NumberForm& form : kNumberForms)
    forms.push_back(&form);
  for (const NumberForm* form : forms) {
    const auto digits = digits_for(texts, kind, form);
    if (!digits) continue;
    guess.kind = whole && names_an_identity(guess.header) ? ColumnKind::Whole : ColumnKind::Number;
    guess.type = kind.word;
    if (*digits > kind.digits) guess.type += step_text(kind, *digits);
    if (kind.in_percent) guess.remarks.push_back({Text::init_or_type, {{"type", "number"}}});
    guess.type += multiple_text(kind.zeros);
    if (kind.zeros > 0) remark_on_multiple(texts, kind, *digits, form, guess);
    if (form != nullptr) guess.type += " as \"" + std::string(form->example) + '"';
    if (guess.kind == ColumnKind::Whole) guess.type = "text";
    if (guess.kind == ColumnKind::Number) remark_on_other_number(texts, kind, *digits, form, guess);
    return true;
  }
  return false;
}

/// The forms under which every text is a day, or a moment.
template <class Read>
std::vector<std::string> forms_for(const Texts& texts, Read read) {
  std::vector<std::string> forms = {""};
  forms.insert(forms.end(), kDayForms.begin(), kDayForms.end());
  const auto lacks = [&](const std::string& form) {
    return !all_of(texts, [&](const auto& text) { return read(text, form).has_value(); });
  };
  forms.erase(std::remove_if(forms.begin(), forms.end(), lacks), forms.end());
  return forms;
}

template <class Read>
bool guess_by_form(const Texts& texts, const char* word, ColumnKind kind, Read read,
                   ColumnGuess& guess) {
  const std::vector<std::string> forms = forms_for(texts, read);
  if (forms.empty()) return false;
  guess.kind = kind;
  guess.type = word;
  if (!forms[0].empty()) guess.type += " as \"" + forms[0] + '"';
  for (const std::string& text : texts) {
    if (forms.size() < 2 || read(text, forms[0]) == read(text, forms[1])) continue;
    guess.remarks.push_back({Text::init_two_days,
                             {{"text", text},
                              {"first", to_string(*read(text, forms[0]))},
                              {"form", forms[1]},
                              {"second", to_string(*read(text, forms[1]))}}});
    break;
  }
  return true;
}

bool guess_day(const Texts& texts, ColumnGuess& guess) {
  const auto read = [](const std::string& text, const std::string& form) {
    return table::read_day(text, form);
  };
  if (!guess_by_form(texts, "date", ColumnKind::Day, read, guess)) return false;
  if (all_of(texts, [](const auto& text) { return is_digits(text); })) {
    guess.remarks.push_back({Text::init_or_type, {{"type", "count"}}});
  }
  return true;
}

bool guess_moment(const Texts& texts, ColumnGuess& guess) {
  const auto read = [](const std::string& text, const std::string& form) {
    return table::read_moment(text, form);
  };
  return guess_by_form(texts, "datetime", ColumnKind::Moment, read, guess);
}

bool guess_period(const Texts& texts, ColumnGuess& guess) {
  struct Unit {
    PeriodUnit unit;
    const char* type;
  };
  constexpr Unit kUnits[] = {{PeriodUnit::Week, "period week"},
                             {PeriodUnit::Month, "period month"},
                             {PeriodUnit::Quarter, "period quarter"},
                             {PeriodUnit::Half, "period half"},
                             {PeriodUnit::Year, "period year"}};
  const bool digits = all_of(texts, [](const auto& text) { return is_digits(text); });
  for (const Unit& each : kUnits) {
    const bool named = each.unit == PeriodUnit::Year ? has_word(guess.header, kYearWords)
                                                     : has_word(guess.header, kMonthWords);
    if (digits && !named) continue;
    const bool fits = all_of(texts, [&](const auto& text) {
      return table::read_period(text, each.unit, Calendar()).has_value();
    });
    if (!fits) continue;
    guess.kind = ColumnKind::Period;
    guess.type = each.type;
    if (digits) guess.remarks.push_back({Text::init_or_type, {{"type", "count"}}});
    return true;
  }
  return false;
}

bool guess_truth(const Texts& texts, ColumnGuess& guess) {
  const bool fits = all_of(texts, [](const auto& text) {
    return !is_digits(text) && table::read_truth(text).has_value();
  });
  if (!fits) return false;
  guess.kind = ColumnKind::Truth;
  guess.type = "bool";
  return true;
}

/// Few texts that come again and again.
void remark_on_choices(const Texts& texts, std::size_t rows, ColumnGuess& guess) {
  constexpr std::size_t kRowsEach = 3;
  const bool few = texts.size() > 1 && texts.size() <= kMostChoices;
  if (!few || rows < texts.size() * kRowsEach) return;
  Texts sorted = texts;
  std::sort(sorted.begin(), sorted.end());
  std::string choices;
  for (const std::string& text : sorted) {
    const auto written = written_text(text);
    if (!written) return;
    choices += (choices.empty() ? "" : ", ") + *written;
  }
  guess.remarks.push_back({Text::init_choices, {{"choices", choices}}});
}

template <class Marks>
Texts marks_in(const Texts& texts, const Marks& marks) {
  Texts found;
  for (const std::string& text : texts) {
    if (std::find(marks.begin(), marks.end(), text) != marks.end()) found.push_back(text);
  }
  return found;
}

/// As days and numbers are read: without white space around them, and without what is then empty.
Texts trimmed(const Texts& texts) {
  Texts out;
  for (const std::string& text : texts) {
    const std::string_view inner = table::without_blanks(text);
    if (!inner.empty()) out.emplace_back(inner);
  }
  return out;
}

Texts each_once(const Texts& texts) {
  std::unordered_set<std::string_view> seen;
  Texts out;
  for (const std::string& text : texts) {
    if (seen.insert(text).second) out.push_back(text);
  }
  return out;
}

}  // namespace

std::vector<std::string> without(const std::vector<std::string>& texts,
                                 const std::vector<std::string>& marks) {
  std::vector<std::string> rest;
  for (const std::string& text : texts) {
    if (std::find(marks.begin(), marks.end(), text) == marks.end()) rest.push_back(text);
  }
  return rest;
}

std::vector<std::string> marks_for_none(const std::vector<std::string>& texts) {
  return marks_in(texts, kMarks);
}

bool names_an_identity(const std::string& header) {
  constexpr std::array kEnds = {"id", "key", "code", "number", "no", "编码", "代码", "号"};
  const std::string lower = ascii_lower(header);
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [&](const char* end) { return lower.ends_with(end); });
}

std::optional<std::string> written_text(const std::string& text) {
  if (text.find_first_of("\"\\\n\r\t") != std::string::npos) return std::nullopt;
  return '"' + text + '"';
}

ColumnGuess guessed_column(table::TextColumn& column, std::size_t rows) {
  ColumnGuess guess;
  guess.header = column.header;
  guess.texts = &column;
  guess.type = "text";
  guess.optional = column.blank > 0;
  const Texts bare = trimmed(column.values);
  const Texts marks = marks_in(bare, kMarks);
  const Texts texts = without(bare, marks);
  const bool typed = !texts.empty() && (guess_truth(texts, guess) || guess_day(texts, guess) ||
                                        guess_moment(texts, guess) || guess_period(texts, guess) ||
                                        guess_number(texts, guess));
  const bool as_text = guess.type == "text";  // where digits are a name too
  const bool blanks = bare.size() < column.values.size();
  guess.trimmed = (as_text || guess.kind == ColumnKind::Whole) && bare != column.values;
  if (guess.trimmed) column.values = each_once(bare);
  guess.none_marks = as_text ? marks_in(column.values, kMarksOfTexts) : marks;
  guess.optional = guess.optional || blanks || !guess.none_marks.empty() || rows == 0;
  if (column.values.empty()) guess.remarks.push_back({Text::init_empty, {}});
  guess.unique = rows > 0 && !guess.optional && column.values.size() == rows;
  if (!typed) remark_on_choices(without(column.values, guess.none_marks), rows, guess);
  return guess;
}

}  // namespace kpi::driver
