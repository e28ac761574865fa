#include "syntax/slips.hpp"

#include <algorithm>
#include <utility>

#include "base/calendar.hpp"
#include "base/text.hpp"
#include "syntax/clause_slips.hpp"
#include "syntax/keywords.hpp"
#include "syntax/mistake_reader.hpp"
#include "syntax/spoken_slips.hpp"

namespace kpi::syntax {
namespace {

class Slips : private MistakeReader {
 public:
  Slips(const Mistake& mistake, Diagnostics& diagnostics) : MistakeReader(mistake, diagnostics) {}

  bool report() {
    return grade_without_tiers() || other_word() || scored_by() || missing_comma() || bare_text() ||
           quoted_name() || period_word() || foreign_period() || sql_word() || definition_sign() ||
           sheet_column() || row_without_argument() || line_out_of_order() || missing_bracket() ||
           link_without_arrow() || column_with_table() || misspelt_word() || name_with_blank() ||
           missing_separator();
  }

 private:
  /// `销售额 > 5 并且 …`, `超额累进 {`; `加分 5 分` in a scorecard, which reads it as a line's name
  bool other_word() {
    if (found_word()) {
      const char* meant = word_meant(text(found()));
      if (meant == nullptr) return false;
      const bool list = failure_.expects(Symbol::Comma) && spells(meant, Keyword::And);
      if (list) meant = "、";
      unexpected({"expected", std::string("`") + meant + "`"}).fix(span(found()), meant, false);
      return true;
    }
    const auto& before = around_.previous;
    if (!failure_.expects(Keyword::Weight) || !before || before->kind != Token::Kind::Word) {
      return false;
    }
    const std::string_view word = text(*before);
    const char* item = item_of_other_language(word);
    const bool unknown = item == nullptr && found().kind == Token::Kind::Digits &&
                         !is_declared(scanner_.text(), word);
    const std::string meant = item != nullptr ? item : unknown ? nearest_item(word) : std::string();
    if (meant.empty()) return false;
    diagnostics_
        .report(Code::unexpected, span(*before),
                {{"found", "`" + std::string(word) + "`"}, {"expected", "`" + meant + "`"}})
        .fix(span(*before), meant, false);
    return true;
  }

  /// `grade if score >= 85 then "A" else "B"`, which is read as a line of a metric `grade`
  bool grade_without_tiers() {
    const auto& before = around_.previous;
    const bool grade = before && spells(text(*before), Keyword::Grade) && at_line_of_item();
    if (!grade || !failure_.expects(Keyword::Weight)) return false;
    const std::string tiers =
        "tiers grades(s: points) -> text { s < 60 : \"C\" ; s >= 60 : \"A\" }";
    unexpected({"expected", Text::expect_name})
        .hint(Text::grades_of_tiers, {{"grade", form("grade grades")}, {"tiers", form(tiers)}});
    return true;
  }

  /// `scored by attainment`
  bool scored_by() {
    const auto& before = around_.previous;
    const bool by = found_word() && spells(text(found()), Keyword::By) && before &&
                    spells(text(*before), Keyword::Scored);
    if (!by) return false;
    unexpected({"expected", Text::expect_value}).fix(span(found()), "", false);
    return true;
  }

  /// `one of "rep" "manager"`
  bool missing_comma() {
    const bool texts = found().kind == Token::Kind::Text && around_.previous &&
                       around_.previous->kind == Token::Kind::Text;
    if (!texts || !failure_.expects(Symbol::Comma)) return false;
    const std::size_t end = around_.previous->end;
    unexpected({"expected", "`,`"}).fix(span(end, end), ",", false);
    return true;
  }

  /// `from Net Amount`, `one of rep, manager`
  bool bare_text() {
    const auto& expected = failure_.expected;
    const bool only_text = std::all_of(expected.begin(), expected.end(), [](const Expectation& e) {
      return e == Expectation::of(Expected::Text) || e == Expectation::word(Keyword::None) ||
             e == Expectation::word(Keyword::HeadersOf);
    });
    if (!found_word() || !failure_.expects(Expected::Text) || !only_text) return false;
    const Span words = span(found().begin, words_end(found().end));
    const std::string written(scanner_.between(words.begin, words.end));
    unexpected({"expected", Text::expect_text}).fix(words, '"' + written + '"', false);
    return true;
  }

