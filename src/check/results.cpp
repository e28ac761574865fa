#include <algorithm>

#include "check/expressions.hpp"
#include "check/peers.hpp"
#include "check/ranges.hpp"
#include "check/versions.hpp"
#include "diag/period_words.hpp"

/// Results of scorecards and payouts read elsewhere: `points(card.line)`, `score(card during
/// prior)`, `bonus(of "R1" during 2025-Q1)`.
namespace kpi::check {
namespace {

/// Whose result it is and how often there is one.
struct ResultCycle {
  std::string name;
  PeriodUnit every = PeriodUnit::Quarter;
  TableId table;
};

bool is_period_of(const Window& window, const ResultCycle& cycle) {
  if (window.kind == WindowKind::Fixed) {
    return window.period && window.period->unit == cycle.every;
  }
  return window.kind == WindowKind::Own || window.kind == WindowKind::Prior ||
         window.kind == WindowKind::YearAgo;
}

/// One person, and one period of the cycle: results are computed for nothing else.
bool check_place(Checker& checker, const Env& env, const CallSite& site, const ResultCycle& cycle,
                 Context& out) {
  Env people = env;
  if (!people.subject_table) people.subject_table = cycle.table;
  if (!check_metric_context(checker, people, site.span, site.call.context, out)) return false;
  const Subject& subject = out.subject;
  const bool one_person = subject.kind == SubjectKind::Own || subject.kind == SubjectKind::Key ||
                          subject.kind == SubjectKind::Row || subject.kind == SubjectKind::HeldRow;
  if (!one_person) {
    checker.diagnostics.report(Code::result_of_many, site.span, {{"name", cycle.name}});
    return false;
  }
  if (is_period_of(out.window, cycle)) return true;
  checker.diagnostics.report(Code::result_of_other_cycle, site.span,
                             {{"name", cycle.name}, {"unit", word_of(cycle.every)}});
  return false;
}

/// What scorecards are made of cannot read what comes out of them.
bool may_read_results(Checker& checker, const Env& env, const CallSite& site) {
  if (env.words.reads_results) return true;
  checker.diagnostics.report(Code::result_read_here, site.span, {{"word", site.word}});
  return false;
}

ResultCycle cycle_of(const Scorecard& card) {
  return {card.name, card.every, card.table};
}

ProgramExprId result(Checker& checker, const Env& env, const CallSite& site, Op op,
                     ScorecardId card) {
  Expr expr;
  expr.op = op;
  expr.span = site.span;
  expr.scorecard = card;
  expr.type.kind = op == Op::Grade ? Kind::Text : Kind::Number;
  if (op != Op::Grade) expr.type.unit = unit_of(Quantity::Points);
  expr.type.grain = Grain::Subject;
  expr.type.optional = true;
  const ResultCycle cycle = cycle_of(checker.program.scorecards[card]);
  if (!check_place(checker, env, site, cycle, expr.context)) return checker.error(site.span);
  return checker.add(std::move(expr));
}

ProgramExprId report_form(Checker& checker, const CallSite& site, const char* form) {
  checker.diagnostics.report(Code::word_out_of_place, site.span, {{"word", site.word}})
      .hint(Text::write_instead, {{"text", form}});
  return checker.error(site.span);
}

const ast::Path* only_path(const Env& env, const CallSite& site, std::size_t parts) {
  if (site.call.arguments.size() != 1) return nullptr;
  const auto* path = std::get_if<ast::PathExpr>(&env.ast->exprs[site.call.arguments[0]].node);
  return path != nullptr && path->path.parts.size() == parts ? &path->path : nullptr;
}

}  // namespace

/// Who is on a card without the line has no points of it, so that all cards must have it.
static void report_line_missing(Checker& checker, const Env& env, const ast::Name& name) {
  const auto& cards = checker.program.scorecards;
  std::string having;
  std::vector<std::string> known;
  for (const ScorecardId card : env.words.cards) {
    for (const ScorecardId version : versions_of(cards, card)) {
      for (const Line& line : cards[version].lines) {
        known.push_back(line.name);
        const bool listed = having.find('`' + cards[card].name + '`') != std::string::npos;
        if (line.name != name.text || card == env.words.card_id || listed) continue;
        having += (having.empty() ? "`" : ", `") + cards[card].name + '`';
      }
    }
  }
  if (having.empty()) {
    report_unknown(checker, Text::word_line, name, known);
    return;
  }
  checker.diagnostics
      .report(Code::line_of_other_card, name.span,
              {{"line", name.text}, {"cards", having}, {"card", env.words.card->name}})
      .label(env.words.card->span, Text::defined_here, {{"name", env.words.card->name}});
}

/// `points(line)`: of the card that the payout or rule is for.
static ProgramExprId points_of_own_card(Checker& checker, const Env& env, const CallSite& site,
                                        const ast::Name& name) {
  const std::vector<Line>& lines = env.words.card->lines;
  const auto line =
      std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return l.name == name.text; });
  if (line == lines.end()) {
    report_line_missing(checker, env, name);
    return checker.error(site.span);
  }
  checker.note(name, line->span);
  const ProgramExprId id = result(checker, env, site, Op::Points, env.words.card_id);
  if (checker.failed(id)) return id;
  checker.program.exprs[id].index = static_cast<std::size_t>(line - lines.begin());
  return id;
}

