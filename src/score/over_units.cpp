#include "exec/groups.hpp"
#include "score/steps.hpp"

namespace kpi::score {
namespace {

bool is_outside(const Value& value) {
  return value.is_none() && value.reason() == NoneReason::OutOfScope;
}

bool is_open(const Value& value) {
  return value.is_none() && exec::leaves_open(value.reason());
}

}  // namespace

Value summed_over(const Program& program, const Aggregate& how,
                  const std::vector<const Value*>& parts) {
  constexpr std::size_t kParts = 3;  // condition, value, other value
  const bool by_scope = !how.group_where && !how.group_value;
  exec::GroupTotal total(program, how, {});
  bool any_inside = parts.empty();
  for (std::size_t i = 0; i < parts.size(); i += kParts) {
    const Value holds = parts[i] != nullptr ? *parts[i] : Value::boolean(true);
    if (is_open(holds)) return holds;
    const bool chosen = holds.is_bool() && holds.truth();
    if (is_outside(holds) || (by_scope && !chosen)) continue;
    any_inside = any_inside || !chosen;
    if (!chosen) continue;
    const Value value = parts[i + 1] != nullptr ? *parts[i + 1] : Value(Rational(1));
    const Value other = parts[i + 2] != nullptr ? *parts[i + 2] : Value(Rational(1));
    if (is_open(value)) return value;
    if (is_open(other)) return other;
    if (is_outside(value) || is_outside(other)) continue;
    any_inside = true;
    total.add_group(value, other, 1);
  }
  return any_inside ? total.finish().value : Value(NoneReason::OutOfScope);
}

}  // namespace kpi::score
