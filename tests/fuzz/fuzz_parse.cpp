#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ast/from_tree.hpp"
#include "diag/render.hpp"
#include "format/format.hpp"
#include "syntax/syntax.hpp"

/// Any bytes give a tree, an AST and messages: no crash, no place outside the file, and a text that
/// is not a rule file says so.
namespace {

using namespace kpi;

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_tree(const syntax::Tree& tree, std::size_t size) {
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const syntax::Node& node = tree.nodes[i];
    expect(node.begin <= node.end && node.end <= size && node.first <= i);
    for (std::size_t end = i; end > node.first; end = tree.nodes[end - 1].first) {
      expect(tree.nodes[end - 1].begin >= node.begin && tree.nodes[end - 1].end <= node.end);
    }
  }
}

/// Rules without mistakes have one form, in either spelling, and formatting that changes nothing.
void check_format(const syntax::Tree& tree, const SourceMap& sources) {
  const std::string_view text = sources[tree.file].text();
  for (const format::Spelling spelling : {format::Spelling::AsWritten, format::Spelling::Chinese}) {
    const std::string once = format::formatted(tree, sources, text, spelling);
    SourceMap again;
    Diagnostics diagnostics;
    const FileId file = again.add("again.kpi", once);
    const syntax::Tree result = syntax::parse_file(file, again, diagnostics);
    expect(!diagnostics.has_errors());
    expect(format::formatted(result, again, once, format::Spelling::AsWritten) == once);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongest = 1 << 16;
  if (size > kLongest) return 0;
  SourceMap sources;
  Diagnostics diagnostics;
  const FileId file =
      sources.add("fuzz.kpi", std::string(reinterpret_cast<const char*>(data), size));
  const syntax::Tree tree = syntax::parse_file(file, sources, diagnostics);
  check_tree(tree, size);
  if (!diagnostics.has_errors()) check_format(tree, sources);
  const ast::Ast ast = ast::from_tree(tree, sources, diagnostics);
  (void)ast::print(ast);
  (void)ast::expression_from_tree(syntax::parse_expression(file, sources, diagnostics), sources,
                                  diagnostics);
  (void)ast::query_from_tree(syntax::parse_query(file, sources, diagnostics), sources, diagnostics);
  for (const Diagnostic& item : diagnostics.items()) {
    expect(item.span.begin <= item.span.end && item.span.end <= size);
  }
  RenderOptions options;
  options.language = Language::Chinese;
  (void)render(diagnostics, sources, options);
  return 0;
}
