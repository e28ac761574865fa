#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// What a workbook is written from: cells that know what they are.
namespace kpi {

struct TypedCell {
  enum class Kind : std::uint8_t { Empty, Text, Number, Percent };
  Kind kind = Kind::Empty;
  std::string text = {};  // of a number its digits, `-1234.50`; of a percentage the share, `0.85`
  int digits = 0;         // of a number: shown after the point
};

/// A column whose texts have an order, the worst first: each gets a colour.
struct GradedColumn {
  std::size_t column = 0;
  std::vector<std::string> grades;
};

struct TypedSheet {
  std::string name;  // any; the workbook makes one of it that it may have
  std::vector<std::string> heads;
  std::vector<std::vector<TypedCell>> rows;
  std::vector<GradedColumn> graded = {};
  std::size_t fixed_columns = 0;  // stay in sight beside the heads
};

}  // namespace kpi
