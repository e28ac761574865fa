#include "output/explain_words.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "output/number.hpp"

namespace kpi::output {
namespace {

using trace::Node;
using trace::NodeId;
using trace::NodeKind;

constexpr int kMostDigits = 10;  // of an exact value; longer ones are shown with `≈`
constexpr int kCutDigits = 6;
constexpr std::int64_t kWan = 10'000;

// How tightly operations bind; what binds less than its surroundings gets brackets.
constexpr int kOr = 1;
constexpr int kAnd = 2;
constexpr int kCompare = 3;
constexpr int kSum = 4;
constexpr int kProduct = 5;
constexpr int kSign = 7;

bool in_percent(const Unit& unit) {
  return !unit.per &&
         (unit.quantity == Quantity::Ratio || unit.quantity == Quantity::PercentagePoints);
}

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Whether rules write a number so: `50万`, `1.5 万`; not the 万 of a text or a name, `"万科"`.
bool has_number_in_wan(const std::string& rules) {
  bool in_text = false, in_name = false, in_number = false;
  for (std::size_t at = 0; at < rules.size();) {
    const char32_t c = next_code_point(rules, at).value_or(U' ');
    const bool quotes = c == U'"' || c == U'“' || c == U'”';
    in_text = quotes ? !in_text : in_text;
    if (in_text) continue;
    if (in_number && (c == U'万' || c == U'萬')) return true;
    const bool digit = c >= U'0' && c <= U'9';
    const bool goes_on = in_number && (c == U'.' || c == U'_' || c == U' ');
    in_number = (digit && !in_name) || goes_on;
    in_name = !in_number && is_identifier_continue(c);
  }
  return false;
}

std::string bracketed(const std::string& text, int own, int outer) {
  return own < outer ? "(" + text + ")" : text;
}

}  // namespace

ExplainWords::ExplainWords(const Program& program, const trace::Explanation& part,
                           const Words& words)
    : program_(program), part_(part), words_(words) {
  in_wan_ = std::any_of(part.nodes.begin(), part.nodes.end(), [&](const Node& node) {
    return has_number_in_wan(node.text) ||
           (node.tiers &&
            (has_number_in_wan(node.tiers->row) || has_number_in_wan(node.tiers->next_row)));
  });
}

NodeId ExplainWords::resolved(NodeId id) const {
  while (true) {
    const Node& node = at(id);
    if (node.kind == NodeKind::Choice && node.inputs.size() > 1) {
      id = node.inputs[1];
    } else if (node.kind == NodeKind::Level && at(node.inputs[0]).value.value == node.value.value) {
      id = node.inputs[0];
    } else {
      return id;
    }
  }
}

bool ExplainWords::has_line(NodeId id) const {
  const Node& node = at(resolved(id));
  if (node.kind == NodeKind::Constant) return !node.name.empty();
  if (node.kind == NodeKind::AllOf || node.kind == NodeKind::AnyOf) return false;
  if (node.kind == NodeKind::Operation) return !node.name.empty() || node.op == Op::Tiers;
  return true;
}

std::vector<NodeId> ExplainWords::read_by(NodeId id) const {
  std::vector<NodeId> read;
  const Node& node = at(id);
  const bool made = node.kind == NodeKind::Carried && was_paid(node);
  std::vector<NodeId> inputs = node.inputs;
  if (made) inputs = {node.inputs[3]};
  if (is_size(node)) inputs.pop_back();  // the same once more
  for (const NodeId input : inputs) {
    if (!input) continue;
    const NodeId found = resolved(input);
    if (has_line(found)) {
      read.push_back(found);
      continue;
    }
    for (const NodeId inner : read_by(found))
      read.push_back(inner);
  }
  return read;
}

std::string ExplainWords::name(const Node& node) const {
  if (node.kind == NodeKind::InForce) return words_(Text::trace_validity);
  if (node.kind == NodeKind::Level) return words_(Text::name_target) + "(" + node.text + ")";
  if (node.name.empty()) return node.text;
  for (const auto& [word, text] :
       {std::pair("target", Text::name_target), std::pair("attainment", Text::name_attainment)}) {
    const std::string opening = std::string(word) + "(";
    if (node.name.rfind(opening, 0) == 0)
      return words_(text) + node.name.substr(opening.size() - 1);
  }
  const bool is_score =
      node.kind == NodeKind::Adjusted ||
      (node.kind == NodeKind::Rounded && at(resolved(node.inputs[0])).kind == NodeKind::Adjusted);
  if (is_score) return score_name(node);
  if (node.label.empty() || node.label == node.name) return node.name;
  const bool of_card = node.name.find('.') != std::string::npos;
  const std::string label = node.label;
  return of_card ? label : label + " (" + node.name + ")";
}

bool ExplainWords::was_paid(const Node& carried) const {
  const Value& paid = at(carried.inputs[1]).value.value;
  return paid.is_bool() && paid.truth() && !at(carried.inputs[2]).value.value.is_none();
}

/// With its card where there are several.
std::string ExplainWords::score_name(const Node& node) const {
  const auto cards = std::count_if(
      part_.topics.begin(), part_.topics.end(),
      [](const trace::Topic& topic) { return topic.kind == trace::Topic::Kind::Card; });
  const std::string score = words_(Text::out_score);
  return cards > 1 ? score + " (" + label_of(node) + ")" : score;
}

std::string ExplainWords::number(const Rational& number, const Unit& unit) const {
  const bool percent = in_percent(unit);
  const auto digits = decimal_digits(percent ? number * power_of_ten(2) : number);
  const bool exact = digits && *digits <= kMostDigits;
  int shown = exact ? *digits : kCutDigits;
  const bool money = !unit.per && unit.quantity == Quantity::Money;
  if (money && shown < 2) shown = 2;
  const RoundSpec step{power_of_ten(-shown - (percent ? 2 : 0)), RoundMode::HalfUp};
  return shown_number(number, unit, step, words_);
}

std::string ExplainWords::value(const score::Quantity& quantity) const {
  if (quantity.value.is_text()) return quantity.value.text();
  if (!quantity.value.is_number()) return shown(quantity, words_);
  const Unit& unit = quantity.type.unit;
  const std::string text =
      quantity.published ? shown_number(quantity.value.number(), unit, quantity.published, words_)
                         : number(quantity.value.number(), unit);
  const bool usual =
      !unit.per && ((unit.quantity == Quantity::Money && unit.currency == program_.currency) ||
                    unit.quantity == Quantity::Points);
  return usual ? text : with_unit(text, unit, words_);
}

/// Where the rules write `50万`, sums are told so too.
std::string ExplainWords::distance(const score::Quantity& quantity) const {
  const Unit& unit = quantity.type.unit;
  const bool money = !unit.per && unit.quantity == Quantity::Money && unit.currency.present();
  if (!quantity.value.is_number() || !money) return shown_in_unit(quantity);
  const Rational& amount = quantity.value.number();
  if (!in_wan_ || abs(amount) < Rational(kWan)) return shown_in_unit(quantity);
  const Rational wan = amount / Rational(kWan);
  const auto digits = decimal_digits(wan);
  const RoundSpec step{power_of_ten(-digits.value_or(kCutDigits)), RoundMode::HalfUp};
  const bool yuan = unit.currency.text() == "CNY";
  const std::string currency =
      yuan ? words_(Text::unit_yuan) : ' ' + std::string(unit.currency.text());
  return words_(Text::unit_wan,
                {{"number", shown_number(wan, Unit(), step, words_)}, {"currency", currency}});
}

std::string ExplainWords::shown_in_unit(const score::Quantity& quantity) const {
  const Unit& unit = quantity.type.unit;
  const bool bare = !unit.per && quantity.value.is_number() &&
                    (unit.quantity == Quantity::Points ||
                     (unit.quantity == Quantity::Money && unit.currency == program_.currency));
  return bare ? with_unit(value(quantity), unit, words_) : value(quantity);
}

std::string ExplainWords::place(const trace::Place& place) const {
  return place.path.empty() ? std::string()
                            : file_name(place.path) + ':' + std::to_string(place.line);
}

std::string ExplainWords::step_text(const RoundSpec& round, const Type& type) const {
  return number(round.step, type.unit);
}

std::string ExplainWords::rounded(const score::Quantity& exact, const RoundSpec& round) const {
  score::Quantity bare = exact;
  bare.published.reset();
  const std::string step = step_text(round, exact.type);
  if (round.mode == RoundMode::HalfUp) {
    return words_(Text::trace_rounded, {{"value", value(bare)}, {"step", step}});
  }
  constexpr Text kModes[] = {Text::name_half_up, Text::name_half_even, Text::name_up,
                             Text::name_down,    Text::name_floor,     Text::name_ceil};
  return words_(Text::trace_rounded_by,
                {{"value", value(bare)},
                 {"step", step},
                 {"mode", words_(kModes[static_cast<std::size_t>(round.mode)])}});
}

std::string ExplainWords::infix(const Node& node, const std::string& sign, int own,
                                int outer) const {
  const int right = own == kProduct && node.op == Op::Multiply ? own : own + 1;
  std::string second = figures_in(node.inputs[1], right);
  if (second.front() == '-') second = '(' + second + ')';
  const std::string text = figures_in(node.inputs[0], own) + ' ' + sign + ' ' + second;
  return bracketed(text, own, outer);
}

/// `max(x, -x)`, which is what `abs(x)` is lowered to.
bool ExplainWords::is_size(const Node& node) const {
  if (node.op != Op::Max || node.inputs.size() != 2 || !node.inputs[1]) return false;
  const Node& first = at(node.inputs[0]);
  const Node& second = at(node.inputs[1]);
  if (second.kind != NodeKind::Operation || second.op != Op::Negate) return false;
  const Node& negated = at(second.inputs[0]);
  return negated.text == first.text && negated.value.value == first.value.value;
}

std::string ExplainWords::call(const std::string& name, const Node& node) const {
  std::string text = name + "(";
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    text += (i == 0 ? "" : ", ") + figures_in(node.inputs[i], kOr);
  }
  return text + ")";
}

