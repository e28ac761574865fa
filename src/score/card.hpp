#pragma once

#include <vector>

#include "program/program.hpp"
#include "score/result.hpp"

/// The arithmetic of one card or payout for one subject. The steps and the report both call these,
/// so what is shown is what was computed.
namespace kpi::score {

struct WeighedLine {
  Value points;                      // after the policy
  Rational effective_weight;         // 0 if left out
  std::optional<PolicyKind> policy;  // the policy that decided
};
struct Weighing {
  Value base;  // weighted sum, or none with the reason
  std::vector<WeighedLine> lines;
};
/// `points`: one per line, none where absent; ignored for lines that are not scored.
Weighing weigh(const Scorecard& card, const std::vector<Value>& points);

struct Adjusted {
  Value value;
  std::vector<AdjustResult> steps;
};
/// `arguments`: value and condition of each adjustment, in pairs.
Adjusted adjust(const std::vector<Adjust>& adjustments, Value base,
                const std::vector<const Value*>& arguments);

struct Settled {
  Value amount;
  std::optional<PolicyKind> policy;
};
/// `supplied`: the value of each policy that has one.
Settled settle(const std::vector<Policy>& policies, const Value& amount,
               const std::vector<const Value*>& supplied);

}  // namespace kpi::score
