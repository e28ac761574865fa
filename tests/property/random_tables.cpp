#include "programs.hpp"

// Data that sit on edges: first and last days, empty files, missing values, negative amounts.

namespace kpi::test {
namespace {

const std::vector<std::string> kDates = {
    "2023-12-31", "2024-01-01", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-01",
    "2024-06-30", "2024-07-01", "2024-09-30", "2024-10-01", "2024-12-30", "2024-12-31",
    "2025-01-01", "2025-01-05", "2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01",
    "2025-03-15", "2025-03-31", "2025-04-01", "2025-05-31", "2025-06-30", "2025-12-31"};

std::string amount(Dice& dice) {
  switch (dice.roll(6)) {
    case 0: return "0";
    case 1: return "-" + std::to_string(dice.between(1, 300)) + ".5";
    case 2: return std::to_string(dice.between(0, 9)) + "." + std::to_string(dice.between(10, 99));
    case 3: return std::to_string(dice.between(1, 20) * 100);
    default: return std::to_string(dice.between(1, 2000));
  }
}

/// A moment near the edges of days, or a day later and a second around it.
std::string moment(Dice& dice) {
  return dice.of(kDates) + dice.word({" 00:00", "T00:00:00", " 23:59:59", " 09:30", " 09:30:01"});
}

std::string maybe(Dice& dice, std::size_t percent, const std::string& text) {
  return dice.chance(percent) ? std::string() : text;
}

std::string reps(Dice& dice, const RandomSchema& schema, std::vector<std::string>& keys) {
  std::string csv = "rep_id,name,region,title,boss,hire_date,left_date,base\n";
  const int count = dice.between(1, 5);
  for (int i = 1; i <= count; ++i)
    keys.push_back("R" + std::to_string(i));
  std::vector<std::string> above;  // nobody is above themselves
  for (const std::string& key : keys) {
    const std::string boss = above.empty() ? std::string() : maybe(dice, 40, dice.of(above));
    above.push_back(key);
    const std::string hired = dice.word({"2020-01-31", "2024-08-31", "2025-01-01", "2025-02-28"});
    const std::string left = dice.word({"2025-03-01", "2025-03-31", "2025-04-01", "2026-01-01"});
    csv += key + ",N" + key + "," + dice.word({"North", "South", "West"}) + "," +
           dice.word({"rep", "rep", "manager"}) + "," + boss + "," + hired + "," +
           maybe(dice, schema.valid_people ? 50 : 80, left) + "," +
           std::to_string(dice.between(0, 3) * 500) + "\n";
  }
  return csv;
}

std::string customers(Dice& dice, const std::vector<std::string>& reps,
                      std::vector<std::string>& keys) {
  std::string csv = "customer_id,segment,size,keeper\n";
  const int count = dice.between(0, 4);
  for (int i = 1; i <= count; ++i) {
    keys.push_back("C" + std::to_string(i));
    csv += keys.back() + "," + maybe(dice, 30, dice.word({"big", "small"})) + "," +
           maybe(dice, 30, std::to_string(dice.between(0, 50))) + "," +
           maybe(dice, 30, dice.of(reps)) + "\n";
  }
  return csv;
}

std::string orders(Dice& dice, const RandomSchema& schema, const std::vector<std::string>& reps,
                   const std::vector<std::string>& customers, std::vector<std::string>& keys) {
  std::string csv =
      "order_id,rep,helper,customer,line,order_date,paid_date,amount,cost,qty,rate,opened_at,"
      "closed_at\n";
  const int count = dice.chance(8) ? 0 : dice.between(1, 24);
  for (int i = 1; i <= count; ++i) {
    keys.push_back(std::to_string(i));
    std::string rep = dice.of(reps);
    if (schema.optional_owner) rep = maybe(dice, 15, rep);
    if (schema.unmatched_owner && dice.chance(10)) rep = "GONE";
    std::string customer = dice.word({"K1", "K2", "K3"});
    if (schema.customer_is_link) customer = customers.empty() ? "" : dice.of(customers);
    if (schema.unmatched_customer && dice.chance(15)) customer = dice.word({"X1", "X2"});
    customer = maybe(dice, 15, customer);
    std::string day = dice.of(kDates);
    if (schema.optional_date) day = maybe(dice, 10, day);
    csv += keys.back() + "," + rep + "," + maybe(dice, 30, dice.of(reps)) + "," + customer + "," +
           dice.word({"a", "b", "c"}) + "," + day + "," + maybe(dice, 40, dice.of(kDates)) + "," +
           amount(dice) + "," + maybe(dice, 20, amount(dice)) + "," +
           std::to_string(dice.between(0, 9)) + "," + dice.word({"0", "0.1", "0.05", "1"}) + "," +
           moment(dice) + "," + maybe(dice, 30, moment(dice)) + "\n";
  }
  return csv;
}

std::string payments(Dice& dice, const std::vector<std::string>& orders) {
  std::string csv = "payment_id,order,due_date,paid_date,amount\n";
  const int count = orders.empty() ? 0 : dice.between(0, 12);
  for (int i = 1; i <= count; ++i) {
    csv += "P" + std::to_string(i) + "," + dice.of(orders) + "," + dice.of(kDates) + "," +
           maybe(dice, 40, dice.of(kDates)) + "," + amount(dice) + "\n";
  }
  return csv;
}

std::string quotas(Dice& dice, const RandomSchema& schema, const std::vector<std::string>& reps) {
  std::string csv = "rep,quarter,quota,stretch\n";
  const std::vector<std::string> calendar = {"2024-Q1", "2024-Q4", "2025-Q1", "2025-Q2"};
  const std::vector<std::string> fiscal = {"FY2024-Q4", "FY2025-Q3", "FY2025-Q4", "FY2026-Q1"};
  for (const std::string& rep : reps) {
    for (const std::string& quarter : schema.fiscal ? fiscal : calendar) {
      if (dice.chance(35)) continue;
      csv += rep + "," + quarter + "," + dice.word({"0", "100", "1000", "2500.5", "-10"}) + "," +
             dice.word({"1000", "3000"}) + "\n";
    }
  }
  return csv;
}

/// Who has what on some days: not everybody on each.
std::string stands(Dice& dice, const std::vector<std::string>& reps) {
  std::string csv = "day,rep,item,amount\n";
  for (int i = dice.between(0, 12); i > 0; --i) {
    csv += dice.word({"2024-12-31", "2025-01-31", "2025-02-28", "2025-03-15", "2025-03-31"}) + "," +
           dice.of(reps) + "," + dice.word({"I1", "I2", "I3"}) + "," + amount(dice) + "\n";
  }
  return csv;
}

std::string deals(Dice& dice, const std::vector<std::string>& reps,
                  std::vector<std::string>& keys) {
  std::string csv = "deal_id,day,kind,amount,helper\n";
  for (int i = dice.between(0, 8); i > 0; --i) {
    keys.push_back("D" + std::to_string(i));
    csv += keys.back() + "," + dice.of(kDates) + "," + dice.word({"k1", "k2"}) + "," +
           amount(dice) + "," + maybe(dice, 40, dice.of(reps)) + "\n";
  }
  return csv;
}

/// Of every deal the whole: of one person, of two, of the same one twice, or in part of nobody.
std::string shares(Dice& dice, const std::vector<std::string>& reps,
                   const std::vector<std::string>& deals) {
  std::string csv = "deal,rep,share\n";
  for (const std::string& deal : deals) {
    const std::string first = dice.word({"1", "0.6", "0.5", "0"});
    const std::string second = first == "1"     ? "0"
                               : first == "0.6" ? "0.4"
                               : first == "0.5" ? "0.5"
                                                : "1";
    csv += deal + "," + dice.of(reps) + "," + first + "\n";
    csv += deal + "," + maybe(dice, 25, dice.of(reps)) + "," + second + "\n";
  }
  return csv;
}

/// Where people stood: with gaps, and some for the first time in the middle of a period.
std::string posts(Dice& dice, const std::vector<std::string>& reps) {
  std::string csv = "rep,place,grade,start,end\n";
  const std::vector<std::string> ends = {"2024-12-31", "2025-02-15", "2025-03-31"};
  const std::vector<std::string> starts = {"2020-01-01", "2025-01-15", "2025-03-01", "2025-04-01"};
  for (const std::string& rep : reps) {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (dice.chance(35)) continue;
      csv += rep + "," + dice.word({"P1", "P2"}) + "," + dice.word({"junior", "senior"}) + "," +
             starts[i] + "," + (i < ends.size() ? ends[i] : maybe(dice, 50, "2025-05-31")) + "\n";
    }
  }
  return csv;
}

/// Of every day on which something is sold abroad, and now and then of one of them not.
std::string rates(Dice& dice, bool monthly) {
  std::string csv = "since,cur,cny\n";
  const bool gaps = dice.chance(20);
  std::vector<std::string> days;
  for (const std::string& day : kDates) {
    const std::string since = monthly ? day.substr(0, 7) : day;
    if (days.empty() || days.back() != since) days.push_back(since);
  }
  for (const std::string& day : days) {
    for (const char* currency : {"USD", "EUR"}) {
      if (gaps && dice.chance(3)) continue;
      csv += day + "," + currency + "," + dice.word({"7.1", "7.0525", "8", "0.5"}) + "\n";
    }
  }
  return csv;
}

std::string abroad(Dice& dice, const std::vector<std::string>& reps) {
  std::string csv = "day,rep,cur,amount\n";
  for (int i = dice.between(0, 10); i > 0; --i) {
    csv += dice.of(kDates) + "," + dice.of(reps) + "," + dice.word({"USD", "EUR", "CNY"}) + "," +
           amount(dice) + "\n";
  }
  return csv;
}

std::string free_days(Dice& dice) {
  std::string csv = "day,kind\n";
  for (const std::string& day : kDates) {
    if (dice.chance(40)) csv += day + "," + dice.word({"off", "off", "work"}) + "\n";
  }
  return csv;
}

}  // namespace

