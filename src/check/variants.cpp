#include <algorithm>

#include "check/expressions.hpp"
#include "check/formula_copies.hpp"
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

/// By another date or of another owner, in every aggregate.
class Variant final : public FormulaCopies {
 public:
  Variant(Checker& checker, Span span, const ast::Context& words)
      : FormulaCopies(checker, span), words_(words) {}

 private:
  Part part_of(const Expr& expr) override {
    const bool of_target = expr.op == Op::Target || expr.op == Op::Baseline ||
                           expr.op == Op::Stretch || expr.op == Op::Attainment;
    if (!expr.metric || !of_target) return Part::Copied;
    fail(Code::word_out_of_place, {{"word", words_.dated ? "dated" : "credited"}});
    return Part::Refused;
  }

  void change(Aggregate& copy) override {
    if (words_.dated) set_date(copy);
    if (words_.credited) set_owner(copy);
    ok_ = ok_ && !reject_other_day(checker_, copy) && set_credits(copy);
  }

  std::string suffix() const override { return words_of(words_); }

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
    if (converts(copy.value) || converts(copy.other) ||
        converts(copy.where)) {  // at the rate of which day?
      fail(Code::word_said_inside, {{"metric", name_}, {"word", "convert"}});
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

  const ast::Context& words_;
};

}  // namespace

std::optional<MetricId> variant_of(Checker& checker, Span span, MetricId metric,
                                   const ast::Context& words) {
  if (!words.dated && !words.credited) return metric;
  const std::string key = std::to_string(metric.value) + ' ' + words_of(words);
  const auto known = checker.variants.find(key);
  if (known != checker.variants.end()) return known->second;
  Variant variant(checker, span, words);
  const auto made = variant.metric(metric);
  if (made && variant.changed()) checker.variants.emplace(key, *made);
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
