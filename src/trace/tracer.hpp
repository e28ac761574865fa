#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "score/steps.hpp"
#include "source/source.hpp"
#include "trace/explanation.hpp"
#include "trace/twins.hpp"

namespace kpi::trace {

/// Everything a trace is made from: the rules with their texts, the plan, the data, and the value
/// of every step.
struct TraceInput {
  const score::ScoreInput& scored;
  const score::Slots& slots;
  const SourceMap& sources;
  std::shared_ptr<const Twins> twins = {};  // the tracer's to find
};

/// Steps of one member -> nodes, each step once. What a node says is read off its step and the
/// slots; nothing is computed a second time.
class Tracer {
 public:
  explicit Tracer(const TraceInput& input);

  /// The node of a step for a member of its space, with all that it reads.
  NodeId node(plan::StepId step, std::size_t member);
  /// Which step and member a node stands for.
  std::pair<plan::StepId, std::size_t> origin(NodeId node) const { return origins_[node]; }
  Node& at(NodeId node) { return nodes_[node]; }
  const IdVector<NodeId, Node>& nodes() const { return nodes_; }
  IdVector<NodeId, Node> take() { return std::move(nodes_); }

  Place place_of(Span span) const;
  /// The rule's own words, on one line.
  std::string words_of(Span span) const;
  Type type_of(plan::StepId step) const;
  score::Quantity quantity(plan::StepId step, std::size_t member) const;
  const TraceInput& input() const { return input_; }

 private:
  /// A step with the member that it is read for; without a step nothing is read.
  using Read = std::pair<plan::StepId, std::size_t>;

  const plan::Step& step_of(plan::StepId id) const { return input_.scored.plan.steps[id]; }
  const Program& program() const { return input_.scored.program; }
  std::optional<NodeId> known(const Read& read) const;
  NodeId make(const Read& read, const std::vector<Read>& inputs);
  std::vector<Read> inputs_of(plan::StepId step, std::size_t member) const;
  std::vector<Read> people_of(const plan::Step& step, std::size_t member) const;
  void describe(const plan::Step& step, std::size_t member, Node& node);
  void set_validity(TableId table, std::size_t row, Node& node) const;
  void describe_held(const plan::Step& step, std::size_t member, std::size_t row, Node& node) const;
  void describe_cell(const plan::Step& step, std::size_t member, Node& node) const;
  void describe_validity(const plan::Step& step, std::size_t member, Node& node) const;
  score::Quantity change_of(const Adjustment& adjustment) const;
  void describe_rows(const plan::Step& step, std::size_t member, Node& node) const;
  std::vector<DateRange> days_on_card(const std::string& card, const plan::Step& step,
                                      std::size_t member) const;
  void describe_elsewhere(const plan::Step& step, std::size_t member, Node& node) const;
  void describe_weights(const plan::Step& step, std::size_t member, Node& node);
  void describe_adjustments(const plan::Step& step, std::size_t member, Node& node);
  void count_peer(const plan::Step& step, std::size_t other, std::size_t member, Node& node) const;
  void describe_people(const plan::Step& step, std::size_t member, Node& node) const;
  bool is_chosen(const plan::Step& step, std::size_t person) const;
  void describe_split(const plan::Step& step, Node& node) const;
  void describe_place(const plan::Step& step, std::size_t member, Node& node) const;
  std::optional<RoundSpec> published(plan::StepId step, std::size_t member) const;
  std::string label_of_name(const std::string& name) const;
  const std::string& label_of(const Line& line) const;
  score::Quantity like(const score::Quantity& pattern, Value value) const;

  TraceInput input_;
  IdVector<NodeId, Node> nodes_;
  IdVector<NodeId, std::pair<plan::StepId, std::size_t>> origins_;
  std::map<std::pair<std::uint32_t, std::size_t>, NodeId> known_;
};

/// The row of a table that held for its arguments, as the author wrote it. The next row is found
/// elsewhere (ways.hpp).
TiersUsed tiers_used(const Tracer& tracer, const Tiers& tiers, const std::vector<Value>& args);

}  // namespace kpi::trace
