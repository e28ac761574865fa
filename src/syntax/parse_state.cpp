#include "syntax/parse_state.hpp"

#include <algorithm>

#include "syntax/keywords.hpp"

namespace kpi::syntax {

namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_currency_code(std::string_view word) {
  return word.size() == 3 && std::all_of(word.begin(), word.end(), is_capital);
}
bool is_reason(std::string_view word) {
  const auto id = find_keyword(word, WordClass::Builtin);
  return id && *id >= Keyword::NoData && *id <= Keyword::Failed;
}

bool contains(const std::vector<Expectation>& expected, Expectation wanted) {
  return std::find(expected.begin(), expected.end(), wanted) != expected.end();
}

}  // namespace

bool Failure::expects(Keyword id) const {
  return contains(expected, Expectation::word(id));
}
bool Failure::expects(Symbol id) const {
  return contains(expected, Expectation::sign(id));
}
bool Failure::expects(Expected id) const {
  return contains(expected, Expectation::of(id));
}

void ParseState::begin_chunk(std::size_t begin, std::size_t end) {
  scanner_.set_limit(end);
  failure_ = Failure{};
  failure_.chunk_begin = failure_.at = begin;
  chunk_failed_ = false;
  skipped_from_ = static_cast<std::size_t>(-1);
}

std::size_t ParseState::skip(std::size_t at) {
  if (at != skipped_from_ || skipped_newlines_ != newlines_free()) {
    skipped_from_ = at;
    skipped_newlines_ = newlines_free();
    skipped_to_ = scanner_.skip(at, skipped_newlines_);
  }
  return skipped_to_;
}

// ---- expectations -------------------------------------------------------------------------------

std::size_t ParseState::fail(std::size_t at, Expectation expectation) {
  if (at > expectations_end_) return kNoMatch;
  if (at > failure_.at) {
    failure_.at = at;
    failure_.expected.clear();
  }
  auto& expected = failure_.expected;
  if (at == failure_.at &&
      std::find(expected.begin(), expected.end(), expectation) == expected.end()) {
    expected.push_back(expectation);
  }
  return kNoMatch;
}

ParseState::Mark ParseState::mark_expectations(std::size_t at) {
  const std::size_t token = skip(at);
  return {token, failure_.at == token ? failure_.expected.size() : 0};
}

void ParseState::expect_instead(Mark mark, Expected what) {
  if (failure_.at != mark.at) return;
  if (!keeps_expectations_) {
    failure_.expected.resize(std::min(failure_.expected.size(), mark.count));
  }
  fail(mark.at, Expectation::of(what));
}

// ---- the tree -----------------------------------------------------------------------------------

void ParseState::push_leaf(NodeKind kind, std::size_t begin, std::size_t end, Keyword id) {
  roll_back(begin);
  Node node;
  node.kind = kind;
  node.keyword = id;
  node.begin = static_cast<std::uint32_t>(begin);
  node.end = static_cast<std::uint32_t>(end);
  node.first = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(node);
}

void ParseState::roll_back(std::size_t at) {
  while (!nodes_.empty() && nodes_.back().end > at)
    nodes_.pop_back();
}

void ParseState::drop_node(std::size_t at) {
  open_nodes_.pop_back();
  roll_back(at);
}

void ParseState::close_node(NodeKind kind, std::size_t end, bool only_if_several) {
  const std::size_t begin = open_nodes_.back();
  open_nodes_.pop_back();
  roll_back(end);
  std::size_t first = nodes_.size();
  std::size_t children = 0;
  while (first > 0 && nodes_[first - 1].begin >= begin) {
    first = nodes_[first - 1].first;
    ++children;
  }
  if (only_if_several && children == 1) return;
  Node node;
  node.kind = kind;
  node.begin = static_cast<std::uint32_t>(begin);
  node.end = static_cast<std::uint32_t>(std::max(begin, end));
  node.first = static_cast<std::uint32_t>(first);
  nodes_.push_back(node);
}

void ParseState::wrap_all(NodeKind kind, std::size_t begin, std::size_t end) {
  Node node;
  node.kind = kind;
  node.begin = static_cast<std::uint32_t>(begin);
  node.end = static_cast<std::uint32_t>(end);
  node.first = 0;
  nodes_.push_back(node);
}

