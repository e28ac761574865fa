#include "syntax/text_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "syntax/scanner.hpp"

namespace kpi::syntax {
namespace {

/// Characters of an input method that have no safe meaning, and what was probably meant.
constexpr std::array<std::pair<char32_t, std::string_view>, 20> kUnsafe = {{
    {U'。', "."},  {U'．', "."},  {U'【', "("},  {U'】', ")"},  {U'〔', "("},
    {U'〕', ")"},  {U'《', "<"},  {U'》', ">"},  {U'〈', "<"},  {U'〉', ">"},
    {U'「', "\""}, {U'」', "\""}, {U'『', "\""}, {U'』', "\""}, {U'‘', "\""},
    {U'’', "\""},  {U'—', "-"},   {U'–', "-"},   {U'−', "-"},   {U'～', " to "},
}};

/// What a currency sign most often stands for; the author decides.
struct CurrencySign {
  char32_t sign;
  std::string_view code;
};
constexpr std::array<CurrencySign, 9> kCurrencySigns = {{{U'$', "USD"},
                                                         {U'＄', "USD"},
                                                         {U'¥', "CNY"},
                                                         {U'￥', "CNY"},
                                                         {U'€', "EUR"},
                                                         {U'£', "GBP"},
                                                         {U'￡', "GBP"},
                                                         {U'₩', "KRW"},
                                                         {U'₹', "INR"}}};

const CurrencySign* currency_sign(char32_t c) {
  for (const CurrencySign& sign : kCurrencySigns) {
    if (sign.sign == c) return &sign;
  }
  return nullptr;
}

constexpr bool between(char32_t c, char32_t first, char32_t last) {
  return first <= c && c <= last;
}

bool is_wide_letter(char32_t c) {
  return between(c, U'０', U'９') || between(c, U'Ａ', U'Ｚ') || between(c, U'ａ', U'ｚ');
}

bool is_radical(char32_t c) {
  return between(c, 0x2e80, 0x2fdf);
}

std::optional<std::string> replacement_of(char32_t c) {
  for (const auto& [unsafe, meant] : kUnsafe) {
    if (unsafe == c) return std::string(meant);
  }
  if (between(c, U'！', U'～') && fold_full_width(c) == c) {
    std::string narrow;
    append_utf8(narrow, c - U'！' + U'!');
    return narrow;
  }
  if (is_radical(c)) {
    std::string text;
    append_utf8(text, c);
    return to_nfkc(text);
  }
  return std::nullopt;
}

class TextChecker {
 public:
  TextChecker(FileId file, std::string_view text, Diagnostics& diagnostics)
      : file_(file), text_(text), scanner_(text), diagnostics_(diagnostics) {}

  TextFindings run() {
    if (const auto bad = first_invalid_utf8(text_)) {
      report_encoding(*bad);
      return std::move(findings_);
    }
    for (std::size_t at = 0; at < text_.size();)
      at = check(at);
    return std::move(findings_);
  }

 private:
  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  Diagnostic& report(Code code, std::size_t begin, std::size_t end, Arguments arguments) {
    findings_.offsets.push_back(static_cast<std::uint32_t>(begin));
    return diagnostics_.report(code, span(begin, end), std::move(arguments));
  }

  void report_encoding(std::size_t at) {
    findings_.readable = false;
    Diagnostic& diagnostic = report(Code::not_utf8, at, at + 1, {{"offset", at}});
    diagnostic.hint(looks_like_gb18030(text_) ? Text::save_gb18030_as_utf8 : Text::save_as_utf8);
  }

  /// Past one literal, comment or character.
  std::size_t check(std::size_t at) {
    const std::size_t literal = scanner_.text_end(at);
    if (literal != at) return check_hidden(at, literal);
    if (scanner_.opens_comment(at)) {
      return check_hidden(at, std::min(text_.size(), text_.find('\n', at)));
    }
    const std::size_t quoted = scanner_.quoted_end(at);
    if (quoted != at) return check_hidden(at, quoted);
    if (scanner_.opens_text(at)) return report_open(Code::open_text, at, "\"");
    if (text_[at] == '`') return report_open(Code::open_backtick, at, "`");
    std::size_t end = at;
    const char32_t c = *next_code_point(text_, end);
    if (is_wide_letter(c)) return check_wide_word(at);
    const CurrencySign* sign = currency_sign(c);
    if (sign != nullptr && !fixes_cell(at)) return report_currency(*sign, at, end);
    const std::size_t comment = scanner_.foreign_comment_end(at);
    if (comment != at) return report_comment(at, comment);
    check_character(c, at, end);
    return end;
  }

