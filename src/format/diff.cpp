#include "format/diff.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace kpi::format {
namespace {

constexpr std::size_t kContext = 3;

struct Change {
  char sign = ' ';
  std::string_view line;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    lines.push_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool is_empty(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Formatting adds and drops only empty lines, so the other lines pair off in order.
std::vector<Change> changes(const std::vector<std::string_view>& before,
                            const std::vector<std::string_view>& after) {
  std::vector<Change> out;
  std::vector<Change> added;  // of the run of changes that is open
  const auto close = [&] {
    out.insert(out.end(), added.begin(), added.end());
    added.clear();
  };
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    const bool both = i < before.size() && j < after.size();
    if (both && before[i] == after[j]) {
      close();
      out.push_back({' ', before[i]});
      ++i, ++j;
      continue;
    }
    const bool drops = i < before.size() && (!both || is_empty(before[i]));
    const bool adds = j < after.size() && (!both || is_empty(after[j]));
    if (drops || !adds) out.push_back({'-', before[i++]});
    if (adds || !drops) added.push_back({'+', after[j++]});
  }
  close();
  return out;
}

/// The lines of [begin, end) under their heading; `line_before` and `line_after` are the first of
/// them in either text.
std::string hunk(const std::vector<Change>& all, std::size_t begin, std::size_t end,
                 std::size_t line_before, std::size_t line_after) {
  std::size_t dropped = 0, added = 0;
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    dropped += all[i].sign != '+' ? 1 : 0;
    added += all[i].sign != '-' ? 1 : 0;
    text += all[i].sign;
    text += all[i].line;
    if (text.back() != '\n') text += "\n\\ No newline at end of file\n";
  }
  return fmt::format("@@ -{},{} +{},{} @@\n", dropped == 0 ? line_before - 1 : line_before, dropped,
                     added == 0 ? line_after - 1 : line_after, added) +
         text;
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const std::vector<Change> all = changes(lines_of(before), lines_of(after));
  std::string out = fmt::format("--- {}\n+++ {}\n", path, path);
  std::size_t begin = 0, line_before = 1, line_after = 1;
  const auto skip_to = [&](std::size_t end) {
    for (; begin < end; ++begin) {
      line_before += all[begin].sign != '+' ? 1 : 0;
      line_after += all[begin].sign != '-' ? 1 : 0;
    }
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].sign == ' ') continue;
    skip_to(std::max(begin, i < kContext ? 0 : i - kContext));
    std::size_t last = i;  // changed
    for (std::size_t k = i; k < all.size() && k <= last + 2 * kContext; ++k)
      last = all[k].sign == ' ' ? last : k;
    const std::size_t end = std::min(all.size(), last + 1 + kContext);
    out += hunk(all, begin, end, line_before, line_after);
    skip_to(end);
    i = end - 1;
  }
  return out;
}

}  // namespace kpi::format
