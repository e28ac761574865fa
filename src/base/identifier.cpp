// Which characters may stand in a name, and which show nothing at all.
//
// UAX #31 derives XID_Start and XID_Continue from the general category and short lists of
// exceptions; the lists below are those of Unicode 15 (PropList.txt and the closure under NFKC of
// DerivedCoreProperties.txt). Later versions may only add characters to the categories.

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace kpi {

namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

/// Letters by their history though not by their category (Other_ID_Start without the sound marks
/// 309B and 309C, which NFKC turns into a space and a mark).
constexpr std::array<CodeRange, 3> kExtraStarts{{
    {0x1885, 0x1886},  // Mongolian letters Ali Gali baluda
    {0x2118, 0x2118},  // script capital p
    {0x212E, 0x212E},  // estimated symbol
}};

/// Digits by their use though not by their category (Other_ID_Continue without the middle dots
/// 00B7 and 0387, which read as punctuation between Han names).
constexpr std::array<CodeRange, 2> kExtraContinues{{
    {0x1369, 0x1371},  // Ethiopic digits
    {0x19DA, 0x19DA},  // New Tai Lue tham digit one
}};

/// Letters that NFKC turns into something that is no identifier, and the vertical tilde, which is
/// reserved for syntax.
constexpr std::array<CodeRange, 12> kNeverInNames{{
    {0x037A, 0x037A},
    {0x2E2F, 0x2E2F},
    {0xFC5E, 0xFC63},
    {0xFDFA, 0xFDFB},
    {0xFE70, 0xFE70},
    {0xFE72, 0xFE72},
    {0xFE74, 0xFE74},
    {0xFE76, 0xFE76},
    {0xFE78, 0xFE78},
    {0xFE7A, 0xFE7A},
    {0xFE7C, 0xFE7C},
    {0xFE7E, 0xFE7E},
}};

/// Letters that NFKC turns into a mark or a letter after a mark: they can only continue a name.
constexpr std::array<CodeRange, 3> kNeverAtStart{{
    {0x0E33, 0x0E33},  // Thai sara am
    {0x0EB3, 0x0EB3},  // Lao vowel am
    {0xFF9E, 0xFF9F},  // half-width Katakana sound marks
}};

/// Control characters but tab and line ends, line and paragraph separators, Default_Ignorable and
/// bidirectional controls, and the blank Braille pattern.
constexpr std::array<CodeRange, 24> kInvisible{{
    {0x0000, 0x0008},   {0x000B, 0x000C},   {0x000E, 0x001F},   {0x007F, 0x009F},
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},   {0x2800, 0x2800},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x13430, 0x1343F},
    {0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
}};

template <std::size_t kSize>
bool holds(const std::array<CodeRange, kSize>& ranges, char32_t code_point) {
  return std::any_of(ranges.begin(), ranges.end(), [code_point](CodeRange range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

bool is_letter(utf8proc_category_t category) {
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         category == UTF8PROC_CATEGORY_NL;
}

bool is_mark_or_digit(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_PC;
}

bool is_han(char32_t code_point) {
  return code_point >= 0x4E00 && code_point <= 0x9FA5;
}

bool is_ascii_letter(char32_t code_point) {
  return (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
}

utf8proc_category_t category_of(char32_t code_point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
}

bool is_barred(char32_t code_point) {
  return holds(kNeverInNames, code_point) || is_invisible(code_point);
}

}  // namespace

bool is_identifier_start(char32_t code_point) {
  if (code_point < 0x80) return is_ascii_letter(code_point) || code_point == '_';
  if (is_han(code_point)) return true;
  if (!is_letter(category_of(code_point))) return holds(kExtraStarts, code_point);
  return !is_barred(code_point) && !holds(kNeverAtStart, code_point);
}

bool is_identifier_continue(char32_t code_point) {
  if (is_identifier_start(code_point)) return true;
  if (code_point < 0x80) return code_point >= '0' && code_point <= '9';
  const utf8proc_category_t category = category_of(code_point);
  if (!is_letter(category) && !is_mark_or_digit(category)) {
    return holds(kExtraContinues, code_point);
  }
  return !is_barred(code_point);
}

bool is_invisible(char32_t code_point) {
  if (code_point >= U' ' && code_point <= U'~') return false;
  return holds(kInvisible, code_point);
}

}  // namespace kpi