// ---- nesting ------------------------------------------------------------------------------------

namespace {
constexpr int kDeepest = 100;
}

ParseState::Nesting::~Nesting() {
  if (state_ == nullptr) return;
  --state_->nesting_;
  if (in_brackets_) --state_->brackets_;
}

ParseState::Nesting ParseState::enter(std::size_t at, bool in_brackets) {
  if (nesting_ >= kDeepest) {
    const std::size_t begin = skip(at);
    const auto symbol = scanner_.symbol_at(begin);
    const bool opens = in_brackets ? symbol && symbol->symbol == Symbol::LeftParen
                                   : scanner_.keyword_end(begin, Keyword::If, false) != begin;
    if (opens && begin >= failure_.at) {
      failure_.at = begin;
      failure_.too_deep = true;
    }
    return Nesting(nullptr, in_brackets);
  }
  ++nesting_;
  if (in_brackets) ++brackets_;
  return Nesting(this, in_brackets);
}

// ---- words --------------------------------------------------------------------------------------

std::size_t ParseState::keyword(std::size_t at, Keyword id) {
  const std::size_t begin = skip(at);
  const std::size_t end = scanner_.keyword_end(begin, id, newlines_free());
  if (end == begin) return fail(begin, Expectation::word(id));
  push_leaf(NodeKind::Keyword, begin, end, id);
  return end;
}

std::size_t ParseState::keyword_after_break(std::size_t at, Keyword id) {
  const std::size_t begin = line_breaks(at);
  const std::size_t end = scanner_.keyword_end(begin, id, true);
  const auto next = scanner_.symbol_at(scanner_.skip(end, false));
  const bool opens_row = next && next->symbol == Symbol::Colon;  // `else : 5`
  if (end == begin || opens_row) {
    return fail(keeps_expectations_ ? begin : skip(at), Expectation::word(id));
  }
  push_leaf(NodeKind::Keyword, begin, end, id);
  return end;
}

std::size_t ParseState::keyword_on_next_line(std::size_t at, Keyword id) {
  std::size_t begin = scanner_.skip(at, false);
  if (!scanner_.at_newline(begin)) return kNoMatch;
  for (bool comment = true; comment;) {
    const std::size_t line = begin + 1;
    begin = scanner_.skip(line, false);
    comment = scanner_.at_newline(begin) &&
              scanner_.between(line, begin).find('#') != std::string_view::npos;
  }
  const std::size_t end = scanner_.keyword_end(begin, id, false);
  if (end == begin) {
    if (keeps_expectations_) fail(begin, Expectation::word(id));  // else it is a new item
    return kNoMatch;
  }
  push_leaf(NodeKind::Keyword, begin, end, id);
  return end;
}

std::size_t ParseState::keyword_before_value(std::size_t at, Keyword id) {
  const std::size_t begin = skip(at);
  const std::size_t end = scanner_.keyword_end(begin, id, newlines_free());
  if (end == begin) return fail(begin, Expectation::word(id));
  const std::size_t next = skip(end);
  const std::string_view word = scanner_.word_at(next);
  const auto symbol = scanner_.symbol_at(next);
  const char first = scanner_.at_end(next) ? '\n' : scanner_.text()[next];
  const bool value = symbol ? symbol->symbol == Symbol::LeftParen || symbol->symbol == Symbol::Minus
                     : word.empty() ? first == '`' || (first >= '0' && first <= '9')
                                    : !is_reserved(word) || spells(word, Keyword::Not) ||
                                          spells(word, Keyword::If);
  if (!value) return kNoMatch;
  push_leaf(NodeKind::Keyword, begin, end, id);
  return end;
}

