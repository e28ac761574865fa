#include <algorithm>

#include "output/explain_tree.hpp"
#include "output/labels.hpp"

/// What stands between somebody and a goal.
namespace kpi::output {

using trace::Node;

void ExplainTree::add_loss(const trace::WhyNot::Loss& loss) {
  ExplainLine line;
  line.depth = 1;
  line.name = label_of(loss);
  line.value = {'-' + text_.value(loss.cost)};
  line.how = {words_(Text::trace_costs, {{"points", text_.value(loss.now)},
                                         {"best", text_.value(loss.best)},
                                         {"cost", text_.value(loss.cost)}})};
  line.place = text_.place(loss.place);
  lines_.push_back(std::move(line));
}

/// Whether no value that the goal asks for gets past the cap.
static bool is_in_the_way(const trace::Adjustment& adjustment, const score::Quantity& cap,
                          const trace::Distance& distance) {
  const bool caps =
      adjustment.kind == AdjustKind::Cap && adjustment.state == score::AdjustResult::State::Applied;
  if (!caps || !cap.value.is_number() || !distance.bound.value.is_number()) return false;
  const int order = compare(cap.value.number(), distance.bound.value.number());
  return order < 0 || (order == 0 && !distance.included);
}

/// What is capped may be added to again.
static bool is_raised_later(const std::vector<trace::Adjustment>& all,
                            const trace::Adjustment& adjustment) {
  return std::any_of(&adjustment + 1, all.data() + all.size(), [](const trace::Adjustment& later) {
    return later.kind == AdjustKind::Add || later.kind == AdjustKind::Floor;
  });
}

/// Adjustments and the pool, with what a cap keeps from the goal.
void ExplainTree::add_in_the_way(const trace::WhyNot& why_not) {
  const Node& root = text_.at(why_not.root);
  const Node* pool = root.inputs.empty() ? nullptr : &text_.at(root.inputs[0]);
  if (root.kind != trace::NodeKind::Settled || pool->kind != trace::NodeKind::Part) pool = nullptr;
  const std::vector<trace::Adjustment> none;
  const auto& adjustments = why_not.adjusted ? text_.at(why_not.adjusted).adjustments : none;
  if (adjustments.empty() && pool == nullptr) return;
  add_heading(Text::trace_in_the_way);
  for (const trace::Adjustment& adjustment : adjustments) {
    add_adjustment(adjustment, 1);
    if (!adjustment.amount || is_raised_later(adjustments, adjustment)) continue;
    const score::Quantity& cap = text_.at(text_.resolved(adjustment.amount)).value;
    if (!is_in_the_way(adjustment, cap, why_not.distance)) continue;
    const bool idle = adjustment.before.value == adjustment.after.value;
    if (idle) lines_.back().how.clear();
    lines_.back().how.push_back(
        words_(Text::trace_cap_in_way,
               {{"cap", text_.value(cap)}, {"goal", text_.value(why_not.distance.bound)}}));
  }
  if (pool != nullptr) add_pool(root, *pool, 1);
}

void ExplainTree::add_why_not(const trace::WhyNot& why_not) {
  const Node& root = text_.at(why_not.root);
  ExplainLine line;
  line.name = words_(Text::trace_why_not, {{"goal", why_not.goal}});
  line.value = cell(root.value, Tone::Strong);
  line.place = text_.place(root.place);
  const trace::Distance& distance = why_not.distance;
  if (distance.missing.value.is_number()) {
    line.how = {words_(
        distance.included ? Text::trace_needs : Text::trace_needs_above,
        {{"bound", text_.value(distance.bound)}, {"missing", text_.distance(distance.missing)}})};
  }
  lines_.push_back(std::move(line));
  if (!why_not.losses.empty()) add_heading(Text::trace_lines_lose);
  for (const trace::WhyNot::Loss& loss : why_not.losses)
    add_loss(loss);
  add_in_the_way(why_not);
  if (!distance.ways.empty()) add_heading(Text::trace_alone);
  for (const trace::Way& way : distance.ways) {
    ExplainLine shown;
    shown.depth = 1;
    const Node& input = text_.at(way.input);
    shown.name = way_name(input);
    shown.value = cell(input.value);
    shown.how = {way_text(way)};
    shown.place = text_.place(input.place);
    lines_.push_back(std::move(shown));
  }
}

}  // namespace kpi::output
