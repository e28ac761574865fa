#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "../unit/support/memory_files.hpp"

// Small random rule files with data, as text, so that every stage sees them.

namespace kpi::test {

/// Small choices from one seed, the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// 0 … sides - 1.
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(engine_() % sides); }
  int between(int low, int high) {
    return low + static_cast<int>(roll(static_cast<std::size_t>(high - low) + 1));
  }
  bool chance(std::size_t percent) { return roll(100) < percent; }
  template <class T>
  const T& of(const std::vector<T>& items) {
    return items[roll(items.size())];
  }
  std::string word(const std::vector<std::string>& words) { return of(words); }

 private:
  std::mt19937_64 engine_;
};

struct RandomProgram {
  std::uint64_t seed = 0;
  std::string rules;
  std::map<std::string, std::string> tables;  // name -> the CSV file
  std::vector<std::string> periods;           // to run
  std::vector<std::string> queries;
  std::optional<std::string> as_of;
  std::string text() const;  // all of it, for a report
};

/// The program and its data as a rule file and a folder.
inline MemoryFiles files_of(const RandomProgram& program) {
  std::map<std::string, std::string> files{{"plan.kpi", program.rules}};
  for (const auto& [name, csv] : program.tables)
    files["data/" + name + ".csv"] = csv;
  return MemoryFiles(files);
}

RandomProgram random_program(std::uint64_t seed);

/// What the schema of a program decides, for its rules and its data.
struct RandomSchema {
  bool valid_people = false;     // reps are in force for a time only
  bool optional_owner = false;   // orders may belong to nobody
  bool unmatched_owner = false;  // or to somebody who is not listed
  bool customer_is_link = false;
  bool unmatched_customer = false;
  bool optional_date = false;
  bool covers = false;
  bool fiscal = false;
  bool text_keys_by_choice = false;  // the region is one of a list
  bool holidays = false;             // some days are off, some weekends worked
  bool few_holidays = false;         // they are known for few days
  bool monthly_rates = false;        // of currencies: one for all days of a month
  bool regions = false;              // the regions are a table made of the column
};

/// The same file with its rows in another order.
std::string with_rows_shuffled(const std::string& csv, Dice& dice);

/// CSV files that fit the schema.
std::map<std::string, std::string> random_tables(Dice& dice, const RandomSchema& schema);

}  // namespace kpi::test
