#include "assist/tables_at.hpp"

#include <algorithm>

namespace kpi::assist {

using syntax::Keyword;

bool TablesAt::heads(Keyword word) const {
  return !cursor_.tokens.empty() && cursor_.tokens[0].is(word);
}

/// The table whose rows the innermost bracket adds up: the first one named in it, or in the one
/// around it.
std::optional<NameId> TablesAt::of_rows() const {
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
std::optional<NameId> TablesAt::of_head() const {
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
std::optional<NameId> TablesAt::people_of(NameId id) const {
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

std::optional<NameId> TablesAt::people() const {
  const auto& tokens = cursor_.tokens;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool role = heads(Keyword::Role) && tokens[i].is("=");
    if (!tokens[i].is(Keyword::For) && !role) continue;
    const auto id = names_.declared(tokens[i + 1].text);
    return id ? people_of(*id) : std::nullopt;
  }
  return std::nullopt;
}

/// The tables whose rows are people: of the roles and cards, else whose the rows of a table are.
std::vector<NameId> TablesAt::everybody() const {
  std::vector<NameId> tables;
  const auto add_once = [&](std::optional<NameId> table) {
    const bool known = !table || std::find(tables.begin(), tables.end(), *table) != tables.end();
    if (!known) tables.push_back(*table);
  };
  if (const auto own = people()) return {*own};
  for (std::size_t i = 0; i < names_.all().size(); ++i) {
    const NameKind kind = names_[NameId(i)].kind;
    if (kind == NameKind::Role || kind == NameKind::Scorecard) add_once(people_of(NameId(i)));
  }
  for (const driver::ReadFile& file : model_.studied.files) {
    for (const ast::Declaration& declaration : file.ast->declarations) {
      const auto* table = std::get_if<ast::Table>(&declaration);
      if (table == nullptr || !table->credited) continue;
      std::optional<NameId> at = names_.declared(table->head.name.text);
      for (const ast::Name& part : table->credited->parts)
        at = step(at, part.text);
      add_once(at);
    }
  }
  return tables;
}

/// The column left of the comparison that the cursor is behind.
std::optional<NameId> TablesAt::compared_column() const {
  const std::vector<Token>& tokens = cursor_.tokens;
  if (tokens.empty() || !(tokens.back().is("==") || tokens.back().is("!="))) return std::nullopt;
  std::vector<std::string> path;
  for (std::size_t at = tokens.size() - 1; at > 0; at -= 2) {
    if (tokens[at - 1].kind != Token::Kind::Word) return std::nullopt;
    path.insert(path.begin(), tokens[at - 1].text);
    if (at < 2 || !tokens[at - 2].is(".")) break;
  }
  if (path.empty()) return std::nullopt;
  std::optional<NameId> table = of_rows();
  if (!table) table = of_head();
  if (!table) table = people();
  for (std::size_t i = 0; i + 1 < path.size(); ++i)
    table = step(table, path[i]);
  if (!table) return std::nullopt;
  for (const NameId column : names_.columns(*table)) {
    if (names_[column].name == path.back()) return column;
  }
  return std::nullopt;
}

/// The table to which a name after a dot belongs, after `name`.
std::optional<NameId> TablesAt::step(std::optional<NameId> table, const std::string& name) const {
  if (table) {
    for (const NameId column : names_.columns(*table)) {
      if (names_[column].name != name) continue;
      if (const auto linked = names_.linked(column)) return linked;
    }
  }
  const auto id = names_.declared(name);
  return id && names_[*id].kind == NameKind::Table ? id : std::nullopt;
}

}  // namespace kpi::assist
