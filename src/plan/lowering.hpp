#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "plan/plan.hpp"

/// Lowering: typed expressions at a place in time and space -> steps.
namespace kpi::plan {

/// On which days something is computed: an anchor period and the shape laid over it.
struct When {
  Period anchor;
  Window shape;            // Own, Whole, ToDate, Last, AllTime or Fixed; never a shift
  DateRange whole;         // resolved: what a period column is compared with
  DateRange days;          // the same, but `last` never after the run's as-of day
  Date as_of;              // rows dated later do not count: the run's day, or, for what an
                           // unfinished period is compared with, the day as far into its own
  bool look_back = false;  // reached from a later period
  bool compared = false;   // the next step back is the base of a comparison
  bool due = true;         // a whole period that is over
  bool at_start = false;   // its first day alone: `as of start`
};

struct Where {
  SpaceId space;
  TableId subjects;   // the table whose rows the space's members are; absent for others
  std::string key{};  // the one row that is asked for; empty: all
  StepId members{};   // of a role's total: which rows of `people` count; absent: no such total
  TableId people{};
  StepId alike{};  // of those who share it: what they share; absent: no such total
};

struct At {
  When when;
  Where where;
};

/// Comparisons read everybody, even where one person is asked for.
At of_everybody(const At& at);

/// The card an expression stands in, for its words.
struct CardScope {
  ScorecardId card;
  std::optional<std::size_t> line;
};

class Lowering {
 public:
  Lowering(const Program& program, Date as_of, DataStart start, Diagnostics& diagnostics);

  const Program& program() const { return program_; }
  Plan take();
  Plan& plan() { return plan_; }
  /// Of a sample: what goes back to the beginning of the data begins here.
  void sample_from(Date first) { sampled_from_ = first; }
  /// Says so where there are more periods than are computed one by one: a day of another century
  /// among the data, or in what was asked. The plan is then not to be run.
  bool are_too_many(std::size_t periods, PeriodUnit unit, DateRange days, const std::string& name,
                    Span span);

  // time.cpp
  When at_period(Period period) const;
  When at_days(DateRange days, std::optional<Period> period) const;
  /// The first day of its period.
  When at_start_of(const When& when) const;
  /// The place of each unit of the aggregate; nothing when reported: the days are not whole units.
  std::optional<std::vector<When>> units_of(const When& when, const Aggregate& aggregate);
  std::optional<When> shifted(const When& when, const Window& window, Span span);
  /// True, and reported, where the days asked for are no period.
  bool report_range(const When& when, const std::string& window, Span span);
  /// Whether the days are too short for any row: the quota of a quarter is none of its months'.
  bool holds_no_row(const Aggregate& aggregate, const When& when) const;

  // spaces.cpp
  Where company();
  Where subjects(TableId table);
  /// The same people seen from others: rows that count here make nobody a member there.
  Where linked_to(TableId table);
  Where owned(TableId table);
  Where tree(TableId table, const Subject& subject);
  Where by_column(TableId table, const ColumnPath& column);
  Where query_space(const std::vector<QueryAxis>& axes);
  /// How rows of the aggregate's table find each coordinate of the space.
  std::optional<std::vector<ColumnPath>> paths_to(const Aggregate& aggregate, SpaceId space);

  // expressions.cpp
  StepId lower(ProgramExprId expr, const At& at, const CardScope& scope);
  StepId metric(MetricId metric, const At& at);
  StepId constant(const Where& where, Value value, Span span);
  StepId publish(StepId value, const std::optional<RoundSpec>& round, std::string name);

  // people.cpp, targets.cpp
  StepId in_scope(TableId table, const At& at);
  StepId member_of(const std::vector<RoleId>& roles, TableId table, const At& at);
  /// Who is on the card: at the period's end, or at its start if the card says so.
  StepId on_card(ScorecardId card, const At& at);
  /// Who is on a card that is split by days on each day of the period that has begun; of a period
  /// to come, on each of its days.
  std::vector<StepId> days_on_card(ScorecardId card, const At& at);
  StepId day_share(ScorecardId card, const At& at, Span span);
  /// Who is in one of the roles, day by day.
  std::vector<StepId> days_in(const std::vector<RoleId>& roles, const At& at);
  StepId target_on_card(const Expr& expr, const At& at);
  StepId paid_by(PayoutId payout, const At& at);
  /// Actual against the declared target, by the method of the target that applies.
  StepId attainment(MetricId metric, StepId actual, const std::optional<Better>& own, const At& at,
                    Span span);
  /// target, baseline or stretch of a metric at this place; none(no_target) where none is declared.
  StepId target(MetricId metric, Op level, const At& at, Span span);

