#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/look_alikes.hpp"
#include "base/text.hpp"
#include "check/library.hpp"
#include "check/words.hpp"

/// Enters every declared name before anything is looked up, so order in the file never matters.
namespace kpi::check {
namespace {

enum class Entry { New, Version, Refused };

/// `score`, and of what is called like a function `round`: these mean something already.
void reject_word_of_language(Checker& checker, const ast::Name& name, Text kind) {
  const bool called = kind == Text::word_tiers;
  const bool taken = called ? is_value_or_function(name.text) : is_value_word(name.text);
  if (name.quoted || !taken) return;
  checker.diagnostics.report(Code::name_is_word, name.span, {{"name", name.text}, {"kind", kind}})
      .hint(Text::name_in_backticks);
}

/// A second declaration is another version of the first if either says when it is effective. What
/// the project calls by a name of the library is the project's mistake.
Entry enter(Checker& checker, const ast::Head& head, Symbol::Target target) {
  const ast::Name& name = head.name;
  if (!name.present()) return Entry::Refused;
  const bool effective = head.effective.has_value();
  const auto [at, fresh] =
      checker.symbols.emplace(name.text, Symbol{name.text, name.span, target, effective});
  if (fresh) return Entry::New;
  Symbol& first = at->second;
  const bool table = std::holds_alternative<TableId>(target);
  const bool alike = first.target.index() == target.index() && !table;
  if (alike && (effective || first.effective)) return Entry::Version;
  const bool of_library = is_in_library(checker, name.span);
  const Span own = of_library ? first.span : name.span;
  const Span other = of_library ? name.span : first.span;
  checker.diagnostics.report(Code::duplicate_name, own, {{"name", name.text}})
      .label(other, Text::first_here, {{"name", name.text}});
  return Entry::Refused;
}

void report_case_twins(Checker& checker) {
  std::map<std::string, const Symbol*> folded;
  for (const auto& [name, symbol] : checker.symbols) {
    const auto [at, fresh] = folded.emplace(ascii_lower(name), &symbol);
    if (fresh) continue;
    const Symbol* other = at->second;
    const Symbol* later = other->span.begin < symbol.span.begin ? &symbol : other;
    const Symbol* earlier = later == other ? &symbol : other;
    checker.diagnostics
        .report(Code::names_differ_in_case, later->span,
                {{"name", later->name}, {"other", earlier->name}})
        .label(earlier->span, Text::defined_here, {{"name", earlier->name}});
  }
}

/// Every name of the project by what it looks like; the first of those that look alike stands for
/// them.
class LookAlikes {
 public:
  explicit LookAlikes(Checker& checker) : checker_(checker) {}

  void add(const ast::Name& name) {
    if (!name.present()) return;
    const auto [first, fresh] = seen_.emplace(skeleton(name.text), &name);
    const ast::Name& other = *first->second;
    if (fresh || other.text == name.text || !reported_.insert(name.text).second) return;
    checker_.diagnostics
        .report(Code::names_look_alike, name.span, {{"name", name.text}, {"other", other.text}})
        .label(other.span, Text::defined_here, {{"name", other.text}})
        .hint(Text::rename_or_respell);
  }

 private:
  Checker& checker_;
  std::map<std::string, const ast::Name*> seen_;
  std::set<std::string> reported_;
};

void report_look_alikes(Checker& checker, const std::vector<const ast::Ast*>& files) {
  LookAlikes names(checker);
  for (const ast::Ast* file : files) {
    for (const ast::Declaration& declaration : file->declarations) {
      const bool named_by_metric = std::holds_alternative<ast::Target>(declaration);
      std::visit(
          [&](const auto& item) {
            if constexpr (requires { item.head.name; }) {
              if (!named_by_metric) names.add(item.head.name);
            }
          },
          declaration);
      const auto* table = std::get_if<ast::Table>(&declaration);
      if (table == nullptr) continue;
      for (const ast::Column& column : table->columns)
        names.add(column.name);
      for (const ast::Let& let : table->lets)
        names.add(let.name);
    }
  }
}

/// A label is what reports show: two things of a kind with one label could not be told apart.
struct Labels {
  Checker& checker;
  std::size_t kind;  // index of the declaration's alternative
  std::map<std::pair<std::size_t, std::string>, std::pair<Span, std::string>>& seen;

  template <class Declaration>
  void operator()(const Declaration& declaration) {
    if constexpr (requires { declaration.head.label; }) {
      const ast::TextLiteral& label = declaration.head.label;
      if (label.text.empty()) return;
      const auto [at, fresh] = seen.emplace(std::pair(kind, label.text),
                                            std::pair(label.span, declaration.head.name.text));
      if (fresh || at->second.second == declaration.head.name.text) return;  // versions share it
      checker.diagnostics.report(Code::duplicate_label, label.span, {{"label", label.text}})
          .label(at->second.first, Text::first_here, {{"name", label.text}});
    }
  }
};

struct Declare {
  Checker& checker;
  const ast::Ast& file;

