#include "output/json.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

Json policy_json(const std::optional<PolicyKind>& policy) {
  return policy ? Json::text(policy_name(*policy)) : Json::null();
}

Json adjustments_json(const std::vector<Adjust>& declared,
                      const std::vector<score::AdjustResult>& results) {
  Json out = Json::array();
  for (const score::AdjustResult& result : results) {
    const Adjust& adjust = declared[result.adjustment];
    Json entry = Json::object();
    entry.add("kind", Json::text(adjust_name(adjust.kind)));
    entry.add("message", Json::text(adjust.message));
    entry.add("state", Json::text(state_name(result.state, result.before == result.after)));
    entry.add("before", json_value(result.before, std::nullopt));
    entry.add("after", json_value(result.after, std::nullopt));
    out.add(std::move(entry));
  }
  return out;
}

Json line_json(const Scorecard& scorecard, const score::LineResult& line) {
  Json out = Json::object();
  out.add("line", Json::text(scorecard.lines[line.line].name));
  out.add("value", json_quantity(line.value));
  out.add("target", json_quantity(line.target));
  out.add("own_target", Json::boolean(line.own_target));
  out.add("attainment", json_quantity(line.attainment));
  out.add("points", line.scored ? json_quantity(line.points) : Json::null());
  out.add("weight", json_share(line.weight));
  out.add("effective_weight", json_share(line.effective_weight));
  out.add("policy", policy_json(line.policy));
  return out;
}

Json card_json(const Program& program, const score::CardResult& card) {
  const Scorecard& scorecard = program.scorecards[card.scorecard];
  Json lines = Json::array();
  for (const score::LineResult& line : card.lines)
    lines.add(line_json(scorecard, line));
  Json out = Json::object();
  out.add("scorecard", Json::text(scorecard.name));
  out.add("period", Json::text(to_string(card.period, program.calendar)));
  out.add("key", Json::text(card.key));
  out.add("name", Json::text(card.name));
  out.add("unfinished", Json::boolean(card.unfinished));
  if (card.days.all > 0) {
    Json days = Json::object();
    days.add("on_card", Json::count(card.days.held));
    days.add("of", Json::count(card.days.all));
    out.add("days", std::move(days));
  }
  out.add("lines", std::move(lines));
  out.add("base", json_quantity(card.base));
  out.add("adjustments", adjustments_json(scorecard.adjustments, card.adjustments));
  out.add("score", json_quantity(card.score));
  out.add("grade", card.has_grade ? json_value(card.grade, std::nullopt) : Json::null());
  return out;
}

Json payout_json(const Program& program, const score::PaidResult& paid) {
  const Payout& payout = program.payouts[paid.payout.payout];
  Json out = Json::object();
  out.add("payout", Json::text(payout.name));
  out.add("period", Json::text(to_string(paid.period, program.calendar)));
  out.add("key", Json::text(paid.key));
  out.add("name", Json::text(paid.name));
  out.add("amount", json_quantity(paid.payout.amount));
  out.add("unit", json_unit(payout.type));
  out.add("policy", policy_json(paid.payout.policy));
  out.add("adjustments", adjustments_json(payout.adjustments, paid.payout.adjustments));
  return out;
}

Json rule_json(const Program& program, const score::RuleResult& result) {
  const Rule& rule = program.rules[result.rule];
  Json out = Json::object();
  out.add("rule", Json::text(rule.name));
  out.add("label", Json::text(rule.label));
  out.add("period", Json::text(to_string(result.period, program.calendar)));
  out.add("key", Json::text(result.key));
  out.add("name", Json::text(result.name));
  out.add("state", Json::text(result.raised ? "raised" : "undecided"));
  out.add("reason", result.raised ? Json::null() : Json::text(name_of(result.reason)));
  const std::string text = rule_text(program, result, Words(Language::English));
  out.add("message", result.raised ? Json::text(text) : Json::null());
  return out;
}

Json scorecards_json(const Program& program, const score::RunResult& result) {
  Json out = Json::array();
  std::optional<ScorecardId> last;
  for (const CardBlock& block : card_blocks(program, result)) {
    if (last && *last == block.scorecard) continue;
    last = block.scorecard;
    const Scorecard& scorecard = program.scorecards[block.scorecard];
    Json lines = Json::array();
    for (const Line& line : scorecard.lines) {
      Json entry = Json::object();
      entry.add("line", Json::text(line.name));
      entry.add("label", Json::text(line.label));
      entry.add("unit", line.metric ? json_unit(program.metrics[line.metric].type) : Json::null());
      entry.add("weight", json_share(line.weight));
      if (line.metric && !program.metrics[line.metric].objective.empty()) {
        entry.add("objective", Json::text(program.metrics[line.metric].objective));
      }
      lines.add(std::move(entry));
    }
    Json entry = Json::object();
    entry.add("scorecard", Json::text(scorecard.name));
    entry.add("label", Json::text(scorecard.label));
    entry.add("lines", std::move(lines));
    out.add(std::move(entry));
  }
  return out;
}

Json periods_json(const Program& program, const score::RunResult& result) {
  Json out = Json::array();
  for (const Period period : result.periods) {
    const DateRange days = days_of(period, program.calendar);
    Json entry = Json::object();
    entry.add("period", Json::text(to_string(period, program.calendar)));
    entry.add("first", Json::text(to_string(days.first)));
    entry.add("last", Json::text(to_string(days.last)));
    out.add(std::move(entry));
  }
  return out;
}

Json uncovered_json(const Program& program, const score::RunResult& result) {
  Json out = Json::array();
  for (const score::Uncovered& person : result.uncovered) {
    Json entry = Json::object();
    entry.add("table", Json::text(program.tables[person.table].name));
    entry.add("period", Json::text(to_string(person.period, program.calendar)));
    entry.add("key", Json::text(person.key));
    entry.add("name", Json::text(person.name));
    out.add(std::move(entry));
  }
  return out;
}

}  // namespace

std::string to_json(const Program& program, const score::RunResult& result) {
  Json cards = Json::array();
  for (const score::CardResult& card : result.cards)
    cards.add(card_json(program, card));
  Json payouts = Json::array();
  for (const score::PaidResult& paid : result.payouts)
    payouts.add(payout_json(program, paid));
  Json rules = Json::array();
  for (const score::RuleResult& rule : result.rules)
    rules.add(rule_json(program, rule));
  Json out = Json::object();
  out.add("format", Json::text("kpi-run-1"));
  out.add("as_of", Json::text(to_string(result.as_of)));
  out.add("currency",
          program.currency.present() ? Json::text(program.currency.text()) : Json::null());
  out.add("periods", periods_json(program, result));
  out.add("scorecards", scorecards_json(program, result));
  out.add("cards", std::move(cards));
  out.add("payouts", std::move(payouts));
  out.add("rules", std::move(rules));
  out.add("uncovered", uncovered_json(program, result));
  out.add("coverage", json_coverage(program, result.coverage));
  out.add("tables", json_tables(program, result.notes));
  return out.print();
}

}  // namespace kpi::output
