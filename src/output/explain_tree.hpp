#pragma once

#include <map>
#include <optional>
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

/// Units of time, one after the other, in which the same figures stand.
struct UnitRun {
  DateRange unit;  // the first of them
  DateRange days;  // all of them
  int count = 1;
  PeriodUnit kind = PeriodUnit::Day;
  trace::NodeId condition, value, other;  // of the first; absent where the aggregate has none
  std::vector<std::size_t> alike;
};

/// An explanation as lines, every figure before those it was made of.
class ExplainTree {
 public:
  ExplainTree(const Program& program, const trace::Explanation& part, const Words& words)
      : program_(program), part_(part), text_(program, part, words), words_(words) {
    for (const trace::Node& node : part.nodes)
      rows_listed_ = rows_listed_ || (node.rows && node.rows->listed);
    if (!part.verified) return;
    for (const trace::NodeId id : part.verified->given)
      given_.insert(id.value);
  }

  std::vector<ExplainLine> lines();

 private:
  void add_topic(const trace::Topic& topic);
  void add_absence(const trace::Absence& absence);
  void add_why_not(const trace::WhyNot& why_not);
  void add_in_the_way(const trace::WhyNot& why_not);
  void add_loss(const trace::WhyNot::Loss& loss);
  void add_heading(Text text);
  void add_condition(trace::NodeId id, int depth);
  bool is_of_other_days(const trace::Node& node) const;
  std::string identity(trace::NodeId id) const;
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
  /// A state that is carried on, with those of the periods before.
  void add_state(trace::NodeId id, ExplainLine line);
  void add_states_whole(trace::NodeId id, ExplainLine line);
  void add_states_briefly(trace::NodeId id, const ExplainLine& line);
  trace::NodeId state_before(trace::NodeId state) const;
  void add_pool(const trace::Node& settled, const trace::Node& pool, int depth);
  bool is_of_days(const trace::Node& node) const;
  /// What holds on each day, days alike in one line.
  void add_days(const trace::Node& node, int depth);
  /// What each unit of time has, those alike in one line.
  void add_units(const trace::Node& node, int depth);
  void add_unit(const UnitRun& run, int depth);
  std::size_t alike(trace::NodeId id);
  std::size_t kind_of(trace::NodeId id);
  std::string days_text(DateRange days) const;
  /// With `--verify`: that the figure was not computed again.
  void mark_given(trace::NodeId id, ExplainLine& line) const;

  /// How a node came about, without its rounding.
  void derive(trace::NodeId id, ExplainLine& line) const;
  void derive_rounded(const trace::Node& node, ExplainLine& line) const;
  void derive_carried(const trace::Node& node, ExplainLine& line) const;
  void derive_days(const trace::Node& node, ExplainLine& line) const;
  void derive_operation(trace::NodeId id, ExplainLine& line) const;
  void derive_attainment(const trace::Node& node, ExplainLine& line) const;
  void derive_tiers(const trace::Node& node, ExplainLine& line) const;
  void derive_next(const trace::Node& node, ExplainLine& line) const;
  void derive_cell(const trace::Node& node, ExplainLine& line) const;
  void derive_validity(const trace::Node& node, ExplainLine& line) const;
  void derive_sum(const trace::Node& node, ExplainLine& line) const;
  void derive_place(const trace::Node& node, ExplainLine& line) const;
  void derive_part(const trace::Node& node, ExplainLine& line) const;
  std::string units_text(PeriodUnit unit, std::size_t count) const;
  std::string rows_text(const trace::RowsRead& rows) const;
  std::string way_name(const trace::Node& input) const;
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
  std::set<std::uint32_t> given_;
  bool rows_listed_ = false;
  int whole_states_ = 0;  // of periods before, one below the other
  std::optional<std::vector<ExplainLine>> states_put_off_;  // told below the one being told
  std::vector<trace::NodeId> put_off_;                      // the nodes of these lines
  bool in_run_of_days_ = false;
  std::optional<UnitRun> unit_;                 // whose figures are being added
  std::map<std::uint32_t, std::size_t> alike_;  // by node
  std::map<std::string, std::size_t> kinds_;    // nodes that read alike have one number
  std::set<std::string> named_;  // quantities shown: the same one may be several steps
};

}  // namespace kpi::output
