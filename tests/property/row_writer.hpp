#pragma once

#include "further_tables.hpp"

/// The parts of formulas that read rows: conditions, values, groups, contexts.
namespace kpi::test {

class RowWriter {
 protected:
  RowWriter(Dice& dice, const RandomSchema& schema) : dice_(dice), schema_(schema) {}

  std::string pick(const std::vector<std::string>& words) { return dice_.of(words); }

  // Rows.

  std::string order_condition(int depth = 1) {
    std::vector<std::string> simple = {
        "amount >= " + std::to_string(dice_.between(-1, 5) * 100) + " CNY",
        "amount != 0 CNY",
        "line == \"" + pick({"a", "b", "d"}) + "\"",
        "line is one of \"a\", \"c\"",
        "qty > 3",
        "100 CNY < amount <= 1000 CNY",
        "paid_date is present",
        "cost is none",
        "paid_date is present and paid_date <= period.end",
        "paid_date is present and paid_date < period.start",
        "cost is present and cost > amount",
        "margin > 0 CNY",
        "rate == 10%",
        "fee >= 1 CNY",
        "rate >= floor_rate",
        "date(opened_at) <= period.end",
        "closed_at is present and hours(opened_at to closed_at) <= 24 hours",
        "closed_at is present and days(opened_at to closed_at) == 2",
        "closed_at is none or opened_at < closed_at"};
    if (!schema_.optional_date) {
      simple.push_back("months(order_date, period.end) < " + std::to_string(dice_.between(1, 5)));
      simple.push_back("paid_date is present and paid_date - order_date <= 10 days");
      simple.push_back("order_date + 1 months > period.end");
    }
    if (schema_.customer_is_link) {
      simple.push_back("customer.segment is present and customer.segment == \"big\"");
      simple.push_back("customer.size is present and customer.size > 10");
    } else {
      simple.push_back("customer is present and customer != \"K1\"");
    }
    if (!schema_.optional_owner && !schema_.unmatched_owner) {
      if (!schema_.regions) simple.push_back("rep.region == \"North\"");
      simple.push_back("rep.base > 500 CNY");
      if (!schema_.optional_date) {
        for (const std::string& condition : conditions_on_posts())
          simple.push_back(condition);
      }
    }
    const std::string one = pick(simple);
    if (depth == 0 || dice_.chance(60)) return one;
    if (dice_.chance(30)) return "not (" + one + ")";
    const std::string join = pick({" and ", " or "});
    return "(" + one + ")" + join + "(" + order_condition(depth - 1) + ")";
  }

  std::string where(std::size_t percent = 45) {
    return dice_.chance(percent) ? " where " + order_condition() : "";
  }

  std::string order_amount() {
    return pick({"amount", "amount", "margin", "fee", "amount - fee", "amount * 1.5",
                 "(cost if none 0 CNY)", "max(amount, 0 CNY)", "amount / 4",
                 "(if qty > 2 then amount else margin)", "round(amount / 3, 0.01 CNY)",
                 "clamp(amount, 0 CNY, 500 CNY)"});
  }

  std::string qualified(const std::string& value) {
    return value == "amount" ? "orders.amount" : value;
  }

  std::string group_condition() {
    return pick({"count(orders) >= 2", "sum(orders.amount) >= 500 CNY",
                 "max(orders.amount) > 100 CNY and count(orders) < 4",
                 "count(orders where line == \"a\") > 0", "sum(orders.cost skipping none) > 0 CNY",
                 "count(orders during prior) > 0 and count(orders) == 0",
                 "sum(orders.amount) > sum(orders.amount during prior)",
                 "count(orders during last 2 months) < 3", "count(orders) == 0",
                 "count(orders dated paid_date) > 0", "count(orders credited helper) > 0",
                 "count(orders of company) > count(orders)", "count(orders of team) > 1",
                 "sum(orders.amount of region dated paid_date) > 0 CNY"});
  }

