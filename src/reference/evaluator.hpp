#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "plan/plan.hpp"
#include "reference/touched.hpp"
#include "reference/value.hpp"
#include "score/result.hpp"
#include "score/two_at_once.hpp"
#include "table/table.hpp"

namespace kpi::reference {

/// On which days: a period and the window laid over it. A shift moves the period, any other window
/// is the shape.
struct When {
  Period anchor;
  Window shape;  // Own, Whole, ToDate, Last, AllTime or Fixed
  bool looks_back = false;
  std::optional<Date> as_of;  // rows dated later do not count; absent: the run's own day
  bool at_start = false;      // the first day alone
};

/// One thing a row must belong to.
struct Coordinate {
  enum class Kind {
    Row,      // this row of the table; without one: to no row of it
    Anybody,  // any row of the table
    Text,     // a row of the table whose column reads so; without a text: to none that has one
    Tree,     // somebody in a part of the reporting tree at this row
    Member,   // a row of the table that is in the role in the period
    Held,     // a row of which the history says the same on the day
  } kind = Kind::Row;
  TableId table;
  ColumnPath column;
  std::optional<std::size_t> row;
  std::optional<std::string> text;
  const plan::QueryAxis* asked = nullptr;  // Row: reached by links that were asked for
  TreePart part = TreePart::Team;          // Tree
  ColumnId boss;
  RoleId among;  // Member
  Period period{};
  ProgramExprId held;  // Held
  Date day{};
  std::string key() const;
  bool is_nobody() const;
};

/// Whose rows: all that meet every coordinate. None at all is the whole company.
using Who = std::vector<Coordinate>;
Who person(TableId table, std::optional<std::size_t> row);

struct Place {
  Who who;
  When when;
  std::string key() const;
};

/// The card whose words an expression may read, and the line where it stands on one.
struct Scope {
  ScorecardId card;
  std::optional<std::size_t> line;
};

/// A table as a whole: for coverage and for the notes under a report.
struct TableFacts {
  std::size_t file_rows = 0, rows = 0;  // all, and those not dated after the run's day
  std::optional<Date> first, last;
  std::size_t without_date = 0, without_owner = 0, unmatched_owner = 0;
};

struct LineSheet {
  Value value, target, attainment;
  Value points;   // before any policy
  Value counted;  // after it
  Number effective_weight = 0;
  std::optional<PolicyKind> policy;
};
struct AdjustSheet {
  score::AdjustResult::State state = score::AdjustResult::State::NotApplied;
  Value before, after;
};
struct CardSheet {
  std::vector<LineSheet> lines;
  Value base;
  std::vector<AdjustSheet> adjustments;
  Value score;
};
struct PaySheet {
  std::vector<AdjustSheet> adjustments;
  Value amount;
  std::optional<PolicyKind> policy;
};

/// Every value by its definition. What was computed once for a place is remembered, because
/// definitions share parts; nothing depends on it.
class Evaluator {
 public:
  Evaluator(const Program& program, const table::Dataset& data, Date as_of,
            Diagnostics& diagnostics);
  /// From now on what is looked at is entered there.
  void watch(Touched* touched) { touched_ = touched; }

  const Program& program() const { return program_; }
  const table::Dataset& data() const { return data_; }
  Date as_of() const { return as_of_; }

  // time.cpp
  When at(Period period) const;
  When at(DateRange days) const;
  When moved(const When& when, const Window& window) const;
  /// What a comparison is made with: of an unfinished period, as much of the earlier one.
  When base_of(const When& when, const Window& window) const;
  /// The days before the run's day cuts them: what a period column is compared with.
  DateRange whole_days(const When& when) const;
  /// The longer period that one is part of; weeks have their fourth day there.
  Period longer(Period part, PeriodUnit unit) const;
  /// The days that count.
  DateRange days(const When& when) const;
  /// The units of the calendar that a `per` goes over.
  std::vector<When> units_of(const When& when, const Aggregate& aggregate) const;
  /// Whether the holidays say of every day that has begun whether it is worked.
  bool knows_units(const When& when, const Aggregate& aggregate) const;
  /// A whole period has a value only once it is over.
  bool is_due(const When& when) const;
  /// No period of the table's own kind fits into the days: its rows say nothing about them.
  bool is_too_short(const Aggregate& aggregate, const When& when) const;

