// kpi-editors [--update] editors | kpi-editors --words
//
// Fills the words of the language into the files of the editors. A line that says `words: TEXT` in
// a comment is followed by TEXT, in which {GROUP} stands for the spellings of a group as
// alternatives of a regular expression, {GROUP:elisp} for the same in Emacs, {GROUP:list} for a
// list of strings. Snippets are written from editors/snippets.txt. Without --update the files are
// compared; --words prints every spelling with its group and a line of text in which an editor must
// show it so.

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "grammar/kpi_grammar.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

namespace kpi::editors {
namespace {

namespace pegtl = tao::pegtl;
using syntax::Keyword;
using syntax::KeywordRow;
using syntax::Symbol;
using syntax::WordClass;

using Words = std::vector<std::string>;
using Texts = std::map<std::string, std::string>;

/// The words a rule can begin with: what the grammar knows and the table does not say.
template <class Rule>
struct First;

template <class... Rules>
void first_of_sequence(std::set<Keyword>& words) {
  bool reached = true;
  ((reached = reached && First<Rules>::add(words)), ...);
}

/// `add` is true where the rule may read nothing, and so the next one is reached.
template <class Rule>
struct First {
  static bool add(std::set<Keyword>& words) {
    return add_form(words, static_cast<const typename Rule::rule_t*>(nullptr));
  }

