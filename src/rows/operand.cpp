#include "rows/operand.hpp"

namespace kpi::rows {
namespace {

bool earlier(const Fault& a, const Fault& b) {
  return a.offset < b.offset;
}

std::vector<Fault> merged_faults(const Operand& a, const Operand& b) {
  if (b.faults.empty()) return a.faults;
  if (a.faults.empty()) return b.faults;
  std::vector<Fault> both;
  std::set_union(a.faults.begin(), a.faults.end(), b.faults.begin(), b.faults.end(),
                 std::back_inserter(both), earlier);
  return both;
}

/// The presence of `operand` for a result of `size` rows.
std::vector<std::uint8_t> presence_of(const Operand& operand, std::size_t size) {
  if (operand.vector.present.empty() || !operand.constant) return operand.vector.present;
  return std::vector<std::uint8_t>(size, operand.vector.present[0]);
}

}  // namespace

bool Operand::is_faulty(std::size_t i) const {
  if (faults.empty()) return false;
  return std::binary_search(faults.begin(), faults.end(), Fault{i, {}}, earlier);
}

Operand shaped_like(const Operand& a, const Scope& scope) {
  Operand out;
  out.constant = a.constant;
  out.vector.values.resize(a.constant ? 1 : scope.rows);
  out.vector.present = a.vector.present;
  out.faults = a.faults;
  return out;
}

Operand shaped_like(const Operand& a, const Operand& b, const Scope& scope) {
  Operand out;
  out.constant = a.constant && b.constant;
  const std::size_t size = out.constant ? 1 : scope.rows;
  out.vector.values.resize(size);
  out.faults = merged_faults(a, b);
  out.vector.present = presence_of(a, size);
  if (b.vector.present.empty()) return out;
  if (out.vector.present.empty()) {
    out.vector.present = presence_of(b, size);
    return out;
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!b.has(i)) out.vector.present[i] = 0;
  }
  return out;
}

void add_fault(Operand& out, std::size_t offset, ProgramExprId expr) {
  out.vector.values[offset] = 0;
  if (out.vector.has(offset)) out.faults.push_back(Fault{offset, expr});
}

void settle_faults(Operand& out, const Scope& scope) {
  if (out.faults.empty()) return;
  if (out.constant) {
    broadcast(out, scope.rows);
    out.faults.clear();
    for (std::size_t i = 0; i < scope.rows; ++i)
      out.faults.push_back(Fault{i, scope.expr});
    return;
  }
  // The fault an operand brought along stands before a new one of the same row and is kept.
  std::stable_sort(out.faults.begin(), out.faults.end(), earlier);
  const auto same = [](const Fault& a, const Fault& b) { return a.offset == b.offset; };
  out.faults.erase(std::unique(out.faults.begin(), out.faults.end(), same), out.faults.end());
}

void broadcast(Operand& operand, std::size_t rows) {
  if (!operand.constant) return;
  operand.constant = false;
  operand.vector.values.resize(1);
  operand.vector.values.resize(rows, operand.vector.values[0]);
  if (!operand.vector.present.empty()) {
    operand.vector.present.resize(rows, operand.vector.present[0]);
  }
}

}  // namespace kpi::rows
