#include <algorithm>
#include <nlohmann/json.hpp>

#include "assist/hints.hpp"
#include "assist/sample.hpp"
#include "driver/session.hpp"
#include "lsp/server.hpp"
#include "output/labels.hpp"
#include "output/tests.hpp"

/// What can be done with the rules: edits that messages suggest, tests, values, lineage.
namespace kpi::lsp {
namespace {

/// What an edit does, as a menu shows it.
std::string title_of(const Diagnostic& diagnostic, const Fix& fix, const SourceMap& sources,
                     Language language) {
  if (diagnostic.fixes.size() == 1 && diagnostic.hints.size() == 1) {
    return message_text(diagnostic.hints[0], language);
  }
  const std::string before(sources.text(fix.span));
  if (before.empty()) {
    return message_text(kpi::Message{Text::action_insert, {{"text", fix.replacement}}}, language);
  }
  if (fix.replacement.empty()) {
    return message_text(kpi::Message{Text::action_remove, {{"text", before}}}, language);
  }
  return message_text(kpi::Message{Text::action_replace, {{"text", fix.replacement}}}, language);
}

/// The first error, which keeps every test from having values.
std::string why_not_computed(const assist::Model& model, Language language) {
  RenderOptions options;
  options.language = language;
  options.format = DiagnosticFormat::Concise;
  std::string text = message_text(kpi::Message{Text::test_not_computed, {}}, language);
  for (const Diagnostic& each : model.studied.diagnostics.items()) {
    if (severity_of(each.code) != Severity::Error) continue;
    std::string line = render(each, model.sources(), options);
    const std::string folder = io::folder_of(model.sources()[model.main()].path()) + '/';
    if (line.compare(0, folder.size(), folder) == 0) line.erase(0, folder.size());
    return text + ": " + line.substr(0, line.find('\n'));
  }
  return text;
}

}  // namespace

Server::Result Server::code_actions(const Json& params) {
  Json found = Json::array();
  Json asked = params;
  asked["position"] = member(params, {"range", "start"});
  const Place first = place_in(asked);
  asked["position"] = member(params, {"range", "end"});
  const Place last = place_in(asked);
  if (first.model == nullptr || !first.model->has_main()) return found;
  const assist::Model& model = *first.model;
  std::vector<assist::TextEdit> safe;
  for (const Diagnostic& each : model.studied.diagnostics.items()) {
    if (each.span.file != model.main()) continue;
    const bool here = each.span.begin <= last.offset && first.offset <= each.span.end;
    for (const Fix& fix : each.fixes) {
      if (!fix.span.file) continue;
      const assist::TextEdit edit{&model.sources()[fix.span.file], fix.span.begin, fix.span.end,
                                  fix.replacement};
      const bool apart = std::none_of(safe.begin(), safe.end(), [&](const auto& other) {
        return edit.begin < other.end && other.begin < edit.end;
      });
      if (fix.safe && fix.span.file == model.main() && apart) safe.push_back(edit);
      if (!here) continue;
      found.push_back({{"title", title_of(each, fix, model.sources(), language_)},
                       {"kind", "quickfix"},
                       {"isPreferred", fix.safe},
                       {"diagnostics", Json::array({diagnostic(model, each)})},
                       {"edit", text_edits({edit})}});
    }
  }
  bool wants_all = false;
  for (const Json& kind : member(params, {"context", "only"}))
    wants_all = wants_all || text_of(kind).value_or("").compare(0, 6, "source") == 0;
  if (wants_all && !safe.empty()) {
    found.push_back(
        {{"title", "kpi check --fix"}, {"kind", "source.fixAll"}, {"edit", text_edits(safe)}});
  }
  return found;
}

Server::Result Server::code_lenses(const Json& params) {
  const Place place = place_in(params);
  Json found = Json::array();
  if (place.model == nullptr) return found;
  const output::Words words(language_);
  const Lines lines(place.document->text, workspace_.encoding());
  for (const assist::Lens& lens : assist::lenses(*place.model)) {
    std::string title, command;
    switch (lens.kind) {
      case assist::Lens::Kind::RunTests:
        title = words(Text::lens_run_tests, {{"count", lens.count}});
        command = "kpi.runTests";
        break;
      case assist::Lens::Kind::RunTest:
        title = words(Text::lens_run_test);
        command = "kpi.runTest";
        break;
      case assist::Lens::Kind::Evaluate:
        title = words(Text::lens_evaluate);
        command = "kpi.evaluate";
        break;
      case assist::Lens::Kind::Lineage:
        title = words(Text::lens_lineage);
        command = "kpi.lineage";
        break;
    }
    found.push_back({{"range", range(lines, lens.at.begin, lens.at.end)},
                     {"command",
                      {{"title", title},
                       {"command", command},
                       {"arguments", Json::array({place.document->uri, lens.name})}}}});
  }
  return found;
}

Server::Result Server::execute(const Json& params) {
  const std::string command = text_of(member(params, "command")).value_or("");
  const Json& arguments = member(params, "arguments");
  const auto argument = [&](std::size_t i) {
    return arguments.is_array() && i < arguments.size() ? text_of(arguments[i]) : std::nullopt;
  };
  const auto uri = argument(0);
  Document* document = uri ? workspace_.find(*uri) : nullptr;
  if (document == nullptr) return Failure{ErrorCode::InvalidParams, "arguments"};
  const std::string name = argument(1).value_or("");
  if (command == "kpi.runTests") return run_tests(*document, "");
  if (command == "kpi.runTest") return run_tests(*document, name);
  if (command == "kpi.evaluate" || command == "kpi.lineage") return tell(*document, command, name);
  return Failure{ErrorCode::InvalidParams, command};
}

/// `title`: of one test; empty for all of the file and of what it uses.
Server::Result Server::run_tests(Document& document, const std::string& title) {
  const assist::Model& model = workspace_.model(document);
  if (!model.ok()) {
    return Failure{ErrorCode::RequestFailed, why_not_computed(model, language_)};
  }
  Diagnostics diagnostics;
  auto results = driver::run_tests(model.studied.compiled, title, {}, driver::Engine::Native,
                                   workspace_.files(), diagnostics);
  if (!title.empty()) {
    std::erase_if(results, [&](const score::TestResult& test) { return test.title != title; });
  }
  const bool failed = std::any_of(results.begin(), results.end(),
                                  [](const score::TestResult& test) { return !test.passed; });
  const output::TestReport report{results, std::nullopt, model.sources()};
  std::string text = output::render_tests(report, output::TestFormat::Table, language_, false);
  for (const Diagnostic& each : diagnostics.items())
    text += message_text(each, language_) + '\n';
  show(text, failed || diagnostics.has_errors());
  return Json(text);
}

Server::Result Server::tell(Document& document, const std::string& command,
                            const std::string& name) {
  const assist::Model& model = workspace_.model(document);
  const auto id = model.names.declared(name);
  if (!id) return Failure{ErrorCode::InvalidParams, name};
  std::string text;
  if (command == "kpi.lineage") {
    text = assist::lineage(model, *id, language_);
  } else {
    const auto value = assist::sample_value(model, *id, workspace_.files(), language_);
    text =
        value ? *value : message_text(kpi::Message{Text::sample_none, {{"name", name}}}, language_);
  }
  show(text, false);
  return Json(text);
}

}  // namespace kpi::lsp
