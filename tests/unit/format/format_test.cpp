#include "format/format.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "format/diff.hpp"

namespace kpi::format {
namespace {

namespace fs = std::filesystem;

struct Rules {
  std::string name, text;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The ```kpi blocks of a suite.
void add_blocks(const fs::path& path, std::vector<Rules>& all) {
  const std::string text = read(path);
  constexpr std::string_view kFence = "\n```kpi";
  std::size_t at = 0;
  while ((at = text.find(kFence, at)) != std::string::npos) {
    const std::size_t begin = text.find('\n', at + 1) + 1;
    const std::size_t end = text.find("\n```", begin - 1);
    if (end == std::string::npos) return;
    all.push_back(
        {path.string() + ":" + std::to_string(begin), text.substr(begin, end + 1 - begin)});
    at = end;
  }
}

/// Every rule file and every block of rules in the repository.
std::vector<Rules> all_rules() {
  std::vector<Rules> all;
  const fs::path root = KPI_SOURCE_ROOT;
  for (const char* folder : {"examples", "stdlib", "tests", "docs", "grammar"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() == ".kpi") all.push_back({entry.path(), read(entry.path())});
      if (entry.path().extension() == ".md") add_blocks(entry.path(), all);
    }
  }
  return all;
}

/// Nothing where the rules have mistakes.
std::optional<std::string> written(const std::string& text, Spelling spelling) {
  SourceMap sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("rules.kpi", text);
  const syntax::Tree tree = syntax::parse_file(file, sources, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return formatted(tree, sources, text, spelling);
}

/// Other blanks at the places where blanks are, and at the ends of lines.
std::string shaken(const std::string& text) {
  SourceMap sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("rules.kpi", text);
  const syntax::Tree tree = syntax::parse_file(file, sources, diagnostics);
  std::vector<bool> kept(text.size(), false);
  const auto keep = [&](std::size_t begin, std::size_t end) {
    std::fill(kept.begin() + static_cast<std::ptrdiff_t>(begin),
              kept.begin() + static_cast<std::ptrdiff_t>(end), true);
  };
  for (const syntax::Node& node : tree.nodes) {
    if (node.kind <= syntax::NodeKind::Operator) keep(node.begin, node.end);
  }
  for (const syntax::Comment& comment : tree.comments)
    keep(comment.begin, comment.end);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && !kept[i]) out += "\t ";
    out += text[i];
    if ((text[i] == ' ' || text[i] == '\n') && !kept[i]) out += "   ";
  }
  return out;
}

}  // namespace

TEST_CASE("formatting depends on the rules alone and is done once", "[format]") {
  std::size_t count = 0;
  for (const Rules& rules : all_rules()) {
    const auto once = written(rules.text, Spelling::AsWritten);
    if (!once) continue;
    INFO(rules.name << "\n" << *once);
    ++count;
    CHECK(written(*once, Spelling::AsWritten) == once);
    CHECK(written(shaken(rules.text), Spelling::AsWritten) == once);
  }
  CHECK(count > 800);
}

TEST_CASE("words go into Chinese and back", "[format]") {
  for (const Rules& rules : all_rules()) {
    const auto english = written(rules.text, Spelling::English);
    if (!english) continue;
    const auto chinese = written(*english, Spelling::Chinese);
    INFO(rules.name << "\n" << *english);
    REQUIRE(chinese);
    CHECK(written(*chinese, Spelling::English) == english);
  }
}

TEST_CASE("a diff shows three lines around what changed", "[format]") {
  const std::string before = "a\nb\nc\nd\ne  \nf\ng\nh\n\n\ni\n";
  const std::string after = "a\nb\nc\nd\ne\nf\ng\nh\n\ni\n";
  CHECK(unified_diff("x.kpi", before, after) ==
        "--- x.kpi\n+++ x.kpi\n@@ -2,10 +2,9 @@\n b\n c\n d\n-e  \n+e\n f\n g\n h\n \n-\n i\n");
  CHECK(unified_diff("x.kpi", before, before).empty());
}

}  // namespace kpi::format
