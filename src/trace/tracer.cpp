#include "trace/tracer.hpp"

#include <algorithm>

#include "score/card.hpp"
#include "score/combine.hpp"
#include "source/rule_words.hpp"

namespace kpi::trace {
namespace {

using plan::Step;
using plan::StepId;
using plan::StepKind;

NodeKind kind_of(StepKind kind) {
  switch (kind) {
    case StepKind::Constant: return NodeKind::Constant;
    case StepKind::Column:
    case StepKind::Held: return NodeKind::Cell;
    case StepKind::InScope: return NodeKind::InForce;
    case StepKind::Cells: return NodeKind::Rows;
    case StepKind::Broadcast:
    case StepKind::Gather:
    case StepKind::Follow:
    case StepKind::FollowHeld:
    case StepKind::Pick: return NodeKind::Elsewhere;
    case StepKind::OverUnits: return NodeKind::Units;
    case StepKind::Apply: return NodeKind::Operation;
    case StepKind::AllOf: return NodeKind::AllOf;
    case StepKind::AnyOf: return NodeKind::AnyOf;
    case StepKind::DayShare: return NodeKind::Days;
    case StepKind::Choose: return NodeKind::Choice;
    case StepKind::Level: return NodeKind::Level;
    case StepKind::SumOf: return NodeKind::Sum;
    case StepKind::OverPeople:
    case StepKind::RollUp:
    case StepKind::Total:
    case StepKind::GroupTotal: return NodeKind::People;
    case StepKind::Attain: return NodeKind::Attainment;
    case StepKind::Publish: return NodeKind::Rounded;
    case StepKind::AtMost: return NodeKind::AtMost;
    case StepKind::AtLeast: return NodeKind::AtLeast;
    case StepKind::Weigh: return NodeKind::Weighted;
    case StepKind::Adjust: return NodeKind::Adjusted;
    case StepKind::Grade: return NodeKind::Graded;
    case StepKind::Settle: return NodeKind::Settled;
    case StepKind::Rank:
    case StepKind::Ranked: return NodeKind::Peers;
    case StepKind::Streak: return NodeKind::Streak;
    case StepKind::Carry: return NodeKind::Carried;
    case StepKind::Pool:
    case StepKind::Allot:
    case StepKind::Split: return NodeKind::Part;
  }
  return NodeKind::Constant;
}

Type plain(Kind kind, Quantity quantity = Quantity::Number) {
  Type type;
  type.kind = kind;
  type.unit.quantity = quantity;
  return type;
}

bool brings_back(StepKind kind) {
  return kind_of(kind) == NodeKind::Elsewhere;
}

/// Which argument a step hands on as it is, where it does.
std::optional<std::size_t> handed_on(const Step& step, const Value* condition) {
  if (step.kind == StepKind::Level || step.kind == StepKind::Settle) return 0;
  if (step.kind != StepKind::Choose) return std::nullopt;
  return condition->is_bool() && condition->truth() ? 1 : 2;
}

}  // namespace

Tracer::Tracer(const TraceInput& input) : input_(input) {
  input_.twins = std::make_shared<const Twins>(twins_of(input.scored));
}

Place Tracer::place_of(Span span) const {
  if (span.empty()) return {};
  const SourceFile& file = input_.sources[span.file];
  return {file.path(), file.locate(span.begin).line};
}

std::string Tracer::words_of(Span span) const {
  return rule_words(input_.sources, span);
}

/// What has no type of its own has that of its first argument, but for the steps of cards.
Type Tracer::type_of(StepId id) const {
  const Step& step = step_of(id);
  switch (step.kind) {
    case StepKind::DayShare:
    case StepKind::Attain: return plain(Kind::Number, Quantity::Ratio);
    case StepKind::Weigh: return plain(Kind::Number, Quantity::Points);
    case StepKind::Adjust:
      return step.payout ? program().payouts[step.payout].type
                         : plain(Kind::Number, Quantity::Points);
    case StepKind::Settle:
    case StepKind::Pool: return program().payouts[step.payout].type;
    case StepKind::InScope:
    case StepKind::AllOf:
    case StepKind::AnyOf: return plain(Kind::Bool);
    case StepKind::Grade: return plain(Kind::Text);
    case StepKind::Constant:
    case StepKind::Column:
    case StepKind::Held:
    case StepKind::Cells:
    case StepKind::Broadcast:
    case StepKind::Gather:
    case StepKind::Follow:
    case StepKind::FollowHeld:
    case StepKind::OverUnits:
    case StepKind::OverPeople:
    case StepKind::Pick:
    case StepKind::Apply:
    case StepKind::Choose:
    case StepKind::Level:
    case StepKind::SumOf:
    case StepKind::RollUp:
    case StepKind::Publish:
    case StepKind::AtMost:
    case StepKind::AtLeast:
    case StepKind::Total:
    case StepKind::GroupTotal:
    case StepKind::Rank:
    case StepKind::Ranked:
    case StepKind::Streak:
    case StepKind::Carry:
    case StepKind::Allot:
    case StepKind::Split: break;
  }
  if (step.type.kind != Kind::Error || step.args.empty()) return step.type;
  const std::size_t arg = step.kind == StepKind::Choose ? 1 : 0;
  return type_of(step.args[arg]);
}

std::optional<RoundSpec> Tracer::published(StepId id, std::size_t member) const {
  const Step& step = step_of(id);
  if (step.kind == StepKind::Publish) return step.round;
  if (step.kind == StepKind::Settle) {
    for (const Adjust& adjust : program().payouts[step.payout].adjustments) {
      if (adjust.round) return adjust.round;
    }
  }
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, input_.slots, step, member);
    return read ? published(step.args[0], *read) : std::nullopt;
  }
  const Value* condition =
      step.kind == StepKind::Choose ? &input_.slots[step.args[0]][member] : nullptr;
  const auto arg = handed_on(step, condition);
  return arg ? published(step.args[*arg], member) : std::nullopt;
}

