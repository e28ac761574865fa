#pragma once

#include <string>

#include "output/render.hpp"

/// A small run made by hand: two lines, a bonus, three people.
namespace kpi::output::sample {

inline Rational decimal(const char* text) {
  return *Rational::parse_decimal(text);
}
inline RoundSpec step(const char* text) {
  return RoundSpec{decimal(text), RoundMode::HalfUp};
}

inline Type number_type(kpi::Quantity quantity, const char* currency = "") {
  Type type;
  type.kind = Kind::Number;
  type.grain = Grain::Subject;
  type.unit.quantity = quantity;
  if (*currency != 0) type.unit.currency = Currency(currency);
  return type;
}

inline Type money() {
  return number_type(kpi::Quantity::Money, "CNY");
}
inline Type ratio() {
  return number_type(kpi::Quantity::Ratio);
}
inline Type points() {
  return number_type(kpi::Quantity::Points);
}

inline score::Quantity money(const char* text) {
  return {decimal(text), money(), step("0.01")};
}
inline score::Quantity ratio(const char* text) {
  return {decimal(text), ratio(), step("0.0001")};
}
inline score::Quantity points(const char* text) {
  return {decimal(text), points(), step("0.01")};
}
inline score::Quantity none(NoneReason reason, const Type& type) {
  return {reason, type, std::nullopt};
}

inline Period quarter(const Program& program, const char* text = "2025-Q1") {
  return *parse_period(text, program.calendar);
}

inline Line line(const char* name, const char* label, const char* weight) {
  Line out;
  out.name = name;
  out.label = label;
  out.weight = decimal(weight);
  return out;
}

inline Program program() {
  Program out;
  out.currency = Currency("CNY");
  TableSchema reps;
  reps.name = "reps";
  reps.label = "销售";
  const TableId table = out.tables.push(reps);
  TableSchema orders;
  orders.name = "orders";
  orders.label = "订单";
  out.tables.push(orders);
  Tiers grades;
  grades.name = "grades";
  const TiersId grade = out.tiers.push(grades);
  Scorecard card;
  card.name = "mature_rep";
  card.label = "成熟产品销售";
  card.table = table;
  card.lines = {line("revenue", "销售额", "0.6"), line("repeat_rate", "复购率", "0.4")};
  card.publish = step("0.01");
  card.grade = grade;
  Adjust add;
  add.kind = AdjustKind::Add;
  add.message = "高增长加分";
  Adjust cap;
  cap.kind = AdjustKind::Cap;
  card.adjustments = {add, cap};
  const ScorecardId id = out.scorecards.push(card);
  Payout bonus;
  bonus.name = "quarter_bonus";
  bonus.label = "季度奖金";
  bonus.table = table;
  bonus.scorecard = id;
  bonus.type = money();
  out.payouts.push(bonus);
  return out;
}

inline score::LineResult scored(std::size_t index, const char* weight, score::Quantity value,
                                score::Quantity target, score::Quantity attainment,
                                score::Quantity earned) {
  score::LineResult out;
  out.line = index;
  out.value = std::move(value);
  out.target = std::move(target);
  out.attainment = std::move(attainment);
  out.points = std::move(earned);
  out.weight = decimal(weight);
  out.effective_weight = out.weight;
  return out;
}

inline score::CardResult card(const Program& program, const char* key, const char* name) {
  score::CardResult out;
  out.scorecard = ScorecardId(0);
  out.period = quarter(program);
  out.key = key;
  out.name = name;
  out.has_grade = true;
  out.lines = {
      scored(0, "0.6", money("1234567.5"), money("1000000"), ratio("1.2346"), points("100")),
      scored(1, "0.4", ratio("0.3333"), none(NoneReason::NoTarget, ratio()),
             none(NoneReason::NoTarget, ratio()), points("50.5"))};
  out.base = points("80.2");
  out.score = points("80.2");
  out.grade = Value(std::string("B"));
  return out;
}

inline score::PaidResult paid(const Program& program, const char* key, const char* name,
                              score::Quantity amount) {
  score::PaidResult out;
  out.period = quarter(program);
  out.table = TableId(0);
  out.key = key;
  out.name = name;
  out.payout.payout = PayoutId(0);
  if (amount.value.is_none()) out.payout.policy = PolicyKind::Hold;
  out.payout.amount = std::move(amount);
  return out;
}

/// Zhang Wei as he is; Alice with points added; Li Na without a repeat rate and without a bonus.
inline score::RunResult run(const Program& program) {
  score::RunResult out;
  out.periods = {quarter(program)};
  out.as_of = *from_civil(2025, 3, 31);
  out.cards = {card(program, "R01", "张伟"), card(program, "R02", "Alice Chen"),
               card(program, "R05", "李娜")};
  score::AdjustResult added{0, score::AdjustResult::State::Applied, decimal("80.2"),
                            decimal("85.2")};
  score::AdjustResult uncapped{1, score::AdjustResult::State::Applied, decimal("85.2"),
                               decimal("85.2")};
  out.cards[1].adjustments = {added, uncapped};
  out.cards[1].score = points("85.2");
  score::LineResult& absent = out.cards[2].lines[1];
  absent.value = none(NoneReason::ZeroDenominator, ratio());
  absent.points = none(NoneReason::ZeroDenominator, points());
  absent.policy = PolicyKind::Redistribute;
  absent.missing = NoneReason::ZeroDenominator;
  absent.effective_weight = Rational();
  out.cards[2].lines[0].effective_weight = Rational(1);
  out.cards[2].base = points("100");
  out.cards[2].score = points("100");
  out.cards[2].grade = Value(std::string("A"));
  out.payouts = {paid(program, "R01", "张伟", money("13590.24")),
                 paid(program, "R02", "Alice Chen", money("6351.1")),
                 paid(program, "R05", "李娜", none(NoneReason::NoRow, money()))};
  out.uncovered = {{quarter(program), TableId(0), "M01", "周敏"}};
  out.coverage = {{TableId(1), {*from_civil(2024, 1, 1), *from_civil(2025, 12, 31)}, true}};
  out.notes = {{TableId(1), 380, 380, 2, 0, 1}};
  return out;
}

}  // namespace kpi::output::sample
