#pragma once

#include <string>
#include <utility>
#include <vector>

#include "program/program.hpp"

// Tables declared by hand, as check would make them.

namespace kpi::test {

inline Column column(std::string name, Storage storage) {
  Column result;
  result.name = name;
  result.header = std::move(name);
  result.storage = storage;
  result.used = true;
  result.type.grain = Grain::Row;
  return result;
}

inline Column optional(Column column) {
  column.optional = true;
  column.type.optional = true;
  return column;
}

inline Column number(std::string name, Quantity quantity, int scale) {
  Column result = column(std::move(name), Storage::Decimal);
  result.type.kind = Kind::Number;
  result.type.unit.quantity = quantity;
  if (quantity == Quantity::Money) result.type.unit.currency = Currency("CNY");
  result.type.scale = scale;
  return result;
}

inline Column money(std::string name, int scale = 2) {
  return number(std::move(name), Quantity::Money, scale);
}
inline Column ratio(std::string name, int scale = 4) {
  return number(std::move(name), Quantity::Ratio, scale);
}

inline Column count(std::string name) {
  Column result = number(std::move(name), Quantity::Count, 0);
  result.storage = Storage::Integer;
  return result;
}

inline Column text(std::string name) {
  Column result = column(std::move(name), Storage::Text);
  result.type.kind = Kind::Text;
  return result;
}

inline Column key(std::string name) {
  Column result = text(std::move(name));
  result.storage = Storage::Key;
  return result;
}

inline Column choice(std::string name, std::vector<std::string> choices) {
  Column result = text(std::move(name));
  result.storage = Storage::Choice;
  result.choices = std::move(choices);
  return result;
}

inline Column truth(std::string name) {
  Column result = column(std::move(name), Storage::Bool);
  result.type.kind = Kind::Bool;
  return result;
}

inline Column day(std::string name) {
  Column result = column(std::move(name), Storage::Day);
  result.type.kind = Kind::Date;
  return result;
}

inline Column period(std::string name, PeriodUnit unit) {
  Column result = column(std::move(name), Storage::Period);
  result.type.kind = Kind::Period;
  result.period_unit = unit;
  return result;
}

inline Column link(std::string name, TableId target) {
  Column result = column(std::move(name), Storage::Link);
  result.type.kind = Kind::Link;
  result.type.link = target;
  return result;
}

/// Adds a used table; its key is the column of Storage::Key.
inline TableId add_table(Program& program, std::string name, std::vector<Column> columns) {
  TableSchema table;
  table.name = std::move(name);
  table.used = true;
  const TableId id = program.tables.next_id();
  for (Column& column : columns) {
    column.type.table = id;
    const bool is_key = column.storage == Storage::Key;
    const ColumnId place = table.columns.push(std::move(column));
    if (is_key) table.key = place;
  }
  return program.tables.push(std::move(table));
}

}  // namespace kpi::test
