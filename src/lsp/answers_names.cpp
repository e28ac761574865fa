#include <nlohmann/json.hpp>

#include "assist/outline.hpp"
#include "base/pinyin.hpp"
#include "base/text.hpp"
#include "lsp/server.hpp"

/// What names stand for.
namespace kpi::lsp {
namespace {

int symbol_kind(const assist::Symbol& symbol) {
  constexpr int kClass = 5, kProperty = 7, kField = 8, kEnum = 10, kInterface = 11, kFunction = 12,
                kVariable = 13, kConstant = 14, kStruct = 23, kEvent = 24, kOperator = 25;
  if (symbol.is_test) return kEvent;
  if (symbol.is_target) return kConstant;
  switch (symbol.kind) {
    case assist::NameKind::Table: return kStruct;
    case assist::NameKind::Column: return kField;
    case assist::NameKind::Let: return kProperty;
    case assist::NameKind::Role: return kInterface;
    case assist::NameKind::Metric: return kVariable;
    case assist::NameKind::Param: return kConstant;
    case assist::NameKind::Tiers: return kFunction;
    case assist::NameKind::Argument: return kVariable;
    case assist::NameKind::Scorecard: return kClass;
    case assist::NameKind::Line: return kProperty;
    case assist::NameKind::Payout: return kEnum;
    case assist::NameKind::State: return kField;
    case assist::NameKind::Rule: return kOperator;
  }
  return kVariable;
}

/// Whether the name is meant by what was typed to find it: its letters in order, or its sound.
bool is_meant(const std::string& name, const std::string& query) {
  if (query.empty() || begins_by_pinyin(name, query)) return true;
  return ascii_lower(name).find(ascii_lower(query)) != std::string::npos;
}

/// A symbol in the outline: without a name nothing could be shown.
std::string shown_name(const assist::Symbol& symbol) {
  return symbol.name.empty() ? "?" : symbol.name;
}

}  // namespace

Server::Result Server::definition(const Json& params) {
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr || !place.model->has_main()) return found;
  const assist::Names& names = place.model->names;
  const auto name = names.at(place.model->main(), place.offset);
  if (!name || names.is_of_library(name->id)) return found;
  for (const assist::NamePlace& each : names.places(name->id)) {
    if (each.declares) found.push_back(location(place.model->sources()[each.at.file], each.at));
  }
  return found;
}

Server::Result Server::references(const Json& params) {
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr || !place.model->has_main()) return found;
  const auto name = place.model->names.at(place.model->main(), place.offset);
  if (!name) return found;
  const bool declarations = is_true(member(params, {"context", "includeDeclaration"}));
  const assist::Project project = workspace_.project(*place.document);
  for (const assist::Location& each : assist::references(project, *place.model, name->id)) {
    const bool in_library = each.file->path().compare(0, 4, "std.") == 0;
    if ((!each.declares || declarations) && !in_library) {
      found.push_back(location(*each.file, each.at));
    }
  }
  return found;
}

Server::Result Server::highlight(const Json& params) {
  constexpr int kRead = 2, kWrite = 3;
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr || !place.model->has_main()) return found;
  const auto name = place.model->names.at(place.model->main(), place.offset);
  if (!name) return found;
  const Lines lines(place.document->text, workspace_.encoding());
  for (const assist::NamePlace& each : place.model->names.places(name->id)) {
    if (each.at.file != place.model->main()) continue;
    found.push_back({{"range", range(lines, each.at.begin, each.at.end)},
                     {"kind", each.declares ? kWrite : kRead}});
  }
  return found;
}

Server::Result Server::prepare_rename(const Json& params) {
  const Place place = place_in(params);
  if (place.model == nullptr) return Json();
  const auto found = assist::renameable(*place.model, place.offset);
  if (const auto* why = std::get_if<kpi::Message>(&found)) {
    return Failure{ErrorCode::RequestFailed, message_text(*why, language_)};
  }
  const auto& name = std::get<assist::Names::Found>(found);
  const Lines lines(place.document->text, workspace_.encoding());
  return Json{{"range", range(lines, name.at.begin, name.at.end)},
              {"placeholder", place.model->names[name.id].name}};
}

Server::Result Server::rename(const Json& params) {
  const Place place = place_in(params);
  const auto name = text_of(member(params, "newName"));
  if (place.model == nullptr || !name) return Failure{ErrorCode::InvalidParams, "newName"};
  const assist::Project project = workspace_.project(*place.document);
  const assist::RenameResult result =
      assist::rename(project, *place.model, place.offset, *name, workspace_.files());
  if (const auto* why = std::get_if<kpi::Message>(&result)) {
    return Failure{ErrorCode::RequestFailed, message_text(*why, language_)};
  }
  const auto& renaming = std::get<assist::Renaming>(result);
  for (const kpi::Message& note : renaming.notes)
    show(message_text(note, language_), false);
  return text_edits(renaming.edits);
}

Server::Result Server::document_symbols(const Json& params) {
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr) return found;
  const Lines lines(place.document->text, workspace_.encoding());
  const auto json_of = [&](const assist::Symbol& symbol) {
    return Json{{"name", shown_name(symbol)},
                {"detail", symbol.label},
                {"kind", symbol_kind(symbol)},
                {"range", range(lines, symbol.item.begin, symbol.item.end)},
                {"selectionRange", range(lines, symbol.at.begin, symbol.at.end)}};
  };
  for (const assist::Symbol& symbol : assist::symbols(*place.model)) {
    Json item = json_of(symbol);
    Json parts = Json::array();
    for (const assist::Symbol& part : symbol.parts)
      parts.push_back(json_of(part));
    if (!parts.empty()) item["children"] = std::move(parts);
    found.push_back(std::move(item));
  }
  return found;
}

Server::Result Server::workspace_symbols(const Json& params) {
  const std::string query = text_of(member(params, "query")).value_or("");
  Json found = Json::array();
  for (const auto& model : workspace_.everything()) {
    for (const assist::Symbol& symbol : assist::symbols(*model)) {
      if (!is_meant(symbol.name, query) && !is_meant(symbol.label, query)) continue;
      found.push_back({{"name", shown_name(symbol)},
                       {"kind", symbol_kind(symbol)},
                       {"location", location(model->sources()[model->main()], symbol.at)}});
    }
  }
  return found;
}

}  // namespace kpi::lsp