std::size_t ParseState::item_keyword(std::size_t at, Keyword id) {
  const std::size_t begin = skip(at);
  const std::size_t end = scanner_.keyword_end(begin, id, false);
  if (end == begin) return fail(begin, Expectation::word(id));
  const std::size_t next = scanner_.skip(end, false);
  const auto symbol = scanner_.symbol_at(next);
  const bool names_line =
      spells(scanner_.word_at(next), Keyword::Weight) || scanner_.opens_text(next) ||
      (symbol && (symbol->symbol == Symbol::Dot || symbol->symbol == Symbol::Colon));
  if (names_line) return kNoMatch;
  push_leaf(NodeKind::Keyword, begin, end, id);
  return end;
}

std::size_t ParseState::leaf(NodeKind kind, std::size_t begin, std::size_t end, Expected what) {
  if (end == begin) return fail(begin, Expectation::of(what));
  push_leaf(kind, begin, end);
  return end;
}

std::size_t ParseState::name(std::size_t at) {
  const std::size_t begin = skip(at);
  std::size_t end = scanner_.quoted_end(begin);
  if (end == begin && !is_reserved(scanner_.word_at(begin))) end = scanner_.word_end(begin);
  return leaf(NodeKind::Name, begin, end, Expected::Name);
}

std::size_t ParseState::any_name(std::size_t at) {
  const std::size_t begin = skip(at);
  std::size_t end = scanner_.quoted_end(begin);
  if (end == begin) end = scanner_.word_end(begin);
  return leaf(NodeKind::Name, begin, end, Expected::Name);
}

/// A contextual word followed on its line by a number or a plain name: two words in a row are never
/// an expression, so the word belongs to what follows.
bool ParseState::opens_other_operand(std::size_t begin, std::size_t end) {
  if (!is_any_keyword(scanner_.between(begin, end))) return false;
  const std::size_t next = scanner_.skip(end, false);
  if (next == end || scanner_.at_end(next)) return false;
  const char first = scanner_.text()[next];
  if (first >= '0' && first <= '9') return true;
  const std::string_view word = scanner_.word_at(next);
  return !word.empty() && !is_any_keyword(word);
}

std::size_t ParseState::operand_name(std::size_t at) {
  const std::size_t begin = skip(at);
  const std::size_t quoted = scanner_.quoted_end(begin);
  if (quoted != begin) return leaf(NodeKind::Name, begin, quoted, Expected::Name);
  std::size_t end = scanner_.word_end(begin);
  if (end != begin &&
      (is_reserved(scanner_.between(begin, end)) || opens_other_operand(begin, end))) {
    end = begin;
  }
  return leaf(NodeKind::Name, begin, end, Expected::Name);
}

std::size_t ParseState::text(std::size_t at) {
  const std::size_t begin = skip(at);
  return leaf(NodeKind::Text, begin, scanner_.text_end(begin), Expected::Text);
}

std::size_t ParseState::unit(std::size_t at) {
  const std::size_t begin = scanner_.skip(at, false);
  const std::size_t end = scanner_.word_end(begin);
  const std::string_view word = scanner_.between(begin, end);
  if (const auto id = find_keyword(word, WordClass::Unit)) {
    push_leaf(NodeKind::Keyword, begin, end, *id);
    return end;
  }
  if (!is_currency_code(word)) return kNoMatch;
  push_leaf(NodeKind::CurrencyCode, begin, end);
  return end;
}

std::size_t ParseState::currency_code(std::size_t at) {
  const std::size_t begin = skip(at);
  const std::size_t end = scanner_.word_end(begin);
  if (!is_currency_code(scanner_.between(begin, end))) return kNoMatch;
  push_leaf(NodeKind::CurrencyCode, begin, end);
  return end;
}

// ---- punctuation --------------------------------------------------------------------------------

std::size_t ParseState::symbol(std::size_t at, Symbol id) {
  const std::size_t begin = skip(at);
  const auto found = scanner_.symbol_at(begin);
  if (found && found->symbol == id) return found->end;
  return fail(begin, Expectation::sign(id));
}

std::size_t ParseState::binary_operator(std::size_t at, Symbol id) {
  const std::size_t begin = skip(at);
  const auto found = scanner_.symbol_at(begin);
  if (!found || found->symbol != id) return fail(begin, Expectation::of(Expected::Operator));
  push_leaf(NodeKind::Operator, begin, found->end);
  return found->end;
}