  void operator()(const ast::Table& table) {
    const TableId id = checker.program.tables.next_id();
    if (enter(checker, table.head, id) != Entry::New) return;
    TableSchema schema;
    schema.name = table.head.name.text;
    schema.label = table.head.label.text;
    schema.doc = table.head.doc;
    schema.span = table.head.name.span;
    checker.program.tables.push(std::move(schema));
    checker.columns.emplace_back();
    checker.lets.emplace_back();
  }
  void operator()(const ast::Role& role) {
    if (enter(checker, role.head, checker.program.roles.next_id()) != Entry::New) return;
    Role entry;
    entry.name = role.head.name.text;
    entry.label = role.head.label.text;
    entry.doc = role.head.doc;
    entry.span = role.head.name.span;
    checker.program.roles.push(std::move(entry));
  }
  void operator()(const ast::Metric& metric) {
    reject_word_of_language(checker, metric.head.name, Text::word_metric);
    const MetricId id = checker.program.metrics.next_id();
    const Entry entered = enter(checker, metric.head, id);
    if (entered == Entry::Version) {
      checker.metrics[*checker.find_as<MetricId>(metric.head.name.text)].versions.push_back(
          {&metric, &file});
    }
    if (entered != Entry::New) return;
    Metric entry;
    entry.name = metric.head.name.text;
    entry.label = metric.head.label.text;
    entry.doc = metric.head.doc;
    entry.span = metric.head.name.span;
    checker.program.metrics.push(std::move(entry));
    checker.metrics.push({{{&metric, &file}}, Progress::Waiting});
  }
  void operator()(const ast::Param& param) {
    reject_word_of_language(checker, param.head.name, Text::word_param);
    if (enter(checker, param.head, checker.program.params.next_id()) != Entry::New) return;
    Param entry;
    entry.name = param.head.name.text;
    entry.label = param.head.label.text;
    entry.doc = param.head.doc;
    entry.span = param.head.name.span;
    checker.program.params.push(std::move(entry));
  }
  void operator()(const ast::Tiers& tiers) {
    reject_word_of_language(checker, tiers.head.name, Text::word_tiers);
    if (enter(checker, tiers.head, checker.program.tiers.next_id()) == Entry::Refused) return;
    Tiers entry;
    entry.name = tiers.head.name.text;
    entry.label = tiers.head.label.text;
    entry.doc = tiers.head.doc;
    entry.span = tiers.head.name.span;
    checker.program.tiers.push(std::move(entry));
  }
  void operator()(const ast::Scorecard& card) {
    if (enter(checker, card.head, checker.program.scorecards.next_id()) == Entry::Refused) return;
    Scorecard entry;
    entry.name = card.head.name.text;
    entry.label = card.head.label.text;
    entry.doc = card.head.doc;
    entry.span = card.head.name.span;
    checker.program.scorecards.push(std::move(entry));
  }
  void operator()(const ast::Payout& payout) {
    reject_word_of_language(checker, payout.head.name, Text::word_payout);
    if (enter(checker, payout.head, checker.program.payouts.next_id()) == Entry::Refused) return;
    Payout entry;
    entry.name = payout.head.name.text;
    entry.label = payout.head.label.text;
    entry.doc = payout.head.doc;
    entry.span = payout.head.name.span;
    checker.program.payouts.push(std::move(entry));
  }
  void operator()(const ast::Rule& rule) {
    if (enter(checker, rule.head, checker.program.rules.next_id()) == Entry::Refused) return;
    Rule entry;
    entry.name = rule.head.name.text;
    entry.label = rule.head.label.text;
    entry.doc = rule.head.doc;
    entry.span = rule.head.name.span;
    checker.program.rules.push(std::move(entry));
  }
  template <class Other>
  void operator()(const Other&) {}
};

}  // namespace

void declare_names(Checker& checker, const std::vector<const ast::Ast*>& files) {
  std::map<std::pair<std::size_t, std::string>, std::pair<Span, std::string>> labels;
  for (const ast::Ast* file : files) {
    for (const ast::Declaration& declaration : file->declarations) {
      std::visit(Declare{checker, *file}, declaration);
      std::visit(Labels{checker, declaration.index(), labels}, declaration);
    }
  }
  report_case_twins(checker);
  report_look_alikes(checker, files);
}

}  // namespace kpi::check
