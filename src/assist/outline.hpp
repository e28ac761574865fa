#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assist/model.hpp"

/// The shape of a file: what it declares, what can be folded, what belongs together.
namespace kpi::assist {

struct Symbol {
  std::string name;
  std::string label;
  NameKind kind = NameKind::Metric;
  bool is_target = false, is_test = false;  // which declare no name
  Span at;                                  // the name
  Span item;                                // all of it
  std::vector<Symbol> parts;
};
/// Of the file asked for, in the order of the text.
std::vector<Symbol> symbols(const Model& model);

struct Fold {
  std::uint32_t begin = 0, end = 0;  // bytes; on different lines
  bool is_comment = false;
};
std::vector<Fold> folds(const Model& model);

/// What encloses the place, from the smallest part to the whole file.
std::vector<Span> enclosing_parts(const Model& model, std::uint32_t offset);

enum class TokenKind : std::uint8_t {
  Keyword,
  Comment,
  String,
  Number,
  Operator,
  Function,
  Word,  // a value the language knows: score, attainment
  Type,  // tables and roles
  Property,
  Variable,
  Parameter,
  Class  // scorecards, payouts, rules
};
struct SemanticToken {
  std::uint32_t begin = 0, end = 0;
  TokenKind kind = TokenKind::Variable;
  bool declares = false;
  bool is_documentation = false;
};
/// In the order of the text, without overlap; none goes over the end of a line.
std::vector<SemanticToken> semantic_tokens(const Model& model);

}  // namespace kpi::assist
