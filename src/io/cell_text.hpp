#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The values of a spreadsheet's cells as the text they have in a CSV file.
namespace kpi::io {

/// What a cell's number is shown as.
enum class ShownAs : std::uint8_t { Plain, Day, Moment, Elapsed, Percent };

/// Of a number format: `0.00%`, `yyyy"年"m"月"d"日"`.
ShownAs form_of_code(std::string_view code);
/// Of a number format that has no code in the file, by its id.
ShownAs form_of_id(unsigned id);

/// Since when a workbook counts its days.
enum class DayCount : std::uint8_t { Since1900, Since1904 };

/// The shortest decimal that is the number again, without an exponent; of a day `2024-03-01`, of a
/// moment `2024-03-01 14:05:00`, of a time alone `14:05:00`, of a percentage `8.5%`.
std::string cell_text(double number, ShownAs form, DayCount days);

/// `C7`; rows and columns from 1.
std::string cell_name(std::uint32_t row, std::uint32_t column);

}  // namespace kpi::io
