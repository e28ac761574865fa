#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/typed_sheet.hpp"
#include "diag/render.hpp"
#include "program/program.hpp"
#include "score/data_report.hpp"
#include "score/result.hpp"
#include "trace/explanation.hpp"

/// Results -> text. Pure functions: the same result gives the same bytes.
namespace kpi::output {

enum class Format : std::uint8_t {
  Table,     // aligned columns for a terminal
  Csv,       // one row per subject, period and scorecard; RFC 4180
  Json,      // docs/reference/json.md
  Markdown,  // pipe tables
};

struct OutputOptions {
  Format format = Format::Table;
  Language language = Language::English;
  bool color = false;
  int width = 0;         // terminal columns; 0: as wide as it takes
  bool bom = false;      // of CSV: what tells Excel that it is UTF-8
  bool details = false;  // value, target and attainment of every line, person by person
};

std::string render(const Program& program, const score::RunResult& result,
                   const OutputOptions& options);
std::string render(const Program& program, const score::QueryResult& result,
                   const OutputOptions& options);
/// Every figure on a line with how it came about, what it was made of below it; as JSON the nodes
/// of the trace (docs/reference/trace.md). A tree has no CSV; as Markdown its lines stand in a
/// block.
std::string render(const Program& program, const trace::Explained& result,
                   const OutputOptions& options);
/// A run as the sheets of a workbook: one for each scorecard and period, then payouts that stand
/// beside none, rules and notes.
std::vector<TypedSheet> workbook_sheets(const Program& program, const score::RunResult& result,
                                        Language language);
/// A query as one sheet, and its notes as another.
std::vector<TypedSheet> workbook_sheets(const Program& program, const score::QueryResult& result,
                                        Language language);
/// What files of data hold. As CSV it would be several tables.
std::string render(const Program& program, const score::DataReport& report,
                   const OutputOptions& options);
/// One value with its unit, as `kpi eval` prints it: every digit where they end, else six with the
/// fraction behind.
std::string render_value(const Value& value, const Type& type, Language language);

}  // namespace kpi::output
