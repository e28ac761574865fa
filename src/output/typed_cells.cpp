#include "output/typed_cells.hpp"

#include <algorithm>

#include "output/csv.hpp"
#include "output/number.hpp"

namespace kpi::output {
namespace {

constexpr int kMostShown = 6;         // decimals of a value that is not published
constexpr int kMostSignificant = 15;  // digits that a cell of a workbook keeps

bool is_share(const Unit& unit) {
  return !unit.per && unit.quantity == Quantity::Ratio;
}

int shown_digits(const Rational& number, const std::optional<RoundSpec>& published) {
  const Rational& exact = published ? published->step : number;
  return std::min(decimal_digits(exact).value_or(kMostShown), kMostShown);
}

std::size_t significant(const std::string& digits) {
  return static_cast<std::size_t>(
      std::count_if(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

/// A number with more digits than a cell keeps stays whole as a text.
TypedCell number_cell(const score::Quantity& quantity) {
  const Rational& number = quantity.value.number();
  const std::string digits = plain_number(number, quantity.published);
  const bool ends = plain_is_exact(number) || quantity.published;
  if (ends && significant(digits) > kMostSignificant) return {TypedCell::Kind::Text, digits};
  const int shown = shown_digits(number, quantity.published);
  if (!is_share(quantity.type.unit)) return {TypedCell::Kind::Number, digits, shown};
  constexpr int kPercent = 2;
  return {TypedCell::Kind::Percent, digits, std::max(0, shown - kPercent)};
}

}  // namespace

TypedCell text_cell(const std::string& text) {
  if (text.empty()) return {};
  return {TypedCell::Kind::Text, harmless_text(text)};
}

TypedCell typed(const score::Quantity& quantity, const Words& words) {
  if (quantity.value.is_number()) return number_cell(quantity);
  return text_cell(shown(quantity, words));
}

}  // namespace kpi::output
