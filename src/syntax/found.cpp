#include "syntax/found.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "syntax/keywords.hpp"

namespace kpi::syntax {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_end(const Scanner& scanner, std::size_t at) {
  const auto part = [&](std::size_t i) {
    const char c = scanner.text()[i];
    return is_digit(c) || c == '_' || c == '.' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  while (!scanner.at_end(at) && part(at))
    ++at;
  return at;
}

/// The shortest Chinese keyword worth looking for in the middle of a word: two characters.
constexpr std::size_t kTwoCharacters = 6;

bool starts_with(std::string_view text, std::string_view prefix) {
  return !prefix.empty() && text.substr(0, prefix.size()) == prefix;
}

bool searched(const KeywordRow& row) {
  return row.word_class != WordClass::Builtin && row.word_class != WordClass::Unit;
}

/// One Chinese character in front counts only if the rest is a word of the language or a number.
bool rest_is_known(std::string_view rest) {
  return is_digit(rest.front()) || is_any_keyword(rest) || !split_words(rest).empty();
}

/// `cap110`, `weight40`: a word of a scorecard or payout with the number behind it; empty for
/// others.
std::string split_number(std::string_view word) {
  constexpr Keyword kBeforeNumber[] = {Keyword::Weight, Keyword::Target, Keyword::Cap,
                                       Keyword::Floor,  Keyword::Round,  Keyword::Add,
                                       Keyword::Deduct, Keyword::Amount};
  const std::size_t digits = word.find_first_of("0123456789");
  if (digits == std::string_view::npos ||
      !std::all_of(word.begin() + static_cast<std::ptrdiff_t>(digits), word.end(), is_digit))
    return {};
  const std::string_view first = word.substr(0, digits);
  const bool known = std::any_of(std::begin(kBeforeNumber), std::end(kBeforeNumber),
                                 [&](Keyword id) { return first == english_of(id); });
  return known ? std::string(first) + ' ' + std::string(word.substr(digits)) : std::string();
}

/// The second of the pair whose first is the word; null for other words.
template <std::size_t Size>
const char* meaning_in(const std::pair<std::string_view, const char*> (&table)[Size],
                       std::string_view word) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const auto& pair) { return pair.first == word; });
  return found == std::end(table) ? nullptr : found->second;
}

}  // namespace

Token token_at(const Scanner& scanner, std::size_t at) {
  Token token;
  token.begin = token.end = at;
  if (scanner.at_end(at)) return token;
  const auto make = [&](Token::Kind kind, std::size_t end) {
    token.kind = kind;
    token.end = end;
    return token;
  };
  if (scanner.at_newline(at)) return make(Token::Kind::LineEnd, at);
  if (const auto end = scanner.text_end(at); end != at) return make(Token::Kind::Text, end);
  if (const auto end = scanner.quoted_end(at); end != at) return make(Token::Kind::Quoted, end);
  if (const auto end = scanner.word_end(at); end != at) return make(Token::Kind::Word, end);
  if (is_digit(scanner.text()[at])) return make(Token::Kind::Digits, digits_end(scanner, at));
  if (const auto sign = scanner.symbol_at(at)) {
    token.symbol = sign->symbol;
    return make(Token::Kind::Sign, sign->end);
  }
  std::size_t end = at + 1;
  while (!scanner.at_end(end) && (static_cast<unsigned char>(scanner.text()[end]) & 0xc0) == 0x80) {
    ++end;
  }
  return make(Token::Kind::Other, end);
}

Surroundings look_around(const Scanner& scanner, std::size_t from, std::size_t at) {
  Surroundings around;
  around.found = token_at(scanner, at);
  std::size_t next = scanner.skip(from, true);
  while (next < at) {
    const Token token = token_at(scanner, next);
    if (token.is(Symbol::LeftParen) || token.is(Symbol::LeftBrace)) around.open.push_back(token);
    const bool closes = token.is(Symbol::RightParen) || token.is(Symbol::RightBrace);
    if (closes && !around.open.empty()) around.open.pop_back();
    around.previous = token;
    next = scanner.skip(token.end, true);
  }
  const std::string_view before = scanner.text().substr(0, at);
  const std::size_t line = before.rfind('\n') + 1;
  around.first_on_line = scanner.skip(line, false) == at;
  return around;
}

