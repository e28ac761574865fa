#include "assist/hover.hpp"

#include <algorithm>

#include "assist/cursor.hpp"
#include "assist/functions.hpp"
#include "ast/tree_view.hpp"
#include "doc/compose.hpp"
#include "output/labels.hpp"
#include "syntax/keywords.hpp"

namespace kpi::assist {
namespace {

/// The page about a declaration, shortened: what a reader wants to know in passing.
std::string page_of(const doc::Entry& entry, const output::Words& words) {
  constexpr std::size_t kMostRows = 20;
  std::string out = "**" + entry.kind + "** `" + entry.name + "`";
  if (!entry.label.empty()) out += " " + entry.label;
  out += "\n\n";
  for (const std::string& line : entry.about)
    out += line + "\n\n";
  if (!entry.formula.empty()) out += "= " + entry.formula + "\n\n";
  out += doc::facts_text(entry, words);
  for (const doc::Table& table : entry.tables) {
    if (table.rows.size() <= kMostRows) out += doc::table_text(table);
  }
  for (const std::string& note : entry.notes)
    out += "- " + note + '\n';
  return out;
}

struct EntryOf {
  const doc::Source& source;
  const ast::Ast& file;
  std::optional<doc::Entry> operator()(const ast::Currency&) const { return std::nullopt; }
  std::optional<doc::Entry> operator()(const ast::Precision&) const { return std::nullopt; }
  std::optional<doc::Entry> operator()(const ast::CalendarBlock&) const { return std::nullopt; }
  std::optional<doc::Entry> operator()(const ast::Use&) const { return std::nullopt; }
  template <class Declaration>
  std::optional<doc::Entry> operator()(const Declaration& declaration) const {
    return doc::entry_of(source, file, declaration);
  }
};

/// A column or a calculated one, from the table's page.
std::string page_of_part(const Model& model, const DeclaredName& name, const output::Words& words) {
  const ast::Ast& file = *model.studied.files[name.file].ast;
  const doc::Source source{model.program(), model.sources(), words};
  std::string out = "**" + words(word_for(name.kind)) + "** `";
  if (name.owner) out += model.names[name.owner].name + ".";
  out += name.name + "`";
  if (!name.label.empty()) out += " " + name.label;
  out += "\n\n";
  for (const std::string& line : doc::paragraphs_of(name.doc))
    out += line + "\n\n";
  if (name.type != nullptr) {
    out += "- " + words(Text::doc_type) + ": " + doc::code(source, name.type->span) + "\n";
  }
  if (name.column != nullptr && name.column->header.present()) {
    out += "- " + words(Text::doc_header) + ": " + name.column->header.text + "\n";
  }
  const auto* table = std::get_if<ast::Table>(&file.declarations[name.declaration]);
  for (std::size_t i = 0; table != nullptr && i < table->lets.size(); ++i) {
    if (table->lets[i].name.span == name.at) {
      out += "= " + doc::code(source, file, table->lets[i].value) + "\n";
    }
  }
  for (const TableSchema& schema : model.program().tables) {
    for (const Let& let : schema.lets) {
      if (let.span == name.item && let.value) {
        out += "- " + words(Text::doc_unit) + ": " +
               to_string(model.program().exprs[let.value].type.unit) + "\n";
      }
    }
  }
  return out;
}

std::string page_of_name(const Model& model, NameId id, Language language) {
  const DeclaredName& name = model.names[id];
  const output::Words words(language);
  if (name.owner) return page_of_part(model, name, words);
  const ast::Ast& file = *model.studied.files[name.file].ast;
  const doc::Source source{model.program(), model.sources(), words};
  const auto entry = std::visit(EntryOf{source, file}, file.declarations[name.declaration]);
  return entry ? page_of(*entry, words) : std::string();
}

std::string shown_function(const Function& function, bool chinese) {
  const syntax::KeywordRow& row = syntax::row_of(function.name);
  std::string out(chinese ? row.chinese : row.english);
  out += '(';
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    if (i > 0) out += ", ";
    out += function.parameters[i];
  }
  if (!function.context.empty()) out += " " + std::string(function.context);
  return out + ')';
}

/// A word of the language: both its spellings, and how a function is written.
std::string page_of_word(std::string_view text, bool called, const output::Words& words) {
  const Function* function = called ? find_function(text) : nullptr;
  for (const syntax::KeywordRow& row : syntax::keyword_rows()) {
    const bool fits = function != nullptr ? row.id == function->name : syntax::spells(text, row.id);
    if (!fits) continue;
    std::string out = "**" + words(function != nullptr ? Text::word_function : Text::word_keyword) +
                      "** `" + std::string(row.english) + "` · `" + std::string(row.chinese) + "`";
    if (function != nullptr) out += "\n\n`" + shown_function(*function, false) + "`";
    return out;
  }
  return {};
}

}  // namespace

std::optional<Hover> hover(const Model& model, std::uint32_t offset, Language language) {
  if (!model.has_main()) return std::nullopt;
  if (const auto found = model.names.at(model.main(), offset)) {
    std::string page = page_of_name(model, found->id, language);
    if (!page.empty()) return Hover{found->at, std::move(page), found->id};
  }
  const std::string_view text = model.text();
  for (const syntax::Node& node : model.tree().nodes) {
    const bool word = node.kind == syntax::NodeKind::Keyword || node.kind == syntax::NodeKind::Name;
    if (!word || offset < node.begin || offset > node.end) continue;
    const std::string_view after = text.substr(node.end);
    const bool called = !after.empty() && (after[0] == '(' || after.substr(0, 3) == "（");
    const std::string page = page_of_word(text.substr(node.begin, node.end - node.begin), called,
                                          output::Words(language));
    if (page.empty()) continue;
    return Hover{{model.main(), node.begin, node.end}, page, std::nullopt};
  }
  return std::nullopt;
}

std::optional<Signature> signature(const Model& model, std::string_view text, std::size_t offset,
                                   Language language) {
  const Cursor cursor = cursor_at(text, offset);
  if (cursor.brackets.empty() || cursor.is_silent) return std::nullopt;
  const Bracket& bracket = cursor.brackets.back();
  Signature found;
  found.active = bracket.commas;
  if (const auto id = model.names.declared(bracket.callee)) {
    const DeclaredName& name = model.names[*id];
    if (name.kind != NameKind::Tiers && name.kind != NameKind::Metric) return std::nullopt;
    found.label = name.name + "(";
    for (const NameId part : model.names.columns(*id)) {
      if (!found.parameters.empty()) found.label += ", ";
      found.parameters.push_back(model.names[part].name);
      found.label += model.names[part].name;
    }
    if (name.kind == NameKind::Metric) found.label += "of … during …";
    found.label += ")";
    found.doc = name.doc;
  } else if (const Function* function = find_function(bracket.callee)) {
    found.label = shown_function(*function, writes_chinese(model));
    for (const std::string_view parameter : function->parameters)
      found.parameters.emplace_back(parameter);
    found.doc = output::Words(language)(Text::word_function);
  } else {
    return std::nullopt;
  }
  const std::size_t count = found.parameters.size();
  if (count > 0) found.active = std::min(found.active, count - 1);
  return found;
}

}  // namespace kpi::assist