  /// The end of the words that follow on the line.
  std::size_t words_end(std::size_t end) const {
    for (;;) {
      const std::size_t next = scanner_.skip(end, false);
      const std::size_t after = scanner_.word_end(next);
      if (after == next || is_any_keyword(scanner_.between(next, after))) return end;
      end = after;
    }
  }

  /// `every quarterly`, `for seller monthly`; `每季度` lacks only a space
  bool period_word() {
    struct Row {
      std::string_view seen;
      const char* meant;
    };
    constexpr Row kRows[] = {{"daily", "day"},
                             {"days", "day"},
                             {"weekly", "week"},
                             {"weeks", "week"},
                             {"monthly", "month"},
                             {"months", "month"},
                             {"quarterly", "quarter"},
                             {"quarters", "quarter"},
                             {"qtr", "quarter"},
                             {"half-year", "half"},
                             {"semester", "half"},
                             {"halfyear", "half"},
                             {"yearly", "year"},
                             {"annually", "year"},
                             {"annual", "year"},
                             {"years", "year"},
                             {"月度", "月"},
                             {"季", "季度"},
                             {"年度", "年"}};
    const bool after_every = failure_.expects(Expected::PeriodWord);
    const bool in_head = failure_.expects(Expected::Clause) &&
                         (failure_.expects(Symbol::LeftBrace) || failure_.expects(Symbol::Define));
    if (!found_word() || (!after_every && !in_head)) return false;
    const std::string seen = ascii_lower(text(found()));
    const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                  [&](const Row& each) { return each.seen == seen; });
    if (row == std::end(kRows)) return false;
    const bool chinese = static_cast<unsigned char>(seen[0]) >= 0x80;
    const std::string every = after_every ? "" : chinese ? "每 " : "every ";
    unexpected({"expected", after_every ? Text::expect_period_word : Text::expect_clause_or_block})
        .fix(span(found()), every + row->meant, false);
    return true;
  }

  /// `during Q1 2025`, `covers 2025/1 to …`: what stands between the word and the next one
  bool foreign_period() {
    constexpr Keyword kBefore[] = {Keyword::During, Keyword::Covers, Keyword::To, Keyword::Until};
    std::optional<std::size_t> begin;
    for (std::size_t at = failure_.item_begin; at < failure_.at;) {
      const Token token = token_at(scanner_, scanner_.skip(at, true));
      if (token.begin >= failure_.at || token.end <= at) break;
      const bool opens = token.kind == Token::Kind::Word &&
                         std::any_of(std::begin(kBefore), std::end(kBefore),
                                     [&](Keyword word) { return spells(text(token), word); });
      if (opens) begin = scanner_.skip(token.end, false);
      at = token.end;
    }
    if (!begin) return false;
    const std::size_t end = period_end(*begin);
    if (end < failure_.at) return false;
    const std::string_view seen = trim(scanner_.between(*begin, end));
    const auto meant = period_meant(seen);
    if (!meant) return false;
    const Span where = span(*begin, *begin + seen.size());
    diagnostics_.report(Code::no_such_date, where, {{"text", seen}})
        .hint(Text::did_you_mean, {{"name", *meant}})
        .fix(where, *meant, false);
    return true;
  }

  /// Up to the end of the line, a bracket, a comma, or a word that joins or begins a clause.
  std::size_t period_end(std::size_t at) const {
    while (!scanner_.at_end(at) && !scanner_.at_newline(at)) {
      const Token token = token_at(scanner_, at);
      const bool joins = token.kind == Token::Kind::Word &&
                         (is_reserved(text(token)) || spells(text(token), Keyword::Every));
      const bool closes = token.is(Symbol::RightParen) || token.is(Symbol::LeftBrace) ||
                          token.is(Symbol::Semicolon) || token.end <= at;
      if (joins || closes) return at;
      at = scanner_.skip(token.end, false);
    }
    return at;
  }

  /// `currency "CNY"`
  bool quoted_name() {
    const auto& expected = failure_.expected;
    const bool only_name = std::all_of(expected.begin(), expected.end(), [](const Expectation& e) {
      return e == Expectation::of(Expected::Name);
    });
    if (found().kind != Token::Kind::Text || expected.empty() || !only_name) return false;
    const std::string_view inner = scanner_.between(found().begin + 1, found().end - 1);
    if (Scanner(inner).word_end(0) != inner.size()) return false;
    unexpected({"expected", Text::expect_name}).fix(span(found()), std::string(inner), false);
    return true;
  }

