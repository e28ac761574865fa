#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "ast/ast.hpp"
#include "check/check.hpp"
#include "diag/diagnostic.hpp"
#include "program/program.hpp"

/// The state every question of this folder works on, and the small things they share.
namespace kpi::check {

/// A declared name. All declarations share one name space, so a name means one thing in a project.
struct Symbol {
  using Target =
      std::variant<TableId, RoleId, MetricId, ParamId, TiersId, ScorecardId, PayoutId, RuleId>;
  std::string name;
  Span span;
  Target target;
  bool effective = false;  // a version, beside which others may stand
};
Text word_for(const Symbol& symbol);

/// What reads payouts: a payout or a rule, for its people and its cycle.
struct Reader {
  std::string name;
  PeriodUnit every = PeriodUnit::Quarter;
  TableId table;
};

/// The line that `count(per line where …)` is at, and which of its words the condition reads.
struct EachLine {
  std::size_t index = 0;
  bool reads_points = false;
  bool reads_attainment = false;
};

/// Which of the scorecard's words an expression may use.
struct CardWords {
  const Line* line = nullptr;  // value, target, attainment, … of this line
  bool reads_line = false;
  bool reads_score = false;         // score and grade (payouts, rules)
  std::optional<Reader> reader;     // may read payouts of its cycle
  bool adjusts_score = false;       // add, cap, … of a card, which may not read what they change
  const Scorecard* card = nullptr;  // whose lines `per line` goes through
  EachLine* each_line = nullptr;    // the one it is at, whose points and attainment are meant
  ScorecardId card_id;
  std::vector<ScorecardId> cards;    // all that a payout or rule is for, `card` being one of them
  ScorecardId split_card;            // split by days: it has a part of the period to name
  const Payout* carrying = nullptr;  // its running states may be read by name
  PayoutId payout_id;
  bool reads_paid = false;     // `amount`: what the payout paid
  bool reads_results = false;  // points, scores and payouts of any card, in periods of their own
};

/// Where an expression stands: what a bare name means there and what the result must be.
struct Env {
  const ast::Ast* ast = nullptr;
  Grain grain = Grain::Subject;
  TableId row_table;                          // Grain::Row: the table whose rows are read
  TableId subject_table;                      // Grain::Subject: the people's table, if known
  TableId* inferred_subject_table = nullptr;  // a metric learns it from the columns it reads
  CardWords words;
  // inside the brackets of an aggregate with `per`: aggregates over the group collect here
  std::vector<AggregateId>* group_aggregates = nullptr;
  std::vector<Window>* group_windows = nullptr;    // the days of each of them
  std::vector<Subject>* group_subjects = nullptr;  // whose rows each of them reads
  TableId group_table;
  TableId grouped_by;  // the groups are rows of this table, to which other facts may lead too
  // a tiers table's arguments, e.g. x, with their types
  struct Argument {
    ast::Name name;
    Type type;
  };
  std::vector<Argument> arguments;
  bool is_signed = false;   // in a metric that says `signed`
  bool other_date = false;  // inside an aggregate that says `dated` itself
  // optional columns a `where` has proved present
  std::vector<ColumnPath> guarded;
};

/// Where a metric's checking stands; metrics are checked when first needed.
enum class Progress : std::uint8_t { Waiting, Running, Done };

struct MetricText {
  const ast::Metric* declared = nullptr;
  const ast::Ast* ast = nullptr;
};
struct MetricState {
  std::vector<MetricText> versions;  // one, unless it says when it is effective
  Progress progress = Progress::Waiting;
};

struct ParamText {
  const ast::Ast* ast = nullptr;
  const ast::Param* declared = nullptr;
};
struct ParamState {
  std::vector<ParamText> versions;
  Progress progress = Progress::Waiting;
};

/// A calculated column, checked when first read: order in the file never matters.
struct LetState {
  const ast::Let* declared = nullptr;
  const ast::Ast* ast = nullptr;
  Progress progress = Progress::Waiting;
  bool condition_in_library = false;  // it says anew what is one there
};

/// A payout, checked when first read by another.
struct PayoutState {
  const ast::Payout* declared = nullptr;
  const ast::Ast* ast = nullptr;
  ScorecardId card;  // the version of the card that it is for
  Progress progress = Progress::Waiting;
};

struct Checker {
  explicit Checker(Program& program_in, Diagnostics& diagnostics_in)
      : program(program_in), diagnostics(diagnostics_in) {}

