#include <algorithm>
#include <set>

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
    visit("role " + role.name, role.name, role.span, [&] { expr(role.condition); });
  }

  void metric(MetricId id) {
    const Metric& metric = program_.metrics[id];
    visit("metric " + metric.name, metric.name, metric.span, [&] { expr(metric.formula); });
  }

  void targets(MetricId id) {
    const Metric& metric = program_.metrics[id];
    visit("target " + metric.name, "target " + metric.name, metric.span, [&] {
      for (const Target& target : program_.targets) {
        if (target.metric != id) continue;
        for (const RoleId read : target.roles)
          role(read);
        for (const ProgramExprId level : {target.target, target.baseline, target.stretch})
          expr(level);
      }
    });
  }

 private:
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
    if (expr.metric && level) targets(expr.metric);
    if (expr.metric) metric(expr.metric);
    for (const ProgramExprId arg : expr.args)
      this->expr(arg);
  }

  Checker& checker_;
  const Program& program_;
  std::vector<std::string> keys_, names_;
  std::set<std::string> done_;
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
