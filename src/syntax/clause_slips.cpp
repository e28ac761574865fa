#include "syntax/clause_slips.hpp"

#include <algorithm>

#include "syntax/expected.hpp"
#include "syntax/keywords.hpp"
#include "syntax/mistake_reader.hpp"

namespace kpi::syntax {
namespace {

/// One of the words, in any of its spellings.
template <std::size_t Size>
bool spells_one(std::string_view word, const Keyword (&words)[Size]) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](Keyword id) { return spells(word, id); });
}

template <std::size_t Size>
bool is_one(std::string_view word, const std::string_view (&words)[Size]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

class ClauseSlips : private MistakeReader {
 public:
  ClauseSlips(const Mistake& mistake, Diagnostics& diagnostics)
      : MistakeReader(mistake, diagnostics) {
    std::size_t at = scanner_.skip(std::min(failure_.item_begin, failure_.at), true);
    while (at < failure_.at) {
      before_.push_back(token_at(scanner_, at));
      at = scanner_.skip(before_.back().end, true);
    }
  }

  bool report() {
    return query_clause() || effective_elsewhere() || colon_after_clause() || if_for_where() ||
           not_none() || if_none_in_one_word() || word_after_none() || list_word_for_and() ||
           truth_cell() || sheet_range() || currency_word();
  }

 private:
  /// The token so many places before what was found; a line end if there is none.
  Token back(std::size_t places) const {
    if (places > before_.size()) return {Token::Kind::LineEnd, failure_.at, failure_.at, {}};
    return before_[before_.size() - places];
  }

  /// `kpi query 'revenue of "R1"'`, `kpi query 'revenue every month'`
  bool query_clause() {
    const bool in_query = failure_.expects(Expected::FileEnd) && failure_.expects(Expected::Clause);
    if (!in_query || !found_word()) return false;
    const std::string word(text(found()));
    const bool of = spells(word, Keyword::Of);
    if (!of && !spells(word, Keyword::Every)) return false;
    const Token unit = token_at(scanner_, scanner_.skip(found().end, false));
    const std::string form = of ? "revenue(" + word + " \"R1\")"
                                : word_beside(word, Keyword::By) + " " + std::string(text(unit));
    diagnostics_.report(Code::query_clause, span(found()), {{"word", word}, {"form", form}});
    return true;
  }

  /// `metric a = sum(…) effective 2025`, `tiers steps effective 2025(x: ratio)`
  bool effective_elsewhere() {
    if (!found_word() || !spells(text(found()), Keyword::Effective)) return false;
    struct Place {
      Keyword declaration;
      const char* form;
    };
    constexpr Place kPlaces[] = {
        {Keyword::Metric, "metric … effective 2025 = …"},
        {Keyword::Param, "param … effective 2025 : ratio = …"},
        {Keyword::Role, "role … effective 2025 = …"},
        {Keyword::Tiers, "tiers …(x: ratio) -> points whole effective 2025 { … }"},
        {Keyword::Target, "target … for … every quarter effective 2025 = …"},
        {Keyword::Scorecard, "scorecard … for … every quarter effective 2025 { … }"},
        {Keyword::Payout, "payout … for … effective 2025 { … }"},
        {Keyword::Rule, "rule … for … effective 2025 when …"}};
    const std::size_t head = scanner_.skip(failure_.chunk_begin, true);
    for (const Place& place : kPlaces) {
      if (!spells(scanner_.word_at(head), place.declaration)) continue;
      diagnostics_.report(Code::effective_place, span(found()),
                          {{"word", text(found())}, {"form", form(place.form)}});
      return true;
    }
    return false;
  }

  /// `封顶：120`, `weight: 40%` in a card, a payout or a target
  bool colon_after_clause() {
    constexpr Keyword kBlocks[] = {Keyword::Scorecard, Keyword::Payout, Keyword::Target};
    constexpr Keyword kClauses[] = {Keyword::Weight, Keyword::Target,   Keyword::Scored,
                                    Keyword::Cap,    Keyword::Floor,    Keyword::Round,
                                    Keyword::Grade,  Keyword::Amount,   Keyword::Add,
                                    Keyword::Deduct, Keyword::Baseline, Keyword::Stretch};
    const std::size_t head = scanner_.skip(failure_.chunk_begin, true);
    if (!spells_one(scanner_.word_at(head), kBlocks)) return false;
    const bool here = found().is(Symbol::Colon) && !before_.empty();
    const Token word =
        here ? before_.back() : token_at(scanner_, scanner_.skip(failure_.item_begin, true));
    const Token colon = here ? found() : token_at(scanner_, scanner_.skip(word.end, false));
    if (!colon.is(Symbol::Colon) || !spells_one(text(word), kClauses)) return false;
    diagnostics_
        .report(Code::equals_after_word, span(colon), {{"word", text(word)}, {"sign", text(colon)}})
        .fix(span(colon), set_off(scanner_.text(), colon.begin, colon.end, ""), true);
    return true;
  }

  /// `求和(订单.金额 如果 …)`, `sum(orders.amount, if line == "a")`, `sum(orders.amount if
  /// orders.line
  /// == "a")`
  bool if_for_where() {
    if (!in_aggregate()) return false;
    if (found_word() && means_if(text(found())) && failure_.expects(Expected::Operator)) {
      unexpected(where_beside(found())).fix(span(found()), where_word(found()), false);
      return true;
    }
    const Token word = back(1);
    const Token next = token_at(scanner_, scanner_.skip(found().end, false));
    const bool compares =
        next.symbol && *next.symbol >= Symbol::Equal && *next.symbol <= Symbol::GreaterEqual;
    const bool path = next.is(Symbol::Dot) && failure_.expects(Keyword::None);
    if (!found_word() || (!compares && !path) || !means_if(text(word))) return false;
    const Token comma = back(2);
    const std::size_t begin = comma.is(Symbol::Comma) ? comma.begin : word.begin;
    const std::string meant = (comma.is(Symbol::Comma) ? " " : "") + where_word(word);
    unexpected(word, where_beside(word)).fix(span(begin, word.end), meant, false);
    return true;
  }

  bool in_aggregate() const {
    if (around_.open.empty() || !around_.open.back().is(Symbol::LeftParen)) return false;
    const std::size_t open = around_.open.back().begin;
    for (std::size_t i = 1; i < before_.size(); ++i) {
      if (before_[i].begin != open) continue;
      return find_keyword(ascii_lower(text(before_[i - 1])), WordClass::Builtin).has_value();
    }
    return false;
  }

  static bool means_if(std::string_view word) {
    const char* meant = word_meant(word);
    return spells(word, Keyword::If) || spells(word, Keyword::When) ||
           (meant != nullptr && spells(meant, Keyword::If));
  }
  std::string where_word(const Token& beside) const {
    return word_beside(text(beside), Keyword::Where);
  }
  Argument where_beside(const Token& beside) const {
    return {"expected", "`" + where_word(beside) + "`"};
  }

  /// `若 空 零分`, `if null zero`
  bool not_none() {
    constexpr std::string_view kNone[] = {"null", "nil", "empty", "missing", "absent", "na"};
    const bool after_if =
        found_word() && failure_.expects(Keyword::None) && spells(text(back(1)), Keyword::If);
    if (!after_if) return false;
    const std::string none = word_beside(text(back(1)), Keyword::None);
    const char* meant = word_meant(text(found()));
    const bool is_none = (meant != nullptr && spells(meant, Keyword::None)) ||
                         is_one(ascii_lower(text(found())), kNone);
    Diagnostic& diagnostic = unexpected({"expected", "`" + none + "`"});
    if (is_none) {
      diagnostic.fix(span(found()), none, false);
    } else {
      diagnostic.hint(Text::write_instead,
                      {{"text", std::string(text(back(1))) + " " + none + " …"}});
    }
    return true;
  }

  /// `若缺 重分配`, which is read as a line of a metric `若缺`
  bool if_none_in_one_word() {
    constexpr std::string_view kWords[] = {"若缺", "若空", "如缺"};
    const bool line = found_word() && failure_.expects(Keyword::Weight);
    if (!line || !is_one(text(back(1)), kWords)) return false;
    const std::string meant = "若 缺失";
    unexpected(back(1), {"expected", "`" + meant + "`"}).fix(span(back(1)), meant, false);
    return true;
  }

  /// `若 缺失 则 零分`, `若 缺失 按 零分`, `若 缺失：零分`, `若 缺失 得 零分`
  bool word_after_none() {
    constexpr Keyword kWords[] = {Keyword::Then, Keyword::By, Keyword::Is, Keyword::To};
    constexpr std::string_view kVerbs[] = {"得",   "给",   "计",   "记",   "算",  "发", "发放",
                                           "记为", "计为", "视为", "当作", "pay", "as"};
    const bool sign = found().is(Symbol::Colon) || found().is(Symbol::Equal);
    const bool word = found_word() && spells_one(text(found()), kWords);
    const bool at_value = (sign || word) && is_none_clause(1);
    const bool behind_verb = is_one(text(back(1)), kVerbs) && is_none_clause(2);
    if (!at_value && !behind_verb) return false;
    const Token extra = at_value ? found() : back(1);
    const bool policy = behind_verb || failure_.expects(Expected::Policy);
    const Text expected = policy ? Text::expect_policy : Text::expect_value;
    unexpected(extra, {"expected", expected})
        .fix(span(extra), set_off(scanner_.text(), extra.begin, extra.end, ""), false);
    return true;
  }

  bool is_none_clause(std::size_t places) const {
    return spells(text(back(places)), Keyword::None) && spells(text(back(places + 1)), Keyword::If);
  }

  /// `其中 金额 > 5 元 和 产品线 == "高端"`, where other places would go on with a list
  bool list_word_for_and() {
    const char* meant = found_word() ? word_meant(text(found())) : nullptr;
    if (meant == nullptr || !spells(meant, Keyword::And)) return false;
    if (!failure_.expects(Expected::Operator) || !in_condition()) return false;
    unexpected({"expected", "`" + std::string(meant) + "`"}).fix(span(found()), meant, false);
    return true;
  }

  /// Whether something is compared since the bracket that is open, and not with a list.
  bool in_condition() const {
    constexpr Keyword kWords[] = {Keyword::Where, Keyword::When, Keyword::If,
                                  Keyword::And,   Keyword::Or,   Keyword::Is};
    const std::size_t open = around_.open.empty() ? 0 : around_.open.back().end;
    for (auto token = before_.rbegin(); token != before_.rend() && token->begin >= open; ++token) {
      if (spells(text(*token), Keyword::OneOf)) return false;
      const bool compares = token->symbol && *token->symbol >= Symbol::Equal &&
                            *token->symbol <= Symbol::GreaterEqual;
      if (compares || spells_one(text(*token), kWords)) return true;
    }
    return false;
  }

  /// `是`, `no` in a table of a test
  bool truth_cell() {
    constexpr std::string_view kTrue[] = {"是", "对", "有", "yes", "y", "on"};
    constexpr std::string_view kFalse[] = {"否", "不", "错", "没有", "no", "n", "off"};
    if (!found_word() || !failure_.expects(Keyword::True)) return false;
    const std::string word = ascii_lower(text(found()));
    if (!is_one(word, kTrue) && !is_one(word, kFalse)) return false;
    const Keyword meant = is_one(word, kTrue) ? Keyword::True : Keyword::False;
    const std::string_view beside = writes_chinese(failure_, scanner_) ? "词" : text(found());
    unexpected(expected_argument(failure_, beside))
        .fix(span(found()), word_beside(beside, meant), false);
    return true;
  }

  /// The end of `A`, `$B$7`; `at` if there is no cell.
  std::size_t cell_end(std::size_t at) const {
    const std::string_view all = scanner_.text();
    const auto run = [&](std::size_t from, char low, char high) {
      while (from < all.size() && all[from] >= low && all[from] <= high)
        ++from;
      return from;
    };
    const auto past_sign = [&](std::size_t from) { return from + (all.substr(from, 1) == "$"); };
    const std::size_t letters = past_sign(at);
    const std::size_t row = run(letters, 'A', 'Z');
    if (row == letters || row > letters + 3) return at;
    const std::size_t digits = run(past_sign(row), '0', '9');
    const std::size_t end = digits == past_sign(row) ? row : digits;
    return scanner_.word_end(at) > end ? at : end;
  }

  /// `SUM(订单!A:A)`, `SUM(B2:B99)`, `sum('Sheet 1'!$C$2:$C$9)`
  bool sheet_range() {
    const bool within = found().is(Symbol::Colon) || text(found()) == "!";
    const std::size_t begin = within ? back(1).begin : found().begin;
    std::size_t at = begin;
    std::string sheet;
    const std::string_view all = scanner_.text();
    if (begin == all.size()) return false;
    const std::size_t quote = all[begin] == '\'' ? all.find_first_of("'\n", begin + 1) : begin;
    if (quote == std::string_view::npos || (quote != begin && all[quote] == '\n')) return false;
    const std::size_t name_end = quote != begin ? quote + 1 : scanner_.word_end(begin);
    if (all.substr(name_end, 1) == "!") {
      sheet = quote != begin ? all.substr(begin + 1, quote - begin - 1)
                             : all.substr(begin, name_end - begin);
      at = name_end + 1;
    }
    std::size_t end = cell_end(at);
    if (end == at) return false;
    const bool range = all.substr(end, 1) == ":" && cell_end(end + 1) != end + 1;
    if (range) end = cell_end(end + 1);
    if (sheet.empty() && !range) return false;
    report_range(begin, end, sheet);
    return true;
  }

  /// With the function around it, if nothing else stands in its brackets.
  void report_range(std::size_t begin, std::size_t end, const std::string& sheet) {
    const std::string column =
        (!sheet.empty() && names_table(sheet) ? sheet : form("table")) + form(".column");
    const Token open = back(back(1).begin == begin ? 2 : 1);
    const Token function = back(back(1).begin == begin ? 3 : 2);
    const auto known = find_keyword(ascii_lower(text(function)), WordClass::Builtin);
    const Token close = token_at(scanner_, scanner_.skip(end, false));
    if (!known || !open.is(Symbol::LeftParen) || !close.is(Symbol::RightParen)) {
      foreign(span(begin, end), column);
      return;
    }
    foreign(span(function.begin, close.end), form(english_of(*known)) + "(" + column + ")");
  }

  /// `600000 美元`, `60万 usd`: a currency is its code.
  bool currency_word() {
    struct Row {
      std::string_view word;
      const char* code;
    };
    constexpr Row kRows[] = {{"美元", "USD"}, {"美金", "USD"},   {"欧元", "EUR"}, {"英镑", "GBP"},
                             {"港币", "HKD"}, {"港元", "HKD"},   {"日元", "JPY"}, {"日圆", "JPY"},
                             {"rmb", "CNY"},  {"人民币", "CNY"}, {"usd", "USD"},  {"eur", "EUR"},
                             {"gbp", "GBP"},  {"hkd", "HKD"},    {"jpy", "JPY"},  {"cny", "CNY"}};
    if (!found_word() || before_.empty()) return false;
    const std::string_view last = text(back(1));
    const bool number =
        back(1).kind == Token::Kind::Digits || last.ends_with("万") || last.ends_with("亿");
    const std::string word = ascii_lower(text(found()));
    for (const Row& row : kRows) {
      if (!number || word != row.word) continue;
      unexpected({"expected", Text::expect_operator_or_end})
          .hint(Text::write_instead, {{"text", row.code}})
          .fix(span(found()), row.code, false);
      return true;
    }
    return false;
  }

  std::vector<Token> before_;  // of the item
};

}  // namespace

bool report_clause_slip(const Mistake& mistake, Diagnostics& diagnostics) {
  return ClauseSlips(mistake, diagnostics).report();
}

}  // namespace kpi::syntax
