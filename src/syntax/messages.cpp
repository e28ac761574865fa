#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "syntax/expected.hpp"
#include "syntax/failure.hpp"
#include "syntax/found.hpp"
#include "syntax/keywords.hpp"
#include "syntax/mistake_reader.hpp"
#include "syntax/slips.hpp"

/// Found this, where that was expected: say this. Each case of the table below is one mistake that
/// analysts make often; the rest gets the general message.
namespace kpi::syntax {
namespace {

constexpr int kDeepestNesting = 100;

class Reporter : private MistakeReader {
 public:
  Reporter(const Mistake& mistake, Diagnostics& diagnostics)
      : MistakeReader(mistake, diagnostics) {}

  void run() {
    if (report_slip({failure_, scanner_, file_, around_}, diagnostics_)) return;
    using Case = bool (Reporter::*)();
    constexpr Case kCases[] = {
        &Reporter::too_deep,          &Reporter::square_bracket,    &Reporter::apostrophes,
        &Reporter::reversed_operator, &Reporter::open_bracket,      &Reporter::stray_bracket,
        &Reporter::leading_operator,  &Reporter::foreign_sign,      &Reporter::upper_case,
        &Reporter::run_together,      &Reporter::not_a_declaration, &Reporter::reserved_as_name,
        &Reporter::if_as_operand,     &Reporter::if_as_function,    &Reporter::and_as_function,
        &Reporter::clause_misplaced,  &Reporter::foreign_phrase,    &Reporter::foreign_number,
        &Reporter::equals_after_word, &Reporter::text_out_of_place, &Reporter::comma_after_item};
    for (const Case candidate : kCases) {
      if ((this->*candidate)()) return;
    }
    anything_else();
  }

 private:
  bool found_end() const {
    return found().kind == Token::Kind::End || found().kind == Token::Kind::LineEnd;
  }
  std::size_t previous_end() const {
    return around_.previous ? around_.previous->end : failure_.at;
  }
  Diagnostic& report(Code code, Span where, Arguments arguments = {}) {
    return diagnostics_.report(code, where, std::move(arguments));
  }

  bool too_deep() {
    if (!failure_.too_deep) return false;
    report(Code::nested_too_deep, span(found()), {{"limit", kDeepestNesting}})
        .hint(Text::split_formula);
    return true;
  }

  bool square_bracket() {
    if (found().kind != Token::Kind::Other) return false;
    const std::string_view seen = text(found());
    if (seen != "[" && seen != "]" && seen != "［" && seen != "］") return false;
    report(Code::square_bracket, span(found()));
    return true;
  }

  bool apostrophes() {
    if (found().kind != Token::Kind::Other || text(found()) != "'") return false;
    const std::size_t close = scanner_.text().find_first_of("'\n", found().end);
    const bool closed = close != std::string_view::npos && scanner_.text()[close] == '\'';
    const Span where = span(found().begin, closed ? close + 1 : found().end);
    Diagnostic& diagnostic = report(Code::quoted_with_apostrophes, where);
    if (closed) {
      const std::string inner(scanner_.between(found().end, close));
      const bool plain = inner.find_first_of("\"\\") == std::string::npos &&
                         scanner_.text().substr(close + 1, 1) != "'";
      diagnostic.fix(where, "\"" + inner + "\"", plain);
    }
    return true;
  }

  /// `=>` and `=<`
  bool reversed_operator() {
    const bool turned = found().is(Symbol::Greater) || found().is(Symbol::Less);
    if (!turned || !around_.previous || !around_.previous->is(Symbol::Define)) return false;
    if (around_.previous->end != found().begin) return false;
    const Span where = span(around_.previous->begin, found().end);
    const std::string meant = found().is(Symbol::Greater) ? ">=" : "<=";
    report(Code::foreign_operator, where,
           {{"seen", scanner_.between(where.begin, where.end)}, {"meant", meant}})
        .fix(where, meant, true);
    return true;
  }

