#pragma once

#include "further_tables.hpp"
#include "program_comparisons.hpp"
#include "row_writer.hpp"

/// Writes the rules of one random program.
namespace kpi::test {

/// Writes the rules from top to bottom; later formulas read earlier names.
class Writer : RowWriter {
 public:
  Writer(Dice& dice, const RandomSchema& schema) : RowWriter(dice, schema) {}

  std::string write() {
    settings();
    tables();
    roles();
    tiers();
    metrics();
    targets();
    card("card");
    if (dice_.chance(30)) card("other");
    payouts();
    if (dice_.chance(40)) out_ += true_up(dice_, money_);
    if (dice_.chance(60)) out_ += rules(dice_, money_, ratios_, open_condition());
    return out_;
  }

  std::vector<std::string> measures() const {
    std::vector<std::string> names;
    for (const auto* kind : {&money_, &ratios_, &counts_}) {
      for (const Named& metric : *kind)
        names.push_back(metric.name);
    }
    for (const std::string& comparison : comparisons(dice_, money_.front()))
      names.push_back(comparison);
    if (has_target_ && dice_.chance(40)) {
      for (const std::string& measure : target_measures(money_[0].name))
        names.push_back(measure);
    }
    if (dice_.chance(30)) {
      for (const char* result :
           {"score(card)", "points(card.l0)", "score(card during prior)", "bonus"})
        names.emplace_back(result);
    }
    return names;
  }
  const std::vector<Named>& money_metrics() const { return money_; }

 private:
  void settings() {
    out_ += "currency CNY\n";
    if (dice_.chance(70)) {
      out_ += "precision { ratio " + pick({"0.01%", "1%"}) + "; points " + pick({"0.01", "1"}) +
              "; money " + pick({"0.01", "0.05", "1"}) + " }\n";
    }
    const std::string fiscal = schema_.fiscal ? "fiscal year starts 4 ; " : "";
    const std::string free = schema_.holidays ? "holidays free_days.day" : "week starts monday";
    out_ += "calendar { " + fiscal + free + " }\n";
  }

  void tables() {
    const std::string region =
        schema_.text_keys_by_choice ? "one of \"North\", \"South\", \"West\", \"East\"" : "text";
    out_ += "table reps" +
            std::string(schema_.valid_people
                            ? " valid from hire_date " + pick({"until", "to"}) + " left_date"
                            : "") +
            " {\n  rep_id : key\n  name : text\n  region : " + region +
            "\n  title : one of \"rep\", \"manager\"\n  boss : optional -> reps\n"
            "  hire_date : date\n  left_date : optional date\n  base : money\n"
            "  let doubled = base * 2\n  let tenure = months(hire_date, period.end)\n"
            "  let senior = title == \"manager\" or base > 500 CNY\n}\n";
    out_ += "table stands snapshot day credited rep" +
            pick({"", " covers 2024-12-01 to 2025-06-30"}) +
            " { day : date; rep : -> reps; item : text; amount : money }\n";
    out_ += split_tables() + further_tables(dice_, schema_);
    if (schema_.regions) out_ += "table regions from reps.region { let heads = count(reps) }\n";
    if (schema_.holidays) {
      out_ += std::string("table free_days covers ") +
              (schema_.few_holidays ? "2025-01-01 to 2025-03-31" : "2015-01-01 to 2035-12-31") +
              " { day : date; kind : one of \"off\", \"work\" }\n";
    }
    out_ +=
        "table customers {\n  customer_id : key\n"
        "  segment : optional one of \"big\", \"small\"\n  size : optional count\n"
        "  keeper : optional -> reps\n}\n";
    const std::string customer = schema_.customer_is_link
                                     ? std::string("optional -> customers") +
                                           (schema_.unmatched_customer ? " or unmatched" : "")
                                     : "optional text";
    out_ += "table orders dated order_date credited rep" +
            std::string(schema_.covers ? " covers 2024-01-01 to 2025-03-31" : "") +
            " {\n  order_id : key\n  rep : " + (schema_.optional_owner ? "optional " : "") +
            "-> reps" + (schema_.unmatched_owner ? " or unmatched" : "") +
            "\n  helper : optional -> reps\n  customer : " + customer +
            "\n  line : one of \"a\", \"b\", \"c\", \"d\"\n" +
            "  order_date : " + (schema_.optional_date ? "optional " : "") +
            "date\n  paid_date : optional date\n  amount : money\n  cost : optional money\n"
            "  qty : count\n  rate : ratio\n  opened_at : datetime\n"
            "  closed_at : optional datetime\n  let taken = closed_at - opened_at\n  let margin = "
            "amount - (cost if none 0 CNY)\n"
            "  let fee = round(amount * rate, 0.01 CNY" +
            pick({"", ", half_even", ", down"}) + ")\n}\n";
    out_ +=
        "table payments dated due_date credited order.rep {\n  payment_id : key\n"
        "  order : -> orders\n  due_date : date\n  paid_date : optional date\n"
        "  amount : money\n}\n";
    out_ +=
        "table quotas dated quarter credited rep unique rep, quarter {\n  rep : -> reps\n"
        "  quarter : period quarter\n  quota : money\n  stretch : money\n}\n";
    out_ += "param floor_rate : ratio = " + pick({"60%", "80%"}) + "\n";
  }

