#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "ast/expression.hpp"

/// The declarations of one rule file as written: no trivia, no meaning. Built from the tree of
/// src/syntax by from_tree(); names are unresolved, ids point into Ast::exprs.
namespace kpi::ast {

enum class TypeKind {
  Key,
  Text,
  OneOf,
  Link,
  Number,
  Count,
  Bool,
  Date,
  Datetime,
  Period,
  Money,
  Ratio,
  Points,
  Days,
  Hours
};

/// `optional money CNY 0.0001`, `one of "a", "b"`, `-> reps or unmatched`, `period quarter`.
struct Type {
  TypeKind kind = TypeKind::Text;
  Span span;
  bool optional = false;
  bool or_unmatched = false;            // Link
  bool in_percent = false;              // Ratio: the file writes 12 for 12 %
  Name link;                            // Link: the table
  std::string currency;                 // Money: as written, empty for the project's
  std::optional<Path> currency_column;  // Money: `money in currency_code`
  PeriodUnit period_unit = PeriodUnit::Month;
  std::optional<ExprId> year;  // Period: `of 2025`, or of a column: cells say only which of them
  std::vector<TextLiteral> choices;  // OneOf
  std::optional<ExprId> step;        // the column's step: a number literal
};

/// What every declaration has.
struct Head {
  Name name;
  TextLiteral label;                // right after the name; for display only
  std::string doc;                  // `##` comment lines above, joined by newlines
  Span span;                        // the whole declaration
  std::optional<Window> effective;  // `effective 2025-Q1 to 2025-Q4`: kind Periods
};

/// How the file writes the cells of a column: `in thousands as "1,234.50" none "-"`.
struct CellForm {
  Span place;     // empty: where `in thousands` would stand
  int zeros = 0;  // 3: in thousands
  Span zeros_span;
  TextLiteral pattern;
  std::vector<TextLiteral> none_marks;
  std::optional<Span> trimmed;
  bool present() const { return zeros != 0 || pattern.present() || !none_marks.empty() || trimmed; }
};
/// Columns of the file that make rows: `from "M01" to "M12"`, `from "Ann", "Bo"`; what tells those
/// rows apart: `from headers of quota`.
struct Headers {
  std::vector<TextLiteral> texts;  // of a range its ends
  bool is_range = false;
  std::optional<Name> of;
  bool present() const { return !texts.empty() || of.has_value(); }
};
struct Column {
  Name name;
  TextLiteral label;
  std::optional<Type> type;  // absent in `table … like …`, where only the rest is said
  CellForm form;
  TextLiteral header;       // `from "rep_id"`
  Headers headers;          // a row for each
  bool in_no_file = false;  // `from none`
  std::string doc;
  Span span;
};
struct Let {
  Name name;
  TextLiteral label;
  ExprId value;
  Span span;
  std::string doc;
};
struct Check {
  ExprId condition;
  TextLiteral message;
  Span span;
};

/// `valid from A until B` (B excluded) or `valid from A to B` (included).
struct Validity {
  Name from, to;
  bool inclusive = false;
  Span span;
};

struct Table {
  Head head;
  std::optional<Path> like;          // table orders like std.sales.orders
  std::optional<Path> derived_from;  // table regions from reps.region
  std::optional<Path> dated;         // a column, or one that a link leads to
  std::optional<Path> credited;      // a link of the table, or `order.rep`
  std::optional<Path> credited_by;   // credited by credits.share
  std::optional<Name> snapshot;
  std::optional<Validity> valid;
  std::optional<Window> covers;  // covers 2023-01-01 to 2025-06-30
  std::vector<std::vector<Name>> unique;
  std::vector<Column> columns;
  std::vector<Let> lets;
  std::vector<Check> checks;
};

struct Role {
  Head head;
  Name table;
  std::optional<ExprId> condition;  // absent: everybody
};

struct Round {
  std::optional<ExprId> step;
  std::optional<RoundMode> mode;
  Span span;
};

enum class Direction { Higher, Lower, Within };
enum class LowerMethod { Unsaid, Linear, Inverse };
struct Better {
  Direction direction = Direction::Higher;
  LowerMethod method = LowerMethod::Unsaid;
  std::optional<ExprId> at_zero;                        // inverse at zero N%
  std::optional<ExprId> within_low, within_high;        // within 30 days to 45 days
  std::optional<ExprId> zero_low, zero_high;            // zero at 10 days and 90 days
  std::optional<ExprId> zero_target, zero_target_else;  // zero target N% else M%
  Span span;
};

struct Metric {
  Head head;
  ExprId formula;
  std::optional<Better> better;
  std::optional<Round> round;
  TextLiteral unit;
  TextLiteral objective;
  bool signed_ratio = false;
};

struct Param {
  Head head;
  Type type;
  ExprId value;
  std::optional<ExprId> least, most;  // within least to most
};

enum class Level { Target, Baseline, Stretch };
struct TargetLevel {
  Level level = Level::Target;
  ExprId value;
  Span span;
};

struct Target {
  Head head;  // head.name is the metric's name
  std::vector<Name> roles;
  std::optional<PeriodUnit> every;
  std::vector<TargetLevel> levels;
  std::optional<Better> better;
  std::optional<Round> round;
  bool adds_up = false;
};

enum class TierKind { Unsaid, Whole, Marginal, Interpolated, Ranked };
enum class Ties { Unsaid, Up, Down };
struct TierParameter {
  Name name;
  Type type;
};
enum class TierRowKind { Conditions, Else, Top, Next };
struct TierRow {
  TierRowKind kind = TierRowKind::Conditions;
  std::vector<ExprId> conditions;  // one per argument, or the key of an interpolated row
  ExprId share;                    // Top, Next
  std::vector<ExprId> cells;       // one; several in a grid
  Span span;
};
struct Tiers {
  Head head;
  std::vector<TierParameter> parameters;
  Type result;
  TierKind kind = TierKind::Unsaid;
  std::optional<Path> among;  // ranked among G
  Ties ties = Ties::Unsaid;
  bool allow_drop = false;
  std::optional<Round> round;
  std::vector<ExprId> grid_header;  // conditions on the second argument
  std::vector<TierRow> rows;
};

enum class PolicyKind { Zero, Full, Redistribute, Fail, Hold, Value };
/// `if none zero`, `if none(no_data) fail`, `if none redistribute, at least 60%`.
struct Policy {
  PolicyKind kind = PolicyKind::Zero;
  std::optional<Name> reason;
  std::optional<ExprId> at_least;
  std::optional<ExprId> value;  // Value: a payout's amount instead
  Span span;
};

struct Line {
  Name name;  // `annual: revenue(during year) weight …`; else absent
  TextLiteral label;
  ExprId measure;  // a metric, with its context
  std::optional<ExprId> weight;
  std::optional<ExprId> target;
  std::optional<ExprId> scored;
  std::optional<ExprId> cap, floor;
  std::optional<Better> better;
  std::optional<Round> round;
  std::vector<Policy> policies;
  Span span;
};

enum class AdjustKind { Add, Deduct, Cap, Floor, Round };
struct Adjust {
  AdjustKind kind = AdjustKind::Add;
  std::optional<ExprId> value;  // absent for Round
  std::optional<ExprId> when;
  std::optional<Round> round;
  TextLiteral message;
  Span span;
};

struct Scorecard {
  Head head;
  std::vector<Name> roles;
  std::optional<PeriodUnit> every;
  bool as_of_start = false;
  bool split_by_days = false;
  std::vector<Line> lines;
  std::vector<Adjust> adjustments;  // in the order written
  std::vector<Policy> policies;
  std::optional<Path> grade;
};

/// `carry paid : money = 0 CNY every year then paid + amount`.
struct Carry {
  Name name;
  Type type;
  ExprId initial;
  std::optional<PeriodUnit> every;
  ExprId next;
  Span span;
};

struct Payout {
  Head head;
  std::vector<Name> roles;  // roles or scorecards
  std::optional<PeriodUnit> every;
  std::optional<ExprId> amount;
  std::vector<Adjust> adjustments;
  std::optional<ExprId> pool;  // `cap pool`
  std::vector<Policy> policies;
  std::vector<Carry> carries;
};

struct Rule {
  Head head;
  std::vector<Name> roles;
  std::optional<PeriodUnit> every;
  ExprId when;
  TextLiteral message;
};

struct Given {
  Name table;
  std::vector<Name> columns;
  std::vector<std::vector<ExprId>> rows;
  Span span;
};
struct GivenParam {
  Name param;
  ExprId value;
  Span span;
};
struct Expect {
  ExprId condition;  // absent id with error_code
  Name error_code;
  Span span;
};
struct Test {
  TextLiteral title;
  std::vector<Given> givens;
  std::vector<GivenParam> params;
  std::optional<Date> as_of;
  std::vector<Expect> expects;
  Span span;
};

struct Currency {
  Name code;
  Span span;
};
struct PrecisionItem {
  Name unit;  // ratio, points, money, number, days, …
  ExprId step;
  std::optional<RoundMode> mode;
};
struct Precision {
  std::vector<PrecisionItem> items;
  Span span;
};
struct CalendarBlock {
  std::optional<ExprId> fiscal_start;
  Name week_start;
  TextLiteral timezone;
  std::optional<Path> holidays;
  Span span;
};
/// `use "file.kpi"` or `use std.sales`.
struct Use {
  TextLiteral file;
  Path library;
  Span span;
};

using Declaration = std::variant<Currency, Precision, CalendarBlock, Use, Table, Role, Metric,
                                 Param, Target, Tiers, Scorecard, Payout, Rule, Test>;

struct Ast {
  FileId file;
  IdVector<ExprId, Expr> exprs;
  std::vector<Declaration> declarations;  // in file order
  std::set<std::string> unread;           // names of declarations and items that did not parse
  bool in_chinese = false;                // its first word is: hints show the language so
};

}  // namespace kpi::ast