  bool open_bracket() {
    if (!failure_.expects(Symbol::RightParen) || around_.open.empty()) return false;
    const Token& opener = around_.open.back();
    const bool breaks_off = found_end() || around_.first_on_line || found().is(Symbol::LeftBrace) ||
                            found().is(Symbol::RightBrace) || found().is(Symbol::Semicolon);
    if (!opener.is(Symbol::LeftParen) || !breaks_off) return false;
    const Span where = span(previous_end(), previous_end());
    report(Code::open_bracket, where, {{"bracket", "("}})
        .underline(Text::close_here, {{"bracket", ")"}})
        .label(span(opener), Text::opened_here)
        .fix(where, ")", false);
    return true;
  }

  bool stray_bracket() {
    const bool paren = found().is(Symbol::RightParen) && !failure_.expects(Symbol::RightParen) &&
                       around_.open.empty();
    const bool brace =
        found().is(Symbol::RightBrace) && around_.open.empty() &&
        (failure_.expects(Expected::Declaration) || failure_.expects(Expected::ItemEnd));
    if (!paren && !brace) return false;
    report(Code::stray_bracket, span(found()), {{"bracket", text(found())}})
        .fix(span(found()), "", false);
    return true;
  }

  bool leading_operator() {
    const bool starts = failure_.at == failure_.item_begin && around_.first_on_line;
    const bool places = failure_.expects(Expected::Item) || failure_.expects(Expected::Declaration);
    const bool joins =
        found_word() && (spells(text(found()), Keyword::And) || spells(text(found()), Keyword::Or));
    const bool computes = found().symbol && *found().symbol >= Symbol::Equal;
    if (!starts || !places || !(joins || computes)) return false;
    report(Code::leading_operator, span(found()), {{"operator", text(found())}})
        .hint(Text::operator_ends_line);
    return true;
  }

  /// A form of the language as the author writes.
  std::string form(std::string_view english) const {
    return spelled_as(english, writes_chinese(failure_, scanner_));
  }

  bool foreign(Span where, std::string_view meant) {
    report(Code::foreign_operator, where,
           {{"seen", scanner_.between(where.begin, where.end)}, {"meant", form(meant)}});
    return true;
  }

  /// `&`, `|`, `!`, `?`, `^` and `**`
  bool foreign_sign() {
    const bool twice = found().is(Symbol::Times) && around_.previous &&
                       around_.previous->is(Symbol::Times) && previous_end() == found().begin;
    if (twice) return foreign(span(around_.previous->begin, found().end), "x * x");
    if (found().kind != Token::Kind::Other) return false;
    const std::string_view seen = text(found());
    if (seen == "?") return foreign(span(found()), "if … then … else …");
    if (seen == "^") return foreign(span(found()), "x * x");
    const char* word = seen == "&" ? "and" : seen == "|" ? "or" : seen == "!" ? "not" : nullptr;
    if (word == nullptr) return false;
    const std::string meant = form(word);
    report(Code::foreign_operator, span(found()), {{"seen", seen}, {"meant", meant}})
        .fix(span(found()), meant + " ", false);
    return true;
  }

  /// `line in ("a", "b")`, `line is "a"`, `x between a and b`
  bool foreign_phrase() {
    if (found().kind == Token::Kind::Text && failure_.expects(Keyword::Present)) {
      if (!around_.previous) return false;
      report(Code::foreign_operator, span(*around_.previous),
             {{"seen", text(*around_.previous)}, {"meant", "=="}})
          .fix(span(*around_.previous), "==", false);
      return true;
    }
    if (!found_word()) return false;
    const Token next = token_at(scanner_, scanner_.skip(found().end, false));
    if (failure_.expects(Expected::Value) && text(next) == "between") {  // after `amount`
      return foreign(span(next), "a <= x <= b");
    }
    if (!failure_.expects(Expected::Operator)) return false;
    const std::string lower = ascii_lower(text(found()));
    if (lower == "in") return foreign(span(found()), "is one of \"a\", \"b\"");
    return lower == "between" && foreign(span(found()), "a <= x <= b");
  }

