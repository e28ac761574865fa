#include "assist/rename.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "assist/spelling.hpp"
#include "base/text.hpp"
#include "io/memory_files.hpp"
#include "stdlib/stdlib.hpp"

namespace kpi::assist {
namespace {

constexpr std::size_t kMostFiles = 500;
constexpr int kDeepest = 6;

bool ends_in_kpi(const std::string& name) {
  constexpr std::string_view kEnding = ".kpi";
  return name.size() > kEnding.size() &&
         name.compare(name.size() - kEnding.size(), kEnding.size(), kEnding) == 0;
}

void collect(const std::string& folder, const io::Files& files, int depth,
             std::vector<std::string>& found) {
  for (const std::string& name : files.list(folder)) {
    if (found.size() >= kMostFiles || name.empty() || name[0] == '.') continue;
    const std::string path = io::join_path(folder, name);
    if (ends_in_kpi(name) && files.is_file(path)) found.push_back(path);
    if (depth < kDeepest && files.is_folder(path)) collect(path, files, depth + 1, found);
  }
}

/// The same declaration in the model of another file.
std::optional<NameId> same_in(const Model& other, const std::string& path, Span at) {
  for (const FileId file : other.studied.compiled.files) {
    if (io::normal_path(other.sources()[file].path()) != path) continue;
    const auto found = other.names.at(file, at.begin);
    if (found && found->at.begin == at.begin && found->at.end == at.end) return found->id;
  }
  return std::nullopt;
}

struct Concerned {
  const Model* model = nullptr;
  NameId id;
};

/// The models in which the name is known.
std::vector<Concerned> concerned(const Project& project, const Model& model, NameId id) {
  std::vector<Concerned> found{{&model, model.names.root(id)}};
  const DeclaredName& name = model.names[model.names.root(id)];
  const std::string path = io::normal_path(model.sources()[name.at.file].path());
  for (const auto& other : project) {
    if (other.get() == &model) continue;
    if (const auto same = same_in(*other, path, name.at)) found.push_back({other.get(), *same});
  }
  return found;
}

using PlaceKey = std::pair<std::string, std::uint32_t>;

/// Each place once, though several files see it.
std::map<PlaceKey, Location> places_in(const std::vector<Concerned>& models) {
  std::map<PlaceKey, Location> places;
  for (const Concerned& each : models) {
    for (const NamePlace& place : each.model->names.places(each.id)) {
      const SourceFile& file = each.model->sources()[place.at.file];
      places.emplace(PlaceKey{io::normal_path(file.path()), place.at.begin},
                     Location{&file, place.at, place.declares});
    }
  }
  return places;
}

/// A column that says no header is found by its name: from now on by its name until now.
bool shares_type(const ast::Table& table, const ast::Column& column) {
  return std::count_if(table.columns.begin(), table.columns.end(), [&](const ast::Column& other) {
           return other.type && column.type && other.type->span == column.type->span;
         }) > 1;
}

void keep_headers(const std::vector<Concerned>& models, std::map<PlaceKey, TextEdit>& edits,
                  Renaming& renaming, const std::string& new_name) {
  for (const Concerned& each : models) {
    const Names& names = each.model->names;
    for (std::size_t i = 0; i < names.all().size(); ++i) {
      const DeclaredName& name = names[NameId(i)];
      if (names.root(NameId(i)) != each.id || name.column == nullptr) continue;
      if (name.column->header.present() || !name.column->type) continue;
      const ast::Ast& file = *each.model->studied.files[name.file].ast;
      const auto& table = std::get<ast::Table>(file.declarations[name.declaration]);
      if (shares_type(table, *name.column)) {
        if (renaming.notes.empty()) {
          renaming.notes.push_back({Text::rename_header_too, {{"name", new_name}}});
        }
        continue;
      }
      const SourceFile& source = each.model->sources()[name.at.file];
      const std::uint32_t end = name.column->type->span.end;
      const std::string word = writes_chinese(*each.model) ? "来源" : "from";
      edits.emplace(PlaceKey{io::normal_path(source.path()), end},
                    TextEdit{&source, end, end, " " + word + " \"" + name.name + "\""});
    }
  }
}

std::string applied(const SourceFile& file, const std::vector<TextEdit>& edits) {
  std::string text(file.text());
  for (std::size_t i = edits.size(); i-- > 0;) {  // from the end: places before stay
    const TextEdit& edit = edits[i];
    if (io::normal_path(edit.file->path()) != io::normal_path(file.path())) continue;
    text.replace(edit.begin, edit.end - edit.begin, edit.text);
  }
  return text;
}

/// How often each name of the project is meant, by what it is.
std::map<std::string, std::size_t> census(const Model& model, const std::string& from,
                                          const std::string& to) {
  std::map<std::string, std::size_t> count;
  for (std::size_t i = 0; i < model.names.all().size(); ++i) {
    const NameId id(i);
    if (model.names.root(id) != id) continue;
    const DeclaredName& name = model.names[id];
    const std::string& called = name.name == from ? to : name.name;
    const std::string owner = name.owner ? model.names[name.owner].name : std::string();
    count[(owner == from ? to : owner) + "." + called] += model.names.places(id).size();
  }
  return count;
}

/// Whether the rules say the same with the edits.
bool keeps_meaning(const std::vector<Concerned>& models, const std::vector<TextEdit>& edits,
                   const std::string& from, const std::string& to, const io::Files& files) {
  io::MemoryFiles changed(&files);
  std::set<std::string> written;
  for (const TextEdit& edit : edits) {
    if (written.insert(io::normal_path(edit.file->path())).second) {
      changed.add(edit.file->path(), applied(*edit.file, edits));
    }
  }
  return std::all_of(models.begin(), models.end(), [&](const Concerned& each) {
    const auto after = study(each.model->sources()[each.model->main()].path(), changed);
    return after->ok() && census(*after, from, to) == census(*each.model, from, to);
  });
}

std::optional<Message> refusal(const std::vector<Concerned>& models, const std::string& name) {
  const auto refused = [&](Text text, Arguments arguments = {}) {
    return Message{text, std::move(arguments)};
  };
  if (!is_name(name)) return refused(Text::rename_no_form, {{"text", name}});
  for (const auto& [key, place] : places_in(models)) {  // metrics of it read tables by their names
    if (!stdlib::text_of(place.file->path())) continue;
    const Concerned& first = models.front();
    return refused(Text::rename_of_library, {{"name", first.model->names[first.id].name}});
  }
  for (const Concerned& each : models) {
    if (!each.model->ok()) return refused(Text::rename_with_errors);
    const Names& names = each.model->names;
    const DeclaredName& old = names[each.id];
    if (old.owner) {
      for (const NameId other : names.columns(old.owner)) {
        if (names.root(other) == each.id || names[other].name != name) continue;
        return refused(Text::rename_taken, {{"name", name}, {"kind", word_for(names[other].kind)}});
      }
    } else if (const auto other = names.declared(name); other && names.root(*other) != each.id) {
      return refused(Text::rename_taken, {{"name", name}, {"kind", word_for(names[*other].kind)}});
    }
  }
  return std::nullopt;
}

std::vector<TextEdit> edits_for(const std::vector<Concerned>& models, const std::string& written_as,
                                const std::string& name, Renaming& renaming) {
  std::map<PlaceKey, TextEdit> edits;
  for (const auto& [key, place] : places_in(models))
    edits.emplace(key, TextEdit{place.file, place.at.begin, place.at.end, written_as});
  keep_headers(models, edits, renaming, name);
  std::vector<TextEdit> ordered;
  ordered.reserve(edits.size());
  for (auto& [key, edit] : edits)
    ordered.push_back(std::move(edit));
  return ordered;
}

}  // namespace

std::vector<std::string> rule_files(const std::string& folder, const io::Files& files) {
  std::vector<std::string> found;
  collect(folder, files, 0, found);
  return found;
}

std::vector<Location> references(const Project& project, const Model& model, NameId id) {
  std::vector<Location> found;
  for (auto& [key, place] : places_in(concerned(project, model, id)))
    found.push_back(place);
  return found;
}

std::variant<Names::Found, Message> renameable(const Model& model, std::uint32_t offset) {
  const auto found = model.has_main() ? model.names.at(model.main(), offset) : std::nullopt;
  if (!found) return Message{Text::rename_no_name, {}};
  if (model.names.is_of_library(found->id)) {
    return Message{Text::rename_of_library, {{"name", model.names[found->id].name}}};
  }
  return *found;
}

RenameResult rename(const Project& project, const Model& model, std::uint32_t offset,
                    const std::string& new_name, const io::Files& files) {
  const auto at = renameable(model, offset);
  if (const auto* why = std::get_if<Message>(&at)) return *why;
  const NameId id = std::get<Names::Found>(at).id;
  const bool quoted = new_name.size() > 2 && new_name.front() == '`' && new_name.back() == '`';
  const std::string name =
      to_nfc(quoted ? new_name.substr(1, new_name.size() - 2) : std::string(trim(new_name)));
  const std::string old = model.names[id].name;
  if (name == old) return Renaming{};
  const std::vector<Concerned> models = concerned(project, model, id);
  if (auto why = refusal(models, name)) return *why;
  for (const std::string& spelling : {written(name), "`" + name + "`"}) {
    Renaming renaming;
    renaming.edits = edits_for(models, spelling, name, renaming);
    if (!keeps_meaning(models, renaming.edits, old, name, files)) continue;
    const DeclaredName& declared = model.names[id];
    const auto& declaration =
        model.studied.files[declared.file].ast->declarations[declared.declaration];
    const auto* table = std::get_if<ast::Table>(&declaration);
    if (declared.kind == NameKind::Table && table != nullptr && !table->derived_from) {
      renaming.notes.push_back({Text::rename_file_too, {{"name", name}}});
    }
    return renaming;
  }
  return Message{Text::rename_changes_rules, {{"name", name}}};
}

}  // namespace kpi::assist