  void roles() {
    out_ += "role everybody = reps\n";
    out_ +=
        "role seller = reps where title == \"rep\"" +
        pick({"", " and months(hire_date, period.start) >= 6",
              schema_.regions ? " and base > 0 CNY" : " and region is one of \"North\", \"South\"",
              " and (left_date is none or base > 0 CNY)",
              " and (posts.grade if none \"junior\") == \"junior\""}) +
        "\n";
    out_ += "role manager = reps where title == \"manager\"\n";
  }

  void tiers() {
    out_ +=
        "tiers in_proportion(x: ratio) -> points whole {\n  x < 80% : 0\n"
        "  80% <= x < 100% : 100 points * x\n  x >= 100% : 100\n}\n";
    out_ += "tiers curve(x: ratio) -> points interpolated { 20% : 0 ; " +
            pick({"30% : 50", "60% : 10"}) + " ; 90% : 100 }\n";
    out_ += "tiers rising(x: ratio) -> ratio marginal {\n  x < 0% : " + pick({"0%", "1%"}) +
            "\n  0% <= x < 10% : 1%\n  10% <= x < 50% : 2%\n  x >= 50% : 3%\n}\n";
    out_ += "tiers slices(x: money) -> money marginal {\n  x < 500 CNY : " + pick({"0%", "2%"}) +
            "\n  500 CNY <= x < 1000 CNY : 1%\n  x >= 1000 CNY : 3%\n}\n";
    out_ +=
        "tiers steps(x: money) -> points whole {\n  x <= 0 CNY : 0\n"
        "  0 CNY < x < 1000 CNY : 40\n  x >= 1000 CNY : 90\n}\n";
    out_ += "tiers by_count(n: count) -> points whole { n <= 2 : 10 ; n >= 3 : 55 }\n";
    out_ +=
        "tiers grades(s: points) -> text { s < 60 : \"D\" ; 60 <= s < 90 : \"B\" ; "
        "s >= 90 : \"A\" }\n";
    out_ += forced_grades(dice_) + further_tiers(dice_);
  }

  std::string used(const Named& metric, Named& by) {
    std::string context = of_and_during(metric.windowed);
    if (metric.plain && dice_.chance(12)) {
      context += pick({" dated paid_date", " credited helper", " dated paid_date credited helper"});
    } else if (!metric.plain) {
      by.plain = false;
    }
    by.windowed = by.windowed || metric.windowed || is_shape(context);
    if (metric.optional || may_be_absent(context)) by.optional = true;
    if (context.empty()) return metric.name;
    return metric.name + "(" + context.substr(1) + ")";
  }

