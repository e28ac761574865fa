#include "repl/entry.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

namespace kpi::repl {
namespace {

using syntax::Symbol;

enum class PieceKind : std::uint8_t { Word, Text, OpenText, Symbol, NewLine, Other };
struct Piece {
  PieceKind kind = PieceKind::Other;
  std::size_t begin = 0, end = 0;
  Symbol symbol = Symbol::Comma;

  bool is(Symbol wanted) const { return kind == PieceKind::Symbol && symbol == wanted; }
};

/// The end of a number such as `1_000.50`, so that its dot ends nothing.
std::size_t number_end(std::string_view text, std::size_t at) {
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  if (!is_digit(at)) return at;
  while (is_digit(at) ||
         (at < text.size() && (text[at] == '_' || text[at] == '.') && is_digit(at + 1)))
    ++at;
  return at;
}

Piece piece_at(const syntax::Scanner& scanner, std::size_t at) {
  const std::string_view text = scanner.text();
  if (scanner.at_newline(at)) return {PieceKind::NewLine, at, at + 1};
  if (const std::size_t end = scanner.text_end(at); end != at) return {PieceKind::Text, at, end};
  if (scanner.opens_text(at)) return {PieceKind::OpenText, at, text.size()};
  for (const std::size_t end : {scanner.word_end(at), scanner.quoted_end(at)}) {
    if (end != at) return {PieceKind::Word, at, end};
  }
  if (const std::size_t end = number_end(text, at); end != at) return {PieceKind::Other, at, end};
  if (const auto symbol = scanner.symbol_at(at)) {
    return {PieceKind::Symbol, at, symbol->end, symbol->symbol};
  }
  std::size_t end = at;
  next_code_point(text, end);
  return {PieceKind::Other, at, end};
}

std::vector<Piece> pieces_of(std::string_view text) {
  const syntax::Scanner scanner(text);
  std::vector<Piece> pieces;
  for (std::size_t at = scanner.skip(0, false); at < text.size();) {
    pieces.push_back(piece_at(scanner, at));
    at = scanner.skip(pieces.back().end, false);
  }
  return pieces;
}

bool wants_more_behind(const Piece& piece, std::string_view text) {
  if (piece.kind == PieceKind::Word) {
    const std::string_view word = text.substr(piece.begin, piece.end - piece.begin);
    using syntax::Keyword;
    return syntax::spells(word, Keyword::And) || syntax::spells(word, Keyword::Or) ||
           syntax::spells(word, Keyword::By) || syntax::spells(word, Keyword::During) ||
           syntax::spells(word, Keyword::Where) || syntax::spells(word, Keyword::For);
  }
  if (piece.kind != PieceKind::Symbol) return false;
  switch (piece.symbol) {
    case Symbol::Comma:
    case Symbol::Colon:
    case Symbol::Define:
    case Symbol::Equal:
    case Symbol::NotEqual:
    case Symbol::Less:
    case Symbol::LessEqual:
    case Symbol::Greater:
    case Symbol::GreaterEqual:
    case Symbol::Plus:
    case Symbol::Minus:
    case Symbol::Times:
    case Symbol::Divide:
    case Symbol::Arrow: return true;
    case Symbol::LeftParen:
    case Symbol::RightParen:
    case Symbol::LeftBrace:
    case Symbol::RightBrace:
    case Symbol::Semicolon:
    case Symbol::Dot:
    case Symbol::Percent:
    case Symbol::SqlNotEqual:
    case Symbol::Ampersands:
    case Symbol::Bars:
    case Symbol::EqualsThrice: break;
  }
  return false;
}

std::string_view cut(std::string_view text, std::size_t begin, std::size_t end) {
  return trim(text.substr(begin, end - begin));
}

/// `:=`, which is two symbols of the language.
bool assigns(const std::vector<Piece>& pieces, std::size_t i) {
  return i + 1 < pieces.size() && pieces[i].is(Symbol::Colon) && pieces[i + 1].is(Symbol::Define) &&
         pieces[i].end == pieces[i + 1].begin;
}

/// One that `;` or a line end closes, outside brackets.
class Depth {
 public:
  void pass(const Piece& piece) {
    if (piece.is(Symbol::LeftParen) || piece.is(Symbol::LeftBrace)) ++open_;
    if (piece.is(Symbol::RightParen) || piece.is(Symbol::RightBrace)) --open_;
  }
  bool inside() const { return open_ > 0; }

