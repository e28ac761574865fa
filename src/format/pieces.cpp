#include "format/pieces.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

namespace kpi::format {
namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Symbol;

constexpr int kSecondColumn = 2;
constexpr int kThirdColumn = 3;
constexpr int kLimitColumn = 4;
constexpr int kLastColumn = 5;

bool is_leaf(NodeKind kind) {
  return kind <= NodeKind::Operator;
}

/// The column that a part of an item begins; 0: none. A card's line: its metric, then weight,
/// target, scored, and whatever else together.
int column_of(NodeKind part, NodeKind parent, bool in_scorecard) {
  struct Row {
    NodeKind parent, part;
    int column;
  };
  constexpr Row kRows[] = {{NodeKind::Line, NodeKind::LineWeight, 1},
                           {NodeKind::Line, NodeKind::LineTarget, kSecondColumn},
                           {NodeKind::Line, NodeKind::LineScored, kThirdColumn},
                           {NodeKind::Line, NodeKind::LineCap, kLimitColumn},
                           {NodeKind::Line, NodeKind::LineFloor, kLimitColumn},
                           {NodeKind::Line, NodeKind::Better, kLastColumn},
                           {NodeKind::Line, NodeKind::Rounding, kLastColumn},
                           {NodeKind::Line, NodeKind::Policy, kLastColumn},
                           {NodeKind::Column, NodeKind::Header, kSecondColumn},
                           {NodeKind::Adjust, NodeKind::When, 1},
                           {NodeKind::Adjust, NodeKind::Message, kSecondColumn}};
  const auto found = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) {
    return row.parent == parent && row.part == part;
  });
  if (found == std::end(kRows)) return 0;
  return parent != NodeKind::Adjust || in_scorecard ? found->column : 0;
}

bool is_tier_row(NodeKind kind) {
  return kind == NodeKind::ConditionRow || kind == NodeKind::ElseRow ||
         kind == NodeKind::ShareRow || kind == NodeKind::GridHeader;
}

/// `amount base * 2`, `stretch 900 CNY`: the value behind the first word.
bool is_word_and_value(NodeKind item, bool in_scorecard) {
  return item == NodeKind::Amount || item == NodeKind::CapPool || item == NodeKind::Level ||
         ((item == NodeKind::Adjust || item == NodeKind::Rounding) && !in_scorecard);
}

class Walk {
 public:
  Walk(const syntax::Tree& tree, std::string_view text,
       const std::map<std::uint32_t, std::string>& words)
      : tree_(tree), text_(text), words_(words), scanner_(text) {}

  std::vector<Piece> run() && {
    if (!tree_.nodes.empty()) node(tree_.nodes.size() - 1, NodeKind::File, 0, text_.size());
    return std::move(pieces_);
  }

 private:
  /// The node and the gaps inside it; `begin` and `end` are wider for the file, which holds the
  /// comments around all.
  void node(std::size_t index, NodeKind parent, std::size_t begin, std::size_t end) {
    const Node& of = tree_.nodes[index];
    if (is_leaf(of.kind)) return leaf(of, parent);
    std::vector<std::size_t> children;
    for (std::size_t last = index; last > of.first; last = tree_.nodes[last - 1].first)
      children.push_back(last - 1);
    std::reverse(children.begin(), children.end());
    bool open = of.kind == NodeKind::File;
    std::size_t at = begin;
    for (const std::size_t child : children) {
      const Node& part = tree_.nodes[child];
      gap(at, part.begin, of.kind, open);
      if (open) begin_item(part, of.kind);
      mark(part, of.kind, child == children.front());
      node(child, of.kind, part.begin, part.end);
      if (open) item_ = of.kind;
      at = part.end;
    }
    gap(at, end, of.kind, open);
  }

  void begin_item(const Node& part, NodeKind parent) {
    begins_item_ = true;
    item_ = part.kind;
    in_scorecard_ = parent == NodeKind::Scorecard;
    commas_ = 0;
  }

  /// Where the part begins a column of its item.
  void mark(const Node& part, NodeKind parent, bool first) {
    if (const int column = column_of(part.kind, parent, in_scorecard_)) next_column_ = column;
    const bool compared = parent == NodeKind::Comparison && part.kind == NodeKind::Path;
    if (compared && item_ == NodeKind::ConditionRow && commas_ == 0) next_column_ = 1;
    if (!first && parent == item_ && is_word_and_value(item_, in_scorecard_)) next_column_ = 1;
  }

  /// The columns that begin with a symbol.
  int column_of_symbol(Symbol symbol, NodeKind parent) {
    if (symbol == Symbol::Colon && parent == NodeKind::Column) return 1;
    if (symbol == Symbol::Colon && is_tier_row(parent)) return kSecondColumn;
    if (symbol == Symbol::Define && parent == NodeKind::Let) return 1;
    return 0;
  }

  void leaf(const Node& of, NodeKind parent) {
    Piece piece = next(PieceKind::Leaf, parent, of.begin);
    piece.leaf = of.kind;
    piece.text = leaf_text(of);
    push(std::move(piece), of.end);
  }

  std::string leaf_text(const Node& of) const {
    const std::string_view written = text_.substr(of.begin, of.end - of.begin);
    const auto other = words_.find(of.begin);
    if (other != words_.end()) return other->second;
    if (of.kind == NodeKind::Keyword) return one_blank(written);
    if (of.kind == NodeKind::Name) return to_nfc(written);
    if (of.kind == NodeKind::Text) return straight_quotes(written);
    const auto symbol = of.kind == NodeKind::Operator ? scanner_.symbol_at(of.begin) : std::nullopt;
    return std::string(symbol ? syntax::spelling_of(symbol->symbol) : written);
  }