score::Quantity Tracer::quantity(StepId step, std::size_t member) const {
  return {input_.slots[step][member], type_of(step), published(step, member)};
}

score::Quantity Tracer::like(const score::Quantity& pattern, Value value) const {
  return {std::move(value), pattern.type, pattern.published};
}

/// Its own, else that of its metric.
const std::string& Tracer::label_of(const Line& line) const {
  const bool own = !line.label.empty() || !line.metric;
  return own ? line.label : program().metrics[line.metric].label;
}

/// The label of what is named so: a metric, a payout, a card, or a card's line.
std::string Tracer::label_of_name(const std::string& name) const {
  for (const Metric& metric : program().metrics) {
    if (metric.name == name) return metric.label;
  }
  for (const Payout& payout : program().payouts) {
    if (payout.name == name) return payout.label;
  }
  for (const Scorecard& card : program().scorecards) {
    if (card.name == name) return card.label;
    for (const Line& line : card.lines) {
      if (card.name + "." + line.name == name) return label_of(line);
    }
  }
  return {};
}

std::optional<NodeId> Tracer::known(const Read& read) const {
  const std::size_t own = input_.slots[read.first].constant ? 0 : read.second;
  const auto found = known_.find({read.first.value, own});
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

/// What a step reads first, as far down as it goes: states carried on day by day go back thousands
/// of periods, more than calls can be nested.
NodeId Tracer::node(StepId id, std::size_t member) {
  struct Open {
    Read read;
    std::vector<Read> inputs;
    std::size_t next = 0;
  };
  const Read asked{id, member};
  if (const auto found = known(asked)) return *found;
  std::vector<Open> open;
  open.push_back({asked, inputs_of(id, member)});
  NodeId made;
  while (!open.empty()) {
    Open& last = open.back();
    while (last.next < last.inputs.size() &&
           (!last.inputs[last.next].first || known(last.inputs[last.next]))) {
      ++last.next;
    }
    if (last.next < last.inputs.size()) {
      const Read input = last.inputs[last.next];
      open.push_back({input, inputs_of(input.first, input.second)});
      continue;
    }
    made = make(last.read, last.inputs);
    open.pop_back();
  }
  return made;
}

NodeId Tracer::make(const Read& read, const std::vector<Read>& inputs) {
  const auto [id, member] = read;
  const Step& step = step_of(id);
  Node node;
  node.kind = kind_of(step.kind);
  node.step = id.value;
  node.name = step.name;
  node.label = label_of_name(step.name);
  node.text = words_of(step.span);
  node.place = place_of(step.span);
  node.value = quantity(id, member);
  node.days = step.days;
  node.round = step.round;
  node.better = step.better;
  for (const Read& input : inputs)
    node.inputs.push_back(input.first ? *known(input) : NodeId());
  describe(step, member, node);
  const NodeId made = nodes_.push(std::move(node));
  origins_.push({id, member});
  known_.emplace(std::make_pair(id.value, input_.slots[id].constant ? 0 : member), made);
  return made;
}

/// What the step reads for this member. Of a choice only what was chosen: the other branch may be
/// about what nobody computed. Of a state that goes on unchanged nothing that it would have been
/// made of.
std::vector<Tracer::Read> Tracer::inputs_of(StepId id, std::size_t member) const {
  const Step& step = step_of(id);
  if (kind_of(step.kind) == NodeKind::People) return people_of(step, member);
  if (brings_back(step.kind)) {
    const auto read = score::member_read(input_.scored, input_.slots, step, member);
    return read ? std::vector<Read>{{step.args[0], *read}} : std::vector<Read>();
  }
  if (step.kind == StepKind::Held) return {};  // the days decide which row is read
  if (step.kind == StepKind::Choose) {
    const Value& condition = input_.slots[step.args[0]][member];
    return {{step.args[0], member}, {step.args[*handed_on(step, &condition)], member}};
  }
  if (step.kind == StepKind::Carry) {
    const Value& paid = input_.slots[step.args[1]][member];
    const bool counts = paid.is_bool() && paid.truth();
    const bool made = counts && !input_.slots[step.args[2]][member].is_none();
    return {{step.args[0], member},
            {step.args[1], member},
            {counts ? step.args[2] : StepId(), member},
            {made ? step.args[3] : StepId(), member}};
  }
  const bool by_place = step.kind == StepKind::Rank || step.kind == StepKind::Ranked;
  std::vector<Read> inputs;
  for (std::size_t i = 0; i < (by_place ? 1 : step.args.size()); ++i)
    inputs.emplace_back(step.args[i], member);
  return inputs;
}

void Tracer::describe(const Step& step, std::size_t member, Node& node) {
  switch (node.kind) {
    case NodeKind::Cell: return describe_cell(step, member, node);
    case NodeKind::Rows: return describe_rows(step, member, node);
    case NodeKind::InForce: return describe_validity(step, member, node);
    case NodeKind::Elsewhere: return describe_elsewhere(step, member, node);
    case NodeKind::Weighted: return describe_weights(step, member, node);
    case NodeKind::Adjusted: return describe_adjustments(step, member, node);
    case NodeKind::Peers:
    case NodeKind::Part: return describe_people(step, member, node);
    case NodeKind::People: node.people = node.inputs.size(); return;
    case NodeKind::Units:
      node.unit = program().aggregates[program().exprs[step.expr].reduction].per_unit;
      return;
    case NodeKind::Operation: {
      const Expr& expr = program().exprs[step.expr];
      node.op = expr.op;
      if (expr.round) node.round = expr.round;
      if (expr.op != Op::Tiers || node.value.value.is_none()) return;
      std::vector<Value> args;
      for (const NodeId arg : node.inputs)
        args.push_back(nodes_[arg].value.value);
      node.tiers = tiers_used(*this, program().tiers[expr.tiers], args);
      return;
    }
    case NodeKind::Graded:
      if (node.value.value.is_none()) return;
      node.tiers =
          tiers_used(*this, program().tiers[step.tiers], {nodes_[node.inputs[0]].value.value});
      return;
    case NodeKind::AtMost:
    case NodeKind::AtLeast: node.bound = step.constant.number(); return;
    case NodeKind::Settled: {
      std::vector<const Value*> supplied;
      for (std::size_t i = 1; i < node.inputs.size(); ++i)
        supplied.push_back(node.inputs[i] ? &nodes_[node.inputs[i]].value.value : nullptr);
      node.policy = score::settle(program().payouts[step.payout].policies,
                                  nodes_[node.inputs[0]].value.value, supplied)
                        .policy;
      return;
    }
    case NodeKind::Constant:
    case NodeKind::AllOf:
    case NodeKind::AnyOf:
    case NodeKind::Days:
    case NodeKind::Choice:
    case NodeKind::Level:
    case NodeKind::Sum:
    case NodeKind::Attainment:
    case NodeKind::Rounded:
    case NodeKind::Streak:
    case NodeKind::Carried: return;
  }
}

/// `R07`, `华东`; the company has no name.
void Tracer::describe_elsewhere(const Step& step, std::size_t member, Node& node) const {
  const auto read = score::member_read(input_.scored, input_.slots, step, member);
  if (!read) return;
  const plan::SpaceId inner = step_of(step.args[0]).space;
  const auto& axes = input_.scored.plan.aggregation.spaces[inner].axes;
  const exec::Member& found = input_.scored.cube.members[inner][*read];
  if (axes.size() == 1 && axes[0].kind == plan::AxisKind::Tree) node.part = axes[0].part;
  for (std::size_t i = 0; i < found.size() && i < axes.size(); ++i) {
    std::string name = found[i].text;
    const bool row = axes[i].kind == plan::AxisKind::Row || axes[i].kind == plan::AxisKind::Tree;
    if (row && !found[i].none) {
      const TableId table = axes[i].table;
      name = table::cell_text(program(), input_.scored.data, table, program().tables[table].key,
                              found[i].row);
    }
    node.whose += (node.whose.empty() || name.empty() ? "" : ", ") + name;
  }
}

void Tracer::describe_weights(const Step& step, std::size_t, Node& node) {
  const Scorecard& card = program().scorecards[step.card];
  std::vector<Value> points;
  for (const NodeId input : node.inputs)
    points.push_back(input ? nodes_[input].value.value : Value());
  const score::Weighing weighing = score::weigh(card, points);
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const Line& line = card.lines[i];
    Weight weight;
    weight.name = line.name;
    weight.label = label_of(line);
    weight.place = place_of(line.span);
    weight.points = node.inputs[i];
    weight.weight = line.weight;
    weight.effective = weighing.lines[i].effective_weight;
    weight.counted = {weighing.lines[i].points, plain(Kind::Number, Quantity::Points),
                      line.publish};
    weight.policy = weighing.lines[i].policy;
    if (weight.points && points[i].is_none()) weight.missing = points[i].reason();
    if (!weight.effective.is_zero()) node.bound = weight.weight / weight.effective;
    node.weights.push_back(std::move(weight));
  }
}

