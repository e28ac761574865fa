#include "source/rule_words.hpp"

#include <algorithm>

namespace kpi {
namespace {

/// How many of the one bracket a text has more than of the other.
int unmatched(std::string_view text, char open, char close) {
  int depth = 0;
  int most = 0;
  for (const char c : text) {
    if (c == open) ++depth;
    if (c == close) --depth;
    most = std::min(most, depth);
  }
  return -most;
}

/// An expression that begins or ends in brackets without them, `a) / (b`, with them.
Span with_brackets(std::string_view file, Span span) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  std::string backwards(file.substr(span.begin, span.end - span.begin));
  const int before = unmatched(backwards, '(', ')');
  std::reverse(backwards.begin(), backwards.end());
  const int behind = unmatched(backwards, ')', '(');
  for (int i = 0; i < before; ++i) {
    std::uint32_t at = span.begin;
    while (at > 0 && is_space(file[at - 1]))
      --at;
    if (at == 0 || file[at - 1] != '(') break;
    span.begin = at - 1;
  }
  for (int i = 0; i < behind; ++i) {
    std::uint32_t at = span.end;
    while (at < file.size() && is_space(file[at]))
      ++at;
    if (at == file.size() || file[at] != ')') break;
    span.end = at + 1;
  }
  return span;
}

}  // namespace

std::string rule_words(const SourceMap& sources, Span asked) {
  if (asked.empty()) return {};
  const Span span = with_brackets(sources[asked.file].text(), asked);
  std::string words;
  bool space = false;
  bool comment = false;
  bool quoted = false;
  for (const char c : sources.text(span)) {
    if (c == '"' && !comment) quoted = !quoted;
    if (c == '\n') comment = false;
    if (c == '#' && !quoted) comment = true;
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank && !comment) {
      if (space && !words.empty()) words += ' ';
      words += c;
    }
    space = blank || comment;
  }
  return words;
}

}  // namespace kpi