std::string split_words(std::string_view word) {
  std::string best = split_number(word);
  if (!best.empty()) return best;
  std::size_t best_size = 0;
  for (const KeywordRow& row : keyword_rows()) {
    if (!searched(row)) continue;
    for (const std::string_view spelling : {row.chinese, row.traditional}) {
      const bool is_prefix = starts_with(word, spelling) && word.size() > spelling.size();
      const std::string_view rest = is_prefix ? word.substr(spelling.size()) : std::string_view();
      const bool counts = is_prefix && (spelling.size() >= kTwoCharacters || rest_is_known(rest));
      const bool inside = row.word_class == WordClass::Reserved &&
                          spelling.size() >= kTwoCharacters && !is_prefix && word != spelling &&
                          word.find(spelling) != std::string_view::npos;
      if ((!counts && !inside) || spelling.size() <= best_size) continue;
      const std::size_t at = word.find(spelling);
      const std::string_view tail = word.substr(at + spelling.size());
      const std::string further = split_words(tail);
      best = std::string(word.substr(0, at)) + (at > 0 ? " " : "") + std::string(spelling) +
             (tail.empty() ? "" : " ") + (further.empty() ? std::string(tail) : further);
      best_size = spelling.size();
    }
  }
  return best;
}

const char* type_of_other_language(std::string_view word) {
  constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {"string", "text"},        {"varchar", "text"},     {"char", "text"},
      {"str", "text"},           {"int", "count"},        {"integer", "count"},
      {"bigint", "count"},       {"decimal", "number"},   {"float", "number"},
      {"double", "number"},      {"numeric", "number"},   {"boolean", "bool"},
      {"percent", "ratio"},      {"percentage", "ratio"}, {"currency", "money"},
      {"timestamp", "datetime"}, {"enum", "one of"},      {"枚举", "取值"},
      {"选项", "取值"},          {"分数", "分"},          {"得分", "分"},
      {"编号", "主键"},          {"布尔", "逻辑值"},      {"日期时间", "时刻"},
      {"比例", "比率"},          {"金钱", "金额"},        {"货币", "金额"},
      {"数字", "数值"},          {"小数", "数值"},        {"整数", "计数"},
      {"字符串", "文本"},        {"文字", "文本"},        {"字符", "文本"},
      {"百分比", "比率"},        {"百分数", "比率"},      {"时间", "时刻"}};
  return meaning_in(kTypes, word);
}

const char* item_of_other_language(std::string_view word) {
  constexpr std::pair<std::string_view, const char*> kItems[] = {
      {"pay", "amount"},    {"bonus", "amount"}, {"formula", "amount"}, {"max", "cap"},
      {"maximum", "cap"},   {"limit", "cap"},    {"min", "floor"},      {"minimum", "floor"},
      {"金额", "应发"},     {"奖金", "应发"},    {"提成", "应发"},      {"公式", "应发"},
      {"上限", "封顶"},     {"最高", "封顶"},    {"下限", "保底"},      {"最低", "保底"},
      {"四舍五入", "取整"}, {"舍入", "取整"},    {"加分", "加"},        {"扣分", "减"},
      {"奖励", "加"},       {"扣减", "减"}};
  return meaning_in(kItems, word);
}

std::string nearest_item(std::string_view word) {
  std::vector<std::string> items;
  for (const Keyword id : {Keyword::Cap, Keyword::Floor, Keyword::Round, Keyword::Add,
                           Keyword::Deduct, Keyword::Amount}) {
    items.emplace_back(english_of(id));
    items.emplace_back(row_of(id).chinese);
  }
  return nearest(word, items).value_or("");
}

/// `每`, to which every word of two signs with it in it is near.
static bool is_one_sign(std::string_view spelling) {
  std::size_t end = 0;
  return !spelling.empty() && next_code_point(spelling, end) && end == spelling.size();
}

/// `in thousands`: words that only stand there, and are near those behind numbers.
static bool is_multiple(Keyword word) {
  return word == Keyword::Thousands || word == Keyword::TenThousands || word == Keyword::Millions ||
         word == Keyword::HundredMillions;
}

std::optional<std::string> nearest_keyword(const Failure& failure, std::string_view word) {
  std::vector<std::string> expected, all,
      traditional;  // the two Chinese spellings are near each other
  for (const KeywordRow& row : keyword_rows()) {
    if (is_multiple(row.id) && !failure.expects(row.id)) continue;
    for (const std::string_view spelling : {row.english, row.chinese}) {
      if (is_one_sign(spelling)) continue;
      all.emplace_back(spelling);
      if (failure.expects(row.id)) expected.emplace_back(spelling);
    }
    if (!row.traditional.empty() && !is_one_sign(row.traditional)) {
      traditional.emplace_back(row.traditional);
    }
  }
  for (const auto* words : {&expected, &all, &traditional}) {
    if (auto close = nearest(word, *words)) return close;
  }
  return std::nullopt;
}

std::vector<std::string> with_other_spellings(const std::vector<std::string>& words) {
  std::vector<std::string> spellings = words;
  for (const KeywordRow& row : keyword_rows()) {
    if (std::find(words.begin(), words.end(), row.english) == words.end()) continue;
    if (!is_one_sign(row.chinese)) spellings.emplace_back(row.chinese);
  }
  return spellings;
}