 private:
  template <class... Rules>
  static bool add_form(std::set<Keyword>& words, const pegtl::internal::sor<Rules...>* /*form*/) {
    (First<Rules>::add(words), ...);
    return false;
  }
  template <class... Rules>
  static bool add_form(std::set<Keyword>& words, const pegtl::internal::seq<Rules...>* /*form*/) {
    first_of_sequence<Rules...>(words);
    return false;
  }
  template <class Part>
  static bool add_form(std::set<Keyword>& words, const pegtl::internal::opt<Part>* /*form*/) {
    First<Part>::add(words);
    return true;
  }
  /// A name, a mark: something that is no word.
  static bool add_form(std::set<Keyword>& /*words*/, const void* /*form*/) { return false; }
};
template <Keyword K>
struct First<grammar::word<K>> {
  static bool add(std::set<Keyword>& words) {
    words.insert(K);
    return false;
  }
};
template <class Rule>
std::set<Keyword> first_words() {
  std::set<Keyword> words;
  First<Rule>::add(words);
  return words;
}

template <pegtl::internal::result_on_found R, class Peek, auto... Letters>
std::u32string letters_of(const pegtl::internal::one<R, Peek, Letters...>* /*rule*/) {
  return {static_cast<char32_t>(Letters)...};
}
template <class Blanks, class Letters>
std::u32string scales_of(const pegtl::type_list<Blanks, Letters>* /*parts*/) {
  return letters_of(static_cast<const Letters*>(nullptr));
}

std::string utf8(char32_t letter) {
  std::string text;
  append_utf8(text, letter);
  return text;
}

struct Group {
  std::string name;
  Words words;  // phrases before their first words
};

bool is_phrase(const std::string& word) {
  return word.find(' ') != std::string::npos;
}

/// Functions and implicit names are told by their ids, as in `SumFunction`, `ValueName`.
bool ends_with(std::string_view id, std::string_view end) {
  return id.size() >= end.size() && id.substr(id.size() - end.size()) == end;
}
constexpr std::string_view kIds[] = {
#define KPI_KEYWORD(id, english, chinese, traditional, word_class) #id,
#include "grammar/keywords.def"
#undef KPI_KEYWORD
};

std::string group_of(const KeywordRow& row) {
  static const std::set<Keyword> kConstants = first_words<grammar::boolean>();
  static const std::set<Keyword> kTypes = first_words<grammar::type>();
  static const std::set<Keyword> kPrecisionUnits = first_words<grammar::precision_unit>();
  if (kConstants.count(row.id) > 0 || row.id == Keyword::None) return "constant";
  const std::string_view id = kIds[static_cast<std::size_t>(row.id)];
  switch (row.word_class) {
    case WordClass::Reserved: return "reserved";
    case WordClass::Declaration: return "declaration";
    case WordClass::Contextual: return kTypes.count(row.id) > 0 ? "type" : "keyword";
    case WordClass::Unit:
      return kTypes.count(row.id) + kPrecisionUnits.count(row.id) > 0 ? "type" : "unit";
    case WordClass::Period: return "period";
    case WordClass::Builtin: break;
  }
  if (ends_with(id, "Function")) return "function";
  const bool name = ends_with(id, "Name") || id.substr(0, 6) == "Period";
  return name ? "variable" : "builtin";
}

/// The groups whose words stand anywhere, the ones that win first: a spelling is in one of them.
constexpr const char* kPlainGroups[] = {"constant", "reserved", "declaration", "type",
                                        "keyword",  "period",   "variable",    "builtin"};

void add_spellings(Words& words, const KeywordRow& row) {
  for (const std::string_view spelling : {row.english, row.chinese, row.traditional}) {
    if (std::find(words.begin(), words.end(), spelling) == words.end()) {
      words.emplace_back(spelling);
    }
  }
}

std::vector<Group> word_groups() {
  std::map<std::string, Words> found;
  for (const KeywordRow& row : syntax::keyword_rows()) {
    add_spellings(found[group_of(row)], row);
    if (row.word_class == WordClass::Unit) add_spellings(found["unit"], row);
  }
  std::set<std::string> taken;
  std::vector<Group> groups;
  for (const char* name : kPlainGroups) {
    Group group{name, {}};
    for (const std::string& word : found[name]) {
      if (taken.insert(word).second) group.words.push_back(word);
    }
    groups.push_back(std::move(group));
  }
  groups.push_back({"unit", found["unit"]});
  groups.push_back({"function", found["function"]});
  for (Group& group : groups) {
    std::stable_partition(group.words.begin(), group.words.end(), is_phrase);
  }
  return groups;
}

bool is_operator(Symbol symbol) {
  switch (symbol) {
    case Symbol::LeftParen:
    case Symbol::RightParen:
    case Symbol::LeftBrace:
    case Symbol::RightBrace:
    case Symbol::Comma:
    case Symbol::Colon:
    case Symbol::Semicolon:
    case Symbol::Dot: return false;
    case Symbol::Arrow:
    case Symbol::Percent:
    case Symbol::Define:
    case Symbol::Equal:
    case Symbol::NotEqual:
    case Symbol::Less:
    case Symbol::LessEqual:
    case Symbol::Greater:
    case Symbol::GreaterEqual:
    case Symbol::Plus:
    case Symbol::Minus:
    case Symbol::Times:
    case Symbol::Divide:
    case Symbol::SqlNotEqual:
    case Symbol::Ampersands:
    case Symbol::Bars:
    case Symbol::EqualsThrice: break;
  }
  return true;
}

/// Characters for a bracket expression: `-` stands last, where it means itself.
struct Characters {
  std::string text;
  bool minus = false;
  void add(char32_t c) {
    if (c == U'-') {
      minus = true;
    } else {
      text += utf8(c);
    }
  }
  std::string all() const { return text + (minus ? "-" : ""); }
};

/// Asks the scanner about every character: full-width twins mean what they are folded to there.
Texts character_classes() {
  constexpr char32_t kEnd = 0x10000;
  constexpr char32_t kSurrogates = 0xD800;
  constexpr char32_t kAfterSurrogates = 0xE000;
  std::map<std::string, Characters> classes;
  for (char32_t c = U'!'; c < kEnd; ++c) {
    if (c >= kSurrogates && c < kAfterSurrogates) continue;
    const std::string text = utf8(c);
    const syntax::Scanner scanner(text);
    if (scanner.opens_comment(0)) classes["comment"].add(c);
    const auto found = scanner.symbol_at(0);
    if (!found) {
      if (syntax::fold_full_width(c) == U'!') classes["operator"].add(c);  // of `!=`
      continue;
    }
    const Symbol symbol = found->symbol;
    classes[is_operator(symbol) ? "operator" : "punctuation"].add(c);
    if (symbol != Symbol::Dot) classes["mark"].add(c);
    if (symbol == Symbol::LeftParen) classes["open_paren"].add(c);
    if (symbol == Symbol::RightParen) classes["close_paren"].add(c);
    if (symbol == Symbol::LeftBrace) classes["open_brace"].add(c);
    if (symbol == Symbol::RightBrace) classes["close_brace"].add(c);
    if (symbol == Symbol::Colon) classes["colon"].add(c);
    if (symbol == Symbol::Comma) classes["comma"].add(c);
    if (symbol == Symbol::Semicolon) classes["semicolon"].add(c);
    if (symbol == Symbol::Percent) classes["percent"].add(c);
  }
  Texts texts;
  for (const auto& entry : classes) {
    texts[entry.first] = entry.second.all();
  }
  Characters scales;
  for (const char32_t c : scales_of(static_cast<const grammar::scale::subs_t*>(nullptr))) {
    scales.add(c);
  }
  texts["scale"] = scales.all();
  return texts;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string joined(const Words& words, const std::string& between) {
  return fmt::format("{}", fmt::join(words, between));
}

/// Everything a placeholder can stand for.
Texts placeholders() {
  Texts texts = character_classes();
  for (const Group& group : word_groups()) {
    texts[group.name] = replaced(joined(group.words, "|"), " ", " +");
    texts[group.name + ":elisp"] = replaced(joined(group.words, "\\\\|"), " ", " +");
    texts[group.name + ":list"] = "\"" + joined(group.words, "\", \"") + "\"";
  }
  return texts;
}

std::string filled(std::string text, const Texts& texts) {
  for (const auto& entry : texts) {
    text = replaced(text, "{" + entry.first + "}", entry.second);
  }
  for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at) {
    if (at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z') {
      throw std::runtime_error("there are no such words: " +
                               text.substr(at, text.find('}', at) + 1 - at));
    }
  }
  return text;
}

/// What follows the line, if it says so in a comment of whatever language it is written in.
std::optional<std::string> line_after(const std::string& line, const Texts& texts) {
  constexpr std::string_view kJson = "\"comment\": \"words: ";
  const std::size_t begin = line.find_first_not_of(' ');
  if (begin == std::string::npos) return std::nullopt;
  const std::string indent = line.substr(0, begin);
  const std::string rest = line.substr(begin);
  if (rest.compare(0, kJson.size(), kJson) == 0) {
    return indent + "\"match\": \"" + filled(rest.substr(kJson.size()), texts);
  }
  for (const std::string_view comment : {"# words: ", "\" words: ", ";; words: ", "// words: "}) {
    if (rest.compare(0, comment.size(), comment) == 0) {
      return indent + filled(rest.substr(comment.size()), texts);
    }
  }
  return std::nullopt;
}

std::string with_words(const std::string& contents, const Texts& texts) {
  std::istringstream in(contents);
  std::string out;
  std::string line;
  std::optional<std::string> instead;
  while (std::getline(in, line)) {
    out += instead.value_or(line) + "\n";
    instead = instead ? std::nullopt : line_after(line, texts);
  }
  return out;
}

/// Of several rows the calendar's, `month` after `every`, and else the first.
const KeywordRow& row_spelled(const std::string& english) {
  if (const auto period = syntax::find_keyword(english, WordClass::Period)) {
    return syntax::row_of(*period);
  }
  for (const KeywordRow& row : syntax::keyword_rows()) {
    if (row.english == english) return row;
  }
  throw std::runtime_error("snippets.txt: no word is spelled <" + english + ">");
}

/// `<metric>` in a snippet is the word in its language, `[1:revenue/业绩]` a place to fill in.
std::string snippet_line(const std::string& line, bool chinese) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char close = line[at] == '<' ? '>' : ']';
    const std::size_t end = line.find(close, at);
    const bool is_word = line[at] == '<' && at + 1 < line.size() && line[at + 1] >= 'a';
    if ((!is_word && line[at] != '[') || end == std::string::npos) {
      out += line[at] == '"' ? "\\\"" : std::string(1, line[at]);
      continue;
    }
    const std::string inside = line.substr(at + 1, end - at - 1);
    if (is_word) {
      const KeywordRow& row = row_spelled(inside);
      out += chinese ? row.chinese : row.english;
    } else {
      const std::size_t slash = inside.find('/');
      const std::size_t colon = inside.find(':');
      out += "${" + inside.substr(0, colon + 1);
      out += chinese && slash != std::string::npos
                 ? inside.substr(slash + 1)
                 : inside.substr(colon + 1, slash == std::string::npos ? slash : slash - colon - 1);
      out += "}";
    }
    at = end;
  }
  return out;
}

