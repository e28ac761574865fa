#include <map>

#include "diag/period_words.hpp"
#include "plan/lowering.hpp"
#include "program/versions.hpp"

/// The plan of a run: every scorecard and payout, for each of its cycles inside the days asked for.
namespace kpi::plan {
namespace {

std::vector<Period> cycles(const Program& program, PeriodUnit every, DateRange days) {
  const bool fiscal = has_fiscal_form(every, program.calendar);
  return periods_inside(days, every, fiscal, program.calendar);
}

/// What has a longer cycle than the days asked for is left out when something else fits.
struct TooFine {
  std::string name;
  PeriodUnit every = PeriodUnit::Year;
};

bool holds_in(const Program& program, const std::optional<DateRange>& effective, Period period) {
  return holds(effective, days_of(period, program.calendar));
}

/// Says in which of the periods asked for no version of a name holds.
template <class IdType, class Items>
void warn_of_gaps(Lowering& lowering, const Items& items, const RunRequest& request) {
  const Program& program = lowering.program();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[IdType(i)];
    if (!item.effective || versions_of(items, IdType(i))[0] != IdType(i)) continue;
    std::string missing;
    for (const Period period : cycles(program, item.every, request.days)) {
      if (version_of(items, IdType(i), days_of(period, program.calendar))) continue;
      missing += (missing.empty() ? "" : ", ") + to_string(period, program.calendar);
    }
    if (missing.empty()) continue;
    lowering.diagnostics().report(Code::no_version_then, item.span,
                                  {{"name", item.name}, {"periods", missing}});
  }
}

/// Everybody in force, to list those that no card covers.
void add_scope(Lowering& lowering, TableId table, const At& at) {
  for (const ScopeOutput& scope : lowering.plan().scopes) {
    if (scope.table == table && scope.period == at.when.anchor) return;
  }
  lowering.plan().scopes.push_back({table, at.when.anchor, lowering.in_scope(table, at)});
}

void add_cards(Lowering& lowering, const RunRequest& request, std::vector<TooFine>& too_fine) {
  const Program& program = lowering.program();
  for (std::size_t i = 0; i < program.scorecards.size(); ++i) {
    const Scorecard& card = program.scorecards[ScorecardId(i)];
    const auto periods = cycles(program, card.every, request.days);
    if (periods.empty()) too_fine.push_back({card.name, card.every});
    for (const Period period : periods) {
      const At at{lowering.at_period(period), lowering.subjects(card.table)};
      add_scope(lowering, card.table, at);
      if (!holds_in(program, card.effective, period)) continue;
      CardOutput output = lowering.card(ScorecardId(i), at);
      for (std::size_t p = 0; p < program.payouts.size(); ++p) {
        const Payout& payout = program.payouts[PayoutId(p)];
        if (payout.scorecard != ScorecardId(i)) continue;
        if (!holds_in(program, payout.effective, period)) continue;
        output.payouts.push_back(lowering.payout(PayoutId(p), at));
      }
      lowering.plan().cards.push_back(std::move(output));
    }
  }
}

void add_payouts(Lowering& lowering, const RunRequest& request, std::vector<TooFine>& too_fine) {
  const Program& program = lowering.program();
  for (std::size_t i = 0; i < program.payouts.size(); ++i) {
    const Payout& payout = program.payouts[PayoutId(i)];
    if (payout.scorecard) continue;
    const auto periods = cycles(program, payout.every, request.days);
    if (periods.empty()) too_fine.push_back({payout.name, payout.every});
    for (const Period period : periods) {
      if (!holds_in(program, payout.effective, period)) continue;
      const At at{lowering.at_period(period), lowering.subjects(payout.table)};
      lowering.plan().payouts.push_back(lowering.payout(PayoutId(i), at));
    }
  }
}

void add_rules(Lowering& lowering, const RunRequest& request, std::vector<TooFine>& too_fine) {
  const Program& program = lowering.program();
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    const Rule& rule = program.rules[RuleId(i)];
    const auto periods = cycles(program, rule.every, request.days);
    if (periods.empty()) too_fine.push_back({rule.name, rule.every});
    for (const Period period : periods) {
      if (!holds_in(program, rule.effective, period)) continue;
      const At at{lowering.at_period(period), lowering.subjects(rule.table)};
      lowering.plan().rules.push_back(lowering.rule(RuleId(i), at));
    }
  }
}

/// Says which of the days asked for are in no period that is listed. Weeks are counted by their
/// fourth day, so that their edges lie elsewhere.
void warn_of_days_left(const std::vector<std::optional<Period>>& periods,
                       const QueryRequest& request, const Calendar& calendar,
                       Diagnostics& diagnostics) {
  if (!request.every || *request.every == PeriodUnit::Week || periods.empty()) return;
  const Date first = days_of(*periods.front(), calendar).first;
  const Date last = days_of(*periods.back(), calendar).last;
  std::string left;
  for (const DateRange& days : {DateRange{request.days.first, Date{first.days - 1}},
                                DateRange{Date{last.days + 1}, request.days.last}}) {
    if (days.empty()) continue;
    left += (left.empty() ? "" : ", ") + to_string(days.first);
    if (days.first != days.last) left += " to " + to_string(days.last);
  }
  if (left.empty()) return;
  diagnostics.report(Code::days_left_out, Span{},
                     {{"days", left}, {"unit", word_of(*request.every)}});
}

/// Whether a value is made of single people's columns, or of the one row of each: then it has no
/// total for the company. Each metric is looked at once.
class People {
 public:
  explicit People(const Program& program) : program_(program) {}

