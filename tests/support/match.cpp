#include <algorithm>

#include <fmt/format.h>

#include "spec.hpp"

namespace kpi::spec {
namespace {

constexpr std::string_view kWildcard = "<...>";
constexpr std::size_t kContext = 3;  // unchanged lines around a change

/// One line of an edit script: ' ' in both, '-' only expected, '+' only in the actual output.
struct Edit {
  char mark;
  std::size_t expected, actual;  // index of the line, or of the next one
};

/// Longest common subsequence by dynamic programming; common heads and tails are cut off first, so
/// that long outputs with few changes stay cheap.
std::vector<Edit> edit_script(const Lines& expected, const Lines& actual) {
  const std::size_t rows = expected.size(), columns = actual.size();
  std::size_t head = 0, tail = 0;
  while (head < std::min(rows, columns) && matches(expected[head], actual[head]))
    ++head;
  while (tail < std::min(rows, columns) - head &&
         matches(expected[rows - 1 - tail], actual[columns - 1 - tail])) {
    ++tail;
  }
  const std::size_t height = rows - head - tail, width = columns - head - tail;
  // length[i][j]: common lines of what is left from row i and column j on.
  std::vector<std::vector<int>> length(height + 1, std::vector<int>(width + 1, 0));
  for (std::size_t i = height; i-- > 0;) {
    for (std::size_t j = width; j-- > 0;) {
      length[i][j] = matches(expected[head + i], actual[head + j])
                         ? length[i + 1][j + 1] + 1
                         : std::max(length[i + 1][j], length[i][j + 1]);
    }
  }
  std::vector<Edit> script;
  for (std::size_t i = 0; i < head; ++i)
    script.push_back({' ', i, i});
  std::size_t i = 0, j = 0;
  while (i < height || j < width) {
    const Edit here{' ', head + i, head + j};
    if (i < height && j < width && matches(expected[here.expected], actual[here.actual])) {
      script.push_back(here);
      ++i, ++j;
    } else if (j == width || (i < height && length[i + 1][j] >= length[i][j + 1])) {
      script.push_back({'-', here.expected, here.actual});
      ++i;
    } else {
      script.push_back({'+', here.expected, here.actual});
      ++j;
    }
  }
  for (i = 0; i < tail; ++i)
    script.push_back({' ', rows - tail + i, columns - tail + i});
  return script;
}

bool is_near_change(const std::vector<Edit>& script, std::size_t index) {
  const std::size_t begin = index < kContext ? 0 : index - kContext;
  const std::size_t end = std::min(script.size(), index + kContext + 1);
  return std::any_of(script.begin() + static_cast<std::ptrdiff_t>(begin),
                     script.begin() + static_cast<std::ptrdiff_t>(end),
                     [](const Edit& edit) { return edit.mark != ' '; });
}

}  // namespace

bool matches(std::string_view expected, std::string_view actual) {
  std::size_t hole = expected.find(kWildcard);
  if (hole == std::string_view::npos) return expected == actual;
  if (actual.substr(0, hole) != expected.substr(0, hole)) return false;
  actual.remove_prefix(hole);
  expected.remove_prefix(hole + kWildcard.size());
  // The pieces between two holes may be taken as early as they come; the last one is the end.
  while ((hole = expected.find(kWildcard)) != std::string_view::npos) {
    const std::size_t at = actual.find(expected.substr(0, hole));
    if (at == std::string_view::npos) return false;
    actual.remove_prefix(at + hole);
    expected.remove_prefix(hole + kWildcard.size());
  }
  return actual.size() >= expected.size() &&
         actual.substr(actual.size() - expected.size()) == expected;
}

bool matches(const Lines& expected, const Lines& actual) {
  return std::equal(
      expected.begin(), expected.end(), actual.begin(), actual.end(),
      [](const std::string& left, const std::string& right) { return matches(left, right); });
}

std::string unified_diff(const Lines& expected, const Lines& actual) {
  const std::vector<Edit> script = edit_script(expected, actual);
  std::string out = "--- expected\n+++ actual\n";
  bool in_hunk = false;
  for (std::size_t i = 0; i < script.size(); ++i) {
    const Edit& edit = script[i];
    const bool shown = is_near_change(script, i);
    if (shown && !in_hunk) {
      out += fmt::format("@@ -{} +{} @@\n", edit.expected + 1, edit.actual + 1);
    }
    in_hunk = shown;
    const std::string& text = edit.mark == '+' ? actual[edit.actual] : expected[edit.expected];
    if (shown) out += edit.mark + text + "\n";
  }
  return out;
}

Lines keep_wildcards(const Lines& expected, const Lines& actual) {
  Lines lines;
  for (const Edit& edit : edit_script(expected, actual)) {
    if (edit.mark == ' ') lines.push_back(expected[edit.expected]);
    if (edit.mark == '+') lines.push_back(actual[edit.actual]);
  }
  return lines;
}

}  // namespace kpi::spec
