#include <algorithm>

#include "check/adjustments.hpp"
#include "check/day_parts.hpp"
#include "check/expressions.hpp"
#include "check/library.hpp"
#include "check/line_targets.hpp"
#include "check/multiples.hpp"
#include "check/people.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/versions.hpp"
#include "diag/period_words.hpp"

/// Scorecards: lines with weights that total 100 %, targets where they are needed, a policy for
/// every value that can be absent.
namespace kpi::check {
namespace {

struct Site {
  const ast::Ast& file;
  const ast::Scorecard& declared;
  Scorecard& card;
  Env env;  // subject grain, the card's people
};

bool has_level(const Target& target, Op level) {
  if (level == Op::Baseline) return static_cast<bool>(target.baseline);
  if (level == Op::Stretch) return static_cast<bool>(target.stretch);
  return static_cast<bool>(target.target);
}

bool has_declared_target(const Checker& checker, const Scorecard& card, const Line& line,
                         Op level) {
  const auto& targets = checker.program.targets;
  return std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
    return has_level(target, level) && may_apply(checker, target, card, line);
  });
}

/// The method is the line's, else that of each target that may apply.
bool lacks_method(const Checker& checker, const Scorecard& card, const Line& line) {
  const auto unsaid = [](const Better& better) {
    return better.direction == Direction::Lower && better.method == LowerMethod::Unsaid;
  };
  if (line.own_better || line.target) return unsaid(line.better);
  const auto& targets = checker.program.targets;
  const auto applies = [&](const Target& target) { return may_apply(checker, target, card, line); };
  if (std::none_of(targets.begin(), targets.end(), applies)) return unsaid(line.better);
  return std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
    return applies(target) && unsaid(target.method(line.better));
  });
}

/// `scored` that reads the target needs one; attainment of a metric that is better lower needs a
/// method.
void check_target_use(Checker& checker, const Site& site, const Line& line) {
  const bool attains = reads_of_line(checker, line.scored, Op::Attainment);
  if (line.better.direction == Direction::Within) return;
  const Metric& metric = checker.program.metrics[line.metric];
  if (site.card.split_by_days && attains && !line.target) {
    checker.diagnostics
        .report(Code::split_card_target, line.span,
                {{"card", site.card.name}, {"metric", metric.name}})
        .hint(Text::write_instead, {{"text", "target target(" + metric.name + ") * period.share"}});
    return;
  }
  bool missing = false;
  for (const Op level : {Op::Target, Op::Baseline, Op::Stretch}) {
    const bool read =
        reads_of_line(checker, line.scored, level) || (level == Op::Target && attains);
    const bool own = level == Op::Target && line.target;
    missing = missing || (read && !own && !has_declared_target(checker, site.card, line, level));
  }
  if (missing && checker.faulty_targets.count(metric.name) == 0) {
    std::string roles;
    for (const RoleId role : site.card.roles) {
      roles += (roles.empty() ? "`" : ", `") + checker.program.roles[role].name + "`";
    }
    checker.diagnostics
        .report(Code::target_missing, line.span,
                {{"metric", metric.name},
                 {"roles", roles},
                 {"unit", word_of(target_cycle(checker, site.card, line))}})
        .hint(Text::declare_target, {{"metric", metric.name}});
  }
  if (attains && lacks_method(checker, site.card, line)) {
    checker.diagnostics.report(Code::method_missing, line.span, {{"metric", metric.name}})
        .hint(Text::lower_methods);
  }
}

std::optional<Rational> line_bound(Checker& checker, const Env& env,
                                   const std::optional<ast::ExprId>& bound) {
  return bound ? check_constant(checker, env, *bound, unit_of(Quantity::Points)) : std::nullopt;
}

void set_weight(Checker& checker, const Site& site, const ast::Line& declared, Line& line) {
  if (!declared.weight) return;
  Env env = site.env;
  env.grain = Grain::Constant;
  const auto weight = check_constant(checker, env, *declared.weight, unit_of(Quantity::Ratio));
  if (!weight) return;
  line.weight = *weight;
  if (weight->sign() >= 0 && *weight <= Rational(1)) return;
  checker.diagnostics.report(Code::weight_negative, site.file.exprs[*declared.weight].span,
                             {{"weight", constant_text(*weight, unit_of(Quantity::Ratio))}});
}

