#include <algorithm>

#include "grammar/kpi_grammar.hpp"
#include "syntax/accepted.hpp"
#include "syntax/keywords.hpp"
#include "syntax/parse_state.hpp"
#include "syntax/rule_kinds.hpp"
#include "syntax/syntax.hpp"
#include "syntax/text_checks.hpp"

/// The only file that instantiates the grammar.
namespace kpi::syntax {
namespace {

namespace pegtl = tao::pegtl;

/// Builds the flat tree while the rules run; what fails leaves nothing behind.
template <class Rule>
struct TreeControl : pegtl::normal<Rule> {
  template <class Input>
  static void start(const Input& in, ParseState& st) {
    if constexpr (kRuleKind<Rule>.has_node) st.open_node(st.offset_of(in.current()));
  }
  template <class Input>
  static void success(const Input& in, ParseState& st) {
    if constexpr (kRuleKind<Rule>.has_node) {
      st.close_node(kRuleKind<Rule>.kind, st.offset_of(in.current()),
                    kRuleKind<Rule>.only_if_several);
    }
  }
  template <class Input>
  static void failure(const Input& in, ParseState& st) {
    if constexpr (kRuleKind<Rule>.has_node) {
      st.drop_node(st.offset_of(in.current()));
    } else {
      st.roll_back(st.offset_of(in.current()));
    }
  }
};

using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

template <class Rule>
bool run(ParseState& st, std::size_t begin, std::size_t end) {
  const std::string_view text = st.scanner().text();
  st.begin_chunk(begin, end);
  Input input(text.data() + begin, text.data() + end, "");
  return pegtl::parse<Rule, pegtl::nothing, TreeControl>(input, st);
}

Tree broken_tree(FileId file, std::size_t size) {
  Tree tree;
  tree.file = file;
  Node node;
  node.kind = NodeKind::Error;
  node.end = static_cast<std::uint32_t>(size);
  tree.nodes.push_back(node);
  node.kind = NodeKind::File;
  tree.nodes.push_back(node);
  return tree;
}

/// Comments in order, found in the text between the declarations' tokens.
std::vector<Comment> find_comments(std::string_view text) {
  const Scanner scanner(text);
  std::vector<Comment> comments;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t literal = std::max(scanner.text_end(at), scanner.quoted_end(at));
    std::size_t next = at;
    if (literal != at) {
      at = literal;
    } else if (scanner.opens_comment(at)) {
      next = std::min(text.size(), text.find('\n', at));
      const std::size_t end = text[next - 1] == '\r' ? next - 1 : next;
      comments.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end),
                          scanner.opens_documentation(at)});
      at = next;
    } else {
      ++at;
    }
  }
  return comments;
}

template <class Rule>
Tree parse_input(FileId file, const SourceMap& sources, Diagnostics& diagnostics, NodeKind kind) {
  const std::string_view text = sources[file].text();
  const TextFindings findings = check_text(file, text, diagnostics);
  if (!findings.readable) return broken_tree(file, text.size());
  ParseState st(text, file, findings.offsets, diagnostics);
  Tree tree;
  tree.file = file;
  if (!run<Rule>(st, 0, text.size())) {
    st.skip_declaration(0);
    st.wrap_all(kind, 0, text.size());
  }
  tree.nodes = st.take_nodes();
  tree.comments = find_comments(text);
  return tree;
}

}  // namespace

Tree parse_file(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
  const std::string_view text = sources[file].text();
  const TextFindings findings = check_text(file, text, diagnostics);
  if (!findings.readable) return broken_tree(file, text.size());
  ParseState st(text, file, findings.offsets, diagnostics);
  std::vector<std::size_t> starts = declaration_starts(st.scanner());
  if (starts.empty() || starts.front() != 0) starts.insert(starts.begin(), 0);
  starts.push_back(text.size());
  for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
    run<grammar::declarations>(st, starts[i], starts[i + 1]);
  }
  st.wrap_all(NodeKind::File, 0, text.size());
  Tree tree;
  tree.file = file;
  tree.nodes = st.take_nodes();
  tree.comments = find_comments(text);
  return tree;
}

bool Accepted::takes(Expected what) const {
  return std::find(classes.begin(), classes.end(), what) != classes.end();
}
bool Accepted::takes(Keyword word) const {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Where the last line begins, if a declaration does so too that has no name yet; else 0.
static std::size_t begun_on_last_line(const Scanner& scanner) {
  const std::size_t line = scanner.text().rfind('\n') + 1;  // of none it is 0
  return find_keyword(scanner.word_at(line), WordClass::Declaration) ? line : 0;
}

Accepted accepted_after(std::string_view text, InputKind kind) {
  // Nothing begins with this character, so whatever could go on here is tried and fails at it.
  std::string stopped(text);
  stopped += '\x01';
  Diagnostics ignored;
  ParseState st(stopped, FileId(), {}, ignored);
  st.keep_expectations(text.size());
  std::size_t begin = 0;
  switch (kind) {
    case InputKind::File:
      for (const std::size_t start : declaration_starts(st.scanner()))
        begin = start;
      begin = std::max(begin, begun_on_last_line(st.scanner()));
      run<grammar::declarations>(st, begin, stopped.size());
      break;
    case InputKind::Expression: run<grammar::whole_expression>(st, 0, stopped.size()); break;
    case InputKind::Query: run<grammar::whole_query>(st, 0, stopped.size()); break;
  }
  Accepted accepted;
  const Failure& furthest = st.furthest();
  if (furthest.at != text.size()) return accepted;
  for (const Expectation& expectation : furthest.expected) {
    if (expectation.kind == Expectation::Kind::Word) {
      accepted.words.push_back(static_cast<Keyword>(expectation.value));
    } else if (expectation.kind == Expectation::Kind::Class) {
      accepted.classes.push_back(static_cast<Expected>(expectation.value));
    }
  }
  return accepted;
}

Tree parse_expression(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
  return parse_input<grammar::whole_expression>(file, sources, diagnostics,
                                                NodeKind::ExpressionInput);
}

Tree parse_query(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
  return parse_input<grammar::whole_query>(file, sources, diagnostics, NodeKind::QueryInput);
}

}  // namespace kpi::syntax
