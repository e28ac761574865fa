#pragma once

#include "program/program.hpp"

namespace kpi::prove {

/// Where the links of a path lead to from a table: the table of its column.
inline TableId table_of(const Program& program, TableId from, const ColumnPath& path) {
  for (const ColumnId link : path.links)
    from = program.tables[from].columns[link].type.link;
  return from;
}

/// Of the person and the period that are asked for.
inline bool is_own(const Context& context) {
  return context.window.kind == WindowKind::Own && context.subject.kind == SubjectKind::Own;
}

}  // namespace kpi::prove