std::string ExplainWords::joined(const Node& node, const std::string& word, int own,
                                 int outer) const {
  std::string text;
  for (const NodeId input : node.inputs) {
    text += (text.empty() ? "" : ' ' + word + ' ') + figures_in(input, own);
  }
  return bracketed(text, own, node.inputs.size() > 1 ? outer : 0);
}

std::string ExplainWords::choice(const Node& node) const {
  return words_(Text::formula_if) + ' ' + figures_in(node.inputs[0], kOr) + ' ' +
         words_(Text::formula_then) + ' ' + figures_in(node.inputs[1], kOr) + ' ' +
         words_(Text::formula_else) + ' ' + figures_in(node.inputs[2], kOr);
}

// One line per operation. NOLINTNEXTLINE(readability-function-size)
std::string ExplainWords::figures_in(NodeId reader, int outer) const {
  if (!reader) return {};
  const NodeId id = resolved(reader);
  const Node& node = at(id);
  if (node.kind == NodeKind::AllOf) return joined(node, words_(Text::formula_and), kAnd, outer);
  if (node.kind == NodeKind::AnyOf) return joined(node, words_(Text::formula_or), kOr, outer);
  if (node.value.value.is_text()) return '"' + node.value.value.text() + '"';
  const bool is_figure = node.kind != NodeKind::Operation || outer > 0;
  if (node.value.value.is_none() && is_figure && (has_line(id) || node.inputs.empty())) {
    return words_(Text::word_none) + "(" + reason_name(node.value.value.reason(), words_) + ")";
  }
  if (node.kind != NodeKind::Operation || (outer > 0 && has_line(id)) || node.op == Op::Tiers) {
    return value(node.value);
  }
  switch (node.op) {
    case Op::Add: return infix(node, "+", kSum, outer);
    case Op::Subtract:
    case Op::DaysBetween: return infix(node, "−", kSum, outer);
    case Op::Multiply: return infix(node, "×", kProduct, outer);
    case Op::Divide: return infix(node, "/", kProduct, outer);
    case Op::Negate: return "-" + figures_in(node.inputs[0], kSign);
    case Op::Less: return infix(node, "<", kCompare, outer);
    case Op::LessEqual: return infix(node, "<=", kCompare, outer);
    case Op::Greater: return infix(node, ">", kCompare, outer);
    case Op::GreaterEqual: return infix(node, ">=", kCompare, outer);
    case Op::Equal: return infix(node, "==", kCompare, outer);
    case Op::NotEqual: return infix(node, "!=", kCompare, outer);
    case Op::And: return joined(node, words_(Text::formula_and), kAnd, outer);
    case Op::Or: return joined(node, words_(Text::formula_or), kOr, outer);
    case Op::Not: return words_(Text::formula_not) + ' ' + figures_in(node.inputs[0], kSign);
    case Op::IsPresent:
      return figures_in(node.inputs[0], kSign) + ' ' + words_(Text::formula_is_present);
    case Op::IsNone: return figures_in(node.inputs[0], kSign) + ' ' + words_(Text::formula_is_none);
    case Op::IfNone:
      return at(resolved(node.inputs[0])).value.value.is_none()
                 ? infix(node, words_(Text::formula_if_none), kOr, kOr + 1)
                 : figures_in(node.inputs[0], outer);
    case Op::If: return bracketed(choice(node), kOr, outer);
    case Op::Min: return call(words_(Text::formula_min), node);
    case Op::Max:
      return is_size(node) ? words_(Text::formula_abs) + "(" + figures_in(node.inputs[0], kOr) + ")"
                           : call(words_(Text::formula_max), node);
    case Op::Clamp: return call(words_(Text::formula_clamp), node);
    case Op::Sqrt: return call(words_(Text::formula_sqrt), node);
    case Op::Round:
      return node.round ? words_(Text::formula_round) + "(" + figures_in(node.inputs[0], kOr) +
                              ", " + step_text(*node.round, node.value.type) + ")"
                        : value(node.value);
    case Op::Months: return call(words_(Text::formula_months), node);
    case Op::Days: return call(words_(Text::formula_days), node);
    case Op::Workdays: return call(words_(Text::formula_workdays), node);
    case Op::HoursBetween: return call(words_(Text::formula_hours), node);
    case Op::Growth: {
      const std::string base = figures_in(node.inputs[1], kSum + 1);
      return "(" + figures_in(node.inputs[0], kSum) + " − " + base + ") / " + base;
    }
    case Op::Change: return infix(node, "−", kSum, outer);
    case Op::Error:
    case Op::Constant:
    case Op::Column:
    case Op::PeriodStart:
    case Op::PeriodEnd:
    case Op::PeriodShare:
    case Op::DayOf:
    case Op::AddDays:
    case Op::AddMonths:
    case Op::Convert:
    case Op::Aggregate:
    case Op::OverUnits:
    case Op::OverPeople:
    case Op::GroupValue:
    case Op::Metric:
    case Op::Target:
    case Op::Baseline:
    case Op::Stretch:
    case Op::Attainment:
    case Op::LineValue:
    case Op::Score:
    case Op::Grade:
    case Op::Payout:
    case Op::Tiers:
    case Op::Points:
    case Op::Rank:
    case Op::Ranked:
    case Op::Share:
    case Op::Streak:
    case Op::Allocate:
    case Op::Versions:
    case Op::Held:
    case Op::Carried:
    case Op::Paid: break;
  }
  return value(node.value);
}

}  // namespace kpi::output