  /// `one   of` as `one of`.
  static std::string one_blank(std::string_view words) {
    std::string out;
    for (const char c : words) {
      const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (!blank) out += c;
      if (blank && out.back() != ' ') out += ' ';
    }
    return out;
  }

  /// A text in “curved” quotes in straight ones; what stands inside stays.
  static std::string straight_quotes(std::string_view written) {
    if (written.front() == '"') return std::string(written);
    constexpr std::size_t kQuote = std::string_view("“").size();
    std::string out = "\"";
    for (const char c : written.substr(kQuote, written.size() - 2 * kQuote)) {
      if (c == '"') out += '\\';
      out += c;
    }
    return out + '"';
  }

  /// Symbols and comments between two leaves. `open`: whether a brace of the parent is.
  void gap(std::size_t at, std::size_t end, NodeKind parent, bool& open) {
    while (at < end) {
      if (comment_ < tree_.comments.size() && tree_.comments[comment_].begin == at) {
        at = comment(tree_.comments[comment_++], parent);
      } else if (const auto symbol = scanner_.symbol_at(at)) {
        Piece piece = next(PieceKind::Symbol, parent, at);
        piece.symbol = symbol->symbol;
        piece.text = syntax::spelling_of(symbol->symbol);
        if (piece.column == 0) piece.column = column_of_symbol(symbol->symbol, parent);
        if (symbol->symbol == Symbol::LeftBrace) open = true;
        if (symbol->symbol == Symbol::RightBrace) open = false;
        if (symbol->symbol == Symbol::Comma) after_comma(parent);
        push(std::move(piece), symbol->end);
        at = symbol->end;
      } else {
        next_code_point(text_, at);
      }
    }
  }

  /// What follows a comma in the rows of a test, or in a row of a grid, begins a column.
  void after_comma(NodeKind parent) {
    ++commas_;
    const bool cell = parent == NodeKind::Cells && is_tier_row(item_);
    const bool given =
        parent == NodeKind::GivenRow || (parent == NodeKind::Names && item_ == NodeKind::Names);
    if (given) next_column_ = commas_;
    if (cell) next_column_ = kSecondColumn + commas_;
  }

  std::size_t comment(const syntax::Comment& of, NodeKind parent) {
    const int column = std::exchange(next_column_, 0);
    const bool begins_item = std::exchange(begins_item_, false);
    Piece piece = next(PieceKind::Comment, parent, of.begin);
    const std::string_view written = trim(text_.substr(of.begin, of.end - of.begin));
    std::size_t at = 0;
    while (at < written.size()) {
      std::size_t after = at;
      const auto c = next_code_point(written, after);
      if (!c || syntax::fold_full_width(*c) != U'#') break;
      piece.text += '#';
      at = after;
    }
    piece.text += written.substr(at);
    push(std::move(piece), of.end);
    next_column_ = column;
    begins_item_ = begins_item;
    return of.end;
  }

  Piece next(PieceKind kind, NodeKind parent, std::size_t begin) {
    Piece piece;
    piece.kind = kind;
    piece.parent = parent;
    const auto lines = std::count(text_.begin() + static_cast<std::ptrdiff_t>(last_end_),
                                  text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    piece.breaks = static_cast<int>(std::min<std::ptrdiff_t>(lines, 2));
    piece.item = item_;
    piece.begins_item = std::exchange(begins_item_, false);
    piece.in_scorecard = in_scorecard_;
    piece.column = std::exchange(next_column_, 0);
    return piece;
  }

  void push(Piece piece, std::size_t end) {
    last_end_ = end;
    pieces_.push_back(std::move(piece));
  }

  const syntax::Tree& tree_;
  std::string_view text_;
  const std::map<std::uint32_t, std::string>& words_;
  syntax::Scanner scanner_;
  std::vector<Piece> pieces_;
  std::size_t last_end_ = 0;
  std::size_t comment_ = 0;
  NodeKind item_ = NodeKind::File;
  bool begins_item_ = false;
  bool in_scorecard_ = false;
  int next_column_ = 0;
  int commas_ = 0;  // in the item so far
};

/// A `;` where the line or the block ends anyway says nothing.
bool says_nothing(const std::vector<Piece>& pieces, std::size_t index) {
  if (pieces[index].kind != PieceKind::Symbol || pieces[index].symbol != Symbol::Semicolon ||
      pieces[index].breaks > 0) {
    return false;
  }
  std::size_t next = index + 1;
  if (next < pieces.size() && pieces[next].kind == PieceKind::Comment && pieces[next].breaks == 0)
    ++next;
  return next == pieces.size() || pieces[next].breaks > 0 ||
         (pieces[next].kind == PieceKind::Symbol && pieces[next].symbol == Symbol::RightBrace);
}

}  // namespace

std::vector<Piece> pieces(const syntax::Tree& tree, std::string_view text,
                          const std::map<std::uint32_t, std::string>& words) {
  const std::vector<Piece> all = Walk(tree, text, words).run();
  std::vector<Piece> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!says_nothing(all, i)) kept.push_back(all[i]);
  }
  return kept;
}

}  // namespace kpi::format
