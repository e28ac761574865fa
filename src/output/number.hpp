#pragma once

#include <optional>
#include <string>

#include "output/labels.hpp"
#include "program/program.hpp"
#include "score/result.hpp"

/// Numbers as text, for people and for programs. Exact decimals only; no binary floating point.
namespace kpi::output {

/// For people: thousands separators, ratios in percent, the digits of the published step. An
/// unpublished value shows at most two digits, with `≈` in front when that is not the whole of it.
std::string shown_number(const Rational& number, const Unit& unit,
                         const std::optional<RoundSpec>& published, const Words& words);

/// Decimals that a program gets of a number that has no end.
inline constexpr int kPlainDigits = 18;

/// For programs: an optional minus, digits, a point; a ratio of 85 % is 0.85. The digits of the
/// published step, else all digits, at most 18 after the point (rounded half up).
std::string plain_number(const Rational& number, const std::optional<RoundSpec>& published);
/// True if plain_number gives the number itself.
bool plain_is_exact(const Rational& number);

/// A cell for people: the number, the text, the day, or `— no_target`.
std::string shown_value(const Value& value, const Type& type,
                        const std::optional<RoundSpec>& published, const Words& words);
std::string shown(const score::Quantity& quantity, const Words& words);
/// The same with the unit behind the number: `12 days`, `5,000.00 CNY`.
std::string shown_with_unit(const score::Quantity& quantity, const Words& words);
/// The unit put behind a number that is already text.
std::string with_unit(const std::string& number, const Unit& unit, const Words& words);

/// `25%`, `12.5%`: a share with the digits it needs, at most two.
std::string shown_share(const Rational& share);

}  // namespace kpi::output