  /// `and(a, b)` as in a spreadsheet
  bool and_as_function() {
    if (!found_word() || !failure_.expects(Expected::Value)) return false;
    const bool conjunction = spells(text(found()), Keyword::And);
    if (!conjunction && !spells(text(found()), Keyword::Or)) return false;
    const auto next = scanner_.symbol_at(scanner_.skip(found().end, false));
    if (!next || next->symbol != Symbol::LeftParen) return false;
    report(Code::spreadsheet_function, span(found()),
           {{"name", text(found())}, {"form", form(conjunction ? "a and b" : "a or b")}});
    return true;
  }

  /// `sum(a.b) where c`, `revenue during prior` and `sum(a.b, where c)`
  bool clause_misplaced() {
    constexpr Keyword kClauses[] = {Keyword::Where,    Keyword::Per,      Keyword::Of,
                                    Keyword::During,   Keyword::Among,    Keyword::Dated,
                                    Keyword::Credited, Keyword::Skipping, Keyword::By};
    const bool clause =
        found_word() && std::any_of(std::begin(kClauses), std::end(kClauses),
                                    [&](Keyword k) { return spells(text(found()), k); });
    if (!clause || !around_.previous) return false;
    const Token& previous = *around_.previous;
    const std::string word(text(found()));
    if (previous.is(Symbol::Comma) && failure_.expects(Expected::Value)) {
      report(Code::comma_before_clause, span(found()), {{"word", word}})
          .fix(span(previous), set_off(scanner_.text(), previous.begin, previous.end, ""), true);
      return true;
    }
    const bool after_value = previous.is(Symbol::RightParen) ||
                             previous.kind == Token::Kind::Word ||
                             previous.kind == Token::Kind::Quoted;
    if (!after_value || !failure_.expects(Expected::Operator)) return false;
    const bool rows = previous.is(Symbol::RightParen);
    const std::string inside =
        (rows ? form("sum(… ") : std::string(text(previous)) + "(") + word + " …)";
    report(Code::clause_outside, span(found()), {{"word", word}, {"form", inside}});
    return true;
  }

  /// `0,5` with the decimal comma and `100 000` with a space; a thousands comma is read by the
  /// grammar
  bool foreign_number() {
    const Token* left = around_.previous ? &*around_.previous : nullptr;
    if (left == nullptr || left->kind != Token::Kind::Digits) return false;
    const bool comma = found().is(Symbol::Comma) && left->end == found().begin;
    const Token right = comma ? token_at(scanner_, found().end) : found();
    const bool group = !comma && right.end - right.begin == 3 && left->end - left->begin <= 3;
    if (right.kind != Token::Kind::Digits || (!comma && !group)) return false;
    const std::string meant =
        std::string(text(*left)) + (comma ? "." : "_") + std::string(text(right));
    const Span where = span(left->begin, right.end);
    report(Code::foreign_number, where,
           {{"seen", scanner_.between(where.begin, where.end)}, {"meant", meant}})
        .fix(where, meant, false);
    return true;
  }

  bool upper_case() {
    if (!found_word()) return false;
    const std::string lower = ascii_lower(text(found()));
    if (lower == text(found()) || !is_any_keyword(lower)) return false;
    report(Code::word_case, span(found()), {{"seen", text(found())}, {"meant", lower}})
        .fix(span(found()), lower, true);
    return true;
  }

  bool run_together() {
    const bool expects_word =
        failure_.expects(Expected::Item) || failure_.expects(Expected::Declaration) ||
        failure_.expects(Expected::Operator) || failure_.expects(Expected::Clause) ||
        failure_.expects(Expected::PeriodWord) || failure_.expects(Symbol::Colon) ||
        failure_.expects(Symbol::Define) || failure_.expects(Keyword::Weight);
    const bool lacks_colon = failure_.expects(Symbol::Colon) && found_word() &&
                             is_any_keyword(text(found()));  // `base_pay money`
    if (!expects_word || lacks_colon) return false;
    for (const Token* token : {&around_.found, around_.previous ? &*around_.previous : nullptr}) {
      if (token == nullptr || token->kind != Token::Kind::Word) continue;
      const std::string split = split_words(text(*token));
      if (split.empty() || is_declared(scanner_.text(), text(*token))) continue;
      // `每月`: a period of the calendar has no other reading
      const bool sure = spells(split.substr(0, split.find(' ')), Keyword::Every);
      report(Code::words_run_together, span(*token), {{"word", text(*token)}, {"split", split}})
          .fix(span(*token), split, sure);
      return true;
    }
    return false;
  }

