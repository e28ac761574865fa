#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "grammar/keywords.hpp"
#include "source/source.hpp"

/// source -> lossless tree + diagnostics. Never fails: what does not parse becomes an Error node
/// up to the next declaration, with one diagnostic.
namespace kpi::syntax {

/// Kinds of tree nodes; one per grammar rule that carries meaning. src/syntax/node_kinds.def.
enum class NodeKind : std::uint8_t {
#define KPI_NODE(name) name,
#include "syntax/node_kinds.def"
#undef KPI_NODE
};

/// Flat postorder: the children of node i are the nodes in [first, i) that no other of them covers.
struct Node {
  NodeKind kind;
  Keyword keyword = Keyword::And;  // which word, for NodeKind::Keyword
  std::uint32_t begin = 0;         // bytes of the file
  std::uint32_t end = 0;
  std::uint32_t first = 0;  // index of the first node of this subtree
};

/// Comments are the only text no leaf covers besides white space; kept for the formatter and docs.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool documentation = false;  // `##`
};

struct Tree {
  FileId file;
  std::vector<Node> nodes;
  std::vector<Comment> comments;
};

/// Parses a whole file. Text problems (encoding, invisible characters, look-alikes) are reported
/// too.
Tree parse_file(FileId file, const SourceMap& sources, Diagnostics& diagnostics);
/// Parses one expression (`kpi eval`) or a query's `m, … by … during …`; the root kind says which.
Tree parse_expression(FileId file, const SourceMap& sources, Diagnostics& diagnostics);
Tree parse_query(FileId file, const SourceMap& sources, Diagnostics& diagnostics);

/// One line per node, indented: `kpi dump --stage=tree`.
std::string print(const Tree& tree, const SourceMap& sources);

}  // namespace kpi::syntax
