#include "lsp/server.hpp"

#include <exception>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace kpi::lsp {

struct Server::Message {
  Json content;
};

namespace {

Position position_of(const Json& value) {
  const auto whole = [](const Json& number) {
    const std::int64_t n = number_of(number).value_or(0);
    constexpr std::int64_t kMost = 0x7fffffff;
    return static_cast<std::uint32_t>(n < 0 ? 0 : n > kMost ? kMost : n);
  };
  return {whole(member(value, "line")), whole(member(value, "character"))};
}

/// A request is known by a number or a text; nothing else is sent back.
bool is_id(const Json& value) {
  return value.is_number() || value.is_string();
}

constexpr std::string_view kTokenTypes[] = {"keyword",  "comment",  "string",    "number",
                                            "operator", "function", "variable",  "type",
                                            "property", "variable", "parameter", "class"};

Json capabilities(Encoding encoding) {
  Json types = Json::array();
  for (const std::string_view type : kTokenTypes)
    types.push_back(type);
  return {{"positionEncoding", encoding == Encoding::Utf8 ? "utf-8" : "utf-16"},
          {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
          {"hoverProvider", true},
          {"completionProvider", {{"triggerCharacters", {".", "(", "`"}}}},
          {"signatureHelpProvider",
           {{"triggerCharacters", {"(", ","}}, {"retriggerCharacters", {")"}}}},
          {"definitionProvider", true},
          {"referencesProvider", true},
          {"documentHighlightProvider", true},
          {"documentSymbolProvider", true},
          {"workspaceSymbolProvider", true},
          {"codeActionProvider", {{"codeActionKinds", {"quickfix", "source.fixAll"}}}},
          {"codeLensProvider", {{"resolveProvider", false}}},
          {"documentFormattingProvider", true},
          {"renameProvider", {{"prepareProvider", true}}},
          {"foldingRangeProvider", true},
          {"selectionRangeProvider", true},
          {"inlayHintProvider", true},
          {"semanticTokensProvider",
           {{"legend",
             {{"tokenTypes", types},
              {"tokenModifiers", {"declaration", "documentation", "defaultLibrary"}}}},
            {"full", true}}},
          {"executeCommandProvider",
           {{"commands", {"kpi.runTests", "kpi.runTest", "kpi.evaluate", "kpi.lineage"}}}},
          {"workspace", {{"workspaceFolders", {{"supported", true}}}}}};
}

}  // namespace

Server::Server(const io::Files& files, Language language, std::function<void(std::string)> send)
    : send_(std::move(send)), language_(language), workspace_(files) {}
Server::~Server() = default;

void Server::send(const Json& message) {
  send_(framed(written(message)));
}

void Server::send_error(const Json& id, ErrorCode code, const std::string& message) {
  send({{"jsonrpc", "2.0"},
        {"id", id},
        {"error", {{"code", static_cast<int>(code)}, {"message", message}}}});
}

void Server::show(const std::string& text, bool failed) {
  constexpr int kError = 1, kInfo = 3;
  send({{"jsonrpc", "2.0"},
        {"method", "window/showMessage"},
        {"params", {{"type", failed ? kError : kInfo}, {"message", text}}}});
}

// ---- messages -----------------------------------------------------------------------------------

void Server::feed(std::string_view bytes) {
  framing_.feed(bytes);
  while (const auto frame = framing_.next())
    take(*frame);
}

void Server::take(const Framing::Frame& frame) {
  if (frame.broken || frame.too_long) {
    send_error(nullptr, ErrorCode::InvalidRequest,
               frame.broken ? "no Content-Length" : "the message is too long");
    return;
  }
  auto content = parsed(frame.content);
  if (!content) {
    send_error(nullptr, ErrorCode::ParseError, "no JSON");
    return;
  }
  if (text_of(member(*content, "method")) == "$/cancelRequest") {
    const Json& id = member(*content, {"params", "id"});
    if (is_id(id)) cancelled_.insert(written(id));
    return;
  }
  queue_.push_back(std::make_unique<Message>(Message{std::move(*content)}));
}

bool Server::step() {
  if (queue_.empty()) {
    cancelled_.clear();  // what they were about is answered
    return false;
  }
  const auto message = std::move(queue_.front());
  queue_.pop_front();
  const Json& content = message->content;
  try {
    handle(content);
  } catch (const std::exception& fault) {
    // ours, but no reason to leave an author alone: the next request may well be answered
    const Json& id = member(content, "id");
    if (is_id(id)) send_error(id, ErrorCode::InternalError, fault.what());
  }
  return true;
}

void Server::handle(const Json& message) {
  const auto method = text_of(member(message, "method"));
  const bool has_id = message.is_object() && message.contains("id");
  if (!method) {
    const bool reply = has_id && (message.contains("result") || message.contains("error"));
    if (!reply) send_error(nullptr, ErrorCode::InvalidRequest, "no method");
    return;
  }
  const Json& params = member(message, "params");
  if (!has_id) return notify(*method, params);
  const Json& id = message["id"];
  if (!is_id(id)) return send_error(nullptr, ErrorCode::InvalidRequest, "no id");
  if (cancelled_.erase(written(id)) > 0) {
    return send_error(id, ErrorCode::Cancelled, "cancelled");
  }
  Result result = answer(*method, params);
  if (const auto* failure = std::get_if<Failure>(&result)) {
    return send_error(id, failure->code, failure->message);
  }
  send({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(std::get<Json>(result))}});
}