  std::string money_aggregate(Named& metric) {
    const std::string context = of_and_during(false);
    metric.windowed = metric.windowed || is_shape(context);
    const std::size_t kind = dice_.roll(14);
    if (kind >= 6 || may_be_absent(context)) metric.optional = true;
    if (dice_.chance(8)) return stand(dice_, context);
    if (dice_.chance(8)) return deal(dice_, context);
    if (dice_.chance(8)) return abroad(dice_, context);
    if (dice_.chance(4) && context.empty()) {
      metric.windowed = true;
      return part_of_year(dice_);
    }
    if (dice_.chance(4)) return of_people(metric);
    if (kind >= 12) return over_units(context.find(" of ") == std::string::npos ? context : "");
    if (kind >= 10) return statistic(context);
    if (kind < 4) {
      return "sum(" + table_value() + where() + dated() + context + ")";
    }
    if (kind < 5) return "sum(payments.amount" + payment_condition() + context + ")";
    if (kind < 6) {
      return "sum(sum(orders.amount)" + per() + " where " + group_condition() + context + ")";
    }
    if (kind < 7) {
      return pick({"avg", "max", "min"}) + "(sum(" + table_value() + where(20) + ")" + per() +
             (dice_.chance(40) ? " where " + group_condition() : "") + context + ")";
    }
    if (kind < 8) {
      return pick({"sum", "avg", "max"}) + "(orders.cost" + where() + " skipping none" + context +
             ")";
    }
    if (kind < 9) return "only(quotas.quota where quota > 0 CNY" + context + ")";
    return pick({"avg", "max", "min"}) + "(" + table_value() + where() + dated() + context + ")";
  }

  std::string of_people(Named& metric) {
    metric.windowed = metric.optional = true;
    metric.plain = false;
    return over_people(dice_, money_.empty() ? "sum(orders.amount)" : dice_.of(money_).name);
  }

  /// Of rows or of groups: a statistic, or something of the largest values.
  std::string statistic(const std::string& context) {
    const std::string function =
        pick({"median(", "percentile(", "stddev(", "stddev_all(", "sum(top 2 of ", "avg(top 3 of ",
              "median(top 3 of ", "min(top 2 of "});
    const std::string fraction =
        function == "percentile(" ? ", " + pick({"0%", "12.5%", "90%", "100%"}) : "";
    if (dice_.chance(40)) {
      return function + "sum(" + table_value() + where(20) + ")" + fraction + per() +
             (dice_.chance(40) ? " where " + group_condition() : "") + context + ")";
    }
    if (dice_.chance(30)) {
      return function + "orders.cost" + fraction + where() + " skipping none" + context + ")";
    }
    return function + table_value() + fraction + where() + dated() + context + ")";
  }

  std::string correlation(Named& metric) {
    const std::string context = of_and_during(false);
    metric.windowed = metric.windowed || is_shape(context);
    if (dice_.chance(50)) {
      return "corr(orders.qty, " + pick({"amount", "cost"}) + where(30) + " skipping none" +
             context + ")";
    }
    return "corr(count(orders), sum(orders.amount)" + per() + context + ")";
  }

  std::string money(int depth, Named& metric) {
    if (depth == 0 || dice_.chance(40)) {
      if (!money_.empty() && dice_.chance(50)) return used(dice_.of(money_), metric);
      return money_aggregate(metric);
    }
    const std::string a = money(depth - 1, metric);
    switch (dice_.roll(10)) {
      case 9:
        if (money_.empty()) return a;
        return "(" + a + " + " + compared("change", metric) + ")";
      case 0: return "(" + a + " + " + money(depth - 1, metric) + ")";
      case 1: return "(" + a + " - " + money(depth - 1, metric) + ")";
      case 2: return "((" + a + ") * " + pick({"2", "0.5", "10%", "-1"}) + ")";
      case 3: return "((" + a + ") / " + pick({"3", "7"}) + ")";
      case 4: return pick({"min", "max"}) + "(" + a + ", " + money(depth - 1, metric) + ")";
      case 5: return "(" + a + " if none " + pick({"0 CNY", "100 CNY"}) + ")";
      case 6: return "(" + a + " if none(" + pick({"no_prior", "no_rows", "no_data"}) + ") 1 CNY)";
      case 7:
        return "(if count(orders" + where() + ") >= 2 then " + a + " else " +
               money(depth - 1, metric) + ")";
      default: return "round(" + a + ", 0.1 CNY" + pick({"", ", ceil", ", floor", ", up"}) + ")";
    }
  }

