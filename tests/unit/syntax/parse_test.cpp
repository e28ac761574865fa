#include <algorithm>
#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "samples.hpp"
#include "support.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

namespace kpi::syntax_test {
namespace {

using syntax::Node;
using syntax::NodeKind;

std::string shape(const syntax::Tree& tree) {
  std::string out;
  for (const Node& node : tree.nodes) {
    out += std::to_string(static_cast<int>(node.kind)) + ":" + std::to_string(node.first);
    if (node.kind == NodeKind::Keyword) out += "=" + std::to_string(static_cast<int>(node.keyword));
    out += ' ';
  }
  return out;
}

/// The same file with every keyword in another spelling.
template <class Spelling>
std::string respelled(const Parsed& parsed, const std::string& text, Spelling spelling) {
  std::string out;
  std::size_t at = 0;
  for (const Node& node : parsed.tree.nodes) {
    if (node.kind != NodeKind::Keyword) continue;
    out += text.substr(at, node.begin - at);
    out += spelling(syntax::row_of(node.keyword));
    at = node.end;
  }
  return out + text.substr(at);
}

/// The same file with full-width punctuation outside texts and comments.
std::string widened(const std::string& text) {
  const std::pair<char, const char*> twins[] = {
      {',', "，"}, {':', "："}, {';', "；"}, {'(', "（"}, {')', "）"}, {'{', "｛"}, {'}', "｝"},
      {'%', "％"}, {'+', "＋"}, {'*', "×"},  {'/', "÷"},  {'=', "＝"}, {'<', "＜"}, {'>', "＞"}};
  const syntax::Scanner scanner(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = scanner.text_end(at);
    if (end == at && scanner.opens_comment(at)) end = text.find('\n', at);
    if (end != at) {
      const bool literal = text[at] == '"';
      out += literal ? "“" + text.substr(at + 1, end - at - 2) + "”" : text.substr(at, end - at);
      at = end;
      continue;
    }
    const auto twin = std::find_if(std::begin(twins), std::end(twins),
                                   [&](const auto& pair) { return pair.first == text[at]; });
    out += twin == std::end(twins) ? std::string(1, text[at]) : twin->second;
    ++at;
  }
  return out;
}

}  // namespace

TEST_CASE("every construct parses without a message", "[syntax]") {
  for (const char* text : {kPlan, kOtherConstructs}) {
    const Parsed parsed = parse(text);
    INFO(rendered(parsed));
    CHECK(parsed.diagnostics.empty());
  }
}

TEST_CASE("the words may be Chinese, traditional or mixed: the same tree", "[syntax]") {
  for (const char* text : {kPlan, kOtherConstructs}) {
    const Parsed english = parse(text);
    int turn = 0;
    const auto chinese = [](const syntax::KeywordRow& row) { return row.chinese; };
    const auto traditional = [](const syntax::KeywordRow& row) { return row.traditional; };
    const auto mixed = [&](const syntax::KeywordRow& row) {
      return ++turn % 2 == 0 ? row.chinese : row.english;
    };
    for (const std::string& other :
         {respelled(english, text, chinese), respelled(english, text, traditional),
          respelled(english, text, mixed)}) {
      const Parsed again = parse(other);
      INFO(rendered(again));
      CHECK(again.diagnostics.empty());
      CHECK((shape(again.tree) == shape(english.tree)));
      CHECK((ast::print(again.ast) == ast::print(english.ast)));
    }
  }
}

TEST_CASE("full-width punctuation means its twin", "[syntax]") {
  for (const char* text : {kPlan, kOtherConstructs}) {
    const Parsed narrow = parse(text);
    const Parsed wide = parse(widened(text));
    INFO(rendered(wide));
    CHECK(wide.diagnostics.empty());
    CHECK(ast::print(wide.ast) == ast::print(narrow.ast));
  }
}

TEST_CASE("a byte order mark and CRLF change nothing", "[syntax]") {
  const Parsed plain = parse(kPlan);
  std::string text = "\xEF\xBB\xBF";
  for (const char* c = kPlan + 1; *c != '\0'; ++c)
    text += *c == '\n' ? "\r\n" : std::string(1, *c);
  const Parsed windows = parse(text);
  INFO(rendered(windows));
  CHECK(windows.diagnostics.empty());
  CHECK(ast::print(windows.ast) == ast::print(plain.ast));
}

TEST_CASE("children lie in their parents, in order", "[syntax]") {
  const Parsed parsed = parse(kPlan);
  const auto& nodes = parsed.tree.nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::uint32_t limit = nodes[i].end;
    for (std::size_t end = i; end > nodes[i].first; end = nodes[end - 1].first) {
      CHECK(nodes[end - 1].begin >= nodes[i].begin);
      CHECK(nodes[end - 1].end <= limit);
      limit = nodes[end - 1].begin;
    }
  }
}

TEST_CASE("deep nesting gives one clean error", "[syntax]") {
  const std::size_t deep = 100'000;
  const std::string parens = "metric m = " + std::string(deep, '(') + "1" + std::string(deep, ')');
  CHECK(places(parse(parens)) == "E0104:1");
  CHECK(places(parse("metric m = " + std::string(deep, '('))) == "E0104:1");
  std::string conditions = "metric m = ";
  for (std::size_t i = 0; i < deep; ++i)
    conditions += "if a then b else ";
  CHECK(places(parse(conditions + "c")) == "E0104:1");
  CHECK(places(parse("metric m = " + std::string(90, '(') + "1" + std::string(90, ')'))).empty());
}

}  // namespace kpi::syntax_test