  /// `select sum(…)`, `group by region`, `name like "A%"`
  bool sql_word() {
    if (!failure_.expects(Expected::Operator)) return false;
    const auto& before = around_.previous;
    if (before && ascii_lower(text(*before)) == "select") {
      foreign(span(*before), form("sum(table.column where …)"));
      return true;
    }
    if (!found_word()) return false;
    const std::string lower = ascii_lower(text(found()));
    if (lower == "like") {
      foreign(span(found()), form("is one of \"a\", \"b\""));
      return true;
    }
    const Token next = token_at(scanner_, scanner_.skip(found().end, false));
    if (lower != "group" || ascii_lower(text(next)) != "by") return false;
    foreign(span(found().begin, next.end), form(in_query() ? "by" : "per"));
    return true;
  }

  /// What is asked on the command line ends with the input.
  bool in_query() const { return failure_.expects(Expected::FileEnd); }

  /// `metric a : …`, `metric a == …`, `metric a sum(…)`, `amount = money`, `currency = CNY`,
  /// `weight : 70%`
  bool definition_sign() {
    const bool colon = found().is(Symbol::Colon);
    const bool equals = found().is(Symbol::Define);
    const bool wants_colon =
        failure_.expects(Symbol::Colon) && !failure_.expects(Expected::Operator);
    if (failure_.expects(Symbol::Define) && colon &&
        scanner_.text().substr(found().end, 1) == "=") {
      unexpected({"expected", "`=`"}).fix(span(found().begin, found().end + 1), "=", false);
      return true;
    }
    if (failure_.expects(Symbol::Define) && (colon || found().is(Symbol::Equal))) {
      unexpected({"expected", "`=`"}).fix(span(found()), "=", false);
      return true;
    }
    if (failure_.expects(Symbol::Define) && found_word() && opens_bracket(found().end)) {
      unexpected({"expected", "`=`"}).fix(span(found().begin, found().begin), "= ", false);
      return true;
    }
    const Token behind = token_at(scanner_, scanner_.skip(found().end, false));
    if (equals && wants_colon && at_line_of_item() && behind.kind == Token::Kind::Text) {
      unexpected({"expected", "`from`"}).fix(span(found()), "from", false);  // `rep_id = "工号"`
      return true;
    }
    if (equals && wants_colon && at_line_of_item()) {
      unexpected({"expected", "`:`"}).fix(span(found()), ":", false);
      return true;
    }
    const bool arrow = equals && scanner_.text().substr(found().end, 1) == ">";
    if (arrow && failure_.expects(Expected::Type)) {
      const Span both = span(found().begin, found().end + 1);
      unexpected({"expected", "`->`"}).fix(both, "->", false);
      return true;
    }
    const bool value = failure_.expects(Expected::Value) && around_.previous &&
                       (colon || (equals && around_.previous->is(Symbol::Define)));
    const bool name = failure_.expects(Expected::Name) && equals && around_.previous &&
                      spells(text(*around_.previous), Keyword::Currency);
    if (!value && !name) return false;
    unexpected({"expected", value ? Text::expect_value : Text::expect_name})
        .fix(span(found()), "", false);
    return true;
  }

  bool opens_bracket(std::size_t end) const {
    const auto symbol = scanner_.symbol_at(scanner_.skip(end, false));
    return symbol && symbol->symbol == Symbol::LeftParen;
  }

  /// Only one name stands before the mistake.
  bool at_line_of_item() const {
    return around_.previous && around_.previous->begin == failure_.item_begin;
  }

  /// `orders[amount]` and `orders!amount`
  bool sheet_column() {
    if (found().kind != Token::Kind::Other || !around_.previous) return false;
    const std::string_view sign = text(found());
    const bool adjacent =
        around_.previous->kind == Token::Kind::Word && around_.previous->end == found().begin;
    const Token column = token_at(scanner_, found().end);
    if ((sign != "[" && sign != "!") || !adjacent || column.kind != Token::Kind::Word) return false;
    if (!names_table(std::string(text(*around_.previous)))) return false;
    const bool closed = scanner_.text().substr(column.end, 1) == "]";
    const std::size_t end = sign == "[" && closed ? column.end + 1 : column.end;
    const Span where = span(around_.previous->begin, end);
    const std::string meant =
        std::string(text(*around_.previous)) + "." + std::string(text(column));
    foreign(where, meant).fix(where, meant, false);
    return true;
  }

