#include "cache/plan_key.hpp"

#include <map>

#include "cache/key_writer.hpp"
#include "table/read_table.hpp"

// Structured bindings name every member, as in key_writer.cpp. What is left out is said there.
namespace kpi::cache {
namespace {

class PlanWriter {
 public:
  explicit PlanWriter(const Program& program) : program_(program), key_("cells") {}

  std::optional<std::string> take() {
    if (!known_) return std::nullopt;
    return key_.take();
  }

  void files(const std::vector<io::FileIdentity>& files, const std::vector<std::string>& paths) {
    key_.number(table::kReaderVersion);
    key_.each(files, [&](const io::FileIdentity& file) { key_.file(file); });
    key_.each(paths, [&](const std::string& path) { key_.text(path); });
  }
  void plan(const plan::AggregationPlan& plan);
  void program();

 private:
  void space(const plan::Space& space);
  void axis(const plan::Axis& axis);
  void request(const plan::CellsRequest& request);
  void aggregate(AggregateId id);
  void aggregate(const Aggregate& aggregate);
  void expr(ProgramExprId id);
  void expr(const Expr& expr);
  void metric(MetricId id);
  void tiers(TiersId id);
  void tier_row(const TierRow& row);
  void tier_range(const TierRange& range);
  void role(RoleId id);
  void context(const Context& context);
  void subject(const Subject& subject);
  void window(const Window& window);
  void peers(const Peers& peers);
  void table(const TableSchema& table);
  void column(const Column& column);
  void split(const CreditSplit& split);

  void exprs(const std::vector<ProgramExprId>& list) {
    key_.each(list, [&](ProgramExprId id) { expr(id); });
  }
  void paths(const std::vector<ColumnPath>& list) {
    key_.each(list, [&](const ColumnPath& path) { key_.path(path); });
  }
  void columns(const std::vector<ColumnId>& list) {
    key_.each(list, [&](ColumnId id) { key_.id(id); });
  }

  /// Numbers things in the order they are met: true the first time, when they are to be written.
  template <class IdType>
  bool is_new(IdType id, std::map<IdType, std::uint64_t>& met) {
    const std::uint64_t next = met.size() + 1;
    const auto [at, first] = met.emplace(id, next);
    key_.number(id ? at->second : 0);
    return first && id;
  }

