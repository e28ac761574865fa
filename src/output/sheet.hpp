#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// What terminal and Markdown print alike: titled tables of text with notes under them.
namespace kpi::output {

enum class Align : std::uint8_t { Left, Right };
enum class Tone : std::uint8_t { Plain, Strong, Quiet, Alarm };

struct Head {
  std::string title;
  std::string under;  // second line: a weight, a unit
  Align align = Align::Left;
};

struct Cell {
  std::string text;
  Tone tone = Tone::Plain;
};
using Row = std::vector<Cell>;

/// A figure that stands alone under a table: `Score  93.21`.
struct Figure {
  std::string label;
  Cell value;
};

struct Sheet {
  std::string title;
  std::vector<std::string> facts;  // beside the title: period, day, currency
  std::size_t key_columns = 0;     // the first columns say what the row is about
  std::vector<Head> heads;
  std::vector<Row> rows;    // one cell per head
  std::vector<Row> totals;  // set off from the rows
  std::vector<Figure> figures;
  std::vector<std::string> notes;
};

struct Report {
  std::vector<Sheet> sheets;
  std::vector<std::string> notes;  // about the whole
};

}  // namespace kpi::output
