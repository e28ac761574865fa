#include "syntax/expected.hpp"

#include "syntax/found.hpp"
#include "syntax/keywords.hpp"

namespace kpi::syntax {
namespace {

std::string expected_words(const Failure& failure, std::string_view beside) {
  constexpr std::size_t kMost = 6;
  std::size_t count = 0;
  std::string list;
  for (const Expectation& e : failure.expected) {
    if (e.kind == Expectation::Kind::Class || e == Expectation::sign(Symbol::Dot)) continue;
    if (++count > kMost) break;
    const std::string said = e.kind == Expectation::Kind::Word
                                 ? word_beside(beside, static_cast<Keyword>(e.value))
                                 : std::string(spelling_of(static_cast<Symbol>(e.value)));
    list += (list.empty() ? "`" : ", `") + said + "`";
  }
  return list;
}

Text expected_class(const Failure& failure) {
  struct Row {
    Expected what;
    Text text;
  };
  constexpr Row kRows[] = {
      {Expected::Type, Text::expect_type},     {Expected::Window, Text::expect_window},
      {Expected::Policy, Text::expect_policy}, {Expected::PeriodWord, Text::expect_period_word},
      {Expected::Clause, Text::expect_clause}, {Expected::Name, Text::expect_name},
      {Expected::Number, Text::expect_number}, {Expected::Date, Text::expect_date},
      {Expected::Mode, Text::expect_mode},     {Expected::Operator, Text::expect_operator},
      {Expected::Text, Text::expect_text}};
  for (const Row& row : kRows) {
    if (failure.expects(row.what)) return row.text;
  }
  return Text::expect_end;
}

}  // namespace

Argument expected_argument(const Failure& f, std::string_view beside) {
  const auto is = [](const char* what) { return Argument("expected", what); };
  const auto some = [](Text what) { return Argument("expected", what); };
  if (f.expects(Expected::Value)) return some(Text::expect_value);
  if (f.expects(Expected::Declaration)) return some(Text::expect_declaration);
  if (f.expects(Expected::Item)) return some(Text::expect_item);
  if (f.expects(Symbol::RightParen)) {
    return f.expects(Expected::Operator) ? some(Text::expect_operator_or_close) : is("`)`");
  }
  if (f.expects(Expected::Type)) return some(Text::expect_type);
  if (f.expects(Keyword::Weight))
    return {"expected", "`" + word_beside(beside, Keyword::Weight) + "`"};
  if (f.expects(Symbol::Colon)) return is("`:`");
  if (f.expects(Symbol::Define)) return is("`=`");
  if (f.expects(Expected::ItemEnd)) {
    return some(f.expects(Expected::Clause)     ? Text::expect_clause_or_end
                : f.expects(Expected::Operator) ? Text::expect_operator_or_end
                                                : Text::expect_end);
  }
  if (f.expects(Symbol::LeftBrace)) {
    return f.expects(Expected::Clause) ? some(Text::expect_clause_or_block) : is("`{`");
  }
  if (f.expects(Expected::FileEnd)) return some(Text::expect_operator_or_end);
  const std::string words = expected_words(f, beside);
  if (!words.empty()) return {"expected", words};
  return some(expected_class(f));
}

}  // namespace kpi::syntax
