#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace kpi {

/// How the file writes the cells of a column, where that is not as programs do. Whatever has only
/// one reading needs no word of it: days with the year first, `(12.00)`, `¥12`, `1.2万`.
struct CellForm {
  std::string day;  // of days and moments: `m/d/y`; empty: the year first
  char group = 0;   // between groups of three digits; 0: there are none
  char point = '.';
  int zeros = 0;                        // the file writes 5 for 5000: 3
  std::vector<std::string> none_marks;  // stand for no value
  bool trimmed = false;                 // blanks around a text, a key or a choice do not count
  bool has_plain_numbers() const { return point == '.' && group != '.' && zeros == 0; }
};

/// The forms of numbers, each said by an example: `as "1.234,50"`.
struct NumberForm {
  std::string_view example;
  char group;
  char point;
};
inline constexpr std::array<NumberForm, 6> kNumberForms = {{{"1,234.50", ',', '.'},
                                                            {"1.234,50", '.', ','},
                                                            {"1 234,50", ' ', ','},
                                                            {"1'234.50", '\'', '.'},
                                                            {"1 234.50", ' ', '.'},
                                                            {"1234,50", 0, ','}}};

}  // namespace kpi
