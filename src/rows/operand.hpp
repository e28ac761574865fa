#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "rows/rows.hpp"

namespace kpi::rows {

/// A row of the block whose value needs more than 38 digits, and the operation that made it.
struct Fault {
  std::size_t offset = 0;
  ProgramExprId expr;
};

/// A vector between two operations. A constant holds one value that stands for every row and has
/// no faults.
struct Operand {
  Vector vector;
  bool constant = false;
  std::vector<Fault> faults;  // ascending by offset, each offset once

  std::size_t index(std::size_t i) const { return constant ? 0 : i; }
  Int128 at(std::size_t i) const { return vector.values[index(i)]; }
  bool has(std::size_t i) const { return vector.has(index(i)); }
  bool is_faulty(std::size_t i) const;
};

/// The number a mantissa of the vector stands for.
inline Rational number_of(Int128 mantissa, const Vector& vector) {
  return Rational::from_decimal(mantissa, vector.scale) / Rational(vector.parts);
}

/// What an operation is told besides its operands.
struct Scope {
  std::size_t rows = 0;
  ProgramExprId expr;
};

/// Reads an operand row by row without asking whether it is constant.
struct Lane {
  explicit Lane(const Operand& operand)
      : values(operand.vector.values.data()), step(operand.constant ? 0 : 1) {}
  Int128 operator[](std::size_t i) const { return values[i * step]; }
  const Int128* values;
  std::size_t step;
};

/// An operand of the right length whose faults and absent rows are those of its inputs; the
/// values are still to be written. Constant if every input is.
Operand shaped_like(const Operand& a, const Scope& scope);
Operand shaped_like(const Operand& a, const Operand& b, const Scope& scope);

/// Notes that the value of a row does not fit; absent rows have no value that could fail.
void add_fault(Operand& out, std::size_t offset, ProgramExprId expr);
/// Restores the order of the faults after an operation; a constant with a fault becomes as many
/// rows, all of them faulty.
void settle_faults(Operand& out, const Scope& scope);
/// The constant as one value per row.
void broadcast(Operand& operand, std::size_t rows);

/// Applies f(x, result) to every row; f answers whether the result fits.
template <class Function>
Operand map_rows(const Operand& a, const Scope& scope, Function f) {
  Operand out = shaped_like(a, scope);
  const Lane x(a);
  const std::size_t inherited = out.faults.size();
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    if (!f(x[i], out.vector.values[i])) add_fault(out, i, scope.expr);
  }
  if (out.faults.size() != inherited) settle_faults(out, scope);
  return out;
}

/// Applies f(x, y, result) to every row; f answers whether the result fits.
template <class Function>
Operand map_rows(const Operand& a, const Operand& b, const Scope& scope, Function f) {
  Operand out = shaped_like(a, b, scope);
  const Lane x(a);
  const Lane y(b);
  const std::size_t inherited = out.faults.size();
  for (std::size_t i = 0; i < out.vector.values.size(); ++i) {
    if (!f(x[i], y[i], out.vector.values[i])) add_fault(out, i, scope.expr);
  }
  if (out.faults.size() != inherited) settle_faults(out, scope);
  return out;
}

}  // namespace kpi::rows