  std::string ratio(int depth, Named& metric) {
    metric.optional = true;
    if (depth > 0 && dice_.chance(30)) {
      return "(" + ratio(depth - 1, metric) + pick({" * ", " - ", " + "}) +
             ratio(depth - 1, metric) + ")";
    }
    if (dice_.chance(10)) return workdays();
    switch (dice_.roll(8)) {
      case 7: return correlation(metric) + " * 100%";
      case 6: return hours(metric) + " / " + pick({"24 hours", hours(metric)});
      case 0: return count_aggregate(metric) + " / " + count_aggregate(metric);
      case 1:
        if (money_.empty()) break;
        return compared("growth", metric);
      case 2:
        if (ratios_.empty()) break;
        if (dice_.chance(20)) {
          metric.windowed = metric.windowed || ratios_[0].windowed;
          metric.plain = false;
          return "(100% + change(" + ratios_[0].name + ", year ago))";
        }
        return used(dice_.of(ratios_), metric);
      case 3: return "(1 - " + money_aggregate(metric) + " / " + money_aggregate(metric) + ")";
      default: break;
    }
    return money(1, metric) + " / " + money(0, metric);
  }

  std::string hours(Named& metric) {
    const std::string context = of_and_during(false);
    metric.windowed = metric.windowed || is_shape(context);
    return pick({"sum(orders.taken", "avg(orders.taken", "max(orders.taken * 2",
                 "sum(round(orders.taken / 7, 0.1 hours)", "min(max(orders.taken, 1 hour)",
                 "avg((if orders.qty > 2 then taken else 3 hours)"}) +
           where(30) + " skipping none" + context + ")";
  }

  /// How something changed, or by how much of what it was.
  std::string compared(const std::string& function, Named& metric) {
    metric.optional = true;
    const Named& base = dice_.of(money_);
    metric.windowed = metric.windowed || base.windowed;
    if (!base.plain) metric.plain = false;
    const bool own_days = !base.windowed && dice_.chance(30);
    const std::string before =
        pick(metric.windowed || own_days ? std::vector<std::string>{", year ago", ", prior 12"}
                                         : std::vector<std::string>{"", ", year ago", ", prior 2"});
    // No days to date of what lies elsewhere in its year.
    if (own_days || before != ", year ago") metric.windowed = true;
    return function + "(" + base.name +
           (own_days ? pick({"(during year to date)", "(during last 2 months)"}) : "") + before +
           ")";
  }

  std::string count_aggregate(Named& metric) {
    const std::string context = of_and_during(false);
    metric.windowed = metric.windowed || is_shape(context);
    if (may_be_absent(context)) metric.optional = true;
    if (dice_.chance(8)) {
      return "count(" + pick({"deals", "deals where kind == \"k1\"", "distinct deals.kind"}) +
             context + ")";
    }
    switch (dice_.roll(6)) {
      case 0:
        return "count(distinct orders." + pick({"customer", "line", "rep", "order_date"}) +
               where(30) + " skipping none" + context + ")";
      case 1:
        return "count(" + (dice_.chance(40) ? "where " + order_condition() : "") + per() +
               " where " + group_condition() + context + ")";
      case 4: return "count(" + groups_of_facts().substr(1) + context + ")";
      case 3:
        return "count(per " + pick({"month", "workday", "week"}) +
               pick({" where count(orders) >= 1", " where sum(orders.qty) > 3"}) + ")";
      case 2: return "sum(orders.qty" + where() + context + ")";
      default: return "count(orders" + where() + dated() + context + ")";
    }
  }

  std::string properties() {
    return pick({"", "", "", " { better lower linear }", " { better lower inverse at zero 150% }",
                 " { round 10 CNY }", " { better higher zero target 100% else 0% }",
                 " { better within 100 CNY to 800 CNY, zero at -50 CNY and 3000 CNY }"});
  }

