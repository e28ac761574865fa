#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <variant>

#include "diag/render.hpp"
#include "io/files.hpp"
#include "lsp/framing.hpp"
#include "lsp/json.hpp"
#include "lsp/workspace.hpp"

/// The language server protocol 3.17. One message after the other; what it does not know it says
/// so.
namespace kpi::lsp {

enum class ErrorCode : int {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  NotInitialized = -32002,
  RequestFailed = -32803,
  Cancelled = -32800
};
struct Failure {
  ErrorCode code = ErrorCode::InternalError;
  std::string message;
};

class Server {
 public:
  /// `send` gets whole messages, with their heads.
  Server(const io::Files& files, Language language, std::function<void(std::string)> send);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void feed(std::string_view bytes);
  /// Handles one message that has come in; false where there is none.
  bool step();
  /// Nothing has come in for the moment: tells about the files that changed.
  void rest();
  bool is_over() const { return over_; }
  /// 0 where it was asked to shut down before.
  int exit_code() const { return shut_down_ ? 0 : 1; }

 private:
  using Result = std::variant<Json, Failure>;
  using Answer = Result (Server::*)(const Json&);
  struct Message;

  // server.cpp
  void take(const Framing::Frame& frame);
  void handle(const Json& message);
  void notify(const std::string& method, const Json& params);
  Result answer(const std::string& method, const Json& params);
  static const std::map<std::string, Answer>& answers();
  void send(const Json& message);
  void send_error(const Json& id, ErrorCode code, const std::string& message);
  void show(const std::string& text, bool failed);
  Result initialize(const Json& params);
  Result shutdown(const Json& params);
  void open(const Json& params);
  void change(const Json& params);
  /// The document and the place in it that a request is about.
  struct Place {
    Document* document = nullptr;
    const assist::Model* model = nullptr;
    std::uint32_t offset = 0;
  };
  Place place_in(const Json& params);

  // answers_names.cpp
  Result definition(const Json& params);
  Result references(const Json& params);
  Result highlight(const Json& params);
  Result prepare_rename(const Json& params);
  Result rename(const Json& params);
  Result document_symbols(const Json& params);
  Result workspace_symbols(const Json& params);

  // answers_text.cpp
  Result hover(const Json& params);
  Result completion(const Json& params);
  Result signature(const Json& params);
  Result folding(const Json& params);
  Result selection(const Json& params);
  Result formatting(const Json& params);
  Result semantic_tokens(const Json& params);
  Result inlay_hints(const Json& params);
  /// Said under a hover where the sample gives a value; kept until the rules change.
  std::string sample(Document& document, assist::NameId id);

  // answers_actions.cpp
  Result code_actions(const Json& params);
  Result code_lenses(const Json& params);
  Result execute(const Json& params);
  Result run_tests(Document& document, const std::string& title);
  Result tell(Document& document, const std::string& command, const std::string& name);

  // publish.cpp
  void publish(Document& document);
  Json diagnostic(const assist::Model& model, const Diagnostic& diagnostic) const;

  // json_places.cpp
  Json range(const Lines& lines, std::uint32_t begin, std::uint32_t end) const;
  Json range(const SourceFile& file, std::uint32_t begin, std::uint32_t end) const;
  Json location(const SourceFile& file, Span at) const;
  Json text_edits(const std::vector<assist::TextEdit>& edits) const;

  std::function<void(std::string)> send_;
  Language language_;
  Workspace workspace_;
  Framing framing_;
  std::deque<std::unique_ptr<Message>> queue_;
  std::set<std::string> cancelled_;  // ids as JSON
  bool initialized_ = false;
  bool shut_down_ = false;
  bool over_ = false;
  std::shared_ptr<const assist::Model> sampled_;  // whose values are kept
  std::map<assist::NameId, std::string> samples_;
};

}  // namespace kpi::lsp
