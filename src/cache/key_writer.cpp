#include "cache/key_writer.hpp"

#include "io/build_id.hpp"

// Structured bindings name every member of what is written, those without effect too: a member
// that is added later does not compile here until somebody has decided.
namespace kpi::cache {

KeyWriter::KeyWriter(const char* kind) {
  text(kind);
  text(KPI_VERSION);
  text(io::build_id());
}

/// Seven bits a byte, the highest says that more follow.
void KeyWriter::number(std::uint64_t value) {
  constexpr std::uint64_t kMore = 0x80;
  for (; value >= kMore; value >>= 7)
    bytes_ += static_cast<char>(value | kMore);
  bytes_ += static_cast<char>(value);
}

/// The sign lowest, so that small numbers are short.
void KeyWriter::integer(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  number(value < 0 ? ~(bits << 1) : bits << 1);
}

void KeyWriter::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
}

void KeyWriter::days(DateRange value) {
  day(value.first);
  day(value.last);
}

void KeyWriter::period(Period value) {
  const auto& [unit, fiscal, ordinal] = value;
  word(unit);
  flag(fiscal);
  integer(ordinal);
}

void KeyWriter::value(const Value& value) {
  const int kind = value.is_none()     ? 0
                   : value.is_number() ? 1
                   : value.is_text()   ? 2
                   : value.is_bool()   ? 3
                   : value.is_date()   ? 4
                                       : 5;
  integer(kind);
  switch (kind) {
    case 0: word(value.reason()); break;
    case 1: rational(value.number()); break;
    case 2: text(value.text()); break;
    case 3: flag(value.truth()); break;
    case 4: day(value.date()); break;
    default: integer(value.datetime().seconds); break;
  }
}

void KeyWriter::currency(Currency value) {
  text(std::string_view(value.code.data(), value.code.size()));
}

void KeyWriter::unit(const Unit& value) {
  const auto& [quantity, of_money, per, per_currency] = value;
  word(quantity);
  currency(of_money);
  maybe(per, [&](Quantity other) { word(other); });
  currency(per_currency);
}

void KeyWriter::cell_form(const CellForm& value) {
  const auto& [day, group, point, zeros, none_marks, trimmed] = value;
  text(day);
  text(std::string_view(&group, 1));
  text(std::string_view(&point, 1));
  integer(zeros);
  each(none_marks, [&](const std::string& mark) { text(mark); });
  flag(trimmed);
}

void KeyWriter::type(const Type& value) {
  const auto& [kind, grain, optional, of_number, scale, table, link, choices, period_unit] = value;
  word(kind);
  word(grain);
  flag(optional);
  unit(of_number);
  integer(scale);
  id(table);
  id(link);
  id(choices);
  word(period_unit);
}

void KeyWriter::path(const ColumnPath& value) {
  const auto& [links, column] = value;
  each(links, [&](ColumnId link) { id(link); });
  id(column);
}

void KeyWriter::round(const RoundSpec& value) {
  const auto& [step, mode] = value;
  rational(step);
  word(mode);
}

void KeyWriter::file(const io::FileIdentity& file) {
  const auto& [path, device, inode, bytes, modified, changed, settled, read_as] = file;
  text(path);
  number(device);
  number(inode);
  number(bytes);
  integer(modified);
  integer(changed);
  text(read_as);
}

void KeyWriter::calendar(const Calendar& calendar) {
  const auto& [fiscal_start, week_start, timezone, workdays] = calendar;
  integer(fiscal_start);
  integer(week_start);
  text(timezone);
}

}  // namespace kpi::cache