  /// Full-width letters in a row are one mistake.
  std::size_t check_wide_word(std::size_t begin) {
    std::size_t end = begin;
    std::size_t next = begin;
    while (next < text_.size() && is_wide_letter(*next_code_point(text_, next)))
      end = next;
    const std::string seen(text_.substr(begin, end - begin));
    const std::string meant = to_nfkc(seen);
    report(Code::unsafe_character, begin, end, {{"seen", seen}, {"meant", meant}})
        .fix(span(begin, end), meant, false);
    return end;
  }

  std::size_t check_hidden(std::size_t begin, std::size_t end) {
    while (begin < end) {
      std::size_t next = begin;
      check_invisible(*next_code_point(text_, next), begin, next);
      begin = next;
    }
    return end;
  }

  std::size_t report_open(Code code, std::size_t at, const char* quote) {
    const std::size_t end = std::min(text_.size(), text_.find('\n', at));
    report(code, at, end, {{"quote", quote}});
    return end;
  }

  bool check_invisible(char32_t c, std::size_t begin, std::size_t end) {
    if (!is_invisible(c) || (c == 0xfeff && begin == 0)) return false;
    report(Code::invisible_character, begin, end,
           {{"code", fmt::format("U+{:04X}", static_cast<std::uint32_t>(c))}})
        .fix(span(begin, end), "", false);
    return true;
  }

  /// `//`, `--` and `/* … */`: read as the comments they are meant to be, and reported.
  std::size_t report_comment(std::size_t begin, std::size_t end) {
    const Span sign = span(begin, begin + 2);
    report(Code::foreign_comment, begin, begin + 2, {{"seen", text_.substr(begin, 2)}})
        .fix(sign, "#", false);
    const bool block = text_.substr(begin, 2) == "/*";
    if (block && end > begin + 3) findings_.offsets.push_back(static_cast<std::uint32_t>(end - 2));
    return end;
  }

  /// The `$` of a spreadsheet's `$A$1`, of which the parser says how it is written here.
  bool fixes_cell(std::size_t at) const {
    const auto is_capital = [](std::string_view c) {
      return !c.empty() && c[0] >= 'A' && c[0] <= 'Z';
    };
    return text_[at] == '$' &&
           (is_capital(text_.substr(at + 1, 1)) || (at > 0 && is_capital(text_.substr(at - 1, 1))));
  }

  /// `$2000`: the number with the code after it, which the sign alone does not tell.
  std::size_t report_currency(const CurrencySign& sign, std::size_t begin, std::size_t end) {
    const std::size_t first = scanner_.skip(end, false);
    const std::size_t last =
        std::min(text_.find_first_not_of("0123456789_,.", first), text_.size());
    std::string digits;
    for (const char c : text_.substr(first, last - first)) {
      if (c != ',') digits += c;
    }
    const bool before_number = !digits.empty() && digits[0] >= '0' && digits[0] <= '9';
    const std::string meant = (before_number ? digits : "1000") + " " + std::string(sign.code);
    Diagnostic& diagnostic = report(Code::currency_sign, begin, end,
                                    {{"sign", text_.substr(begin, end - begin)}, {"meant", meant}});
    if (!before_number) return end;
    diagnostic.fix(span(begin, last), meant, false);
    return last;
  }

  void check_character(char32_t c, std::size_t begin, std::size_t end) {
    if (c < 0x80 && !is_invisible(c)) return;
    if (check_invisible(c, begin, end)) return;
    const std::string seen(text_.substr(begin, end - begin));
    auto meant = replacement_of(c);
    if (!meant) return;
    const std::size_t next = text_.find_first_not_of(" \t\r", end);
    const bool ends_line = next == std::string_view::npos || text_[next] == '\n';
    if (c == U'。' && ends_line) meant = ";";  // the end of a sentence ends an item
    const Code code = is_radical(c) ? Code::radical_character : Code::unsafe_character;
    report(code, begin, end, {{"seen", seen}, {"meant", *meant}})
        .fix(span(begin, end), *meant, false);
  }

  FileId file_;
  std::string_view text_;
  Scanner scanner_;
  Diagnostics& diagnostics_;
  TextFindings findings_;
};

}  // namespace

TextFindings check_text(FileId file, std::string_view text, Diagnostics& diagnostics) {
  return TextChecker(file, text, diagnostics).run();
}

}  // namespace kpi::syntax