std::size_t ParseState::sign_operator(std::size_t at, Symbol id) {
  const std::size_t begin = skip(at);
  const auto found = scanner_.symbol_at(begin);
  if (!found || found->symbol != id) return kNoMatch;
  push_leaf(NodeKind::Operator, begin, found->end);
  return found->end;
}

std::size_t ParseState::open_brace(std::size_t at) {
  const auto found = scanner_.symbol_at(line_breaks(at));
  if (found && found->symbol == Symbol::LeftBrace) return found->end;
  return fail(skip(at), Expectation::sign(Symbol::LeftBrace));
}

std::size_t ParseState::separators(std::size_t at) {
  std::size_t end = kNoMatch;
  for (std::size_t next = scanner_.skip(at, false); !scanner_.at_end(next);
       next = scanner_.skip(end, false)) {
    const auto found = scanner_.symbol_at(next);
    if (scanner_.at_newline(next)) {
      end = next + 1;
    } else if (found && found->symbol == Symbol::Semicolon) {
      end = found->end;
    } else {
      break;
    }
  }
  return end;
}

// ---- places -------------------------------------------------------------------------------------

bool ParseState::ends_item(std::size_t begin) const {
  if (scanner_.at_end(begin) || scanner_.at_newline(begin)) return true;
  const auto found = scanner_.symbol_at(begin);
  return found && found->symbol == Symbol::Semicolon;
}

std::size_t ParseState::item_end(std::size_t at) {
  const std::size_t begin = skip(at);
  const auto found = scanner_.symbol_at(begin);
  if (ends_item(begin) || (found && found->symbol == Symbol::RightBrace)) return at;
  return fail(begin, Expectation::of(Expected::ItemEnd));
}

std::size_t ParseState::formula_end(std::size_t at) {
  const auto found = scanner_.symbol_at(line_breaks(at));
  if (found && found->symbol == Symbol::LeftBrace) return at;
  return declaration_end(at);
}

std::size_t ParseState::declaration_end(std::size_t at) {
  const std::size_t begin = skip(at);
  return ends_item(begin) ? at : fail(begin, Expectation::of(Expected::ItemEnd));
}

std::size_t ParseState::all_read(std::size_t at) {
  return scanner_.at_end(line_breaks(at)) ? at : fail(skip(at), Expectation::of(Expected::FileEnd));
}

std::size_t ParseState::more_items(std::size_t at) {
  const std::size_t begin = skip(at);
  const auto found = scanner_.symbol_at(begin);
  const bool closed = found && found->symbol == Symbol::RightBrace;
  if (closed || scanner_.at_end(begin)) return kNoMatch;
  failure_.item_begin = begin;
  return at;
}

std::size_t ParseState::more_text(std::size_t at) {
  const std::size_t begin = skip(at);
  failure_.item_begin = begin;
  return scanner_.at_end(begin) ? kNoMatch : at;
}

std::size_t ParseState::missing_brace(std::size_t at) {
  if (!scanner_.at_end(skip(at))) return kNoMatch;
  if (!chunk_failed_) {
    report_open_block(failure_.chunk_begin, at, scanner_, file_, diagnostics_);
    chunk_failed_ = true;
  }
  return at;
}

/// `none(no_data)`: a reason if it is one of the language's or is glued to `none`; otherwise the
/// brackets hold the value that stands in for none.
std::size_t ParseState::before_reason(std::size_t at) {
  const std::size_t begin = skip(at);
  const auto open = scanner_.symbol_at(begin);
  if (!open || open->symbol != Symbol::LeftParen) return kNoMatch;
  const std::size_t word = scanner_.skip(open->end, true);
  return begin == at || is_reason(scanner_.word_at(word)) ? at : kNoMatch;
}

std::size_t ParseState::unless_keyword(std::size_t at, Keyword id) {
  const std::size_t begin = skip(at);
  return scanner_.keyword_end(begin, id, newlines_free()) == begin ? at : kNoMatch;
}

std::size_t ParseState::unless_symbol(std::size_t at, Symbol id) {
  const auto found = scanner_.symbol_at(skip(at));
  return found && found->symbol == id ? kNoMatch : at;
}

}  // namespace kpi::syntax