  // tables.cpp
  std::optional<std::size_t> follow(TableId table, const std::vector<ColumnId>& links,
                                    std::size_t row) const;
  TableId table_after(TableId table, const std::vector<ColumnId>& links) const;
  Value cell(TableId table, const ColumnPath& path, std::size_t row) const;
  /// As a person would write it; nothing where there is none. A path without a column: the key.
  std::optional<std::string> text(TableId table, const ColumnPath& path, std::size_t row) const;
  std::string key_of(TableId table, std::size_t row) const;
  /// The day of a date column, or the one that a moment lies in.
  Date day_of_row(TableId table, ColumnId column, std::size_t row) const;
  TableFacts facts_of(TableId table) const;
  /// Declared or inferred; nothing for a table without a date.
  std::optional<score::Coverage> coverage_of(TableId table) const;
  std::vector<score::Coverage> coverage() const;
  std::vector<score::TableNote> notes() const;
  /// The columns by which what was computed dates the table's rows, but for its own date.
  std::vector<ColumnId> other_dates(TableId table) const;

  // rows.cpp
  /// none(failed) where a rate is missing, and then that is noted.
  Value row_value(ProgramExprId expr, TableId table, std::size_t row, DateRange days);
  bool report_missing_rates();

  // people.cpp
  ColumnPath route(const Aggregate& aggregate, TableId table) const;
  bool is_in_tree(const Coordinate& tree, std::optional<std::size_t> row) const;
  std::vector<ColumnId> way_to(const Aggregate& aggregate, const Coordinate& coordinate) const;
  /// What the links asked for mean to a fact; nothing: by whose its rows are.
  std::optional<plan::FactWay> way_asked(const Coordinate& coordinate, TableId fact) const;
  /// Where the row stands on each axis of `like`: the same kinds and tables, its own row or text.
  Who coordinates_of(const Aggregate& aggregate, std::size_t row, const Who& like) const;
  /// The same; a row that is split among several stands at the place of each of them.
  std::vector<Who> all_coordinates_of(const Aggregate& aggregate, std::size_t row,
                                      const Who& like) const;
  const std::vector<std::size_t>& rows_of(const Aggregate& aggregate, const Who& who);
  TableId subjects(const Who& who) const;
  std::optional<std::size_t> subject_row(const Who& who) const;
  /// Whether the row of a table that forms groups is this member's; where no links lead from the
  /// table to whom the member is about, every row is.
  bool forms_group_of(TableId table, std::size_t row, const Who& who);
  bool in_force(TableId table, std::size_t row, DateRange days) const;
  DateRange days_to_be_there(const When& when) const;
  bool is_member(const std::vector<RoleId>& roles, TableId table, const Place& place);
  /// At the end of the period, or at its start where the card says so.
  bool is_on_card(ScorecardId card, const Place& place);
  /// Whether somebody is on a card that is split by days, day by day.
  std::vector<bool> days_on_card(ScorecardId card, const Place& place);
  std::optional<Date> last_day_on_card(ScorecardId card, const Place& place);
  std::vector<bool> days_in(const std::vector<RoleId>& roles, TableId people, const Place& place);
  Value target_on_card(const Expr& expr, const Place& place);
  Value day_share(ScorecardId card, const Place& place);
  Value own_column(const Expr& expr, const Place& place) const;
  bool is_paid(PayoutId payout, const Place& place);

  // aggregates.cpp
  Value aggregate(AggregateId id, const Place& place);
  /// When the aggregate at this place in a group is computed.
  When group_time(const Aggregate& aggregate, std::size_t index, const When& when) const;
  /// Rows that form groups: of an aggregate inside those in its own days, whatever its condition.
  Aggregate rows_of_part(const Aggregate& aggregate, std::size_t index) const;
  /// Its rows in the days that pass its condition.
  std::vector<std::size_t> counted_rows(const Aggregate& aggregate, const Place& place);
  /// True if `only` met two rows or groups of somebody.
  bool report_conflicts();
  // targets.cpp
  void report_two_at_once();

  // history.cpp
  /// Where the data of the tables begin, the earliest of them.
  std::optional<Date> data_start(const std::vector<TableId>& tables) const;

  // versions.cpp
  std::optional<ProgramExprId> version_in(const Expr& expr, const When& when) const;
  bool is_effective(const std::optional<DateRange>& effective, Period period) const;
  /// What the payout is in the period: one for each of the cards it is for.
  std::vector<PayoutId> paying(PayoutId payout, Period period) const;
  /// The same words on the card that holds in the period; nothing where none does.
  std::optional<Scope> scope_in(const Scope& scope, Period period) const;

