#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "check/peers.hpp"

/// A role may read a metric that ranks people among a role, a target is for roles: what leads back
/// to itself has no value.
namespace kpi::check {
namespace {

class Cycles {
 public:
  explicit Cycles(Checker& checker) : checker_(checker), program_(checker.program) {}

  void role(RoleId id) {
    const Role& role = program_.roles[id];
    visit("role " + role.name, role.name, role.span, [&] {
      expr(role.condition);
      for (const RoleVersion& version : role.versions)
        expr(version.condition);
    });
  }

  void metric(MetricId id) {
    const Metric& metric = program_.metrics[id];
    visit("metric " + std::to_string(id.value) + unit_text(), metric.name, metric.span,
          [&] { expr(metric.formula); });
  }

  /// Each level by itself, and each cycle: a quarter's target may be made of its months' targets,
  /// a baseline of the target.
  void targets(MetricId id) {
    for (const Op level : {Op::Target, Op::Baseline, Op::Stretch})
      targets(id, level, std::nullopt);
  }

 private:
  void targets(MetricId id, Op level, std::optional<PeriodUnit> unit) {
    for (const Target& target : program_.targets) {
      if (target.metric != id || (unit && target.every != *unit)) continue;
      const bool baseline = level == Op::Baseline;
      const ProgramExprId value = baseline               ? target.baseline
                                  : level == Op::Stretch ? target.stretch
                                                         : target.target;
      const auto around = std::exchange(unit_, target.every);
      const std::string word = baseline               ? "baseline "
                               : level == Op::Stretch ? "stretch "
                                                      : "target ";
      const Metric& metric = program_.metrics[id];
      visit(word + metric.name + unit_text() + std::to_string(target.span.begin),
            word + metric.name, metric.span, [&] {
              for (const RoleId read : target.roles)
                role(read);
              expr(value);
            });
      unit_ = around;
    }
  }

  std::string unit_text() const {
    return unit_ ? " every " + std::to_string(static_cast<int>(*unit_)) : std::string();
  }

  template <class Inside>
  void visit(const std::string& key, const std::string& name, Span span, Inside inside) {
    const auto running = std::find(keys_.begin(), keys_.end(), key);
    if (running != keys_.end()) {
      report(static_cast<std::size_t>(running - keys_.begin()), name, span);
      return;
    }
    if (!done_.insert(key).second) return;
    keys_.push_back(key);
    names_.push_back(name);
    inside();
    keys_.pop_back();
    names_.pop_back();
  }

  void report(std::size_t first, const std::string& name, Span span) {
    std::string path;
    for (std::size_t i = first; i < names_.size(); ++i)
      path += names_[i] + " -> ";
    checker_.diagnostics.report(Code::definition_cycle, span,
                                {{"name", name}, {"path", path + name}});
  }

  void expr(ProgramExprId id) {
    if (!id) return;
    const Expr& expr = program_.exprs[id];
    const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch ||
                       expr.op == Op::Attainment;
    if (expr.peers.kind == PeerKind::Role) role(expr.peers.role);
    if (expr.context.subject.kind == SubjectKind::Role) role(expr.context.subject.role);
    if (expr.op == Op::Ranked && program_.tiers[expr.tiers].peers.kind == PeerKind::Role) {
      role(program_.tiers[expr.tiers].peers.role);
    }
    const auto around = std::exchange(unit_, unit_inside(expr));
    if (expr.metric && level) {
      targets(expr.metric, expr.op == Op::Attainment ? Op::Target : expr.op, unit_);
    }
    if (expr.metric) metric(expr.metric);
    for (const ProgramExprId arg : expr.args)
      this->expr(arg);
    unit_ = around;
  }

  /// The periods that what stands inside is computed for, where that can be told.
  std::optional<PeriodUnit> unit_inside(const Expr& expr) const {
    if (expr.op == Op::OverUnits) return program_.aggregates[expr.reduction].per_unit;
    const Window& window = expr.context.window;
    if (window.kind == WindowKind::Whole) return window.unit;
    if (window.kind == WindowKind::Fixed) return std::nullopt;
    return unit_;
  }

  Checker& checker_;
  const Program& program_;
  std::vector<std::string> keys_, names_;
  std::set<std::string> done_;
  std::optional<PeriodUnit> unit_;  // of the target being read
};

}  // namespace

void check_cycles(Checker& checker) {
  Cycles cycles(checker);
  for (std::size_t i = 0; i < checker.program.roles.size(); ++i)
    cycles.role(RoleId(i));
  for (std::size_t i = 0; i < checker.program.metrics.size(); ++i) {
    cycles.metric(MetricId(i));
    cycles.targets(MetricId(i));
  }
}

}  // namespace kpi::check
