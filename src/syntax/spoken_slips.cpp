#include "syntax/spoken_slips.hpp"

#include <algorithm>
#include <optional>

#include "syntax/expected.hpp"
#include "syntax/keywords.hpp"
#include "syntax/mistake_reader.hpp"

namespace kpi::syntax {
namespace {

class SpokenSlips : private MistakeReader {
 public:
  SpokenSlips(const Mistake& mistake, Diagnostics& diagnostics)
      : MistakeReader(mistake, diagnostics) {}

  bool report() {
    return word_for_for() || scale_word() || presence_word() || comparing_word() ||
           count_of_star() || distinct_in_front() || label_behind() || spoken_function() ||
           percent_and_more() || compared_with();
  }

 private:
  /// The word where an operator belongs. `amount exists`: a column named like a word of the
  /// language is read as that word when another follows, and the mistake is told at the column.
  std::optional<Token> operator_word() const {
    if (!found_word()) return std::nullopt;
    if (failure_.expects(Expected::Operator)) return found();
    const Token next = token_at(scanner_, scanner_.skip(found().end, false));
    const bool behind_name = failure_.expects(Expected::Value) && is_any_keyword(text(found())) &&
                             next.kind == Token::Kind::Word;
    return behind_name ? std::optional(next) : std::nullopt;
  }

  /// `目标 业绩 对 全员`, `scorecard card of seller`
  bool word_for_for() {
    constexpr std::string_view kWords[] = {"适用于", "对", "对于", "针对", "面向",
                                           "给",     "of", "to",   "on"};
    constexpr Keyword kHeads[] = {Keyword::Target, Keyword::Scorecard, Keyword::Payout,
                                  Keyword::Rule};
    if (!found_word()) return false;
    const std::size_t begin = scanner_.skip(failure_.chunk_begin, true);
    const bool in_head =
        std::any_of(std::begin(kHeads), std::end(kHeads),
                    [&](Keyword head) { return spells(scanner_.word_at(begin), head); }) &&
        scanner_.between(begin, found().begin).find_first_of("={") == std::string_view::npos;
    const bool meant_for =
        std::find(std::begin(kWords), std::end(kWords), text(found())) != std::end(kWords);
    if (!in_head || !meant_for) return false;
    const bool chinese = static_cast<unsigned char>(text(found())[0]) >= 0x80;
    const std::string meant = spelled_as("for", chinese);
    foreign(span(found()), meant).fix(span(found()), meant, true);
    return true;
  }

  /// `金额 : 金额 单位 万`
  bool scale_word() {
    constexpr std::string_view kWords[] = {"单位", "unit", "units", "scale"};
    const Token scale = token_at(scanner_, scanner_.skip(found().end, false));
    const bool one =
        found_word() && failure_.expects(Keyword::In) &&
        std::find(std::begin(kWords), std::end(kWords), text(found())) != std::end(kWords);
    if (!one || scale.kind != Token::Kind::Word) return false;
    const std::string meant = form("in") + " " + std::string(text(scale));
    foreign(span(found().begin, scale.end), meant)
        .fix(span(found().begin, scale.end), meant, false);
    return true;
  }

  /// `其中 金额 有值`, `其中 金额 不为空`, `where amount exists`
  bool presence_word() {
    constexpr std::string_view kThere[] = {"有值", "存在",    "非空",  "不为空",
                                           "不空", "present", "exists"};
    constexpr std::string_view kAbsent[] = {"为空", "缺失", "无值", "absent", "missing"};
    const auto word = operator_word();
    if (!word) return false;
    const auto is_one = [&](const auto& words) {
      return std::find(std::begin(words), std::end(words), text(*word)) != std::end(words);
    };
    const bool there = is_one(kThere);
    if (!there && !is_one(kAbsent)) return false;
    const bool chinese = static_cast<unsigned char>(text(*word)[0]) >= 0x80;
    const std::string meant = spelled_as(there ? "is present" : "is none", chinese);
    foreign(span(*word), meant).fix(span(*word), meant, false);
    return true;
  }

