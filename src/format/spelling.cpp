#include "format/spelling.hpp"

#include <optional>

#include "syntax/found.hpp"
#include "syntax/keywords.hpp"

namespace kpi::format {
namespace {

using syntax::Keyword;
using syntax::Node;
using syntax::NodeKind;

class Words {
 public:
  Words(const syntax::Tree& tree, std::string_view text, std::string_view rules, Spelling spelling)
      : tree_(tree), text_(text), rules_(rules), spelling_(spelling) {}

  std::map<std::uint32_t, std::string> all() && {
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i)
      add(i);
    return std::move(words_);
  }

 private:
  void add(std::size_t index) {
    const Node& node = tree_.nodes[index];
    if (node.kind == NodeKind::Keyword) put(node, node.keyword);
    if (node.kind == NodeKind::Call) add_function(node);
    if (node.kind == NodeKind::Path) add_value(index);
    if (node.kind == NodeKind::Reason) add_name(node, Keyword::NoData, Keyword::Failed);
    if (node.kind == NodeKind::WeekStart) add_name(node, Keyword::Monday, Keyword::Sunday);
  }

  std::string_view text_of(const Node& node) const {
    return text_.substr(node.begin, node.end - node.begin);
  }

  void put(const Node& node, Keyword word) {
    const syntax::KeywordRow& row = syntax::row_of(word);
    words_[node.begin] = spelling_ == Spelling::English ? row.english : row.chinese;
  }

  /// The word of the rows from `first` to `last` that the text spells.
  std::optional<Keyword> word_among(std::string_view text, Keyword first, Keyword last) const {
    for (const syntax::KeywordRow& row : syntax::keyword_rows()) {
      if (row.id >= first && row.id <= last && syntax::spells(text, row.id)) return row.id;
    }
    return std::nullopt;
  }

  /// `sum(…)`, unless the rules have a metric or a table of tiers of that name.
  void add_function(const Node& call) {
    const Node& name = tree_.nodes[call.first];
    const bool alone = call.first + 1 < tree_.nodes.size() &&
                       tree_.nodes[call.first + 1].kind == NodeKind::Path &&
                       tree_.nodes[call.first + 1].first == call.first;
    if (name.kind != NodeKind::Name || !alone) return;
    const auto word = syntax::find_keyword(text_of(name), syntax::WordClass::Builtin);
    if (word && !syntax::is_declared(rules_, text_of(name))) put(name, *word);
  }

  /// `attainment`, `score`, `period.end`: words of a value.
  void add_value(std::size_t index) {
    const Node& path = tree_.nodes[index];
    const Node& first = tree_.nodes[path.first];
    if (first.kind != NodeKind::Name || syntax::is_declared(rules_, text_of(first))) return;
    const auto word = word_among(text_of(first), Keyword::ValueName, Keyword::PeriodName);
    const std::size_t names = index - path.first;
    if (!word || names > 2 || (names == 2) != (*word == Keyword::PeriodName)) return;
    put(first, *word);
    if (names < 2) return;
    const Node& second = tree_.nodes[path.first + 1];
    const auto part = word_among(text_of(second), Keyword::PeriodStart, Keyword::PeriodShare);
    if (part) put(second, *part);
  }

  /// The only name of a node, where it is one of the words.
  void add_name(const Node& node, Keyword first, Keyword last) {
    for (std::size_t i = node.first; &tree_.nodes[i] != &node; ++i) {
      const Node& leaf = tree_.nodes[i];
      const auto word =
          leaf.kind == NodeKind::Name ? word_among(text_of(leaf), first, last) : std::nullopt;
      if (word) put(leaf, *word);
    }
  }

  const syntax::Tree& tree_;
  std::string_view text_, rules_;
  Spelling spelling_;
  std::map<std::uint32_t, std::string> words_;
};

}  // namespace

std::map<std::uint32_t, std::string> spelled(const syntax::Tree& tree, std::string_view text,
                                             std::string_view rules, Spelling spelling) {
  if (spelling == Spelling::AsWritten) return {};
  return Words(tree, text, rules, spelling).all();
}

}  // namespace kpi::format
