#include "check/day_parts.hpp"

#include <algorithm>

#include "check/expressions.hpp"
#include "check/formula_copies.hpp"
#include "check/history.hpp"
#include "check/peers.hpp"
#include "check/versions.hpp"

/// `split by days`: whether a row counts is asked of its own day. The condition of a role, which is
/// about a person on a day, becomes one about rows: the person is the row's owner, the day its
/// date.
namespace kpi::check {
namespace {

/// A role's condition as one on the rows of an aggregate.
class RowCondition {
 public:
  RowCondition(Checker& checker, const Aggregate& rows) : checker_(checker), rows_(rows) {}

  /// An absent id where nothing of a row can say it.
  ProgramExprId of(ProgramExprId id) {
    Expr copy = checker_.expr(id);
    if (copy.type.grain == Grain::Constant || copy.op == Op::Constant) return id;
    const TableId person = copy.type.table;
    copy.type.grain = Grain::Row;
    copy.type.table = rows_.table;
    if (copy.op == Op::PeriodStart || copy.op == Op::PeriodEnd) return own_day(copy.span);
    if (copy.op == Op::Held) {
      const auto link =
          history_link(checker_, rows_.table, rows_.owner->links, person, copy.history, copy.span);
      return link ? read(copy, {*link}) : ProgramExprId();
    }
    if (copy.op == Op::Column) return read(copy, rows_.owner->links);
    if (!is_of_arguments(copy.op)) return {};
    for (ProgramExprId& arg : copy.args) {
      arg = of(arg);
      if (!arg) return {};
    }
    return checker_.add(std::move(copy));
  }

  /// That the row's own day is one of these.
  ProgramExprId in(DateRange days, Span span) {
    const ProgramExprId day = own_day(span);
    Type truth = checker_.type(day);
    truth.kind = Kind::Bool;
    Type date = checker_.type(day);
    date.grain = Grain::Constant;
    const ProgramExprId first = make_constant(checker_, span, days.first, date);
    const ProgramExprId last = make_constant(checker_, span, days.last, date);
    return make_op(checker_, Op::And, span, truth,
                   {make_op(checker_, Op::GreaterEqual, span, truth, {day, first}),
                    make_op(checker_, Op::LessEqual, span, truth, {day, last})});
  }

 private:
  static bool is_of_arguments(Op op) {
    constexpr Op kOps[] = {
        Op::Add,  Op::Subtract,  Op::Multiply, Op::Negate,       Op::AddDays, Op::AddMonths,
        Op::Less, Op::LessEqual, Op::Greater,  Op::GreaterEqual, Op::Equal,   Op::NotEqual,
        Op::And,  Op::Or,        Op::Not,      Op::IsPresent,    Op::IsNone,  Op::IfNone,
        Op::If,   Op::Months,    Op::Days,     Op::DaysBetween};
    return std::find(std::begin(kOps), std::end(kOps), op) != std::end(kOps);
  }

  ProgramExprId read(const Expr& of_person, const std::vector<ColumnId>& way) {
    Expr expr = of_person;
    expr.op = Op::Column;
    expr.history = {};
    expr.about = {};
    expr.path.links.insert(expr.path.links.begin(), way.begin(), way.end());
    return checker_.add(std::move(expr));
  }

  /// A row without its date counts nowhere, so here it has one.
  ProgramExprId own_day(Span span) {
    const ProgramExprId id = row_column(checker_, rows_.table, rows_.dated, span);
    Type& type = checker_.program.exprs[id].type;
    type.optional = false;
    Type day = type;
    day.kind = Kind::Date;
    return type.kind == Kind::DateTime ? make_op(checker_, Op::DayOf, span, day, {id}) : id;
  }

  Checker& checker_;
  const Aggregate& rows_;
};

/// What a history says of somebody on the card is what it says on their last day there.
void hold_on_card(Expr& expr, ScorecardId card) {
  if (expr.op == Op::Held) expr.scorecard = card;
}

class DaysOfCard final : public FormulaCopies {
 public:
  DaysOfCard(Checker& checker, ScorecardId id, const Scorecard& card, Span span)
      : FormulaCopies(checker, span), id_(id), card_(card) {}

