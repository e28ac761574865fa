// kpi-chinese SUITE.md OUT.md
//
// Writes a suite whose rules have every word of the language in Chinese: keywords, and the names of
// functions that the suite does not declare itself. Names of the author's stay. What must come out
// is the same, but for the source lines that messages quote and the columns in them.

#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "format/spelling.hpp"
#include "syntax/syntax.hpp"

namespace kpi {
namespace {

/// `suite`: all of its text, to see what it declares.
std::string in_chinese(const std::string& rules, std::string_view suite) {
  SourceMap sources;
  const FileId file = sources.add("rules.kpi", rules);
  Diagnostics diagnostics;
  const syntax::Tree tree = syntax::parse_file(file, sources, diagnostics);
  const auto words = format::spelled(tree, rules, suite, format::Spelling::Chinese);
  std::string text;
  std::size_t at = 0;
  for (const syntax::Node& node : tree.nodes) {
    const auto word = words.find(node.begin);
    const bool leaf = node.kind <= syntax::NodeKind::Operator;
    if (!leaf || word == words.end()) continue;
    text += rules.substr(at, node.begin - at) + word->second;
    at = node.end;
  }
  return text + rules.substr(at);
}

/// A line of output without what quotes the rules: source lines, columns, expectations of tests.
std::string without_quotes(const std::string& line) {
  static const std::regex kSource("^( *[0-9]* \\| ).*");
  static const std::regex kColumn("(\\.kpi:[0-9]+:)[0-9]+");
  static const std::regex kExpectation("^(  [^ ]*\\.kpi:[0-9]+  ).*");
  const std::string plain = std::regex_replace(line, kSource, "$1<...>");
  return std::regex_replace(std::regex_replace(plain, kColumn, "$1<...>"), kExpectation, "$1<...>");
}

std::string converted(const std::string& suite) {
  std::istringstream lines(suite);
  std::string out, line, rules;
  enum class Block { None, Rules, Console, Other } block = Block::None;
  while (std::getline(lines, line)) {
    const bool fence = line.rfind("```", 0) == 0;
    if (block == Block::None || !fence) {
      if (block == Block::Rules) {
        rules += line + '\n';
      } else {
        out += (block == Block::Console ? without_quotes(line) : line) + '\n';
      }
      if (block != Block::None || !fence) continue;
      const std::string kind = line.substr(3, line.find(' ') - 3);
      block = kind == "kpi" ? Block::Rules : kind == "console" ? Block::Console : Block::Other;
      continue;
    }
    if (block == Block::Rules) out += in_chinese(rules, suite);
    rules.clear();
    out += line + '\n';
    block = Block::None;
  }
  return out;
}

}  // namespace
}  // namespace kpi

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: kpi-chinese SUITE.md OUT.md\n";
    return 2;
  }
  std::ifstream in(arguments[1], std::ios::binary);
  const std::string suite((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::ofstream out(arguments[2], std::ios::binary);
  out << kpi::converted(suite);
  return in && out ? 0 : 1;
}