  /// `pieces 等于 3`, `amount equals 3`
  bool comparing_word() {
    struct Row {
      std::string_view word;
      const char* sign;
    };
    constexpr Row kRows[] = {
        {"等于", "=="},     {"不等于", "!="},   {"大于", ">"},    {"小于", "<"},
        {"大于等于", ">="}, {"小于等于", "<="}, {"不小于", ">="}, {"不大于", "<="},
        {"不少于", ">="},   {"不低于", ">="},   {"不高于", "<="}, {"不超过", "<="},
        {"超过", ">"},      {"高于", ">"},      {"低于", "<"},    {"少于", "<"},
        {"equals", "=="},   {"equal", "=="},    {"eq", "=="},     {"ne", "!="},
        {"gt", ">"},        {"lt", "<"},        {"ge", ">="},     {"le", "<="},
        {"gte", ">="},      {"lte", "<="},      {"exceeds", ">"}, {"above", ">"},
        {"below", "<"},     {"over", ">"},      {"under", "<"}};
    const auto word = operator_word();
    if (!word) return false;
    const Token value = token_at(scanner_, scanner_.skip(word->end, false));
    const bool goes_on = value.kind == Token::Kind::Digits || value.kind == Token::Kind::Word ||
                         value.kind == Token::Kind::Text;
    const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                  [&](const Row& each) { return each.word == text(*word); });
    if (row == std::end(kRows) || !goes_on) return false;
    const bool to = text(value) == "to" || text(value) == "than";  // `equal to 3`
    const Span where = span(word->begin, to ? value.end : word->end);
    foreign(where, row->sign).fix(where, row->sign, false);
    return true;
  }

  /// `count(*)`, `sum(*)`
  bool count_of_star() {
    const bool star = found().is(Symbol::Times) && failure_.expects(Expected::Value);
    const auto& open = around_.previous;
    if (!star || !open || !open->is(Symbol::LeftParen)) return false;
    const std::string_view before = trim(scanner_.between(failure_.item_begin, open->begin));
    const bool counts = before.ends_with("count") || before.ends_with("计数");
    foreign(span(found()), form(counts ? "table" : "table.column"));
    return true;
  }

  /// `distinct count(orders.rep)`
  bool distinct_in_front() {
    const auto& before = around_.previous;
    const bool distinct = before && (spells(text(*before), Keyword::Distinct) ||
                                     ascii_lower(text(*before)) == "unique");
    if (!distinct || !found_word() || !failure_.expects(Expected::Operator)) return false;
    if (!spells(text(found()), Keyword::CountFunction)) return false;
    foreign(span(before->begin, found().end), form("count(distinct table.column)"));
    return true;
  }

  /// `metric price = … as "average price"`
  bool label_behind() {
    const Token label = token_at(scanner_, scanner_.skip(found().end, false));
    const bool as = found_word() && spells(text(found()), Keyword::As) &&
                    label.kind == Token::Kind::Text && failure_.expects(Expected::Operator);
    const std::string_view head = scanner_.word_at(scanner_.skip(failure_.chunk_begin, true));
    if (!as || !spells(head, Keyword::Metric)) return false;
    foreign(span(found().begin, label.end), form("metric … ") + std::string(text(label)) + " = …");
    return true;
  }

  /// `average order value`, `number of orders`, `total revenue`
  bool spoken_function() {
    struct Row {
      std::string_view word;
      const char* meant;
    };
    constexpr Row kRows[] = {{"average", "avg(table.column)"}, {"mean", "avg(table.column)"},
                             {"total", "sum(table.column)"},   {"number", "count(table)"},
                             {"合计", "sum(table.column)"},    {"总", "sum(table.column)"}};
    const bool at_word = found_word() && failure_.expects(Expected::Value);
    const bool behind = found_word() && failure_.expects(Expected::Operator) && around_.previous &&
                        !around_.first_on_line;
    if (!at_word && !behind) return false;
    const Token& spoken = at_word ? found() : *around_.previous;
    const Token next = at_word ? token_at(scanner_, scanner_.skip(spoken.end, false)) : found();
    const std::string lower = ascii_lower(text(spoken));
    const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                  [&](const Row& each) { return each.word == lower; });
    const bool of_word = next.kind == Token::Kind::Word &&
                         (!is_any_keyword(text(next)) || spells(text(next), Keyword::Of));
    if (row == std::end(kRows) || !of_word || is_declared(scanner_.text(), text(spoken))) {
      return false;
    }
    foreign(span(spoken), form(row->meant));
    return true;
  }

  /// `100%+ : 120` in a table of tiers
  bool percent_and_more() {
    const auto& plus = around_.previous;
    const bool bound = plus && text(*plus) == "+" && failure_.expects(Expected::Value) &&
                       (found().is(Symbol::Colon) || found().kind == Token::Kind::LineEnd);
    if (!bound) return false;
    foreign(span(*plus), "x >= …");
    return true;
  }

  /// `revenue vs last year`, `revenue versus target`
  bool compared_with() {
    if (!found_word() || !failure_.expects(Expected::Operator)) return false;
    const std::string lower = ascii_lower(text(found()));
    if (lower != "vs" && lower != "versus" && lower != "对比") return false;
    foreign(span(found()), form("growth(revenue, year ago)"));
    return true;
  }
};

}  // namespace

bool report_spoken_slip(const Mistake& mistake, Diagnostics& diagnostics) {
  return SpokenSlips(mistake, diagnostics).report();
}

}  // namespace kpi::syntax
