#pragma once

#include "check/checker.hpp"

namespace kpi::check {

/// A declaration that a table takes its columns from, or the table's own; in the file it stands in.
struct Layer {
  const ast::Ast* file = nullptr;
  const ast::Table* table = nullptr;
};

/// `table orders like std.sales.orders`: the tables it is like, the farthest first, and itself.
/// Empty when one of them is reported.
std::vector<Layer> layers_of(Checker& checker, const std::vector<const ast::Ast*>& files,
                             const Layer& own);
/// What the head says, with what it leaves open from the tables it is like.
ast::Table merged_head(const std::vector<Layer>& layers);

struct MergedColumn {
  const ast::Ast* file = nullptr;
  ast::Column column;
  const ast::Table* said_by = nullptr;  // the last of the layers that says anything of it
};
/// The columns of all layers; a later one says again what differs. Reports a column that is
/// nowhere given a type.
std::vector<MergedColumn> merged_columns(Checker& checker, const std::vector<Layer>& layers);

struct MergedLet {
  const ast::Ast* file = nullptr;
  const ast::Let* let = nullptr;
  const ast::Ast* base_file = nullptr;  // of the one that it says anew
  const ast::Let* of_base = nullptr;
};
std::vector<MergedLet> merged_lets(const std::vector<Layer>& layers);

}  // namespace kpi::check
