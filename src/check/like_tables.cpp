#include "check/like_tables.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "check/library.hpp"

/// `table … like …`: a table that takes the columns, labels, calculated columns and checks of
/// another one and says only what differs.
namespace kpi::check {
namespace {

const ast::Table* table_in(const ast::Ast& file, const std::string& name) {
  for (const ast::Declaration& declaration : file.declarations) {
    const auto* table = std::get_if<ast::Table>(&declaration);
    if (table != nullptr && table->head.name.text == name) return table;
  }
  return nullptr;
}

std::vector<std::string> tables_in(const ast::Ast& file) {
  std::vector<std::string> names;
  for (const ast::Declaration& declaration : file.declarations) {
    if (const auto* table = std::get_if<ast::Table>(&declaration)) {
      names.push_back(table->head.name.text);
    }
  }
  return names;
}

/// A table of a file of the library; that there is no such file was reported when it was read.
std::optional<Layer> in_library(Checker& checker, const ast::Path& path) {
  std::string name = path.parts[0].text;
  for (std::size_t i = 1; i + 1 < path.parts.size(); ++i)
    name.append(".").append(path.parts[i].text);
  const auto found = checker.libraries.find(name);
  if (found == checker.libraries.end()) return std::nullopt;
  const ast::Table* table = table_in(*found->second, path.parts.back().text);
  if (table != nullptr) {
    checker.note(path.parts.back(), table->head.name.span);
    return Layer{found->second, table};
  }
  report_unknown(checker, Text::word_table, path.parts.back(), tables_in(*found->second));
  return std::nullopt;
}

std::optional<Layer> base_of(Checker& checker, const std::vector<const ast::Ast*>& files,
                             const ast::Path& path) {
  if (path.parts.size() > 1 && path.parts[0].text == "std") return in_library(checker, path);
  if (path.parts.size() == 1) {
    for (const ast::Ast* file : files) {
      const ast::Table* table = table_in(*file, path.parts[0].text);
      if (table == nullptr) continue;
      checker.note(path.parts[0], table->head.name.span);
      return Layer{file, table};
    }
  }
  report_unknown(checker, Text::word_table, path.parts[0],
                 names_of_kind(checker, Text::word_table));
  return std::nullopt;
}

template <class Part>
void inherit(Part& own, const Part& base) {
  if (!own) own = base;
}

/// A column of a layer: new, with another type, or only found under another header.
void say_again(ast::Column& known, const ast::Column& said) {
  if (said.type) known.type = said.type;
  if (said.type || said.header.present() || said.headers.present() || said.in_no_file) {
    known.header = said.header;
    known.headers = said.headers;
    known.in_no_file = said.in_no_file;
  }
  if (said.type || said.form.present()) {
    known.form = said.form;
  } else {
    known.form.place = said.form.place;
  }
  if (said.label.present()) known.label = said.label;
  if (!said.doc.empty()) known.doc = said.doc;
  known.name = said.name;
  known.span = said.span;
}

void report_untyped(Checker& checker, const std::vector<MergedColumn>& columns,
                    const ast::Table& table, const ast::Name& name) {
  std::vector<std::string> known;
  for (const MergedColumn& column : columns)
    known.push_back(column.column.name.text);
  Diagnostic& diagnostic = checker.diagnostics.report(
      Code::unknown_column, name.span, {{"table", table.head.name.text}, {"name", name.text}});
  if (const auto close = nearest(name.text, known)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(name.span, *close, false);
  }
}

/// A link of a table of the library: to that table itself it means the project's, and to one that
/// the project does not have it is only a text, unless it says whose a row is. What reads through
/// it says what is missing.
void bind_link(const Checker& checker, const Layer& layer, const std::string& own,
               ast::Column& column) {
  if (!is_in_library(checker, layer.table->head.name.span)) return;
  if (!column.type || column.type->kind != ast::TypeKind::Link) return;
  ast::Name& to = column.type->link;
  if (to.text == layer.table->head.name.text) to.text = own;
  const auto& credited = layer.table->credited;
  const bool owner = credited && credited->parts[0].text == column.name.text;
  if (!owner && !checker.find_as<TableId>(to.text)) column.type->kind = ast::TypeKind::Text;
}

/// Kinds that hold the same, so that what the library computes keeps its meaning.
bool may_stand_for(ast::TypeKind own, ast::TypeKind base) {
  using ast::TypeKind;
  constexpr std::pair<TypeKind, TypeKind> kAlike[] = {
      {TypeKind::Text, TypeKind::OneOf},    {TypeKind::Text, TypeKind::Link},
      {TypeKind::Text, TypeKind::Key},      {TypeKind::Link, TypeKind::Key},
      {TypeKind::OneOf, TypeKind::Link},    {TypeKind::Number, TypeKind::Count},
      {TypeKind::Date, TypeKind::Datetime}, {TypeKind::Date, TypeKind::Period}};
  return own == base || std::any_of(std::begin(kAlike), std::end(kAlike), [&](const auto& pair) {
           return pair == std::pair(own, base) || pair == std::pair(base, own);
         });
}

/// Whether the column of a layer may be said again so; what is wrong with it is reported.
bool fits(Checker& checker, const ast::Column& known, const ast::Column& said) {
  const bool library = is_in_library(checker, known.span);
  if (!library || !said.type || may_stand_for(said.type->kind, known.type->kind)) return true;
  checker.diagnostics.report(Code::bound_type, said.type->span, {{"name", said.name.text}})
      .label(known.type->span, Text::defined_here, {{"name", known.name.text}})
      .hint(Text::keep_bound_type, {{"name", said.name.text}});
  return false;
}

void report_twice(Checker& checker, const ast::Column& first, const ast::Name& name) {
  checker.diagnostics.report(Code::duplicate_name, name.span, {{"name", name.text}})
      .label(first.name.span, Text::first_here, {{"name", name.text}});
}

void report_circle(Checker& checker, Span span, const std::string& name) {
  checker.diagnostics.report(Code::definition_cycle, span,
                             {{"name", name}, {"path", name + " -> … -> " + name}});
}

/// The library finds the tables of a project by their names.
void note_library_table(Checker& checker, const Layer& own, const Layer& base) {
  const ast::Head& head = own.table->head;
  const std::string& name = base.table->head.name.text;
  if (!is_in_library(checker, base.table->head.name.span) || head.name.text == name) return;
  checker.like_library.emplace(name, Checker::LibraryTable{head.name, head.label.present()});
}

}  // namespace

std::vector<Layer> layers_of(Checker& checker, const std::vector<const ast::Ast*>& files,
                             const Layer& own) {
  std::vector<Layer> layers{own};
  while (layers.front().table->like) {
    const ast::Path& path = *layers.front().table->like;
    const auto base = base_of(checker, files, path);
    if (!base) return {};
    note_library_table(checker, own, *base);
    const bool circle = std::any_of(layers.begin(), layers.end(),
                                    [&](const Layer& layer) { return layer.table == base->table; });
    if (circle) {
      report_circle(checker, path.span, own.table->head.name.text);
      return {};
    }
    if (base->table->derived_from) {
      checker.diagnostics.report(Code::derived_source, path.span,
                                 {{"name", base->table->head.name.text}});
      return {};
    }
    layers.insert(layers.begin(), *base);
  }
  return layers;
}

ast::Table merged_head(const std::vector<Layer>& layers) {
  ast::Table merged = *layers.back().table;
  for (std::size_t i = layers.size() - 1; i-- > 0;) {
    const ast::Table& base = *layers[i].table;
    if (!merged.snapshot) inherit(merged.dated, base.dated);
    if (!merged.dated) inherit(merged.snapshot, base.snapshot);
    if (!merged.credited_by) inherit(merged.credited, base.credited);
    inherit(merged.valid, base.valid);
    merged.unique.insert(merged.unique.end(), base.unique.begin(), base.unique.end());
    if (!merged.head.label.present()) merged.head.label = base.head.label;
    if (merged.head.doc.empty()) merged.head.doc = base.head.doc;
  }
  return merged;
}

std::vector<MergedColumn> merged_columns(Checker& checker, const std::vector<Layer>& layers) {
  std::vector<MergedColumn> columns;
  for (const Layer& layer : layers) {
    for (const ast::Column& said : layer.table->columns) {
      const auto known = std::find_if(
          columns.begin(), columns.end(),
          [&](const MergedColumn& column) { return column.column.name.text == said.name.text; });
      const bool first_layer = layer.table == layers.front().table;
      if (known != columns.end() && !first_layer) {
        if (known->said_by == layer.table) {
          report_twice(checker, known->column, said.name);
        } else if (fits(checker, known->column, said)) {
          if (said.type) known->file = layer.file;
          say_again(known->column, said);
        }
        known->said_by = layer.table;
      } else if (said.type) {
        columns.push_back({layer.file, said, layer.table});
        bind_link(checker, layer, layers.back().table->head.name.text, columns.back().column);
      } else {
        report_untyped(checker, columns, *layer.table, said.name);
      }
    }
  }
  return columns;
}

std::vector<MergedLet> merged_lets(const std::vector<Layer>& layers) {
  std::vector<MergedLet> lets;
  for (const Layer& layer : layers) {
    const bool first_layer = layer.table == layers.front().table;
    const auto says_again = [&](const MergedLet& base) {
      const std::string& name = base.let->name.text;
      const auto is_it = [&](const auto& part) { return part.name.text == name; };
      return std::any_of(layer.table->lets.begin(), layer.table->lets.end(), is_it) ||
             std::any_of(layer.table->columns.begin(), layer.table->columns.end(), is_it);
    };
    const std::vector<MergedLet> before = lets;
    if (!first_layer) lets.erase(std::remove_if(lets.begin(), lets.end(), says_again), lets.end());
    for (const ast::Let& let : layer.table->lets) {
      const auto base = std::find_if(before.begin(), before.end(), [&](const MergedLet& each) {
        return each.let->name.text == let.name.text;
      });
      const bool anew = base != before.end();
      lets.push_back({layer.file, &let, anew ? base->file : nullptr, anew ? base->let : nullptr});
    }
  }
  return lets;
}

}  // namespace kpi::check
