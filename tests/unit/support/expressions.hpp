#pragma once

#include <string>
#include <vector>

#include "program/program.hpp"

// Expressions and aggregates built by hand, as check would make them.

namespace kpi::test {

/// The links and the column of `{"order", "rep", "region"}`. A last name that is a link stands
/// for the column; use links_to for a path that ends in a row.
inline ColumnPath path_to(const Program& program, TableId table,
                          const std::vector<std::string>& names) {
  ColumnPath path;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const TableSchema& schema = program.tables[table];
    for (std::size_t c = 0; c < schema.columns.size(); ++c) {
      if (schema.columns[ColumnId(c)].name != names[i]) continue;
      if (i + 1 == names.size()) {
        path.column = ColumnId(c);
      } else {
        path.links.push_back(ColumnId(c));
        table = schema.columns[ColumnId(c)].type.link;
      }
      break;
    }
  }
  return path;
}

inline ColumnPath links_to(const Program& program, TableId table,
                           const std::vector<std::string>& names) {
  ColumnPath path = path_to(program, table, names);
  if (path.column) path.links.push_back(path.column);
  path.column = ColumnId();
  return path;
}

class Exprs {
 public:
  explicit Exprs(Program& program) : program_(program) {}

  ProgramExprId number(const std::string& decimal) {
    Expr expr;
    expr.op = Op::Constant;
    expr.type.kind = Kind::Number;
    expr.constant = *Rational::parse_decimal(decimal);
    return program_.exprs.push(std::move(expr));
  }
  ProgramExprId text(std::string words) {
    Expr expr;
    expr.op = Op::Constant;
    expr.type.kind = Kind::Text;
    expr.constant = std::move(words);
    return program_.exprs.push(std::move(expr));
  }
  ProgramExprId day(const std::string& iso) {
    Expr expr;
    expr.op = Op::Constant;
    expr.type.kind = Kind::Date;
    expr.constant = *parse_date(iso);
    return program_.exprs.push(std::move(expr));
  }
  ProgramExprId column(TableId table, const std::vector<std::string>& names) {
    Expr expr;
    expr.op = Op::Column;
    expr.path = path_to(program_, table, names);
    for (const ColumnId link : expr.path.links)
      table = program_.tables[table].columns[link].type.link;
    expr.type = program_.tables[table].columns[expr.path.column].type;
    return program_.exprs.push(std::move(expr));
  }
  ProgramExprId op(Op op, std::vector<ProgramExprId> args = {}) {
    Expr expr;
    expr.op = op;
    expr.type.grain = Grain::Row;
    expr.type.kind = kind_of(op, args);
    expr.args = std::move(args);
    return program_.exprs.push(std::move(expr));
  }
  ProgramExprId round(ProgramExprId arg, const std::string& step,
                      RoundMode mode = RoundMode::HalfUp) {
    const ProgramExprId id = op(Op::Round, {arg});
    program_.exprs[id].round = RoundSpec{*Rational::parse_decimal(step), mode};
    return id;
  }
  ProgramExprId group_value(std::size_t index, Kind kind = Kind::Number) {
    const ProgramExprId id = op(Op::GroupValue);
    program_.exprs[id].index = index;
    program_.exprs[id].type.kind = kind;
    return id;
  }

 private:
  Kind kind_of(Op op, const std::vector<ProgramExprId>& args) const {
    if (op == Op::PeriodStart || op == Op::PeriodEnd || op == Op::AddDays || op == Op::AddMonths) {
      return Kind::Date;
    }
    if (op >= Op::Less && op <= Op::IsNone) return Kind::Bool;
    if (op == Op::IfNone || op == Op::Min || op == Op::Max || op == Op::Clamp) {
      return program_.exprs[args[0]].type.kind;
    }
    if (op == Op::If) return program_.exprs[args[1]].type.kind;
    return Kind::Number;
  }

  Program& program_;
};

}  // namespace kpi::test