  bool not_a_declaration() {
    if (!failure_.expects(Expected::Declaration) || !found_word()) return false;
    std::vector<std::string> candidates;
    for (const KeywordRow& row : keyword_rows()) {
      if (row.word_class != WordClass::Declaration) continue;
      candidates.emplace_back(row.english);
      candidates.emplace_back(row.chinese);
      candidates.emplace_back(row.traditional);
    }
    Diagnostic& diagnostic =
        report(Code::unknown_declaration, span(found()), {{"word", text(found())}});
    const auto sign = scanner_.symbol_at(scanner_.skip(found().end, false));
    if (sign && sign->symbol == Symbol::Define) {
      const std::string name(text(found()));
      diagnostic.hint(Text::write_instead, {{"text", form("metric ") + name + " = …"}});
    } else if (const auto close = nearest(text(found()), candidates)) {
      diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(span(found()), *close, false);
    } else {
      diagnostic.hint(Text::declarations_are);
    }
    return true;
  }

  bool reserved_as_name() {
    const std::size_t next = scanner_.skip(found().end, false);
    const auto symbol = scanner_.symbol_at(next);
    const bool column =
        failure_.expects(Expected::Item) && symbol && symbol->symbol == Symbol::Colon;
    if (spells(text(found()), Keyword::Where)) return false;  // `role a = where …` lacks the table
    const bool name =
        column || (failure_.expects(Expected::Name) && !failure_.expects(Expected::Value));
    if (!name || !found_word() || !is_reserved(text(found()))) return false;
    const std::string word(text(found()));
    report(Code::reserved_word, span(found()), {{"word", word}})
        .fix(span(found()), "`" + word + "`", false);
    return true;
  }

  /// `1 + if a then b else c`
  bool if_as_operand() {
    const bool starts = found_word() && spells(text(found()), Keyword::If);
    if (!starts || !failure_.expects(Expected::Value)) return false;
    report(Code::beside_operator, span(found()), {{"word", text(found())}})
        .hint(Text::bracket_the_whole);
    return true;
  }

  /// `if(c, a, b)` as in a spreadsheet
  bool if_as_function() {
    if (!found().is(Symbol::Comma) || around_.open.empty()) return false;
    const std::string_view before = trim(scanner_.between(0, around_.open.back().begin));
    for (const std::string_view word : {"if", "若"}) {
      const std::size_t begin = before.size() < word.size() ? 0 : before.size() - word.size();
      if (before.substr(begin) != word || scanner_.word_end(begin) != before.size()) continue;
      report(Code::if_function, span(begin, before.size()), {{"seen", word}});
      return true;
    }
    return false;
  }

  /// `amount = 5` in a payout
  bool equals_after_word() {
    if (!found().is(Symbol::Define) || !around_.previous) return false;
    const Token& word = *around_.previous;
    if (word.kind != Token::Kind::Word || !is_any_keyword(text(word))) return false;
    if (failure_.expects(Expected::Name)) return false;
    report(Code::equals_after_word, span(found()), {{"word", text(word)}, {"sign", "="}})
        .fix(span(found()), set_off(scanner_.text(), found().begin, found().end, ""), true);
    return true;
  }