  // evaluator.cpp
  Value value(ProgramExprId expr, const Place& place, const Scope& scope);
  Value metric(MetricId id, const Place& place);
  Value target(MetricId metric, Op level, const Place& place);
  /// The declaration that gives the level here, if one does.
  bool is_in_force(const Target& declared, const When& when) const;
  const Target* target_at(MetricId metric, Op level, const Place& place);
  const Target* only_one(const std::vector<const Target*>& found, const Place& place);
  /// How attainment is computed here: as the target says, else the metric.
  const Better& method_at(MetricId metric, const Place& place);
  /// The place an expression's own context means; nothing where it leads to nobody.
  std::optional<Place> place_of(const Expr& expr, const Place& place);
  /// Whose rows `of S` means; nothing where that is nobody.
  std::optional<Who> who_of(const Subject& subject, TableId owner, const Place& place);

  // cards.cpp
  LineSheet line(ScorecardId card, std::size_t index, const Place& place);
  const CardSheet& card(ScorecardId card, const Place& place);
  /// What the policies and weights make of the lines' points.
  static void weigh(const Scorecard& card, CardSheet& sheet);
  /// One adjustment of `before`, by an amount and under a condition that are known.
  static AdjustSheet adjusted(const Adjust& adjust, const Value& before, const Value& by,
                              const Value& when);
  /// What the policies make of an amount; behind it stands what each of them supplies.
  static Value settled(const std::vector<Policy>& policies, const std::vector<Value>& args);
  Value grade(ScorecardId card, const Place& place);
  const PaySheet& pay(PayoutId payout, const Place& place);
  /// The amount and its adjustments but for the pool, which reads those of everybody.
  PaySheet before_pool(PayoutId payout, const Place& place);
  Value part_of_pool(PayoutId payout, const Place& place, const Value& own);
  /// Weights that are negative: nothing can be divided by them. True if some were.
  bool report_negative_weights();

 private:
  struct Outcome {
    Value value;
    std::size_t counted = 0;
  };
  struct Conflict {
    AggregateId aggregate;
    Place place;
    std::optional<std::pair<std::size_t, std::size_t>> rows;  // absent: two groups
  };

  // touched.cpp
  void note_tiers(TiersId id, const std::vector<Value>& args) const;
  void note_bounds(const Line& line, const Value& scored) const;
  void note_adjusted(const Adjust& adjust, const Value& before, const Value& after) const;
  void note_policy(const Policy& policy) const;

  // targets.cpp
  std::optional<Value> added_up(MetricId metric, Op level, const Place& place);
  Value part_of_sum(const std::vector<const Target*>& targets, Op level, const Place& place);
  TableId each_alone(const Who& who) const;
  std::optional<std::vector<ColumnId>> way_of_people(const Coordinate& coordinate,
                                                     TableId people) const;
  bool puts_together(const Coordinate& coordinate, TableId people) const;
  bool counts_for(const Who& who, TableId people, std::size_t row) const;
  Value level_value(const Target& declared, Op level, const Place& place, const Scope& scope = {});

  Value plain_row_value(ProgramExprId expr, TableId table, std::size_t row, DateRange days) const;
  std::optional<Number> rate(const Rates& rates, const std::string& currency, Date day) const;
  void note_missing_rates(ProgramExprId expr, TableId table, std::size_t row, DateRange days);
  bool is_inside(const Aggregate& aggregate, std::size_t row, const When& when) const;
  bool is_dated_inside(const Aggregate& aggregate, std::size_t row, const When& when) const;
  /// The days of the snapshots in these days that count; nothing of events.
  std::vector<std::int64_t> snapshots(const Aggregate& aggregate, const When& when) const;
  bool lacks_snapshots(const Aggregate& aggregate, const Place& place) const;
  Value mean_of_snapshots(AggregateId id, const std::vector<std::size_t>& rows, const Place& place);
  bool belongs(const Aggregate& aggregate, std::size_t row, const Who& who);
  bool leads_to(TableId from, TableId to) const;
  bool asks_for_parts(const Aggregate& aggregate, const Who& who) const;
  Aggregate credits_of(const Aggregate& aggregate) const;
  std::map<std::size_t, Number> parts_of(const Aggregate& aggregate, const Who& who);
  std::optional<NoneReason> uncovered(const Aggregate& aggregate, const When& when) const;
  Outcome total(AggregateId id, const std::vector<std::size_t>& rows, const Place& place,
                bool of_group);
  using Groups = std::map<std::string, std::vector<std::size_t>>;
  Groups by_group(const Aggregate& aggregate, const std::vector<std::size_t>& rows) const;
  Value part_value(AggregateId id, const std::vector<std::size_t>& rows, const Place& place);
  std::optional<NoneReason> open_reason(const Aggregate& aggregate, const Place& place) const;
  Outcome grouped(AggregateId id, const std::vector<std::size_t>& rows, const Place& place);
  Value group_value(ProgramExprId expr, const std::vector<Value>& values, DateRange days) const;
  void report_conflict(const Conflict& conflict);

