#include "repl/draft.hpp"

#include <algorithm>
#include <tuple>

#include "ast/from_tree.hpp"
#include "base/text.hpp"
#include "check/value_types.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/keywords.hpp"
#include "syntax/syntax.hpp"

namespace kpi::repl {
namespace {

using syntax::Keyword;

/// The declarations of the rules as they stand in their files.
class Declarations {
 public:
  explicit Declarations(const driver::Compiled& rules) {
    for (const FileId file : rules.files) {
      if (stdlib::text_of(rules.sources[file].path())) continue;
      Diagnostics known;
      const syntax::Tree tree = syntax::parse_file(file, rules.sources, known);
      asts_.push_back(ast::from_tree(tree, rules.sources, known));
    }
  }
  /// Calls visit(ast, declaration) for those of one kind.
  template <class Declaration, class Visit>
  void each(Visit visit) const {
    for (const ast::Ast& file : asts_) {
      for (const ast::Declaration& declaration : file.declarations) {
        if (const auto* item = std::get_if<Declaration>(&declaration)) visit(file, *item);
      }
    }
  }
  const std::vector<ast::Ast>& files() const { return asts_; }

 private:
  std::vector<ast::Ast> asts_;
};

/// Where a value stands; of a clause that a line does not have, where it would.
struct Place {
  Span span;
  std::string lead;  // ` cap ` in front of a new one
};

/// `card.line` and the clause behind it.
struct PlaceText {
  std::vector<std::string> names;
  std::optional<Keyword> clause;
};

std::string bare(std::string_view word) {
  if (word.size() > 2 && word.front() == '`') word = word.substr(1, word.size() - 2);
  return to_nfc(word);
}

std::optional<Keyword> clause_of(std::string_view word) {
  for (const Keyword clause : {Keyword::Weight, Keyword::Target, Keyword::Scored, Keyword::Cap,
                               Keyword::Floor, Keyword::Amount}) {
    if (syntax::spells(word, clause)) return clause;
  }
  return std::nullopt;
}

std::optional<PlaceText> read_place(const std::string& text) {
  PlaceText place;
  std::vector<std::string_view> words = words_of(text);
  if (words.size() > 1) place.clause = clause_of(words.back());
  if (place.clause) words.pop_back();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i % 2 == 1 && words[i] != ".") return std::nullopt;
    if (i % 2 == 0) place.names.push_back(bare(words[i]));
  }
  const bool whole = words.size() % 2 == 1 && place.names.size() <= 2;
  return whole ? std::optional(place) : std::nullopt;
}

/// Looks for the one place that is meant.
class Finder {
 public:
  Finder(const driver::Compiled& rules, const Declarations& declarations)
      : rules_(rules), declarations_(declarations) {}

  std::optional<Place> find(const PlaceText& text) {
    found_.clear();
    if (text.names.size() == 2) {
      find_line(text);
    } else if (text.clause == Keyword::Target) {
      find_target(text.names[0]);
    } else if (!text.clause || text.clause == Keyword::Amount) {
      find_value(text.names[0], text.clause.has_value());
    }
    if (found_.size() != 1) return std::nullopt;  // of several versions none is meant
    return found_.front();
  }

 private:
  void add(const ast::Ast& file, ast::ExprId value) {
    found_.push_back({file.exprs[value].span, {}});
  }

  void find_value(const std::string& name, bool amount) {
    declarations_.each<ast::Param>([&](const ast::Ast& file, const ast::Param& param) {
      if (!amount && param.head.name.text == name) add(file, param.value);
    });
    declarations_.each<ast::Metric>([&](const ast::Ast& file, const ast::Metric& metric) {
      if (!amount && metric.head.name.text == name) add(file, metric.formula);
    });
    declarations_.each<ast::Payout>([&](const ast::Ast& file, const ast::Payout& payout) {
      if (payout.head.name.text == name && payout.amount) add(file, *payout.amount);
    });
  }

  void find_target(const std::string& name) {
    declarations_.each<ast::Target>([&](const ast::Ast& file, const ast::Target& target) {
      if (target.head.name.text != name) return;
      for (const ast::TargetLevel& level : target.levels) {
        if (level.level == ast::Level::Target) add(file, level.value);
      }
    });
  }

  void find_line(const PlaceText& text) {
    if (!text.clause || *text.clause == Keyword::Amount) return;
    for (const Scorecard& card : rules_.program.scorecards) {
      if (card.name != text.names[0]) continue;
      for (const Line& line : card.lines) {
        if (line.name == text.names[1]) find_clause(line.span, *text.clause);
      }
    }
  }

  void find_clause(Span line_span, Keyword clause) {
    declarations_.each<ast::Scorecard>([&](const ast::Ast& file, const ast::Scorecard& card) {
      for (const ast::Line& line : card.lines) {
        if (!(line.span == line_span)) continue;
        if (const auto value = value_of(line, clause)) {
          add(file, *value);
        } else {
          const Span end{line.span.file, line.span.end, line.span.end};
          found_.push_back({end, " " + std::string(syntax::english_of(clause)) + " "});
        }
      }
    });
  }