 private:
  Part part_of(const Expr& expr) override {
    const bool result = expr.op == Op::Score || expr.op == Op::Grade || expr.op == Op::Points ||
                        expr.op == Op::Payout;
    const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch;
    if (result || level) return Part::Kept;
    const bool own = expr.context.subject.kind == SubjectKind::Own &&
                     expr.context.window.kind == WindowKind::Own;
    const bool of_others = expr.op == Op::Rank || expr.op == Op::Ranked ||
                           expr.op == Op::Allocate || expr.op == Op::Streak ||
                           expr.op == Op::OverPeople || (expr.op == Op::Attainment && expr.metric);
    if (own && !of_others) return Part::Copied;
    fail(Code::split_card_context, {{"card", card_.name}});
    return Part::Refused;
  }

  void mark(Expr& copy) const override { hold_on_card(copy, id_); }

  void change(Aggregate& copy) override {
    const TableSchema& table = checker_.table(copy.table);
    const bool by_day = copy.dated && table.columns[copy.dated].storage != Storage::Period;
    if (!by_day || !copy.owner || copy.owner_table != card_.table || table.snapshot) {
      fail(Code::split_card_rows, {{"card", card_.name}, {"table", table.name}});
      return;
    }
    const auto on_card = condition(copy);
    if (!ok_ || !on_card) return;
    Type truth = checker_.type(*on_card);
    copy.where =
        copy.where ? make_op(checker_, Op::And, span_, truth, {copy.where, *on_card}) : *on_card;
    copy.of_card = card_.name;
    ok_ = !reject_other_day(checker_, copy);
  }

  /// That the row's owner is in force and in one of the roles on its day; nothing where everybody
  /// always is.
  std::optional<ProgramExprId> condition(const Aggregate& rows) {
    RowCondition on_rows(checker_, rows);
    const auto valid = in_force(checker_, card_.table, span_);
    const auto in_roles = in_one_role(on_rows);
    if (!ok_ || !valid) return in_roles;
    const ProgramExprId employed = on_rows.of(*valid);
    if (!in_roles) return employed;
    return make_op(checker_, Op::And, span_, checker_.type(employed), {employed, *in_roles});
  }

  std::optional<ProgramExprId> in_one_role(RowCondition& on_rows) {
    ProgramExprId any;
    for (const RoleId id : card_.roles) {
      const Role role = checker_.program.roles[id];
      std::vector<RoleVersion> versions = role.versions;
      if (versions.empty()) versions.push_back({all_days(), role.condition});
      for (const RoleVersion& version : versions) {
        if (!version.condition && version.days == all_days()) return std::nullopt;
        const ProgramExprId one = in_version(on_rows, version);
        if (!one) {
          fail(Code::split_card_role, {{"card", card_.name}, {"role", role.name}});
          return std::nullopt;
        }
        const Type truth = checker_.type(one);
        any = any ? make_op(checker_, Op::Or, span_, truth, {any, one}) : one;
      }
    }
    return any;
  }

  /// That the row's day is one of the version's, and its owner meets what the version asks.
  ProgramExprId in_version(RowCondition& on_rows, const RoleVersion& version) {
    ProgramExprId all = version.condition ? on_rows.of(version.condition) : ProgramExprId();
    if (version.condition && !all) return {};
    if (version.days == all_days()) return all;
    const ProgramExprId on_day = on_rows.in(version.days, span_);
    return all ? make_op(checker_, Op::And, span_, checker_.type(on_day), {on_day, all}) : on_day;
  }

  std::string suffix() const override { return card_.name; }

