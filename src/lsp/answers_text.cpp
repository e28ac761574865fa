#include <algorithm>
#include <nlohmann/json.hpp>

#include "assist/complete.hpp"
#include "assist/hints.hpp"
#include "assist/hover.hpp"
#include "assist/outline.hpp"
#include "assist/sample.hpp"
#include "driver/session.hpp"
#include "lsp/server.hpp"

/// What is shown at a place of the text, and of the text as a whole.
namespace kpi::lsp {
namespace {

int completion_kind(const assist::Completion& item) {
  constexpr int kFunction = 3, kField = 5, kVariable = 6, kClass = 7, kInterface = 8, kModule = 9,
                kProperty = 10, kKeyword = 14, kEnumMember = 20, kConstant = 21, kStruct = 22;
  switch (item.sort) {
    case assist::Sort::Keyword: return kKeyword;
    case assist::Sort::Function: return kFunction;
    case assist::Sort::Word: return kProperty;
    case assist::Sort::Library: return kModule;
    case assist::Sort::Choice: return kEnumMember;
    case assist::Sort::Name: break;
  }
  switch (item.kind) {
    case assist::NameKind::Table: return kStruct;
    case assist::NameKind::Role: return kInterface;
    case assist::NameKind::Param:
    case assist::NameKind::Argument: return kConstant;
    case assist::NameKind::Tiers: return kFunction;
    case assist::NameKind::Scorecard:
    case assist::NameKind::Payout:
    case assist::NameKind::Rule: return kClass;
    case assist::NameKind::Column:
    case assist::NameKind::Let: return kField;
    case assist::NameKind::Line:
    case assist::NameKind::Metric:
    case assist::NameKind::State: return kVariable;
  }
  return kVariable;
}

/// Editors compare what was typed with the beginning of this text, so what it was found by leads.
std::string filter_for(const assist::Completion& item, const std::string& typed) {
  const bool by_label = item.label.compare(0, typed.size(), typed) == 0;
  if (typed.empty() || by_label || !assist::matches(item, typed)) return item.filter;
  return typed + " " + item.filter;
}

/// Sorts as text, whatever the editor makes of it.
std::string sort_text(int rank, std::size_t index) {
  constexpr std::size_t kDigits = 5;
  const std::string number = std::to_string(index);
  return std::to_string(rank) + std::string(kDigits - std::min(kDigits, number.size()), '0') +
         number;
}

/// The sample is computed while somebody waits: no more than this is read for it.
constexpr std::uint64_t kMostSampleBytes = std::uint64_t{8} * 1024 * 1024;

}  // namespace

std::string Server::sample(Document& document, assist::NameId id) {
  workspace_.model(document);
  if (sampled_ != document.model) samples_.clear();
  sampled_ = document.model;
  const auto kept = samples_.find(id);
  if (kept != samples_.end()) return kept->second;
  const auto folder = assist::sample_folder(*document.model, workspace_.files());
  std::string text;
  if (folder && assist::sample_size(*folder, workspace_.files()) <= kMostSampleBytes) {
    text = assist::sample_value(*document.model, id, workspace_.files(), language_).value_or("");
  }
  samples_[id] = text;
  return text;
}

Server::Result Server::hover(const Json& params) {
  const Place place = place_in(params);
  if (place.model == nullptr) return Json();
  const auto found = assist::hover(*place.model, place.offset, language_);
  if (!found) return Json();
  std::string text = found->markdown;
  if (found->name) {
    const std::string value = sample(*place.document, *found->name);
    if (!value.empty()) text += "\n\n" + value;
  }
  const Lines lines(place.document->text, workspace_.encoding());
  return Json{{"contents", {{"kind", "markdown"}, {"value", text}}},
              {"range", range(lines, found->at.begin, found->at.end)}};
}

Server::Result Server::completion(const Json& params) {
  const Place place = place_in(params);
  if (place.model == nullptr) return Json();
  const std::string& text = place.document->text;
  const auto found = assist::complete(text, place.offset, *place.model, language_);
  const Lines lines(text, workspace_.encoding());
  const Json at =
      range(lines, static_cast<std::uint32_t>(found.begin), static_cast<std::uint32_t>(found.end));
  std::string typed = text.substr(found.begin, place.offset - found.begin);
  if (!typed.empty() && typed[0] == '`') typed.erase(0, 1);
  Json items = Json::array();
  for (std::size_t i = 0; i < found.items.size(); ++i) {
    const assist::Completion& item = found.items[i];
    Json json = {
        {"label", item.label},
        {"kind", completion_kind(item)},
        {"detail", item.detail},
        {"filterText", filter_for(item, typed)},
        {"sortText", sort_text(item.rank, i)},
        {"textEdit", {{"range", at}, {"newText", item.insert.empty() ? item.label : item.insert}}}};
    if (!item.doc.empty()) json["documentation"] = item.doc;
    items.push_back(std::move(json));
  }
  return Json{{"isIncomplete", !typed.empty()}, {"items", std::move(items)}};
}

Server::Result Server::signature(const Json& params) {
  const Place place = place_in(params);
  if (place.model == nullptr) return Json();
  const auto found = assist::signature(*place.model, place.document->text, place.offset, language_);
  if (!found) return Json();
  Json parameters = Json::array();
  for (const std::string& parameter : found->parameters)
    parameters.push_back({{"label", parameter}});
  Json signature = {{"label", found->label}, {"parameters", std::move(parameters)}};
  if (!found->doc.empty()) signature["documentation"] = found->doc;
  return Json{{"signatures", Json::array({std::move(signature)})},
              {"activeSignature", 0},
              {"activeParameter", found->active}};
}

Server::Result Server::folding(const Json& params) {
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr) return found;
  const Lines lines(place.document->text, workspace_.encoding());
  for (const assist::Fold& fold : assist::folds(*place.model)) {
    Json json = {{"startLine", lines.position(fold.begin).line},
                 {"endLine", lines.position(fold.end).line}};
    if (fold.is_comment) json["kind"] = "comment";
    found.push_back(std::move(json));
  }
  return found;
}

