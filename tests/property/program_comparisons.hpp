#pragma once

#include "programs.hpp"

/// The parts of a random program that compare people with each other and periods with the ones
/// before.
namespace kpi::test {

struct Named {
  std::string name;
  bool windowed = false;  // its formula lays a window over the period: no second one may
  bool optional = false;  // can be absent
  bool plain = true;      // reads orders only, by the table's own date and owner
};

inline std::string place(Dice& dice, const std::vector<Named>& money) {
  return "rank(" + dice.of(money).name + " among " +
         dice.word({"region", "all", "seller", "boss"}) + dice.word({"", ", dense"}) + ")";
}

inline std::string streak(Dice& dice, const std::vector<Named>& money,
                          const std::vector<Named>& ratios) {
  const std::string condition = !ratios.empty() && dice.chance(50)
                                    ? dice.of(ratios).name + " >= 30%"
                                    : dice.of(money).name + " > 100 CNY";
  return "streak(" + condition + dice.word({", none breaks", ", none skips"}) + ")";
}

inline std::string part(Dice& dice, const std::vector<Named>& money) {
  return "allocate(1000 CNY among " + dice.word({"region", "all", "seller"}) + " weight " +
         dice.word({"base", "1", "count(orders)", "max(" + dice.of(money).name + ", 0 CNY)"}) +
         " step " + dice.word({"1 CNY", "0.01 CNY", "50 CNY"}) + ")";
}

/// What people have, each by themselves, put together.
inline std::string over_people(Dice& dice, const std::string& value) {
  const std::string people = dice.word({"team", "below", "reports", "reps", "reps"});
  const std::string condition =
      dice.word({"", "", " where count(orders) >= 1", " where base > 500 CNY",
                 " where " + value + " > 100 CNY", " where title == \"rep\""});
  if (dice.chance(20)) return "count(per " + people + condition + ")";
  return dice.word({"sum", "avg", "max", "median"}) + "(" + value + " per " + people + condition +
         dice.word({"", " skipping none", " during prior"}) + ")";
}

inline std::string forced_grades(Dice& dice) {
  return "tiers forced(s: points) -> text ranked among " + dice.word({"all", "region", "seller"}) +
         ", ties " + dice.word({"up", "down"}) +
         " { top 20% : \"A\" ; next 45% : \"B\" ; else : \"C\" }\n";
}

inline std::string true_up(Dice& dice, const std::vector<Named>& money) {
  const std::string amount = dice.word(
      {part(dice, money), "(" + dice.of(money).name + " if none 0 CNY) * 5%", part(dice, money)});
  return "payout true_up for " + dice.word({"seller", "everybody"}) +
         " every month {\n  carry paid : money = 0 CNY" +
         dice.word({"", " every quarter", " every year"}) + " then paid + amount\n  amount " +
         amount + dice.word({" - paid", ""}) +
         "\n  add 10 CNY when paid > 50 CNY\n  round 0.01 CNY\n  if none hold\n}\n";
}

inline std::string rules(Dice& dice, const std::vector<Named>& money,
                         const std::vector<Named>& ratios, const std::string& condition) {
  return "rule chase for " + dice.word({"seller", "everybody"}) + " every " +
         dice.word({"month", "quarter"}) + " when " + condition + " : \"{name} of {region}: {" +
         dice.of(money).name + "}\"\nrule star for card when " +
         dice.word({"score >= 60", "grade == \"B\"", streak(dice, money, ratios) + " >= 1",
                    "streak(score >= 50, none breaks) >= 2"}) +
         " : \"{score}\"\n";
}

/// What a query may ask of a metric beside the metric itself.
inline std::vector<std::string> comparisons(Dice& dice, const Named& named) {
  const std::string& metric = named.name;
  return {over_people(dice, named.windowed ? "sum(orders.amount)" : metric),
          "rank(" + metric + " among region)", "share(" + metric + " among all)",
          "streak(" + metric + " > 100 CNY, none skips)"};
}

/// Of rows whose credit is split.
inline std::string deal(Dice& dice, const std::string& context) {
  return dice.word({"sum", "max", "min", "sum"}) + "(deals.amount" +
         dice.word({"", " where kind == \"k1\"", " credited helper"}) + context + ")";
}

inline std::string split_tables() {
  return "table deals dated day credited by shares.share {\n  deal_id : key\n  day : date\n"
         "  kind : text\n  amount : money\n  helper : optional -> reps\n}\n"
         "table shares credited rep { deal : -> deals; rep : optional -> reps; share : ratio }\n";
}

/// Of snapshots, which are often not there.
inline std::string stand(Dice& dice, const std::string& context) {
  const std::string rows = "stands.amount" + dice.word({"", " where item == \"I1\""});
  const std::string per_item = "avg(sum(stands.amount during prior) per stands.item";
  return dice.word({"sum(" + rows + " last", "sum(" + rows + " average", "sum(" + rows + " first",
                    "max(" + rows + " last", "sum(sum(stands.amount) per stands.item last",
                    per_item + " where count(stands) > 0 last"}) +
         context + ")";
}

inline std::string policy(Dice& dice) {
  return dice.word({"if none zero", "if none full", "if none redistribute",
                    "if none redistribute, at least 60%", "if none fail"});
}

inline std::string named_policy(Dice& dice) {
  return dice.word({"if none(no_data) zero", "if none(no_prior) full", "if none(null_input) zero",
                    "if none(zero_denominator) redistribute", "if none(no_target) zero"});
}

}  // namespace kpi::test
