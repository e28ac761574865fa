#pragma once

#include <map>
#include <optional>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"

namespace kpi::prove {

/// Between which numbers a value lies; both ends belong to it, an absent one is unbounded.
struct Range {
  std::optional<Rational> low, high;
  bool is_known() const { return low || high; }
  bool is_never_negative() const { return low && low->sign() >= 0; }
};

/// Whether a param stands for the value of this run or for all that it may have.
enum class Params { AsSet, Any };

Range exactly(const Rational& value);
Range from_zero();
Range hull(const Range& a, const Range& b);
Range operator+(const Range& a, const Range& b);
Range operator-(const Range& a);
Range operator*(const Range& a, const Range& b);
/// A constant written here, or a param's value: all that it may have, between its bounds.
Range constant_range(const Program& program, const Expr& expr, Params params);
/// `0 to 105 points`, `at least 0 CNY`, in the signs of the language: `>= 0 CNY`.
Phrase text_of(const Range& range, const Unit& unit);
/// The unit of points.
Unit of_points();
/// A number as an author would write it; one without an end is cut and marked.
Phrase number_text(const Rational& value, const Unit& unit);

/// Where the words of a line or card stand.
struct Site {
  const Line* line = nullptr;
  ScorecardId card;
};

/// Bounds of every value by interval arithmetic: sound, and possibly wide. What they rest on:
/// constants, counts, `check`s of tables, the rows of tiers, caps and floors.
class Ranges {
 public:
  explicit Ranges(const Program& program, Params params = Params::Any)
      : program_(program), params_(params) {}

  Range of(ProgramExprId expr, const Site& site);
  Range metric(MetricId id);
  /// One value of the rows that count.
  Range rows(const Aggregate& aggregate);
  Range aggregate(AggregateId id);
  /// Points before the line's own cap and floor, and after them.
  Range scored(const Line& line, ScorecardId card);
  Range points(const Line& line, ScorecardId card);
  /// The weighted sum of the lines.
  Range base(ScorecardId card);
  Range score(ScorecardId card);
  Range amount(PayoutId payout);
  /// What the adjustment makes of a value.
  Range adjusted(const Adjust& adjust, const Range& before, const Site& site);

 private:
  Range compute(const Expr& expr, const Site& site);
  Range arithmetic(const Expr& expr, const Site& site);
  Range quotient(const Range& dividend, const Range& divisor) const;
  Range score_of(ScorecardId card);
  Range target(MetricId metric);
  Range column(const Expr& expr) const;
  bool is_share(const Expr& quotient) const;
  Range attainment(MetricId metric, const Better& better, const Range& actual) const;
  Range of_tiers(const Tiers& tiers, const Range& argument) const;
  Range published(Range range, const std::optional<RoundSpec>& round) const;

  const Program& program_;
  Params params_;
  ProgramExprId where_;  // of the aggregate whose rows are being looked at
  std::map<MetricId, Range> metrics_;
  std::map<ScorecardId, Range> scores_;
  std::map<PayoutId, Range> amounts_;
  std::vector<Range> group_;  // of the aggregates that the group being looked at reads
};

}  // namespace kpi::prove
