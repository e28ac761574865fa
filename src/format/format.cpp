#include "format/format.hpp"

#include "base/text.hpp"
#include "format/layout.hpp"
#include "syntax/keywords.hpp"

namespace kpi::format {
namespace {

using syntax::Node;
using syntax::NodeKind;

/// A name as a reader of either language understands it: words of the language in English.
std::string meant(std::string_view name) {
  const std::string text = to_nfc(name);
  const auto word = syntax::find_keyword(text, syntax::WordClass::Builtin);
  return word ? std::string(syntax::english_of(*word)) : text;
}

/// Everything but a name, a text and an operator stays byte by byte.
bool is_same_leaf(const Node& a, std::string_view one, const Node& b, std::string_view other) {
  if (a.kind == NodeKind::Keyword) return a.keyword == b.keyword;
  if (a.kind == NodeKind::Name) return meant(one) == meant(other);
  return a.kind == NodeKind::Text || a.kind == NodeKind::Operator || one == other;
}

bool is_same(const syntax::Tree& a, std::string_view one, const syntax::Tree& b,
             std::string_view other) {
  if (a.nodes.size() != b.nodes.size() || a.comments.size() != b.comments.size()) return false;
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    const Node& x = a.nodes[i];
    const Node& y = b.nodes[i];
    if (x.kind != y.kind || x.first != y.first) return false;
    const bool leaf = x.kind <= NodeKind::Operator;
    if (leaf && !is_same_leaf(x, one.substr(x.begin, x.end - x.begin), y,
                              other.substr(y.begin, y.end - y.begin))) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string formatted(const syntax::Tree& tree, const SourceMap& sources, std::string_view rules,
                      Spelling spelling) {
  const std::string_view text = sources[tree.file].text();
  std::string out = laid_out(pieces(tree, text, spelled(tree, text, rules, spelling)));
  SourceMap again;
  Diagnostics diagnostics;
  const FileId file = again.add(sources[tree.file].path(), out);
  const syntax::Tree result = syntax::parse_file(file, again, diagnostics);
  const bool same = !diagnostics.has_errors() && is_same(tree, text, result, out);
  return same ? out : std::string(text);
}

}  // namespace kpi::format
