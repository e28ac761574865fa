#include <fmt/format.h>

#include "syntax/keywords.hpp"
#include "syntax/syntax.hpp"

namespace kpi::syntax {
namespace {

constexpr const char* kKindNames[] = {
#define KPI_NODE(name) #name,
#include "syntax/node_kinds.def"
#undef KPI_NODE
};

void print_node(const Tree& tree, const SourceMap& sources, std::size_t index, std::size_t indent,
                std::string& out) {
  const Node& node = tree.nodes[index];
  out += fmt::format("{:{}}{}", "", indent * 2, kKindNames[static_cast<std::size_t>(node.kind)]);
  std::vector<std::size_t> children;
  for (std::size_t end = index; end > node.first; end = tree.nodes[end - 1].first) {
    children.push_back(end - 1);
  }
  if (node.kind == NodeKind::Keyword) out += fmt::format(" {}", english_of(node.keyword));
  if (children.empty()) {
    out +=
        fmt::format(" `{}`", sources[tree.file].text().substr(node.begin, node.end - node.begin));
  }
  out += '\n';
  for (auto child = children.rbegin(); child != children.rend(); ++child) {
    print_node(tree, sources, *child, indent + 1, out);
  }
}

}  // namespace

std::string print(const Tree& tree, const SourceMap& sources) {
  std::string out;
  if (!tree.nodes.empty()) print_node(tree, sources, tree.nodes.size() - 1, 0, out);
  return out;
}

}  // namespace kpi::syntax