/// Each block of the source begins with `word | what it is | 说明`; its other lines are the body.
std::string snippets(const std::string& source) {
  std::istringstream in(source);
  std::vector<Words> blocks(1);
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty()) {
      blocks.emplace_back();
    } else if (line.front() != '#') {
      blocks.back().push_back(line);
    }
  }
  Words entries;
  for (const bool chinese : {false, true}) {
    for (const Words& block : blocks) {
      if (block.empty()) continue;
      const std::size_t first = block[0].find(" | ");
      const std::size_t second = block[0].find(" | ", first + 3);
      const std::string prefix = snippet_line("<" + block[0].substr(0, first) + ">", chinese);
      const std::string about =
          chinese ? block[0].substr(second + 3) : block[0].substr(first + 3, second - first - 3);
      Words body;
      for (std::size_t i = 1; i < block.size(); ++i) {
        body.push_back("\"" + snippet_line(block[i], chinese) + "\"");
      }
      entries.push_back(
          fmt::format("  \"{0}\": {{\n    \"prefix\": \"{0}\",\n    \"description\": \"{1}\",\n"
                      "    \"body\": [\n      {2}\n    ]\n  }}",
                      prefix, about, joined(body, ",\n      ")));
    }
  }
  return "{\n" + joined(entries, ",\n") + "\n}\n";
}

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The number of files that were not as the table says.
int compare(const std::filesystem::path& folder, bool update) {
  const Texts texts = placeholders();
  std::vector<std::filesystem::path> files;
  for (auto at = std::filesystem::recursive_directory_iterator(folder);
       at != std::filesystem::recursive_directory_iterator(); ++at) {
    if (at->path().filename() == "node_modules") at.disable_recursion_pending();  // not ours
    if (at->is_regular_file()) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  int stale = 0;
  for (const std::filesystem::path& file : files) {
    const std::string written = contents_of(file);
    const bool is_snippets = file.parent_path().filename() == "snippets";
    if (!is_snippets && written.find("words: ") == std::string::npos) continue;
    const std::string said =
        is_snippets ? snippets(contents_of(folder / "snippets.txt")) : with_words(written, texts);
    if (said == written) continue;
    if (update) {
      std::ofstream(file, std::ios::binary) << said;
      continue;
    }
    ++stale;
    fmt::print("{}: its words differ from grammar/keywords.def; run `kpi-editors --update {}`\n",
               file.string(), folder.string());
  }
  return stale;
}

void print_words() {
  for (const Group& group : word_groups()) {
    for (const std::string& word : group.words) {
      std::string line = "  " + word;
      if (group.name == "declaration") line = word + " x";
      if (group.name == "unit") line = "  = 1 " + word;
      if (group.name == "function") line = "  = " + word + "(x)";
      fmt::print("{}\t{}\t{}\n", group.name, word, line);
    }
  }
}

}  // namespace
}  // namespace kpi::editors

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words == std::vector<std::string>{"--words"}) {
    kpi::editors::print_words();
    return 0;
  }
  const bool update = !words.empty() && words.front() == "--update";
  if (words.size() != (update ? 2U : 1U)) {
    fmt::print("usage: kpi-editors [--update] FOLDER | kpi-editors --words\n");
    return 2;
  }
  try {
    return kpi::editors::compare(words.back(), update) == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print("{}\n", error.what());
    return 1;
  }
}
