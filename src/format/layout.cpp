#include "format/layout.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "format/spacing.hpp"

namespace kpi::format {
namespace {

using syntax::NodeKind;
using syntax::Symbol;

constexpr int kIndent = 2;        // of what stands in braces
constexpr int kContinuation = 4;  // of a line that goes on
constexpr int kBeforeComment = 2;
constexpr int kWideGap = 2;  // between the columns of cards and pay

/// What lines have columns in common. Definitions do not: a longer name would move its neighbours
/// in every diff.
enum class Columns { None, Column, Let, Level, TierRow, CardLine, Adjust, Pay, Given };

Columns columns_of(const Piece& first) {
  constexpr std::pair<NodeKind, Columns> kColumns[] = {
      {NodeKind::Column, Columns::Column},        {NodeKind::Let, Columns::Let},
      {NodeKind::Level, Columns::Level},          {NodeKind::GridHeader, Columns::TierRow},
      {NodeKind::ElseRow, Columns::TierRow},      {NodeKind::ShareRow, Columns::TierRow},
      {NodeKind::ConditionRow, Columns::TierRow}, {NodeKind::Line, Columns::CardLine},
      {NodeKind::Adjust, Columns::Pay},           {NodeKind::Rounding, Columns::Pay},
      {NodeKind::Amount, Columns::Pay},           {NodeKind::CapPool, Columns::Pay},
      {NodeKind::Names, Columns::Given},          {NodeKind::GivenRow, Columns::Given}};
  const auto found = std::find_if(std::begin(kColumns), std::end(kColumns),
                                  [&](const auto& row) { return row.first == first.item; });
  if (found == std::end(kColumns)) return Columns::None;
  if (found->second != Columns::Pay || !first.in_scorecard) return found->second;
  return first.item == NodeKind::Adjust ? Columns::Adjust : Columns::None;
}

struct Cell {
  int column = 0;
  std::string text;
};

struct Line {
  int indent = 0;
  int empty_before = 0;
  Columns columns = Columns::None;
  std::vector<Cell> cells;  // one, where it has no columns
  std::string comment;      // behind the rest
};

/// Cuts the pieces into lines.
class Lines {
 public:
  explicit Lines(const std::vector<Piece>& pieces) : pieces_(pieces) {}

  std::vector<Line> run() && {
    std::size_t begin = 0;
    while (begin < pieces_.size()) {
      std::size_t end = begin + 1;
      while (end < pieces_.size() && pieces_[end].breaks == 0)
        ++end;
      add(begin, end);
      begin = end;
    }
    return std::move(lines_);
  }

 private:
  void add(std::size_t begin, std::size_t end) {
    const Piece& first = pieces_[begin];
    Line line;
    const bool closes = is_symbol(first, Symbol::RightBrace);
    const bool after_open = begin > 0 && is_symbol(pieces_[begin - 1], Symbol::LeftBrace);
    line.empty_before = begin > 0 && first.breaks > 1 && !closes && !after_open ? 1 : 0;
    const bool goes_on = !first.begins_item && !closes && first.kind != PieceKind::Comment;
    const int deeper = goes_on ? kContinuation * (1 + brackets_) : 0;
    line.indent = (depth_ - (closes ? 1 : 0)) * kIndent + deeper;
    if (first.kind == PieceKind::Comment) {
      line.cells.push_back({0, first.text});
      const bool between = !lines_.empty() && lines_.back().indent == line.indent;
      if (between) line.columns = lines_.back().columns;  // parts no columns
    } else {
      if (pieces_[end - 1].kind == PieceKind::Comment) line.comment = pieces_[--end].text;
      line.columns = columns_in(begin, end, goes_on);
      fill(begin, end, line);
    }
    for (std::size_t i = begin; i < end; ++i) {
      depth_ += is_symbol(pieces_[i], Symbol::LeftBrace) ? 1 : 0;
      depth_ -= is_symbol(pieces_[i], Symbol::RightBrace) ? 1 : 0;
      brackets_ += is_symbol(pieces_[i], Symbol::LeftParen) ? 1 : 0;
      brackets_ -= is_symbol(pieces_[i], Symbol::RightParen) ? 1 : 0;
    }
    lines_.push_back(std::move(line));
  }

  /// A line has columns where it holds one item, or goes on with a column of the item before.
  Columns columns_in(std::size_t begin, std::size_t end, bool goes_on) const {
    const Columns columns = columns_of(pieces_[begin]);
    const bool same = !lines_.empty() && lines_.back().columns == columns;
    if (goes_on && (pieces_[begin].column == 0 || !same)) return Columns::None;
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (is_symbol(pieces_[i], Symbol::LeftBrace)) break;
      if (pieces_[i].begins_item) return Columns::None;
    }
    return columns;
  }

