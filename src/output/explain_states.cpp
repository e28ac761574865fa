#include "output/explain_tree.hpp"

/// What is carried on from period to period: the last ones whole, the earlier ones in short.
namespace kpi::output {
namespace {

using trace::Node;
using trace::NodeId;
using trace::NodeKind;

constexpr int kWholeStates = 3;           // one below the other
constexpr std::size_t kBriefStates = 24;  // one line each

}  // namespace

NodeId ExplainTree::state_before(NodeId state) const {
  const Node& node = text_.at(state);
  const NodeId input = node.inputs[node.kind == NodeKind::Carried ? 0 : 2];
  if (!input) return {};
  const NodeId before = text_.resolved(input);
  return ExplainWords::is_state(text_.at(before)) ? before : NodeId();
}

void ExplainTree::add_state(NodeId id, ExplainLine line) {
  if (states_put_off_) {
    states_put_off_->push_back(std::move(line));
    put_off_.push_back(id);
    return;
  }
  if (whole_states_ == kWholeStates && state_before(id)) {  // one alone is not worth a note
    return rows_listed_ ? add_states_whole(id, std::move(line)) : add_states_briefly(id, line);
  }
  const int depth = line.depth;
  lines_.push_back(std::move(line));
  ++whole_states_;
  add_inputs(id, depth + 1);
  --whole_states_;
}

/// With everything that each was made of, but one behind the other: there may be thousands.
void ExplainTree::add_states_whole(NodeId id, ExplainLine line) {
  const int depth = line.depth;
  states_put_off_.emplace();
  lines_.push_back(std::move(line));
  add_inputs(id, depth + 1);
  for (std::size_t i = 0; i < put_off_.size(); ++i) {
    ExplainLine next = (*states_put_off_)[i];
    next.depth = depth;
    lines_.push_back(std::move(next));
    add_inputs(put_off_[i], depth + 1);
  }
  states_put_off_.reset();
  put_off_.clear();
}

void ExplainTree::add_states_briefly(NodeId id, const ExplainLine& line) {
  const int depth = line.depth;
  std::size_t all = 0;
  for (NodeId state = id; state; state = state_before(state)) {
    const bool again = all > 0 && !shown_.insert(state.value).second;
    if (again) break;
    if (++all > kBriefStates) continue;
    const Node& node = text_.at(state);
    ExplainLine brief;
    brief.depth = depth;
    brief.name = line.name;
    brief.value = cell(node.value);
    brief.how = {days_text(node.days)};
    brief.place = line.place;
    lines_.push_back(std::move(brief));
  }
  ExplainLine rest;
  rest.depth = depth;
  rest.how = {all > kBriefStates
                  ? words_(Text::trace_earlier, {{"count", kBriefStates}, {"all", all}})
                  : words_(Text::trace_earlier_all, {{"count", all}})};
  lines_.push_back(std::move(rest));
}

}  // namespace kpi::output
