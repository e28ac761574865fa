#include "repl/names_at.hpp"

#include <algorithm>
#include <set>

#include "base/pinyin.hpp"
#include "base/text.hpp"
#include "repl/commands.hpp"
#include "repl/entry.hpp"
#include "syntax/keywords.hpp"

namespace kpi::repl {
namespace {

std::size_t word_begin(std::string_view text) {
  std::size_t begin = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const auto code_point = next_code_point(text, at);
    const bool in_word = code_point && is_identifier_continue(*code_point);
    if (!in_word) begin = text.size();
    if (in_word && begin == text.size()) begin = from;
  }
  return begin;
}

void add(const std::vector<std::string>& names, std::string_view typed,
         std::vector<std::string>& words) {
  for (const std::string& name : names) {
    const bool begins = ascii_lower(name).compare(0, typed.size(), ascii_lower(typed)) == 0;
    const bool known = std::find(words.begin(), words.end(), name) != words.end();
    if (!known && (begins || begins_by_pinyin(name, typed))) words.push_back(name);
  }
}

template <class Declarations>
void add_names(const Declarations& declarations, std::vector<std::string>& names) {
  for (const auto& declared : declarations)
    names.push_back(declared.name);
}

/// The columns of a table, or the lines of a card, behind its dot.
std::vector<std::string> names_behind(const std::string& owner, const Program& program) {
  std::vector<std::string> names;
  for (const TableSchema& table : program.tables) {
    if (table.name == owner) add_names(table.columns, names);
  }
  for (const Scorecard& card : program.scorecards) {
    if (card.name == owner) add_names(card.lines, names);
  }
  return names;
}

std::vector<std::string> names_in_scope(const Session& session) {
  const Program& program = session.rules().program;
  std::vector<std::string> names;
  add_names(program.metrics, names);
  add_names(program.payouts, names);
  add_names(program.scorecards, names);
  add_names(program.params, names);
  add_names(program.tiers, names);
  add_names(program.tables, names);
  add_names(program.roles, names);
  for (const TableSchema& table : program.tables) {
    if (session.person() && table.name == session.person()->table) add_names(table.columns, names);
  }
  for (const syntax::KeywordRow& row : syntax::keyword_rows()) {
    names.emplace_back(row.english);
    names.emplace_back(row.chinese);
  }
  return names;
}

std::vector<std::string> keys_and_names(Session& session) {
  Diagnostics known;
  std::vector<std::string> names;
  for (const Person& person : session.people(known)) {
    names.push_back(person.key);
    if (!person.name.empty()) names.push_back(person.name);
  }
  return names;
}

}  // namespace

io::Completion names_at(std::string_view text, std::size_t cursor, Session& session) {
  const std::string_view before = text.substr(0, cursor);
  const auto command = command_in(before);
  io::Completion found;
  if (command && before.find(' ') == std::string_view::npos) {
    found.begin = before.find(command->name);
    for (const Language language : {Language::English, Language::Chinese}) {
      std::vector<std::string> names = Commands::names(language);
      for (std::string& name : names)
        name.erase(0, 1);
      add(names, command->name, found.words);
    }
    return found;
  }
  if (command && (command->name == "for" || command->name == "对象")) {
    found.begin = before.find(' ') + 1;
    add(keys_and_names(session), before.substr(found.begin), found.words);
    return found;
  }
  found.begin = word_begin(before);
  const std::string_view typed = before.substr(found.begin);
  const std::string_view rest = before.substr(0, found.begin);
  if (!rest.empty() && rest.back() == '.') {
    const std::string_view path = rest.substr(0, rest.size() - 1);
    const std::string owner(path.substr(word_begin(path)));
    add(names_behind(owner, session.rules().program), typed, found.words);
  } else if (!typed.empty()) {
    add(names_in_scope(session), typed, found.words);
  }
  return found;
}

}  // namespace kpi::repl
