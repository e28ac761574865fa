#include <algorithm>
#include <vector>

#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/people.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/words.hpp"

/// `allocate(total among region weight w step s)`: this person's part of a total;
/// `allocate(total during year across month step s)`: this period's part. Parts add up exactly.
namespace kpi::check {
namespace {

std::vector<ColumnId> way_of(const ColumnPath& path) {
  std::vector<ColumnId> way = path.links;
  if (path.column) way.push_back(path.column);
  return way;
}

/// Whether a way that begins at a person leads through what all the peers share: `region.budget`
/// and `of manager.below`, but not `of team`, among those of one region or manager.
bool is_shared_way(const Peers& peers, const ColumnPath& path) {
  if (peers.kind != PeerKind::Column) return false;
  const std::vector<ColumnId> shared = way_of(peers.column);
  const std::vector<ColumnId> way = way_of(path);
  return shared.size() <= way.size() && std::equal(shared.begin(), shared.end(), way.begin());
}

/// The same of a way through the history that says who are peers.
bool is_shared_history(const Checker& checker, const Peers& peers, const Expr& read) {
  if (peers.kind != PeerKind::Held) return false;
  const Expr& common = checker.expr(peers.held);
  const std::vector<ColumnId> shared = way_of(common.path);
  const std::vector<ColumnId> way = way_of(read.path);
  return common.history == read.history && common.about == read.about &&
         shared.size() <= way.size() && std::equal(shared.begin(), shared.end(), way.begin());
}

ProgramExprId formula_of(const Checker& checker, const Expr& expr) {
  return checker.program.metrics[expr.metric].formula;
}

/// The same for everybody who shares it: nothing that one person has.
bool is_common(const Checker& checker, ProgramExprId id, const Peers& peers) {
  const Expr& expr = checker.expr(id);
  if (expr.type.grain == Grain::Constant) return true;
  if (expr.op == Op::PeriodStart || expr.op == Op::PeriodEnd) return true;
  if (expr.op == Op::Column) return is_shared_way(peers, expr.path);
  if (expr.op == Op::Held) return is_shared_history(checker, peers, expr);
  if (expr.aggregate || expr.metric) {
    const Subject& subject = expr.context.subject;
    switch (subject.kind) {
      case SubjectKind::Own:
        return expr.op == Op::Metric && is_common(checker, formula_of(checker, expr), peers);
      case SubjectKind::Column:
      case SubjectKind::Row:
      case SubjectKind::Tree: return is_shared_way(peers, subject.column);
      case SubjectKind::Held:
      case SubjectKind::HeldRow:
      case SubjectKind::HeldTree:
        return is_shared_history(checker, peers, checker.expr(subject.held));
      case SubjectKind::Key:
      case SubjectKind::All:
      case SubjectKind::Company:
      case SubjectKind::Role: return true;
    }
  }
  return !expr.args.empty() &&
         std::all_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return is_common(checker, arg, peers); }) &&
         expr.op != Op::Allocate && expr.op != Op::Rank && expr.op != Op::Ranked;
}

bool holds_whole(const std::optional<RoundSpec>& round, const Rational& step) {
  return round && (round->step / step).is_integer();
}

/// Whether the value is a whole number of steps whatever the data are.
bool is_on_step(const Checker& checker, ProgramExprId id, const Rational& step) {
  const Expr& expr = checker.expr(id);
  if (const auto value = fold(checker.program, id); value && value->is_number()) {
    return (value->number() / step).is_integer();
  }
  if (holds_whole(published_step(checker.program, expr), step)) return true;
  if (expr.op == Op::Round || expr.op == Op::Allocate) return holds_whole(expr.round, step);
  const bool passes_on = expr.op == Op::Add || expr.op == Op::Subtract || expr.op == Op::Negate ||
                         expr.op == Op::Min || expr.op == Op::Max || expr.op == Op::IfNone ||
                         expr.op == Op::If || expr.op == Op::Clamp;
  const std::size_t first = expr.op == Op::If ? 1 : 0;
  return passes_on &&
         std::all_of(expr.args.begin() + static_cast<std::ptrdiff_t>(first), expr.args.end(),
                     [&](ProgramExprId arg) { return is_on_step(checker, arg, step); });
}

bool report_form(Checker& checker, const CallSite& site, Text what) {
  checker.diagnostics.report(Code::allocate_form, site.span, {{"what", what}});
  return false;
}