  bool read_by(ProgramExprId id) {
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Column || expr.op == Op::Held) return true;
    if (expr.op == Op::Rank || expr.op == Op::Ranked || expr.op == Op::Allocate) return true;
    if (is_result(expr, {}) && expr.context.subject.kind == SubjectKind::Own) return true;
    const bool share = expr.op == Op::Share;
    if (share && program_.exprs[expr.args[1]].context.subject.kind != SubjectKind::Company) {
      return true;
    }
    if (expr.aggregate && program_.aggregates[expr.aggregate].kind == AggregateKind::Only) {
      return true;
    }
    const SubjectKind subject = expr.context.subject.kind;
    const bool of_person = subject == SubjectKind::Column || subject == SubjectKind::Row ||
                           subject == SubjectKind::Tree || subject == SubjectKind::Held ||
                           subject == SubjectKind::HeldRow || subject == SubjectKind::HeldTree;
    if (of_person) return true;
    if (expr.op == Op::OverPeople) return false;
    const bool of_metric = expr.op == Op::Metric || expr.op == Op::Attainment;
    if (of_metric && expr.metric && subject == SubjectKind::Own && read_by_metric(expr.metric)) {
      return true;
    }
    for (const ProgramExprId arg : expr.args) {
      if (read_by(arg)) return true;
    }
    return false;
  }

 private:
  bool read_by_metric(MetricId id) {
    const auto found = metrics_.find(id);
    if (found != metrics_.end()) return found->second;
    const Metric& metric = program_.metrics[id];
    const bool reads = metric.subject_table || read_by(metric.formula);
    metrics_.emplace(id, reads);
    return reads;
  }

  const Program& program_;
  std::map<MetricId, bool> metrics_;
};

/// Whether rows of nobody can count in it: scores, pay and targets are of somebody.
bool counts_rows(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch;
  if (level || expr.op == Op::OverPeople || is_result(expr, {})) return false;
  return expr.aggregate || expr.metric ||
         std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return counts_rows(program, arg); });
}

bool asks_too_many(Lowering& lowering, const RunRequest& request) {
  const auto too_many = [&](const std::string& name, PeriodUnit every, Span span) {
    const std::size_t count = cycles(lowering.program(), every, request.days).size();
    return lowering.are_too_many(count, every, request.days, name, span);
  };
  const auto any_too_many = [&](const auto& items) {
    return std::any_of(items.begin(), items.end(), [&](const auto& item) {
      return too_many(item.name, item.every, item.span);
    });
  };
  const Program& program = lowering.program();
  return any_too_many(program.scorecards) || any_too_many(program.payouts) ||
         any_too_many(program.rules);
}

}  // namespace

Plan plan_run(const Program& program, const RunRequest& request, Diagnostics& diagnostics) {
  Lowering lowering(program, request.as_of, request.start, diagnostics);
  if (request.sample) lowering.sample_from(request.days.first);
  if (asks_too_many(lowering, request)) return lowering.take();
  std::vector<TooFine> too_fine;
  add_cards(lowering, request, too_fine);
  add_payouts(lowering, request, too_fine);
  add_rules(lowering, request, too_fine);
  if (request.sample) return lowering.take();
  warn_of_gaps<ScorecardId>(lowering, program.scorecards, request);
  warn_of_gaps<PayoutId>(lowering, program.payouts, request);
  warn_of_gaps<RuleId>(lowering, program.rules, request);
  Plan plan = lowering.take();
  if (!plan.cards.empty() || !plan.payouts.empty() || !plan.rules.empty()) return plan;
  plan.ok = false;
  if (too_fine.empty()) {
    diagnostics.report(Code::nothing_to_run, Span{}, {{"period", request.text}})
        .hint(Text::query_instead);
  } else {
    diagnostics.report(Code::period_too_fine, Span{},
                       {{"card", too_fine[0].name},
                        {"unit", word_of(too_fine[0].every)},
                        {"period", request.text}});
  }
  return plan;
}

Plan plan_query(const Program& program, const QueryRequest& request, Diagnostics& diagnostics) {
  Lowering lowering(program, request.as_of, request.start, diagnostics);
  std::vector<std::optional<Period>> periods;
  if (request.every) {
    for (const Period period : cycles(program, *request.every, request.days)) {
      periods.push_back(period);
    }
  } else {
    periods.push_back(request.period);
  }
  if (periods.empty()) {
    diagnostics.report(
        Code::period_too_fine, Span{},
        {{"card", "query"}, {"unit", word_of(*request.every)}, {"period", words_of(request.days)}});
  }
  if (request.every &&
      lowering.are_too_many(periods.size(), *request.every, request.days, "query", Span{})) {
    return lowering.take();
  }
  warn_of_days_left(periods, request, program.calendar, diagnostics);
  const Where where = lowering.query_space(request.axes);
  People people(program);
  for (const auto& period : periods) {
    const When when = lowering.at_days(request.days, period);
    QueryOutput output;
    if (request.every) output.period = period;
    for (const ProgramExprId measure : request.measures) {
      output.measures.push_back(lowering.lower(measure, {when, where}, {}));
      const bool total = !people.read_by(measure);
      output.totals.push_back(total ? lowering.lower(measure, {when, lowering.company()}, {})
                                    : StepId());
    }
    if (!request.roles.empty()) {
      const TableId table = program.roles[request.roles[0]].table;
      output.measures.push_back(lowering.member_of(request.roles, table, {when, where}));
      output.totals.emplace_back();
    }
    lowering.plan().queries.push_back(std::move(output));
  }
  Plan plan = lowering.take();
  plan.query_space = where.space;
  plan.query_keys = request.keys;
  plan.of_somebody =
      std::none_of(request.measures.begin(), request.measures.end(),
                   [&](ProgramExprId measure) { return counts_rows(program, measure); });
  return plan;
}

}  // namespace kpi::plan