void set_scored(Checker& checker, const Site& site, const ast::Line& declared, Line& line) {
  if (!declared.scored) {
    if (line.weight.sign() > 0) {
      checker.diagnostics.report(
          Code::line_not_scored, declared.span,
          {{"line", line.name}, {"weight", constant_text(line.weight, unit_of(Quantity::Ratio))}});
    }
    return;
  }
  Env env = site.env;
  env.words.line = &line;
  env.words.reads_line = true;
  const ProgramExprId scored =
      in_days_of_card(checker, site.env.words.split_card, site.card,
                      check_number(checker, env, *declared.scored, unit_of(Quantity::Points)));
  if (checker.failed(scored)) return;
  line.scored = scored;
  check_target_use(checker, site, line);
  const bool policy = !line.policies.empty() || !site.declared.policies.empty();
  if (checker.type(scored).optional && !policy) {
    checker.diagnostics.report(Code::policy_missing, declared.span, {{"line", line.name}})
        .hint(Text::line_policies);
  }
}

void add_line(Checker& checker, Site& site, const ast::Line& declared) {
  Line line;
  line.span = declared.span;
  line.label = declared.label.text;
  line.measure = check_metric_use(checker, site.env, declared.measure);
  if (checker.failed(line.measure)) return;
  line.metric = checker.expr(line.measure).metric;
  line.measure = in_days_of_card(checker, site.env.words.split_card, site.card, line.measure);
  if (checker.failed(line.measure)) return;
  line.name =
      declared.name.present() ? declared.name.text : checker.program.metrics[line.metric].name;
  const bool own_name = declared.name.present() || !line.label.empty();
  if (!own_name) line.label = checker.program.metrics[line.metric].label;
  line.better = checker.program.metrics[line.metric].better;
  Env constants = site.env;
  constants.grain = Grain::Constant;
  const Type type = checker.type(line.measure);
  if (declared.better) line.better = check_better(checker, constants, *declared.better, type);
  line.own_better = declared.better.has_value();
  line.publish = checker.program.precision.points;
  if (declared.round) {
    line.publish = check_round(checker, constants, *declared.round, unit_of(Quantity::Points));
  }
  for (const ast::Policy& policy : declared.policies) {
    if (const auto checked = check_policy(checker, site.env, policy, nullptr)) {
      line.policies.push_back(*checked);
    }
  }
  if (declared.target) {
    const ProgramExprId target = check_number(checker, site.env, *declared.target, type.unit);
    if (!checker.failed(target)) {
      const ScorecardId split = site.env.words.split_card;
      line.target = split ? target_of_card(checker, split, target) : target;
    }
    warn_of_multiples(checker, target, Paid::Target);
    if (checker.failed(target)) return;
  }
  line.cap = line_bound(checker, constants, declared.cap);
  line.floor = line_bound(checker, constants, declared.floor);
  set_weight(checker, site, declared, line);
  set_scored(checker, site, declared, line);
  for (const Line& other : site.card.lines) {
    if (other.name != line.name) continue;
    checker.diagnostics
        .report(Code::duplicate_line, declared.span,
                {{"line", line.name}, {"card", site.card.name}})
        .label(other.span, Text::first_here, {{"name", line.name}});
  }
  site.card.lines.push_back(std::move(line));
}

void check_weights(Checker& checker, const Site& site) {
  // a line that did not parse is missing from the declaration; weights then say nothing
  if (has_reported_inside(checker, site.declared.head.span)) return;
  if (site.declared.lines.empty()) {
    checker.diagnostics.report(Code::card_without_lines, site.card.span,
                               {{"card", site.card.name}});
    return;
  }
  if (site.card.lines.size() != site.declared.lines.size()) return;  // something was reported
  Rational total;
  for (const Line& line : site.card.lines)
    total += line.weight;
  if (total == Rational(1)) return;
  Diagnostic& diagnostic = checker.diagnostics.report(
      Code::weights_not_100, site.card.span,
      {{"card", site.card.name}, {"total", constant_text(total, unit_of(Quantity::Ratio))}});
  for (std::size_t i = 0; i < site.card.lines.size(); ++i) {
    if (!site.declared.lines[i].weight) continue;
    const Rational& weight = site.card.lines[i].weight;
    diagnostic.label(site.file.exprs[*site.declared.lines[i].weight].span, Text::this_is,
                     {{"what", constant_text(weight, unit_of(Quantity::Ratio))}});
  }
}

/// Full marks are 100 points whatever the line's cap says: nothing measured would then be worth
/// more than everything.
void warn_of_full_above_cap(Checker& checker, const Scorecard& card) {
  const Rational full(100);
  for (const Line& line : card.lines) {
    if (!line.cap || *line.cap >= full) continue;
    const auto& policies = line.policies.empty() ? card.policies : line.policies;
    for (const Policy& policy : policies) {
      if (policy.kind != PolicyKind::Full) continue;
      checker.diagnostics
          .report(
              Code::full_above_cap, policy.span,
              {{"line", line.name}, {"cap", constant_text(*line.cap, unit_of(Quantity::Points))}})
          .label(line.span, Text::words_the_line);
    }
  }
}

