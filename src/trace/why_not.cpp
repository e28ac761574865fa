#include "trace/why_not.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "program/operations.hpp"
#include "prove/ranges.hpp"
#include "score/card.hpp"
#include "trace/called.hpp"
#include "trace/ways.hpp"

namespace kpi::trace {
namespace {

/// A goal as it was asked for, cut in two.
struct Asked {
  std::string text, name, value;
};

std::optional<Asked> parse(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return std::nullopt;
  const std::string_view whole(text);
  Asked asked{text, std::string(trim(whole.substr(0, equals))),
              std::string(trim(whole.substr(equals + 1)))};
  if (asked.name.empty() || asked.value.empty()) return std::nullopt;
  return asked;
}

std::string now_text(const score::Quantity& quantity) {
  if (quantity.value.is_text()) return quantity.value.text();
  if (!quantity.value.is_number()) return "none";
  const auto text = exact_decimal_string(quantity.value.number());
  return text ? *text : to_fraction_string(quantity.value.number());
}

class Asking {
 public:
  Asking(Tracer& tracer, const Found& found, const Asked& asked, Diagnostics& diagnostics)
      : tracer_(tracer), found_(found), asked_(asked), diagnostics_(diagnostics) {}

  std::optional<WhyNot> answer() {
    for (const CardAt& card : found_.cards) {
      if (is_grade_word(asked_.name)) return grade(card);
      if (is_score_word(asked_.name)) {
        return number(card.output->score, card.member, &card);
      }
    }
    for (const Called by : kWaysToCall) {
      if (const auto root = points_called(by)) return number(root->first, root->second, nullptr);
      for (const PayoutAt& payout : found_.payouts) {
        if (!is_called(program().payouts[payout.output->payout], asked_.name, by)) continue;
        auto result = number(payout.output->settled, payout.member, nullptr);
        if (result) result->adjusted = adjusted_under(result->root);
        return result;
      }
    }
    report_unknown();
    return std::nullopt;
  }

 private:
  const Program& program() const { return tracer_.input().scored.program; }
  std::string period() const { return to_string(found_.period, program().calendar); }
  Date first_day() const { return days_of(found_.period, program().calendar).first; }

  /// The points of a line, and whose.
  std::optional<std::pair<plan::StepId, std::size_t>> points_called(Called by) const {
    for (const CardAt& card : found_.cards) {
      const Scorecard& declared = program().scorecards[card.output->card];
      for (std::size_t i = 0; i < declared.lines.size(); ++i) {
        const plan::StepId points = card.output->lines[i].points;
        if (points && is_line_called(program(), declared, declared.lines[i], asked_.name, by)) {
          return std::pair(points, card.member);
        }
      }
    }
    return std::nullopt;
  }

  void report_unknown() {
    std::vector<std::string> names = {"grade", "score"};
    for (const CardAt& card : found_.cards) {
      for (const Line& line : program().scorecards[card.output->card].lines)
        names.push_back(line.name);
    }
    for (const PayoutAt& payout : found_.payouts)
      names.push_back(program().payouts[payout.output->payout].name);
    Diagnostic& report =
        diagnostics_.report(Code::no_such_result, Span{},
                            {{"key", found_.key}, {"period", period()}, {"name", asked_.name}});
    if (const auto near = nearest(asked_.name, names)) {
      report.hint(Text::did_you_mean, {{"name", *near}});
    }
  }

  Diagnostic& report_reached(const score::Quantity& now) {
    return diagnostics_.report(
        Code::goal_reached, Span{},
        {{"key", found_.key}, {"goal", asked_.text}, {"period", period()}, {"now", now_text(now)}});
  }

  /// The adjusting step that a published result goes back to.
  NodeId adjusted_under(NodeId id) const {
    while (id) {
      const Node& node = tracer_.nodes()[id];
      if (node.kind == NodeKind::Adjusted) return id;
      if (node.inputs.empty()) break;
      id = node.inputs[0];
    }
    return {};
  }

