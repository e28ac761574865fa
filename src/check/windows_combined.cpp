#include <set>

#include "check/checker.hpp"
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

}  // namespace

void reject_combined_windows(Checker& checker) {
  for (std::size_t i = 0; i < checker.program.exprs.size(); ++i) {
    const Expr outer = checker.program.exprs[ProgramExprId(i)];
    if (outer.op != Op::Metric || !outer.metric || !is_shape(outer.context.window)) continue;
    WindowsInside(checker, outer).meets(checker.program.metrics[outer.metric].formula);
  }
}

}  // namespace kpi::check