Server::Result Server::selection(const Json& params) {
  Json found = Json::array();
  const auto uri = text_of(member(params, {"textDocument", "uri"}));
  Document* document = uri ? workspace_.find(*uri) : nullptr;
  if (document == nullptr) return found;
  for (const Json& position : member(params, "positions")) {
    const Place place = place_in({{"textDocument", {{"uri", *uri}}}, {"position", position}});
    const Lines lines(document->text, workspace_.encoding());
    Json nested;
    const std::vector<Span> parts = assist::enclosing_parts(*place.model, place.offset);
    for (std::size_t i = parts.size(); i-- > 0;) {
      Json part = {{"range", range(lines, parts[i].begin, parts[i].end)}};
      if (!nested.is_null()) part["parent"] = std::move(nested);
      nested = std::move(part);
    }
    if (nested.is_null()) nested = {{"range", range(lines, place.offset, place.offset)}};
    found.push_back(std::move(nested));
  }
  return found;
}

Server::Result Server::formatting(const Json& params) {
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.document == nullptr) return found;
  Diagnostics diagnostics;
  SourceMap sources;
  const auto formatted = driver::formatted(place.document->path, format::Spelling::AsWritten,
                                           workspace_.files(), diagnostics, sources);
  if (!formatted || formatted->after == formatted->before) return found;
  const std::string& before = formatted->before;
  const std::string& after = formatted->after;
  // only the lines that change, so that the cursor stays where it is
  std::size_t first = 0, line = 0;
  const std::size_t least = std::min(before.size(), after.size());
  for (; first < least && before[first] == after[first]; ++first) {
    if (before[first] == '\n') line = first + 1;
  }
  std::size_t same = 0, last = 0;
  while (same < least - line &&
         before[before.size() - 1 - same] == after[after.size() - 1 - same]) {
    ++same;
    if (before[before.size() - same] == '\n') last = same;
  }
  const Lines lines(before, workspace_.encoding());
  found.push_back({{"range", range(lines, static_cast<std::uint32_t>(line),
                                   static_cast<std::uint32_t>(before.size() - last))},
                   {"newText", after.substr(line, after.size() - last - line)}});
  return found;
}

Server::Result Server::semantic_tokens(const Json& params) {
  constexpr unsigned kDeclaration = 1, kDocumentation = 2, kDefaultLibrary = 4;
  const Place place = place_in(params);
  Json data = Json::array();
  if (place.model == nullptr) return Json{{"data", data}};
  const std::string& text = place.document->text;
  const Lines lines(text, workspace_.encoding());
  Position last;
  for (const assist::SemanticToken& token : assist::semantic_tokens(*place.model)) {
    const Position at = lines.position(token.begin);
    unsigned modifiers = token.declares ? kDeclaration : 0;
    if (token.is_documentation) modifiers |= kDocumentation;
    if (token.kind == assist::TokenKind::Word) modifiers |= kDefaultLibrary;
    data.push_back(at.line - last.line);
    data.push_back(at.line == last.line ? at.character - last.character : at.character);
    data.push_back(length_in(std::string_view(text).substr(token.begin, token.end - token.begin),
                             workspace_.encoding()));
    data.push_back(static_cast<unsigned>(token.kind));
    data.push_back(modifiers);
    last = at;
  }
  return Json{{"data", std::move(data)}};
}

Server::Result Server::inlay_hints(const Json& params) {
  constexpr int kType = 1, kParameter = 2;
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr) return found;
  const Lines lines(place.document->text, workspace_.encoding());
  const auto line = [&](const char* end) {
    return number_of(member(params, {"range", end, "line"}));
  };
  const std::int64_t first = line("start").value_or(0);
  const std::int64_t last = line("end").value_or(static_cast<std::int64_t>(lines.count()));
  for (const assist::InlayHint& hint : assist::inlay_hints(*place.model, language_)) {
    const Position at = lines.position(hint.offset);
    if (at.line < first || at.line > last) continue;
    found.push_back({{"position", {{"line", at.line}, {"character", at.character}}},
                     {"label", hint.text},
                     {"kind", hint.is_type ? kType : kParameter},
                     {"paddingLeft", !hint.is_type}});
  }
  return found;
}

}  // namespace kpi::lsp
