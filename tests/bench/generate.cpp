// Writes the tables of a sales force as CSV, always the same bytes for the same arguments:
//
//   kpi-bench-data ORDERS FOLDER
//
// ORDERS payments and visits, half as many leads, a rep for every thousand orders (100 at least),
// and targets for two years of quarters. There is what files have: quoted names with commas, empty
// cells, credit notes, a few reps with much more than others.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"

namespace {

using kpi::Date;

constexpr int kQuarters = 8;
constexpr std::int64_t kFirstDay = 20089;  // 2025-01-01
constexpr std::uint64_t kDays = 730;       // to 2026-12-31

/// Numbers that look drawn (splitmix64); every table has its own.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// 0 to count - 1.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool chance(std::uint64_t percent) { return below(100) < percent; }
  /// 0 to count - 1, small numbers far more often: the square of an even draw.
  std::uint64_t low(std::uint64_t count) {
    const std::uint64_t x = below(1U << 16);
    return (x * x >> 16) * count >> 16;
  }

 private:
  std::uint64_t state_;
};

class File {
 public:
  File(const std::string& folder, const std::string& name)
      : file_(std::fopen((folder + "/" + name + ".csv").c_str(), "wb")) {
    if (file_ == nullptr) {
      std::perror(folder.c_str());
      std::exit(1);
    }
  }
  ~File() {
    write();
    std::fclose(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  File& operator<<(std::string_view text) {
    bytes_ += text;
    if (bytes_.size() > kEnough) write();
    return *this;
  }
  File& operator<<(std::uint64_t number) { return *this << std::to_string(number); }

 private:
  static constexpr std::size_t kEnough = std::size_t{1} << 20;
  void write() {
    std::fwrite(bytes_.data(), 1, bytes_.size(), file_);
    bytes_.clear();
  }
  std::FILE* file_;
  std::string bytes_;
};

std::string padded(std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// Hundredths as a decimal.
std::string money(std::int64_t hundredths) {
  const auto size = static_cast<std::uint64_t>(std::abs(hundredths));
  return (hundredths < 0 ? "-" : "") + std::to_string(size / 100) + "." + padded(size % 100, 2);
}

std::string rep(std::uint64_t number) {
  return "R" + padded(number, 6);
}

std::uint64_t quarter_of(std::uint64_t day) {
  const kpi::CivilDate date =
      kpi::to_civil(Date{static_cast<std::int32_t>(kFirstDay) + static_cast<std::int32_t>(day)});
  return static_cast<std::uint64_t>(date.year - 2025) * 4 +
         static_cast<std::uint64_t>(date.month - 1) / 3;
}

/// The text of every day, late payments included.
std::vector<std::string> day_texts() {
  std::vector<std::string> texts;
  for (std::int32_t day = 0; day < 1000; ++day)
    texts.push_back(to_string(Date{static_cast<std::int32_t>(kFirstDay) + day}));
  return texts;
}

class Tables {
 public:
  Tables(std::uint64_t orders, std::string folder)
      : folder_(std::move(folder)),
        orders_(orders),
        reps_(std::max<std::uint64_t>(100, orders / 1000)),
        days_(day_texts()),
        revenue_(static_cast<std::size_t>(reps_ * kQuarters)) {}

  void write() {
    write_reps();
    write_orders_and_payments();
    write_leads();
    write_visits();
    write_targets();
  }

 private:
  /// The day of the n-th of `count` events: in order, evenly over the two years.
  std::uint64_t day_of(std::uint64_t n, std::uint64_t count) const { return n * kDays / count; }
  std::uint64_t customer(Draw& draw, std::uint64_t of) const {
    constexpr std::uint64_t kPortfolio = 300;
    if (draw.chance(3)) of = draw.below(reps_);
    return 100'000 + of * kPortfolio + draw.low(kPortfolio);
  }

  void write_reps() {
    static constexpr std::array<std::string_view, 8> kRegions = {
        "华东", "华北", "华南", "华中", "西南", "西北", "东北", "\"Overseas, EMEA\""};
    static constexpr std::array<std::string_view, 4> kNames = {"王伟", "李娜", "\"Doe, J.\"",
                                                               "\"Ann \"\"Annie\"\" Lee\""};
    Draw draw(1);
    File file(folder_, "reps");
    file << "rep_id,name,role,region,team,hire_date\n";
    const std::uint64_t teams = std::max<std::uint64_t>(8, reps_ / 10);
    for (std::uint64_t r = 0; r < reps_; ++r) {
      file << rep(r) << "," << kNames[draw.below(kNames.size())]
           << (draw.chance(20) ? ",novice" : ",rep") << "," << kRegions[r % teams % kRegions.size()]
           << ",T" << padded(r % teams, 4) << ",2020-03-01\n";
    }
  }

  void write_orders_and_payments() {
    static constexpr std::array<std::string_view, 4> kLines = {"standard", "premium", "new",
                                                               "\"service\""};
    static constexpr std::array<std::uint64_t, 4> kTerms = {0, 30, 60, 90};
    Draw draw(2);
    File orders(folder_, "orders");
    File payments(folder_, "payments");
    orders
        << "order_id,rep_id,customer_id,product_line,order_date,amount,list_amount,cost,discount\n";
    payments << "payment_id,order_id,rep_id,due_date,paid_date,amount\n";
    for (std::uint64_t n = 0; n < orders_; ++n) {
      const std::uint64_t day = day_of(n, orders_);
      const std::uint64_t who = draw.low(reps_);
      const std::uint64_t line = draw.chance(2) ? 3 : draw.below(3);
      const std::int64_t sign = draw.below(200) == 0 ? -1 : 1;  // a credit note
      const std::int64_t list = sign * static_cast<std::int64_t>(1000 + draw.low(400'000));
      const auto discount = static_cast<std::int64_t>(draw.chance(50) ? 0 : draw.below(25));
      const std::int64_t amount = list * (100 - discount) / 100;
      const std::int64_t cost = list * static_cast<std::int64_t>(40 + draw.below(25)) / 100;
      revenue_[static_cast<std::size_t>(who * kQuarters + quarter_of(day))] += amount;
      orders << n + 1 << "," << rep(who) << "," << customer(draw, who) << "," << kLines[line] << ","
             << days_[day] << "," << money(amount) << "," << money(list) << ","
             << (draw.chance(1) ? std::string() : money(cost)) << ",0."
             << padded(static_cast<std::uint64_t>(discount), 2) << "\n";
      const std::uint64_t due = day + kTerms[draw.below(kTerms.size())];
      const std::uint64_t late = draw.chance(60) ? 0 : draw.low(120);
      payments << n + 1 << "," << n + 1 << "," << rep(who) << "," << days_[due] << ","
               << (draw.chance(5) ? std::string() : days_[due + late]) << "," << money(amount)
               << "\n";
    }
  }

  void write_leads() {
    Draw draw(3);
    File file(folder_, "leads");
    file << "lead_id,rep_id,created,qualified_date,won_date\n";
    for (std::uint64_t n = 0; n < orders_ / 2; ++n) {
      const std::uint64_t day = day_of(n, orders_ / 2);
      const bool won = draw.chance(27);
      file << n + 1 << "," << rep(draw.low(reps_)) << "," << days_[day] << ","
           << (won || draw.chance(40) ? days_[day + 7] : std::string()) << ","
           << (won ? days_[day + 10 + draw.below(80)] : std::string()) << "\n";
    }
  }

  void write_visits() {
    Draw draw(4);
    File file(folder_, "visits");
    file << "rep_id,date,customer_id,valid\n";
    for (std::uint64_t n = 0; n < orders_; ++n) {
      const std::uint64_t who = draw.low(reps_);
      const std::uint64_t valid = draw.below(20);
      file << rep(who) << "," << days_[day_of(n, orders_)] << "," << customer(draw, who) << ","
           << (valid == 0  ? ""
               : valid < 4 ? "false"
                           : "true")
           << "\n";
    }
  }

  /// About one in fifty is missing.
  void write_targets() {
    Draw draw(5);
    File file(folder_, "targets");
    file << "rep_id,quarter,metric,target\n";
    const auto row = [&](std::uint64_t who, int quarter, std::string_view metric,
                         const std::string& target) {
      if (draw.chance(2)) return;
      file << rep(who) << "," << std::to_string(2025 + quarter / 4) << "-Q"
           << std::to_string(quarter % 4 + 1) << "," << metric << "," << target << "\n";
    };
    for (std::uint64_t r = 0; r < reps_; ++r) {
      for (int q = 0; q < kQuarters; ++q) {
        const std::int64_t sold =
            revenue_[static_cast<std::size_t>(r * kQuarters) + static_cast<std::size_t>(q)];
        const std::int64_t wanted = sold * static_cast<std::int64_t>(75 + draw.below(55)) / 100;
        row(r, q, "revenue", money(std::max<std::int64_t>(wanted, 100'000) / 1000 * 1000));
        row(r, q, "gross_margin", "0." + padded(3600 + draw.below(1200), 4));
        row(r, q, "repeat_rate", "0." + padded(2500 + draw.below(1700), 4));
        row(r, q, "collection_rate", "0." + padded(7000 + draw.below(2000), 4));
      }
    }
  }

  std::string folder_;
  std::uint64_t orders_;
  std::uint64_t reps_;
  std::vector<std::string> days_;
  std::vector<std::int64_t> revenue_;  // in hundredths, by rep and quarter
};

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t orders = count == 3 ? std::strtoull(arguments[1], nullptr, 10) : 0;
  if (orders == 0) {
    std::fputs("usage: kpi-bench-data ORDERS FOLDER\n", stderr);
    return 2;
  }
  Tables(orders, arguments[2]).write();
}