  bool text_out_of_place() {
    if (found().kind != Token::Kind::Text || failure_.expects(Expected::Value)) return false;
    if (failure_.expects(Symbol::Colon) && failure_.expects(Expected::Operator)) {
      report(Code::message_without_colon, span(found()), {{"text", text(found())}})
          .fix(span(found().begin, found().begin), ": ", true);
      return true;
    }
    const bool in_head = failure_.expects(Expected::ItemEnd) ||
                         failure_.expects(Symbol::LeftBrace) || failure_.expects(Expected::Clause);
    if (!in_head) return false;
    report(Code::label_misplaced, span(found()), {{"label", text(found())}})
        .hint(Text::label_after_name);
    return true;
  }

  bool comma_after_item() {
    if (!failure_.expects(Expected::ItemEnd)) return false;
    const Span comma = found().is(Symbol::Comma) ? span(found()) : comma_before_row();
    if (comma.end == 0) return false;
    report(Code::comma_between_items, comma).fix(comma, ";", false);
    return true;
  }

  /// `x < 80% : 0, x >= 80% : 1`: the comma, when the second `:` is what does not fit
  Span comma_before_row() const {
    Span comma;
    if (!found().is(Symbol::Colon)) return comma;
    for (std::size_t at = failure_.item_begin; at < failure_.at;) {
      const Token token = token_at(scanner_, at);
      if (token.is(Symbol::Comma)) comma = span(token);
      at = scanner_.skip(token.end, true);
    }
    return comma;
  }

  void anything_else() {
    const std::size_t end = previous_end();
    const Span where = found_end() ? span(end, end) : span(found());
    Diagnostic& diagnostic =
        report(Code::unexpected, where, {found_argument(), expected_argument(failure_, beside())});
    const bool lacks_colon =
        failure_.expects(Symbol::Colon) && !failure_.expects(Expected::Operator);
    if (lacks_colon) diagnostic.fix(span(end, end), ":", false);
    if (found_end() && failure_.expects(Symbol::LeftBrace)) {
      diagnostic.fix(span(end, end), " {", false);
    }
    const char* type = failure_.expects(Expected::Type) && found_word()
                           ? type_of_other_language(ascii_lower(text(found())))
                           : nullptr;
    if (type != nullptr) {
      diagnostic.hint(Text::did_you_mean, {{"name", type}}).fix(span(found()), type, false);
    } else if (found_word() && !is_any_keyword(text(found()))) {
      const auto near = nearest_keyword(failure_, text(found()));
      if (near) {
        diagnostic.hint(Text::did_you_mean, {{"name", *near}}).fix(span(found()), *near, false);
      }
    }
  }

  Argument found_argument() const {
    if (found().kind == Token::Kind::LineEnd) return {"found", Text::found_line_end};
    if (found().kind == Token::Kind::End) {
      const bool more = scanner_.limit() < scanner_.text().size();
      return {"found", more ? Text::found_declaration : Text::found_file_end};
    }
    return {"found", "`" + cut_to_width(text(found()), 40) + "`"};
  }

  /// A word of the language as the author writes, beside what was found.
  std::string_view beside() const {
    if (writes_chinese(failure_, scanner_)) return "词";
    return text(found_word() || !around_.previous ? found() : *around_.previous);
  }
};

}  // namespace

void report(const Failure& failure, const Scanner& scanner, FileId file, Diagnostics& diagnostics) {
  const Surroundings around =
      look_around(scanner, std::min(failure.item_begin, failure.at), failure.at);
  Reporter({failure, scanner, file, around}, diagnostics).run();
}

void report_open_block(std::size_t chunk_begin, std::size_t at, const Scanner& scanner, FileId file,
                       Diagnostics& diagnostics) {
  const Surroundings around = look_around(scanner, chunk_begin, scanner.limit());
  const std::size_t end = around.previous ? around.previous->end : at;
  const auto place = [&](std::size_t first, std::size_t last) {
    return Span{file, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)};
  };
  Diagnostic& diagnostic =
      diagnostics.report(Code::open_bracket, place(end, end), {{"bracket", "{"}})
          .underline(Text::close_here, {{"bracket", "}"}})
          .fix(place(end, end), "\n}", false);
  if (!around.open.empty()) {
    diagnostic.label(place(around.open.back().begin, around.open.back().end), Text::opened_here);
  }
}

}  // namespace kpi::syntax
