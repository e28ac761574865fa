#pragma once

#include <string>
#include <vector>

namespace kpi::io {

/// Rows of a table that its server adds up: one for all that agree in some columns.
struct Summary {
  struct Sum {
    std::string column;
    int decimals = 0;  // a value with more of them has no sum
  };
  std::vector<std::string> by;  // as they stand in the table, texts apart by their bytes
  std::vector<Sum> sums;        // without a value where a row has none
  std::string rows;             // the header of how many there are
  std::string key;              // has a value in every row, and each only once; empty: no matter
};

}  // namespace kpi::io