  // cards.cpp
  CardOutput card(ScorecardId card, const At& at);
  StepId line_word(Op op, const At& at, const CardScope& scope, Span span);
  /// The card, and the line of that name, of the version that holds in the period; nothing where
  /// none does.
  std::optional<CardScope> in_force(const CardScope& scope, const At& at) const;
  StepId grade(ScorecardId card, StepId score, const At& at);
  LineOutput line(ScorecardId card, std::size_t line, const At& at);
  PayoutOutput payout(PayoutId payout, const At& at);
  RuleOutput rule(RuleId rule, const At& at);

  StepId add(Step step) { return plan_.steps.push(std::move(step)); }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  StepId lower_untyped(ProgramExprId id, const At& at, const CardScope& scope);
  StepId lower_in_context(const Expr& expr, const At& at);
  StepId lower_target(const Expr& expr, const At& at);
  StepId no_target(const At& at, Span span);
  StepId of_somebody(StepId value, const At& at, Span span);
  void warn_of_groups(MetricId metric, const At& at, Span span);
  std::vector<TargetId> targets_at(MetricId metric, Op level, const At& at);
  StepId that_applies(const std::vector<TargetId>& targets,
                      const std::function<StepId(TargetId)>& value_of, StepId otherwise,
                      const At& at);
  bool is_in_force(const Target& declared, Op level, const At& at);
  StepId declared_level(TargetId id, Op level, const At& at, const CardScope& scope = {});
  const Better& method_of_sum(MetricId metric) const;
  std::vector<TargetId> adding_up(MetricId metric, Op level, PeriodUnit every) const;
  StepId added_up(MetricId metric, Op level, const At& at, Span span);
  TableId each_alone(const Where& where) const;
  StepId part_of_sum(const std::vector<TargetId>& targets, Op level, const At& at, Span span);
  StepId bring_back(StepId value, const Expr& expr, const At& at, DateRange days);

  // results.cpp
  StepId result(const Expr& expr, const At& at);
  StepId result_of_person(const Expr& expr, const At& there);
  StepId paid_to_person(const Expr& expr, const At& there);
  StepId no_version(const Expr& expr, const At& there);
  StepId result_on_card(ScorecardId card, const At& there, std::vector<StepId> args, Span span);
  std::vector<Rival> other_cards(ScorecardId id, const At& at);

  // over_each.cpp
  StepId over_units(ProgramExprId id, const At& at);
  StepId over_people(ProgramExprId id, const At& at);
  std::optional<std::vector<ColumnId>> way_of_people(const Where& where, TableId people) const;
  void report_no_people_in(const Expr& expr, const Where& where);
  std::optional<NoneReason> not_yet(const Aggregate& how, const When& when);
  void not_computed(const Aggregate& how);

  // expressions.cpp
  /// A step of that kind for the expression at its own place and days.
  static Step step_at(StepKind kind, const Expr& expr, const At& at);
  /// A step at that place, of the arguments.
  static Step step_of(StepKind kind, const At& at, std::vector<StepId> args, Span span);
  static Step bounded(const At& at, StepId value, const Rational& bound, bool upper);
  StepId version(ProgramExprId id, const At& at, const CardScope& scope);
  bool compares_versions(const Expr& expr, const At& at);
  StepId lower_operation(ProgramExprId id, const At& at, const CardScope& scope);
  void report_no_people(const Expr& expr, bool homeless);

  // peers.cpp
  StepId lower_ranked(ProgramExprId id, const At& at, const CardScope& scope);
  StepId lower_share(ProgramExprId id, const At& at, const CardScope& scope);
  StepId lower_allocate(ProgramExprId id, const At& at, const CardScope& scope);
  StepId split(ProgramExprId id, const At& at, const CardScope& scope);
  StepId total(const Expr& expr, const At& at);
  bool has_people(const char* name, const Peers& peers, const At& at, Span span);
  StepId compared(const Peers& peers, const At& at, ScorecardId card);
  StepId alike(const Peers& peers, const At& at, Span span);
  StepId role_total(const Expr& expr, const At& at);

