#include <algorithm>
#include <cctype>

#include "ast/builder.hpp"
#include "base/text.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

/// Names, texts, numbers, dates and documentation comments.
namespace kpi::ast {

namespace {

/// Full-width letters and radicals were reported as characters; the name behind them is still read.
bool is_compatibility_spelling(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_code_point(text, at);
    if (c && ((*c >= U'！' && *c <= U'～') || (*c >= 0x2e80 && *c <= 0x2fdf))) return true;
  }
  return false;
}

}  // namespace

Name Builder::name(NodeView node) {
  std::string_view written = text_of(node);
  Name result;
  result.span = node.span();
  if (written.size() >= 2 && written.front() == '`') {
    written = written.substr(1, written.size() - 2);
    result.quoted = true;
  }
  result.text = is_compatibility_spelling(written) ? to_nfkc(written) : to_nfc(written);
  return result;
}

/// A name the language may know under a Chinese spelling: the AST carries the English one, unless
/// the author declared a name of that spelling in this file.
Name Builder::known_name(NodeView node, Keyword first, Keyword last) {
  Name result = name(node);
  if (result.quoted || declared_.count(result.text) > 0) return result;
  for (auto id = static_cast<int>(first); id <= static_cast<int>(last); ++id) {
    const auto word = static_cast<Keyword>(id);
    if (!syntax::spells(result.text, word)) continue;
    const std::string_view english = syntax::english_of(word);
    if (result.text != english) {
      result.written = result.text;
      result.text = std::string(english);
    }
    break;
  }
  return result;
}

TextLiteral Builder::text(NodeView node) {
  const std::string_view written = text_of(node);
  const auto quote_size = [](char c) { return c == '"' ? std::size_t{1} : std::size_t{3}; };
  const std::size_t open = quote_size(written.front());
  const std::size_t close = quote_size(written.back());
  const std::string_view inner = written.substr(open, written.size() - open - close);
  TextLiteral result;
  result.span = node.span();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const bool escape =
        inner[i] == '\\' && i + 1 < inner.size() && (inner[i + 1] == '\\' || inner[i + 1] == '"');
    if (escape) ++i;
    result.text += inner[i];
  }
  result.text = to_nfc(result.text);
  return result;
}

TextLiteral Builder::text_in(std::optional<NodeView> parent) {
  const auto found = parent ? parent->child(NodeKind::Text) : std::nullopt;
  return found ? text(*found) : TextLiteral{};
}

/// The `##` lines right above: each alone on its line, no blank line between.
std::string Builder::doc_before(std::uint32_t begin) const {
  const std::string_view source = sources_[tree_.file].text();
  const auto& comments = tree_.comments;
  auto at = std::lower_bound(
      comments.begin(), comments.end(), begin,
      [](const syntax::Comment& comment, std::uint32_t offset) { return comment.begin < offset; });
  std::vector<std::string> lines;
  while (at != comments.begin()) {
    --at;
    const std::string_view gap = source.substr(at->end, begin - at->end);
    const auto breaks = std::count(gap.begin(), gap.end(), '\n');
    if (!at->documentation || breaks != 1 || !trim(gap).empty()) break;
    const std::size_t line = source.rfind('\n', at->begin) + 1;
    if (!trim(source.substr(line, at->begin - line)).empty()) break;
    std::string_view text = source.substr(at->begin, at->end - at->begin);
    constexpr std::string_view kWide = "＃";
    while (!text.empty() && (text[0] == '#' || text.substr(0, kWide.size()) == kWide)) {
      text.remove_prefix(text[0] == '#' ? 1 : kWide.size());
    }
    lines.emplace_back(trim(text));
    begin = static_cast<std::uint32_t>(line);
    // The gap of the next comment above ends where this line begins.
    if (begin > 0) begin = at->begin;
  }
  std::string doc;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (!doc.empty()) doc += '\n';
    doc += *line;
  }
  return doc;
}

