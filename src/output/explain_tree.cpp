#include "output/explain_tree.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diag/render_parts.hpp"
#include "output/number.hpp"

namespace kpi::output {
namespace {

using score::AdjustResult;
using trace::Node;
using trace::NodeId;
using trace::NodeKind;

/// `+5`, `-9.72`
std::string signed_text(const std::string& text) {
  return text.empty() || text.front() != '-' ? '+' + text : text;
}

}  // namespace

int name_columns(const ExplainLine& line) {
  return line.depth * kIndentColumns + display_width(printable(line.name));
}

std::vector<ExplainLine> ExplainTree::lines() {
  if (part_.why_not) add_why_not(*part_.why_not);
  for (const trace::Topic& topic : part_.topics)
    add_topic(topic);
  for (const trace::Absence& absence : part_.absences)
    add_absence(absence);
  return std::move(lines_);
}

Cell ExplainTree::cell(const score::Quantity& quantity, Tone tone) const {
  return {text_.value(quantity), quantity.value.is_none() ? Tone::Quiet : tone};
}

void ExplainTree::add_topic(const trace::Topic& topic) {
  switch (topic.kind) {
    case trace::Topic::Kind::Card: return add_card(topic.root, topic.grade);
    case trace::Topic::Kind::Payout: return add_payout(topic.root, 0);
    case trace::Topic::Kind::Points:
    case trace::Topic::Kind::Quantity: return add(topic.root, 0);
  }
}

/// The condition that is false, and what it reads.
void ExplainTree::add_absence(const trace::Absence& absence) {
  const Node& member = text_.at(absence.member);
  ExplainLine line;
  line.name = words_(Text::trace_on) + " " + label_of(absence);
  line.value = cell(member.value, Tone::Strong);
  line.how = {words_(Text::trace_not_on, {{"subject", subject_text(part_.key, part_.name)},
                                          {"name", absence.name},
                                          {"period", to_string(part_.period, program_.calendar)}})};
  line.place = text_.place(absence.place);
  lines_.push_back(std::move(line));
  add_condition(absence.member, 1);
}

/// The parts of a condition, each with what it reads.
void ExplainTree::add_condition(NodeId reader, int depth) {
  const NodeId id = text_.resolved(reader);
  const Node& node = text_.at(id);
  if (is_of_days(node)) return add_days(node, depth);
  if (node.kind == NodeKind::AllOf || node.kind == NodeKind::AnyOf) {
    for (const NodeId input : node.inputs)
      add_condition(input, depth);
    return;
  }
  if (text_.has_line(id)) return add(id, depth);
  ExplainLine line;
  line.depth = depth;
  line.name = node.text;
  line.value = cell(node.value);
  line.how = {text_.figures(id)};
  line.place = text_.place(node.place);
  lines_.push_back(std::move(line));
  add_inputs(id, depth + 1);
}

void ExplainTree::add_card(NodeId score, NodeId grade) {
  const Node& node = text_.at(score);
  const NodeId inner = inner_of(score);
  ExplainLine line;
  line.name = text_.score_name(node);
  line.value = cell(node.value, Tone::Strong);
  line.place = text_.place(node.place);
  if (node.kind == NodeKind::Rounded) derive_rounded(node, line);
  lines_.push_back(std::move(line));
  shown_.insert(score.value);
  const Node& adjusted = text_.at(inner);
  add_weighted(adjusted.inputs[0], 1);
  add_adjustments(adjusted, 1);
  if (!grade) return;
  ExplainLine graded;
  graded.name = words_(Text::out_grade);
  graded.value = cell(text_.at(grade).value, Tone::Strong);
  graded.place = text_.place(text_.at(grade).place);
  derive(grade, graded);
  lines_.push_back(std::move(graded));
}

/// The step that a published value was rounded from, or the value itself.
NodeId ExplainTree::inner_of(NodeId id) const {
  const NodeId found = text_.resolved(id);
  const Node& node = text_.at(found);
  return node.kind == NodeKind::Rounded ? text_.resolved(node.inputs[0]) : found;
}

std::string ExplainTree::weighted_formula(const Node& node) const {
  std::string sum;
  for (const trace::Weight& weight : node.weights) {
    const bool counts = weight.points && !weight.effective.is_zero();
    if (!counts) continue;
    Unit ratio;
    ratio.quantity = Quantity::Ratio;
    sum += (sum.empty() ? "" : " + ") + text_.number(weight.weight, ratio) + " × " +
           text_.value(weight.counted);
  }
  if (sum.empty()) return {};
  if (!node.bound || *node.bound == Rational(1)) return "= " + sum;
  Unit ratio;
  ratio.quantity = Quantity::Ratio;
  return "= (" + sum + ") / " + text_.number(*node.bound, ratio);
}

void ExplainTree::add_weighted(NodeId id, int depth) {
  const Node& node = text_.at(id);
  ExplainLine line;
  line.depth = depth;
  line.name = words_(Text::out_base);
  line.value = cell(node.value);
  if (node.value.value.is_number()) line.how = {weighted_formula(node)};
  if (node.value.value.is_none()) {
    line.how = {words_(explanation_of(node.value.value.reason()))};
  }
  lines_.push_back(std::move(line));
  const bool shared = node.value.value.is_number();  // else too little weight is left to share
  for (const trace::Weight& weight : node.weights)
    add_weight(weight, shared, depth + 1);
}

/// A line of the card; what its points were made of stands below.
void ExplainTree::add_weight(const trace::Weight& weight, bool shared, int depth) {
  ExplainLine line;
  line.depth = depth;
  line.name = label_of(weight);
  line.place = text_.place(weight.place);
  if (!weight.points) {
    line.value = {"—", Tone::Quiet};
    line.how = {words_(Text::trace_not_scored)};
    lines_.push_back(std::move(line));
    return;
  }
  line.value = cell(weight.counted);
  if (weight.missing) {
    const std::string reason = reason_name(*weight.missing, words_);
    Text text = Text::trace_none;
    if (weight.policy == PolicyKind::Zero || weight.policy == PolicyKind::Full) {
      text = Text::trace_counted_as;
    }
    if (weight.policy == PolicyKind::Redistribute && shared) text = Text::trace_left_out;
    if (weight.policy == PolicyKind::Fail) text = Text::trace_failed;
    line.how = {words_(text, {{"reason", reason},
                              {"points", text_.value(weight.counted)},
                              {"weight", shown_share(weight.weight)}})};
  } else {
    derive(weight.points, line);
    mark_given(weight.points, line);
  }
  lines_.push_back(std::move(line));
  shown_.insert(weight.points.value);
  add_inputs(weight.points, depth + 1);
}

std::string ExplainTree::condition_text(NodeId when) const {
  const Node& node = text_.at(text_.resolved(when));
  const std::string figures = text_.figures(when);
  return figures == node.text ? figures : node.text + ": " + figures;
}

void ExplainTree::add_adjustments(const Node& adjusted, int depth) {
  for (const trace::Adjustment& adjustment : adjusted.adjustments) {
    add_adjustment(adjustment, depth);
    add_read_by(adjustment, depth + 1);
  }
}

/// What an adjustment did, and, where it has a condition, the figures that decided it.
void ExplainTree::add_adjustment(const trace::Adjustment& adjustment, int depth) {
  ExplainLine line;
  line.depth = depth;
  const bool round = adjustment.kind == AdjustKind::Round;
  line.name = !adjustment.message.empty() ? adjustment.message
              : round                     ? words_(word_of(adjustment.kind))
                                          : adjustment.text;
  line.place = text_.place(adjustment.place);
  line.value = {"—", Tone::Quiet};
  const bool applied = adjustment.state == AdjustResult::State::Applied;
  const bool changed = adjustment.before.value != adjustment.after.value;
  const std::string before = text_.value(adjustment.before);
  if (applied && round && adjustment.before.value.is_number()) {
    line.value = cell(adjustment.after);
    line.how = {text_.rounded(adjustment.before, *adjustment.round)};
  } else if (changed) {
    if (adjustment.change.value.is_number()) {
      line.value = {signed_text(text_.value(adjustment.change))};
    }
    const std::string change = before + " → " + text_.value(adjustment.after);
    line.how = {!adjustment.when
                    ? change
                    : words_(Text::trace_applied,
                             {{"change", change}, {"condition", condition_text(adjustment.when)}})};
  } else if (!applied && adjustment.when) {
    const bool undecided = adjustment.state == AdjustResult::State::Undecided;
    line.how = {words_(undecided ? Text::trace_undecided : Text::trace_not_applied,
                       {{"condition", condition_text(adjustment.when)}})};
  } else if (adjustment.before.value.is_none()) {
    line.how = {words_(Text::trace_none,
                       {{"reason", reason_name(adjustment.before.value.reason(), words_)}})};
  } else {
    line.how = {words_(Text::trace_no_effect, {{"value", before}})};
  }
  const bool is_plain = adjustment.amount && text_.at(adjustment.amount).kind == NodeKind::Constant;
  if (adjustment.amount && !is_plain && applied) {
    line.how.push_back(text_.at(text_.resolved(adjustment.amount)).text + " = " +
                       text_.figures(adjustment.amount));
  }
  lines_.push_back(std::move(line));
}

/// What the amount and the condition of an adjustment were made of.
void ExplainTree::add_read_by(const trace::Adjustment& adjustment, int depth) {
  for (const NodeId part : {adjustment.amount, adjustment.when}) {
    if (!part) continue;
    if (text_.has_line(part)) {
      add(text_.resolved(part), depth);
    } else {
      add_inputs(text_.resolved(part), depth);
    }
  }
}

void ExplainTree::add_payout(NodeId settled, int depth) {
  const Node& node = text_.at(settled);
  ExplainLine line;
  line.depth = depth;
  line.name = label_of(node);
  line.value = cell(node.value, Tone::Strong);
  line.place = text_.place(node.place);
  const Node* adjusted = &text_.at(node.inputs[0]);
  const Node* pool = nullptr;
  if (adjusted->kind == NodeKind::Part) {
    pool = adjusted;
    adjusted = &text_.at(adjusted->inputs[0]);
  }
  const Value& before = text_.at(node.inputs[0]).value.value;
  if (before.is_none()) {
    const bool pays = node.policy == PolicyKind::Value;
    line.how = {words_(
        pays ? Text::trace_policy_pays : Text::trace_held,
        {{"reason", reason_name(before.reason(), words_)}, {"amount", text_.value(node.value)}})};
  }
  lines_.push_back(std::move(line));
  const NodeId amount = text_.resolved(adjusted->inputs[0]);
  ExplainLine first;
  first.depth = depth + 1;
  first.name = words_(Text::out_amount);
  first.value = cell(text_.at(amount).value);
  first.place = text_.place(text_.at(amount).place);
  derive(amount, first);
  lines_.push_back(std::move(first));
  add_inputs(amount, depth + 2);
  add_adjustments(*adjusted, depth + 1);
  if (pool != nullptr) add_pool(node, *pool, depth + 1);
}

/// The part of a pool that all amounts share.
void ExplainTree::add_pool(const Node& settled, const Node& pool, int depth) {
  ExplainLine line;
  line.depth = depth;
  line.name = words_(Text::trace_cap_pool, {{"amount", pool.text}});
  line.value = cell(pool.value);
  line.how = {words_(Text::trace_part, {{"total", text_.value(text_.at(pool.inputs[2]).value)},
                                        {"count", pool.people}})};
  const Node& own = text_.at(pool.inputs[0]);
  if (pool.bound && own.value.value.is_number() && own.value.value != pool.value.value) {
    line.how.push_back("= " + text_.value(text_.at(pool.inputs[2]).value) + " × " +
                       text_.value(own.value) + " / " +
                       text_.number(*pool.bound, own.value.type.unit));
  }
  line.place = text_.place(pool.place);
  mark_given(settled.inputs[0], line);
  lines_.push_back(std::move(line));
}

void ExplainTree::add(NodeId id, int depth, const std::string& name) {
  const Node& node = text_.at(id);
  ExplainLine line;
  line.depth = depth;
  line.name = name.empty() ? text_.name(node) : name;
  line.value = cell(node.value, depth == 0 ? Tone::Strong : Tone::Plain);
  line.place = text_.place(node.place);
  const bool is_leaf = node.inputs.empty() && node.kind != NodeKind::Rows;
  const bool same_name = !node.name.empty() && !named_.insert(identity(id)).second;
  if (!is_leaf && (!shown_.insert(id.value).second || same_name)) {
    line.how = {words_(Text::trace_above)};
    lines_.push_back(std::move(line));
    return;
  }
  if (node.kind == NodeKind::Settled) return add_payout(id, depth);
  derive(id, line);
  if (!node.name.empty() && is_of_other_days(node)) line.how.push_back(days_text(node.days));
  mark_given(id, line);
  if (ExplainWords::is_state(node)) return add_state(id, std::move(line));
  lines_.push_back(std::move(line));
  add_inputs(id, depth + 1);
}

/// A named figure with all that tells it from others of its name: value, days, whose it is, its
/// formula and what that reads. Rows are told apart by their step.
std::string ExplainTree::identity(NodeId id) const {
  const Node& node = text_.at(id);
  std::string text = node.name + '|' + text_.value(node.value) + '|' + days_text(node.days) + '|' +
                     node.whose + '|' + text_.figures(id);
  for (const NodeId read : text_.read_by(id))
    text += '|' + std::to_string(read.value);
  return node.rows ? text + '#' + std::to_string(id.value) : text;
}

/// Whether the figure is of days outside the period, which its name does not say. Rows say
/// their days themselves.
bool ExplainTree::is_of_other_days(const Node& node) const {
  const bool has_days = node.days.first.days != 0 || node.days.last.days != 0;
  if (!has_days || node.days.empty() || node.kind == NodeKind::Rows) return false;
  const bool of_rows = node.kind == NodeKind::Rounded &&
                       text_.at(text_.resolved(node.inputs[0])).kind == NodeKind::Rows;
  return !of_rows && node.days.first != days_of(part_.period, program_.calendar).first;
}

/// What stands on lines of its own below a node. A published value and the rows that it was added
/// up from are one line.
void ExplainTree::add_inputs(NodeId id, int depth) {
  const Node& node = text_.at(id);
  if (node.rows) add_rows(*node.rows, depth);
  if (is_of_days(node)) return add_days(node, depth);
  if (node.kind == NodeKind::Units) return add_units(node, depth);
  if (node.kind == NodeKind::Adjusted && text_.at(node.inputs[0]).kind == NodeKind::Weighted) {
    add_weighted(node.inputs[0], depth);
    add_adjustments(node, depth);
    return;
  }
  const bool hands_on = node.kind == NodeKind::Rounded || node.kind == NodeKind::AtMost ||
                        node.kind == NodeKind::AtLeast;
  for (const NodeId input : text_.read_by(id)) {
    const bool same_line =
        hands_on && text_.at(input).name.empty() && input == text_.resolved(node.inputs[0]);
    if (!same_line) {
      add(input, depth);
      continue;
    }
    shown_.insert(input.value);
    add_inputs(input, depth);
  }
}

void ExplainTree::add_rows(const trace::RowsRead& rows, int depth) {
  if (!rows.listed) return;
  for (const trace::SourceRow& row : rows.rows) {
    ExplainLine line;
    line.depth = depth;
    line.name = row.key.empty() ? text_.place(row.place) : row.key;
    if (!row.table.empty() && !row.key.empty()) line.name = row.table + ' ' + row.key;
    if (!row.values.empty()) line.value = cell(row.values[0]);
    std::string how = row.day ? to_string(*row.day) : std::string();
    for (std::size_t i = 1; i < row.values.size(); ++i)
      how += (how.empty() ? "" : ", ") + text_.value(row.values[i]);
    for (const std::string& other : row.through)
      how += (how.empty() ? "" : ", ") + other;
    if (!how.empty()) line.how = {how};
    line.place = text_.place(row.place);
    lines_.push_back(std::move(line));
  }
}

void ExplainTree::add_heading(Text text) {
  ExplainLine line;
  line.name = words_(text);
  lines_.push_back(std::move(line));
}

}  // namespace kpi::output
