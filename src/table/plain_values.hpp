#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "table/short_text.hpp"

/// Values as programs write them, read a few nanoseconds each. Every function leaves alone what it
/// does not take, which says nothing of whether that is a value. Of texts of up to kShortText
/// bytes so many can be read from where they begin, whatever stands behind them (see
/// RecordBatch::kBeyond).
namespace kpi::table {

/// Decimals of one scale: at most 8 digits before the point, and behind it as many as the scale
/// says, at most 8; or no point at all.
class PlainDecimals {
 public:
  explicit PlainDecimals(int scale) : decimals_(static_cast<std::size_t>(scale)) {
    for (int i = 0; i < scale; ++i)
      power_ *= 10;
  }
  bool read(std::string_view text, std::int64_t& mantissa) const {
    const bool negative = text[0] == '-';
    if (negative) text.remove_prefix(1);
    std::uint64_t size = 0;
    if (!read_unsigned(text, size)) return false;
    mantissa = negative ? -static_cast<std::int64_t>(size) : static_cast<std::int64_t>(size);
    return true;
  }

 private:
  bool read_unsigned(std::string_view text, std::uint64_t& size) const {
    if (decimals_ == 0) return read_whole(text, size);
    if (decimals_ + 2 > text.size()) return read_whole(text, size) && scale_up(size);
    const std::size_t point = text.size() - decimals_ - 1;
    if (text[point] != '.') return read_whole(text, size) && scale_up(size);
    if (text.size() <= kShortText) {
      const std::uint64_t word = word_from(text.data());
      const std::uint64_t before = (std::uint64_t{1} << (8 * point)) - 1;
      return read_digits_of((word & before) | (word >> 8 & ~before), text.size() - 1, size);
    }
    std::uint64_t part = 0;
    if (point > kShortText || decimals_ > kShortText) return false;
    const std::uint64_t fraction = word_from(text.data() + point + 1);
    if (!read_digits_of(word_from(text.data()), point, size)) return false;
    if (!read_digits_of(fraction, decimals_, part)) return false;
    size = size * power_ + part;
    return true;
  }
  static bool read_whole(std::string_view text, std::uint64_t& number) {
    if (text.empty() || text.size() > kShortText) return false;
    return read_digits_of(word_from(text.data()), text.size(), number);
  }
  bool scale_up(std::uint64_t& number) const {
    number *= power_;
    return decimals_ <= kShortText;
  }

  std::size_t decimals_;
  std::uint64_t power_ = 1;
};

/// Days of this century, `2025-03-31`: the digits of a word at once, then the month's first day
/// from a table.
class PlainDays {
 public:
  static bool read(std::string_view text, std::int64_t& days);

 private:
  struct Month {
    std::int32_t first = 0;  // day
    std::uint32_t size = 0;  // 0: there is no such month
  };
  static constexpr std::size_t kMonths = 16;  // of a year, those that are none included
  using Months = std::array<Month, 100 * kMonths>;
  static Months months_of_century();
};

inline bool PlainDays::read(std::string_view text, std::int64_t& days) {
  static const Months kMonthOf = months_of_century();
  constexpr std::size_t kDaySize = 10;
  if (text.size() != kDaySize || text[0] != '2' || text[1] != '0') return false;
  // `25-03-31` with zeros for 0 and for the dashes
  const std::uint64_t digits = word_from(text.data() + 2) ^ 0x30302d30302d3030U;
  constexpr std::uint64_t kToTop = 0x76767f76767f7676U;  // 10 + 0x76 and 1 + 0x7f are 0x80
  constexpr std::uint64_t kTops = 0x8080808080808080U;
  if (((digits | (digits + kToTop)) & kTops) != 0) return false;
  const std::uint64_t pairs = digits * 10 + (digits >> 8);
  const std::uint64_t year = pairs & 0xff;
  const std::uint64_t month = pairs >> 24 & 0xff;
  const auto day = static_cast<std::uint32_t>(pairs >> 48 & 0xff);
  if (month >= kMonths) return false;
  const Month& found = kMonthOf[year * kMonths + month];
  if (day - 1 >= found.size) return false;
  days = found.first + static_cast<std::int32_t>(day) - 1;
  return true;
}

inline PlainDays::Months PlainDays::months_of_century() {
  Months months{};
  for (int year = 0; year < 100; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const auto at = static_cast<std::size_t>(year) * kMonths + static_cast<std::size_t>(month);
      months[at].first = from_civil(2000 + year, month, 1)->days;
      months[at].size = static_cast<std::uint32_t>(days_in_month(2000 + year, month));
    }
  }
  return months;
}

}  // namespace kpi::table
