#pragma once

#include <string>
#include <vector>

#include "output/labels.hpp"
#include "trace/explanation.hpp"

/// Parts of an explanation as text: names, values, and figures put into the author's formulas.
namespace kpi::output {

class ExplainWords {
 public:
  ExplainWords(const Program& program, const trace::Explanation& part, const Words& words);

  /// Whether the node is what was carried on from period to period.
  static bool is_state(const trace::Node& node) {
    return node.kind == trace::NodeKind::Carried || node.kind == trace::NodeKind::Streak;
  }
  const trace::Node& at(trace::NodeId id) const { return part_.nodes[id]; }
  /// The node that a choice or a declared level hands on.
  trace::NodeId resolved(trace::NodeId id) const;
  /// Whether the node stands on a line of its own, and not in its reader's formula.
  bool has_line(trace::NodeId id) const;
  /// Those on lines of their own that the node's formula reads, in their order.
  std::vector<trace::NodeId> read_by(trace::NodeId id) const;

  /// `销售额 (revenue)`; without a name the rule's own words.
  std::string name(const trace::Node& node) const;
  /// Of a carried value: whether the payout was paid in the period, so that it changed.
  bool was_paid(const trace::Node& carried) const;
  std::string score_name(const trace::Node& score) const;
  /// Every digit that counts: a published value as it is published, others as exact as a decimal
  /// can be, with `≈` in front where it is not the whole of it.
  std::string value(const score::Quantity& quantity) const;
  /// How much more or less is needed, always with its unit.
  std::string distance(const score::Quantity& quantity) const;
  /// The formula with the figures in it: `500,850.00 / 2,250,000.00`.
  std::string figures(trace::NodeId id) const { return figures_in(id, 0); }
  /// `plan.kpi:31`
  std::string place(const trace::Place& place) const;
  std::string step_text(const RoundSpec& round, const Type& type) const;
  /// `60.362, rounded to 0.01`
  std::string rounded(const score::Quantity& exact, const RoundSpec& round) const;
  std::string number(const Rational& number, const Unit& unit) const;

 private:
  std::string shown_in_unit(const score::Quantity& quantity) const;
  std::string choice(const trace::Node& node) const;
  std::string figures_in(trace::NodeId id, int outer) const;
  std::string infix(const trace::Node& node, const std::string& sign, int own, int outer) const;
  bool is_size(const trace::Node& node) const;
  std::string call(const std::string& name, const trace::Node& node) const;
  std::string joined(const trace::Node& node, const std::string& word, int own, int outer) const;

  const Program& program_;
  const trace::Explanation& part_;
  const Words& words_;
  bool in_wan_ = false;  // whether the rules read here write sums in 万
};

}  // namespace kpi::output