void set_grade(Checker& checker, Site& site) {
  if (!site.declared.grade) return;
  const auto tiers = resolve<TiersId>(checker, Text::word_tiers, site.declared.grade->parts.back());
  if (!tiers) return;
  const Tiers& table = checker.program.tiers[*tiers];
  if (table.argument.kind == Kind::Error) return;
  if (table.result.kind != Kind::Text) {
    checker.diagnostics.report(
        Code::wrong_kind, site.declared.grade->span,
        {{"actual", word_for(table.result.kind)}, {"expected", Text::word_text}});
  } else if (!is_plain(table.argument.unit, Quantity::Points)) {
    checker.diagnostics.report(
        Code::wrong_unit, site.declared.grade->span,
        {unit_argument("actual", table.argument.unit), {"expected", Text::unit_name_points}});
  } else if (table.peers.table && table.peers.table != site.card.table) {
    checker.diagnostics.report(Code::role_not_of_table, site.declared.grade->span,
                               {{"name", table.name},
                                {"actual", checker.table(table.peers.table).name},
                                {"expected", checker.table(site.card.table).name}});
  } else {
    site.card.grade = *tiers;
  }
}

bool set_people(Checker& checker, const ast::Scorecard& declared, Scorecard& card) {
  const auto people = resolve_roles(checker, declared.roles);
  if (!people) return false;
  if (!people->table) {
    checker.diagnostics
        .report(Code::people_missing, declared.head.name.span, {{"name", declared.head.name.text}})
        .hint(Text::write_instead,
              {{"text", form_beside(checker, declared.head.name.span, "for role every quarter")}});
    return false;
  }
  card.table = people->table;
  card.roles = people->roles;
  if (!declared.every) {
    checker.diagnostics.report(Code::cycle_missing, declared.head.name.span,
                               {{"name", declared.head.name.text}});
    return false;
  }
  card.every = *declared.every;
  card.as_of_start = declared.as_of_start;
  card.effective = effective_days(checker, declared.head);
  card.split_by_days = declared.split_by_days;
  if (card.split_by_days && card.as_of_start) {
    checker.diagnostics.report(Code::word_out_of_place, declared.head.name.span,
                               {{"word", "split by days"}});
    return false;
  }
  return true;
}

void check_card(Checker& checker, const ast::Ast& file, const ast::Scorecard& declared,
                ScorecardId id) {
  Scorecard card = checker.program.scorecards[id];
  if (!set_people(checker, declared, card)) return;
  Env env;
  env.ast = &file;
  env.grain = Grain::Subject;
  env.subject_table = card.table;
  if (card.split_by_days) env.words.split_card = id;
  Site site{file, declared, card, env};
  for (const ast::Line& line : declared.lines)
    add_line(checker, site, line);
  check_weights(checker, site);
  for (const ast::Policy& policy : declared.policies) {
    if (const auto checked = check_policy(checker, env, policy, nullptr)) {
      card.policies.push_back(*checked);
    }
  }
  warn_of_full_above_cap(checker, card);
  AdjustSite adjust{env, unit_of(Quantity::Points), card.name, false};
  adjust.env.words.adjusts_score = true;
  adjust.env.words.card = &card;
  adjust.env.words.card_id = id;
  card.adjustments = check_adjustments(checker, adjust, declared.adjustments);
  adjust_in_days_of_card(checker, id, card, card.adjustments);
  set_grade(checker, site);
  card.publish = checker.program.precision.points;
  checker.program.scorecards[id] = std::move(card);
}

}  // namespace

void check_scorecards(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Scorecard>(files, [&](const ast::Ast& file, const ast::Scorecard& card) {
    const auto id = declared_at<ScorecardId>(checker.program.scorecards, card.head.name.span);
    if (id) check_card(checker, file, card, *id);
  });
  compare_scorecards(checker);
}

/// `attainment(m)` and `target(m)` of a metric that nothing is declared for, in what is the
/// project's own: absent whatever the data say, and policies for absent values would hide it.
void check_targets_read(Checker& checker) {
  for (const Expr& expr : checker.program.exprs) {
    const bool level = expr.op == Op::Target || expr.op == Op::Baseline || expr.op == Op::Stretch;
    if (!(level || expr.op == Op::Attainment) || !expr.metric) continue;
    const Metric& metric = checker.program.metrics[expr.metric];
    if (metric.better.direction == Direction::Within && expr.op == Op::Attainment) continue;
    if (is_in_library(checker, expr.span) || checker.faulty_targets.count(metric.name) != 0) {
      continue;
    }
    const auto& targets = checker.program.targets;
    const bool declared = std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
      return target.metric == expr.metric && has_level(target, level ? expr.op : Op::Target);
    });
    if (declared) continue;
    checker.diagnostics.report(Code::no_target_declared, expr.span, {{"metric", metric.name}})
        .hint(Text::declare_target, {{"metric", metric.name}});
  }
}

}  // namespace kpi::check