 private:
  int open_ = 0;
};

}  // namespace

bool is_complete(std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(text);
  Depth depth;
  const Piece* last = nullptr;
  for (const Piece& piece : pieces) {
    depth.pass(piece);
    if (piece.kind == PieceKind::NewLine) continue;
    last = &piece;
  }
  if (last == nullptr) return true;
  return !depth.inside() && !wants_more_behind(*last, text);
}

bool is_empty(std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(text);
  return std::all_of(pieces.begin(), pieces.end(),
                     [](const Piece& piece) { return piece.kind == PieceKind::NewLine; });
}

std::optional<CommandEntry> command_in(std::string_view text) {
  constexpr std::string_view kFullStop = "。";  // what a Chinese keyboard writes for the dot
  text = trim(text);
  if (text.substr(0, 1) == ".") {
    text.remove_prefix(1);
  } else if (text.substr(0, kFullStop.size()) == kFullStop) {
    text.remove_prefix(kFullStop.size());
  } else {
    return std::nullopt;
  }
  const syntax::Scanner scanner(text);
  const std::size_t end = scanner.word_end(0);
  if (end == 0) return std::nullopt;
  return CommandEntry{std::string(text.substr(0, end)), std::string(trim(text.substr(end)))};
}

std::vector<Assignment> assignments_in(std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(text);
  std::vector<Assignment> found;
  bool any = false;
  Depth depth;
  std::size_t begin = 0;
  std::optional<std::pair<std::size_t, std::size_t>> sign;  // of `:=`
  const auto close = [&](std::size_t end) {
    const std::string_view whole = cut(text, begin, end);
    if (!sign && (whole.empty() || is_empty(whole))) return;
    any = any || sign;
    found.push_back(sign ? Assignment{std::string(cut(text, begin, sign->first)),
                                      std::string(cut(text, sign->second, end))}
                         : Assignment{std::string(whole), {}});
  };
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    depth.pass(pieces[i]);
    if (depth.inside()) continue;
    if (!sign && assigns(pieces, i)) sign = {pieces[i].begin, pieces[i + 1].end};
    const bool begun = !sign || !cut(text, sign->second, pieces[i].begin).empty();
    const bool ends =
        pieces[i].is(Symbol::Semicolon) || (pieces[i].kind == PieceKind::NewLine && begun);
    if (!ends) continue;
    close(pieces[i].begin);
    begin = pieces[i].end;
    sign.reset();
  }
  close(text.size());
  if (!any) found.clear();
  return found;
}

std::optional<Assignment> meant_assignment(std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(text);
  std::size_t sign = 0;
  while (sign < pieces.size() &&
         (pieces[sign].kind == PieceKind::Word || pieces[sign].is(Symbol::Dot)))
    ++sign;
  if (sign == 0 || sign + 1 >= pieces.size() || !pieces[sign].is(Symbol::Define)) {
    return std::nullopt;
  }
  return Assignment{std::string(cut(text, pieces[0].begin, pieces[sign].begin)),
                    std::string(cut(text, pieces[sign].end, text.size()))};
}

bool names_last_value(std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(text);
  return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.kind == PieceKind::Word &&
           text.substr(piece.begin, piece.end - piece.begin) == "_";
  });
}

std::string with_last_value(std::string_view text, std::string_view value) {
  std::string result;
  std::size_t done = 0;
  for (const Piece& piece : pieces_of(text)) {
    const std::string_view word = text.substr(piece.begin, piece.end - piece.begin);
    if (piece.kind != PieceKind::Word || word != "_") continue;
    result += std::string(text.substr(done, piece.begin - done)) + "(" + std::string(value) + ")";
    done = piece.end;
  }
  return result + std::string(text.substr(done));
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const Piece& piece : pieces_of(text)) {
    if (piece.kind != PieceKind::NewLine)
      words.push_back(text.substr(piece.begin, piece.end - piece.begin));
  }
  return words;
}

}  // namespace kpi::repl
