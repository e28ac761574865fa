#include "cache/column_key.hpp"

#include "cache/key_writer.hpp"
#include "table/read_table.hpp"

// Structured bindings name every member, as in key_writer.cpp.
namespace kpi::cache {

std::string column_key(const Program& program, const Column& column, const io::FileIdentity& file) {
  KeyWriter key("column");
  key.number(table::kReaderVersion);
  key.file(file);
  const auto& [name, label, header, headers, headers_of, doc, span, type_span, form_place, type,
               storage, optional, or_unmatched, in_percent, form, in_no_file, used, period_unit,
               year, year_column, choices, currency, computed, history, copied] = column;
  key.text(header);
  key.word(storage);
  key.word(type.kind);
  key.unit(type.unit);
  key.integer(type.scale);
  key.flag(optional);
  key.flag(in_percent);
  key.cell_form(form);
  key.word(period_unit);
  key.each(choices, [&](const std::string& choice) { key.text(choice); });
  if (storage == Storage::Period) key.calendar(program.calendar);
  const bool has_clock = storage == Storage::Day || storage == Storage::Moment;
  if (has_clock) key.text(program.calendar.timezone);
  return key.take();
}

}  // namespace kpi::cache
