#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace kpi;
using namespace kpi::test;

TEST_CASE("codes have a name, a severity and are found by name", "[diag]") {
  for (std::size_t i = 0; i < code_count(); ++i) {
    const Code code = static_cast<Code>(i);
    const std::string name(name_of(code));
    REQUIRE(name.size() == 5);
    CHECK(find_code(name) == code);
    CHECK(find_code((name[0] == 'E' ? "e" : "w") + name.substr(1)) == code);
  }
  CHECK_FALSE(find_code("E9999"));
  CHECK_FALSE(find_code(""));
}

TEST_CASE("every message fills all its parameters in both languages", "[diag]") {
  for (std::size_t i = 0; i < code_count(); ++i) {
    Diagnostic diagnostic{};
    diagnostic.code = static_cast<Code>(i);
    diagnostic.arguments = arguments_for(texts_of(diagnostic.code));
    CHECK_FALSE(message_text(diagnostic, Language::English).empty());
    CHECK_FALSE(message_text(diagnostic, Language::Chinese).empty());
  }
}

TEST_CASE("English texts start in lower case and end without a period", "[diag]") {
  for (std::size_t i = 0; i < code_count(); ++i) {
    const Bilingual texts = texts_of(static_cast<Code>(i));
    INFO(texts.english);
    REQUIRE(texts.english.size() > 1);
    const char first = texts.english[0];
    const char second = texts.english[1];
    const bool capitalised = first >= 'A' && first <= 'Z' && second >= 'a' && second <= 'z';
    CHECK_FALSE(capitalised);
    CHECK(texts.english.back() != '.');
    CHECK(texts.chinese.find("。") == std::string_view::npos);
  }
}

TEST_CASE("the same code at the same place is kept once", "[diag]") {
  Diagnostics diagnostics;
  const Code code = first_code(Severity::Error);
  const Span here{FileId(std::size_t{0}), 4, 9};
  diagnostics.report(code, here).note(Text::word_table);
  diagnostics.report(code, here).note(Text::word_role).note(Text::word_role);
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics.items()[0].notes.size() == 1);
  CHECK(diagnostics.error_count() == 1);
  diagnostics.report(code, {here.file, 4, 10});
  CHECK(diagnostics.error_count() == 2);
}

TEST_CASE("messages without an exact place differ by what they say", "[diag]") {
  Diagnostics diagnostics;
  const Code code = first_code(Severity::Error);
  diagnostics.report(code, {}, {{"path", "a.kpi"}});
  diagnostics.report(code, {}, {{"path", "b.kpi"}});
  diagnostics.report(code, {}, {{"path", "b.kpi"}});
  CHECK(diagnostics.size() == 2);
  diagnostics.report_data(code, {"a.csv", 2, 1, "id"}, {{"check", "x"}});
  diagnostics.report_data(code, {"a.csv", 2, 1, "id"}, {{"check", "y"}});
  diagnostics.report_data(code, {"a.csv", 3, 1, "id"}, {{"check", "y"}});
  diagnostics.report_data(code, {"a.csv", 3, 1, "id"}, {{"check", "y"}});
  CHECK(diagnostics.size() == 5);
}

TEST_CASE("sorting puts rules by place and data last as reported", "[diag]") {
  Diagnostics diagnostics;
  const Code code = first_code(Severity::Error);
  const FileId first(std::size_t{0});
  const FileId second(std::size_t{1});
  diagnostics.report_data(code, {"z.csv", 9, 0, ""});
  diagnostics.report_data(code, {"a.csv", 1, 0, ""});
  diagnostics.report(code, {second, 0, 1});
  diagnostics.report(code, {first, 7, 8});
  diagnostics.report(code, {first, 2, 3});
  diagnostics.sort();
  const std::vector<Diagnostic>& items = diagnostics.items();
  CHECK(items[0].span == Span{first, 2, 3});
  CHECK(items[1].span == Span{first, 7, 8});
  CHECK(items[2].span == Span{second, 0, 1});
  CHECK(items[3].data->path == "z.csv");
  CHECK(items[4].data->path == "a.csv");
}

TEST_CASE("words of the table are translated inside a message", "[diag]") {
  const Message message{Text::defined_here, {{"name", Text::word_metric}}};
  CHECK(message_text(message, Language::English) == "`metric` is defined here");
  CHECK(message_text(message, Language::Chinese) == "`指标` 在这里定义");
}

TEST_CASE("Chinese words stand without spaces between them, names with", "[diag]") {
  const auto here = [](Text word) { return Message{Text::this_is, {{"what", word}}}; };
  CHECK(message_text(here(Text::unit_name_ratio), Language::Chinese) == "这是比率");
  CHECK(message_text({Text::this_is, {{"what", "CNY"}}}, Language::Chinese) == "这是 CNY");
  CHECK(message_text(here(Text::unit_name_ratio), Language::English) == "this is ratio");
}

TEST_CASE("a parameter can choose the word that agrees with it", "[diag]") {
  CHECK(message_text({Text::count_errors, {{"count", 1}}}, Language::English) == "1 error");
  CHECK(message_text({Text::count_errors, {{"count", 2}}}, Language::English) == "2 errors");
  CHECK(message_text({Text::count_errors, {{"count", 2}}}, Language::Chinese) == "2 个错误");
}

TEST_CASE("texts with different parameters are recognised", "[diag]") {
  using namespace template_check;
  STATIC_REQUIRE(same_parameters("`{name}` in {file}", "{file} 中的 `{name}`"));
  STATIC_REQUIRE(same_parameters("{count} {count|row|rows}", "{count} 行"));
  STATIC_REQUIRE(same_parameters("write `{{`", "写 `{{`"));
  STATIC_REQUIRE_FALSE(same_parameters("`{name}`", "`{nome}`"));
  STATIC_REQUIRE_FALSE(same_parameters("`{name}` {x}", "`{name}`"));
  STATIC_REQUIRE(well_formed("`{{` then {name}"));
  STATIC_REQUIRE_FALSE(well_formed("{name"));
  STATIC_REQUIRE_FALSE(well_formed("{}"));
  STATIC_REQUIRE_FALSE(well_formed("a } b"));
  STATIC_REQUIRE(is_code_name("E0301", true));
  STATIC_REQUIRE(is_code_name("W0301", false));
  STATIC_REQUIRE_FALSE(is_code_name("W0301", true));
  STATIC_REQUIRE_FALSE(is_code_name("E301", true));
}
