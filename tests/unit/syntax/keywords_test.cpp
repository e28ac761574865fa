#include "syntax/keywords.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "base/text.hpp"

namespace kpi::syntax {

TEST_CASE("the keyword table stands in the order of its ids", "[syntax]") {
  const auto& rows = keyword_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(static_cast<std::size_t>(rows[i].id) == i);
    CHECK_FALSE(rows[i].english.empty());
    CHECK_FALSE(rows[i].chinese.empty());
  }
}

TEST_CASE("no Chinese keyword is a prefix of another", "[syntax]") {
  std::set<std::string_view> words;
  for (const KeywordRow& row : keyword_rows()) {
    if (row.word_class == WordClass::Builtin) continue;
    words.insert(row.chinese);
    words.insert(row.traditional);
  }
  for (const std::string_view shorter : words) {
    for (const std::string_view longer : words) {
      if (shorter == longer) continue;
      INFO(shorter << " " << longer);
      CHECK(longer.substr(0, shorter.size()) != shorter);
    }
  }
}

TEST_CASE("every spelling is one word of identifiers, lower case and composed", "[syntax]") {
  for (const KeywordRow& row : keyword_rows()) {
    for (const std::string_view spelling : {row.english, row.chinese, row.traditional}) {
      CHECK(to_nfc(spelling) == spelling);
      CHECK(ascii_lower(spelling) == spelling);
      for (std::size_t at = 0; at < spelling.size();) {
        const auto c = next_code_point(spelling, at);
        REQUIRE(c);
        CHECK((is_identifier_continue(*c) || *c == U' '));
      }
    }
  }
}

TEST_CASE("a spelling belongs to one row of its class, units apart", "[syntax]") {
  std::map<std::pair<std::string_view, WordClass>, int> count;
  const std::set<std::string_view> shared = {"自", "from", "跳过", "期初", "last", "share", "占比"};
  for (const KeywordRow& row : keyword_rows()) {
    if (row.word_class == WordClass::Unit) continue;
    ++count[{row.english, row.word_class}];
    if (row.chinese != row.english) ++count[{row.chinese, row.word_class}];
  }
  for (const auto& [word, times] : count) {
    INFO(word.first);
    CHECK((times == 1 || shared.count(word.first) > 0));
  }
}

TEST_CASE("words are found in every spelling", "[syntax]") {
  CHECK(spells("where", Keyword::Where));
  CHECK(spells("其中", Keyword::Where));
  CHECK(spells("為", Keyword::Is));
  CHECK_FALSE(spells("Where", Keyword::Where));
  CHECK(is_reserved("其中"));
  CHECK_FALSE(is_reserved("team"));
  CHECK(builtin_spelling("求和") == "sum");
  CHECK(builtin_spelling("達成率") == "attainment");
  CHECK_FALSE(builtin_spelling("销售额"));
}

}  // namespace kpi::syntax
