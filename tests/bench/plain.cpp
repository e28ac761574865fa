// What one writes in an afternoon: read lines, cut them at commas, add up in maps. Sums only, no
// targets, scores or checks, and quotation marks only as far as these files need them. The
// yardstick of the guard: it runs anywhere.
//
//   kpi-bench-plain FOLDER

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::int64_t hundredths(const std::string& text) {
  std::int64_t value = 0;
  for (const char c : text)
    if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
  return !text.empty() && text[0] == '-' ? -value : value;
}

std::string quarter(const std::string& day) {
  return day.substr(0, 4) + "-Q" + std::to_string((std::stoi(day.substr(5, 2)) + 2) / 3);
}

struct Sums {
  std::int64_t revenue = 0, list = 0, cost = 0, due = 0, paid = 0, leads = 0, won = 0, visits = 0;
  std::unordered_map<std::string, int> customers;
};

using Key = std::pair<std::string, std::string>;

template <class Row>
void each_row(const std::string& path, Row row) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line))
    row(cells_of(line));
}

}  // namespace

int main(int count, char** arguments) {
  const std::string folder = count > 1 ? arguments[1] : ".";
  std::map<Key, Sums> sums;
  each_row(folder + "/orders.csv", [&](const std::vector<std::string>& row) {
    Sums& at = sums[{row[1], quarter(row[4])}];
    at.revenue += hundredths(row[5]);
    at.list += hundredths(row[6]);
    at.cost += hundredths(row[7]);
    ++at.customers[row[2]];
  });
  each_row(folder + "/payments.csv", [&](const std::vector<std::string>& row) {
    Sums& at = sums[{row[2], quarter(row[3])}];
    at.due += hundredths(row[5]);
    if (!row[4].empty() && quarter(row[4]) <= quarter(row[3])) at.paid += hundredths(row[5]);
  });
  each_row(folder + "/leads.csv", [&](const std::vector<std::string>& row) {
    Sums& at = sums[{row[1], quarter(row[2])}];
    ++at.leads;
    if (!row[4].empty()) ++at.won;
  });
  each_row(folder + "/visits.csv", [&](const std::vector<std::string>& row) {
    if (row[3] == "true") ++sums[{row[0], quarter(row[1])}].visits;
  });
  std::puts("reps,period,revenue,loyal,customers,visits");
  for (const auto& [key, at] : sums) {
    int loyal = 0;
    for (const auto& customer : at.customers)
      loyal += customer.second >= 2 ? 1 : 0;
    std::printf("%s,%s,%lld.%02lld,%d,%zu,%lld\n", key.first.c_str(), key.second.c_str(),
                static_cast<long long>(at.revenue / 100), static_cast<long long>(at.revenue % 100),
                loyal, at.customers.size(), static_cast<long long>(at.visits));
  }
}
