#include "check/peers.hpp"

#include <algorithm>

#include "ast/print_parts.hpp"
#include "check/expressions.hpp"
#include "check/history.hpp"
#include "check/units.hpp"
#include "check/words.hpp"

namespace kpi::check {
namespace {

bool takes_one(Checker& checker, const CallSite& site) {
  if (site.call.arguments.size() == 1) return true;
  checker.diagnostics.report(
      Code::wrong_argument_count, site.span,
      {{"name", site.word}, {"expected", 1}, {"count", site.call.arguments.size()}});
  return false;
}

/// The peers a call names; nothing when reported.
std::optional<Peers> peers_of(Checker& checker, const Env& env, const CallSite& site) {
  if (!site.call.context.among) {
    checker.diagnostics.report(Code::among_missing, site.span, {{"name", site.word}})
        .hint(Text::among_hint, {{"name", site.word}});
    return std::nullopt;
  }
  Peers peers;
  if (!check_peers(checker, env, *site.call.context.among, peers)) return std::nullopt;
  return peers;
}

/// Words of the context that a comparison has no use for: they stand in the metric's own brackets.
bool reject_other_words(Checker& checker, const CallSite& site) {
  const ast::Context& context = site.call.context;
  const char* word = context.where                       ? "where"
                     : context.of                        ? "of"
                     : context.during && !context.across ? "during"
                     : !context.per.empty()              ? "per"
                     : context.dated                     ? "dated"
                     : context.credited                  ? "credited"
                     : context.skipping_none             ? "skipping none"
                                                         : nullptr;
  if (word == nullptr) return false;
  checker.diagnostics.report(Code::word_out_of_place, site.span, {{"word", word}});
  return true;
}

Type count_type(bool optional) {
  Type type;
  type.kind = Kind::Number;
  type.grain = Grain::Subject;
  type.unit = unit_of(Quantity::Count);
  type.optional = optional;
  return type;
}

/// Somebody need not be among the peers: the column may be empty, the role may be another.
bool may_stand_apart(const Checker& checker, const Peers& peers) {
  if (peers.kind == PeerKind::Role || peers.kind == PeerKind::Held) return true;
  if (peers.kind != PeerKind::Column) return false;
  TableId table = peers.table;
  bool optional = false;
  for (const ColumnId link : peers.column.links) {
    const Column& column = checker.table(table).columns[link];
    optional = optional || column.optional || column.or_unmatched;
    table = column.type.link;
  }
  const Column& column = checker.table(table).columns[peers.column.column];
  return optional || column.optional || column.or_unmatched;
}

Subject subject_of(Checker& checker, const Peers& peers) {
  Subject subject;
  subject.kind = SubjectKind::All;
  subject.table = peers.table;
  subject.column = peers.column;
  subject.role = peers.role;
  if (peers.kind == PeerKind::Held) set_history_group(checker, peers.held, subject);
  if (peers.kind == PeerKind::Column) subject.kind = SubjectKind::Column;
  if (peers.kind == PeerKind::Role) subject.kind = SubjectKind::Role;
  return subject;
}

bool is_company(const ast::Call& call) {
  return call.context.among && call.context.among->parts.size() == 1 &&
         canonical_word(call.context.among->parts[0]) == "company";
}

/// A mean, a least, a deviation or a quotient: one person's can be more than that of all together.
bool has_no_total(const Program& program, ProgramExprId id) {
  if (!id) return false;
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Metric) return has_no_total(program, program.metrics[expr.metric].formula);
  if (expr.op == Op::Divide) return program.exprs[expr.args[1]].op != Op::Constant;
  if (expr.op != Op::Aggregate) return false;
  const AggregateKind kind = program.aggregates[expr.aggregate].kind;
  constexpr AggregateKind kParts[] = {AggregateKind::Sum, AggregateKind::Count,
                                      AggregateKind::CountDistinct, AggregateKind::Max,
                                      AggregateKind::Only};
  return std::find(std::begin(kParts), std::end(kParts), kind) == std::end(kParts);
}

}  // namespace

bool check_peers(Checker& checker, const Env& env, const ast::Path& path, Peers& out) {
  const ast::Name& first = path.parts[0];
  const bool single = path.parts.size() == 1;
  if (single && canonical_word(first) == "all") {
    out.kind = PeerKind::All;
    return true;
  }
  if (const auto role = checker.find_as<RoleId>(first); single && role) {
    out.kind = PeerKind::Role;
    out.role = *role;
    return true;
  }
  if (leads_through_history(checker, env, path)) {
    out.kind = PeerKind::Held;
    out.held = held_by_people(checker, env, path, out.table);
    return !checker.failed(out.held);
  }
  const auto named = checker.find_as<TableId>(first.text);
  const std::size_t errors = checker.diagnostics.error_count();
  const auto table = named && !single ? named : subject_table_of(checker, env, first);
  if (!table) {
    if (checker.diagnostics.error_count() == errors) {
      std::vector<std::string> candidates = names_of_kind(checker, Text::word_role);
      if (env.subject_table) {
        for (const auto& [name, id] : checker.columns[env.subject_table.index()])
          candidates.push_back(name);
      }
      report_unknown(checker, Text::word_column, first, candidates);
    }
    return false;
  }
  if (env.inferred_subject_table != nullptr) *env.inferred_subject_table = *table;
  const auto column = resolve_column_path(checker, *table, path.parts, false);
  if (!column) return false;
  out.kind = PeerKind::Column;
  out.table = *table;
  out.column = *column;
  return true;
}

static void report_unnamed(Checker& checker, Span span, const std::string& function,
                           const std::string& written) {
  const std::string form = form_beside(checker, span, written);
  checker.diagnostics.report(Code::ranks_named_only, span, {{"name", function}})
      .hint(Text::name_it_first, {{"name", "compared"}, {"text", form}});
}

