#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"

namespace kpi {

/// Where the byte is not ASCII.
std::optional<char32_t> next_wide_code_point(std::string_view text, std::size_t& offset);
/// Decodes the code point at `offset` and moves past it. Invalid UTF-8 gives nothing and moves one
/// byte. Here, as every character of a rule file passes it several times.
inline std::optional<char32_t> next_code_point(std::string_view text, std::size_t& offset) {
  KPI_CHECK(offset < text.size());
  const auto byte = static_cast<unsigned char>(text[offset]);
  if (byte >= 0x80) return next_wide_code_point(text, offset);
  ++offset;
  return byte;
}
void append_utf8(std::string& out, char32_t code_point);
/// Offset of the first byte that is not UTF-8, or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);
/// True if the bytes read as GB18030 text (two- and four-byte forms), for a hint on invalid UTF-8.
bool looks_like_gb18030(std::string_view bytes);

/// Unicode normalisation form C / KC; invalid input is returned unchanged.
std::string to_nfc(std::string_view text);
std::string to_nfkc(std::string_view text);

/// Terminal columns the text takes: Han and full-width characters and emoji count two, combining
/// marks none, a byte that is not UTF-8 one (it is shown as a replacement character).
int display_width(std::string_view text);
/// Text padded with spaces to `width` columns (never cut).
std::string pad_right(std::string_view text, int width);
std::string pad_left(std::string_view text, int width);
/// The text itself if it fits `width` columns, else the longest prefix that fits together with a
/// closing `…`. Never cuts inside a character as a reader sees it.
std::string cut_to_width(std::string_view text, int width);

/// UAX #31 default profile (XID) with `_` as a start character; U+00B7, its twin U+0387 and
/// invisible characters excluded.
bool is_identifier_start(char32_t code_point);
bool is_identifier_continue(char32_t code_point);
/// Bidirectional controls and other characters that show nothing (controls but tab and line ends,
/// zero-width characters, variation selectors): never allowed in a rule file.
bool is_invisible(char32_t code_point);

/// Of `candidates`, the one closest to `name` by edit distance over code points (case ignored),
/// if close enough (a third of the length of `name`, at least 1, and something in common) and
/// unique at that distance. Swapping two neighbours counts as one edit, Han characters of the same
/// sound (汇款率 for 回款率, or its pinyin) as half of one.
std::optional<std::string> nearest(std::string_view name,
                                   const std::vector<std::string>& candidates);

/// The text as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

/// The text with `&<>"` as entities, for HTML and XML.
std::string escaped_markup(std::string_view text);

/// What replaces text[begin, end) so that a word there stays one: `word` with a blank on each side
/// where something else than a blank or a bracket's inside would touch it. An empty word is a blank
/// where what is on both sides would touch.
std::string set_off(std::string_view text, std::size_t begin, std::size_t end,
                    std::string_view word);

/// The first `most` of them with commas between, and `…` for those left out.
std::string listed(const std::vector<std::string>& parts, std::size_t most);

/// Moves the text behind the sign it begins with; false, and nothing moved, where it does not.
bool take_front(std::string_view& text, std::string_view sign);

/// Text without ASCII white space at both ends.
std::string_view trim(std::string_view text);
std::string ascii_lower(std::string_view text);

}  // namespace kpi
