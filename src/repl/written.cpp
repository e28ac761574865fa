#include "repl/written.hpp"

#include "output/number.hpp"

namespace kpi::repl {
namespace {

constexpr int kPercent = 100;

/// ` CNY`, `%`; nothing for units that no literal has.
std::optional<std::string> suffix_of(const Unit& unit) {
  if (unit.per) return std::nullopt;
  switch (unit.quantity) {
    case Quantity::Number:
    case Quantity::Count: return "";
    case Quantity::Ratio: return "%";
    case Quantity::PercentagePoints: return " pp";
    case Quantity::Points: return " points";
    case Quantity::Days: return " days";
    case Quantity::Hours: return " hours";
    case Quantity::Months: return std::nullopt;
    case Quantity::Money:
      if (!unit.currency.present() || unit.currency.varies()) return std::nullopt;
      return " " + std::string(unit.currency.text());
  }
  return std::nullopt;
}

std::optional<std::string> written(const Rational& number, const Unit& unit) {
  const auto suffix = suffix_of(unit);
  if (!suffix) return std::nullopt;
  const bool percent =
      unit.quantity == Quantity::Ratio || unit.quantity == Quantity::PercentagePoints;
  const Rational shown = percent ? number * Rational(kPercent) : number;
  if (output::plain_is_exact(shown)) return output::plain_number(shown, std::nullopt) + *suffix;
  const std::string fraction = to_fraction_string(shown);
  const std::size_t line = fraction.find('/');
  return fraction.substr(0, line) + *suffix + " / " + fraction.substr(line + 1);
}

}  // namespace

std::optional<std::string> written(const Value& value, const Type& type) {
  if (value.is_none()) return std::nullopt;
  if (value.is_number()) return written(value.number(), type.unit);
  if (value.is_bool()) return value.truth() ? "true" : "false";
  if (value.is_date()) return to_string(value.date());
  if (!value.is_text()) return std::nullopt;
  if (type.kind == Kind::Period) return value.text();
  if (value.text().find_first_of("\"\n") != std::string::npos) return std::nullopt;
  return '"' + value.text() + '"';
}

}  // namespace kpi::repl
