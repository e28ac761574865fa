#include <algorithm>
#include <set>

#include "reference/evaluator.hpp"
#include "reference/reference.hpp"

/// A query: the same values for every member of its axes, and for the company.
namespace kpi::reference {
namespace {

constexpr const char* kNone = "(none)";

class Query {
 public:
  Query(const Program& program, const table::Dataset& data, const plan::QueryRequest& request,
        Diagnostics& diagnostics)
      : program_(program),
        data_(data),
        request_(request),
        evaluator_(program, data, request.as_of, diagnostics) {
    for (const plan::QueryAxis& axis : request.axes)
      axes_.push_back(coordinate_of(axis));
  }

  void watch(Touched* touched) { evaluator_.watch(touched); }

  score::QueryResult make() {
    score::QueryResult result;
    result.as_of = request_.as_of;
    result.coverage = evaluator_.coverage();
    const std::vector<Who> members = all_members();
    for (const auto& [period, when] : whens()) {
      if (members.empty()) look_at_others(when);
      std::vector<score::QueryResult::Row> rows;
      for (const Who& who : members)
        rows.push_back(row_of(who, period, when));
      std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.is_none != b.is_none ? b.is_none : a.keys < b.keys;
      });
      if (!axes_.empty()) rows.push_back(total(period, when));
      result.rows.insert(result.rows.end(), rows.begin(), rows.end());
    }
    evaluator_.report_missing_rates();
    evaluator_.report_conflicts();
    evaluator_.report_two_at_once();
    evaluator_.report_negative_weights();
    result.notes = evaluator_.notes();
    return result;
  }

 private:
  /// Faults in what a measure reads of others show even where it has nobody to be listed for.
  void look_at_others(const When& when) {
    for (const ProgramExprId measure : request_.measures)
      evaluator_.value(measure, {axes_, when}, {});
  }

  /// Rows where the axis is a table or a link to one, else the texts of a column.
  Coordinate coordinate_of(const plan::QueryAxis& axis) const {
    Coordinate coordinate;
    coordinate.table = axis.table;
    coordinate.column = axis.path;
    if (axis.path.column) {
      coordinate.kind = Coordinate::Kind::Text;
    } else {
      coordinate.table = evaluator_.table_after(axis.table, axis.path.links);
      coordinate.column = {};
      if (!axis.by_owner) coordinate.asked = &axis;
    }
    return coordinate;
  }

  std::vector<std::pair<std::optional<Period>, When>> whens() const {
    std::vector<std::pair<std::optional<Period>, When>> all;
    if (!request_.every) {
      all.emplace_back(std::nullopt, request_.period ? evaluator_.at(*request_.period)
                                                     : evaluator_.at(request_.days));
      return all;
    }
    const bool fiscal = has_fiscal_form(*request_.every, program_.calendar);
    for (const Period period :
         periods_inside(request_.days, *request_.every, fiscal, program_.calendar)) {
      all.emplace_back(period, evaluator_.at(period));
    }
    return all;
  }

  /// Everybody and everything on a single axis, and whatever a row counted for.
  std::vector<Who> all_members() {
    if (axes_.empty()) return {Who{}};
    if (axes_.size() == 1 && axes_[0].kind == Coordinate::Kind::Row) {
      for (std::size_t row = 0; row < data_.tables[axes_[0].table].row_count; ++row) {
        Coordinate member = axes_[0];
        member.row = row;
        add({member});
      }
    } else if (axes_.size() == 1) {
      add_texts_of_axis();
    }
    for (const auto& [period, when] : whens()) {
      for (const ProgramExprId measure : request_.measures)
        add_counted(measure, {axes_, when});
    }
    return members_;
  }

  void add(const Who& who) {
    std::string key;
    for (const Coordinate& coordinate : who)
      key += coordinate.key() + ";";
    if (known_.insert(key).second) members_.push_back(who);
  }

  void add_texts_of_axis() {
    Coordinate coordinate = axes_[0];
    const ColumnPath& path = coordinate.column;
    const TableId last = evaluator_.table_after(coordinate.table, path.links);
    const Column& column = program_.tables[last].columns[path.column];
    for (const std::string& choice : column.choices) {
      coordinate.text = choice;
      add({coordinate});
    }
    for (std::size_t row = 0; row < data_.tables[last].row_count; ++row) {
      coordinate.text = evaluator_.text(last, {{}, path.column}, row);
      if (coordinate.text) add({coordinate});
    }
  }