  /// `<80% : 0`, `80% 以下 : 0` in a tiers table
  bool row_without_argument() {
    constexpr std::string_view kBounds[] = {"以下", "以上", "及以上", "及以下", "以内", "不足",
                                            "超过", "大于", "小于",   "低于",   "高于", "不低于"};
    const bool compares = found().is(Symbol::Less) || found().is(Symbol::LessEqual) ||
                          found().is(Symbol::Greater) || found().is(Symbol::GreaterEqual);
    if (compares && failure_.expects(Expected::Item)) {
      unexpected({"expected", Text::expect_item})
          .hint(Text::write_instead, {{"text", "x " + std::string(text(found())) + " … : …"}});
      return true;
    }
    const bool bound = found_word() && std::find(std::begin(kBounds), std::end(kBounds),
                                                 text(found())) != std::end(kBounds);
    if (!bound) return false;
    foreign(span(found()), "x < …, … <= x < …, x >= …");
    return true;
  }

  /// `weight 40% revenue`, `revenue 40%`, `revenue scored … weight 40%`
  bool line_out_of_order() {
    const auto& before = around_.previous;
    if (before && spells(text(*before), Keyword::Weight) && at_line_of_item() &&
        found().kind == Token::Kind::Digits) {
      diagnostics_.report(Code::line_not_metric, span(*before))
          .hint(Text::write_instead, {{"text", form("revenue weight 40% …")}});
      return true;
    }
    if (!failure_.expects(Keyword::Weight)) return false;
    if (found().kind == Token::Kind::Digits) {
      const std::string weight = form("weight");
      unexpected({"expected", "`" + weight + "`"})
          .fix(span(found().begin, found().begin), weight + " ", false);
      return true;
    }
    if (!found_word() || !before || !is_any_keyword(text(found()))) return false;
    const std::string weight = form("weight");
    unexpected({"expected", "`" + weight + "`"})
        .hint(Text::write_instead, {{"text", std::string(text(*before)) + " " + weight + " 40% " +
                                                 std::string(text(found())) + " …"}});
    return true;
  }

  /// `sum orders.amount`
  bool missing_bracket() {
    const auto& before = around_.previous;
    const bool function = before && before->kind == Token::Kind::Word &&
                          find_keyword(text(*before), WordClass::Builtin).has_value();
    if (!function || !found_word() || around_.first_on_line) return false;
    if (!failure_.expects(Expected::Operator) || is_reserved(text(found()))) return false;
    const Token dot = token_at(scanner_, found().end);
    const Token column = token_at(scanner_, dot.end);
    if (!dot.is(Symbol::Dot) || column.kind != Token::Kind::Word) return false;
    const Span where = span(before->end, column.end);
    const std::string path(scanner_.between(found().begin, column.end));
    unexpected({"expected", "`(`"}).fix(where, '(' + path + ')', false);
    return true;
  }

  /// `table orders dated orders.day`
  bool column_with_table() {
    const bool in_head = failure_.expects(Expected::Clause);
    if (!found().is(Symbol::Dot) || !in_head || !around_.previous) return false;
    const Token column = token_at(scanner_, found().end);
    if (column.kind != Token::Kind::Word) return false;
    unexpected({"expected", Text::expect_clause_or_block})
        .fix(span(around_.previous->begin, column.end), std::string(text(column)), false);
    return true;
  }

  /// `rep : reps`
  bool link_without_arrow() {
    if (!found_word() || !failure_.expects(Expected::Type)) return false;
    const std::string name(text(found()));
    if (type_of_other_language(ascii_lower(name)) != nullptr) return false;
    if (!names_table(name)) return false;
    unexpected({"expected", Text::expect_type}).fix(span(found()), "-> " + name, false);
    return true;
  }

