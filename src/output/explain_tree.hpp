#pragma once

#include <set>
#include <string>
#include <vector>

#include "output/explain_words.hpp"
#include "output/sheet.hpp"

namespace kpi::output {

/// A figure on a line of its own: how deep it stands, its name, what it is and how it came about.
struct ExplainLine {
  int depth = 0;
  std::string name;
  Cell value;
  std::vector<std::string> how;
  std::string place;
};

/// Columns that a name has with its indentation; a longer one is cut.
inline constexpr int kMostNameColumns = 42;
inline constexpr int kIndentColumns = 2;
int name_columns(const ExplainLine& line);
inline bool name_fits(const ExplainLine& line) {
  return name_columns(line) <= kMostNameColumns;
}

/// An explanation as lines, every figure before those it was made of.
class ExplainTree {
 public:
  ExplainTree(const Program& program, const trace::Explanation& part, const Words& words)
      : program_(program), part_(part), text_(program, part, words), words_(words) {}

  std::vector<ExplainLine> lines();

 private:
  void add_topic(const trace::Topic& topic);
  void add_absence(const trace::Absence& absence);
  void add_why_not(const trace::WhyNot& why_not);
  void add_loss(const trace::WhyNot::Loss& loss);
  void add_heading(Text text);
  void add_condition(trace::NodeId id, int depth);
  bool is_of_other_days(const trace::Node& node) const;
  /// A line for the node, with all below it.
  void add(trace::NodeId id, int depth, const std::string& name = {});
  void add_card(trace::NodeId score, trace::NodeId grade);
  void add_payout(trace::NodeId settled, int depth);
  void add_weighted(trace::NodeId id, int depth);
  void add_weight(const trace::Weight& weight, bool shared, int depth);
  void add_adjustments(const trace::Node& adjusted, int depth);
  void add_adjustment(const trace::Adjustment& adjustment, int depth);
  void add_read_by(const trace::Adjustment& adjustment, int depth);
  void add_rows(const trace::RowsRead& rows, int depth);
  void add_inputs(trace::NodeId id, int depth);

  /// How a node came about, without its rounding.
  void derive(trace::NodeId id, ExplainLine& line) const;
  void derive_rounded(const trace::Node& node, ExplainLine& line) const;
  void derive_days(const trace::Node& node, ExplainLine& line) const;
  void derive_operation(trace::NodeId id, ExplainLine& line) const;
  void derive_attainment(const trace::Node& node, ExplainLine& line) const;
  void derive_tiers(const trace::Node& node, ExplainLine& line) const;
  void derive_next(const trace::Node& node, ExplainLine& line) const;
  void derive_validity(const trace::Node& node, ExplainLine& line) const;
  void derive_sum(const trace::Node& node, ExplainLine& line) const;
  std::string rows_text(const trace::RowsRead& rows) const;
  std::string way_text(const trace::Way& way) const;
  std::string tier_figures(const trace::Node& node) const;
  std::string weighted_formula(const trace::Node& node) const;
  std::string condition_text(trace::NodeId when) const;
  Cell cell(const score::Quantity& quantity, Tone tone = Tone::Plain) const;
  trace::NodeId inner_of(trace::NodeId id) const;

  const Program& program_;
  const trace::Explanation& part_;
  ExplainWords text_;
  const Words& words_;
  std::vector<ExplainLine> lines_;
  std::set<std::uint32_t> shown_;
  std::set<std::string> named_;  // quantities shown: the same one may be several steps
};

}  // namespace kpi::output
