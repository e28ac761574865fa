#include "output/labels.hpp"

namespace kpi::output {

std::string Words::operator()(Text text, Arguments arguments) const {
  return message_text(Message{text, std::move(arguments)}, language_);
}

std::string subject_text(const std::string& key, const std::string& name) {
  return name.empty() || name == key ? key : key + ' ' + name;
}

static Text name_text(NoneReason reason) {
  switch (reason) {
    case NoneReason::NoData: return Text::name_of_no_data;
    case NoneReason::NullInput: return Text::name_of_null_input;
    case NoneReason::NoVersion: return Text::name_of_no_version;
    case NoneReason::Failed: return Text::name_of_failed;
    case NoneReason::InsufficientWeight: return Text::name_of_insufficient_weight;
    case NoneReason::OutOfScope: return Text::name_of_out_of_scope;
    case NoneReason::NoRow: return Text::name_of_no_row;
    case NoneReason::NoTarget: return Text::name_of_no_target;
    case NoneReason::ZeroTarget: return Text::name_of_zero_target;
    case NoneReason::NegativeTarget: return Text::name_of_negative_target;
    case NoneReason::NoPrior: return Text::name_of_no_prior;
    case NoneReason::ZeroBase: return Text::name_of_zero_base;
    case NoneReason::NegativeBase: return Text::name_of_negative_base;
    case NoneReason::ZeroDenominator: return Text::name_of_zero_denominator;
    case NoneReason::NegativeDenominator: return Text::name_of_negative_denominator;
    case NoneReason::NoRows: return Text::name_of_no_rows;
    case NoneReason::NotDue: return Text::name_of_not_due;
    case NoneReason::Undecided: return Text::name_of_undecided;
  }
  return Text::name_of_no_data;
}

std::string reason_name(NoneReason reason, const Words& words) {
  return words(name_text(reason));
}

Text explanation_of(NoneReason reason) {
  switch (reason) {
    case NoneReason::NoData: return Text::reason_no_data;
    case NoneReason::NullInput: return Text::reason_null_input;
    case NoneReason::NoVersion: return Text::reason_no_version;
    case NoneReason::Failed: return Text::reason_failed;
    case NoneReason::InsufficientWeight: return Text::reason_insufficient_weight;
    case NoneReason::OutOfScope: return Text::reason_out_of_scope;
    case NoneReason::NoRow: return Text::reason_no_row;
    case NoneReason::NoTarget: return Text::reason_no_target;
    case NoneReason::ZeroTarget: return Text::reason_zero_target;
    case NoneReason::NegativeTarget: return Text::reason_negative_target;
    case NoneReason::NoPrior: return Text::reason_no_prior;
    case NoneReason::ZeroBase: return Text::reason_zero_base;
    case NoneReason::NegativeBase: return Text::reason_negative_base;
    case NoneReason::ZeroDenominator: return Text::reason_zero_denominator;
    case NoneReason::NegativeDenominator: return Text::reason_negative_denominator;
    case NoneReason::NoRows: return Text::reason_no_rows;
    case NoneReason::NotDue: return Text::reason_not_due;
    case NoneReason::Undecided: return Text::reason_undecided;
  }
  return Text::reason_no_data;
}

Text word_of(AdjustKind kind) {
  switch (kind) {
    case AdjustKind::Add: return Text::note_add;
    case AdjustKind::Deduct: return Text::note_deduct;
    case AdjustKind::Cap: return Text::note_cap;
    case AdjustKind::Floor: return Text::note_floor;
    case AdjustKind::Round: return Text::note_round;
  }
  return Text::note_add;
}

std::string unit_head(const Unit& unit, const Words& words) {
  if (unit.per) return to_string(unit);
  switch (unit.quantity) {
    case Quantity::Money: return std::string(unit.currency.text());
    case Quantity::Days: return words(Text::head_days);
    case Quantity::Hours: return words(Text::head_hours);
    case Quantity::Months: return words(Text::head_months);
    case Quantity::Points: return words(Text::head_points);
    case Quantity::Number:
    case Quantity::Ratio:
    case Quantity::PercentagePoints:
    case Quantity::Count: return {};
  }
  return {};
}

}  // namespace kpi::output