void Tracer::describe_adjustments(const Step& step, std::size_t, Node& node) {
  const std::vector<Adjust>& declared = score::adjustments_of(program(), step);
  std::vector<const Value*> arguments;
  for (std::size_t i = 1; i < node.inputs.size(); ++i)
    arguments.push_back(node.inputs[i] ? &nodes_[node.inputs[i]].value.value : nullptr);
  const score::Adjusted adjusted =
      score::adjust(declared, nodes_[node.inputs[0]].value.value, arguments);
  for (const score::AdjustResult& result : adjusted.steps) {
    const Adjust& adjust = declared[result.adjustment];
    Adjustment adjustment;
    adjustment.kind = adjust.kind;
    adjustment.state = result.state;
    adjustment.message = adjust.message;
    adjustment.text = words_of(adjust.span);
    adjustment.place = place_of(adjust.span);
    adjustment.amount = node.inputs[2 * result.adjustment + 1];
    adjustment.when = node.inputs[2 * result.adjustment + 2];
    adjustment.round = adjust.round;
    adjustment.before = like(node.value, result.before);
    adjustment.after = like(node.value, result.after);
    if (adjust.round) adjustment.after.published = adjust.round;
    adjustment.change = change_of(adjustment);
    node.adjustments.push_back(std::move(adjustment));
  }
}

/// What the adjustment did to the value; of an addition that was not made, what it would have been.
score::Quantity Tracer::change_of(const Adjustment& adjustment) const {
  score::Quantity change = like(adjustment.before, NoneReason::Undecided);
  change.published.reset();
  const Value& before = adjustment.before.value;
  const Value& after = adjustment.after.value;
  if (adjustment.state == score::AdjustResult::State::Applied) {
    if (before.is_number() && after.is_number()) change.value = after.number() - before.number();
    return change;
  }
  const bool adds = adjustment.kind == AdjustKind::Add || adjustment.kind == AdjustKind::Deduct;
  if (!adds || !adjustment.amount) return change;
  const Value& amount = nodes_[adjustment.amount].value.value;
  if (!amount.is_number()) return change;
  change.value = adjustment.kind == AdjustKind::Add ? amount : Value(-amount.number());
  return change;
}

}  // namespace kpi::trace
