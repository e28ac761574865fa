#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The usual reading of each Han character, written by pinyin_table.py when kpi is built.
namespace kpi {

inline constexpr char32_t kFirstHan = 0x4E00;
inline constexpr std::size_t kHanCount = 0xA000 - 0x4E00;

/// Without tones, ascending; the first is empty, for what has no reading.
extern const std::string_view kSyllables[];
extern const std::uint16_t kSyllableOfHan[kHanCount];

}  // namespace kpi
