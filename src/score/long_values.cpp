#include "score/long_values.hpp"

#include "program/operations.hpp"

namespace kpi::score {

void LongValues::bound(const plan::Step& step, Slot& slot) {
  const bool doubles =
      step.kind == plan::StepKind::Apply && lengthens(program_.exprs[step.expr].op);
  if (!doubles) return;
  for (Value& value : slot.values) {
    if (!value.is_number() || value.number().bits() <= kMostValueBits) continue;
    value = NoneReason::Failed;
    if (!reported_.insert({step.span.file, step.span.begin}).second) continue;
    diagnostics_.report(Code::value_too_long, step.span, {{"limit", kMostValueDigits}})
        .hint(Text::round_long_values);
  }
}

}  // namespace kpi::score
