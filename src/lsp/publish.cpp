#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "lsp/server.hpp"

/// What is wrong with a file, as the editor underlines it.
namespace kpi::lsp {
namespace {

int severity_in(Severity severity) {
  constexpr int kError = 1, kWarning = 2, kInformation = 3;
  switch (severity) {
    case Severity::Error: return kError;
    case Severity::Warning: return kWarning;
    case Severity::Note: break;
  }
  return kInformation;
}

/// The whole message: what an underline says, what is known, what to do.
std::string text_in(const Diagnostic& diagnostic, Language language) {
  std::string text = message_text(diagnostic, language);
  if (diagnostic.span_label) text += "\n" + message_text(*diagnostic.span_label, language);
  for (const Message& note : diagnostic.notes)
    text += "\n" + message_text(note, language);
  for (const Message& hint : diagnostic.hints)
    text += "\n" + message_text(hint, language);
  return text;
}

}  // namespace

Json Server::diagnostic(const assist::Model& model, const Diagnostic& diagnostic) const {
  Json json = {{"severity", severity_in(severity_of(diagnostic.code))},
               {"code", name_of(diagnostic.code)},
               {"source", "kpi"},
               {"message", text_in(diagnostic, language_)}};
  const SourceMap& sources = model.sources();
  const bool placed = static_cast<bool>(diagnostic.span.file);
  json["range"] =
      placed ? range(sources[diagnostic.span.file], diagnostic.span.begin, diagnostic.span.end)
             : range(Lines("", workspace_.encoding()), 0, 0);
  Json related = Json::array();
  for (const Label& label : diagnostic.labels) {
    if (!label.span.file) continue;
    const SourceFile& file = sources[label.span.file];
    if (file.path().compare(0, 1, "/") != 0) continue;  // of the library, which is no file
    related.push_back({{"location", location(file, label.span)},
                       {"message", message_text(label.message, language_)}});
  }
  if (!related.empty()) json["relatedInformation"] = std::move(related);
  return json;
}

void Server::publish(Document& document) {
  const assist::Model& model = workspace_.model(document);
  std::map<std::string, Json> by_file;
  by_file[document.uri] = Json::array();
  Diagnostics sorted;
  sorted.take(model.studied.diagnostics);
  sorted.sort();
  for (const Diagnostic& each : sorted.items()) {
    std::string uri = document.uri;
    const bool elsewhere = each.span.file && model.has_main() && each.span.file != model.main();
    if (elsewhere) uri = workspace_.uri_for(model.sources()[each.span.file].path());
    const bool tells_itself = elsewhere && workspace_.find(uri) != nullptr;
    if (tells_itself) continue;
    by_file[uri].push_back(diagnostic(model, each));
  }
  for (const std::string& told : document.told)
    by_file.emplace(told, Json::array());
  document.told.clear();
  document.shown = document.model;
  for (const auto& [uri, list] : by_file) {
    Json params = {{"uri", uri}, {"diagnostics", list}};
    if (uri == document.uri) params["version"] = document.version;
    if (!list.empty() || uri == document.uri) document.told.push_back(uri);
    send({{"jsonrpc", "2.0"},
          {"method", "textDocument/publishDiagnostics"},
          {"params", std::move(params)}});
  }
}

}  // namespace kpi::lsp
