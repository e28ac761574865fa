#include <catch2/catch.hpp>

#include <random>

#include "base/text.hpp"
#include "sample.hpp"

using namespace kpi;
using namespace kpi::test;

namespace {

/// Text made of what is hard to underline: Han, combining marks, tabs, line breaks, stray bytes.
std::string random_text(std::mt19937& random) {
  static const char* const kPieces[] = {"a",    "销",           "\t", "\n", "\r\n", "e\xcc\x81",
                                        "\xff", "\xe2\x80\x8b", " ",  "（", "\x1b", "amount"};
  std::string text;
  const std::size_t length = random() % 60;
  for (std::size_t i = 0; i < length; ++i)
    text += kPieces[random() % std::size(kPieces)];
  return text;
}

Span random_span(std::mt19937& random, FileId file, std::size_t size) {
  const auto a = static_cast<std::uint32_t>(random() % (size + 1));
  const auto b = static_cast<std::uint32_t>(random() % (size + 1));
  return {file, std::min(a, b), std::max(a, b)};
}

void check_rows(const std::string& shown, int width) {
  for (std::size_t at = 0; at < shown.size();) {
    const std::size_t end = shown.find('\n', at);
    REQUIRE(end != std::string::npos);
    const std::string_view row = std::string_view(shown).substr(at, end - at);
    const bool source_row = !row.empty() && row[0] >= '0' && row[0] <= '9';
    if (source_row) CHECK(display_width(row) <= width);
    CHECK((row.empty() || row.back() != ' '));
    at = end + 1;
  }
}

}  // namespace

TEST_CASE("any places in any text can be shown", "[diag]") {
  std::mt19937 random(20250331);
  for (int round = 0; round < 3000; ++round) {
    SourceMap sources;
    const std::string text = random_text(random);
    const FileId file = sources.add("plan.kpi", text);
    Diagnostic error = error_at(random_span(random, file, text.size()));
    error.underline(Text::word_table);
    for (std::size_t i = random() % 4; i > 0; --i) {
      error.label(random_span(random, file, text.size()), Text::word_role);
    }
    RenderOptions options;
    options.width = 30 + static_cast<int>(random() % 60);
    const std::string shown = body(error, sources, options);
    INFO(shown);
    CHECK_FALSE(first_invalid_utf8(shown));
    check_rows(shown, options.width);
    CHECK(shown.find('^') != std::string::npos);
  }
}
