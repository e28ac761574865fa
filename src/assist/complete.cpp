#include "assist/complete.hpp"

#include <algorithm>
#include <set>

#include "assist/cursor.hpp"
#include "assist/functions.hpp"
#include "assist/spelling.hpp"
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
  void add_wanted_names();
  void add_library();

  std::optional<NameId> row_table() const;
  std::optional<NameId> head_table() const;
  std::optional<NameId> people() const;
  std::optional<NameId> people_of(NameId id) const;
  std::optional<NameId> step(std::optional<NameId> table, const std::string& name) const;

  const Model& model_;
  const Names& names_;
  output::Words words_;
  const Cursor& cursor_;
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

/// The table whose rows the innermost bracket adds up: the first one named in it, or in the one
/// around it.
std::optional<NameId> Completer::row_table() const {
  for (std::size_t i = cursor_.brackets.size(); i-- > 0;) {
    for (std::size_t at = cursor_.brackets[i].first; at < cursor_.tokens.size(); ++at) {
      const Token& token = cursor_.tokens[at];
      if (token.kind != Token::Kind::Word) continue;
      const auto id = names_.declared(token.text);
      if (id && names_[*id].kind == NameKind::Table) return id;
    }
  }
  return std::nullopt;
}

/// The table that is being declared, or whose rows a test gives.
std::optional<NameId> Completer::head_table() const {
  const auto& tokens = cursor_.tokens;
  std::size_t at = 1;
  for (std::size_t i = 0; heads(Keyword::Test) && i + 1 < tokens.size(); ++i) {
    if (tokens[i].is(Keyword::Given)) at = i + 1;
  }
  if (!heads(Keyword::Table) && !heads(Keyword::Test)) return std::nullopt;
  if (at >= tokens.size()) return std::nullopt;
  const auto id = names_.declared(tokens[at].text);
  return id && names_[*id].kind == NameKind::Table ? id : std::nullopt;
}

/// Whose columns stand for one value per person: of a role its table, of a card its people's.
std::optional<NameId> Completer::people_of(NameId id) const {
  const DeclaredName& name = names_[id];
  if (name.kind == NameKind::Table) return id;
  const auto& declaration = model_.studied.files[name.file].ast->declarations[name.declaration];
  std::string next;
  if (const auto* role = std::get_if<ast::Role>(&declaration)) next = role->table.text;
  const auto* card = std::get_if<ast::Scorecard>(&declaration);
  if (card != nullptr && !card->roles.empty()) next = card->roles[0].text;
  const auto found = next.empty() || next == name.name ? std::nullopt : names_.declared(next);
  return found ? people_of(*found) : std::nullopt;
}

std::optional<NameId> Completer::people() const {
  const auto& tokens = cursor_.tokens;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool role = heads(Keyword::Role) && tokens[i].is("=");
    if (!tokens[i].is(Keyword::For) && !role) continue;
    const auto id = names_.declared(tokens[i + 1].text);
    return id ? people_of(*id) : std::nullopt;
  }
  return std::nullopt;
}

/// The table to which a name after a dot belongs, after `name`.
std::optional<NameId> Completer::step(std::optional<NameId> table, const std::string& name) const {
  if (table) {
    for (const NameId column : names_.columns(*table)) {
      if (names_[column].name != name) continue;
      if (const auto linked = names_.linked(column)) return linked;
    }
  }
  const auto id = names_.declared(name);
  return id && names_[*id].kind == NameKind::Table ? id : std::nullopt;
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
  std::optional<NameId> table = row_table();
  if (!table) table = head_table();
  if (!table) table = people();
  for (const std::string& name : cursor_.path)
    table = step(table, name);
  add_columns(table, kFirst);
}

/// What has a value: what the brackets are about first.
void Completer::add_values() {
  const auto rows = row_table();
  add_columns(rows ? rows : head_table(), kLikely);
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
  if (!rows) add_columns(people(), kUsual);
  add_names({NameKind::Metric, NameKind::Payout}, rows ? kDistant : kUsual);
  add_names({NameKind::Table}, rows ? kDistant : kUsual);
  if (!cursor_.brackets.empty()) add_names({NameKind::Scorecard}, kDistant);
  add_functions(kDistant);
  for (const Keyword word : {Keyword::ValueName, Keyword::AttainmentName, Keyword::ScoreName,
                             Keyword::GradeName, Keyword::PeriodName}) {
    add_keyword(word, Sort::Word, kWord);
  }
}

/// Where the grammar asks for a name, the word before it says of what.
void Completer::add_wanted_names() {
  const Token* last = before();
  if (last == nullptr) return add_values();
  std::size_t back = 0;  // `for a, b`: what the list began with
  while (before(back + 1) != nullptr && before(back)->is(","))
    back += 2;
  const Token& word = before(back) != nullptr ? *before(back) : *last;
  if (word.is(Keyword::For) || word.is(Keyword::Among)) {
    add_names({NameKind::Role}, kFirst);
    add_names({NameKind::Scorecard}, kLikely);
    add_names({NameKind::Table}, kUsual);
    if (word.is(Keyword::Among)) add_columns(people(), kLikely);
    return;
  }
  const bool of_rows = word.is(Keyword::Dated) || word.is(Keyword::Credited) ||
                       word.is(Keyword::Snapshot) || word.is(Keyword::Starting) ||
                       word.is(Keyword::Until) || word.is(Keyword::Unique) ||
                       word.is(Keyword::By) || word.is(Keyword::In);
  if (of_rows) return add_columns(row_table() ? row_table() : head_table(), kFirst);
  if (word.is("->") || word.is(Keyword::Given) || word.is(Keyword::From) ||
      (heads(Keyword::Role) && word.is("="))) {
    return add_names({NameKind::Table}, kFirst);
  }
  if (word.is(Keyword::Like)) {
    add_library();
    return add_names({NameKind::Table}, kFirst);
  }
  if (word.is(Keyword::Use)) return add_library();
  const bool is_head = cursor_.tokens.size() == 1;
  if (is_head && word.is(Keyword::Target)) return add_names({NameKind::Metric}, kFirst);
  if (is_head) return;  // a new name
  if (word.is(Keyword::Param)) return add_names({NameKind::Param}, kFirst);
  if (heads(Keyword::Test) && !cursor_.braces.empty() && cursor_.braces.size() > 1) {
    return add_columns(head_table(), kFirst);
  }
  if (heads(Keyword::Scorecard) && (word.is("{") || word.is(";") || last->begin != word.begin)) {
    return add_names({NameKind::Metric}, kFirst);
  }
  if (word.is(Keyword::Of) || word.is(Keyword::Per)) add_columns(people(), kLikely);
  add_values();
}

void Completer::add_accepted(const syntax::Accepted& accepted) {
  for (const Keyword word : accepted.words)
    add_keyword(word, Sort::Keyword, kWord);
  const bool nothing = accepted.words.empty() && accepted.classes.empty();
  if (accepted.takes(Expected::Value) || nothing) add_values();
  if (accepted.takes(Expected::Name)) add_wanted_names();
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
