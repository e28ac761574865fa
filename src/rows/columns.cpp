#include "base/check.hpp"
#include "rows/block.hpp"
#include "rows/texts.hpp"

// How a block reads stored columns, of its own rows and of rows that links lead to.

namespace kpi::rows {
namespace {

const table::ColumnData& loaded_column(const table::TableData& table, ColumnId column) {
  const table::ColumnData& data = table.columns[column];
  KPI_CHECK(data.values.size() == table.row_count);
  return data;
}

std::int64_t next_row(const table::ColumnData& link, std::int64_t row) {
  const auto index = static_cast<std::size_t>(row);
  return link.has(index) ? link.values[index] : kEmptyLink;
}

/// The rows as a vector of links.
Operand rows_as_operand(const std::vector<std::int64_t>& reached) {
  Operand out;
  out.vector.values.assign(reached.begin(), reached.end());
  out.vector.present.resize(reached.size());
  for (std::size_t i = 0; i < reached.size(); ++i) {
    out.vector.present[i] = reached[i] == kEmptyLink ? 0 : 1;
  }
  return out;
}

/// `values` are those of the column, or its link codes.
Operand stored_values(const table::ColumnData& data, const table::ColumnValues& values,
                      std::size_t begin, std::size_t size) {
  Operand out;
  const auto first = static_cast<std::ptrdiff_t>(begin);
  const auto last = static_cast<std::ptrdiff_t>(begin + size);
  values.visit(
      [&](const auto* stored) { out.vector.values.assign(stored + first, stored + last); });
  if (!data.present.empty()) {
    out.vector.present.assign(data.present.begin() + first, data.present.begin() + last);
  }
  return out;
}

Operand gathered_values(const table::ColumnData& data, const table::ColumnValues& values,
                        const std::vector<std::int64_t>& reached) {
  Operand out;
  out.vector.values.resize(reached.size());
  out.vector.present.resize(reached.size());
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] < 0) continue;
    const auto row = static_cast<std::size_t>(reached[i]);
    out.vector.values[i] = values[row];
    out.vector.present[i] = data.has(row) ? 1 : 0;
  }
  return out;
}

}  // namespace

const std::vector<std::int64_t>& Block::reached(const std::vector<ColumnId>& links) {
  if (outer_ != nullptr) return outer_->reached(links);
  const auto found = reached_.find(links);
  if (found != reached_.end()) return found->second;
  std::vector<std::int64_t> rows(size_);
  for (std::size_t i = 0; i < size_; ++i)
    rows[i] = static_cast<std::int64_t>(begin_ + i);
  TableId at = table_;
  for (const ColumnId link : links) {
    const table::ColumnData& data = loaded_column(evaluator_.data().tables[at], link);
    for (std::int64_t& row : rows) {
      if (row >= 0) row = next_row(data, row);
    }
    at = evaluator_.program().tables[at].columns[link].type.link;
  }
  return reached_.emplace(links, std::move(rows)).first->second;
}

Operand Block::key(const ColumnPath& path) {
  if (!path.column) {
    Operand rows = column(path);
    for (std::size_t i = 0; i < size_; ++i) {
      if (rows.vector.values[i] < 0) rows.vector.present[i] = 0;
    }
    return rows;
  }
  const TableId at = evaluator_.reached_table(table_, path.links);
  if (evaluator_.program().tables[at].columns[path.column].storage != Storage::Link) {
    return column(path);
  }
  const table::ColumnData& data = loaded_column(evaluator_.data().tables[at], path.column);
  return path.links.empty() ? stored_values(data, data.link_codes, begin_, size_)
                            : gathered_values(data, data.link_codes, reached(path.links));
}

Operand Block::column(const ColumnPath& path) {
  if (!path.column) return rows_as_operand(reached(path.links));
  const TableId at = evaluator_.reached_table(table_, path.links);
  const table::ColumnData& data = loaded_column(evaluator_.data().tables[at], path.column);
  const Column& column = evaluator_.program().tables[at].columns[path.column];
  Operand out = path.links.empty() ? stored_values(data, data.values, begin_, size_)
                                   : gathered_values(data, data.values, reached(path.links));
  switch (column.storage) {
    case Storage::Text:
    case Storage::Key: out.vector.dictionary = data.dictionary.get(); break;
    case Storage::Choice:
      out.vector.dictionary = &evaluator_.texts().of_choices(at, path.column, column.choices);
      break;
    case Storage::Decimal: out.vector.scale = column.type.scale; break;
    case Storage::Link:
    case Storage::Integer:
    case Storage::Bool:
    case Storage::Day:
    case Storage::Moment:
    case Storage::Period: break;
  }
  return out;
}

}  // namespace kpi::rows
