#include "assist/names.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "stdlib/stdlib.hpp"

namespace kpi::assist {
namespace {

struct KindOf {
  std::optional<NameKind> operator()(const ast::Table&) const { return NameKind::Table; }
  std::optional<NameKind> operator()(const ast::Role&) const { return NameKind::Role; }
  std::optional<NameKind> operator()(const ast::Metric&) const { return NameKind::Metric; }
  std::optional<NameKind> operator()(const ast::Param&) const { return NameKind::Param; }
  std::optional<NameKind> operator()(const ast::Tiers&) const { return NameKind::Tiers; }
  std::optional<NameKind> operator()(const ast::Scorecard&) const { return NameKind::Scorecard; }
  std::optional<NameKind> operator()(const ast::Payout&) const { return NameKind::Payout; }
  std::optional<NameKind> operator()(const ast::Rule&) const { return NameKind::Rule; }
  template <class Other>
  std::optional<NameKind> operator()(const Other&) const {
    return std::nullopt;
  }
};

const ast::Head* head_of(const ast::Declaration& declaration) {
  return std::visit(
      [](const auto& item) -> const ast::Head* {
        if constexpr (requires { item.head; }) {
          return &item.head;
        } else {
          return nullptr;
        }
      },
      declaration);
}

/// The text of a name as it is compared: without backticks.
std::string bare(std::string_view text) {
  if (text.size() > 1 && text.front() == '`' && text.back() == '`') {
    text = text.substr(1, text.size() - 2);
  }
  return to_nfc(text);
}

bool covers(Span outer, Span inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace

Text word_for(NameKind kind) {
  switch (kind) {
    case NameKind::Table: return Text::word_table;
    case NameKind::Column: return Text::word_column;
    case NameKind::Let: return Text::word_calculated;
    case NameKind::Role: return Text::word_role;
    case NameKind::Metric: return Text::word_metric;
    case NameKind::Param: return Text::word_param;
    case NameKind::Tiers: return Text::word_tiers;
    case NameKind::Argument: return Text::word_number;
    case NameKind::Scorecard: return Text::word_scorecard;
    case NameKind::Line: return Text::word_line;
    case NameKind::Payout: return Text::word_payout;
    case NameKind::State: return Text::word_state;
    case NameKind::Rule: return Text::word_rule;
  }
  return Text::word_name;
}

Names::Names(const driver::Studied& studied) : studied_(studied) {
  for (std::size_t file = 0; file < studied.files.size(); ++file)
    declare(studied, file);
  find_bases();
  for (const auto& [place, id] : by_place_) {
    if (all_[id].at.begin == std::get<1>(place) && all_[id].at.end == std::get<2>(place)) {
      uses_[place] = root(id);
    }
  }
  find_items();
  for (const auto& [place, declared] : studied.uses.all()) {
    const auto id = known(declared);
    if (!id) continue;
    const Span at{std::get<0>(place), std::get<1>(place), std::get<2>(place)};
    const std::string_view text = studied.compiled.sources.text(at);
    if (text != all_[*id].name && bare(text) != all_[*id].name) continue;
    uses_[place] = root(*id);
  }
}

NameId Names::add(DeclaredName name) {
  const NameId id = all_.next_id();
  by_place_.emplace(check::NameUses::place(name.at), id);
  by_place_.emplace(check::NameUses::place(name.item), id);
  if (name.owner) parts_[name.owner].push_back(id);
  return all_.push(std::move(name));
}

void Names::declare(const driver::Studied& studied, std::size_t file) {
  const ast::Ast& ast = *studied.files[file].ast;
  for (std::size_t i = 0; i < ast.declarations.size(); ++i) {
    const ast::Declaration& declaration = ast.declarations[i];
    const auto kind = std::visit(KindOf(), declaration);
    const ast::Head* head = head_of(declaration);
    if (!kind || head == nullptr || !head->name.present()) continue;
    DeclaredName name;
    name.kind = *kind;
    name.name = head->name.text;
    name.label = head->label.text;
    name.doc = head->doc;
    name.at = head->name.span;
    name.item = head->span;
    name.file = file;
    name.declaration = i;
    const NameId id = add(name);
    add_parts(declaration, name, id);
    if (!studied.files[file].in_project) continue;
    const auto [first, fresh] = by_name_.emplace(name.name, id);
    if (!fresh) roots_[id] = first->second;  // another version
  }
}

void Names::add_parts(const ast::Declaration& declaration, const DeclaredName& head, NameId owner) {
  const auto part = [&](NameKind kind, const ast::Name& name, Span item) {
    DeclaredName entry;
    entry.kind = kind;
    entry.name = name.text;
    entry.at = name.span;
    entry.item = item;
    entry.owner = owner;
    entry.file = head.file;
    entry.declaration = head.declaration;
    return entry;
  };
  if (const auto* table = std::get_if<ast::Table>(&declaration)) {
    for (const ast::Column& column : table->columns) {
      DeclaredName entry = part(NameKind::Column, column.name, column.span);
      entry.label = column.label.text;
      entry.doc = column.doc;
      entry.type = column.type ? &*column.type : nullptr;
      entry.column = &column;
      add(std::move(entry));
    }
    for (const ast::Let& let : table->lets) {
      DeclaredName entry = part(NameKind::Let, let.name, let.span);
      entry.label = let.label.text;
      entry.doc = let.doc;
      add(std::move(entry));
    }
  }
  if (const auto* tiers = std::get_if<ast::Tiers>(&declaration)) {
    for (const ast::TierParameter& parameter : tiers->parameters)
      add(part(NameKind::Argument, parameter.name, parameter.name.span));
  }
  if (const auto* card = std::get_if<ast::Scorecard>(&declaration)) {
    for (const ast::Line& line : card->lines) {
      if (line.name.present()) add(part(NameKind::Line, line.name, line.span));
    }
  }
  if (const auto* payout = std::get_if<ast::Payout>(&declaration)) {
    for (const ast::Carry& carry : payout->carries)
      add(part(NameKind::State, carry.name, carry.span));
  }
}

/// Tables that are like others share their columns.
void Names::find_bases() {
  for (const auto& [name, table] : by_name_) {
    if (all_[table].kind != NameKind::Table) continue;
    const ast::Ast& file = *studied_.files[all_[table].file].ast;
    const auto& declared = std::get<ast::Table>(file.declarations[all_[table].declaration]);
    if (!declared.like) continue;
    const auto& uses = studied_.uses.all();
    const auto base = uses.find(check::NameUses::place(declared.like->parts.back().span));
    if (base == uses.end()) continue;
    if (const auto id = known(base->second); id && *id != table) bases_[table] = *id;
  }
  for (const auto& [table, base] : bases_) {
    for (const NameId own : parts_[table]) {
      for (const NameId other : columns(base)) {
        if (other != own && all_[other].name == all_[own].name) roots_.emplace(own, other);
      }
    }
  }
}

/// Places that the checker knows parts of declarations by.
void Names::find_items() {
  const auto& uses = studied_.uses.all();
  const auto meaning = [&](Span name) -> std::optional<NameId> {
    const auto use = uses.find(check::NameUses::place(name));
    return use == uses.end() ? std::nullopt : known(use->second);
  };
  for (const driver::ReadFile& file : studied_.files) {
    for (const ast::Declaration& declaration : file.ast->declarations) {
      if (const auto* table = std::get_if<ast::Table>(&declaration);
          table != nullptr && table->derived_from) {
        // the key of the derived table is the column it is made of
        const auto source = meaning(table->derived_from->parts.back().span);
        if (source) by_place_[check::NameUses::place(table->derived_from->span)] = *source;
      }
      const auto* card = std::get_if<ast::Scorecard>(&declaration);
      if (card == nullptr) continue;
      for (const ast::Line& line : card->lines) {
        if (line.name.present() || !line.measure) continue;
        const auto& node = file.ast->exprs[line.measure].node;
        const ast::Path* path = nullptr;
        if (const auto* plain = std::get_if<ast::PathExpr>(&node)) path = &plain->path;
        if (const auto* call = std::get_if<ast::Call>(&node)) path = &call->callee;
        if (path == nullptr || path->parts.empty()) continue;
        const auto metric = meaning(path->parts[0].span);
        if (metric) by_place_[check::NameUses::place(line.span)] = *metric;
      }
    }
  }
}

std::optional<NameId> Names::known(Span declared) const {
  const auto found = by_place_.find(check::NameUses::place(declared));
  return found == by_place_.end() ? std::nullopt : std::optional<NameId>(found->second);
}

NameId Names::root(NameId id) const {
  for (auto next = roots_.find(id); next != roots_.end(); next = roots_.find(id))
    id = next->second;
  return id;
}

std::optional<Names::Found> Names::at(FileId file, std::uint32_t offset) const {
  auto next = uses_.upper_bound({file, offset, static_cast<std::uint32_t>(-1)});
  // a name may end where the next begins: the one that begins is meant
  while (next != uses_.begin()) {
    --next;
    const auto& [in, begin, end] = next->first;
    if (in != file) break;
    if (offset <= end) return Found{next->second, {in, begin, end}};
    if (end < offset) break;
  }
  return std::nullopt;
}

std::vector<NamePlace> Names::places(NameId id) const {
  id = root(id);
  std::vector<NamePlace> declarations, readers;
  for (const auto& [place, name] : uses_) {
    if (name != id) continue;
    const Span at{std::get<0>(place), std::get<1>(place), std::get<2>(place)};
    const auto own = by_place_.find(place);
    const bool declares = own != by_place_.end() && all_[own->second].at == at;
    (declares ? declarations : readers).push_back({at, declares});
  }
  declarations.insert(declarations.end(), readers.begin(), readers.end());
  return declarations;
}

std::optional<NameId> Names::declared(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional<NameId>(found->second);
}

std::vector<NameId> Names::columns(NameId table) const {
  std::vector<NameId> found;
  std::vector<NameId> seen;
  for (NameId at = table; std::find(seen.begin(), seen.end(), at) == seen.end();) {
    seen.push_back(at);
    const auto own = parts_.find(at);
    if (own != parts_.end()) {
      for (const NameId part : own->second) {
        const bool hidden = std::any_of(found.begin(), found.end(), [&](NameId other) {
          return all_[other].name == all_[part].name;
        });
        if (!hidden) found.push_back(part);
      }
    }
    const auto base = bases_.find(at);
    if (base == bases_.end()) break;
    at = base->second;
  }
  return found;
}

std::optional<NameId> Names::linked(NameId column) const {
  for (NameId at = column;;) {
    const ast::Type* type = all_[at].type;
    if (type != nullptr) {
      if (type->kind != ast::TypeKind::Link) return std::nullopt;
      return declared(type->link.text);
    }
    const auto next = roots_.find(at);
    if (next == roots_.end()) return std::nullopt;
    at = next->second;
  }
}

bool Names::is_of_library(NameId id) const {
  const FileId file = all_[root(id)].at.file;
  const std::string& path = studied_.compiled.sources[file].path();
  return stdlib::text_of(path).has_value();
}

std::optional<NameId> Names::enclosing(Span span) const {
  std::optional<NameId> best;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const DeclaredName& name = all_[NameId(i)];
    if (!covers(name.item, span)) continue;
    if (!best || covers(all_[*best].item, name.item)) best = NameId(i);
  }
  return best;
}

}  // namespace kpi::assist
