#pragma once

#include "check/checker.hpp"

/// Money times a bare number: `base_pay * 20` is twenty times the pay, and very often 20 % was
/// meant.
namespace kpi::check {

enum class Paid : std::uint8_t {
  Amount,  // what is paid: the metrics it reads are looked into as well
  Bound,   // a cap or floor, which often is some months' pay
  Target   // what is expected, often so many percent of an earlier value
};

/// Warns of money, not a constant, times a number of 2 or more without a unit. A number that has a
/// name (a param), one that is divided by a number again (`* 20 / 100`) and one with a percent
/// sign are meant.
void warn_of_multiples(Checker& checker, ProgramExprId value, Paid how);

}  // namespace kpi::check