const std::map<std::string, Server::Answer>& Server::answers() {
  static const std::map<std::string, Answer> kAnswers = {
      {"initialize", &Server::initialize},
      {"shutdown", &Server::shutdown},
      {"textDocument/definition", &Server::definition},
      {"textDocument/references", &Server::references},
      {"textDocument/documentHighlight", &Server::highlight},
      {"textDocument/prepareRename", &Server::prepare_rename},
      {"textDocument/rename", &Server::rename},
      {"textDocument/documentSymbol", &Server::document_symbols},
      {"workspace/symbol", &Server::workspace_symbols},
      {"textDocument/hover", &Server::hover},
      {"textDocument/completion", &Server::completion},
      {"textDocument/signatureHelp", &Server::signature},
      {"textDocument/foldingRange", &Server::folding},
      {"textDocument/selectionRange", &Server::selection},
      {"textDocument/formatting", &Server::formatting},
      {"textDocument/semanticTokens/full", &Server::semantic_tokens},
      {"textDocument/inlayHint", &Server::inlay_hints},
      {"textDocument/codeAction", &Server::code_actions},
      {"textDocument/codeLens", &Server::code_lenses},
      {"workspace/executeCommand", &Server::execute},
  };
  return kAnswers;
}

Server::Result Server::answer(const std::string& method, const Json& params) {
  const auto found = answers().find(method);
  if (found == answers().end()) return Failure{ErrorCode::MethodNotFound, method};
  if (shut_down_) return Failure{ErrorCode::InvalidRequest, "shut down"};
  const bool begins = method == "initialize";
  if (begins == initialized_) {
    return Failure{begins ? ErrorCode::InvalidRequest : ErrorCode::NotInitialized,
                   begins ? "initialized already" : "not initialized"};
  }
  return (this->*found->second)(params);
}

void Server::notify(const std::string& method, const Json& params) {
  if (method == "exit") {
    over_ = true;
    return;
  }
  if (!initialized_ || shut_down_) return;
  const auto uri = text_of(member(params, {"textDocument", "uri"}));
  if (method == "textDocument/didOpen") open(params);
  if (method == "textDocument/didChange") change(params);
  if (method == "textDocument/didClose" && uri) {
    if (Document* document = workspace_.find(*uri)) {
      for (const std::string& told : document->told) {
        send({{"jsonrpc", "2.0"},
              {"method", "textDocument/publishDiagnostics"},
              {"params", {{"uri", told}, {"diagnostics", Json::array()}}}});
      }
    }
    workspace_.close(*uri);
  }
  if (method == "workspace/didChangeWatchedFiles") workspace_.forget();
}

// ---- life ---------------------------------------------------------------------------------------

Server::Result Server::initialize(const Json& params) {
  Encoding encoding = Encoding::Utf16;
  for (const Json& offered : member(params, {"capabilities", "general", "positionEncodings"})) {
    if (text_of(offered) == "utf-8") encoding = Encoding::Utf8;
  }
  workspace_.set_encoding(encoding);
  std::optional<std::string> language =
      text_of(member(params, {"initializationOptions", "language"}));
  if (!language) language = text_of(member(params, "locale"));
  if (language && !language->empty()) {
    language_ =
        ascii_lower(*language).compare(0, 2, "zh") == 0 ? Language::Chinese : Language::English;
  }
  const Json& folders = member(params, "workspaceFolders");
  for (const Json& folder : folders) {
    if (const auto uri = text_of(member(folder, "uri"))) workspace_.add_root(path_of(*uri));
  }
  const auto root = text_of(member(params, "rootUri"));
  if (root && (!folders.is_array() || folders.empty())) workspace_.add_root(path_of(*root));
  initialized_ = true;
  return Json{{"capabilities", capabilities(encoding)},
              {"serverInfo", {{"name", "kpi"}, {"version", KPI_VERSION}}}};
}

Server::Result Server::shutdown(const Json&) {
  shut_down_ = true;
  return Json();
}

void Server::rest() {
  if (!initialized_ || shut_down_) return;
  for (auto& [uri, document] : workspace_.documents()) {
    if (document.stale || document.shown != document.model) publish(document);
  }
}

// ---- documents ----------------------------------------------------------------------------------

void Server::open(const Json& params) {
  const Json& document = member(params, "textDocument");
  const auto uri = text_of(member(document, "uri"));
  const auto text = text_of(member(document, "text"));
  if (!uri || !text) return;
  workspace_.open(*uri, number_of(member(document, "version")).value_or(0), *text);
}

void Server::change(const Json& params) {
  const auto uri = text_of(member(params, {"textDocument", "uri"}));
  if (!uri) return;
  std::vector<Change> changes;
  for (const Json& each : member(params, "contentChanges")) {
    const auto text = text_of(member(each, "text"));
    if (!text) continue;
    Change change;
    change.text = *text;
    const Json& range = member(each, "range");
    change.whole = !range.is_object();
    change.begin = position_of(member(range, "start"));
    change.end = position_of(member(range, "end"));
    changes.push_back(std::move(change));
  }
  workspace_.change(*uri, number_of(member(params, {"textDocument", "version"})).value_or(0),
                    changes);
}

Server::Place Server::place_in(const Json& params) {
  Place place;
  const auto uri = text_of(member(params, {"textDocument", "uri"}));
  place.document = uri ? workspace_.find(*uri) : nullptr;
  if (place.document == nullptr) return place;
  place.model = &workspace_.model(*place.document);
  const Lines lines(place.document->text, workspace_.encoding());
  place.offset = static_cast<std::uint32_t>(lines.offset(position_of(member(params, "position"))));
  return place;
}

}  // namespace kpi::lsp