  /// `sum(orders.amount wher …)`, `score steps(attainment)`, `ammount 100 CNY`
  bool misspelt_word() {
    if (!found_word() || is_reserved(text(found())) || is_capital(found())) return false;
    const bool known = is_any_keyword(text(found()));
    std::vector<std::string> candidates;
    Argument expected{"expected", Text::expect_clause};
    if (failure_.expects(Expected::Clause)) {
      candidates = {"dated",  "credited", "covers", "unique", "valid", "every",  "weight",
                    "target", "scored",   "cap",    "floor",  "round", "better", "during"};
      expected = {"expected", failure_.expects(Symbol::LeftBrace) ? Text::expect_clause_or_block
                                                                  : Text::expect_clause_or_end};
    } else if (failure_.expects(Expected::Item)) {
      if (!known) {
        candidates = {"amount", "add",   "deduct", "cap",  "floor",
                      "round",  "carry", "grade",  "check"};
      }
      expected = {"expected", Text::expect_item};
    } else if (failure_.expects(Expected::Operator) && after_word() && !known) {
      candidates = {"where", "per", "during", "among", "dated", "credited", "skipping", "and"};
      expected = {"expected", failure_.expects(Symbol::RightParen) ? Text::expect_operator_or_close
                                                                   : Text::expect_operator_or_end};
    }
    const char* item = failure_.expects(Expected::Item)
                           ? item_of_other_language(ascii_lower(text(found())))
                           : nullptr;
    const auto near = item != nullptr ? std::optional<std::string>(item)
                                      : nearest(text(found()), with_other_spellings(candidates));
    if (!near || *near == text(found())) return false;
    unexpected(expected)
        .hint(Text::did_you_mean, {{"name", *near}})
        .fix(span(found()), *near, false);
    return true;
  }

  /// `kpi query 'revenue margin'`, `by region per month`
  bool missing_separator() {
    if (!in_query() || !found_word() || !after_word()) return false;
    const bool per = spells(text(found()), Keyword::Per);
    if (is_any_keyword(text(found())) && !per) return false;
    const Span where = per ? span(around_.previous->end, found().end)
                           : span(around_.previous->end, around_.previous->end);
    unexpected({"expected", "`,`"}).fix(where, ",", false);
    return true;
  }

  /// Two words side by side on a line.
  bool after_word() const {
    return around_.previous && around_.previous->kind == Token::Kind::Word &&
           around_.previous->end < found().begin && !around_.first_on_line;
  }

  bool is_capital(const Token& token) const {
    return text(token)[0] >= 'A' && text(token)[0] <= 'Z';
  }

  /// `orders.Net Amount`; at the head of a declaration or column `Net Amount : money`
  bool name_with_blank() {
    if (!found_word() || !after_word()) return false;
    const Token& before = *around_.previous;
    const bool foreign =
        is_any_keyword(text(found())) || is_any_keyword(text(before)) ||
        is_foreign_word(std::string(text(found()))) ||
        (!split_words(text(found())).empty() && !is_declared(scanner_.text(), text(found())));
    if (foreign) return false;
    const bool in_path = before.begin > 0 && scanner_.text()[before.begin - 1] == '.';
    const bool value = failure_.expects(Expected::Operator) && (in_path || is_capital(found()));
    const Span where = span(before.begin, words_end(found().end));
    const Token behind = token_at(scanner_, scanner_.skip(where.end, false));
    const bool head = (failure_.expects(Symbol::Colon) && behind.is(Symbol::Colon)) ||
                      (failure_.expects(Symbol::Define) && behind.is(Symbol::Define));
    if (!value && !head) return false;
    const std::string name(scanner_.between(where.begin, where.end));
    std::string plain = ascii_lower(name);
    std::replace(plain.begin(), plain.end(), ' ', '_');
    Diagnostic& report = diagnostics_.report(Code::name_with_blank, where, {{"name", name}});
    report.fix(where, '`' + name + '`', false);
    if (failure_.expects(Symbol::Define)) {
      report.hint(Text::did_you_mean, {{"name", plain}});
    } else {
      report.hint(Text::write_from_header, {{"name", plain}, {"header", name}});
    }
    return true;
  }

  /// Words of databases that have messages of their own.
  static bool is_foreign_word(const std::string& word) {
    constexpr std::string_view kWords[] = {"in",    "between", "like", "as",   "group",
                                           "order", "asc",     "desc", "from", "having"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  }
};

}  // namespace

bool report_slip(const Mistake& mistake, Diagnostics& diagnostics) {
  if (mistake.failure.too_deep) return false;
  return report_clause_slip(mistake, diagnostics) || report_spoken_slip(mistake, diagnostics) ||
         Slips(mistake, diagnostics).report();
}

}  // namespace kpi::syntax
