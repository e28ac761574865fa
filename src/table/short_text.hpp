#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

/// Texts of up to eight bytes as one number: most cells are that short, and a few operations on a
/// number do for all their bytes what a loop does one by one.
namespace kpi::table {

inline constexpr std::size_t kShortText = 8;

/// The bytes of a text of at most kShortText, the first lowest; 0 above. No byte outside is read.
inline std::uint64_t word_of(std::string_view text) {
  const char* const at = text.data();
  const std::size_t size = text.size();
  std::uint64_t word = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (size >= 4) {  // two loads that may overlap
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + size - 4, 4);
    return low | std::uint64_t{high} << (8 * (size - 4));
  }
#endif
  for (std::size_t i = 0; i < size; ++i)
    word |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  return word;
}

/// Eight bytes, the first lowest.
inline std::uint64_t word_from(const char* at) {
  std::uint64_t word = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  std::memcpy(&word, at, kShortText);
#else
  for (std::size_t i = 0; i < kShortText; ++i)
    word |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
#endif
  return word;
}

/// The lowest 1 to 8 bytes of a word, zeros above.
inline std::uint64_t lowest_bytes(std::uint64_t word, std::size_t size) {
  const std::size_t above = 8 * (kShortText - size);
  return word << above >> above;
}

/// Reads the lowest 1 to 8 bytes of a word where they are digits; what stands above does not
/// matter. (Eight digits at once: pairs, then fours, then all; 1 ns where a
/// loop over the digits takes 5.)
inline bool read_digits_of(std::uint64_t word, std::size_t size, std::uint64_t& number) {
  constexpr std::uint64_t kZeros = 0x3030303030303030U;
  // the last digit highest; what moves in below counts as zeros in front
  std::uint64_t digits = (word ^ kZeros) << (8 * (kShortText - size));
  constexpr std::uint64_t kNineToTop = 0x7676767676767676U;  // 9 + 0x76 is 0x7f
  constexpr std::uint64_t kTops = 0x8080808080808080U;
  if (((digits | (digits + kNineToTop)) & kTops) != 0) return false;
  digits = digits * 10 + (digits >> 8);
  digits = ((digits & 0x000000ff000000ffU) * 0x000f424000000064U +
            ((digits >> 16) & 0x000000ff000000ffU) * 0x0000271000000001U) >>
           32;
  number = digits & 0xffffffffU;
  return true;
}

/// Reads 1 to 8 digits and nothing else.
inline bool read_digits(std::string_view text, std::uint64_t& number) {
  if (text.empty() || text.size() > kShortText) return false;
  return read_digits_of(word_of(text), text.size(), number);
}

}  // namespace kpi::table
