#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"
#include "base/rational.hpp"
#include "source/source.hpp"

namespace kpi::ast {

using ExprId = Id<struct ExprTag>;

/// A name as written, after NFC; backticks are taken off and remembered.
struct Name {
  std::string text;
  Span span;
  bool quoted = false;  // stood in backticks: never one of the language's words
  std::string written;  // the author's spelling where `text` is the language's: `求和` for `sum`
  bool present() const { return !text.empty(); }
};

/// `orders.amount`: one or more names joined by dots.
struct Path {
  std::vector<Name> parts;
  Span span;
};

struct TextLiteral {
  std::string text;
  Span span;
  bool present() const { return static_cast<bool>(span.file); }
};

/// What stood right after a number. `万` and `亿` are already multiplied in.
enum class NumberUnit {
  None,
  Percent,
  PercentagePoints,
  Points,
  Currency,
  Days,
  Hours,
  Weeks,
  Months,
  Quarters,
  Halves,
  Years
};

struct NumberLiteral {
  Rational value;  // as written: 80% is 80 with unit Percent
  NumberUnit unit = NumberUnit::None;
  std::string currency;  // `CNY` for unit Currency; `元` is written as CNY
};
struct DateLiteral {
  Date date;
};
/// A period as written, upper case (`2025-Q1`, `FY2025`); the calendar block gives it its days.
/// A bare `2025` is a NumberLiteral except where only a period can stand.
struct PeriodLiteral {
  std::string text;
};
struct BoolLiteral {
  bool value = false;
};
/// `none` or `none(no_data)`; stands only after `expect` and `is`.
struct NoneLiteral {
  std::optional<Name> reason;
};
struct TextExpr {
  std::string text;
};
struct PathExpr {
  Path path;
};

enum class UnaryOp { Negate, Not };
struct Unary {
  UnaryOp op;
  ExprId operand;
};

enum class BinaryOp { Add, Subtract, Multiply, Divide, And, Or };
struct Binary {
  BinaryOp op;
  ExprId left, right;
  Span op_span;
};

enum class CompareOp { Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual };
/// `a < b` or a chain `a <= b < c`: one more operand than operators, all in one direction.
struct Compare {
  std::vector<ExprId> operands;
  std::vector<CompareOp> ops;
};

/// `x is one of "a", "b"`.
struct IsOneOf {
  ExprId operand;
  std::vector<TextLiteral> choices;
};
/// `x is present`, `x is none`, `x is none(no_data)`.
struct IsPresent {
  ExprId operand;
  bool negated = false;  // `is none`
  std::optional<Name> reason;
};
/// `x if none v`, `x if none(no_data) v`.
struct IfNone {
  ExprId operand, fallback;
  std::optional<Name> reason;
};
struct IfThenElse {
  ExprId condition, then_value, else_value;
};
/// `a to b` as an argument: `days(start to end)`.
struct Range {
  ExprId first, last;
};

enum class WindowKind {
  Prior,  // prior, prior n
  YearAgo,
  Year,
  Half,
  Quarter,
  Month,  // the whole period that holds this one
  YearToDate,
  HalfToDate,
  QuarterToDate,
  MonthToDate,
  Last,  // last n months
  AllTime,
  Periods,  // 2025-Q1, 2025-Q1 to 2025-Q3, since 2025-01
};

/// `during W`. `Periods` keeps its ends as expressions: period or date literals or `period.start`.
struct Window {
  WindowKind kind = WindowKind::Prior;
  Span span;
  int count = 1;                        // prior n, last n
  PeriodUnit unit = PeriodUnit::Month;  // last n <unit>
  std::optional<ExprId> from, to;       // Periods; `to` absent with `since`
  bool until = false;                   // the end is excluded
};

enum class SubjectKind { Key, Path, Team, Below, Reports, All, Company };
/// `of S`.
struct Subject {
  SubjectKind kind = SubjectKind::All;
  Span span;
  std::string key;  // Key
  ast::Path path;   // Path: a link or column of the subject
};

enum class PerKind {
  Path,
  Day,
  Week,
  Workday,
  Month,
  Quarter,
  Half,
  Year,
  Line,
  Team,
  Below,
  Reports
};
/// `per K`: what one group is.
struct Per {
  PerKind kind = PerKind::Path;
  Span span;
  ast::Path path;
};

enum class SnapshotRule { Last, First, Average };

/// The words inside a call's brackets that say on what it is computed.
struct Context {
  std::optional<ExprId> where;  // rows: written before `per`
  std::vector<Per> per;
  std::optional<ExprId> group_where;  // groups: written after `per`
  std::optional<Path> dated;
  std::optional<Path> credited;
  std::optional<Subject> of;
  std::optional<Window> during;
  std::optional<Path> among;           // peers; `company` and `all` are paths here
  std::optional<ExprId> weight, step;  // allocate
  bool else_even = false;              // allocate: in equal parts where no weight is above 0
  std::optional<Per> across;           // allocate over periods
  std::optional<SnapshotRule> snapshot;
  bool skipping_none = false;
  bool empty() const;
};

enum class NoneRule { Breaks, Skips };

/// `f(a, b where … during …)`, and a metric in its context: `revenue(during prior)`.
struct Call {
  Path callee;
  std::vector<ExprId> arguments;
  std::optional<Window> window_argument;  // growth(m, year ago)
  std::optional<NoneRule> none_rule;      // streak(c, none breaks)
  std::optional<ExprId> top;              // sum(top 5 of …)
  bool distinct = false;                  // count(distinct …)
  bool dense = false;                     // rank(m among g, dense)
  Context context;
};

/// Stands where the text did not parse; later stages stay silent about it.
struct ErrorExpr {};

struct Expr {
  Span span;
  std::variant<ErrorExpr, NumberLiteral, DateLiteral, PeriodLiteral, BoolLiteral, NoneLiteral,
               TextExpr, PathExpr, Unary, Binary, Compare, IsOneOf, IsPresent, IfNone, IfThenElse,
               Range, Call>
      node;
};

}  // namespace kpi::ast
