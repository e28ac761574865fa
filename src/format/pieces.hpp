#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "syntax/syntax.hpp"

namespace kpi::format {

enum class PieceKind : std::uint8_t { Leaf, Symbol, Comment };

/// A word, a literal, a symbol or a comment: what stands between blanks, as it will be written.
struct Piece {
  PieceKind kind = PieceKind::Leaf;
  syntax::NodeKind leaf = syntax::NodeKind::Error;  // of a leaf
  syntax::Symbol symbol = syntax::Symbol::Comma;    // of a symbol
  syntax::NodeKind parent = syntax::NodeKind::File;
  std::string text;
  int breaks = 0;  // line breaks in front of it: 0, 1, or 2 for an empty line
  syntax::NodeKind item = syntax::NodeKind::File;  // the declaration or line it belongs to
  bool begins_item = false;
  bool in_scorecard = false;  // of an adjustment
  int column = 0;             // the column of its item that it begins; 0: none
};

inline bool is_symbol(const Piece& piece, syntax::Symbol symbol) {
  return piece.kind == PieceKind::Symbol && piece.symbol == symbol;
}

/// All of a file, in order. `words`: what is written instead of leaves, by their first byte.
std::vector<Piece> pieces(const syntax::Tree& tree, std::string_view text,
                          const std::map<std::uint32_t, std::string>& words);

}  // namespace kpi::format
