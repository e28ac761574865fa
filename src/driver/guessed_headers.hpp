#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "table/file_texts.hpp"

/// Columns of a file that are rows: one for every month, quarter or year.
namespace kpi::driver {

/// Columns side by side whose headers name periods and whose cells are numbers.
struct PeriodHeaders {
  std::size_t first = 0;  // of the columns of the file
  std::vector<std::string> headers;
  std::string rest;  // what each header says besides: `目标` of `1月目标`
  PeriodUnit unit = PeriodUnit::Month;
  bool of_year = false;  // they name no year: `M01`, `Jan`, `1月`, `Q3`
};

/// Those that come first, and others for the same periods.
std::vector<PeriodHeaders> period_headers(const table::FileTexts& texts);

/// `"M01" to "M12"`, or each header where they cannot be counted through.
std::string written_headers(const PeriodHeaders& run);

/// Makes one column of each, with its first header, and behind the first of them a column of the
/// headers themselves. Returns where the columns then stand.
std::vector<std::size_t> join_columns(table::FileTexts& texts,
                                      const std::vector<PeriodHeaders>& runs);

}  // namespace kpi::driver