ProgramExprId check_points(Checker& checker, const Env& env, const CallSite& site) {
  const ast::Path* own = only_path(env, site, 1);
  if (own != nullptr && env.words.reads_results && env.words.card != nullptr) {
    return points_of_own_card(checker, env, site, own->parts[0]);
  }
  const ast::Path* path = only_path(env, site, 2);
  if (path == nullptr) return report_form(checker, site, "points(card.line)");
  const auto card = resolve<ScorecardId>(checker, Text::word_scorecard, path->parts[0]);
  if (!card || !may_read_results(checker, env, site)) return checker.error(site.span);
  std::vector<std::string> names;
  for (const ScorecardId version : versions_of(checker.program.scorecards, *card)) {
    const auto& lines = checker.program.scorecards[version].lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      names.push_back(lines[i].name);
      if (lines[i].name != path->parts[1].text) continue;
      checker.note(path->parts[1], lines[i].span);
      const ProgramExprId id = result(checker, env, site, Op::Points, version);
      if (!checker.failed(id)) checker.program.exprs[id].index = i;
      return id;
    }
  }
  report_unknown(checker, Text::word_line, path->parts[1], names);
  return checker.error(site.span);
}

ProgramExprId check_score(Checker& checker, const Env& env, const CallSite& site) {
  const bool grade = site.word == "grade";
  const ast::Path* path = only_path(env, site, 1);
  if (path == nullptr) return report_form(checker, site, grade ? "grade(card)" : "score(card)");
  const auto card = resolve<ScorecardId>(checker, Text::word_scorecard, path->parts[0]);
  if (!card || !may_read_results(checker, env, site)) return checker.error(site.span);
  return result(checker, env, site, grade ? Op::Grade : Op::Score, *card);
}

ProgramExprId check_payout_use(Checker& checker, const Env& env, const CallSite& site,
                               PayoutId id) {
  if (!may_read_results(checker, env, site)) return checker.error(site.span);
  for (const PayoutId version : versions_of(checker.program.payouts, id)) {
    ensure_payout(checker, version);
    if (checker.program.payouts[version].type.kind == Kind::Error) return checker.error(site.span);
  }
  const Payout& payout = checker.program.payouts[id];
  if (payout.type.kind == Kind::Error) return checker.error(site.span);
  Expr expr;
  expr.op = Op::Payout;
  expr.span = site.span;
  expr.payout = id;
  expr.type = payout.type;
  expr.type.grain = Grain::Subject;
  expr.type.optional = true;
  const ResultCycle cycle{payout.name, payout.every, payout.table};
  if (!check_place(checker, env, site, cycle, expr.context)) return checker.error(site.span);
  return checker.add(std::move(expr));
}

}  // namespace kpi::check