  static std::optional<ast::ExprId> value_of(const ast::Line& line, Keyword clause) {
    if (clause == Keyword::Weight) return line.weight;
    if (clause == Keyword::Target) return line.target;
    if (clause == Keyword::Scored) return line.scored;
    if (clause == Keyword::Cap) return line.cap;
    return line.floor;
  }

  const driver::Compiled& rules_;
  const Declarations& declarations_;
  std::vector<Place> found_;
};

/// What can be given another value, for did-you-mean.
std::vector<std::string> assignable_names(const Program& program) {
  std::vector<std::string> names;
  for (const Param& param : program.params)
    names.push_back(param.name);
  for (const Metric& metric : program.metrics)
    names.push_back(metric.name);
  for (const Payout& payout : program.payouts)
    names.push_back(payout.name);
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines)
      names.push_back(card.name + "." + line.name);
  }
  return names;
}

void report_no_place(const Assignment& assignment, const std::optional<PlaceText>& place,
                     const Program& program, Diagnostics& diagnostics) {
  Diagnostic& report = diagnostics.report(Code::not_assignable, {}, {{"text", assignment.place}});
  std::string name;
  for (const std::string& part : place ? place->names : std::vector<std::string>())
    name += (name.empty() ? "" : ".") + part;
  const std::vector<std::string> names = assignable_names(program);
  const bool known = std::find(names.begin(), names.end(), name) != names.end();
  auto near = known ? std::nullopt : nearest(name, names);
  if (place && place->clause && place->names.size() == 1) {  // `revenue weight`: of which card?
    const std::string line = '.' + name;
    const auto of_card = std::find_if(names.begin(), names.end(), [&](const std::string& each) {
      return each.size() > line.size() &&
             each.compare(each.size() - line.size(), line.size(), line) == 0;
    });
    if (of_card != names.end())
      near = *of_card + assignment.place.substr(assignment.place.find(' '));
  }
  if (near) report.hint(Text::did_you_mean, {{"name", *near}});
  report.hint(Text::repl_assignable);
}

struct Edit {
  Span span;
  std::string text;
};

std::string text_of(const driver::Compiled& rules, const Texts& texts, const std::string& path,
                    FileId file) {
  const auto known = texts.find(path);
  return known != texts.end() ? known->second : std::string(rules.sources[file].text());
}

/// From the last to the first, so that each span still means what it did.
Texts edited(const driver::Compiled& rules, Texts texts, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return std::tie(a.span.file.value, a.span.begin) > std::tie(b.span.file.value, b.span.begin);
  });
  for (const Edit& edit : edits) {
    const std::string path = rules.sources[edit.span.file].path();
    std::string text = text_of(rules, texts, path, edit.span.file);
    text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
    texts[path] = std::move(text);
  }
  return texts;
}

const ast::Head* head_of(const ast::Declaration& declaration) {
  return std::visit(
      [](const auto& item) -> const ast::Head* {
        if constexpr (requires { item.head; }) return &item.head;
        return nullptr;
      },
      declaration);
}

Span span_of(const ast::Declaration& declaration) {
  return std::visit(
      [](const auto& item) {
        if constexpr (requires { item.head; }) {
          return item.head.span;
        } else {
          return item.span;
        }
      },
      declaration);
}

std::string roles_text(const ast::Declaration& declaration) {
  std::string text;
  if (const auto* target = std::get_if<ast::Target>(&declaration)) {
    for (const ast::Name& role : target->roles)
      text += role.text + ' ';
  }
  return text;
}

/// The words behind `effective`, so that each version is a thing of its own.
std::string version_text(const ast::Declaration& declaration, const SourceMap& sources) {
  const ast::Head* head = head_of(declaration);
  return head != nullptr && head->effective ? std::string(sources.text(head->effective->span)) : "";
}

/// A name means one thing, whatever it is; targets are told apart by their people too.
bool stand_for_the_same(const ast::Declaration& a, const SourceMap& of_a, const ast::Declaration& b,
                        const SourceMap& of_b) {
  const ast::Head *first = head_of(a), *second = head_of(b);
  if ((first == nullptr) != (second == nullptr)) return false;
  if (first == nullptr) {
    const auto* one = std::get_if<ast::Test>(&a);
    const auto* other = std::get_if<ast::Test>(&b);
    if (one != nullptr && other != nullptr) return one->title.text == other->title.text;
    return a.index() == b.index() && !std::holds_alternative<ast::Use>(a);
  }
  const bool targets = std::holds_alternative<ast::Target>(a);
  return first->name.text == second->name.text &&
         targets == std::holds_alternative<ast::Target>(b) && roles_text(a) == roles_text(b) &&
         version_text(a, of_a) == version_text(b, of_b);
}

