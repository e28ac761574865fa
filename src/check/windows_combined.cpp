#include <algorithm>
#include <array>
#include <set>

#include "check/checker.hpp"
#include "diag/period_words.hpp"
#include "program/windows.hpp"

/// `revenue(during last 3 months)` where `revenue` says `year to date` itself: no days are both.
/// Also of metrics that nothing reads yet.
namespace kpi::check {
namespace {

class WindowsInside {
 public:
  WindowsInside(Checker& checker, const Expr& outer) : checker_(checker), outer_(outer) {}

  /// Stops at the first.
  bool meets(ProgramExprId id) {
    if (!id || checker_.failed(id)) return false;
    const Expr& expr = checker_.expr(id);
    if (has_periods_of_its_own(expr.op)) return false;
    if (cannot_be_moved(expr.context.window)) {
      checker_.diagnostics
          .report(
              Code::windows_combined, outer_.span,
              {{"outer", written(outer_.context.window)}, {"inner", written(expr.context.window)}})
          .label(expr.span, Text::window_inside);
      return true;
    }
    if (expr.metric && !expr.context.window.period && seen_.insert(expr.metric).second &&
        meets(checker_.program.metrics[expr.metric].formula)) {
      return true;
    }
    for (const ProgramExprId arg : expr.args) {
      if (meets(arg)) return true;
    }
    return false;
  }

 private:
  /// What computes each of several periods, or compares two, lays its own windows.
  static bool has_periods_of_its_own(Op op) {
    return op == Op::OverUnits || op == Op::Streak || op == Op::Allocate || op == Op::Growth ||
           op == Op::Change || op == Op::Versions;
  }

  bool cannot_be_moved(const Window& inner) const {
    const bool fixed = outer_.context.window.kind == WindowKind::Fixed;
    return is_shape(inner) ||
           (fixed && (inner.kind == WindowKind::Prior || inner.kind == WindowKind::YearAgo));
  }

  Checker& checker_;
  const Expr outer_;
  std::set<MetricId> seen_;
};

/// Days that begin anew with each unit, compared with those of the period before: in the first
/// period of the unit the days before are the whole unit before.
class ComparedToDate {
 public:
  explicit ComparedToDate(Checker& checker) : checker_(checker) {}

  void look_at(const Expr& expr) {
    if (const Expr* const before = base_before(expr)) {
      const int back = before->context.window.count;
      if (before->metric) reject(expr, days_in_unit(formula(before->metric), true), back);
    } else if (expr.op == Op::Metric && expr.metric && lies_in_unit(expr.context.window)) {
      if (const auto back = compares(formula(expr.metric))) {
        reject(expr, expr.context.window, *back);
      }
    }
  }

 private:
  static bool lies_in_unit(const Window& window) {
    return window.kind == WindowKind::ToDate || window.kind == WindowKind::Whole;
  }

  /// What a growth or change from some period before reads for it.
  const Expr* base_before(const Expr& expr) const {
    if ((expr.op != Op::Growth && expr.op != Op::Change) || checker_.failed(expr.args[1])) {
      return nullptr;
    }
    const Expr& before = checker_.expr(expr.args[1]);
    return before.context.window.kind == WindowKind::Prior ? &before : nullptr;
  }

  /// `during year to date` wherever it is read, `during year` only as the whole value: a part of a
  /// year's total may well be compared.
  std::optional<Window> days_in_unit(ProgramExprId id, bool is_whole_value) {
    if (!id || checker_.failed(id) || !seen_.insert(id).second) return std::nullopt;
    const Expr& expr = checker_.expr(id);
    const Window& window = expr.context.window;
    if (window.kind == WindowKind::ToDate) return window;
    if (window.kind == WindowKind::Whole && is_whole_value) return window;
    if (expr.metric) {
      if (const auto found = days_in_unit(formula(expr.metric), is_whole_value)) return found;
    }
    for (const ProgramExprId arg : expr.args) {
      if (const auto found = days_in_unit(arg, false)) return found;
    }
    return std::nullopt;
  }

  ProgramExprId formula(MetricId id) const { return checker_.program.metrics[id].formula; }

  /// How many periods back the formula, or a metric it reads, compares.
  std::optional<int> compares(ProgramExprId id) {
    if (!id || checker_.failed(id) || !seen_.insert(id).second) return std::nullopt;
    const Expr& expr = checker_.expr(id);
    if (const Expr* const before = base_before(expr)) return before->context.window.count;
    if (expr.metric) {
      if (const auto back = compares(formula(expr.metric))) return back;
    }
    for (const ProgramExprId arg : expr.args) {
      if (const auto back = compares(arg)) return back;
    }
    return std::nullopt;
  }

  /// Twelve months back lie as far in their year as the month itself.
  static bool are_whole_units(int back, PeriodUnit unit) {
    const std::array finer = {PeriodUnit::Month, PeriodUnit::Quarter, PeriodUnit::Half};
    return std::any_of(finer.begin(), finer.end(), [&](PeriodUnit part) {
      const int parts = periods_per(part, unit);
      return parts > 1 && back % parts == 0;
    });
  }

  void reject(const Expr& at, const std::optional<Window>& window, int back) {
    seen_.clear();
    if (!window || are_whole_units(back, window->unit)) return;
    checker_.diagnostics
        .report(Code::prior_of_to_date, at.span,
                {{"window", written(*window)}, {"unit", word_of(window->unit)}})
        .hint(Text::year_ago_instead);
  }

  Checker& checker_;
  std::set<ProgramExprId> seen_;
};

}  // namespace

void reject_combined_windows(Checker& checker) {
  for (std::size_t i = 0; i < checker.program.exprs.size(); ++i) {
    const Expr outer = checker.program.exprs[ProgramExprId(i)];
    ComparedToDate(checker).look_at(outer);
    if (outer.op != Op::Metric || !outer.metric || !is_shape(outer.context.window)) continue;
    WindowsInside(checker, outer).meets(checker.program.metrics[outer.metric].formula);
  }
}

}  // namespace kpi::check
