#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace kpi;
using namespace kpi::test;

namespace {

RenderOptions in_format(DiagnosticFormat format) {
  RenderOptions options;
  options.format = format;
  return options;
}

}  // namespace

TEST_CASE("the concise form is one line with path, line and column", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "a\n指标 销售额 = 订单\r\n");
  const RenderOptions concise = in_format(DiagnosticFormat::Concise);
  Diagnostic error = error_at(span_of(sources, file, "订单"));
  error.note(Text::word_table);
  const std::string rest = ": error[" + std::string(name_of(error.code)) +
                           "]: " + message_text(error, Language::English) + "\n";
  CHECK(render(error, sources, concise) == "plan.kpi:2:10" + rest);
  error.span = {file, error.span.end + 1, error.span.end + 2};
  CHECK(render(error, sources, concise) == "plan.kpi:2:12" + rest);
  error.at_data({"data/orders.csv", 17, 3, "amount"});
  CHECK(render(error, sources, concise) == "data/orders.csv:17" + rest);
  error.at_data({"data/orders.csv", 0, 0, ""});
  CHECK(render(error, sources, concise) == "data/orders.csv" + rest);
  CHECK(render(error_at({}), sources, concise) == rest.substr(2));
}

TEST_CASE("the JSON form is one object per line", "[diag]") {
  SourceMap sources;
  const FileId file = sources.add("plan.kpi", "metric a = \"x\"\n");
  Diagnostic error = error_at(span_of(sources, file, "\"x\""));
  error.hint(Text::write_instead, {{"text", "a\"b\\c\n\x01"}});
  error.fix(span_of(sources, file, "\"x\""), "\"y\"", true);
  error.arguments = arguments_for(texts_of(error.code));
  const std::string json = render(error, sources, in_format(DiagnosticFormat::Json));
  CHECK(json.find("{\"code\":\"" + std::string(name_of(error.code)) +
                  "\",\"severity\":\"error\",\"message\":\"") == 0);
  const std::string place =
      "{\"file\":\"plan.kpi\",\"line\":1,\"column\":12,"
      "\"end_line\":1,\"end_column\":15}";
  CHECK(json.find("\"place\":" + place +
                  ",\"data\":null,\"label\":null,\"labels\":[],"
                  "\"notes\":[]") != std::string::npos);
  CHECK(json.find(R"("hints":["write `a\"b\\c\u000a)") != std::string::npos);
  CHECK(json.find("\"fixes\":[{\"place\":" + place + R"(,"replacement":"\"y\"","safe":true}]})") !=
        std::string::npos);
  CHECK(json.find('\n') == json.size() - 1);
}

TEST_CASE("the full form of several ends in a count", "[diag]") {
  SourceMap sources;
  Diagnostics diagnostics;
  const Code code = first_code(Severity::Error);
  CHECK(render(diagnostics, sources, {}).empty());
  for (const char* path : {"a.csv", "b.csv"}) {
    diagnostics.report_data(code, {path, 0, 0, ""}, arguments_for(texts_of(code)));
  }
  const std::string full = render(diagnostics, sources, {});
  CHECK(full.find(" --> a.csv\n\nerror[") != std::string::npos);
  CHECK(full.find(" --> b.csv\n\n2 errors\n") != std::string::npos);
  RenderOptions chinese;
  chinese.language = Language::Chinese;
  CHECK(render(diagnostics, sources, chinese).find("\n\n2 个错误\n") != std::string::npos);
  const std::string concise = render(diagnostics, sources, in_format(DiagnosticFormat::Concise));
  CHECK(concise.find("\n\n") == std::string::npos);
  CHECK(concise.find("2 errors") == std::string::npos);
}
