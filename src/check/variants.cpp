#include <algorithm>
#include <map>

#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/splits.hpp"

/// Metrics in words that change what their aggregates read, and in days of their own.
namespace kpi::check {
namespace {

std::string words_of(const ast::Context& words) {
  std::string text;
  const auto append = [&](const char* word, const std::optional<ast::Path>& path) {
    if (!path) return;
    text += (text.empty() ? "" : " ") + std::string(word) + " ";
    for (std::size_t i = 0; i < path->parts.size(); ++i)
      text += (i == 0 ? "" : ".") + path->parts[i].text;
  };
  append("dated", words.dated);
  append("credited", words.credited);
  return text;
}

/// A metric beside the declared ones: no name of the language leads to it.
MetricId add_metric(Checker& checker, Metric metric) {
  const MetricId id = checker.program.metrics.push(std::move(metric));
  const bool compiling = checker.metrics.size() + 1 == checker.program.metrics.size();
  if (compiling) checker.metrics.push({{}, Progress::Done});
  return id;
}

/// Copies a metric's formula with the words in every aggregate of it.
class Variant {
 public:
  Variant(Checker& checker, Span span, const ast::Context& words)
      : checker_(checker), span_(span), words_(words) {}

  std::optional<MetricId> metric(MetricId id) {
    const auto known = metrics_.find(id);
    if (known != metrics_.end()) return known->second;
    ensure_metric(checker_, id);
    Metric copy = checker_.program.metrics[id];
    if (!copy.formula) return std::nullopt;
    name_ = copy.name;
    copy.formula = expr(copy.formula);
    if (!ok_) return std::nullopt;
    copy.name += "(" + words_of(words_) + ")";
    const MetricId made = add_metric(checker_, std::move(copy));
    metrics_.emplace(id, made);
    return made;
  }

  bool changed() const { return changed_; }

 private:
  ProgramExprId expr(ProgramExprId id) {
    if (!id || !ok_) return id;
    const auto known = exprs_.find(id);
    if (known != exprs_.end()) return known->second;
    Expr copy = checker_.expr(id);
    const bool of_target = copy.op == Op::Target || copy.op == Op::Baseline ||
                           copy.op == Op::Stretch || copy.op == Op::Attainment;
    if (copy.metric && of_target) return fail(Code::word_out_of_place, {{"word", word()}});
    for (ProgramExprId& arg : copy.args)
      arg = expr(arg);
    if (copy.metric) copy.metric = metric(copy.metric).value_or(copy.metric);
    if (copy.aggregate) copy.aggregate = aggregate(copy.aggregate);
    if (copy.reduction) copy.reduction = reduction(copy.reduction);
    const ProgramExprId made = ok_ ? checker_.add(std::move(copy)) : id;
    exprs_.emplace(id, made);
    return made;
  }

  AggregateId reduction(AggregateId id) {
    Aggregate copy = checker_.program.aggregates[id];
    change_parts(copy);
    return checker_.program.aggregates.push(std::move(copy));
  }

  void change_parts(Aggregate& copy) {
    for (AggregateId& inner : copy.group_aggregates)
      inner = aggregate(inner);
    copy.group_value = expr(copy.group_value);
    copy.group_other = expr(copy.group_other);
    copy.group_where = expr(copy.group_where);
  }

  AggregateId aggregate(AggregateId id) {
    const auto known = aggregates_.find(id);
    if (known != aggregates_.end()) return known->second;
    Aggregate copy = checker_.program.aggregates[id];
    if (copy.of_subject || !ok_) return id;
    if (words_.dated) set_date(copy);
    if (words_.credited) set_owner(copy);
    change_parts(copy);
    ok_ = ok_ && !reject_other_day(checker_, copy) && set_credits(copy);
    if (copy.per && ok_) {
      if (copy.per_table) ok_ = set_group_table(checker_, copy.per_table, span_, copy);
      copy.group_pers.clear();
      ok_ = ok_ && find_ways_to_groups(checker_, copy);
    }
    changed_ = true;
    const AggregateId made = checker_.program.aggregates.push(std::move(copy));
    aggregates_.emplace(id, made);
    return made;
  }

