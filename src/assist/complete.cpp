#include "assist/complete.hpp"

#include <algorithm>
#include <set>

#include "assist/call_words.hpp"
#include "assist/cursor.hpp"
#include "assist/functions.hpp"
#include "assist/spelling.hpp"
#include "assist/tables_at.hpp"
#include "base/pinyin.hpp"
#include "base/text.hpp"
#include "output/labels.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/keywords.hpp"

namespace kpi::assist {
namespace {

using syntax::Expected;
using syntax::Keyword;

constexpr int kFirst = 0;    // what the place asks for
constexpr int kLikely = 1;   // of the table at hand
constexpr int kUsual = 2;    // names of the project
constexpr int kWord = 3;     // words of the language
constexpr int kDistant = 4;  // functions, columns of other tables

/// Everything an item can be found by, between blanks: editors look for what is typed in it.
std::string filter_of(const std::string& label, std::string_view other) {
  std::string filter = label;
  std::set<std::string> seen{label};
  const auto add = [&](const std::string& word) {
    if (!word.empty() && seen.insert(word).second) filter += ' ' + word;
  };
  add(std::string(other));
  constexpr std::size_t kReadings = 2;
  for (const std::string& text : {label, std::string(other)}) {
    const std::vector<Pinyin> readings = pinyin_of(text);
    for (std::size_t i = 0; i < std::min(kReadings, readings.size()); ++i) {
      add(readings[i].full);
      add(readings[i].initials);
    }
  }
  return filter;
}

class Completer {
 public:
  Completer(const Model& model, Language language, const Cursor& cursor)
      : model_(model),
        names_(model.names),
        words_(language),
        cursor_(cursor),
        call_(cursor, model.names),
        tables_(cursor, model),
        chinese_(writes_chinese(model)) {}

  void add_path();
  void add_accepted(const syntax::Accepted& accepted);
  std::vector<Completion> take();

 private:
  const Token* before(std::size_t back = 0) const {
    const auto& tokens = cursor_.tokens;
    return tokens.size() > back ? &tokens[tokens.size() - 1 - back] : nullptr;
  }
  bool follows(Keyword word) const { return before() != nullptr && before()->is(word); }
  bool heads(Keyword word) const { return !cursor_.tokens.empty() && cursor_.tokens[0].is(word); }

  void add(Completion item) { items_.push_back(std::move(item)); }
  void add_keyword(Keyword word, Sort sort, int rank);
  void add_name(NameId id, int rank);
  void add_names(std::initializer_list<NameKind> kinds, int rank);
  void add_columns(std::optional<NameId> table, int rank);
  void add_functions(int rank);
  void add_values();
  void add_choices();
  void add_word(Keyword word, const syntax::Accepted& accepted);
  void add_wanted_names();
  void add_names_of_rows(const Token& word);
  void add_groups();
  void add_library();

  bool fits(Keyword word, const syntax::Accepted& accepted) const;
  bool is_said(Keyword word) const;