/// `metric revenue`, `currency CNY`: how the declaration begins.
std::string title_of(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  std::string title;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, words.size()); ++i)
    title += (i == 0 ? "" : " ") + std::string(words[i]);
  return title;
}

}  // namespace

std::optional<Changed> assign(const std::vector<Assignment>& assignments,
                              const driver::Compiled& rules, const Texts& texts,
                              Diagnostics& diagnostics) {
  const Declarations declarations(rules);
  Finder finder(rules, declarations);
  Changed changed;
  std::vector<Edit> edits;
  for (const Assignment& assignment : assignments) {
    const auto text = read_place(assignment.place);
    const auto place = text ? finder.find(*text) : std::nullopt;
    if (!place) {
      report_no_place(assignment, text, rules.program, diagnostics);
      continue;
    }
    if (assignment.value.empty()) {
      diagnostics.report(
          Code::session_argument_missing, {},
          {{"command", assignment.place + " :="}, {"what", Text::repl_need_expression}});
      continue;
    }
    Change change{assignment.place, std::nullopt, assignment.value};
    if (place->lead.empty()) change.before = std::string(rules.sources.text(place->span));
    edits.push_back({place->span, place->lead + assignment.value});
    changed.changes.push_back(std::move(change));
  }
  if (diagnostics.has_errors()) return std::nullopt;
  changed.texts = edited(rules, texts, std::move(edits));
  return changed;
}

std::optional<Changed> define(std::string_view entry, const driver::Compiled& rules,
                              const Texts& texts, SourceMap& sources, Diagnostics& diagnostics) {
  const FileId file = sources.add("entry", std::string(entry));
  Diagnostics of_entry;
  const syntax::Tree tree = syntax::parse_file(file, sources, of_entry);
  const ast::Ast typed = ast::from_tree(tree, sources, of_entry);
  if (of_entry.has_errors()) diagnostics.take(of_entry);  // what is only warned of is found again
  if (of_entry.has_errors() || typed.declarations.empty()) return std::nullopt;
  const Declarations declarations(rules);
  Changed changed;
  std::vector<Edit> edits;
  std::string added;
  for (const ast::Declaration& declaration : typed.declarations) {
    const std::string text(sources.text(span_of(declaration)));
    std::optional<Span> old;
    for (const ast::Ast& there : declarations.files()) {
      for (const ast::Declaration& other : there.declarations) {
        if (stand_for_the_same(declaration, sources, other, rules.sources)) old = span_of(other);
      }
    }
    Change change{title_of(text), std::nullopt, {}};
    if (old) {
      change.before = std::string(rules.sources.text(*old));
      edits.push_back({*old, text});
    } else {
      added += "\n" + text + "\n";
    }
    changed.changes.push_back(std::move(change));
  }
  changed.texts = edited(rules, texts, std::move(edits));
  if (!added.empty()) {
    const FileId first = rules.files.front();
    const std::string path = rules.sources[first].path();
    changed.texts[path] = text_of(rules, changed.texts, path, first) + added;
  }
  return changed;
}

bool looks_like_definition(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() < 2 || !syntax::find_keyword(words[0], syntax::WordClass::Declaration)) {
    return false;
  }
  const char next = words[1].front();
  const bool operates = std::string_view("(.,+-*/<>=!:;%)").find(next) != std::string_view::npos;
  return !operates && !syntax::is_reserved(words[1]);
}

std::optional<std::string> together(const std::vector<Assignment>& assignments,
                                    const driver::Compiled& rules) {
  if (assignments.size() != 1) return std::nullopt;
  const Assignment& only = assignments.front();
  const auto place = read_place(only.place);
  if (!place || place->clause != Keyword::Weight || place->names.size() != 2) return std::nullopt;
  driver::Compiled asked = rules;
  Diagnostics known;
  const driver::EvalOutcome wanted = driver::evaluate(asked, only.value, known);
  if (!wanted.ok || !wanted.value.is_number()) return std::nullopt;
  for (const Scorecard& card : rules.program.scorecards) {
    if (card.name != place->names[0]) continue;
    const Line* changed = nullptr;
    const Line* heaviest = nullptr;  // of the others
    for (const Line& line : card.lines) {
      const bool own = line.name == place->names[1];
      if (own) changed = &line;
      if (!own && (heaviest == nullptr || line.weight > heaviest->weight)) heaviest = &line;
    }
    if (changed == nullptr || heaviest == nullptr) return std::nullopt;
    const Rational rest = heaviest->weight - (wanted.value.number() - changed->weight);
    if (rest < Rational(0)) return std::nullopt;
    const std::string word(words_of(only.place).back());
    return only.place + " := " + only.value + "; " + card.name + "." + heaviest->name + " " + word +
           " := " + check::constant_text(rest, wanted.type.unit);
  }
  return std::nullopt;
}

}  // namespace kpi::repl