  /// Follows what a measure reads at its own members, in whatever days; what it reads of others
  /// says nothing about who is a member here.
  void add_counted(ProgramExprId id, const Place& place) {
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::OverPeople) return;
    const bool reads = expr.aggregate || expr.metric;
    const bool own = expr.context.subject.kind == SubjectKind::Own;
    const bool same_people = expr.context.subject.kind == SubjectKind::Key &&
                             evaluator_.subjects(axes_) && axes_[0].asked == nullptr;
    if (reads && !own && !same_people) return;
    const Place there{axes_, evaluator_.moved(place.when, expr.context.window)};
    if (expr.op == Op::Aggregate) add_rows(program_.aggregates[expr.aggregate], there);
    const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch;
    if (expr.metric && !level) add_counted(program_.metrics[expr.metric].formula, there);
    if (expr.op == Op::Growth || expr.op == Op::Change) return add_compared(expr, place);
    if (expr.op == Op::OverUnits) {
      const Aggregate& aggregate = program_.aggregates[expr.reduction];
      if (!evaluator_.is_due(there.when) || evaluator_.days(there.when).empty()) return;
      if (!evaluator_.knows_units(there.when, aggregate)) return;
      for (const When& unit : evaluator_.units_of(there.when, aggregate)) {
        for (const ProgramExprId arg : expr.args)
          add_counted(arg, {axes_, unit});
      }
      return;
    }
    if (expr.op == Op::Versions) {
      const auto held = evaluator_.version_in(expr, place.when);
      if (held) add_counted(*held, place);
      return;
    }
    for (const Place& here : places_read(expr, place)) {
      for (const ProgramExprId arg : expr.args)
        add_counted(arg, here);
    }
  }

  /// A streak reads every period back to where the data begin; parts of a longer period all of it.
  std::vector<Place> places_read(const Expr& expr, const Place& place) const {
    std::vector<Place> places{place};
    const Calendar& calendar = program_.calendar;
    if (expr.op == Op::Streak) {
      const auto start = evaluator_.data_start(dated_tables(program_, expr.args[0], {}));
      Window prior;
      prior.kind = WindowKind::Prior;
      Place there = place;
      there.when = evaluator_.moved(place.when, prior);
      while (start && days_of(there.when.anchor, calendar).last >= *start) {
        places.push_back(there);
        there.when = evaluator_.moved(there.when, prior);
      }
    }
    if (expr.op == Op::Allocate && expr.across) {
      const bool fiscal = calendar.fiscal_start_month != 1;
      const Period whole = evaluator_.longer(place.when.anchor, expr.context.window.unit);
      places = {{place.who, evaluator_.at(whole)}};
      for (const Period part :
           periods_inside(days_of(whole, calendar), *expr.across,
                          fiscal && *expr.across >= PeriodUnit::Quarter, calendar)) {
        places.push_back({place.who, evaluator_.at(part)});
      }
    }
    return places;
  }

  void add_compared(const Expr& expr, const Place& place) {
    add_counted(expr.args[0], place);
    const Expr& base = program_.exprs[expr.args[1]];
    const Place before{axes_, evaluator_.base_of(place.when, base.context.window)};
    if (base.context.subject.kind == SubjectKind::Own) {
      add_counted(program_.metrics[base.metric].formula, before);
    }
  }

  void add_rows(const Aggregate& aggregate, const Place& place) {
    for (std::size_t i = 0; i < aggregate.group_windows.size(); ++i) {
      if (!evaluator_.is_due(evaluator_.group_time(aggregate, i, place.when))) return;
    }
    if (!reads_several_tables(program_, aggregate)) add_rows_of(aggregate, place);
    for (std::size_t i = 0; i < aggregate.group_aggregates.size(); ++i) {
      if (aggregate.group_subjects[i].kind != SubjectKind::Own) continue;
      add_rows_of(evaluator_.rows_of_part(aggregate, i),
                  {place.who, evaluator_.group_time(aggregate, i, place.when)});
    }
  }

  void add_rows_of(const Aggregate& aggregate, const Place& place) {
    if (!evaluator_.is_due(place.when)) return;
    const Place everywhere{{}, place.when};
    for (const std::size_t row : evaluator_.counted_rows(aggregate, everywhere)) {
      std::vector<ColumnPath> keys = aggregate.per_also;
      if (aggregate.per) keys.push_back(*aggregate.per);
      const bool in_group = std::all_of(keys.begin(), keys.end(), [&](const ColumnPath& key) {
        return evaluator_.text(aggregate.table, key, row).has_value();
      });
      if (!in_group) continue;
      for (const Who& who : evaluator_.all_coordinates_of(aggregate, row, axes_))
        add(who);
    }
  }

  std::string shown(const Coordinate& coordinate, const std::optional<ColumnPath>& column) const {
    if (coordinate.is_nobody()) return kNone;
    if (column) return evaluator_.text(coordinate.table, *column, *coordinate.row).value_or(kNone);
    return coordinate.text ? *coordinate.text
                           : evaluator_.key_of(coordinate.table, *coordinate.row);
  }

  score::QueryResult::Row row_of(const Who& who, const std::optional<Period>& period,
                                 const When& when) {
    score::QueryResult::Row row;
    row.period = period;
    for (const plan::QueryKey& key : request_.keys) {
      const Coordinate& coordinate = who[key.axis];
      row.is_none = row.is_none || coordinate.is_nobody();
      row.keys.push_back(shown(coordinate, key.column));
    }
    for (const ProgramExprId measure : request_.measures) {
      row.values.push_back(plain(evaluator_.value(measure, {who, when}, {})));
    }
    if (!request_.roles.empty()) {
      const TableId people = program_.roles[request_.roles[0]].table;
      const bool member = evaluator_.is_member(request_.roles, people, {who, when});
      row.values.push_back(kpi::Value::boolean(member));
    }
    return row;
  }

  score::QueryResult::Row total(const std::optional<Period>& period, const When& when) {
    score::QueryResult::Row row;
    row.period = period;
    row.keys.assign(request_.keys.size(), "");
    row.is_total = true;
    for (const ProgramExprId measure : request_.measures) {
      const bool has_total = !is_about_people(measure);
      row.values.push_back(has_total ? plain(evaluator_.value(measure, {{}, when}, {}))
                                     : kpi::Value(NoneReason::OutOfScope));
    }
    return row;
  }

  /// What reads the columns of a person, or the one row of each, has no company total.
  bool is_about_people(ProgramExprId id) const {
    const Expr& expr = program_.exprs[id];
    const SubjectKind subject = expr.context.subject.kind;
    if (expr.op == Op::Column) return true;
    if (expr.op == Op::Rank || expr.op == Op::Ranked || expr.op == Op::Allocate) return true;
    const bool result = expr.op == Op::Payout || expr.op == Op::Points || expr.op == Op::Score ||
                        expr.op == Op::Grade;
    if (result && subject == SubjectKind::Own) return true;
    const bool share = expr.op == Op::Share;
    if (share && program_.exprs[expr.args[1]].context.subject.kind != SubjectKind::Company) {
      return true;
    }
    const bool of_person = subject == SubjectKind::Column || subject == SubjectKind::Row ||
                           subject == SubjectKind::Tree || subject == SubjectKind::Held ||
                           subject == SubjectKind::HeldRow || subject == SubjectKind::HeldTree;
    if (of_person) return true;
    if (expr.op == Op::OverPeople) return false;
    if (expr.aggregate && program_.aggregates[expr.aggregate].kind == AggregateKind::Only) {
      return true;
    }
    const bool of_metric = expr.op == Op::Metric || expr.op == Op::Attainment;
    if (of_metric && expr.metric && subject == SubjectKind::Own) {
      const Metric& metric = program_.metrics[expr.metric];
      if (metric.subject_table || is_about_people(metric.formula)) return true;
    }
    return std::any_of(expr.args.begin(), expr.args.end(),
                       [&](ProgramExprId arg) { return is_about_people(arg); });
  }

  const Program& program_;
  const table::Dataset& data_;
  const plan::QueryRequest& request_;
  Evaluator evaluator_;
  Who axes_;
  std::vector<Who> members_;
  std::set<std::string> known_;
};

}  // namespace

score::QueryResult query(const Program& program, const table::Dataset& data,
                         const plan::QueryRequest& request,
                         const std::vector<score::QueryResult::Measure>& measures,
                         const std::vector<std::string>& by_names, Diagnostics& diagnostics,
                         Touched* touched) {
  Query query(program, data, request, diagnostics);
  query.watch(touched);
  score::QueryResult result = query.make();
  result.measures = measures;
  result.by_names = by_names;
  return result;
}

}  // namespace kpi::reference
