// "Did you mean": the known name nearest to a misspelt one.

#include <utf8proc.h>

#include <algorithm>
#include <set>

#include "base/pinyin.hpp"
#include "base/text.hpp"

namespace kpi {

namespace {

std::u32string folded_code_points(std::string_view text) {
  std::u32string result;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t code_point = next_code_point(text, offset).value_or(0xFFFD);
    result.push_back(
        static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code_point))));
  }
  return result;
}

/// Insertions, deletions, replacements and swaps of neighbours that turn a into b, where no part
/// is edited twice (optimal string alignment).
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  // Rows of the table for the prefixes of a one and two shorter than the current one.
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::size_t difference(std::size_t a, std::size_t b) {
  return a > b ? a - b : b - a;
}

/// In halves of an edit: what sounds alike is nearer than what differs in one character.
constexpr std::size_t kEdit = 2;
constexpr std::size_t kSameSound = 1;

/// Nothing where they have nothing in common.
std::optional<std::size_t> distance(const std::u32string& wanted, const std::u32string& offered,
                                    std::size_t most) {
  if (kEdit * difference(wanted.size(), offered.size()) > most) return std::nullopt;
  const std::size_t edits = edit_distance(wanted, offered);
  if (edits == std::max(wanted.size(), offered.size())) return std::nullopt;
  return kEdit * edits;
}

}  // namespace

std::optional<std::string> nearest(std::string_view name,
                                   const std::vector<std::string>& candidates) {
  const std::u32string wanted = folded_code_points(name);
  std::size_t best = kEdit * std::max<std::size_t>(1, wanted.size() / 3);
  std::set<std::string> found;  // all at distance `best`
  for (const std::string& candidate : candidates) {
    auto away = distance(wanted, folded_code_points(candidate), best);
    if (away != 0 && sounds_alike(name, candidate)) away = kSameSound;
    if (!away || *away > best) continue;
    if (*away < best) found.clear();
    best = *away;
    found.insert(candidate);
  }
  if (found.size() != 1) return std::nullopt;
  return *found.begin();
}

}  // namespace kpi
