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
        {{"bound", text_.value(distance.bound)}, {"missing", text_.value(distance.missing)}})};
  }
  lines_.push_back(std::move(line));
  if (!why_not.losses.empty()) add_heading(Text::trace_lines_lose);
  for (const trace::WhyNot::Loss& loss : why_not.losses)
    add_loss(loss);
  if (why_not.adjusted && !text_.at(why_not.adjusted).adjustments.empty()) {
    add_heading(Text::trace_in_the_way);
    for (const trace::Adjustment& adjustment : text_.at(why_not.adjusted).adjustments)
      add_adjustment(adjustment, 1);
  }
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