  // history.cpp
  StepId lower_streak(ProgramExprId id, const At& at, const CardScope& scope);
  StepId streak(ProgramExprId id, const At& at, const CardScope& scope, StepId before);
  StepId any_score(Op op, const At& at, Span span);
  const std::vector<StepId>& carried(PayoutId payout, const At& at);
  StepId carried_into(PayoutId payout, std::size_t index, const At& at);
  StepId carry_on(PayoutId payout, std::size_t index, const At& at, StepId before);
  std::vector<PayoutId> paying_in(PayoutId payout, Period period) const;
  std::optional<Date> carry_start(const std::vector<PayoutId>& paying, std::size_t carry, Date end);
  std::size_t carry_length(const std::vector<PayoutId>& paying, std::size_t carry, Period last);
  std::optional<Date> data_start(const std::vector<TableId>& tables, const std::string& name,
                                 Span span);
  StepId cells(const Expr& expr, const At& at);
  IntervalId interval_of(const Aggregate& aggregate, const When& when);
  StepId not_of_subject(const Expr& expr, const At& at);
  std::optional<Where> place_of(const Expr& expr, const Where& where, TableId owner);

  // groups.cpp
  std::optional<std::vector<When>> group_times(const Aggregate& aggregate, const When& when);
  std::optional<std::vector<Where>> group_places(const Aggregate& aggregate, const At& at);
  std::optional<CellsId> request_for(AggregateId id, const At& at, const std::vector<When>& times,
                                     const std::vector<Where>& places);
  bool find_group_paths(const Aggregate& aggregate, CellsRequest& request);

  // expressions.cpp, history.cpp
  StepId column(const Expr& expr, const At& at);
  StepId held(ProgramExprId id, const At& at, const CardScope& scope);
  StepId group_total(const Expr& expr, const At& at);
  SpaceId space(Space space, const std::string& key);
  IntervalId interval(DateRange days);
  std::optional<ColumnPath> route(const Aggregate& aggregate, TableId target);
  bool asks_for_parts(const Aggregate& aggregate, SpaceId space) const;
  std::optional<ColumnPath> route_along(const Aggregate& aggregate, TableId target,
                                        const FactWay& way);
  FactWay way_on(const Axis& axis, std::size_t index, TableId fact) const;
  void report_no_route(const Aggregate& aggregate, TableId target);
  PayoutOutput before_pool(PayoutId payout, const At& at);
  StepId pooled(PayoutId payout, const At& at, StepId amount, StepId member);
  StepId chosen(StepId member, StepId value, StepId otherwise, Span span);
  std::vector<StepId> adjustment_steps(const std::vector<Adjust>& adjustments, const At& at,
                                       const CardScope& scope);

  const Program& program_;
  std::vector<QueryAxis> asked_;  // what the query is divided by
  Date as_of_;
  DataStart start_;
  std::optional<Date> sampled_from_;
  Diagnostics& diagnostics_;
  Plan plan_;
  std::map<std::string, SpaceId> spaces_;
  std::map<std::pair<std::int32_t, std::int32_t>, IntervalId> intervals_;
  std::map<std::string, CellsId> cells_;
  std::set<MetricId> warned_;             // of groups without a target
  std::map<std::string, StepId> shared_;  // named quantities by place
  std::map<std::string, CardOutput> cards_;
  std::map<std::string, PayoutOutput> payouts_, unpooled_;
  std::map<std::string, LineOutput> lines_;
  std::map<std::string, std::vector<StepId>> carried_;
  std::map<std::pair<std::vector<PayoutId>, std::size_t>, std::optional<Date>> carry_starts_;
};

/// The longer period that a period is part of: a week of that which holds its fourth day.
Period period_around(Period part, PeriodUnit unit, const Calendar& calendar);

/// Whether the expression reads what a scorecard or payout came to, not a word of the card it
/// stands in.
bool is_result(const Expr& expr, const CardScope& scope);

/// Whether some aggregate in its groups has days of its own.
bool reads_other_days(const Aggregate& aggregate);

/// A text that is equal for equal places, for sharing.
std::string key_of(const At& at);

}  // namespace kpi::plan
