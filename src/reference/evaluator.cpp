#include "reference/evaluator.hpp"

#include <algorithm>

#include "base/check.hpp"

/// Expressions for one subject and period, by recursion.
namespace kpi::reference {
namespace {

/// Operations whose result may have the digits of all their arguments.
bool can_double(Op op) {
  return op == Op::Add || op == Op::Subtract || op == Op::Multiply || op == Op::Divide ||
         op == Op::Growth || op == Op::Change;
}

}  // namespace

Evaluator::Evaluator(const Program& program, const table::Dataset& data, Date as_of,
                     Diagnostics& diagnostics)
    : program_(program), data_(data), as_of_(as_of), diagnostics_(diagnostics) {
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    coverage_.emplace(TableId(i), coverage_of(TableId(i)));
  }
}

/// The people that the rows read by an expression belong to.
TableId Evaluator::owner_in(ProgramExprId id) const {
  const Expr& expr = program_.exprs[id];
  if (expr.aggregate) return program_.aggregates[expr.aggregate].owner_table;
  if (expr.metric) return owner_in(program_.metrics[expr.metric].formula);
  for (const ProgramExprId arg : expr.args) {
    if (const TableId owner = owner_in(arg)) return owner;
  }
  return {};
}

/// `of manager.team`, `of posts.boss.team`: once the person is known.
static void stand_at_tree(const Subject& subject, Coordinate& coordinate) {
  coordinate.kind = Coordinate::Kind::Tree;
  coordinate.part = subject.part;
  coordinate.boss = subject.boss;
}

std::optional<Who> Evaluator::who_of(const Subject& subject, TableId owner, const Place& place) {
  const TableId people = subjects(place.who) ? subjects(place.who) : owner;
  const auto row = subject_row(place.who);
  Coordinate coordinate;
  coordinate.table = people;
  switch (subject.kind) {
    case SubjectKind::Own: return place.who;
    case SubjectKind::Company: return Who{};
    case SubjectKind::All: coordinate.kind = Coordinate::Kind::Anybody; break;
    case SubjectKind::Role: {
      if (!row || !is_member({subject.role}, people, place)) return std::nullopt;
      coordinate.kind = Coordinate::Kind::Member;
      coordinate.among = subject.role;
      coordinate.period = place.when.anchor;
      break;
    }
    case SubjectKind::Key:
      coordinate.row = data_.tables[people].row_of_key(subject.key);
      if (!coordinate.row) return std::nullopt;
      break;
    case SubjectKind::HeldRow:
    case SubjectKind::HeldTree:
      coordinate.table = subject.table;
      coordinate.row = held_person(program_.exprs[subject.held], place);
      if (!coordinate.row) return std::nullopt;
      if (subject.kind == SubjectKind::HeldTree) stand_at_tree(subject, coordinate);
      break;
    case SubjectKind::Held:
      coordinate.kind = Coordinate::Kind::Held;
      coordinate.held = subject.held;
      coordinate.day = days(place.when).last;
      if (row) coordinate.text = held_text(program_.exprs[subject.held], *row, coordinate.day);
      if (!coordinate.text) return std::nullopt;
      break;
    case SubjectKind::Row:
    case SubjectKind::Tree: {
      if (row) coordinate.row = follow(people, subject.column.links, *row);
      if (!coordinate.row) return std::nullopt;
      coordinate.table = table_after(people, subject.column.links);
      if (subject.kind == SubjectKind::Row) break;
      stand_at_tree(subject, coordinate);
      break;
    }
    case SubjectKind::Column: {
      coordinate.kind = Coordinate::Kind::Text;
      coordinate.column = subject.column;
      if (row) coordinate.text = text(people, subject.column, *row);
      if (!coordinate.text) return std::nullopt;
      break;
    }
  }
  return Who{coordinate};
}

std::optional<Place> Evaluator::place_of(const Expr& expr, const Place& place) {
  TableId owner;
  if (expr.aggregate) owner = program_.aggregates[expr.aggregate].owner_table;
  if (expr.metric) owner = owner_in(program_.metrics[expr.metric].formula);
  const auto who = who_of(expr.context.subject, owner, place);
  if (!who) return std::nullopt;
  return Place{*who, moved(place.when, expr.context.window)};
}

Value Evaluator::with_context(const Expr& expr, const Place& place) {
  const auto there = place_of(expr, place);
  if (!there) return NoneReason::OutOfScope;
  if (expr.op == Op::Aggregate) return aggregate(expr.aggregate, *there);
  if (expr.op == Op::Metric) return metric(expr.metric, *there);
  if (expr.op == Op::Attainment) return attainment(expr.metric, *there);
  return target(expr.metric, expr.op, *there);
}

/// growth and change: the metric now, and the same one where the comparison begins.
Value Evaluator::comparison(const Expr& expr, const Place& place, const Scope& scope) {
  const Value now = value(expr.args[0], place, scope);
  const Expr& base = program_.exprs[expr.args[1]];
  auto there = place_of(base, place);
  if (!there) return NoneReason::OutOfScope;
  there->when = base_of(place.when, base.context.window);
  return operation(program_, expr, {now, metric(base.metric, *there)});
}

