#include "cache/cubes.hpp"

#include <utility>

#include "cache/messages.hpp"

namespace kpi::cache {
namespace {

exec::Members read_members(ShapeReader& shape) {
  exec::Members members;
  const std::size_t count = shape.count();
  for (std::size_t m = 0; m < count && shape.sound(); ++m) {
    exec::Member member(shape.count());
    for (exec::Coordinate& coordinate : member) {
      coordinate.none = shape.number() != 0;
      coordinate.row = shape.number();
      coordinate.text = shape.text();
    }
    members.add(std::move(member));
  }
  return members;
}

exec::TableFacts read_facts(ShapeReader& shape) {
  exec::TableFacts facts;
  facts.file_rows = shape.number();
  facts.rows = shape.number();
  facts.first = read_day(shape);
  facts.last = read_day(shape);
  facts.without_date = shape.number();
  facts.without_owner = shape.number();
  facts.unmatched_owner = shape.number();
  facts.without_other_date.resize(shape.count());
  for (table::RowsWithout& without : facts.without_other_date) {
    without.column = ColumnId(shape.number());
    without.rows = shape.number();
  }
  return facts;
}

/// How many intervals the cells of a request are for, and how many cells there are.
struct CellsShape {
  std::size_t intervals = 0;
  std::size_t count = 0;
};

std::optional<exec::Cells> read_request(CellsShape shape, ValueSections::Reader& values,
                                        const std::vector<std::int64_t>& row_counts,
                                        std::size_t& next) {
  if (shape.count > row_counts.size() - next) return std::nullopt;
  std::vector<Value> found;
  found.reserve(shape.count);
  for (std::size_t i = 0; i < shape.count; ++i) {
    auto value = values.next();
    if (!value) return std::nullopt;
    found.push_back(std::move(*value));
  }
  const auto begin = row_counts.begin() + static_cast<std::ptrdiff_t>(next);
  next += shape.count;
  return exec::Cells::of(shape.intervals, std::move(found),
                         {begin, begin + static_cast<std::ptrdiff_t>(shape.count)});
}

}  // namespace

WrittenCells::WrittenCells(const KeptCells& kept) {
  const auto& [cube, said] = kept;
  shape_.number(cube.members.size());
  for (const exec::Members& members : cube.members)
    add_members(members);
  shape_.number(cube.tables.size());
  for (const exec::TableFacts& facts : cube.tables)
    add_facts(facts);
  shape_.number(cube.cells.size());
  for (const exec::Cells& cells : cube.cells) {
    shape_.number(cells.intervals());
    shape_.number(cells.values().size());
    for (const Value& value : cells.values())
      values_.add(value);
    row_counts_.insert(row_counts_.end(), cells.row_counts().begin(), cells.row_counts().end());
  }
  shape_.number(said.size());
  for (const Diagnostic& message : said)
    write_message(message, shape_);
}

void WrittenCells::add_members(const exec::Members& members) {
  shape_.number(members.size());
  for (std::size_t m = 0; m < members.size(); ++m) {
    shape_.number(members[m].size());
    for (const exec::Coordinate& coordinate : members[m]) {
      const auto& [none, row, text] = coordinate;
      shape_.number(none ? 1 : 0);
      shape_.number(row);
      shape_.text(text);
    }
  }
}

void WrittenCells::add_facts(const exec::TableFacts& facts) {
  const auto& [file_rows, rows, first, last, without_date, without_owner, unmatched_owner,
               without_other_date] = facts;
  shape_.number(file_rows);
  shape_.number(rows);
  write_day(first, shape_);
  write_day(last, shape_);
  shape_.number(without_date);
  shape_.number(without_owner);
  shape_.number(unmatched_owner);
  shape_.number(without_other_date.size());
  for (const table::RowsWithout& without : without_other_date) {
    shape_.number(without.column.value);
    shape_.number(without.rows);
  }
}

void WrittenCells::add_to(EntryWriter& entry) const {
  shape_.add_to(entry);
  values_.add_to(entry);
  entry.add(row_counts_);
}

std::optional<KeptCells> read_cells(EntryReader& entry) {
  ShapeReader shape;
  ValueSections values;
  std::vector<std::int64_t> row_counts;
  const bool read =
      shape.read_from(entry) && values.read_from(entry) && entry.read(row_counts) && entry.at_end();
  if (!read || values.size() != row_counts.size()) return std::nullopt;
  KeptCells kept;
  for (std::size_t left = shape.count(); left > 0 && shape.sound(); --left)
    kept.cube.members.push(read_members(shape));
  for (std::size_t left = shape.count(); left > 0 && shape.sound(); --left)
    kept.cube.tables.push(read_facts(shape));
  ValueSections::Reader next_value(values);
  std::size_t next = 0;
  for (std::size_t left = shape.count(); left > 0 && shape.sound(); --left) {
    const std::size_t intervals = shape.number();
    const std::size_t count = shape.number();
    auto cells = read_request({intervals, count}, next_value, row_counts, next);
    if (!cells) return std::nullopt;
    kept.cube.cells.push(std::move(*cells));
  }
  for (std::size_t left = shape.count(); left > 0 && shape.sound(); --left) {
    auto message = read_message(shape);
    if (message) kept.said.push_back(std::move(*message));
  }
  if (!shape.at_end() || !next_value.at_end() || next != row_counts.size()) return std::nullopt;
  return kept;
}

}  // namespace kpi::cache