  /// Cells from left to right; what begins no later column stays in the cell before it.
  void fill(std::size_t begin, std::size_t end, Line& line) const {
    line.cells.push_back({});
    bool in_braces = false;
    for (std::size_t i = begin; i < end; ++i) {
      const Piece& piece = pieces_[i];
      const bool begins_cell =
          line.columns != Columns::None && !in_braces && piece.column > line.cells.back().column;
      in_braces = in_braces || is_symbol(piece, Symbol::LeftBrace);
      if (begins_cell) {
        line.cells.push_back({piece.column, piece.text});
        continue;
      }
      std::string& text = line.cells.back().text;
      if (i > begin && !text.empty() && is_blank_between(pieces_[i - 1], piece)) text += ' ';
      text += piece.text;
    }
  }

  const std::vector<Piece>& pieces_;
  std::vector<Line> lines_;
  int depth_ = 0;     // of braces
  int brackets_ = 0;  // open, of the item
};

/// Lines in a row that have the same columns.
class Block {
 public:
  Block(std::vector<Line>& lines, std::size_t begin, std::size_t end)
      : lines_(lines), begin_(begin), end_(end) {
    measure();
  }

  std::string text(const Line& line) const {
    std::string out(static_cast<std::size_t>(line.indent), ' ');
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const Cell& cell = line.cells[i];
      if (cell.column > 0) out = pad_right(out, start_of(cell.column));
      const bool bound = line.columns == Columns::TierRow && i == 0 && line.cells.size() > 1 &&
                         line.cells[1].column == 1;
      out += bound ? pad_left(cell.text, start_of(1) - 1 - line.indent) : cell.text;
    }
    return out;
  }

 private:
  int start_of(int column) const { return starts_.at(column); }

  int gap_before(int column) const {
    const bool wide = lines_[begin_].columns == Columns::CardLine ||
                      lines_[begin_].columns == Columns::Adjust ||
                      lines_[begin_].columns == Columns::Pay ||
                      (lines_[begin_].columns == Columns::Column && column > 1);
    return wide && rows_ > 1 ? kWideGap : 1;
  }

  /// Each column begins behind the widest of what stands before it.
  void measure() {
    for (std::size_t i = begin_; i < end_; ++i) {
      rows_ += lines_[i].cells.size() > 1 ? 1 : 0;
      for (const Cell& cell : lines_[i].cells)
        starts_[cell.column] = lines_[begin_].indent;
    }
    for (auto& [column, start] : starts_) {
      if (column == 0) continue;
      for (std::size_t i = begin_; i < end_; ++i)
        start = std::max(start, end_before(lines_[i], column));
    }
  }

  /// Where the column can begin in this line; 0 where it has none.
  int end_before(const Line& line, int column) const {
    for (std::size_t i = 1; i < line.cells.size(); ++i) {
      if (line.cells[i].column != column) continue;
      const Cell& before = line.cells[i - 1];
      const int start = before.column == 0 ? lines_[begin_].indent : start_of(before.column);
      const int width = display_width(before.text);
      return width == 0 ? start : start + width + gap_before(column);
    }
    return 0;
  }

  std::vector<Line>& lines_;
  std::size_t begin_, end_;
  std::size_t rows_ = 0;       // lines of more than one cell
  std::map<int, int> starts_;  // by column
};

/// The ends of runs of lines for which `together` holds of each two neighbours.
template <class Together>
std::size_t run_end(const std::vector<Line>& lines, std::size_t begin, const Together& together) {
  std::size_t end = begin + 1;
  while (end < lines.size() && lines[end].empty_before == 0 && together(lines[end - 1], lines[end]))
    ++end;
  return end;
}

std::vector<std::string> in_columns(std::vector<Line>& lines) {
  std::vector<std::string> texts;
  std::size_t begin = 0;
  while (begin < lines.size()) {
    const std::size_t end = run_end(lines, begin, [](const Line& a, const Line& b) {
      return a.columns != Columns::None && a.columns == b.columns;
    });
    for (std::size_t i = begin; i < end; ++i)
      lines[i].indent = lines[i].cells[0].text.empty() ? lines[begin].indent : lines[i].indent;
    const Block block(lines, begin, end);
    for (std::size_t i = begin; i < end; ++i)
      texts.push_back(block.text(lines[i]));
    begin = end;
  }
  return texts;
}

/// Comments of neighbouring lines one below the other.
void add_comments(const std::vector<Line>& lines, std::vector<std::string>& texts) {
  std::size_t begin = 0;
  while (begin < lines.size()) {
    const std::size_t end = run_end(lines, begin, [](const Line& a, const Line& b) {
      return !a.comment.empty() && !b.comment.empty();
    });
    int width = 0;
    for (std::size_t i = begin; i < end; ++i)
      width = std::max(width, display_width(texts[i]));
    for (std::size_t i = begin; i < end; ++i) {
      if (!lines[i].comment.empty())
        texts[i] = pad_right(texts[i], width + kBeforeComment) + lines[i].comment;
    }
    begin = end;
  }
}

}  // namespace

std::string laid_out(const std::vector<Piece>& pieces) {
  std::vector<Line> lines = Lines(pieces).run();
  std::vector<std::string> texts = in_columns(lines);
  add_comments(lines, texts);
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty_before > 0) out += '\n';
    out += texts[i] + '\n';
  }
  return out;
}

}  // namespace kpi::format