/// Among whom or across which periods it is divided, and by what.
bool check_parts(Checker& checker, const Env& env, const CallSite& site, Expr& out) {
  const ast::Context& context = site.call.context;
  const bool among = context.among && context.weight && !context.across && !context.during;
  const bool across = context.across && !context.among;
  if (!context.step) return report_form(checker, site, Text::words_allocate_step);
  if (!among && !across) return report_form(checker, site, Text::words_allocate_groups);
  if (among && !check_peers(checker, env, *context.among, out.peers)) return false;
  if (across) {
    const bool workdays = context.across->kind == ast::PerKind::Workday;
    if (!workdays) out.across = unit_of_group(context.across->kind);
    if (!out.across) return report_form(checker, site, Text::words_allocate_groups);
    if (!context.during || !check_window(checker, env, *context.during, out.context.window)) {
      return report_form(checker, site, Text::words_allocate_during);
    }
    const Window& window = out.context.window;
    if (window.kind != WindowKind::Whole || periods_per(*out.across, window.unit) == 0) {
      return report_form(checker, site, Text::words_allocate_during);
    }
  }
  if (!context.weight) return true;
  const ProgramExprId weight = check_expr(checker, env, *context.weight);
  if (checker.failed(weight)) return false;
  if (checker.type(weight).kind != Kind::Number) {
    checker.diagnostics.report(
        Code::wrong_kind, checker.expr(weight).span,
        {{"actual", word_for(checker.type(weight).kind)}, {"expected", Text::word_number}});
    return false;
  }
  out.args.push_back(weight);
  out.else_even = context.else_even;
  return true;
}

bool check_total(Checker& checker, ProgramExprId total, const Expr& out) {
  const Expr& expr = checker.expr(total);
  if (out.peers.kind != PeerKind::Nobody && !is_common(checker, total, out.peers)) {
    checker.diagnostics.report(Code::allocate_total_varies, expr.span);
    return false;
  }
  if (is_on_step(checker, total, out.round->step)) return true;
  const std::string step = constant_text(out.round->step, expr.type.unit);
  checker.diagnostics.report(Code::allocate_total_off_step, expr.span, {{"step", step}})
      .hint(Text::round_total, {{"step", step}});
  return false;
}

}  // namespace

void check_pool(Checker& checker, const Env& env, ast::ExprId declared, Payout& payout) {
  const auto report = [&](Text what) {
    checker.diagnostics.report(Code::pool_form, env.ast->exprs[declared].span,
                               {{"payout", payout.name}, {"what", what}});
  };
  const ProgramExprId pool = check_number(checker, env, declared, payout.type.unit);
  if (checker.failed(pool)) return;
  const auto round = std::find_if(payout.adjustments.begin(), payout.adjustments.end(),
                                  [](const Adjust& a) { return a.round.has_value(); });
  Peers everybody;
  everybody.kind = PeerKind::All;
  if (round == payout.adjustments.end()) return report(Text::words_pool_step);
  if (!is_common(checker, pool, everybody)) return report(Text::words_pool_common);
  if (!is_on_step(checker, pool, round->round->step)) return report(Text::words_pool_on_step);
  payout.pool = pool;
  payout.pool_step = *round->round;
  Adjust cap;  // what it comes to for one person is the bound of theirs
  cap.kind = AdjustKind::Cap;
  cap.value = pool;
  cap.span = env.ast->exprs[declared].span;
  payout.adjustments.push_back(cap);
}

ProgramExprId check_allocate(Checker& checker, const Env& env, const CallSite& site) {
  if (site.call.arguments.size() != 1) {
    checker.diagnostics.report(
        Code::wrong_argument_count, site.span,
        {{"name", site.word}, {"expected", 1}, {"count", site.call.arguments.size()}});
    return checker.error(site.span);
  }
  const ProgramExprId total = check_expr(checker, env, site.call.arguments[0]);
  if (checker.failed(total)) return checker.error(site.span);
  const Type type = checker.type(total);
  if (type.kind != Kind::Number) {
    checker.diagnostics.report(Code::wrong_kind, checker.expr(total).span,
                               {{"actual", word_for(type.kind)}, {"expected", Text::word_number}});
    return checker.error(site.span);
  }
  Expr out;
  out.op = Op::Allocate;
  out.span = site.span;
  out.type = type;
  out.type.grain = Grain::Subject;
  out.type.optional = true;
  out.args = {total};
  if (!check_parts(checker, env, site, out)) return checker.error(site.span);
  Env constants = env;
  constants.grain = Grain::Constant;
  ast::Round round;
  round.step = site.call.context.step;
  out.round = check_round(checker, constants, round, type.unit);
  if (!out.round || !check_total(checker, total, out)) return checker.error(site.span);
  return checker.add(std::move(out));
}

}  // namespace kpi::check