namespace {

constexpr std::size_t kMostDigits = 100;

NumberUnit unit_of(Keyword word) {
  struct Row {
    Keyword first, second;
    NumberUnit unit;
  };
  constexpr Row kRows[] = {
      {Keyword::Days, Keyword::OneDay, NumberUnit::Days},
      {Keyword::Hours, Keyword::OneHour, NumberUnit::Hours},
      {Keyword::Weeks, Keyword::OneWeek, NumberUnit::Weeks},
      {Keyword::Months, Keyword::OneMonth, NumberUnit::Months},
      {Keyword::Quarters, Keyword::OneQuarter, NumberUnit::Quarters},
      {Keyword::Halves, Keyword::Halves, NumberUnit::Halves},
      {Keyword::Years, Keyword::OneYear, NumberUnit::Years},
      {Keyword::Points, Keyword::OnePoint, NumberUnit::Points},
      {Keyword::Pp, Keyword::Pp, NumberUnit::PercentagePoints},
      {Keyword::Yuan, Keyword::Yuan, NumberUnit::Currency},
  };
  for (const Row& row : kRows) {
    if (word == row.first || word == row.second) return row.unit;
  }
  return NumberUnit::None;
}

std::int64_t factor_of(std::string_view scale) {
  constexpr std::int64_t kWan = 10'000;
  constexpr std::int64_t kYi = 100'000'000;
  return scale == "万" || scale == "萬" ? kWan : kYi;
}

}  // namespace

void Builder::check_digits(NodeView node, std::string_view digits) {
  if (digits.size() > kMostDigits) {
    diagnostics_.report(Code::number_too_long, node.span(),
                        {{"count", digits.size()}, {"limit", kMostDigits}});
  }
  const bool leading = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  if (!leading) return;
  diagnostics_.report(Code::leading_zero, node.span(), {{"number", digits}})
      .hint(Text::keys_are_text);
}

/// The digits without what only groups them; a comma in them is reported.
std::string Builder::plain_digits(NodeView node) {
  constexpr std::string_view kWideComma = "，";
  const std::string_view written = text_of(node);
  std::string digits;
  std::string meant;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const char c = written[at];
    const bool wide = written.substr(at, kWideComma.size()) == kWideComma;
    if (wide) at += kWideComma.size() - 1;
    if (c != '_' && c != ',' && !wide) digits += c;
    meant += c == ',' || wide ? '_' : c;
  }
  if (meant == written) return digits;
  diagnostics_.report(Code::foreign_number, node.span(), {{"seen", written}, {"meant", meant}})
      .hint(Text::values_have_a_space)
      .fix(node.span(), meant, false);
  return digits;
}

Expr Builder::number(NodeView node) {
  NumberLiteral literal;
  std::uint32_t before = node.span().begin;
  for (const NodeView& part : node.children()) {
    std::string written(text_of(part));
    if (part.is(NodeKind::Digits)) {
      written = plain_digits(part);
      check_digits(part, written);
      if (written.size() > kMostDigits) return {node.span(), ErrorExpr{}};
      literal.value = Rational::parse_decimal(written).value_or(Rational{});
    } else if (part.is(NodeKind::Scale)) {
      literal.value *= Rational(factor_of(trim(written)));
    } else if (part.is(NodeKind::Operator)) {
      literal.unit = NumberUnit::Percent;
      if (part.span().begin != before) {
        const Span gap{tree_.file, before, part.span().begin};
        const bool comment =
            tree_text().substr(gap.begin, gap.end - gap.begin).find('#') != std::string_view::npos;
        diagnostics_.report(Code::space_before_percent, gap).fix(gap, "", !comment);
      }
    } else if (part.is(NodeKind::CurrencyCode)) {
      literal.unit = NumberUnit::Currency;
      literal.currency = written;
    } else if (part.is(NodeKind::Keyword)) {
      literal.unit = unit_of(part.keyword());
      if (literal.unit == NumberUnit::Currency) literal.currency = "CNY";
    }
    before = part.span().end;
  }
  return {node.span(), std::move(literal)};
}

Expr Builder::date(NodeView node) {
  std::string written(text_of(node));
  for (char& c : written)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (const auto day = parse_date(written)) return {node.span(), DateLiteral{*day}};
  if (parse_period(written, Calendar{})) return {node.span(), PeriodLiteral{written}};
  Diagnostic& report =
      diagnostics_.report(Code::no_such_date, node.span(), {{"text", text_of(node)}});
  if (const auto meant = period_meant(written)) {
    report.hint(Text::did_you_mean, {{"name", *meant}}).fix(node.span(), *meant, false);
  } else {
    report.hint(Text::date_forms);
  }
  return {node.span(), ErrorExpr{}};
}

std::optional<Name> Builder::reason(std::optional<NodeView> node) {
  const auto found = node ? node->child(NodeKind::Name) : std::nullopt;
  if (!found) return std::nullopt;
  return known_name(*found, Keyword::NoData, Keyword::Failed);
}

}  // namespace kpi::ast