  /// Groups to which several facts lead.
  std::string groups_of_facts() {
    const bool customers = schema_.customer_is_link && dice_.chance(50);
    const std::string quota =
        customers ? "count(payments where amount > 0 CNY) == 0" : "sum(quotas.quota) > 100 CNY";
    return std::string(" per ") + (customers ? "customers" : "reps") + " where " +
           pick({"count(orders) == 0 and count(payments) > 0",
                 "count(payments during prior) > 0 or count(orders dated paid_date) > 1",
                 "count(orders of company) > 2 and count(payments) == 0",
                 quota + " and count(orders) > 0"});
  }

  std::string per() {
    if (dice_.chance(25)) return " per reps";
    if (schema_.customer_is_link && dice_.chance(40)) return " per customers";
    return " per orders." + pick({"customer", "customer", "line", "order_date",
                                  "customer per orders.line", "rep per orders.qty"});
  }

  // Values at (subject, period).

  std::string dated() {
    return dice_.chance(16) ? pick({" dated paid_date", " dated opened_at", " dated closed_at"})
                            : "";
  }

  std::string of_and_during(bool windowed) {
    std::string context;
    if (dice_.chance(15)) context += pick({" of company", " of all", " of \"R1\"", " of \"R9\""});
    if (context.empty() && dice_.chance(6)) {
      context += pick({" of team", " of below", " of reports", " of boss", " of boss.below"});
    }
    if (dice_.chance(20)) {
      context +=
          windowed ? pick({" during prior", " during year ago"})
                   : pick({" during prior", " during prior 2", " during year ago",
                           " during year to date", " during quarter to date",
                           " during half to date", " during last 2 quarters",
                           " during last 2 months", " during last 3 months", " during all time",
                           " during year", " during 2025-Q1", " during 2024-12-31 to 2025-02-28"});
    }
    return context;
  }

  /// Whole months and coarser windows fill the units; where they do not, both sides refuse.
  std::string over_units(const std::string& context) {
    const std::string unit = pick({"month", "month", "day", "workday", "week", "quarter"});
    const std::string inner = pick({"sum(orders.amount", "sum(orders.margin", "avg(orders.amount",
                                    "sum(payments.amount", "max(orders.fee"}) +
                              pick({"", "", " during prior", " during last 2 months"}) + ")";
    const std::string condition =
        dice_.chance(40) ? " where " + pick({"count(orders) >= 1", "sum(orders.amount) > 0 CNY",
                                             "avg(orders.amount) > 100 CNY", "count(orders) == 0"})
                         : "";
    return pick({"sum(", "avg(", "max(", "median(", "sum(top 2 of ", "stddev("}) + inner + " per " +
           unit + condition + pick({"", " skipping none"}) + context + ")";
  }

  std::string payment_condition() {
    return pick({"", " where paid_date is present and paid_date <= period.end",
                 " where paid_date is none or amount < 0 CNY", " where order.line == \"a\""});
  }

  /// Of rows only where the holidays are known for all of them.
  std::string workdays() {
    const bool rows = !schema_.optional_date && !schema_.few_holidays && dice_.chance(50);
    if (rows)
      return "sum(workdays(orders.order_date to paid_date) where paid_date is present) / 7 days";
    return "workdays(" + pick({"period.start to period.end", "period.end to 2025-01-05"}) +
           ") / 7 days";
  }

  static bool may_be_absent(const std::string& context) {
    return context.find("during") != std::string::npos || context.find("boss") != std::string::npos;
  }

  static bool is_shape(const std::string& context) {
    return context.find("during") != std::string::npos &&
           context.find("prior") == std::string::npos && context.find("ago") == std::string::npos;
  }

  /// The first name must name the table.
  std::string table_value() {
    std::string value = order_amount();
    const std::size_t at = value.find("amount") != std::string::npos   ? value.find("amount")
                           : value.find("margin") != std::string::npos ? value.find("margin")
                           : value.find("cost") != std::string::npos   ? value.find("cost")
                                                                       : value.find("fee");
    return value.insert(at, "orders.");
  }

  Dice& dice_;
  const RandomSchema& schema_;
};

}  // namespace kpi::test
