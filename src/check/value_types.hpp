#pragma once

#include "check/checker.hpp"

namespace kpi::check {

/// The type of a param, a tiers argument or result: `ratio`, `money CNY`, `text`, …
Type value_type(Checker& checker, const ast::Type& type);
/// A constant as an author would write it: `80%`, `1000 CNY`, `5`.
std::string constant_text(const Rational& value, const Unit& unit);

}  // namespace kpi::check