  const Model& model_;
  const Names& names_;
  output::Words words_;
  const Cursor& cursor_;
  CallPlace call_;
  TablesAt tables_;
  bool chinese_;
  std::vector<Completion> items_;
};

void Completer::add_keyword(Keyword word, Sort sort, int rank) {
  const syntax::KeywordRow& row = syntax::row_of(word);
  Completion item;
  item.label = std::string(chinese_ ? row.chinese : row.english);
  item.sort = sort;
  item.detail = std::string(chinese_ ? row.english : row.chinese);
  item.filter = filter_of(item.label, item.detail);
  item.rank = rank;
  add(std::move(item));
}

void Completer::add_name(NameId id, int rank) {
  const DeclaredName& name = names_[id];
  Completion item;
  item.label = name.name;
  if (!is_plain_name(name.name)) item.insert = written(name.name);
  item.sort = Sort::Name;
  item.kind = name.kind;
  const bool column = name.kind == NameKind::Column || name.kind == NameKind::Let;
  item.detail = column && name.owner
                    ? words_(Text::word_column_of, {{"name", names_[name.owner].name}})
                    : words_(word_for(name.kind));
  if (name.kind == NameKind::Argument) {
    item.detail = words_(Text::word_argument, {{"name", names_[name.owner].name}});
  }
  if (!name.label.empty()) item.detail += " \"" + name.label + '"';
  if (name.kind == NameKind::Metric) {
    for (const Metric& metric : model_.program().metrics) {
      if (metric.span == name.at && metric.formula)
        item.detail += " " + to_string(metric.type.unit);
    }
  }
  item.doc = name.doc;
  item.filter = filter_of(name.name, name.label);
  item.rank = rank;
  add(std::move(item));
}

void Completer::add_names(std::initializer_list<NameKind> kinds, int rank) {
  for (std::size_t i = 0; i < names_.all().size(); ++i) {
    const NameId id(i);
    const bool wanted = std::find(kinds.begin(), kinds.end(), names_[id].kind) != kinds.end();
    if (wanted && names_.declared(names_[id].name) == id) add_name(id, rank);
  }
}

void Completer::add_columns(std::optional<NameId> table, int rank) {
  if (!table) return;
  for (const NameId column : names_.columns(*table))
    add_name(column, rank);
}

void Completer::add_functions(int rank) {
  for (const Function& function : functions())
    add_keyword(function.name, Sort::Function, rank);
}

void Completer::add_library() {
  for (const std::string& name : stdlib::names()) {
    Completion item;
    item.label = name;
    item.sort = Sort::Library;
    item.detail = words_(Text::doc_library);
    item.filter = name;
    item.rank = kFirst;
    add(std::move(item));
  }
}

void Completer::add_path() {
  const std::string& first = cursor_.path[0];
  if (first == "std") return add_library();
  if (syntax::spells(first, Keyword::PeriodName) && cursor_.path.size() == 1) {
    for (const Keyword word : {Keyword::PeriodStart, Keyword::PeriodEnd, Keyword::PeriodShare})
      add_keyword(word, Sort::Word, kFirst);
  }
  const auto card = names_.declared(first);
  if (card && names_[*card].kind == NameKind::Scorecard) {
    const auto& declared = std::get<ast::Scorecard>(
        model_.studied.files[names_[*card].file].ast->declarations[names_[*card].declaration]);
    for (const ast::Line& line : declared.lines) {
      const auto at = names_.at(line.span.file, line.span.begin);
      if (at) add_name(at->id, kFirst);
    }
    return;
  }
  std::optional<NameId> table = tables_.of_rows();
  if (!table) table = tables_.of_head();
  if (!table) table = tables_.people();
  for (const std::string& name : cursor_.path)
    table = tables_.step(table, name);
  add_columns(table, kFirst);
}

/// The texts that a `one of` column takes.
void Completer::add_choices() {
  const auto column = tables_.compared_column();
  if (!column || names_[*column].type == nullptr) return;
  for (const ast::TextLiteral& choice : names_[*column].type->choices) {
    Completion item;
    item.label = '"' + choice.text + '"';
    item.sort = Sort::Choice;
    item.detail = names_[names_[*column].owner].name + "." + names_[*column].name;
    item.filter = filter_of(choice.text, item.label);
    item.rank = kFirst;
    add(std::move(item));
  }
}

/// What has a value: what the brackets are about first.
void Completer::add_values() {
  add_choices();
  const auto rows = tables_.of_rows();
  add_columns(rows ? rows : tables_.of_head(), kLikely);
  if (heads(Keyword::Tiers) && cursor_.tokens.size() > 1) {
    for (const NameId id :
         names_.columns(names_.declared(cursor_.tokens[1].text).value_or(NameId()))) {
      if (names_[id].kind == NameKind::Argument) add_name(id, kFirst);
    }
  }
  if (heads(Keyword::Payout) && cursor_.tokens.size() > 1) {
    for (const NameId id :
         names_.columns(names_.declared(cursor_.tokens[1].text).value_or(NameId()))) {
      add_name(id, kFirst);
    }
  }
  const bool scored = follows(Keyword::Scored) || follows(Keyword::Grade);
  if (!rows) add_names({NameKind::Metric}, kUsual);
  add_names({NameKind::Tiers}, scored ? kFirst : kUsual);
  add_names({NameKind::Param}, kUsual);
  if (!rows) add_columns(tables_.people(), kUsual);
  add_names({NameKind::Metric, NameKind::Payout}, rows ? kDistant : kUsual);
  add_names({NameKind::Table}, rows ? kDistant : kUsual);
  if (!cursor_.brackets.empty()) add_names({NameKind::Scorecard}, kDistant);
  add_functions(kDistant);
  for (const Keyword word : {Keyword::ValueName, Keyword::AttainmentName, Keyword::ScoreName,
                             Keyword::GradeName, Keyword::PeriodName}) {
    add_keyword(word, Sort::Word, kWord);
  }
}

/// Of a person who is compared: with whom.
void Completer::add_groups() {
  const bool of_share = !cursor_.brackets.empty() &&
                        syntax::spells(cursor_.brackets.back().callee, Keyword::ShareFunction);
  add_keyword(Keyword::All, Sort::Word, kFirst);
  if (of_share) add_keyword(Keyword::Company, Sort::Word, kFirst);
  for (const NameId table : tables_.everybody()) {
    for (const NameId column : names_.columns(table)) {
      const ast::Type* type = names_[column].type;
      const bool groups =
          type != nullptr &&
          (type->kind == ast::TypeKind::Text || type->kind == ast::TypeKind::OneOf ||
           type->kind == ast::TypeKind::Link || type->kind == ast::TypeKind::Bool);
      if (groups) add_name(column, kLikely);
    }
  }
  add_names({NameKind::Role}, kUsual);
}

/// Names behind a word about the rows that are added up, or the person they are of.
void Completer::add_names_of_rows(const Token& word) {
  const auto rows = tables_.of_rows() ? tables_.of_rows() : tables_.of_head();
  add_columns(rows, kFirst);
  if (!word.is(Keyword::Of) && !word.is(Keyword::Per)) return;
  add_columns(tables_.people(), kLikely);
  if (word.is(Keyword::Of)) return add_names({NameKind::Role}, kUsual);
  add_names({NameKind::Table}, kUsual);
}

/// Where the grammar asks for a name, the word before it says of what.
void Completer::add_wanted_names() {
  const Token* last = before();
  if (last == nullptr) return add_values();
  std::size_t back = 0;  // `for a, b`: what the list began with
  while (before(back + 1) != nullptr && before(back)->is(","))
    back += 2;
  const Token& word = before(back) != nullptr ? *before(back) : *last;
  const auto is_any = [&](std::initializer_list<Keyword> words) {
    return std::any_of(words.begin(), words.end(), [&](Keyword each) { return word.is(each); });
  };
  if (word.is(Keyword::Among)) return add_groups();
  if (word.is(Keyword::For)) {
    add_names({NameKind::Role}, kFirst);
    add_names({NameKind::Scorecard}, kLikely);
    return add_names({NameKind::Table}, kUsual);
  }
  const bool until = word.is(Keyword::To) || word.is(Keyword::Until);
  const bool starting = before(back + 1) != nullptr && before(back + 1)->is(Keyword::Valid);
  if (heads(Keyword::Table) && (until || starting)) return add_names_of_rows(word);
  if (word.is("->") || word.is(Keyword::Given) || word.is(Keyword::From) ||
      (heads(Keyword::Role) && word.is("="))) {
    return add_names({NameKind::Table}, kFirst);
  }
  if (is_any({Keyword::Dated, Keyword::Credited, Keyword::Snapshot, Keyword::Unique, Keyword::By,
              Keyword::In, Keyword::Of, Keyword::Per})) {
    return add_names_of_rows(word);
  }
  if (word.is(Keyword::Like)) {
    add_library();
    return add_names({NameKind::Table}, kFirst);
  }
  if (word.is(Keyword::Use)) return add_library();
  if (word.is(Keyword::Starts)) {
    for (const Keyword day :
         {Keyword::Monday, Keyword::Tuesday, Keyword::Wednesday, Keyword::Thursday, Keyword::Friday,
          Keyword::Saturday, Keyword::Sunday})
      add_keyword(day, Sort::Word, kFirst);
  }
  if (word.is(Keyword::Grade)) return add_names({NameKind::Tiers}, kFirst);
  const bool is_head = cursor_.tokens.size() == 1;
  if (is_head && word.is(Keyword::Target)) return add_names({NameKind::Metric}, kFirst);
  if (word.is(Keyword::Param)) return add_names({NameKind::Param}, kFirst);
  if (heads(Keyword::Test) && cursor_.braces.size() > 1)
    return add_columns(tables_.of_head(), kFirst);
}

/// Whether the item that is being written has the clause already.
bool Completer::is_said(Keyword word) const {
  int depth = 0;
  for (std::size_t back = 0; before(back) != nullptr; ++back) {
    const Token& token = *before(back);
    if (token.is("{") || token.is(";")) return false;
    depth += token.is(")") ? 1 : token.is("(") ? -1 : 0;
    const bool called = back > 0 && before(back - 1)->is("(");
    if (depth == 0 && !called && token.is(word)) return true;
    if (token.first_of_line) return false;
  }
  return false;
}

/// What the grammar takes and the rules do not: words of other calls, of cards in payouts.
bool Completer::fits(Keyword word, const syntax::Accepted& accepted) const {
  if (accepted.takes(Expected::Policy)) {
    const bool of_cards = word == Keyword::Zero || word == Keyword::Full || word == Keyword::Fail ||
                          word == Keyword::Redistribute;
    return of_cards != heads(Keyword::Payout);
  }
  if (accepted.takes(Expected::Window)) return true;
  const bool clause =
      word == Keyword::For || syntax::row_of(word).word_class == syntax::WordClass::Contextual;
  if (clause && accepted.takes(Expected::Clause) && is_said(word)) return false;
  return call_.takes(word);
}

/// Words that the place asks for come first; those that any value may begin or go on with, last.
void Completer::add_word(Keyword word, const syntax::Accepted& accepted) {
  const bool reserved = syntax::row_of(word).word_class == syntax::WordClass::Reserved;
  const bool policy_word = accepted.takes(Expected::Policy) && !reserved;
  const bool begins_value = accepted.takes(Expected::Value) && call_.takes_value();
  const bool if_none = word == Keyword::If && !accepted.takes(Expected::Clause);
  const bool goes_on = word == Keyword::And || word == Keyword::Or || word == Keyword::Is ||
                       (if_none && accepted.takes(Expected::Operator));
  int rank = begins_value && !policy_word ? kWord : kFirst;
  if (goes_on || (begins_value && opens_value(word))) rank = kDistant;
  add_keyword(word, Sort::Keyword, rank);
}

void Completer::add_accepted(const syntax::Accepted& accepted) {
  for (const Keyword word : accepted.words) {
    if (fits(word, accepted)) add_word(word, accepted);
  }
  const bool nothing = accepted.words.empty() && accepted.classes.empty();
  const bool policy_of_card = accepted.takes(Expected::Policy) && !heads(Keyword::Payout);
  if (accepted.takes(Expected::Value) || nothing) {
    if (!policy_of_card && call_.takes_value()) add_values();
  } else if (accepted.takes(Expected::Name)) {
    add_wanted_names();
  }
}

std::vector<Completion> Completer::take() {
  std::set<std::pair<std::string, Sort>> seen;
  std::vector<Completion> once;
  std::stable_sort(items_.begin(), items_.end(),
                   [](const Completion& a, const Completion& b) { return a.rank < b.rank; });
  for (Completion& item : items_) {
    const bool word = item.sort == Sort::Keyword || item.sort == Sort::Word;
    if (seen.emplace(item.label, word ? Sort::Keyword : item.sort).second) {
      once.push_back(std::move(item));
    }
  }
  return once;
}

}  // namespace

Completions complete(std::string_view text, std::size_t offset, const Model& model,
                     Language language, syntax::InputKind kind) {
  const Cursor cursor = cursor_at(text, offset);
  Completions completions;
  completions.begin = cursor.begin;
  completions.end = cursor.end;
  if (cursor.is_silent) return completions;
  Completer completer(model, language, cursor);
  if (cursor.path.empty()) {
    completer.add_accepted(syntax::accepted_after(text.substr(0, cursor.begin), kind));
  } else {
    completer.add_path();
  }
  completions.items = completer.take();
  return completions;
}

bool matches(const Completion& item, std::string_view typed) {
  if (typed.empty() || begins_by_pinyin(item.label, typed)) return true;
  const std::string wanted = ascii_lower(typed);
  const std::string in = ' ' + ascii_lower(item.filter);
  return in.find(' ' + wanted) != std::string::npos;
}

}  // namespace kpi::assist