std::string with_rows_shuffled(const std::string& csv, Dice& dice) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < csv.size()) {
    const std::size_t end = csv.find('\n', at);
    lines.push_back(csv.substr(at, end - at + 1));
    at = end + 1;
  }
  for (std::size_t i = lines.size() - 1; i > 1; --i) {
    std::swap(lines[i], lines[1 + dice.roll(i)]);
  }
  std::string shuffled;
  for (const std::string& line : lines)
    shuffled += line;
  return shuffled;
}

std::map<std::string, std::string> random_tables(Dice& dice, const RandomSchema& schema) {
  std::vector<std::string> rep_keys, customer_keys, order_keys;
  std::map<std::string, std::string> tables;
  tables["reps"] = reps(dice, schema, rep_keys);
  tables["customers"] = customers(dice, rep_keys, customer_keys);
  tables["orders"] = orders(dice, schema, rep_keys, customer_keys, order_keys);
  tables["payments"] = payments(dice, order_keys);
  tables["quotas"] = quotas(dice, schema, rep_keys);
  tables["stands"] = stands(dice, rep_keys);
  std::vector<std::string> deal_keys;
  tables["deals"] = deals(dice, rep_keys, deal_keys);
  tables["shares"] = shares(dice, rep_keys, deal_keys);
  tables["posts"] = posts(dice, rep_keys);
  tables["rates"] = rates(dice, schema.monthly_rates);
  tables["abroad"] = abroad(dice, rep_keys);
  if (schema.holidays) tables["free_days"] = free_days(dice);
  return tables;
}

}  // namespace kpi::test
