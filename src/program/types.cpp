#include "program/types.hpp"

#include "program/program.hpp"

namespace kpi {
namespace {

constexpr std::size_t kByte = 256;

std::string quantity_name(Quantity quantity, const Currency& currency) {
  switch (quantity) {
    case Quantity::Number: return "number";
    case Quantity::Ratio: return "ratio";
    case Quantity::PercentagePoints: return "pp";
    case Quantity::Points: return "points";
    case Quantity::Count: return "count";
    case Quantity::Days: return "days";
    case Quantity::Hours: return "hours";
    case Quantity::Months: return "months";
    case Quantity::Money:
      if (currency.varies()) return "money";
      return currency.present() ? std::string(currency.text()) : "money";
  }
  return "number";
}

}  // namespace

Currency::Currency(std::string_view text) {
  KPI_CHECK(text.size() == 3);
  for (std::size_t i = 0; i < 3; ++i)
    code[i] = text[i];
}

Currency Currency::of_rows(std::size_t number) {
  KPI_CHECK(number < kByte * kByte);
  Currency currency;
  currency.code = {kVaries, static_cast<char>(number / kByte), static_cast<char>(number % kByte)};
  return currency;
}

std::size_t Currency::number() const {
  return static_cast<unsigned char>(code[1]) * kByte + static_cast<unsigned char>(code[2]);
}

std::string to_string(const Unit& unit) {
  std::string text = quantity_name(unit.quantity, unit.currency);
  if (unit.per) text += "/" + quantity_name(*unit.per, unit.per_currency);
  return text;
}

std::optional<RoundSpec> Precision::of(const Unit& unit) const {
  if (unit.per) return std::nullopt;  // a quotient of unlike units names its own step
  switch (unit.quantity) {
    case Quantity::Number: return number;
    case Quantity::Ratio:
    case Quantity::PercentagePoints: return ratio;
    case Quantity::Points: return points;
    case Quantity::Count: return count;
    case Quantity::Days: return days;
    case Quantity::Hours: return hours;
    case Quantity::Months: return std::nullopt;
    case Quantity::Money: return money;
  }
  return std::nullopt;
}

}  // namespace kpi
