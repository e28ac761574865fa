#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ast/from_tree.hpp"
#include "diag/render.hpp"
#include "syntax/syntax.hpp"

namespace kpi::syntax_test {

struct Parsed {
  SourceMap sources;
  Diagnostics diagnostics;
  syntax::Tree tree;
  ast::Ast ast;
};

inline Parsed parse(const std::string& text) {
  Parsed parsed;
  const FileId file = parsed.sources.add("test.kpi", text);
  parsed.tree = syntax::parse_file(file, parsed.sources, parsed.diagnostics);
  parsed.ast = ast::from_tree(parsed.tree, parsed.sources, parsed.diagnostics);
  parsed.diagnostics.sort();
  return parsed;
}

/// `E0101:3` for each diagnostic, in order.
inline std::string places(const Parsed& parsed) {
  std::string out;
  for (const Diagnostic& item : parsed.diagnostics.items()) {
    const int line = parsed.sources[item.span.file].locate(item.span.begin).line;
    out += (out.empty() ? "" : " ") + std::string(name_of(item.code)) + ":" + std::to_string(line);
  }
  return out;
}

inline std::string rendered(const Parsed& parsed) {
  return render(parsed.diagnostics, parsed.sources, RenderOptions{});
}

}  // namespace kpi::syntax_test
