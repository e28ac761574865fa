#include "assist/outline.hpp"

#include <algorithm>

#include "ast/tree_view.hpp"
#include "syntax/keywords.hpp"

namespace kpi::assist {
namespace {

Symbol symbol_of(const Names& names, NameId id) {
  const DeclaredName& name = names[id];
  Symbol symbol;
  symbol.name = name.name;
  symbol.label = name.label;
  symbol.kind = name.kind;
  symbol.at = name.at;
  symbol.item = name.item;
  return symbol;
}

Symbol of_test(const ast::Test& test) {
  Symbol symbol;
  symbol.name = test.title.text;
  symbol.is_test = true;
  symbol.at = test.title.span;
  symbol.item = test.span;
  return symbol;
}

Symbol of_target(const ast::Target& target) {
  Symbol symbol;
  symbol.name = target.head.name.text;
  symbol.is_target = true;
  symbol.at = target.head.name.span;
  symbol.item = target.head.span;
  return symbol;
}

bool is_declaration(syntax::NodeKind kind) {
  using K = syntax::NodeKind;
  constexpr K kKinds[] = {K::Precision, K::Calendar, K::Table, K::Role,      K::Metric,
                          K::Param,     K::Target,   K::Tiers, K::Scorecard, K::Payout,
                          K::Rule,      K::Test,     K::Given};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

TokenKind token_of(NameKind kind) {
  switch (kind) {
    case NameKind::Table:
    case NameKind::Role: return TokenKind::Type;
    case NameKind::Column:
    case NameKind::Let:
    case NameKind::Line: return TokenKind::Property;
    case NameKind::Metric:
    case NameKind::State: return TokenKind::Variable;
    case NameKind::Param:
    case NameKind::Argument: return TokenKind::Parameter;
    case NameKind::Tiers: return TokenKind::Function;
    case NameKind::Scorecard:
    case NameKind::Payout:
    case NameKind::Rule: return TokenKind::Class;
  }
  return TokenKind::Variable;
}

/// A name that nothing declares: one of the language, or a mistake, which gets no colour.
std::optional<TokenKind> token_of_word(std::string_view text, std::string_view after) {
  if (!syntax::builtin_spelling(text)) return std::nullopt;
  const bool called = !after.empty() && (after.front() == '(' || after.substr(0, 3) == "（");
  return called ? TokenKind::Function : TokenKind::Word;
}

}  // namespace

std::vector<Symbol> symbols(const Model& model) {
  std::vector<Symbol> found;
  if (!model.has_main()) return found;
  for (std::size_t i = 0; i < model.names.all().size(); ++i) {
    const DeclaredName& name = model.names[NameId(i)];
    if (name.at.file != model.main()) continue;
    Symbol symbol = symbol_of(model.names, NameId(i));
    if (name.owner && !found.empty()) {
      found.back().parts.push_back(std::move(symbol));
    } else {
      found.push_back(std::move(symbol));
    }
  }
  for (const ast::Declaration& declaration : model.ast().declarations) {
    if (const auto* test = std::get_if<ast::Test>(&declaration)) found.push_back(of_test(*test));
    const auto* target = std::get_if<ast::Target>(&declaration);
    if (target != nullptr && target->head.name.present()) found.push_back(of_target(*target));
  }
  const auto by_place = [](const Symbol& a, const Symbol& b) { return a.at.begin < b.at.begin; };
  std::sort(found.begin(), found.end(), by_place);
  for (Symbol& symbol : found)
    std::sort(symbol.parts.begin(), symbol.parts.end(), by_place);
  return found;
}

std::vector<Fold> folds(const Model& model) {
  std::vector<Fold> found;
  if (!model.has_main()) return found;
  const SourceFile& file = model.sources()[model.main()];
  const auto add = [&](std::uint32_t begin, std::uint32_t end, bool comment) {
    if (file.locate(begin).line < file.locate(end).line) found.push_back({begin, end, comment});
  };
  for (const syntax::Node& node : model.tree().nodes) {
    if (is_declaration(node.kind)) add(node.begin, node.end, false);
  }
  const auto& comments = model.tree().comments;
  for (std::size_t i = 0; i < comments.size();) {
    std::size_t last = i;  // of the comments on the lines right below
    while (last + 1 < comments.size() &&
           file.locate(comments[last + 1].begin).line == file.locate(comments[last].begin).line + 1)
      ++last;
    add(comments[i].begin, comments[last].end, true);
    i = last + 1;
  }
  std::sort(found.begin(), found.end(),
            [](const Fold& a, const Fold& b) { return a.begin < b.begin; });
  return found;
}

std::vector<Span> enclosing_parts(const Model& model, std::uint32_t offset) {
  std::vector<Span> parts;
  if (!model.has_main()) return parts;
  const auto size = static_cast<std::uint32_t>(model.text().size());
  for (const syntax::Node& node : model.tree().nodes) {
    if (node.begin <= offset && offset <= node.end && node.begin < node.end) {
      parts.push_back({model.main(), node.begin, node.end});
    }
  }
  parts.push_back({model.main(), 0, size});
  std::stable_sort(parts.begin(), parts.end(),
                   [](Span a, Span b) { return a.end - a.begin < b.end - b.begin; });
  // each must enclose the one before: of two neighbours that meet at the place one is kept
  std::vector<Span> nested;
  for (const Span part : parts) {
    const bool encloses =
        nested.empty() || (part.begin <= nested.back().begin && nested.back().end <= part.end &&
                           !(part == nested.back()));
    if (encloses) nested.push_back(part);
  }
  return nested;
}

/// What a leaf that is no name is coloured as.
static std::optional<TokenKind> token_of_leaf(syntax::NodeKind kind) {
  using K = syntax::NodeKind;
  if (kind == K::Keyword || kind == K::Scale) return TokenKind::Keyword;
  if (kind == K::Text) return TokenKind::String;
  if (kind == K::Digits || kind == K::Date || kind == K::CurrencyCode) return TokenKind::Number;
  return kind == K::Operator ? std::optional(TokenKind::Operator) : std::nullopt;
}

/// By what the name stands for; nothing for one that nobody knows.
static std::optional<SemanticToken> token_of_name(const Model& model, const syntax::Node& node) {
  SemanticToken token{node.begin, node.end, TokenKind::Variable, false, false};
  const auto found = model.names.at(model.main(), node.begin);
  if (found && found->at.begin == node.begin) {
    token.kind = token_of(model.names[found->id].kind);
    token.declares = model.names[found->id].at == found->at;
    return token;
  }
  const std::string_view text = model.text();
  const auto word =
      token_of_word(text.substr(node.begin, node.end - node.begin), text.substr(node.end));
  if (!word) return std::nullopt;
  token.kind = *word;
  return token;
}

std::vector<SemanticToken> semantic_tokens(const Model& model) {
  std::vector<SemanticToken> tokens;
  if (!model.has_main()) return tokens;
  const std::string_view text = model.text();
  for (const syntax::Node& node : model.tree().nodes) {
    std::optional<SemanticToken> token;
    if (const auto kind = token_of_leaf(node.kind)) {
      token = SemanticToken{node.begin, node.end, *kind, false, false};
    } else if (node.kind == syntax::NodeKind::Name) {
      token = token_of_name(model, node);
    }
    const bool one_line =
        text.substr(node.begin, node.end - node.begin).find('\n') == std::string_view::npos;
    if (token && node.begin < node.end && one_line) tokens.push_back(*token);
  }
  for (const syntax::Comment& comment : model.tree().comments) {
    tokens.push_back(
        {comment.begin, comment.end, TokenKind::Comment, false, comment.documentation});
  }
  std::sort(tokens.begin(), tokens.end(),
            [](const SemanticToken& a, const SemanticToken& b) { return a.begin < b.begin; });
  std::uint32_t end = 0;
  std::erase_if(tokens, [&](const SemanticToken& token) {
    const bool overlaps = token.begin < end;
    if (!overlaps) end = token.end;
    return overlaps;
  });
  return tokens;
}

}  // namespace kpi::assist
