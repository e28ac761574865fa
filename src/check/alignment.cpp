#include <optional>
#include <set>
#include <utility>

#include "check/versions.hpp"
#include "diag/period_words.hpp"

/// Where versions begin and end, against the cycles of what reads them: a period in which a
/// definition changes would be measured by two.
namespace kpi::check {
namespace {

/// What has a cycle: a scorecard, a payout, a rule, a target.
struct Cycled {
  std::string name;
  Span span;
  PeriodUnit every = PeriodUnit::Quarter;
  std::optional<DateRange> effective;  // the days whose periods it is computed for; absent: all
};

class Alignment {
 public:
  Alignment(Checker& checker, Cycled reader)
      : checker_(checker),
        program_(checker.program),
        reader_(std::move(reader)),
        unit_(reader_.every) {}

  /// The reader's own days, or a table of tiers that it reads.
  void days(const std::string& name, Span span, DateRange days) {
    boundary(name, span, days.first);
    boundary(name, span, Date{days.last.days + 1});
  }

  void expr(ProgramExprId id) {
    if (!id || !seen_.emplace(id, unit_).second) return;
    const Expr& expr = program_.exprs[id];
    if (expr.context.window.kind == WindowKind::Fixed) return;  // the same from every period
    if (expr.op == Op::Versions) versions(expr);
    const auto around = std::exchange(unit_, unit_inside(expr));
    if (expr.metric) this->expr(program_.metrics[expr.metric].formula);
    for (const ProgramExprId arg : expr.args)
      this->expr(arg);
    unit_ = around;
  }

  /// A role may change on any day: it is what it means on the last day of the period, or on each.
  void roles(const std::vector<RoleId>& roles) {
    for (const RoleId id : roles) {
      const Role& role = program_.roles[id];
      for (const RoleVersion& version : role.versions)
        expr(version.condition);
      expr(role.condition);
    }
  }

  void tiers(TiersId id) {
    if (!id) return;
    for (const TiersId version : versions_of(program_.tiers, id)) {
      const Tiers& table = program_.tiers[version];
      if (table.effective) days(table.name, table.span, *table.effective);
    }
  }

  void adjustments(const std::vector<Adjust>& adjustments) {
    for (const Adjust& adjust : adjustments) {
      expr(adjust.value);
      expr(adjust.when);
    }
  }

 private:
  /// `sum(earned per month)` reads months, whatever its own period is.
  PeriodUnit unit_inside(const Expr& expr) const {
    if (expr.op != Op::OverUnits) return unit_;
    const Aggregate& units = program_.aggregates[expr.reduction];
    return units.per_workday ? PeriodUnit::Day : units.per_unit.value_or(unit_);
  }

  void versions(const Expr& choice) {
    for (const DateRange range : choice.versions) {
      for (const Date day : {range.first, Date{range.last.days + 1}}) {
        if (is_computed_on(day)) boundary(choice.constant.text(), choice.span, day);
      }
    }
  }

  bool is_computed_on(Date day) const {
    return !reader_.effective || reader_.effective->contains(day);
  }

  void boundary(const std::string& name, Span span, Date day) {
    if (!all_days().contains(day) || day == all_days().first) return;
    const Calendar& calendar = program_.calendar;
    const bool fiscal = unit_ >= PeriodUnit::Quarter && calendar.fiscal_start_month != 1;
    const Period period = period_containing(day, unit_, fiscal, calendar);
    if (days_of(period, calendar).first == day) return;
    Diagnostic& diagnostic = checker_.diagnostics.report(Code::version_not_aligned, span,
                                                         {{"name", name},
                                                          {"date", to_string(day)},
                                                          {"unit", word_of(unit_)},
                                                          {"reader", reader_.name}});
    if (reader_.span != span) {
      diagnostic.label(reader_.span, Text::defined_here, {{"name", reader_.name}});
    }
    diagnostic.hint(Text::begin_with_period, {{"unit", word_of(unit_)}});
  }

  Checker& checker_;
  const Program& program_;
  Cycled reader_;
  PeriodUnit unit_;  // of the period that is looked at
  std::set<std::pair<ProgramExprId, PeriodUnit>> seen_;
};

void check_card(Checker& checker, const Scorecard& card) {
  Alignment alignment(checker, {card.name, card.span, card.every, card.effective});
  if (card.effective) alignment.days(card.name, card.span, *card.effective);
  alignment.roles(card.roles);
  alignment.tiers(card.grade);
  alignment.adjustments(card.adjustments);
  for (const Line& line : card.lines) {
    for (const ProgramExprId part : {line.measure, line.target, line.scored})
      alignment.expr(part);
  }
}

void check_payout(Checker& checker, const Payout& payout) {
  Alignment alignment(checker, {payout.name, payout.span, payout.every, payout.effective});
  if (payout.effective && !payout.effective->empty()) {
    alignment.days(payout.name, payout.span, *payout.effective);
  }
  alignment.roles(payout.roles);
  alignment.expr(payout.amount);
  alignment.adjustments(payout.adjustments);
  for (const Carry& carry : payout.carries) {
    alignment.expr(carry.initial);
    alignment.expr(carry.next);
  }
  for (const Policy& policy : payout.policies)
    alignment.expr(policy.value);
}

void check_rule(Checker& checker, const Rule& rule) {
  Alignment alignment(checker, {rule.name, rule.span, rule.every, rule.effective});
  if (rule.effective && !rule.effective->empty()) {
    alignment.days(rule.name, rule.span, *rule.effective);
  }
  alignment.roles(rule.roles);
  alignment.expr(rule.when);
}

}  // namespace

void check_alignment(Checker& checker) {
  const Program& program = checker.program;
  for (const Target& target : program.targets) {
    const std::string name = program.metrics[target.metric].name;
    Alignment alignment(checker, {name, target.span, target.every, target.effective});
    if (target.effective) alignment.days(name, target.span, *target.effective);
    alignment.roles(target.roles);
    for (const ProgramExprId level : {target.target, target.baseline, target.stretch})
      alignment.expr(level);
  }
  for (const Scorecard& card : program.scorecards) {
    if (card.table) check_card(checker, card);
  }
  for (const Payout& payout : program.payouts)
    check_payout(checker, payout);
  for (const Rule& rule : program.rules)
    check_rule(checker, rule);
}

}  // namespace kpi::check