  void metrics() {
    const int count = dice_.between(3, 8);
    for (int i = 0; i < count; ++i) {
      Named metric{"m" + std::to_string(i)};
      const std::size_t kind = i == 0 ? 0 : dice_.roll(3);
      std::string formula;
      if (kind == 0) formula = money(2, metric);
      if (kind == 1) formula = ratio(1, metric);
      if (kind == 2) formula = count_aggregate(metric);
      for (const char* other : {"payments", "quotas", "stands", "deals", "abroad", "allocate",
                                "dated", "credited", "count(per"}) {
        if (formula.find(other) != std::string::npos) metric.plain = false;
      }
      if (i > 0 && kind == 0 && dice_.chance(12)) {
        const std::string before = money(1, metric);
        metric.optional = true;
        metric.plain = false;
        out_ += "metric " + metric.name + " effective 2015 to 2024 = " + before + "\n";
        out_ += "metric " + metric.name + " effective since 2025 = " + formula + "\n";
      } else {
        out_ += "metric " + metric.name + " = " + formula + (kind == 0 ? properties() : "") + "\n";
      }
      (kind == 0 ? money_ : kind == 1 ? ratios_ : counts_).push_back(metric);
    }
  }

  void targets() {
    const std::string& metric = money_[0].name;
    if (dice_.chance(80)) {
      out_ += "target " + metric + " for " + pick({"everybody", "seller", "seller, manager"}) +
              " every " + pick({"quarter", "quarter", "month"}) + " = " +
              pick({"only(quotas.quota)", "1000 CNY", metric + "(during prior) * 110%",
                    "only(quotas.quota where quota > 100 CNY)", "base * 2", "doubled",
                    "doubled + tenure * 1 CNY"});
      std::string words = target_words(dice_);
      if (dice_.chance(50)) words += " ; stretch only(quotas.stretch)";
      out_ += " { " + words + " }\n";
      has_target_ = true;
    }
  }

  // Scorecards and pay.

  std::string line(std::size_t index, int weight) {
    const std::vector<Named>& all = index == 0                             ? money_
                                    : !ratios_.empty() && dice_.chance(50) ? ratios_
                                                                           : money_;
    const Named& metric = all[dice_.roll(all.size())];
    const bool is_money = &all == &money_;
    Named ignored;
    std::string text = "  l" + std::to_string(index) + ": " + used(metric, ignored) + " weight " +
                       std::to_string(weight) + "%";
    const bool own_target = dice_.chance(50);
    if (own_target) {
      text += " target " +
              (is_money ? pick({"1000 CNY", "0 CNY", "base + 500 CNY"}) : pick({"50%", "100%"}));
    }
    const bool attains = own_target || (has_target_ && is_money && metric.name == money_[0].name);
    std::string scored = is_money ? pick({"steps(value)", "pair(value, count(orders))"})
                                  : pick({"curve(value)", "100 points * value"});
    if (attains && dice_.chance(60)) {
      scored = pick({"in_proportion(attainment)", "curve(attainment)",
                     "min(attainment * 100 points, 120 points)"});
    }
    if (!counts_.empty() && dice_.chance(10)) scored = "by_count(" + dice_.of(counts_).name + ")";
    text += " scored " + scored;
    if (dice_.chance(25)) text += " cap " + std::to_string(dice_.between(8, 12) * 10);
    if (dice_.chance(15)) text += " floor " + std::to_string(dice_.between(0, 4) * 10);
    if (dice_.chance(40)) text += " " + policy(dice_);
    if (dice_.chance(20)) text += " " + named_policy(dice_);
    return text + "\n";
  }

  std::string condition() {
    const std::string money = "(" + dice_.of(money_).name + " if none 0 CNY)";
    std::vector<std::string> all = {money + " >= 500 CNY",
                                    "count(orders) >= 3",
                                    "base > 0 CNY",
                                    schema_.regions ? "base > 500 CNY" : "region == \"North\"",
                                    "senior",
                                    "tenure >= 6",
                                    condition_on_post(dice_)};
    if (!ratios_.empty()) all.push_back("(" + dice_.of(ratios_).name + " if none 100%) < 60%");
    return pick(all);
  }