  void set_date(Aggregate& copy) {
    const TableSchema& table = checker_.table(copy.table);
    if (table.snapshot) {
      fail(Code::snapshot_date, {{"table", table.name}, {"name", table.columns[table.dated].name}});
      return;
    }
    if (copy.dated != table.dated) {
      fail(Code::word_said_inside, {{"metric", name_}, {"word", "dated"}});
      return;
    }
    const auto path = resolve_column_path(checker_, copy.table, words_.dated->parts, false);
    if (!path) {
      ok_ = false;
      return;
    }
    const Kind kind = path->links.empty()
                          ? checker_.table(copy.table).columns[path->column].type.kind
                          : Kind::Error;
    if (kind != Kind::Date && kind != Kind::DateTime && kind != Kind::Period) {
      fail(Code::not_a_date_column, {{"name", words_.dated->parts.back().text}});
      return;
    }
    if (converts(copy.value)) {  // at the rate of which day?
      fail(Code::word_said_inside, {{"metric", name_}, {"word", "dated"}});
      return;
    }
    copy.dated = path->column;
    if (copy.where && asks_none_of(checker_, copy.where, copy.dated)) {
      fail(Code::own_date_is_none, {{"name", words_.dated->parts.back().text}});
    }
  }

  void set_owner(Aggregate& copy) {
    if (!(copy.owner == checker_.table(copy.table).credited)) {
      fail(Code::word_said_inside, {{"metric", name_}, {"word", "credited"}});
      return;
    }
    const auto path = resolve_column_path(checker_, copy.table, words_.credited->parts, true);
    if (!path) {
      ok_ = false;
      return;
    }
    copy.owner = *path;
    copy.owner_table = copy.table;
    for (const ColumnId link : path->links)
      copy.owner_table = checker_.table(copy.owner_table).columns[link].type.link;
  }

  /// The parts of those who share a row follow it; rows that are somebody's are not shared.
  bool set_credits(Aggregate& copy) {
    if (!copy.by_credit) return true;
    copy.by_credit = {};
    return words_.credited || add_by_credit(checker_, copy);
  }

  bool converts(ProgramExprId id) const {
    if (!id) return false;
    const Expr& expr = checker_.expr(id);
    return expr.op == Op::Convert || std::any_of(expr.args.begin(), expr.args.end(),
                                                 [&](ProgramExprId arg) { return converts(arg); });
  }

  std::string word() const { return words_.dated ? "dated" : "credited"; }
  ProgramExprId fail(Code code, Arguments arguments) {
    if (ok_) checker_.diagnostics.report(code, span_, std::move(arguments));
    ok_ = false;
    return {};
  }

  Checker& checker_;
  Span span_;
  const ast::Context& words_;
  bool ok_ = true;
  bool changed_ = false;
  std::string name_;
  std::map<MetricId, MetricId> metrics_;
  std::map<ProgramExprId, ProgramExprId> exprs_;
  std::map<AggregateId, AggregateId> aggregates_;
};

}  // namespace

std::optional<MetricId> variant_of(Checker& checker, Span span, MetricId metric,
                                   const ast::Context& words) {
  if (!words.dated && !words.credited) return metric;
  Variant variant(checker, span, words);
  const auto made = variant.metric(metric);
  if (!made || variant.changed()) return made;
  checker.diagnostics.report(Code::word_out_of_place, span,
                             {{"word", words.dated ? "dated" : "credited"}});
  return std::nullopt;
}

MetricId windowed(Checker& checker, const Expr& use) {
  Metric metric = checker.program.metrics[use.metric];
  Expr formula = use;
  formula.context.subject = {};
  metric.formula = checker.add(std::move(formula));
  metric.type.optional = true;
  return add_metric(checker, std::move(metric));
}

}  // namespace kpi::check
