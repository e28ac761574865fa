#include "diag/period_words.hpp"
#include "output/explain_tree.hpp"

/// What is decided day by day, or computed unit by unit: those alike in one line.
namespace kpi::output {
namespace {

using trace::Node;
using trace::NodeId;
using trace::NodeKind;

Text count_of(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::Day: return Text::trace_unit_days;
    case PeriodUnit::Week: return Text::trace_unit_weeks;
    case PeriodUnit::Month: return Text::trace_unit_months;
    case PeriodUnit::Quarter: return Text::trace_unit_quarters;
    case PeriodUnit::Half: return Text::trace_unit_halves;
    case PeriodUnit::Year: return Text::trace_unit_years;
  }
  return Text::trace_unit_days;
}

struct Run {
  DateRange days;
  NodeId first;  // stands for all of them
  std::size_t alike = 0;
};

}  // namespace

/// `9 months`
std::string ExplainTree::units_text(PeriodUnit unit, std::size_t count) const {
  return words_(count_of(unit), {{"count", count}});
}

std::string ExplainTree::days_text(DateRange days) const {
  if (days.first == days.last) return to_string(days.first);
  return words_(Text::out_days, {{"first", to_string(days.first)}, {"last", to_string(days.last)}});
}

/// Whether its inputs are one for each day.
bool ExplainTree::is_of_days(const Node& node) const {
  if (node.kind == NodeKind::Days) return true;
  const auto days = static_cast<std::size_t>(node.days.last.days - node.days.first.days) + 1;
  if (node.kind != NodeKind::AnyOf || node.inputs.size() < 2 || node.inputs.size() != days) {
    return false;
  }
  const DateRange& first = text_.at(node.inputs[0]).days;
  return first.first == first.last && first.first == node.days.first;
}

/// The same number for days on which the same figures from the same rows decide. What several
/// figures are made of is looked at once.
std::size_t ExplainTree::alike(NodeId asked) {
  std::vector<NodeId> open = {asked};
  while (!open.empty()) {
    const NodeId id = open.back();
    const std::size_t before = open.size();
    for (const NodeId input : text_.at(id).inputs) {
      if (input && alike_.count(input.value) == 0) open.push_back(input);
    }
    if (open.size() > before) continue;
    open.pop_back();
    if (alike_.count(id.value) == 0) alike_[id.value] = kind_of(id);
  }
  return alike_.at(asked.value);
}

/// The number of all nodes that read like this one, those that it reads being numbered.
std::size_t ExplainTree::kind_of(NodeId id) {
  const Node& node = text_.at(id);
  std::string text = std::to_string(static_cast<int>(node.kind)) + '|' + node.text + '|' +
                     text_.value(node.value) + '|' + text_.place(node.place) + '(';
  if (node.rows && node.rows->count > 0 && node.rows->days) text += days_text(*node.rows->days);
  for (const NodeId input : node.inputs)
    text += (input ? std::to_string(alike_.at(input.value)) : "") + ',';
  return kinds_.emplace(std::move(text), kinds_.size()).first->second;
}

void ExplainTree::add_days(const Node& node, int depth) {
  std::vector<Run> runs;
  Date day = node.days.first;
  for (const NodeId input : node.inputs) {
    const std::size_t same = alike(input);
    if (runs.empty() || runs.back().alike != same) runs.push_back({{day, day}, input, same});
    runs.back().days.last = day;
    ++day.days;
  }
  const bool outer = in_run_of_days_;
  in_run_of_days_ = true;
  for (const Run& run : runs) {
    ExplainLine line;
    line.depth = depth;
    line.name = days_text(run.days);
    line.value = cell(text_.at(run.first).value);
    line.how = {
        words_(Text::trace_run_of_days, {{"count", run.days.last.days - run.days.first.days + 1}})};
    lines_.push_back(std::move(line));
    add_condition(run.first, depth + 1);
  }
  in_run_of_days_ = outer;
}

void ExplainTree::add_units(const Node& node, int depth) {
  std::vector<UnitRun> runs;
  for (std::size_t i = 0; i < node.inputs.size(); i += trace::kInputsPerUnit) {
    UnitRun unit;
    unit.kind = node.unit.value_or(PeriodUnit::Day);
    unit.condition = node.inputs[i];
    unit.value = node.inputs[i + 1];
    unit.other = node.inputs[i + 2];
    for (const NodeId part : {unit.other, unit.value, unit.condition}) {
      if (!part) continue;
      unit.unit = unit.days = text_.at(part).days;
      unit.alike.push_back(alike(part));
    }
    if (runs.empty() || runs.back().alike != unit.alike) {
      runs.push_back(std::move(unit));
      continue;
    }
    runs.back().days.last = unit.days.last;
    ++runs.back().count;
  }
  for (const UnitRun& run : runs)
    add_unit(run, depth);
}

void ExplainTree::add_unit(const UnitRun& run, int depth) {
  const bool counts = !run.condition || (text_.at(run.condition).value.value.is_bool() &&
                                         text_.at(run.condition).value.value.truth());
  ExplainLine line;
  line.depth = depth;
  line.name = days_text(run.days);
  line.value = {"—", Tone::Quiet};
  if (counts) line.value = cell(text_.at(run.value ? run.value : run.condition).value);
  if (run.count > 1) {
    line.how = {words_(Text::trace_run_of_units,
                       {{"units", units_text(run.kind, static_cast<std::size_t>(run.count))},
                        {"unit", word_of(run.kind)}})};
  }
  lines_.push_back(std::move(line));
  const bool outer_days = in_run_of_days_;
  const std::optional<UnitRun> outer = unit_;
  in_run_of_days_ = true;
  unit_ = run;
  if (run.condition) add_condition(run.condition, depth + 1);
  for (const NodeId part : {run.value, run.other}) {
    if (part && counts) add_condition(part, depth + 1);
  }
  in_run_of_days_ = outer_days;
  unit_ = outer;
}

void ExplainTree::mark_given(NodeId id, ExplainLine& line) const {
  while (given_.count(id.value) == 0) {
    const Node& node = text_.at(id);
    const bool hands_on = node.kind == NodeKind::Rounded || node.kind == NodeKind::AtMost ||
                          node.kind == NodeKind::AtLeast || node.kind == NodeKind::Level;
    if (node.kind == NodeKind::Choice) {
      id = node.inputs[1];
    } else if (hands_on &&
               (node.kind == NodeKind::Level || text_.at(node.inputs[0]).name.empty())) {
      id = node.inputs[0];
    } else {
      return;
    }
  }
  line.how.push_back(words_(Text::trace_given));
}

}  // namespace kpi::output