  std::string open_condition() {
    std::vector<std::string> all = {dice_.of(money_).name + " > 100 CNY", condition()};
    if (!ratios_.empty()) {
      all.push_back(dice_.of(ratios_).name + " >= 30%");
      all.push_back(dice_.of(ratios_).name + " >= 30% or " + condition());
      all.push_back("not (" + dice_.of(ratios_).name + " >= 30% and " + condition() + ")");
    }
    all.push_back(place(dice_, money_) + " <= 2");
    all.push_back("share(" + dice_.of(money_).name + " among " +
                  pick({"region", "all", "company", "boss"}) + ") >= 20%");
    all.push_back(streak(dice_, money_, ratios_) + " >= 2");
    return pick(all);
  }

  std::string adjustment() {
    switch (dice_.roll(5)) {
      case 0: return "add " + std::to_string(dice_.between(1, 9)) + " when " + open_condition();
      case 1: return "deduct 2.5" + (dice_.chance(50) ? " when " + open_condition() : "");
      case 2: return "cap 60 when " + condition();
      case 3: return "cap " + std::to_string(dice_.between(9, 12) * 10);
      default: return "floor 10 when " + condition();
    }
  }

  void card(const std::string& name) {
    out_ += "scorecard " + name + " for " + pick({"everybody", "seller", "manager"}) + " every " +
            pick({"quarter", "quarter", "month"}) +
            (dice_.chance(20)  ? " as of start"
             : dice_.chance(4) ? " split by days"
                               : "") +
            " {\n";
    const std::vector<int> weights =
        dice_.of(std::vector<std::vector<int>>{{100}, {60, 40}, {40, 35, 25}, {50, 50, 0}});
    for (std::size_t i = 0; i < weights.size(); ++i)
      out_ += line(i, weights[i]);
    out_ += "\n  " + policy(dice_) + "\n";
    if (dice_.chance(30)) out_ += "  " + named_policy(dice_) + "\n";
    for (int i = dice_.between(0, 3); i > 0; --i)
      out_ += "  " + adjustment() + "\n";
    if (dice_.chance(60)) out_ += "  grade " + pick({"grades", "forced"}) + "\n";
    out_ += "}\n";
  }

  void payouts() {
    const bool by_card = dice_.chance(70);
    out_ += "payout bonus for " +
            (by_card ? std::string("card") : pick({"seller", "everybody"}) + " every quarter") +
            " {\n  amount ";
    std::vector<std::string> amounts = {"slices(" + dice_.of(money_).name + ")", "base * 20%",
                                        dice_.of(money_).name + " * 3%", "base * by_title(title)"};
    if (!ratios_.empty()) amounts.push_back("base * rising(" + dice_.of(ratios_).name + ")");
    if (by_card) {
      amounts.push_back("base * 20% * (score / 100 points)");
      amounts.push_back("base * (points(card.l0) / 100 points)");
    }
    out_ += pick(amounts);
    if (dice_.chance(50)) out_ += " + " + pick(amounts);
    out_ += "\n";
    if (dice_.chance(40)) out_ += "  add 100 CNY when " + condition() + "\n";
    if (dice_.chance(30)) out_ += "  floor 0 CNY\n";
    if (dice_.chance(40)) out_ += "  cap 1000 CNY\n";
    out_ += "  round " + pick({"0.01 CNY", "1 CNY half_even", "0.5 CNY floor"}) + "\n";
    if (dice_.chance(25)) out_ += "  cap pool " + pick({"0 CNY", "200 CNY", "1000 CNY"}) + "\n";
    out_ += "  " + pick({"if none hold", "if none 0 CNY"}) + "\n}\n";
    if (!dice_.chance(40)) return;
    out_ += "payout extra for everybody every " + pick({"quarter", "month"}) +
            " {\n  amount base * 1%\n  round 0.01 CNY\n  if none 5 CNY\n}\n";
  }

  std::string out_;
  std::vector<Named> money_, ratios_, counts_;
  bool has_target_ = false;
};

}  // namespace kpi::test
