#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/program.hpp"
#include "score/result.hpp"
#include "trace/explanation.hpp"

namespace kpi::output {

/// A JSON value to be printed. Numbers are kept as the digits they are written with.
class Json {
 public:
  static Json null() { return Json(Kind::Token, "null"); }
  static Json boolean(bool truth) { return Json(Kind::Token, truth ? "true" : "false"); }
  static Json count(std::size_t count) { return Json(Kind::Token, std::to_string(count)); }
  /// Digits as JSON writes a number.
  static Json digits(std::string number) { return Json(Kind::Token, std::move(number)); }
  /// Bytes that are not UTF-8 become U+FFFD.
  static Json text(std::string_view text);
  static Json array() { return Json(Kind::Array, {}); }
  static Json object() { return Json(Kind::Object, {}); }

  Json& add(Json item);                          // to an array
  Json& add(std::string_view key, Json member);  // to an object
  /// Indented by two; what fits on a line stands on one. Ends in a newline.
  std::string print() const;

 private:
  enum class Kind : std::uint8_t { Token, Array, Object };
  Json(Kind kind, std::string token) : kind_(kind), token_(std::move(token)) {}
  std::size_t measure();
  void print_at(std::string& out, std::size_t indent) const;
  void print_inline(std::string& out) const;

  Kind kind_;
  std::string token_;
  std::vector<std::pair<std::string, Json>> members_;  // quoted keys; empty in arrays
  std::size_t length_ = 0;                             // printed on one line
};

/// `{"value": 0.85}`, `{"value": 2.333333333333333333, "exact": "7/3"}`, `{"none": "no_target"}`.
Json json_value(const Value& value, const std::optional<RoundSpec>& published);
Json json_quantity(const score::Quantity& quantity);
Json json_share(const Rational& share);
/// `CNY`, `ratio`, `count`, …; the kind (`text`, `date`) of what is no number.
Json json_unit(const Type& type);
std::string_view policy_name(PolicyKind kind);
std::string_view adjust_name(AdjustKind kind);
/// One that was applied and left the value as it was did nothing: a cap that was not reached.
std::string_view state_name(score::AdjustResult::State state, bool unchanged);
/// Days, table coverage and rows that miss something: the same in runs and queries.
Json json_coverage(const Program& program, const std::vector<score::Coverage>& coverage);
Json json_tables(const Program& program, const std::vector<score::TableNote>& notes);

std::string to_json(const Program& program, const score::RunResult& result);
std::string to_json(const Program& program, const score::QueryResult& result);
std::string to_json(const Program& program, const trace::Explained& result);

}  // namespace kpi::output