Value Evaluator::metric(MetricId id, const Place& place) {
  const std::string key = "metric " + std::to_string(id.value) + " " + place.key();
  const auto known = values_.find(key);
  if (known != values_.end()) return known->second;
  const Metric& metric = program_.metrics[id];
  if (touched_ != nullptr) touched_->metrics.insert(id);
  const Value published = rounded(value(metric.formula, place, {}), metric.publish);
  return values_[key] = published;
}

/// The value, or failed with a report once per place where it has more digits than anything could
/// go on with.
Value Evaluator::within_digits(const Value& value, Span place) {
  if (!is_number(value)) return value;
  const Number& number = number_of(value);
  const auto is_long = [](const boost::multiprecision::cpp_int& part) {
    return part != 0 && msb(abs(part)) + 1 > kMostValueBits;
  };
  if (!is_long(numerator(number)) && !is_long(denominator(number))) return value;
  if (too_long_.insert({place.file, place.begin}).second) {
    diagnostics_.report(Code::value_too_long, place, {{"limit", kMostValueDigits}})
        .hint(Text::round_long_values);
  }
  return NoneReason::Failed;
}

Value Evaluator::day_share(ScorecardId card, const Place& place) {
  const std::vector<bool> on = days_on_card(card, place);
  return Number(std::count(on.begin(), on.end(), true)) / Number(on.size());
}

Value Evaluator::own_column(const Expr& expr, const Place& place) const {
  KPI_CHECK(subjects(place.who) == expr.type.table);
  const auto row = subject_row(place.who);
  return row ? cell(expr.type.table, expr.path, *row) : Value(NoneReason::NullInput);
}

Value Evaluator::value(ProgramExprId id, const Place& place, const Scope& scope) {
  const Expr& expr = program_.exprs[id];
  if (is_of_other_card(expr, scope)) return result(expr, place);
  switch (expr.op) {
    case Op::Constant: return exact(expr.constant);
    case Op::PeriodStart: return days(place.when).first;
    case Op::PeriodEnd: return days(place.when).last;
    case Op::PeriodShare: return day_share(expr.scorecard, place);
    case Op::Column: return own_column(expr, place);
    case Op::Aggregate:
    case Op::Metric: return with_context(expr, place);
    case Op::OverUnits: return over_units(expr, place);
    case Op::OverPeople: return over_people(expr, place);
    case Op::Held: return held(expr, place, scope);
    case Op::Versions: return version(expr, place, scope);
    case Op::Target:
    case Op::Baseline:
    case Op::Stretch:
    case Op::Attainment:
      if (expr.metric && expr.scorecard) return target_on_card(expr, place);
      if (expr.metric) return with_context(expr, place);
      if (expr.scorecard) return line_word(expr.op, place, {expr.scorecard, expr.index});
      return line_word(expr.op, place, scope);
    case Op::LineValue: return line_word(expr.op, place, scope);
    case Op::Score:
    case Op::Grade: return score_word(expr.op, place, scope);
    case Op::Points: {
      const auto held = scope_in({expr.scorecard, expr.index}, place.when.anchor);
      return held ? line(held->card, *held->line, place).points : Value(NoneReason::OutOfScope);
    }
    case Op::Payout: return result(expr, place);
    case Op::Paid: return pay(expr.payout, place).amount;
    case Op::Growth:
    case Op::Change: return comparison(expr, place, scope);
    case Op::Rank: return rank(expr, place, scope);
    case Op::Ranked: return ranked(expr, place, scope);
    case Op::Streak: return streak(expr, place, scope);
    case Op::Allocate: return expr.across ? split(expr, place, scope) : allot(expr, place, scope);
    case Op::Carried: return carried(expr.payout, expr.index, place);
    // clang-format off
    case Op::Error: case Op::Add: case Op::Subtract: case Op::Multiply: case Op::Divide:
    case Op::Negate: case Op::DaysBetween: case Op::HoursBetween: case Op::DayOf: case Op::AddDays: case Op::AddMonths: case Op::Less:
    case Op::LessEqual: case Op::Greater: case Op::GreaterEqual: case Op::Equal:
    case Op::NotEqual: case Op::And: case Op::Or: case Op::Not: case Op::IsPresent:
    case Op::IsNone: case Op::IfNone: case Op::If: case Op::Min: case Op::Max: case Op::Clamp:
    case Op::Round: case Op::Months: case Op::Days: case Op::Workdays: case Op::GroupValue:
    case Op::Share: case Op::Tiers: case Op::Sqrt: case Op::Convert: break;
      // clang-format on
  }
  // rows that belong to nobody have no part in what people have
  const bool of_people =
      expr.op == Op::Share && program_.exprs[expr.args[1]].context.subject.kind == SubjectKind::All;
  if (of_people && !subject_row(place.who)) return NoneReason::OutOfScope;
  std::vector<Value> args;
  for (const ProgramExprId arg : expr.args)
    args.push_back(value(arg, place, scope));
  if (expr.op == Op::Tiers) note_tiers(expr.tiers, args);
  const Value result = operation(program_, expr, args);
  return can_double(expr.op) ? within_digits(result, expr.span) : result;
}

}  // namespace kpi::reference