  const Program& program_;
  KeyWriter key_;
  std::map<AggregateId, std::uint64_t> aggregates_;
  std::map<ProgramExprId, std::uint64_t> exprs_;
  std::map<MetricId, std::uint64_t> metrics_;
  std::map<TiersId, std::uint64_t> tiers_;
  std::map<RoleId, std::uint64_t> roles_;
  bool known_ = true;  // nothing was met that has no place in a key
};

void PlanWriter::plan(const plan::AggregationPlan& plan) {
  const auto& [spaces, intervals, cells, as_of] = plan;
  key_.each(spaces, [&](const plan::Space& item) { space(item); });
  key_.each(intervals, [&](DateRange days) { key_.days(days); });
  key_.each(cells, [&](const plan::CellsRequest& item) { request(item); });
  key_.day(as_of);
}

void PlanWriter::space(const plan::Space& space) {
  const auto& [axes] = space;
  key_.each(axes, [&](const plan::Axis& item) { axis(item); });
}

void PlanWriter::axis(const plan::Axis& axis) {
  const auto& [kind, table, column, name, from, links, part, boss] = axis;
  key_.word(kind);
  key_.id(table);
  key_.maybe(column, [&](const ColumnPath& path) { key_.path(path); });
  key_.text(name);
  key_.id(from);
  columns(links);
  key_.word(part);
  key_.id(boss);
}

void PlanWriter::request(const plan::CellsRequest& request) {
  const auto& [of, space, ways, intervals, parts, group_paths, asked] = request;
  aggregate(of);
  key_.id(space);
  paths(ways);
  key_.each(intervals, [&](plan::IntervalId id) { key_.id(id); });
  key_.each(parts, [&](const plan::PartRequest& part) {
    const auto& [part_space, part_paths, interval] = part;
    key_.id(part_space);
    paths(part_paths);
    key_.id(interval);
  });
  key_.each(group_paths, [&](const std::optional<ColumnPath>& path) {
    key_.maybe(path, [&](const ColumnPath& there) { key_.path(there); });
  });
  key_.each(asked, [&](const plan::AskedOf& one) {
    const auto& [interval, key] = one;
    key_.id(interval);
    key_.text(key);
  });
}

void PlanWriter::aggregate(AggregateId id) {
  if (is_new(id, aggregates_)) aggregate(program_.aggregates[id]);
}

void PlanWriter::aggregate(const Aggregate& aggregate) {
  const auto& [kind, table, value, other, fraction, top, where, dated, owner, owner_table,
               skipping_none, snapshot, of_subject, reads_period, per, per_also, per_unit,
               per_workday, per_people, per_table, of_card, by_credit, group_aggregates,
               group_windows, group_subjects, group_pers, group_value, group_other, group_where,
               span] = aggregate;
  key_.word(kind);
  key_.id(table);
  exprs({value, other, where, group_value, group_other, group_where});
  key_.rational(fraction);
  key_.integer(top);
  key_.id(dated);
  key_.maybe(owner, [&](const ColumnPath& path) { key_.path(path); });
  key_.id(owner_table);
  key_.flag(skipping_none);
  key_.word(snapshot);
  key_.flag(of_subject);
  key_.flag(reads_period);
  key_.maybe(per, [&](const ColumnPath& path) { key_.path(path); });
  paths(per_also);
  key_.maybe(per_unit, [&](PeriodUnit unit) { key_.word(unit); });
  key_.flag(per_workday);
  key_.id(per_people);
  key_.id(per_table);
  key_.text(of_card);
  this->aggregate(by_credit);
  key_.each(group_aggregates, [&](AggregateId inner) { this->aggregate(inner); });
  key_.each(group_windows, [&](const Window& item) { window(item); });
  key_.each(group_subjects, [&](const Subject& item) { subject(item); });
  paths(group_pers);
}

void PlanWriter::expr(ProgramExprId id) {
  if (is_new(id, exprs_)) expr(program_.exprs[id]);
}

void PlanWriter::expr(const Expr& expr) {
  const auto& [op, type, span, args, constant, path, reason, round, aggregate, reduction, metric,
               tiers, rates, payout, scorecard, text, index, param, where, peers, direction, dense,
               else_even, skips_none, is_signed, across, versions, history, about, size, depth] =
      expr;
  if (payout || scorecard) known_ = false;
  key_.word(op);
  key_.type(type);
  exprs(args);
  key_.value(constant);
  key_.path(path);
  key_.maybe(reason, [&](NoneReason why) { key_.word(why); });
  key_.maybe(round, [&](const RoundSpec& spec) { key_.round(spec); });
  this->aggregate(aggregate);
  this->aggregate(reduction);
  this->metric(metric);
  this->tiers(tiers);
  key_.id(rates);
  key_.text(text);
  key_.number(index);
  context(where);
  this->peers(peers);
  key_.word(direction);
  for (const bool flag : {bool(param), dense, else_even, skips_none, is_signed})
    key_.flag(flag);
  key_.maybe(across, [&](PeriodUnit unit) { key_.word(unit); });
  key_.each(versions, [&](DateRange days) { key_.days(days); });
  key_.id(history);
  key_.id(about);
  key_.number(size);
  key_.number(depth);
}

/// Only its value matters to rows, not how it is scored or what it is called.
void PlanWriter::metric(MetricId id) {
  if (!is_new(id, metrics_)) return;
  const Metric& metric = program_.metrics[id];
  expr(metric.formula);
  key_.type(metric.type);
  key_.maybe(metric.publish, [&](const RoundSpec& spec) { key_.round(spec); });
  key_.id(metric.subject_table);
  key_.flag(metric.is_signed);
}

void PlanWriter::tiers(TiersId id) {
  if (!is_new(id, tiers_)) return;
  const auto& [effective, name, label, doc, span, kind, argument, second, result, choices,
               second_choices, rows, outside, round, allow_drop, among, ties] = program_.tiers[id];
  key_.maybe(effective, [&](DateRange days) { key_.days(days); });
  key_.word(kind);
  for (const Type& type : {argument, second, result})
    key_.type(type);
  key_.each(choices, [&](const std::string& text) { key_.text(text); });
  key_.each(second_choices, [&](const std::string& text) { key_.text(text); });
  key_.each(rows, [&](const TierRow& row) { tier_row(row); });
  key_.each(outside, [&](const TierRow& row) { tier_row(row); });
  key_.maybe(round, [&](const RoundSpec& spec) { key_.round(spec); });
  key_.flag(allow_drop);
  peers(among);
  key_.word(ties);
}

void PlanWriter::tier_row(const TierRow& row) {
  tier_range(row);
  tier_range(row.second);
  for (const Rational& number : {row.slope, row.second_slope, row.intercept, row.share})
    key_.rational(number);
  key_.text(row.text);
  key_.flag(row.is_else);
}

void PlanWriter::tier_range(const TierRange& range) {
  const auto& [low, high, low_included, high_included, text] = range;
  key_.maybe(low, [&](const Rational& number) { key_.rational(number); });
  key_.maybe(high, [&](const Rational& number) { key_.rational(number); });
  key_.flag(low_included);
  key_.flag(high_included);
  key_.maybe(text, [&](const std::string& word) { key_.text(word); });
}

void PlanWriter::role(RoleId id) {
  if (!is_new(id, roles_)) return;
  const auto& [name, label, doc, span, table, condition, versions] = program_.roles[id];
  key_.id(table);
  expr(condition);
  key_.each(versions, [&](const RoleVersion& version) {
    const auto& [days, own] = version;
    key_.days(days);
    expr(own);
  });
}

void PlanWriter::context(const Context& context) {
  const auto& [of, during] = context;
  subject(of);
  window(during);
}

void PlanWriter::subject(const Subject& subject) {
  const auto& [kind, text, table, path, part, boss, of_role, held, is_held] = subject;
  key_.word(kind);
  key_.text(text);
  key_.id(table);
  key_.path(path);
  key_.word(part);
  key_.id(boss);
  role(of_role);
  expr(held);
  expr(is_held);
}

void PlanWriter::window(const Window& window) {
  const auto& [kind, count, unit, range, period] = window;
  key_.word(kind);
  key_.integer(count);
  key_.word(unit);
  key_.days(range);
  key_.maybe(period, [&](Period known) { key_.period(known); });
}

void PlanWriter::peers(const Peers& peers) {
  const auto& [kind, table, path, of_role, held] = peers;
  key_.word(kind);
  key_.id(table);
  key_.path(path);
  role(of_role);
  expr(held);
}

/// The parts of a program that decide how rows are read and judged: those of every table in use,
/// and what is checked of rows whatever was asked for.
void PlanWriter::program() {
  key_.currency(program_.currency);
  key_.calendar(program_.calendar);
  key_.maybe(program_.holidays, [&](const Holidays& holidays) {
    const auto& [table, day, kind, span] = holidays;
    key_.id(table);
    key_.id(day);
    key_.id(kind);
  });
  key_.each(program_.tables, [&](const TableSchema& item) { table(item); });
  key_.each(program_.rates, [&](const Rates& rates) {
    const auto& [table, currency, rate, into] = rates;
    key_.id(table);
    key_.id(currency);
    key_.id(rate);
    key_.currency(into);
  });
  key_.each(program_.varying, [&](const VaryingCurrency& varying) {
    const auto& [table, path] = varying;
    key_.id(table);
    key_.path(path);
  });
  for (std::size_t i = 0; i < program_.exprs.size(); ++i) {
    const Expr& judged = program_.exprs[ProgramExprId(i)];
    if (judged.op == Op::Workdays && judged.type.grain == Grain::Row) expr(ProgramExprId(i));
  }
}

void PlanWriter::table(const TableSchema& table) {
  const auto& [name, label, doc, span, cells, rows_of_record, lets, checks, unique, own_key, dated,
               snapshot, credited, of_several, valid, covers, complete, used, derived_from,
               derived_of] = table;
  key_.flag(used);
  key_.text(name);
  key_.each(cells, [&](const Column& item) { column(item); });
  key_.number(rows_of_record);
  key_.each(checks, [&](const RowCheck& check) {
    key_.flag(check.applies());
    if (check.applies()) expr(check.condition);
  });
  key_.each(unique, [&](const std::vector<ColumnId>& list) { columns(list); });
  key_.id(own_key);
  key_.id(dated);
  key_.flag(snapshot);
  key_.maybe(credited, [&](const ColumnPath& path) { key_.path(path); });
  key_.maybe(of_several, [&](const CreditSplit& item) { split(item); });
  key_.maybe(valid, [&](const Validity& validity) {
    const auto& [from, to, inclusive] = validity;
    key_.id(from);
    key_.id(to);
    key_.flag(inclusive);
  });
  key_.maybe(covers, [&](DateRange days) { key_.days(days); });
  key_.flag(complete);
  key_.id(derived_from);
  key_.id(derived_of);
}

void PlanWriter::column(const Column& column) {
  const auto& [name, label, header, headers, headers_of, doc, span, type_span, form_place, type,
               storage, optional, or_unmatched, in_percent, form, in_no_file, used, period_unit,
               year, year_column, choices, currency, computed, history, copied] = column;
  key_.flag(used);
  key_.text(name);
  key_.text(header);
  key_.each(headers, [&](const std::string& text) { key_.text(text); });
  key_.id(headers_of);
  key_.maybe(year, [&](Date day) { key_.integer(day.days); });
  key_.id(year_column);
  key_.type(type);
  key_.word(storage);
  for (const bool flag : {optional, or_unmatched, in_percent, in_no_file})
    key_.flag(flag);
  key_.cell_form(form);
  key_.word(period_unit);
  key_.each(choices, [&](const std::string& choice) { key_.text(choice); });
  key_.id(currency);
  expr(used ? computed : ProgramExprId());
  key_.maybe(history, [&](const HistoryLink& link) {
    const auto& [links, there, about] = link;
    columns(links);
    key_.id(there);
    key_.id(about);
  });
  key_.maybe(copied, [&](const ColumnPath& path) { key_.path(path); });
}

void PlanWriter::split(const CreditSplit& split) {
  const auto& [table, about, owner, share, dated] = split;
  key_.id(table);
  key_.id(about);
  key_.path(owner);
  key_.id(share);
  key_.id(dated);
}

}  // namespace

std::optional<std::string> plan_key(const Program& program, const plan::AggregationPlan& plan,
                                    const std::vector<io::FileIdentity>& files,
                                    const std::vector<std::string>& paths) {
  PlanWriter writer(program);
  writer.files(files, paths);
  writer.program();
  writer.plan(plan);
  return writer.take();
}

}  // namespace kpi::cache
