#pragma once

#include <string>
#include <string_view>

#include "base/calendar.hpp"
#include "program/program.hpp"
#include "score/result.hpp"

namespace kpi::output {

/// A text that a spreadsheet would run as a formula (it begins with = + - @, their full-width
/// twins, a tab or a carriage return) with an apostrophe in front; every other as it is.
std::string harmless_text(std::string_view text);

/// Writes CSV as RFC 4180 says, lines ending in a newline alone, texts harmless.
class CsvWriter {
 public:
  void text(std::string_view cell);
  void number(const Rational& number, const std::optional<RoundSpec>& published);
  void day(Date day);
  void empty();
  /// The number, the text, the day, `true`/`false`, or `none(no_target)`.
  void value(const Value& value, const std::optional<RoundSpec>& published);
  void quantity(const score::Quantity& quantity);
  void end_row();
  std::string take() { return std::move(out_); }

 private:
  void raw(std::string_view cell);

  std::string out_;
  bool row_begun_ = false;
};

std::string to_csv(const Program& program, const score::RunResult& result);
std::string to_csv(const Program& program, const score::QueryResult& result);

}  // namespace kpi::output