  Program& program;
  Diagnostics& diagnostics;
  std::map<std::string, Symbol> symbols;
  std::vector<std::map<std::string, ColumnId>> columns;  // by table: name -> column
  std::vector<std::map<std::string, std::size_t>> lets;  // by table: name -> index
  std::vector<std::vector<LetState>> let_states;         // by table; empty for checked programs
  IdVector<MetricId, MetricState> metrics;
  IdVector<ParamId, ParamState> params;         // empty until the settings are known
  std::map<std::string, std::string> settings;  // values of params from outside
  Libraries libraries;
  std::map<std::pair<TableId, ColumnId>, LetState> computed;  // columns of derived tables
  std::map<PayoutId, PayoutState> payouts;                    // empty for checked programs
  std::map<const ast::Head*, DateRange> effective;            // of those that say it
  std::map<TiersId, std::function<void()>> unchecked_tiers;   // by whoever reads them first
  std::set<TiersId> tiers_being_checked;
  std::set<std::string> faulty_targets;  // metrics with a target that was reported
  std::set<std::string> unread;          // names of what did not parse: nobody blames their users
  std::set<TableId> broken_tables;       // like a table that is not there: nobody blames theirs
  struct LibraryTable {
    ast::Name name;  // of the project's table
    bool labelled = false;
  };
  std::map<std::string, LibraryTable> like_library;  // by the name of the library's table
  std::map<MetricId, std::vector<Diagnostic>>
      misfits;                                      // of metrics of the library, till they are read
  std::map<std::string, std::size_t> unbound_told;  // reports of what the library misses here
  std::vector<FileId> chinese_files;                // whose hints show the language in Chinese
  Diagnostic unheard{};                             // what would be said about them
  std::map<std::string, MetricId> variants;  // made of a metric in words that change its rows
  std::vector<MetricId> metric_stack;        // being checked, for cycles
  std::vector<ParamId> param_stack;
  std::vector<PayoutId> payout_stack;
  std::size_t nesting = 0;   // of check_expr
  bool too_deep = false;     // reported for the formula being checked
  NameUses* uses = nullptr;  // what names stand for, where somebody asked
  const Symbol* find(const std::string& name) const;
  template <class IdType>
  std::optional<IdType> find_as(const std::string& name) const {
    const Symbol* symbol = find(name);
    if (symbol == nullptr) return std::nullopt;
    const IdType* id = std::get_if<IdType>(&symbol->target);
    return id == nullptr ? std::nullopt : std::optional<IdType>(*id);
  }
  /// The same of a name in the rules, which from then on stands for what was found.
  template <class IdType>
  std::optional<IdType> find_as(const ast::Name& name) const {
    const auto id = find_as<IdType>(name.text);
    if (id) note(name, find(name.text)->span);
    return id;
  }
  void note(const ast::Name& name, Span declared) const {
    if (uses != nullptr) uses->add(name.span, declared);
  }
  const TableSchema& table(TableId id) const { return program.tables[id]; }
  const Expr& expr(ProgramExprId id) const { return program.exprs[id]; }
  Type type(ProgramExprId id) const { return program.exprs[id].type; }
  bool failed(ProgramExprId id) const { return type(id).kind == Kind::Error; }
  /// Adds the expression; one too large for anybody to read is reported instead, so that no later
  /// stage meets an expression that would take forever or use up the stack.
  ProgramExprId add(Expr expr);
  /// An expression that was reported; everything that reads it stays silent.
  ProgramExprId error(Span span);
};

// names.cpp
/// Reports an unknown name with the nearest of the candidates.
Diagnostic& report_unknown(Checker& checker, Text kind, const ast::Name& name,
                           const std::vector<std::string>& candidates);
std::vector<std::string> column_names(const Checker& checker, TableId table);
/// A text of a `one of` written without its quotes.
bool is_choice_of(const Checker& checker, TableId table, const std::string& name);
/// The column that the file or reports call by this text.
std::optional<std::string> column_headed(const Checker& checker, TableId table,
                                         const std::string& header);
/// Whether a name is such as those of the library, tables aside.
bool is_of_library(const std::string& name);
/// A form of the language (`for role every quarter`) as the file of the span is written.
std::string form_beside(const Checker& checker, Span span, std::string_view form);
/// Reports a column that the table does not have, with what was meant.
void report_unknown_column(Checker& checker, TableId table, const ast::Name& name);
/// `name.next` through a column that is no link.
void report_not_a_link(Checker& checker, TableId table, const ast::Name& name,
                       const ast::Name& next);
/// Whether some table has a column of that name.
bool is_column(const Checker& checker, const std::string& name);
std::vector<std::string> names_of_kind(const Checker& checker, Text kind);
/// The declared thing of that kind, or a report.
template <class IdType>
std::optional<IdType> resolve(Checker& checker, Text kind, const ast::Name& name) {
  if (const auto id = checker.find_as<IdType>(name)) return id;
  if (const Symbol* other = checker.find(name.text)) {
    checker.diagnostics
        .report(Code::wrong_declaration, name.span,
                {{"name", name.text}, {"actual", word_for(*other)}, {"expected", kind}})
        .label(other->span, Text::defined_here, {{"name", name.text}});
    return std::nullopt;
  }
  report_unknown(checker, kind, name, names_of_kind(checker, kind));
  return std::nullopt;
}

/// Nothing can link to a table without a key; silent where the key may be what did not parse.
void report_no_key(Checker& checker, TableId table, Span span);
/// Whether an error was reported inside `span`: what is missing there may be what did not parse.
bool has_reported_inside(const Checker& checker, Span span);

/// A definition that reads itself; `stack`: the declarations being checked, the cycle at its end.
/// It is told from the first of them that is read.
template <class Id, class Declarations>
void report_cycle(Checker& checker, const std::vector<Id>& stack, const Declarations& declarations,
                  Id id) {
  std::vector<Id> circle(std::find(stack.begin(), stack.end(), id), stack.end());
  const auto first = std::min_element(circle.begin(), circle.end(), [&](Id a, Id b) {
    const Span& x = declarations[a].span;
    const Span& y = declarations[b].span;
    return std::pair(x.file, x.begin) < std::pair(y.file, y.begin);
  });
  std::rotate(circle.begin(), first, circle.end());
  std::string path;
  for (const Id one : circle)
    path += declarations[one].name + " -> ";
  const std::string& name = declarations[circle.front()].name;
  checker.diagnostics.report(Code::definition_cycle, declarations[circle.front()].span,
                             {{"name", name}, {"path", path + name}});
}

/// Money without a currency; silent where the project's own was refused.
void report_currency_missing(Checker& checker, Span span, const TableSchema* table = nullptr);

// declare.cpp
/// Enters every declared name; duplicates and look-alikes in case are reported.
void declare_names(Checker& checker, const std::vector<const ast::Ast*>& files);
// settings.cpp
void check_settings(Checker& checker, const std::vector<const ast::Ast*>& files);
/// The calendar's holidays. Heads of tables must be known, calculated columns not yet.
void check_holidays(Checker& checker, const std::vector<const ast::Ast*>& files);
// tables.cpp
void check_tables(Checker& checker, const std::vector<const ast::Ast*>& files);
/// The typed value of a calculated column; an error expression when it was reported.
ProgramExprId ensure_let(Checker& checker, TableId table, std::size_t index);
// derived_tables.cpp
/// `table customers from orders.customer`: enters its key and its calculated columns, and makes the
/// column a link to it.
void add_derived_table(Checker& checker, const ast::Ast& file, TableId id,
                       const ast::Table& declared);
/// Types a calculated column of a derived table when it is first read.
void ensure_computed(Checker& checker, TableId table, ColumnId column);
void check_computed(Checker& checker);
// params.cpp
void check_params(Checker& checker, const std::vector<const ast::Ast*>& files);
// tiers.cpp
/// All but those ranked among people, which read the people's columns.
/// Makes the tables known that are checked by `ensure_tiers`.
void queue_tiers(Checker& checker, const std::vector<const ast::Ast*>& files);
/// Checks the table if nothing has read it yet, so that order in the file never matters; false
/// where it is defined through itself.
bool ensure_tiers(Checker& checker, TiersId id, Span reader);
void check_tiers(Checker& checker, const std::vector<const ast::Ast*>& files);
void check_ranked_tiers(Checker& checker, const std::vector<const ast::Ast*>& files);
// metrics.cpp
void check_metrics(Checker& checker, const std::vector<const ast::Ast*>& files);
void ensure_metric(Checker& checker, MetricId id);
void ensure_param(Checker& checker, ParamId id);
Better check_better(Checker& checker, const Env& env, const ast::Better& better, const Type& value);
// people.cpp
void check_roles(Checker& checker, const std::vector<const ast::Ast*>& files);
void check_targets(Checker& checker, const std::vector<const ast::Ast*>& files);
// scorecards.cpp, payouts.cpp
void check_scorecards(Checker& checker, const std::vector<const ast::Ast*>& files);
void check_targets_read(Checker& checker);
void warn_of_zero_targets(Checker& checker);
void warn_of_unsaid_directions(Checker& checker);
void warn_of_target_gaps(Checker& checker);
/// windows_combined.cpp
void reject_combined_windows(Checker& checker);
void check_payouts(Checker& checker, const std::vector<const ast::Ast*>& files);
void ensure_payout(Checker& checker, PayoutId id);
// rules.cpp
void check_rules(Checker& checker, const std::vector<const ast::Ast*>& files);
// tests.cpp
void check_tests(Checker& checker, const std::vector<const ast::Ast*>& files);
/// Calls `visit(ast, declaration)` for every declaration of one kind, in file order.
template <class Declaration, class Visit>
void each(const std::vector<const ast::Ast*>& files, Visit visit) {
  for (const ast::Ast* file : files) {
    for (const ast::Declaration& declaration : file->declarations) {
      if (const auto* item = std::get_if<Declaration>(&declaration)) visit(*file, *item);
    }
  }
}

}  // namespace kpi::check