  // peers.cpp
  struct Peer {
    std::size_t row = 0;
    Value value;
  };
  void look_at_everybody(ProgramExprId value, const Place& place, const Scope& scope);
  Value rank(const Expr& expr, const Place& place, const Scope& scope);
  Value ranked(const Expr& expr, const Place& place, const Scope& scope);
  Value row_among(const Tiers& tiers, Direction direction, const Value& own,
                  const std::vector<Peer>& peers) const;
  std::size_t class_of(const Tiers& tiers, Direction direction, const Value& own,
                       const std::vector<Peer>& peers) const;
  void note_ranked(const Tiers& tiers, Direction direction, const Value& own,
                   const std::vector<Peer>& peers) const;
  Value allot(const Expr& expr, const Place& place, const Scope& scope);
  Value split(const Expr& expr, const Place& place, const Scope& scope);
  Value part_of(const Expr& expr, const Value& total, std::vector<Value> weights, std::size_t own,
                const std::vector<std::string>& names);
  bool takes_part(const Peers& peers, ScorecardId card, const Place& place);
  std::optional<std::string> group_of(const Peers& peers, const Place& place) const;
  std::vector<Peer> peers_of(const Peers& peers, ScorecardId card, ProgramExprId value,
                             const Place& place, const Scope& scope);

  // results.cpp
  bool is_of_other_card(const Expr& expr, const Scope& scope) const;
  Value result(const Expr& expr, const Place& place);
  Value paid_in_all(const std::vector<PayoutId>& payouts, const Place& place);
  void note_other_cards(ScorecardId id, const Place& place);

  // history.cpp
  struct Link {
    bool absent = false;  // the person was not there
    bool counts = false, goes_on = false;
    std::optional<NoneReason> open;
  };
  Link link_of(const Expr& expr, const Place& place, const Scope& scope);
  Value streak(const Expr& expr, const Place& place, const Scope& scope);
  Value score_word(Op op, const Place& place, const Scope& scope);
  Value carried(PayoutId payout, std::size_t index, const Place& place);
  bool is_of_nobody(const Place& place) const;
  NoneReason no_target(const Place& place);
  Value held(const Expr& expr, const Place& place, const Scope& scope);
  std::optional<std::size_t> held_row(const Expr& expr, std::size_t person, Date day) const;
  std::optional<std::string> held_text(const Expr& expr, std::size_t person, Date day) const;
  std::optional<std::size_t> held_person(const Expr& expr, const Place& place) const;
  Value version(const Expr& expr, const Place& place, const Scope& scope);
  std::optional<ProgramExprId> meaning_of(RoleId role, Date day) const;
  Value with_context(const Expr& expr, const Place& place);
  Value comparison(const Expr& expr, const Place& place, const Scope& scope);
  struct UnitValue {
    bool outside = false;
    bool chosen = true;
    std::optional<NoneReason> open;
    Value value = whole(1), other = whole(1);
  };
  UnitValue unit_value(const Aggregate& aggregate, const Place& place);
  static Value put_together(const Aggregate& aggregate, const std::vector<UnitValue>& units);
  Value over_units(const Expr& expr, const Place& place);
  Value over_people(const Expr& expr, const Place& place);
  Value attainment(MetricId metric, const Place& place);
  Value within_digits(const Value& value, Span place);
  Value line_word(Op op, const Place& place, const Scope& scope);
  TableId owner_in(ProgramExprId expr) const;
  std::vector<AdjustSheet> adjust(const std::vector<Adjust>& adjustments, Value base,
                                  const Place& place, const Scope& scope);

  const Program& program_;
  const table::Dataset& data_;
  Date as_of_;
  Diagnostics& diagnostics_;
  Touched* touched_ = nullptr;
  std::map<TableId, std::optional<score::Coverage>> coverage_;
  std::map<std::string, std::vector<std::size_t>> rows_;
  std::map<std::string, Value> values_;
  std::set<AggregateId> computed_;
  std::map<std::string, CardSheet> cards_;
  std::map<std::string, PaySheet> payouts_;
  std::vector<Conflict> conflicts_;
  std::map<score::TwoAtOnce, std::set<std::string>> two_at_once_;  // who has both
  std::set<std::pair<FileId, std::uint32_t>> too_long_;            // places reported
  std::map<std::string, std::pair<Span, std::string>> negative_weights_;
  // by table and row, then by the conversion: what the report says
  std::map<std::pair<TableId, std::size_t>, std::map<ProgramExprId, Arguments>> missing_rates_;
};

}  // namespace kpi::reference