bool is_declared(std::string_view text, std::string_view name) {
  for (const KeywordRow& row : keyword_rows()) {
    if (row.word_class != WordClass::Declaration) continue;
    for (const std::string_view word : {row.english, row.chinese, row.traditional}) {
      const std::string head = std::string(word) + ' ' + std::string(name);
      for (std::size_t at = text.find(head); at != std::string_view::npos;
           at = text.find(head, at + 1)) {
        const std::string_view after = text.substr(at + head.size(), 1);
        if (after.empty() || after.find_first_of(" \t\r\n({:\"") == 0) return true;
      }
    }
  }
  return false;
}

std::string word_beside(std::string_view near, Keyword id) {
  return std::string(is_in_chinese(near) ? row_of(id).chinese : english_of(id));
}

bool is_in_chinese(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text[0]) >= 0x80;
}

bool writes_chinese(const Failure& failure, const Scanner& scanner) {
  const std::string_view word = scanner.word_at(scanner.skip(failure.chunk_begin, true));
  const auto declares = find_keyword(word, WordClass::Declaration);
  return declares && word != english_of(*declares);
}

/// The Chinese of a word, or of two, that a form begins with, and how long they are in English.
static std::pair<std::string, std::size_t> chinese_of(std::string_view form) {
  constexpr std::pair<std::string_view, const char*> kExamples[] = {
      {"column", "列名"}, {"condition", "条件"}, {"revenue", "销售额"}, {"orders", "订单"},
      {"amount", "金额"}, {"rates", "汇率"},     {"link", "链接"},      {"dated day", "记于 日期"}};
  const Scanner scanner(form);
  const std::size_t one = scanner.word_end(0);
  const std::size_t two = scanner.word_end(scanner.skip(one, false));
  for (const std::size_t end : {two, one}) {
    const std::string_view words = form.substr(0, end);
    if (const char* example = meaning_in(kExamples, words)) return {example, end};
    const bool closes = form.find_first_of("().", end) == end;  // a function, a mode, a part
    const auto builtin = find_keyword(words, WordClass::Builtin);
    if (closes && builtin) return {std::string(row_of(*builtin).chinese), end};
    for (const KeywordRow& row : keyword_rows()) {
      if (row.word_class == WordClass::Unit) continue;  // those stand only behind a number
      if (row.english == words) return {std::string(row.chinese), end};
    }
  }
  return {std::string(form.substr(0, one)), one};
}

std::string spelled_as(std::string_view form, bool chinese) {
  if (!chinese) return std::string(form);
  std::string spelled;
  while (!form.empty()) {
    const auto [word, size] = chinese_of(form);
    spelled += size == 0 ? std::string(form.substr(0, 1)) : word;
    form.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return spelled;
}

const char* word_meant(std::string_view word) {
  constexpr std::pair<std::string_view, const char*> kWords[] = {
      {"并且", "且"},       {"而且", "且"},       {"和", "且"},         {"或者", "或"},
      {"以及", "且"},       {"同时", "且"},       {"空", "缺失"},       {"无", "缺失"},
      {"没有", "缺失"},     {"至少", "不少于"},   {"如果", "若"},       {"假如", "若"},
      {"那么", "则"},       {"其他", "否则"},     {"其它", "否则"},     {"其余", "否则"},
      {"按照", "按"},       {"根据", "按"},       {"合计", "求和"},     {"总和", "求和"},
      {"汇总", "求和"},     {"总计", "求和"},     {"个数", "计数"},     {"笔数", "计数"},
      {"数量", "计数"},     {"平均值", "平均"},   {"平均数", "平均"},   {"最大值", "最大"},
      {"最小值", "最小"},   {"增长率", "增长"},   {"排序", "名次"},     {"四舍五入", "取整"},
      {"筛选", "其中"},     {"条件", "其中"},     {"超额累进", "超额"}, {"累进", "超额"},
      {"分段", "超额"},     {"全额累进", "全额"}, {"期望", "应为"},     {"预期", "应为"},
      {"期待", "应为"},     {"断言", "应为"},     {"前提", "给定"},     {"权值", "权重"},
      {"比重", "权重"},     {"评分", "得分"},     {"计分", "得分"},     {"打分", "得分"},
      {"空值", "缺失"},     {"为空", "缺失"},     {"期初值", "期初"},   {"同比", "去年同期"},
      {"环比", "上期"},     {"货币", "币种"},     {"币别", "币种"},     {"评分卡", "考核表"},
      {"计分卡", "考核表"}, {"考核卡", "考核表"}, {"使用", "引用"},     {"导入", "引用"},
      {"来自", "来源"},     {"参照", "仿照"},     {"类似", "仿照"},     {"对象", "适用"}};
  return meaning_in(kWords, word);
}

}  // namespace kpi::syntax
