#include <algorithm>

#include "syntax/keywords.hpp"
#include "syntax/parse_state.hpp"

/// What happens after a mistake: one message, then on with the next item or declaration.
namespace kpi::syntax {
namespace {

/// Past one token, whatever it is.
std::size_t next_token(const Scanner& scanner, std::size_t at) {
  for (const std::size_t end :
       {scanner.text_end(at), scanner.quoted_end(at), scanner.word_end(at)}) {
    if (end != at) return end;
  }
  if (const auto symbol = scanner.symbol_at(at)) return symbol->end;
  ++at;
  while (!scanner.at_end(at) && (scanner.text()[at] & 0xc0) == 0x80)
    ++at;
  return at;
}

bool is_digit(std::string_view character) {
  return !character.empty() && character[0] >= '0' && character[0] <= '9';
}

bool declaration_begins(const Scanner& scanner, std::size_t at) {
  const std::size_t end = scanner.word_end(at);
  const auto word = find_keyword(scanner.between(at, end), WordClass::Declaration);
  if (end == at || !word) return false;
  const std::size_t next = scanner.skip(end, false);
  if (scanner.opens_text(next) || scanner.quoted_end(next) != next) return true;
  const std::string_view name = scanner.word_at(next);
  if (!name.empty()) return !is_reserved(name);
  const bool brace_may_follow = *word == Keyword::Precision || *word == Keyword::Calendar;
  const auto symbol = scanner.symbol_at(brace_may_follow ? scanner.skip(next, true) : next);
  return symbol && symbol->symbol == Symbol::LeftBrace;
}

}  // namespace

std::vector<std::size_t> declaration_starts(const Scanner& scanner) {
  std::vector<std::size_t> starts;
  const std::string_view text = scanner.text();
  std::size_t line = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  while (line < text.size()) {
    if (declaration_begins(scanner, line)) starts.push_back(line);
    const std::size_t newline = text.find('\n', line);
    if (newline == std::string_view::npos) break;
    line = newline + 1;
  }
  return starts;
}

void ParseState::report_failure(std::size_t at) {
  failure_.at = std::max(failure_.at, at);
  const std::size_t token_end =
      scanner_.at_end(failure_.at) ? failure_.at : next_token(scanner_, failure_.at);
  const bool known = std::any_of(reported_.begin(), reported_.end(), [&](std::uint32_t offset) {
    return offset >= failure_.item_begin && offset <= token_end;
  });
  if (!known && failure_.at >= reported_until_) {
    report(failure_, scanner_, file_, diagnostics_);
  }
  reported_until_ = token_end;
  chunk_failed_ = true;
  if (!keeps_expectations_) failure_.expected.clear();
  failure_.too_deep = false;
}

std::size_t ParseState::end_of_broken_item(std::size_t at, bool stop_at_brace) const {
  int braces = 0;
  for (at = scanner_.skip(at, false); !scanner_.at_end(at); at = scanner_.skip(at, false)) {
    const bool past_mistake = at >= failure_.at;
    if (scanner_.at_newline(at)) {
      if (past_mistake && braces == 0) return at;
      ++at;
      continue;
    }
    const auto symbol = scanner_.symbol_at(at);
    if (symbol && symbol->symbol == Symbol::LeftBrace) {
      if (stop_at_brace && past_mistake) return at;
      ++braces;
    } else if (symbol && symbol->symbol == Symbol::RightBrace) {
      if (braces == 0) return at;
      --braces;
    } else if (symbol && symbol->symbol == Symbol::Semicolon && past_mistake && braces == 0) {
      return at;
    }
    at = next_token(scanner_, at);
  }
  return at;
}

std::size_t ParseState::next_declaration(std::size_t at) const {
  while (!scanner_.at_end(at)) {
    const std::size_t newline = std::min(scanner_.text().find('\n', at), scanner_.limit());
    if (scanner_.at_end(newline)) return newline;
    at = newline + 1;
    if (declaration_begins(scanner_, scanner_.skip(at, false))) return at;
  }
  return at;
}

/// A head whose items follow without `{`: reported, then read as if it were there. Where a `{`
/// comes before a `}`, the next line is rather a part of the head that was broken off.
std::size_t ParseState::assumed_brace(std::size_t at) {
  const std::size_t head_end = skip(at);
  if (!scanner_.at_newline(head_end) || chunk_failed_) return kNoMatch;
  const std::size_t item = scanner_.skip(head_end, true);
  const bool begins = scanner_.word_end(item) != item || is_digit(scanner_.between(item, item + 1));
  if (!begins || declaration_begins(scanner_, item)) return kNoMatch;
  for (std::size_t next = item; !scanner_.at_end(next); next = scanner_.skip(next, true)) {
    if (next != item && declaration_begins(scanner_, next)) break;
    const auto symbol = scanner_.symbol_at(next);
    if (symbol && symbol->symbol == Symbol::LeftBrace) return kNoMatch;
    if (symbol && symbol->symbol == Symbol::RightBrace) break;
    next = next_token(scanner_, next);
  }
  fail(head_end, Expectation::sign(Symbol::LeftBrace));
  report_failure(head_end);
  return at;
}

std::size_t ParseState::skip_item(std::size_t at) {
  const std::size_t begin = skip(at);
  report_failure(begin);
  const std::size_t end = end_of_broken_item(begin, false);
  push_leaf(NodeKind::Error, begin, end);
  return end;
}

std::size_t ParseState::skip_formula(std::size_t at) {
  const std::size_t begin = skip(at);
  report_failure(begin);
  const std::size_t end = end_of_broken_item(begin, true);
  push_leaf(NodeKind::Error, begin, end);
  return end;
}

std::size_t ParseState::skip_declaration(std::size_t at) {
  const std::size_t begin = skip(at);
  report_failure(begin);
  const std::size_t end = next_declaration(std::max(begin, failure_.at));
  push_leaf(NodeKind::Error, begin, end);
  return end;
}

}  // namespace kpi::syntax
