// Numbers as people and spreadsheets write them.

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "table/cell_values.hpp"

namespace kpi::table {
namespace {

bool take_first(std::string_view& text, std::string_view sign) {
  const bool taken = take_front(text, sign);
  text = trim(text);
  return taken;
}

bool take_last(std::string_view& text, std::string_view sign) {
  if (!text.ends_with(sign)) return false;
  text = trim(text.substr(0, text.size() - sign.size()));
  return true;
}

/// Signs of currencies. One of another currency than the column's is not taken: 5 dollars are no
/// 5 yuan.
struct CurrencySign {
  std::string_view sign;
  std::string_view code;
};
constexpr std::array<CurrencySign, 16> kCurrencySigns = {{{"¥", "CNY"},
                                                          {"元", "CNY"},
                                                          {"RMB", "CNY"},
                                                          {"¥", "JPY"},
                                                          {"円", "JPY"},
                                                          {"€", "EUR"},
                                                          {"£", "GBP"},
                                                          {"$", "USD"},
                                                          {"US$", "USD"},
                                                          {"$", "AUD"},
                                                          {"$", "CAD"},
                                                          {"HK$", "HKD"},
                                                          {"$", "HKD"},
                                                          {"$", "NZD"},
                                                          {"$", "SGD"},
                                                          {"NT$", "TWD"}}};

bool take_currency(std::string_view& text, const Currency& currency) {
  const std::string code(currency.text());
  if (take_first(text, code) || take_last(text, code)) return true;
  return std::any_of(kCurrencySigns.begin(), kCurrencySigns.end(), [&](const CurrencySign& known) {
    return known.code == code && (take_first(text, known.sign) || take_last(text, known.sign));
  });
}

constexpr int kZerosOfWan = 4;
constexpr int kZerosOfYi = 8;

/// A number without what stands around its digits.
struct BareNumber {
  std::string_view digits;
  bool negative = false;
  int zeros = 0;  // 4: it was written in 万
};

/// Brackets, a minus sign at either end, a currency sign, 万 or 亿: each at most once. Nothing
/// where it is negative twice.
std::optional<BareNumber> bare_number(std::string_view text, const Column& column) {
  BareNumber bare;
  int negatives = 0;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    text = trim(text.substr(1, text.size() - 2));
    ++negatives;
  }
  const bool money = column.type.unit.quantity == Quantity::Money && !column.currency;
  const auto take_minus = [&] {
    if (take_first(text, "-") || take_first(text, "−") || take_last(text, "-")) ++negatives;
  };
  take_minus();
  if (money && take_currency(text, column.type.unit.currency)) take_minus();
  if (!is_ratio(column)) {
    if (take_last(text, "万")) {
      bare.zeros = kZerosOfWan;
    } else if (take_last(text, "亿")) {
      bare.zeros = kZerosOfYi;
    }
    if (bare.zeros > 0 && column.form.zeros > 0)
      return std::nullopt;  // 10万 in 万: of 10, or 10万?
  }
  if (negatives > 1) return std::nullopt;
  bare.digits = text;
  bare.negative = negatives == 1;
  return bare;
}

/// The digits before the decimals without the signs between groups of three; false where a group
/// has another size.
bool append_groups(std::string_view text, char sign, std::string& plain) {
  bool first = true;
  while (true) {
    const std::size_t end = std::min(text.find(sign), text.size());
    const bool whole = first && end == text.size();  // no sign at all
    if (!whole && (first ? end == 0 || end > 3 : end != 3)) return false;
    plain += text.substr(0, end);
    if (end == text.size()) return true;
    text.remove_prefix(end + 1);
    first = false;
  }
}

/// `1.234,50` -> `1234.50` by the column's form.
std::optional<std::string> plain_digits(std::string_view digits, const CellForm& form) {
  const std::size_t point = std::min(digits.find(form.point), digits.size());
  std::string plain;
  const std::string_view whole = digits.substr(0, point);
  if (form.group == 0) {
    plain = whole;
  } else if (!append_groups(whole, form.group, plain)) {
    return std::nullopt;
  }
  if (point < digits.size()) plain.append(".").append(digits.substr(point + 1));
  const bool only_digits = std::all_of(plain.begin(), plain.end(),
                                       [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return only_digits ? std::optional(plain) : std::nullopt;
}

}  // namespace

NumberFault read_number(std::string_view text, const Column& column, std::int64_t& mantissa) {
  const CellForm& form = column.form;
  const bool ratio = is_ratio(column);
  if (form.has_plain_numbers()) {
    const RatioText parts = ratio ? split_percent(text, column.in_percent) : RatioText{text, 0};
    const NumberFault fault = read_decimal(parts.number, column.type.scale, parts.shift, mantissa);
    if (fault != NumberFault::NotANumber) return fault;
  }
  const std::string narrow = to_nfkc(text);
  const RatioText parts = ratio ? split_percent(narrow, column.in_percent) : RatioText{narrow, 0};
  const auto bare = bare_number(parts.number, column);
  const auto plain = bare ? plain_digits(bare->digits, form) : std::nullopt;
  if (!plain) return NumberFault::NotANumber;
  const int shift = parts.shift - form.zeros - bare->zeros;
  const NumberFault fault = read_decimal(*plain, column.type.scale, shift, mantissa);
  if (bare->negative) mantissa = -mantissa;
  return fault;
}

}  // namespace kpi::table
