#include "repl/session.hpp"

#include <algorithm>
#include <utility>

#include "ast/from_tree.hpp"
#include "check/check.hpp"
#include "driver/ask.hpp"
#include "output/number.hpp"

namespace kpi::repl {
namespace {

bool has_code(const Diagnostics& diagnostics, Code code) {
  return std::any_of(diagnostics.items().begin(), diagnostics.items().end(),
                     [&](const Diagnostic& item) { return item.code == code; });
}

/// Whether the text is a query and no expression.
bool is_query(const std::string& text) {
  SourceMap sources;
  const FileId file = sources.add("query", text);
  Diagnostics of_expression, of_query;
  syntax::parse_expression(file, sources, of_expression);
  syntax::parse_query(file, sources, of_query);
  return of_expression.has_errors() && !of_query.has_errors();
}

/// A table of one cell is a value.
Answer answer_of(score::QueryResult result) {
  Answer answer;
  const bool one =
      result.rows.size() == 1 && result.measures.size() == 1 && result.by_names.empty();
  if (one) {
    const score::QueryResult::Measure& measure = result.measures.front();
    answer.one = {result.rows.front().values.front(), measure.type, measure.published};
  }
  answer.table = std::move(result);
  return answer;
}

std::vector<Figure> figures_in(const score::RunResult& result, const Program& program,
                               const output::Words& words) {
  std::vector<Figure> figures;
  Type word;
  word.kind = Kind::Text;
  const auto add = [&](const auto& of, std::string what, std::string text) {
    if (result.periods.size() > 1) what += " " + to_string(of.period, program.calendar);
    figures.push_back({of.key, of.name, std::move(what), std::move(text)});
  };
  for (const score::CardResult& card : result.cards) {
    const std::string& name = program.scorecards[card.scorecard].name;
    add(card, words(Text::repl_score_of, {{"card", name}}),
        output::shown_with_unit(card.score, words));
    if (card.has_grade) {
      add(card, words(Text::repl_grade_of, {{"card", name}}),
          output::shown_value(card.grade, word, std::nullopt, words));
    }
  }
  for (const score::PaidResult& paid : result.payouts) {
    add(paid, program.payouts[paid.payout.payout].name,
        output::shown_with_unit(paid.payout.amount, words));
  }
  return figures;
}

}  // namespace

Session::Session(Start start, io::Files& files, const io::Files& data, Language language)
    : start_(std::move(start)),
      files_(files),
      data_(data),
      language_(language),
      columns_(std::make_unique<cache::ColumnMemory>(data, start_.request.load.store)) {
  start_.request.load.store = columns_.get();
}

driver::Compiled Session::compile(const Texts& texts, Diagnostics& diagnostics) const {
  io::MemoryFiles files(&files_);
  for (const auto& [path, text] : texts)
    files.add(path, text);
  return driver::compile(start_.path, start_.settings, files, diagnostics);
}

std::optional<std::vector<std::string>> Session::load(std::string path, Diagnostics& diagnostics) {
  const std::string before = std::exchange(start_.path, std::move(path));
  driver::Compiled compiled = compile({}, diagnostics);
  asked_ = compiled;
  if (!compiled.ok) {
    start_.path = before;
    return std::nullopt;
  }
  as_in_files_ = compiled;
  rules_ = std::move(compiled);
  texts_.clear();
  people_.reset();
  return std::exchange(entries_, {});
}

std::optional<std::vector<std::string>> Session::reload(Diagnostics& diagnostics) {
  const auto entries = load(start_.path, diagnostics);
  if (!entries) return std::nullopt;
  for (const std::string& entry : *entries) {
    Diagnostics dropped;
    if (change(entry, dropped)) continue;
    diagnostics.report(Code::change_dropped, {}, {{"text", entry}});
  }
  asked_ = rules_;
  return entries_;
}

std::optional<std::vector<Change>> Session::change(const std::string& entry,
                                                   Diagnostics& diagnostics) {
  asked_ = rules_;
  const std::vector<Assignment> assignments = assignments_in(entry);
  auto changed = assignments.empty() ? define(entry, rules_, texts_, asked_.sources, diagnostics)
                                     : assign(assignments, rules_, texts_, diagnostics);
  if (!changed) return std::nullopt;
  driver::Compiled compiled = compile(changed->texts, diagnostics);
  asked_ = compiled;
  if (!compiled.ok) return std::nullopt;
  rules_ = std::move(compiled);
  texts_ = std::move(changed->texts);
  entries_.push_back(entry);
  people_.reset();
  return std::move(changed->changes);
}

std::optional<std::string> Session::undo() {
  if (entries_.empty()) return std::nullopt;
  const std::string last = entries_.back();
  std::vector<std::string> kept(entries_.begin(), entries_.end() - 1);
  rules_ = as_in_files_;
  texts_.clear();
  entries_.clear();
  for (const std::string& entry : kept) {
    Diagnostics known;
    change(entry, known);
  }
  people_.reset();
  return last;
}

bool Session::has_data() const {
  return !start_.request.bindings.folder.empty() || !start_.request.bindings.paths.empty();
}

bool Session::set_person(const std::string& text, Diagnostics& diagnostics) {
  if (text.empty()) {
    person_.reset();
    return true;
  }
  if (!has_data()) {
    diagnostics.report(Code::session_without_data, {}).hint(Text::repl_without_data);
    return false;
  }
  const std::vector<Person>& everybody = people(diagnostics);
  if (diagnostics.has_errors()) return false;
  const auto found = find_person(everybody, text, diagnostics);
  if (found) person_ = found;
  return found.has_value();
}

bool Session::set_period(const std::string& text, Diagnostics& diagnostics) {
  asked_ = rules_;
  if (!text.empty() && !driver::parse_asked(text, rules_.program.calendar, diagnostics)) {
    return false;
  }
  start_.request.period = text;
  return true;
}

/// Of a question, which sees the data as they are now.
driver::RunRequest Session::request() const {
  data_.let_go();
  driver::RunRequest request = start_.request;
  if (person_) {
    request.of = person_->key;
    request.people = person_->table;
  }
  return request;
}

std::optional<Answer> Session::evaluate(const std::string& text, Diagnostics& diagnostics) {
  asked_ = rules_;
  Diagnostics of_constant;
  driver::EvalOutcome constant = driver::evaluate(asked_, text, of_constant);
  if (constant.ok) {
    return Answer{score::Quantity{std::move(constant.value), constant.type, std::nullopt}, {}};
  }
  if (!has_data()) {
    if (has_code(of_constant, Code::constant_needed) || is_query(text)) {
      diagnostics.report(Code::session_without_data, {}).hint(Text::repl_without_data);
    } else {
      diagnostics.take(of_constant);
    }
    return std::nullopt;
  }
  asked_ = rules_;
  driver::QueryOutcome outcome = driver::query(asked_, text, request(), data_, diagnostics);
  if (!outcome.ok) return std::nullopt;
  return answer_of(std::move(outcome.result));
}

std::optional<Type> Session::type_of(const std::string& text, Diagnostics& diagnostics) {
  asked_ = rules_;
  TableId people;
  for (std::size_t t = 0; person_ && t < rules_.program.tables.size(); ++t) {
    if (rules_.program.tables[TableId(t)].name == person_->table) people = TableId(t);
  }
  const FileId file = asked_.sources.add("expression", text);
  const syntax::Tree tree = syntax::parse_expression(file, asked_.sources, diagnostics);
  const ast::ExpressionInput input = ast::expression_from_tree(tree, asked_.sources, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  const ProgramExprId expr =
      check::check_expression(input.ast, input.root, people, asked_.program, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return asked_.program.exprs[expr].type;
}

std::optional<trace::Explained> Session::explain(const driver::ExplainRequest& asked,
                                                 Diagnostics& diagnostics) {
  asked_ = rules_;
  driver::ExplainOutcome outcome = driver::explain(rules_, request(), asked, data_, diagnostics);
  if (!outcome.ok) return std::nullopt;
  return std::move(outcome.result);
}

std::optional<score::RunResult> Session::run(const driver::Compiled& rules,
                                             Diagnostics& diagnostics) {
  asked_ = rules;
  driver::RunOutcome outcome = driver::run(rules, request(), data_, diagnostics);
  if (!outcome.ok) return std::nullopt;
  return std::move(outcome.result);
}

std::vector<Figure> Session::figures(const driver::Compiled& rules, Diagnostics& diagnostics) {
  const auto result = run(rules, diagnostics);
  if (!result) return {};
  return figures_in(*result, rules.program, output::Words(language_));
}

std::vector<Figure> Session::figures_of_files(Diagnostics& diagnostics) {
  return figures(as_in_files_, diagnostics);
}

const std::vector<Person>& Session::people(Diagnostics& diagnostics) {
  if (people_) return *people_;
  Diagnostics said;  // warnings about a period that nobody asked for
  std::vector<Person> listed = list_people(rules_, start_.request, data_, said);
  for (const Diagnostic& item : said.items()) {
    if (severity_of(item.code) == Severity::Error) {
      diagnostics.take(said);
      break;
    }
  }
  if (!diagnostics.has_errors()) {
    people_ = std::move(listed);
    return *people_;
  }
  static const std::vector<Person> kNobody;
  return kNobody;
}

}  // namespace kpi::repl
