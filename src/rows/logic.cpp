#include "base/check.hpp"
#include "rows/kernels.hpp"

namespace kpi::rows {
namespace {

bool is_true(const Operand& a, std::size_t i) {
  return a.has(i) && a.at(i) != 0;
}

/// A truth value per row. A fault on one side does not matter where the other side decides.
Operand decide(const Operand& a, const Operand& b, bool deciding, const Scope& scope) {
  Operand out = shaped_like(a, b, scope);
  out.vector.present.clear();
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    const bool decided = is_true(a, i) == deciding || is_true(b, i) == deciding;
    out.vector.values[i] = decided == deciding ? 1 : 0;
  }
  const auto decided_by = [&](const Operand& side, std::size_t i) {
    return !side.is_faulty(i) && is_true(side, i) == deciding;
  };
  const auto without_effect = [&](const Fault& fault) {
    return decided_by(a, fault.offset) || decided_by(b, fault.offset);
  };
  out.faults.erase(std::remove_if(out.faults.begin(), out.faults.end(), without_effect),
                   out.faults.end());
  return out;
}

/// Takes `yes` where `choice` says so and `no` elsewhere, faults included.
template <class Choice>
void select(Operand& out, const Operand& yes, const Operand& no, Choice choice) {
  const std::size_t size = out.vector.values.size();
  const bool all_present = yes.vector.present.empty() && no.vector.present.empty();
  out.vector.present.clear();
  if (!all_present) out.vector.present.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const Operand& taken = choice(i) ? yes : no;
    out.vector.values[i] = taken.at(i);
    if (!all_present) out.vector.present[i] = taken.has(i) ? 1 : 0;
  }
  for (const Fault& fault : yes.faults) {
    if (choice(fault.offset)) out.faults.push_back(fault);
  }
  for (const Fault& fault : no.faults) {
    if (!choice(fault.offset)) out.faults.push_back(fault);
  }
  out.vector.scale = yes.vector.scale;
  out.vector.parts = yes.vector.parts;
  out.vector.dictionary = yes.vector.dictionary;
}

void translate(Operand& operand, const std::vector<std::int64_t>& codes,
               const table::Dictionary& dictionary) {
  operand.vector.dictionary = &dictionary;
  if (codes.empty()) return;  // no text, so that every row is absent
  for (Int128& code : operand.vector.values)
    code = codes[static_cast<std::size_t>(code)];
}

}  // namespace

Operand both(const Operand& a, const Operand& b, const Scope& scope) {
  return decide(a, b, false, scope);
}

Operand either(const Operand& a, const Operand& b, const Scope& scope) {
  return decide(a, b, true, scope);
}

Operand opposite(const Operand& a, const Scope& scope) {
  Operand out = shaped_like(a, scope);
  out.vector.present.clear();
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    out.vector.values[i] = is_true(a, i) ? 0 : 1;
  }
  return out;
}

Operand presence(const Operand& a, bool wanted, const Scope& scope) {
  Operand out = shaped_like(a, scope);
  out.vector.present.clear();
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    out.vector.values[i] = a.has(i) == wanted ? 1 : 0;
  }
  return out;
}

Operand if_none(const Operand& value, const Operand& fallback, const Scope& scope) {
  Operand out = shaped_like(value, fallback, scope);
  out.faults.clear();
  select(out, value, fallback, [&](std::size_t i) { return value.has(i); });
  settle_faults(out, scope);
  return out;
}

Operand if_else(const Operand& condition, const Operand& yes, const Operand& no,
                const Scope& scope) {
  Operand out = shaped_like(condition, scope);
  if (!(condition.constant && yes.constant && no.constant)) broadcast(out, scope.rows);
  select(out, yes, no, [&](std::size_t i) { return is_true(condition, i); });
  settle_faults(out, scope);
  return out;
}

void unify(Operand& a, Operand& b, Texts& texts, const Scope& scope) {
  const table::Dictionary* first = a.vector.dictionary;
  const table::Dictionary* second = b.vector.dictionary;
  if (first != nullptr && second != nullptr && first != second) {
    const TextUnion& joined = texts.unite(*first, *second);
    translate(a, joined.first, joined.dictionary);
    translate(b, joined.second, joined.dictionary);
  } else if (first == nullptr) {
    a.vector.dictionary = second;
  } else {
    b.vector.dictionary = first;
  }
  align(a, b, scope);
}

}  // namespace kpi::rows
