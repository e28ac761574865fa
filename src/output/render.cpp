#include "output/render.hpp"

#include <set>

#include "output/csv.hpp"
#include "output/json.hpp"
#include "output/number.hpp"
#include "output/run_parts.hpp"
#include "output/terminal.hpp"

namespace kpi::output {
namespace {

constexpr int kEvalDigits = 6;  // of a number without end
constexpr int kMostEvalDigits = 18;
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

/// One person fills a page: line by line says more than a table of one row.
bool is_about_one(const score::RunResult& result) {
  std::set<std::string> keys;
  for (const score::CardResult& card : result.cards)
    keys.insert(card.key);
  return keys.size() == 1;
}

Report report_of(const Program& program, const score::RunResult& result,
                 const OutputOptions& options) {
  const bool details = options.details || is_about_one(result);
  return run_report(program, result, details, options.language);
}

Report report_of(const Program& program, const score::QueryResult& result,
                 const OutputOptions& options) {
  return query_report(program, result, options.language);
}

template <class Result>
std::string render_any(const Program& program, const Result& result, const OutputOptions& options) {
  switch (options.format) {
    case Format::Table:
      return to_terminal(report_of(program, result, options), {options.color, options.width});
    case Format::Csv: return (options.bom ? kByteOrderMark : "") + to_csv(program, result);
    case Format::Json: return to_json(program, result);
    case Format::Markdown: return to_markdown(report_of(program, result, options));
  }
  return {};
}

}  // namespace

std::string render(const Program& program, const score::RunResult& result,
                   const OutputOptions& options) {
  return render_any(program, result, options);
}

std::string render(const Program& program, const score::QueryResult& result,
                   const OutputOptions& options) {
  return render_any(program, result, options);
}

std::string render_value(const Value& value, const Type& type, Language language) {
  const Words words(language);
  if (!value.is_number()) return shown_value(value, type, std::nullopt, words);
  const bool percent = !type.unit.per && (type.unit.quantity == Quantity::Ratio ||
                                          type.unit.quantity == Quantity::PercentagePoints);
  const Rational& number = value.number();
  const std::optional<int> needed = decimal_digits(number);
  const bool ends = needed && *needed <= kMostEvalDigits;
  const int digits = ends ? *needed : kEvalDigits + (percent ? 2 : 0);
  const RoundSpec step{power_of_ten(-digits), RoundMode::HalfUp};
  const std::string text =
      with_unit(shown_number(number, type.unit, step, words), type.unit, words);
  return ends ? text : text + " (" + to_fraction_string(number) + ")";
}

}  // namespace kpi::output
