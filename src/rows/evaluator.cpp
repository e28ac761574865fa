#include <algorithm>

#include "program/operations.hpp"
#include "rows/block.hpp"
#include "rows/kernels.hpp"
#include "rows/rates.hpp"
#include "rows/same_exprs.hpp"

namespace kpi::rows {

Evaluator::Evaluator(const Program& program, const table::Dataset& data)
    : program_(program),
      data_(data),
      canonical_(same_exprs(program)),
      texts_(std::make_shared<Texts>()) {
  for (const Tiers& tiers : program.tiers) {
    std::vector<TierRow> lines;
    if (tiers.kind != TierKind::Ranked) lines = straight_pieces(tiers);
    const bool decimal = are_decimal(lines);
    tiers_.push({std::move(lines), decimal});
  }
  for (const Rates& rates : program.rates)
    rates_.push(std::make_shared<const RateIndex>(program, data, rates));
}

Vector Evaluator::evaluate(ProgramExprId expr, TableId table, std::size_t begin, std::size_t end,
                           const PeriodDays* period, std::vector<RowFault>& faults) const {
  Block rows(*this, table, begin, end);
  std::optional<Block> inside;
  if (period != nullptr) inside.emplace(rows, *period);
  Operand result = (inside ? *inside : rows).value(expr);
  broadcast(result, end - begin);
  const Type& type = program_.exprs[expr].type;
  if (type.kind == Kind::Number && type.scale > result.vector.scale) {
    result = rescaled(result, type.scale, Scope{end - begin, expr});
  }
  for (const Fault& fault : result.faults) {
    faults.push_back(RowFault{begin + fault.offset, fault.expr});
  }
  return std::move(result.vector);
}

std::optional<std::size_t> Evaluator::follow(TableId table, const ColumnPath& path,
                                             std::size_t row) const {
  const std::int64_t reached = follow_links(table, path.links, row);
  if (reached < 0) return std::nullopt;
  return static_cast<std::size_t>(reached);
}

std::int64_t Evaluator::follow_links(TableId table, const std::vector<ColumnId>& links,
                                     std::size_t row) const {
  auto at = static_cast<std::int64_t>(row);
  for (const ColumnId link : links) {
    const table::ColumnData& data = data_.tables[table].columns[link];
    const auto index = static_cast<std::size_t>(at);
    at = data.has(index) ? data.values[index] : kEmptyLink;
    if (at < 0) return at;
    table = program_.tables[table].columns[link].type.link;
  }
  return at;
}

TableId Evaluator::reached_table(TableId table, const std::vector<ColumnId>& links) const {
  for (const ColumnId link : links)
    table = program_.tables[table].columns[link].type.link;
  return table;
}

bool Evaluator::reads_period(ProgramExprId id) const {
  const Expr& expr = program_.exprs[id];
  if (expr.op == Op::PeriodStart || expr.op == Op::PeriodEnd) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return reads_period(arg); });
}

}  // namespace kpi::rows
