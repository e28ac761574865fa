// kpi-ebnf [--update] grammar/kpi.ebnf
//
// Writes the PEGTL rules as EBNF: every rule type is walked once, from the file and the two inputs
// of the command line downwards. Without --update the file is compared with what the rules say.
// What only decides between readings or reports a mistake (lookahead, recovery) is left out.

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "grammar/kpi_grammar.hpp"

namespace kpi::ebnf {
namespace {

namespace pegtl = tao::pegtl;
using grammar::Keyword;
using grammar::Symbol;

/// How tightly a text holds together: alternatives and sequences need brackets inside others.
enum class Binding { Alternatives, Sequence, Factor };

struct Shown {
  std::string text;  // empty: nothing is read
  Binding binding = Binding::Factor;
  bool reports = false;  // an alternative that only reports a mistake
};

struct Word {
  std::string_view id, english, chinese, traditional, word_class;
};
constexpr Word kWords[] = {
#define KPI_KEYWORD(id, english, chinese, traditional, word_class) \
  {#id, english, chinese, traditional, #word_class},
#include "grammar/keywords.def"
#undef KPI_KEYWORD
};

std::string in_quotes(std::string_view text) {
  return fmt::format("\"{}\"", text);
}

std::string spelled(Keyword word) {
  return in_quotes(kWords[static_cast<std::size_t>(word)].english);
}

/// The last five are mistakes that are understood, reported and repaired.
constexpr const char* kSymbols[] = {"(", ")", "{",  "}",  ",", ":",  ";", ".",  "->",
                                    "%", "=", "==", "!=", "<", "<=", ">", ">=", "+",
                                    "-", "*", "/",  "",   "",  "",   ""};

Shown spelled(Symbol symbol) {
  const std::string_view text = kSymbols[static_cast<std::size_t>(symbol)];
  if (text.empty()) return {"", Binding::Factor, true};
  return {in_quotes(text)};
}

std::string spelled(char32_t letter) {
  std::string text;
  if (letter < 0x80) {
    text += static_cast<char>(letter);
  } else {
    text += static_cast<char>(0xE0 | (letter >> 12));  // all of them take three bytes
    text += static_cast<char>(0x80 | ((letter >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (letter & 0x3F));
  }
  return in_quotes(text);
}

std::string inside(const Shown& part, Binding least) {
  return part.binding < least ? "( " + part.text + " )" : part.text;
}

Shown sequence(const std::vector<Shown>& parts) {
  Shown result;
  std::size_t count = 0;
  for (const Shown& part : parts) {
    if (part.reports) return {"", Binding::Factor, true};
    if (part.text.empty()) continue;
    if (++count == 1) {
      result = part;
      continue;
    }
    result = {inside(result, Binding::Sequence) + " " + inside(part, Binding::Sequence),
              Binding::Sequence};
  }
  return result;
}

Shown alternatives(const std::vector<Shown>& parts) {
  std::vector<std::string> texts;
  Shown result;
  for (const Shown& part : parts) {
    const bool said = std::find(texts.begin(), texts.end(), part.text) != texts.end();
    if (part.reports || part.text.empty() || said) continue;
    texts.push_back(part.text);
    result.text += (result.text.empty() ? "" : " | ") + part.text;
    result.binding = texts.size() > 1 ? Binding::Alternatives : part.binding;
  }
  result.reports = texts.empty();
  return result;
}

Shown bracketed(const Shown& part, const char* open, const char* close) {
  if (part.text.empty()) return {};
  return {fmt::format("{} {} {}", open, part.text, close)};
}

Shown once_or_more(const Shown& part) {
  return {inside(part, Binding::Sequence) + " { " + part.text + " }", Binding::Sequence};
}

Shown times(unsigned count, const Shown& part) {
  return {fmt::format("{} * {}", count, inside(part, Binding::Factor)), Binding::Sequence};
}

class Grammar;

/// What a PEGTL rule derives from, shown by its form.
template <class Form>
struct Body;

class Grammar {
 public:
  struct Rule {
    std::string name;
    Shown body;
    bool done = false;
    bool recursive = false;  // used inside itself, and so by its name
  };
  static bool is_inlined(const Rule& rule) {
    if (!rule.done || rule.recursive || rule.body.binding != Binding::Factor) return false;
    const std::string& text = rule.body.text;
    return text.empty() || text.find(' ') == std::string::npos || text.front() == '"';
  }

  template <class R>
  Shown show();

  template <class... Rules>
  std::vector<Shown> all() {
    std::vector<Shown> parts;
    (parts.push_back(show<Rules>()), ...);
    return parts;
  }

  const std::vector<Rule>& rules() const { return rules_; }

 private:
  /// A rule that is one word or mark stands where it is used, without a name of its own.
  static Shown used(Rule& rule) {
    rule.recursive = rule.recursive || !rule.done;
    return is_inlined(rule) ? rule.body : Shown{rule.name};
  }

  std::vector<Rule> rules_;
};

struct ByForm {};

/// The smallest rules. A rule that derives from one of them is shown like it.
struct Smallest {
  Grammar& grammar;

  template <Keyword K>
  Shown operator()(const grammar::word<K>* /*rule*/) const {
    return {spelled(K)};
  }
  template <Keyword K>
  Shown operator()(const grammar::word_after_break<K>* /*rule*/) const {
    return {spelled(K)};
  }
  template <Keyword K>
  Shown operator()(const grammar::word_on_next_line<K>* /*rule*/) const {
    return {spelled(K)};
  }
  template <Keyword K>
  Shown operator()(const grammar::word_before_value<K>* /*rule*/) const {
    return {spelled(K)};
  }
  template <Keyword K>
  Shown operator()(const grammar::item_word<K>* /*rule*/) const {
    return {spelled(K)};
  }
  template <Symbol S>
  Shown operator()(const grammar::sym<S>* /*rule*/) const {
    return spelled(S);
  }
  template <Symbol S>
  Shown operator()(const grammar::binary<S>* /*rule*/) const {
    return S == Symbol::Define ? reports() : spelled(S);  // `=` for `==`
  }
  template <Symbol S>
  Shown operator()(const grammar::sign<S>* /*rule*/) const {
    return spelled(S);
  }
  template <class Item, class Open>
  Shown operator()(const grammar::block<Item, Open>* /*rule*/) const {
    return {"block( " + grammar.show<Item>().text + " )"};
  }
  template <class Item>
  Shown operator()(const grammar::items<Item>* /*rule*/) const {
    return {"items( " + grammar.show<Item>().text + " )"};
  }
  Shown operator()(const grammar::name* /*rule*/) const { return {"NAME"}; }
  Shown operator()(const grammar::operand_name* /*rule*/) const { return {"NAME"}; }
  Shown operator()(const grammar::any_name* /*rule*/) const { return {"ANYNAME"}; }
  Shown operator()(const grammar::text_token* /*rule*/) const { return {"TEXT"}; }
  Shown operator()(const grammar::unit_token* /*rule*/) const { return {"UNIT"}; }
  Shown operator()(const grammar::currency_code* /*rule*/) const { return {"CURRENCY"}; }
  Shown operator()(const grammar::open_brace* /*rule*/) const { return {"\"{\""}; }
  Shown operator()(const grammar::separators* /*rule*/) const { return {"SEPARATORS"}; }
  Shown operator()(const grammar::item_end* /*rule*/) const { return {"END"}; }
  Shown operator()(const grammar::declaration_end* /*rule*/) const { return {"END"}; }
  Shown operator()(const grammar::skip_item* /*rule*/) const { return reports(); }
  Shown operator()(const grammar::skip_formula* /*rule*/) const { return reports(); }
  Shown operator()(const grammar::skip_declaration* /*rule*/) const { return reports(); }
  Shown operator()(const grammar::assumed_brace* /*rule*/) const { return reports(); }
  Shown operator()(const grammar::missing_brace* /*rule*/) const { return reports(); }
  Shown operator()(const grammar::comma_groups* /*rule*/) const { return reports(); }
  Shown operator()(const grammar::slash_date* /*rule*/) const { return reports(); }
  Shown operator()(const pegtl::digit* /*rule*/) const { return {"DIGIT"}; }
  Shown operator()(const pegtl::alnum* /*rule*/) const { return {"LETTER_OR_DIGIT"}; }
  /// Everything else is shown by its form.
  ByForm operator()(const void* /*rule*/) const { return {}; }

  static Shown reports() { return {"", Binding::Factor, true}; }
};

template <class... Rules>
struct Body<pegtl::internal::seq<Rules...>> {
  static Shown show(Grammar& grammar) { return sequence(grammar.all<Rules...>()); }
};
template <class... Rules>
struct Body<pegtl::internal::sor<Rules...>> {
  static Shown show(Grammar& grammar) { return alternatives(grammar.all<Rules...>()); }
};
template <class R>
struct Body<pegtl::internal::opt<R>> {
  static Shown show(Grammar& grammar) { return bracketed(grammar.show<R>(), "[", "]"); }
};
template <class R>
struct Body<pegtl::internal::star<R>> {
  static Shown show(Grammar& grammar) { return bracketed(grammar.show<R>(), "{", "}"); }
};
template <class R>
struct Body<pegtl::internal::plus<R>> {
  static Shown show(Grammar& grammar) { return once_or_more(grammar.show<R>()); }
};
template <unsigned N, class R>
struct Body<pegtl::internal::rep<N, R>> {
  static Shown show(Grammar& grammar) { return times(N, grammar.show<R>()); }
};
template <class R>
struct Body<pegtl::internal::at<R>> {
  static Shown show(Grammar& /*grammar*/) { return {}; }
};
template <class R>
struct Body<pegtl::internal::not_at<R>> {
  static Shown show(Grammar& /*grammar*/) { return {}; }
};
template <>
struct Body<grammar::takes_blanks> {
  static Shown show(Grammar& /*grammar*/) { return {}; }
};
template <pegtl::internal::result_on_found R, class Peek, auto... Letters>
struct Body<pegtl::internal::one<R, Peek, Letters...>> {
  static Shown show(Grammar& /*grammar*/) {
    return alternatives({Shown{spelled(static_cast<char32_t>(Letters))}...});
  }
};
template <char... Letters>
struct Body<pegtl::internal::string<Letters...>> {
  static Shown show(Grammar& /*grammar*/) { return {in_quotes(std::string{Letters...})}; }
};

/// `kpi::grammar::when` is `when`, `date_chars` is `date`, and what stands around it has no name of
/// its own, like PEGTL's rules and templates.
std::string name_of(std::string_view type) {
  constexpr std::string_view kSpace = "kpi::grammar::";
  constexpr std::string_view kLetters = "_chars";
  if (type.substr(0, kSpace.size()) != kSpace || type.find('<') != std::string_view::npos) {
    return {};
  }
  std::string_view name = type.substr(kSpace.size());
  if (name == "date" || name == "number") return {};
  if (name.size() > kLetters.size() && name.substr(name.size() - kLetters.size()) == kLetters) {
    name.remove_suffix(kLetters.size());
  }
  return std::string(name);
}

template <class R>
Shown Grammar::show() {
  constexpr const R* kRule = nullptr;
  if constexpr (!std::is_same_v<decltype(Smallest{*this}(kRule)), ByForm>) {
    return Smallest{*this}(kRule);
  } else {
    const std::string name = name_of(pegtl::demangle<R>());
    if (name.empty()) return Body<typename R::rule_t>::show(*this);
    const auto same = [&](const Rule& rule) { return rule.name == name; };
    const auto known = std::find_if(rules_.begin(), rules_.end(), same);
    if (known != rules_.end()) return used(*known);
    const std::size_t place = rules_.size();
    rules_.push_back({name, {}});
    const Shown body = Body<typename R::rule_t>::show(*this);
    rules_[place].body = body;
    rules_[place].done = true;
    return used(rules_[place]);
  }
}

/// `a = b | c ;`, alternatives on lines of their own where one line is too long.
std::string printed(const Grammar::Rule& rule) {
  constexpr std::size_t kWidth = 118;
  const std::string head = fmt::format("{:<16} = ", rule.name);
  const std::string line = head + rule.body.text + " ;\n";
  if (line.size() <= kWidth + 1) return line;
  std::string out = head;
  std::size_t column = head.size();
  std::size_t at = 0;
  const std::string& text = rule.body.text;
  while (at < text.size()) {
    std::size_t end = text.find(' ', at);
    if (end == std::string::npos) end = text.size();
    const std::string_view word = std::string_view(text).substr(at, end - at);
    if (column + word.size() > kWidth) {
      out.pop_back();
      out += "\n" + std::string(head.size(), ' ');
      column = head.size();
    }
    out += word;
    column += word.size();
    if (end < text.size()) out += ' ';
    column += 1;
    at = end + 1;
  }
  return out + " ;\n";
}

std::string printed_words() {
  std::string out;
  std::vector<std::string> done;
  for (const Word& word : kWords) {
    std::string others = " | " + in_quotes(word.chinese);
    if (!word.traditional.empty()) others += " | " + in_quotes(word.traditional);
    const std::string line =
        fmt::format("{:<18} = {}{} ;\n", in_quotes(word.english), in_quotes(word.english), others);
    if (std::find(done.begin(), done.end(), line) != done.end()) continue;
    done.push_back(line);
    out += line;
  }
  return out;
}

constexpr std::string_view kHead =
    R"((* The grammar of kpi, written by kpi-ebnf from the rules in this folder; do not edit it.

   { x } none or more, [ x ] none or one, 3 * x three of them, | one of the two.
   block( x )  is  "{" [ SEPARATORS ] items( x ) "}", items( x ) is { x END [ SEPARATORS ] }.
   A word in quotes stands for each of its spellings, below. An identifier is one of UAX #31.

   NAME        an identifier that is not reserved, or anything in backticks
   ANYNAME     any identifier, or backticks: after a dot every word is a name
   TEXT        "..." on one line; \" and \\ inside
   UNIT        a unit or currency right after a number
   CURRENCY    three capital letters
   END         a line end, a ; or what closes the block
   SEPARATORS  line ends and ;

   What only decides between readings (which words begin an item, where a line may go on) is told in
   README.md. *)

)";

std::string whole_grammar() {
  Grammar grammar;
  grammar.show<grammar::declarations>();
  grammar.show<grammar::whole_expression>();
  grammar.show<grammar::whole_query>();
  std::string out(kHead);
  for (const Grammar::Rule& rule : grammar.rules()) {
    if (!Grammar::is_inlined(rule)) out += printed(rule);
  }
  return out + "\n(* The words: English, Chinese, traditional Chinese where it differs. *)\n\n" +
         printed_words();
}

constexpr std::string_view kWordsHead =
    R"(# The words, English and Chinese

Written by kpi-ebnf from `grammar/keywords.def`; do not edit it. Both spellings (and the traditional one) are
accepted everywhere and may be mixed. `Name` says whether a name may be spelled like the word: where the word itself
cannot stand, or only in backticks.

| English | 中文 | 繁體 | Name |
|---|---|---|---|
)";

std::string words_page() {
  std::string out(kWordsHead);
  std::vector<std::string> done;
  for (const Word& word : kWords) {
    const std::string line =
        fmt::format("| `{}` | {} | {} | {} |\n", word.english, word.chinese, word.traditional,
                    word.word_class == "Reserved" ? "in backticks" : "elsewhere");
    if (std::find(done.begin(), done.end(), line) != done.end()) continue;
    done.push_back(line);
    out += line;
  }
  return out;
}

/// What the file should say: the page of words, or the grammar.
std::string contents_of(const std::string& path) {
  const bool page = path.size() > 3 && path.compare(path.size() - 3, 3, ".md") == 0;
  return page ? words_page() : whole_grammar();
}

int run(const std::string& path, bool update) {
  const std::string said = contents_of(path);
  std::ifstream in(path, std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (said == written) return 0;
  if (update) {
    std::ofstream(path, std::ios::binary) << said;
    return 0;
  }
  const auto differ = std::mismatch(said.begin(), said.end(), written.begin(), written.end());
  const auto line = std::count(said.begin(), differ.first, '\n') + 1;
  fmt::print("{}:{}: differs from the rules; run `kpi-ebnf --update {}`\n", path, line, path);
  return 1;
}

}  // namespace
}  // namespace kpi::ebnf

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const bool update = !words.empty() && words.front() == "--update";
  if (words.size() != (update ? 2U : 1U)) {
    fmt::print("usage: kpi-ebnf [--update] FILE\n");
    return 2;
  }
  return kpi::ebnf::run(words.back(), update);
}
