#pragma once

#include "programs.hpp"

/// Further tables of a random program, where people stood over time and sales in other
/// currencies, and the formulas that read them.
namespace kpi::test {

inline std::string further_tables(Dice& dice, const RandomSchema& schema) {
  return "table posts valid from start " + dice.word({"until", "to"}) +
         " end {\n  rep : -> reps\n  place : text\n  grade : one of \"junior\", \"senior\"\n"
         "  start : date\n  end : optional date\n}\n"
         "table rates dated since { since : " +
         (schema.monthly_rates ? std::string("period month") : std::string("date")) +
         "; cur : text; cny : money 0.0001 }\n"
         "table abroad dated day credited rep {\n  day : date\n  rep : -> reps\n  cur : text\n"
         "  amount : money in cur\n}\n";
}

/// Of rows in several currencies, at the rate of their day.
inline std::string abroad(Dice& dice, const std::string& context) {
  return dice.word({"sum", "sum", "max", "avg"}) + "(convert(abroad.amount, CNY, rates)" +
         dice.word({"", " where cur == \"USD\"", " where convert(amount, CNY, rates) > 100 CNY",
                    " where (rep.posts.place if none \"\") == \"P1\""}) +
         context + ")";
}

/// What was so on the row's own day.
inline std::vector<std::string> conditions_on_posts() {
  return {"(rep.posts.place if none \"\") == \"P1\"",
          "rep.posts.place is present and rep.posts.place != \"P2\"", "rep.posts.grade is none"};
}

/// What is so of a person at the period's end.
inline std::string condition_on_post(Dice& dice) {
  return dice.word({"(posts.place if none \"\") == \"P1\"",
                    "(posts.grade if none \"junior\") == \"senior\"",
                    "by_grade(posts.grade if none \"junior\") >= 20 points"});
}

/// Tables of texts and of two arguments.
inline std::string further_tiers(Dice& dice) {
  return "tiers by_grade(g: text) -> points whole { g == \"senior\" : 20 ; else : " +
         dice.word({"10", "30"}) +
         " }\ntiers by_title(t: one of \"rep\", \"manager\") -> ratio whole { t == \"rep\" : 2% ; "
         "t == \"manager\" : 5% }\n"
         "tiers pair(x: money, n: count) -> points whole {\n"
         "                       : n <= 1, n == 2, n >= 3\n"
         "  x < 0 CNY            : 0,      5,      10\n"
         "  0 CNY <= x < 500 CNY : 20,     30,     40\n"
         "  else                 : 60,     70,     80\n}\n";
}

/// A part of the year's or the quarter's total for each month or quarter.
inline std::string part_of_year(Dice& dice) {
  return "allocate(" +
         dice.word({"1000 CNY during year across month",
                    "round(sum(orders.amount), 1 CNY) during year across quarter",
                    "100 CNY during quarter across month"}) +
         dice.word({"", " weight count(orders)", " weight count(orders during year ago)"}) +
         " step " + dice.word({"1 CNY", "0.01 CNY", "50 CNY"}) + ")";
}

inline std::string target_words(Dice& dice) {
  return dice.word({"", "", "", "", "adds up", "better higher zero target 100% else 0%",
                    "better within 100 CNY to 800 CNY, zero at -50 CNY and 3000 CNY"});
}

/// What a query may ask of a metric with a target.
inline std::vector<std::string> target_measures(const std::string& metric) {
  return {"attainment(" + metric + ")", "target(" + metric + " during year to date)",
          "target(" + metric + " of region)", "attainment(" + metric + " of team)",
          "sum(target(" + metric + ") per month)"};
}

}  // namespace kpi::test
