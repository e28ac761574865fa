#include "program/value.hpp"

#include <array>
#include <utility>

namespace kpi {
namespace {

constexpr std::array<std::pair<NoneReason, std::string_view>, 18> kNames = {{
    {NoneReason::NoData, "no_data"},
    {NoneReason::NullInput, "null_input"},
    {NoneReason::NoVersion, "no_version"},
    {NoneReason::Failed, "failed"},
    {NoneReason::InsufficientWeight, "insufficient_weight"},
    {NoneReason::OutOfScope, "out_of_scope"},
    {NoneReason::NoRow, "no_row"},
    {NoneReason::NoTarget, "no_target"},
    {NoneReason::ZeroTarget, "zero_target"},
    {NoneReason::NegativeTarget, "negative_target"},
    {NoneReason::NoPrior, "no_prior"},
    {NoneReason::ZeroBase, "zero_base"},
    {NoneReason::NegativeBase, "negative_base"},
    {NoneReason::ZeroDenominator, "zero_denominator"},
    {NoneReason::NegativeDenominator, "negative_denominator"},
    {NoneReason::NoRows, "no_rows"},
    {NoneReason::NotDue, "not_due"},
    {NoneReason::Undecided, "undecided"},
}};

}  // namespace

std::string_view name_of(NoneReason reason) {
  for (const auto& [known, name] : kNames) {
    if (known == reason) return name;
  }
  return "none";
}

bool find_none_reason(std::string_view name, NoneReason& reason) {
  for (const auto& [known, known_name] : kNames) {
    if (known_name != name) continue;
    reason = known;
    return true;
  }
  return false;
}

}  // namespace kpi