  ScorecardId id_;
  const Scorecard& card_;
};

/// The column of a history that a formula reads by the name of a metric, or at all: for the days of
/// the period, not those of the card. None where other days or people are said.
const Expr* history_inside(const Checker& checker, ProgramExprId id, bool is_named) {
  if (!id || checker.failed(id)) return nullptr;
  const Expr& expr = checker.expr(id);
  if (expr.op == Op::Held) return is_named ? &expr : nullptr;
  const Context& context = expr.context;
  if (context.window.kind != WindowKind::Own || context.subject.kind != SubjectKind::Own) {
    return nullptr;
  }
  if (expr.op == Op::Metric && expr.metric) {
    return history_inside(checker, checker.program.metrics[expr.metric].formula, true);
  }
  for (const ProgramExprId arg : expr.args) {
    if (const Expr* const found = history_inside(checker, arg, is_named)) return found;
  }
  return nullptr;
}

/// The same of the targets that are declared for a metric; those that are added up from shorter
/// periods are of people who may have been on another card then.
const Expr* history_in_targets(const Checker& checker, MetricId metric) {
  const auto& targets = checker.program.targets;
  const auto added = [&](const Target& target) {
    return target.metric == metric && target.adds_up;
  };
  const bool is_named = std::any_of(targets.begin(), targets.end(), added);
  for (const Target& target : targets) {
    if (target.metric != metric) continue;
    for (const ProgramExprId level : {target.target, target.baseline, target.stretch}) {
      if (const Expr* const found = history_inside(checker, level, is_named)) return found;
    }
  }
  return nullptr;
}

}  // namespace

ProgramExprId target_of_card(Checker& checker, ScorecardId card, ProgramExprId id) {
  Expr copy = checker.expr(id);
  const bool level = copy.op == Op::Target || copy.op == Op::Baseline || copy.op == Op::Stretch;
  const bool own =
      copy.context.subject.kind == SubjectKind::Own && copy.context.window.kind == WindowKind::Own;
  if (level && copy.metric && own) copy.scorecard = card;
  const Expr* const history =
      level && own ? history_in_targets(checker, copy.metric) : history_inside(checker, id, false);
  if (history != nullptr) {
    const TableSchema& table = checker.table(history->history);
    const std::string column = table.name + "." + table.columns[history->path.column].name;
    checker.diagnostics
        .report(Code::split_card_context, copy.span,
                {{"card", checker.program.scorecards[card].name}})
        .hint(Text::write_instead, {{"text", column}});
    return checker.error(copy.span);
  }
  hold_on_card(copy, card);
  for (ProgramExprId& arg : copy.args)
    arg = target_of_card(checker, card, arg);
  return checker.add(std::move(copy));
}

ProgramExprId in_days_of_card(Checker& checker, ScorecardId card_id, const Scorecard& card,
                              ProgramExprId id) {
  if (!id || !card.split_by_days || checker.failed(id)) return id;
  DaysOfCard copies(checker, card_id, card, checker.expr(id).span);
  const ProgramExprId made = copies.expr(id);
  return copies.ok() ? made : checker.error(checker.expr(id).span);
}

void adjust_in_days_of_card(Checker& checker, ScorecardId id, const Scorecard& card,
                            std::vector<Adjust>& all) {
  for (Adjust& adjust : all) {
    adjust.value = in_days_of_card(checker, id, card, adjust.value);
    adjust.when = in_days_of_card(checker, id, card, adjust.when);
  }
}

/// Whether the formula is a multiple of the line's value.
static bool is_multiple_of_value(const Checker& checker, ProgramExprId id) {
  const Expr& expr = checker.expr(id);
  const auto multiple = [&](std::size_t i) { return is_multiple_of_value(checker, expr.args[i]); };
  const auto fixed = [&](std::size_t i) { return fold(checker.program, expr.args[i]).has_value(); };
  if (expr.op == Op::LineValue) return true;
  if (expr.op == Op::Negate) return multiple(0);
  if (expr.op == Op::Add || expr.op == Op::Subtract) return multiple(0) && multiple(1);
  if (expr.op == Op::Multiply && fixed(0)) return multiple(1);
  return (expr.op == Op::Multiply || expr.op == Op::Divide) && fixed(1) && multiple(0);
}

bool scores_rows(const Checker& checker, const Scorecard& card) {
  const auto& metrics = checker.program.metrics;
  return card.adjustments.empty() &&
         std::all_of(card.lines.begin(), card.lines.end(), [&](const Line& line) {
           if (line.weight.is_zero()) return true;
           return line.scored && !line.cap && !line.floor &&
                  adds_rows(checker.program, metrics[line.metric].formula) &&
                  is_multiple_of_value(checker, line.scored);
         });
}

}  // namespace kpi::check