std::optional<Direction> check_ranked_value(Checker& checker, ProgramExprId value,
                                            const std::string& name, const std::string& written) {
  const Expr& expr = checker.expr(value);
  const bool own = expr.context.subject.kind == SubjectKind::Own;
  const bool named = expr.op == Op::Metric || expr.op == Op::Attainment || expr.op == Op::Points ||
                     expr.op == Op::Score;
  if (!named || !own) {
    report_unnamed(checker, expr.span, name, written);
    return std::nullopt;
  }
  if (expr.op != Op::Metric) return Direction::Higher;
  const Metric& metric = checker.program.metrics[expr.metric];
  if (metric.better.direction == Direction::Within) {
    checker.diagnostics.report(Code::rank_without_direction, expr.span, {{"metric", metric.name}});
    return std::nullopt;
  }
  return metric.better.direction;
}

ProgramExprId check_rank(Checker& checker, const Env& env, const CallSite& site) {
  if (!takes_one(checker, site) || reject_other_words(checker, site)) {
    return checker.error(site.span);
  }
  const auto peers = peers_of(checker, env, site);
  const ProgramExprId value = check_expr(checker, env, site.call.arguments[0]);
  if (!peers || checker.failed(value)) return checker.error(site.span);
  const auto direction =
      check_ranked_value(checker, value, site.word, ast::print(*env.ast, site.call.arguments[0]));
  if (!direction) return checker.error(site.span);
  const bool optional = checker.type(value).optional || may_stand_apart(checker, *peers);
  const ProgramExprId id = make_op(checker, Op::Rank, site.span, count_type(optional), {value});
  Expr& rank = checker.program.exprs[id];
  rank.peers = *peers;
  rank.direction = *direction;
  rank.dense = site.call.dense;
  return id;
}

/// share(m among G) is m over m of everybody in G, each published as its name says.
ProgramExprId check_share(Checker& checker, const Env& env, const CallSite& site) {
  if (!takes_one(checker, site) || reject_other_words(checker, site)) {
    return checker.error(site.span);
  }
  Subject whole;
  whole.kind = SubjectKind::Company;
  bool role = false;
  if (!is_company(site.call)) {
    const auto peers = peers_of(checker, env, site);
    if (!peers) return checker.error(site.span);
    whole = subject_of(checker, *peers);
    role = peers->kind == PeerKind::Role;
  }
  const ProgramExprId part = check_expr(checker, env, site.call.arguments[0]);
  if (checker.failed(part)) return checker.error(site.span);
  Expr group = checker.expr(part);
  if (group.op != Op::Metric || group.context.subject.kind != SubjectKind::Own) {
    report_unnamed(checker, group.span, site.word, ast::print(*env.ast, site.call.arguments[0]));
    return checker.error(site.span);
  }
  const bool ratio = is_plain(checker.type(part).unit, Quantity::Ratio);
  if (ratio || has_no_total(checker.program, checker.program.metrics[group.metric].formula)) {
    checker.diagnostics.report(Code::share_of_ratio, group.span,
                               {{"metric", checker.program.metrics[group.metric].name}});
    return checker.error(site.span);
  }
  if (role && !adds_rows(checker.program, checker.program.metrics[group.metric].formula)) {
    checker.diagnostics.report(Code::role_total, group.span,
                               {{"metric", checker.program.metrics[group.metric].name}});
    return checker.error(site.span);
  }
  group.context.subject = whole;
  if (reject_history_group(checker, group.context, checker.program.metrics[group.metric].formula,
                           group.span)) {
    return checker.error(site.span);
  }
  Type type = checker.type(part);
  type.unit = unit_of(Quantity::Ratio);
  type.optional = true;
  return make_op(checker, Op::Share, site.span, type, {part, checker.add(std::move(group))});
}

ProgramExprId check_streak(Checker& checker, const Env& env, const CallSite& site) {
  if (!takes_one(checker, site) || reject_other_words(checker, site)) {
    return checker.error(site.span);
  }
  if (!site.call.none_rule) {
    checker.diagnostics.report(Code::streak_rule_missing, site.span);
    return checker.error(site.span);
  }
  const ProgramExprId condition = check_condition(checker, env, site.call.arguments[0]);
  if (checker.failed(condition)) return checker.error(site.span);
  const ProgramExprId id = make_op(checker, Op::Streak, site.span, count_type(false), {condition});
  checker.program.exprs[id].skips_none = *site.call.none_rule == ast::NoneRule::Skips;
  return id;
}

/// Whether the value over the rows of several people is made of what each of them has.
bool adds_rows(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Column || expr.op == Op::Held || expr.op == Op::Rank || expr.op == Op::Streak)
    return false;
  if (expr.op == Op::Allocate || expr.op == Op::Share || expr.op == Op::Ranked) return false;
  if (expr.op == Op::Target || expr.op == Op::Attainment) return false;
  if (expr.op == Op::OverUnits || expr.op == Op::OverPeople) return false;
  if (expr.op == Op::Aggregate) {
    const Aggregate& aggregate = program.aggregates[expr.aggregate];
    const bool counts = aggregate.kind == AggregateKind::Count && !aggregate.by_credit;
    const bool sums = aggregate.kind == AggregateKind::Sum || counts;
    return sums && aggregate.top == 0 && !aggregate.per && !aggregate.skipping_none &&
           expr.context.subject.kind == SubjectKind::Own;
  }
  if (expr.op == Op::Metric) {
    return expr.context.subject.kind == SubjectKind::Own &&
           adds_rows(program, program.metrics[expr.metric].formula);
  }
  return std::all_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return adds_rows(program, arg); });
}

}  // namespace kpi::check
