#include "output/csv.hpp"

#include "output/number.hpp"

namespace kpi::output {
namespace {

bool reads_as_formula(std::string_view cell) {
  for (const std::string_view mark : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
    if (cell.substr(0, mark.size()) == mark) return true;
  }
  return false;
}

}  // namespace

std::string harmless_text(std::string_view text) {
  return reads_as_formula(text) ? "'" + std::string(text) : std::string(text);
}

void CsvWriter::raw(std::string_view cell) {
  if (row_begun_) out_ += ',';
  row_begun_ = true;
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out_ += cell;
    return;
  }
  out_ += '"';
  for (const char c : cell) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

void CsvWriter::text(std::string_view cell) {
  raw(harmless_text(cell));
}

void CsvWriter::number(const Rational& number, const std::optional<RoundSpec>& published) {
  raw(plain_number(number, published));
}

void CsvWriter::day(Date day) {
  raw(to_string(day));
}

void CsvWriter::empty() {
  raw({});
}

void CsvWriter::value(const Value& value, const std::optional<RoundSpec>& published) {
  if (value.is_none()) {
    raw("none(" + std::string(name_of(value.reason())) + ")");
  } else if (value.is_number()) {
    number(value.number(), published);
  } else if (value.is_date()) {
    day(value.date());
  } else if (value.is_datetime()) {
    raw(to_string(value.datetime()));
  } else if (value.is_bool()) {
    raw(value.truth() ? "true" : "false");
  } else {
    text(value.text());
  }
}

void CsvWriter::quantity(const score::Quantity& quantity) {
  value(quantity.value, quantity.published);
}

void CsvWriter::end_row() {
  out_ += '\n';
  row_begun_ = false;
}

}  // namespace kpi::output