  std::optional<WhyNot> grade(const CardAt& card) {
    if (!card.output->grade) {
      report_unknown();
      return std::nullopt;
    }
    const Tiers& tiers =
        program().tiers[tracer_.input().scored.plan.steps[card.output->grade].tiers];
    const TierRow* row = nullptr;
    std::string grades;
    for (const TierRow& other : tiers.rows) {
      if (row == nullptr && other.text == asked_.value) row = &other;
      grades += (grades.empty() ? "`" : ", `") + other.text + "`";
    }
    if (row == nullptr) {
      diagnostics_.report(Code::no_such_grade, Span{},
                          {{"tiers", tiers.name}, {"grade", asked_.value}, {"grades", grades}});
      return std::nullopt;
    }
    const Value& now = tracer_.input().slots[card.output->grade][card.member];
    const Value& score = tracer_.input().slots[card.output->score][card.member];
    if (tiers.kind == TierKind::Ranked) return ranked(card);
    const bool below =
        score.is_number() && row->low &&
        (row->low_included ? score.number() < *row->low : score.number() <= *row->low);
    if (score.is_number() && !below) {
      Diagnostic& report = report_reached({now, {}, std::nullopt});
      const bool behind = now.is_text() && now.text() != asked_.value;
      if (behind) report.hint(Text::goal_behind, {{"now", now.text()}});
      return std::nullopt;
    }
    return towards(card.output->score, card.member, row->low.value_or(Rational(0)),
                   row->low_included, &card);
  }

  /// A grade by place is decided by what others have.
  WhyNot ranked(const CardAt& card) {
    WhyNot result;
    result.goal = asked_.text;
    result.root = tracer_.node(card.output->score, card.member);
    result.distance.now = tracer_.quantity(card.output->score, card.member);
    Way way;
    way.obstacle = Way::Obstacle::OtherPeople;
    way.input = result.root;
    result.distance.ways.push_back(way);
    return result;
  }

  std::optional<WhyNot> number(plan::StepId root, std::size_t member, const CardAt* card) {
    const score::Quantity now = tracer_.quantity(root, member);
    std::string text = asked_.value;
    const bool percent = !text.empty() && text.back() == '%';
    if (percent) text.pop_back();
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    auto bound = Rational::parse_decimal(text);
    const Quantity of = now.type.unit.quantity;
    const bool in_percent = of == Quantity::Ratio || of == Quantity::PercentagePoints;
    if (!bound || (percent && !in_percent)) {
      diagnostics_.report(
          Code::goal_unreadable, Span{},
          {{"text", asked_.value}, {"name", asked_.name}, {"example", asked_.name + "=100"}});
      return std::nullopt;
    }
    if (percent) bound = *bound / Rational(100);
    if (now.value.is_number() && now.value.number() >= *bound) {
      report_reached(now);
      return std::nullopt;
    }
    return towards(root, member, *bound, true, card);
  }

  WhyNot towards(plan::StepId root, std::size_t member, const Rational& bound, bool included,
                 const CardAt* card) {
    WhyNot result;
    result.goal = asked_.text;
    result.root = tracer_.node(root, member);
    result.distance = distance_to(tracer_, {root, member, bound, included, true, first_day()});
    if (card != nullptr) {
      add_losses(*card, result);
      result.adjusted = tracer_.node(card->output->adjusted, member);
    }
    return result;
  }

  /// Lines that could give more, and what that is of the score.
  void add_losses(const CardAt& card, WhyNot& result) {
    const Node weighted = tracer_.nodes()[tracer_.node(card.output->base, card.member)];
    const Scorecard& declared = program().scorecards[card.output->card];
    for (std::size_t i = 0; i < weighted.weights.size(); ++i) {
      const Weight& weight = weighted.weights[i];
      const auto best = best_of(declared.lines[i], card.output->card);
      if (!best || !weight.counted.value.is_number() || weight.effective.is_zero()) continue;
      const Rational missing = *best - weight.counted.value.number();
      if (missing.sign() <= 0) continue;
      WhyNot::Loss loss;
      loss.points = weight.points;
      loss.name = weight.name;
      loss.label = weight.label;
      loss.place = weight.place;
      loss.now = loss.best = loss.cost = weight.counted;
      loss.best.value = *best;
      loss.cost.value = missing * weight.effective;
      loss.cost.published.reset();
      result.losses.push_back(std::move(loss));
    }
  }

  /// What its table gives at most; of a formula, as far as its bounds tell.
  std::optional<Rational> best_of(const Line& line, ScorecardId card) const {
    if (!line.scored) return std::nullopt;
    const Expr& scored = program().exprs[line.scored];
    if (scored.op != Op::Tiers) {
      return prove::Ranges(program(), prove::Params::AsSet).points(line, card).high;
    }
    auto best = most_of(program().tiers[scored.tiers]);
    if (line.cap) best = best ? std::min(*best, *line.cap) : *line.cap;
    return best;
  }

  Tracer& tracer_;
  const Found& found_;
  const Asked& asked_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<WhyNot> why_not(Tracer& tracer, const Found& found, const std::string& goal,
                              Diagnostics& diagnostics) {
  const auto asked = parse(goal);
  if (!asked) {
    diagnostics.report(Code::goal_form, Span{}, {{"text", goal}});
    return std::nullopt;
  }
  return Asking(tracer, found, *asked, diagnostics).answer();
}

}  // namespace kpi::trace
