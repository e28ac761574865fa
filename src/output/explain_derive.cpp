#include <algorithm>

#include "output/explain_tree.hpp"
#include "output/number.hpp"

/// How one figure came about, in words and figures.
namespace kpi::output {
namespace {

using trace::Node;
using trace::NodeId;
using trace::NodeKind;
using trace::Way;

Text obstacle_text(Way::Obstacle obstacle) {
  switch (obstacle) {
    case Way::Obstacle::BothWays: return Text::obstacle_both_ways;
    case Way::Obstacle::NotFollowed: return Text::obstacle_not_followed;
    case Way::Obstacle::OtherPeople: return Text::obstacle_other_people;
    case Way::Obstacle::NoStep: return Text::obstacle_no_step;
    case Way::Obstacle::Absent: return Text::obstacle_absent;
    case Way::Obstacle::NotMonotonic: return Text::obstacle_shape;
    case Way::Obstacle::NoInput: return Text::obstacle_no_input;
  }
  return Text::obstacle_no_input;
}

Text text_of(const std::optional<TreePart>& part) {
  if (!part) return Text::trace_of;
  if (*part == TreePart::Team) return Text::trace_of_team;
  return *part == TreePart::Below ? Text::trace_of_below : Text::trace_of_reports;
}

/// A distance that is said with `more` or `less` has no sign.
score::Quantity without_sign(score::Quantity quantity) {
  if (quantity.value.is_number()) quantity.value = abs(quantity.value.number());
  return quantity;
}

bool is_below(const score::Quantity& quantity) {
  return quantity.value.is_number() && quantity.value.number().sign() < 0;
}

}  // namespace

void ExplainTree::derive(NodeId id, ExplainLine& line) const {
  const Node& node = text_.at(id);
  switch (node.kind) {
    case NodeKind::Rounded: return derive_rounded(node, line);
    case NodeKind::Operation: return derive_operation(id, line);
    case NodeKind::Attainment: return derive_attainment(node, line);
    case NodeKind::Graded: return derive_tiers(node, line);
    case NodeKind::InForce: return derive_validity(node, line);
    case NodeKind::Choice:
    case NodeKind::Level:
      if (text_.resolved(id) != id) derive(text_.resolved(id), line);
      return;
    case NodeKind::Rows: {
      const bool said = line.name == node.text && name_fits(line);
      line.how.push_back((said ? std::string() : node.text + ": ") + rows_text(*node.rows));
      return;
    }
    case NodeKind::Sum: return derive_sum(node, line);
    case NodeKind::AtMost:
    case NodeKind::AtLeast: {
      derive(text_.resolved(node.inputs[0]), line);
      line.how.push_back(
          words_(node.kind == NodeKind::AtMost ? Text::trace_at_most : Text::trace_at_least,
                 {{"bound", text_.number(*node.bound, node.value.type.unit)}}));
      return;
    }
    case NodeKind::Elsewhere:
      if (!node.whose.empty())
        line.how.push_back(words_(text_of(node.part), {{"whose", node.whose}}));
      return;
    case NodeKind::Units:
      line.how.push_back(
          node.text + ": " +
          words_(Text::trace_units,
                 {{"units", units_text(node.unit.value_or(PeriodUnit::Day),
                                       node.inputs.size() / trace::kInputsPerUnit)}}));
      return;
    case NodeKind::Days: return derive_days(node, line);
    case NodeKind::People:
      line.how.push_back(node.text + ": " + words_(Text::trace_people, {{"count", node.people}}));
      return;
    case NodeKind::Peers: return derive_place(node, line);
    case NodeKind::Part: return derive_part(node, line);
    case NodeKind::Streak: line.how.push_back(words_(Text::trace_streak)); return;
    case NodeKind::Carried: return derive_carried(node, line);
    case NodeKind::AllOf:
    case NodeKind::AnyOf: line.how.push_back(text_.figures(id)); return;
    case NodeKind::Weighted: line.how.push_back(weighted_formula(node)); return;
    case NodeKind::Constant:
      if (!node.text.empty()) line.how.push_back(node.text);
      return;
    case NodeKind::Cell: return derive_cell(node, line);
    case NodeKind::Adjusted:
    case NodeKind::Settled: return;
  }
}

/// A place, and the row of a table by rank that it falls into.
void ExplainTree::derive_place(const Node& node, ExplainLine& line) const {
  line.how.push_back(words_(
      Text::trace_peers, {{"count", node.people}, {"before", node.before}, {"same", node.same}}));
  if (!node.tiers || !node.tiers->places) return;
  const trace::TiersUsed::Places& places = *node.tiers->places;
  Arguments arguments = {
      {"row", node.tiers->row}, {"tiers", node.tiers->name}, {"count", places.count}};
  const bool first = places.before == 0;
  const bool last = places.last == places.count;
  if (!first) arguments.push_back({"before", places.before});
  if (first || !last) arguments.push_back({"cut", places.last});
  line.how.push_back(words_(first  ? Text::trace_tier_place
                            : last ? Text::trace_tier_last
                                   : Text::trace_tier_places,
                            std::move(arguments)));
}

/// The total, the own weight and all weights: what the part is before it is cut to whole steps.
void ExplainTree::derive_part(const Node& node, ExplainLine& line) const {
  const std::string total = text_.figures(node.inputs[0]);
  line.how.push_back(words_(node.of_periods ? Text::trace_part_of_periods : Text::trace_part,
                            {{"total", total}, {"count", node.people}}));
  const score::Quantity& own = text_.at(text_.resolved(node.weight)).value;
  if (!node.bound || node.bound->is_zero() || !own.value.is_number()) return;
  line.how.push_back("= " + total + " × " + text_.value(own) + " / " +
                     text_.number(*node.bound, own.type.unit));
  if (node.round) {
    line.how.push_back(
        words_(Text::trace_in_steps, {{"step", text_.step_text(*node.round, node.value.type)}}));
  }
}

/// What came in, and what was made of it where the payout was paid.
void ExplainTree::derive_carried(const Node& node, ExplainLine& line) const {
  const bool paid = text_.was_paid(node);
  line.how.push_back(words_(paid ? Text::trace_carried : Text::trace_carried_on));
  if (!paid) return;
  const NodeId after = text_.resolved(node.inputs[3]);
  line.how.push_back(text_.at(after).text);
  line.how.push_back("= " + text_.figures(after));
}

void ExplainTree::derive_days(const Node& node, ExplainLine& line) const {
  std::size_t held = 0;
  for (const NodeId input : node.inputs) {
    const Value& on = text_.at(input).value.value;
    if (on.is_bool() && on.truth()) ++held;
  }
  line.how.push_back(words_(Text::trace_days, {{"held", held}, {"all", node.inputs.size()}}));
}

/// Rounding is said where it changed the value.
void ExplainTree::derive_rounded(const Node& node, ExplainLine& line) const {
  const NodeId inner = text_.resolved(node.inputs[0]);
  const Node& exact = text_.at(inner);
  const bool own_line = !exact.name.empty();
  if (own_line) {
    line.how.push_back(exact.text);
  } else {
    derive(inner, line);
  }
  if (exact.value.value == node.value.value || !exact.value.value.is_number()) return;
  const std::string text = text_.rounded(exact.value, *node.round);
  const auto formula = std::find_if(line.how.rbegin(), line.how.rend(),
                                    [](const std::string& how) { return how.rfind("= ", 0) == 0; });
  if (formula != line.how.rend()) {
    *formula += " = " + text;
  } else {
    line.how.push_back(text);
  }
}

void ExplainTree::derive_operation(NodeId id, ExplainLine& line) const {
  const Node& node = text_.at(id);
  if (node.op == Op::Tiers) return derive_tiers(node, line);
  const std::string figures = text_.figures(id);
  line.how.push_back(node.text);
  if (figures != node.text) line.how.push_back("= " + figures);
}

/// By the method of the metric: more is better, less is better, or a band.
void ExplainTree::derive_attainment(const Node& node, ExplainLine& line) const {
  const Node& value = text_.at(text_.resolved(node.inputs[0]));
  const Node& target = text_.at(text_.resolved(node.inputs[1]));
  if (!value.value.value.is_number()) return;
  const Rational& x = value.value.value.number();
  const std::string actual = text_.value(value.value);
  if (node.better.direction == Direction::Within) {
    const Unit& unit = value.value.type.unit;
    const auto edge = [&](const Rational& number) { return text_.number(number, unit); };
    const Better& better = node.better;
    if (better.within_low <= x && x <= better.within_high) {
      line.how.push_back(edge(better.within_low) + " <= " + actual +
                         " <= " + edge(better.within_high));
    } else if (x < better.within_low) {
      line.how.push_back("= (" + actual + " − " + edge(better.zero_low) + ") / (" +
                         edge(better.within_low) + " − " + edge(better.zero_low) + ")");
    } else {
      line.how.push_back("= (" + edge(better.zero_high) + " − " + actual + ") / (" +
                         edge(better.zero_high) + " − " + edge(better.within_high) + ")");
    }
    return;
  }
  if (!target.value.value.is_number() || target.value.value.number().is_zero()) return;
  const std::string wanted = text_.value(target.value);
  const bool lower = node.better.direction == Direction::Lower;
  const bool linear = lower ? node.better.method == LowerMethod::Linear
                            : node.better.linear && target.value.value.number().sign() < 0;
  if (linear) {
    const std::string sign = lower ? " − " : " + ";
    line.how.push_back("= 1" + sign + "(" + actual + " − " + wanted + ") / |" + wanted + "|");
  } else {
    line.how.push_back(lower ? "= " + wanted + " / " + actual : "= " + actual + " / " + wanted);
  }
}

/// What the row computes with its argument.
std::string ExplainTree::tier_figures(const Node& node) const {
  const trace::TiersUsed& used = *node.tiers;
  const Node& argument = text_.at(text_.resolved(node.inputs[0]));
  const Unit& in = argument.value.type.unit;
  const Unit& out = node.value.type.unit;
  const std::string x = text_.value(argument.value);
  if (used.slope && used.intercept) {
    std::string text = "= " + text_.number(*used.slope, out) + " × " + x;
    if (!used.intercept->is_zero()) text += " + " + text_.number(*used.intercept, out);
    return text;
  }
  if (used.left && used.right) {
    const std::string low = text_.number(used.left->at, in);
    return "= " + text_.number(used.left->gives, out) + " + (" + x + " − " + low + ") / (" +
           text_.number(used.right->at, in) + " − " + low + ") × (" +
           text_.number(used.right->gives, out) + " − " + text_.number(used.left->gives, out) + ")";
  }
  std::string slices;
  Unit rate = out;  // of like units a slice earns a share
  if (in == out) {
    rate = Unit();
    rate.quantity = Quantity::Ratio;
  }
  for (const trace::TiersUsed::Slice& slice : used.slices) {
    slices += (slices.empty() ? "= " : " + ") + text_.number(slice.width, in) + " × " +
              text_.number(slice.rate, rate);
  }
  return slices;
}

void ExplainTree::derive_tiers(const Node& node, ExplainLine& line) const {
  if (!node.tiers) return;
  const trace::TiersUsed& used = *node.tiers;
  std::string row;
  if (used.kind == TierKind::Marginal) {
    row = words_(Text::trace_tier_slices, {{"tiers", used.name}});
  } else if (!used.upto.empty()) {
    row = words_(Text::trace_tier_between,
                 {{"row", used.row}, {"upto", used.upto}, {"tiers", used.name}});
  } else {
    row = words_(Text::trace_tier_row, {{"row", used.row}, {"tiers", used.name}});
  }
  line.how.push_back(row);
  const NodeId argument = text_.resolved(node.inputs[0]);
  if (text_.at(argument).kind == NodeKind::Operation && !text_.has_line(argument)) {
    line.how.push_back(text_.at(argument).text + " = " + text_.figures(argument) + " = " +
                       text_.value(text_.at(argument).value));
  }
  const std::string figures = tier_figures(node);
  if (!figures.empty()) line.how.push_back(figures);
  derive_next(node, line);
}

void ExplainTree::derive_next(const Node& node, ExplainLine& line) const {
  const trace::TiersUsed& used = *node.tiers;
  if (used.is_best) line.how.push_back(words_(Text::trace_best));
  if (!used.distance) return;
  const trace::Distance& distance = *used.distance;
  if (!used.next_row.empty() && distance.missing.value.is_number()) {
    const bool less = is_below(distance.missing);
    const Text beyond = distance.upwards ? Text::trace_next_above : Text::trace_next_below;
    const Text text = !distance.included ? beyond
                      : less             ? Text::trace_next_less
                                         : Text::trace_next_more;
    Arguments arguments = {{"row", used.next_row}, {"bound", text_.value(distance.bound)}};
    if (distance.included) {
      arguments.push_back({"difference", text_.distance(without_sign(distance.missing))});
    }
    line.how.push_back(words_(text, std::move(arguments)));
  }
  const NodeId argument = text_.resolved(node.inputs[0]);
  for (const Way& way : distance.ways) {
    const bool solved = way.outcome == Way::Outcome::Solved;
    const bool said = solved && way.input == argument && distance.included;
    if (said) continue;
    line.how.push_back(words_(Text::note_of_subject, {{"subject", way_name(text_.at(way.input))},
                                                      {"text", way_text(way)}}));
  }
}

/// What is to move; of other days than the period's, with its days.
std::string ExplainTree::way_name(const Node& input) const {
  const bool has_days = input.days.first.days != 0 || input.days.last.days != 0;
  const DateRange period = days_of(part_.period, program_.calendar);
  const bool usual = input.days.first == period.first && input.days.last == period.last;
  if (!has_days || input.days.empty() || usual) return text_.name(input);
  return text_.name(input) + words_(Text::list_separator) + days_text(input.days);
}

std::string ExplainTree::way_text(const Way& way) const {
  const Node& input = text_.at(way.input);
  if (way.outcome == Way::Outcome::OutOfReach) {
    if (!way.limit) return words_(Text::trace_way_out, {{"best", text_.value(way.best)}});
    return words_(way.limit_is_least ? Text::trace_way_out_whole : Text::trace_way_out_part,
                  {{"best", text_.value(way.best)},
                   {"most", text_.value(*way.limit)},
                   {"whole", text_.name(text_.at(way.whole))}});
  }
  if (way.outcome == Way::Outcome::Unsolved) {
    return words_(Text::trace_way_unsolved, {{"why", obstacle_text(way.obstacle)}});
  }
  const bool less = is_below(way.difference);
  const std::string found = words_(less ? Text::trace_way_less : Text::trace_way_more,
                                   {{"needed", text_.value(way.needed)},
                                    {"now", text_.value(input.value)},
                                    {"difference", text_.distance(without_sign(way.difference))}});
  const bool tried = way.outcome == Way::Outcome::Tried;
  return tried ? words_(Text::trace_way_tried, {{"way", found}}) : found;
}

/// Of a history: from when to when its row holds.
void ExplainTree::derive_cell(const Node& node, ExplainLine& line) const {
  if (node.history.empty()) return;
  if (node.place.path.empty()) {
    line.how.push_back(words_(Text::trace_holds_none,
                              {{"table", node.history}, {"day", to_string(node.days.last)}}));
  } else if (node.from && node.until) {
    const Date last = node.inclusive ? *node.until : Date{node.until->days - 1};
    line.how.push_back(
        words_(Text::trace_holds, {{"first", to_string(*node.from)}, {"last", to_string(last)}}));
  } else if (node.from) {
    line.how.push_back(words_(Text::trace_holds_now, {{"first", to_string(*node.from)}}));
  }
}

void ExplainTree::derive_validity(const Node& node, ExplainLine& line) const {
  if (node.from && node.until) {
    line.how.push_back(words_(Text::trace_in_force, {{"first", to_string(*node.from)},
                                                     {"last", to_string(*node.until)}}));
  } else if (node.from) {
    line.how.push_back(words_(Text::trace_in_force_now, {{"first", to_string(*node.from)}}));
  }
  if (in_run_of_days_) return;  // its line names the days
  line.how.push_back(words_(Text::trace_asked_days, {{"first", to_string(node.days.first)},
                                                     {"last", to_string(node.days.last)}}));
}

void ExplainTree::derive_sum(const Node& node, ExplainLine& line) const {
  std::string sum;
  for (const NodeId input : node.inputs) {
    const score::Quantity& part = text_.at(text_.resolved(input)).value;
    if (part.value.is_none() && part.value.reason() == NoneReason::OutOfScope) continue;
    sum += (sum.empty() ? "= " : " + ") + text_.value(part);
  }
  if (!sum.empty()) line.how.push_back(sum);
}

std::string ExplainTree::rows_text(const trace::RowsRead& rows) const {
  const auto name_of = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
  std::string shown = rows.file.empty() ? rows.table : name_of(rows.file);
  for (const std::string& other : rows.other_files)
    shown += words_(Text::list_separator) + name_of(other);
  if (!rows.card.empty()) {
    std::string days;
    for (const DateRange& run : rows.on_card)
      days += (days.empty() ? "" : words_(Text::list_separator)) + days_text(run);
    return words_(Text::trace_rows_on_card,
                  {{"count", rows.count}, {"file", shown}, {"card", rows.card}, {"days", days}});
  }
  if (!rows.days) return words_(Text::trace_rows, {{"count", rows.count}, {"file", shown}});
  const bool of_unit = unit_ && *rows.days == unit_->unit;
  const DateRange days = of_unit ? unit_->days : *rows.days;
  return words_(Text::trace_rows_days, {{"count", rows.count},
                                        {"file", shown},
                                        {"first", to_string(days.first)},
                                        {"last", to_string(days.last)}});
}

}  // namespace kpi::output
