#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "compare.hpp"
#include "diag/render.hpp"
#include "driver/session.hpp"
#include "programs.hpp"

// Random programs on both evaluators: every value must be the same fraction.
// KPI_RANDOM_PROGRAMS says how many, KPI_RANDOM_SEED with which to begin.

namespace kpi::test {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// How a program is run: what must never change a value.
struct Manner {
  driver::Engine engine = driver::Engine::Native;
  std::size_t block_rows = 4096;
  unsigned threads = 1;
  std::size_t block_bytes = 256 * 1024;
};

/// A program compiled once for a way of running it.
class Session {
 public:
  Session(const RandomProgram& program, const Manner& manner)
      : files_(files_of(program)), compiled_(driver::compile("plan.kpi", {}, files_, messages_)) {
    request_.bindings.folder = "data";
    request_.as_of = program.as_of;
    request_.engine = manner.engine;
    request_.block_rows = manner.block_rows;
    request_.threads = manner.threads;
    request_.load.block_bytes = manner.block_bytes;
  }

  bool is_valid() const { return compiled_.ok; }
  std::string messages() const { return concise(messages_); }
  const Program& program() const { return compiled_.program; }

  driver::RunOutcome run(const std::string& period, std::string& said) {
    request_.period = period;
    Diagnostics diagnostics;
    auto outcome = driver::run(compiled_, request_, files_, diagnostics);
    said = concise(diagnostics);
    return outcome;
  }
  driver::QueryOutcome query(const std::string& text, std::string& said) {
    request_.period.clear();
    Diagnostics diagnostics;
    auto outcome = driver::query(compiled_, text, request_, files_, diagnostics);
    said = concise(diagnostics);
    return outcome;
  }

 private:
  std::string concise(const Diagnostics& diagnostics) const {
    RenderOptions options;
    options.format = DiagnosticFormat::Concise;
    return render(diagnostics, compiled_.sources, options);
  }

  MemoryFiles files_;
  Diagnostics messages_;
  driver::Compiled compiled_;
  driver::RunRequest request_;
};

std::size_t answered = 0;  // runs and queries that had a result

void compare_run(Session& a, Session& b, const std::string& period) {
  INFO("run --period '" << period << "'");
  std::string said_a, said_b;
  const driver::RunOutcome x = a.run(period, said_a);
  const driver::RunOutcome y = b.run(period, said_b);
  INFO("messages of the first:\n" << said_a << "of the second:\n" << said_b);
  CHECK(x.ok == y.ok);
  if (x.ok && y.ok) {
    ++answered;
    const auto found = difference(a.program(), x.result, y.result);
    CHECK(found.value_or("") == "");
  }
}

void compare_query(Session& a, Session& b, const std::string& query) {
  INFO("query '" << query << "'");
  std::string said_a, said_b;
  const driver::QueryOutcome x = a.query(query, said_a);
  const driver::QueryOutcome y = b.query(query, said_b);
  INFO("messages of the first:\n" << said_a << "of the second:\n" << said_b);
  CHECK(x.ok == y.ok);
  if (x.ok && y.ok) {
    ++answered;
    const auto found = difference(x.result, y.result);
    CHECK(found.value_or("") == "");
  }
}

/// False for a program that does not check.
bool compare(const RandomProgram& one, const RandomProgram& other, const Manner& first,
             const Manner& second) {
  Session a(one, first);
  if (!a.is_valid()) {
    if (setting("KPI_RANDOM_SHOW", 0) != 0) WARN(one.text() << a.messages());
    return false;
  }
  Session b(other, second);
  INFO(one.text());
  for (const std::string& period : one.periods)
    compare_run(a, b, period);
  for (const std::string& query : one.queries)
    compare_query(a, b, query);
  return true;
}

}  // namespace

TEST_CASE("both evaluators find the same values in random programs", "[reference]") {
  const std::uint64_t count = setting("KPI_RANDOM_PROGRAMS", 200);
  const std::uint64_t begin = setting("KPI_RANDOM_SEED", 1);
  std::size_t valid = 0;
  answered = 0;
  for (std::uint64_t seed = begin; seed < begin + count; ++seed) {
    const RandomProgram program = random_program(seed);
    valid += compare(program, program, {}, {driver::Engine::Reference}) ? 1 : 0;
  }
  INFO(valid << " of " << count << " programs check, " << answered << " runs and queries compared");
  if (setting("KPI_RANDOM_SHOW", 0) != 0) WARN(valid << " valid, " << answered << " answered");
  if (count >= 100) CHECK(valid * 2 > count);
}

TEST_CASE("how a program is run changes no value", "[reference]") {
  const std::uint64_t count = setting("KPI_RANDOM_PROGRAMS", 200) / 4;
  for (std::uint64_t seed = 1'000'001; seed <= 1'000'000 + count; ++seed) {
    const RandomProgram program = random_program(seed);
    RandomProgram shuffled = program;
    Dice dice(seed);
    for (auto& [name, csv] : shuffled.tables)
      csv = with_rows_shuffled(csv, dice);
    const Manner manner{driver::Engine::Native, dice.of(std::vector<std::size_t>{1, 3, 4096}),
                        dice.chance(50) ? 3U : 1U,
                        dice.of(std::vector<std::size_t>{7, 100, 65536})};
    compare(program, shuffled, {}, manner);
  }
}

TEST_CASE("asking for more changes no value", "[reference]") {
  const std::uint64_t count = setting("KPI_RANDOM_PROGRAMS", 200) / 8;
  for (std::uint64_t seed = 2'000'001; seed <= 2'000'000 + count; ++seed) {
    const RandomProgram program = random_program(seed);
    Session session(program, {});
    if (!session.is_valid()) continue;
    INFO(program.text());
    const auto& declared = session.program().metrics;
    std::size_t metrics = 0;
    while (metrics < declared.size() &&
           declared[MetricId(metrics)].name == "m" + std::to_string(metrics))
      ++metrics;
    std::string all, said;
    for (std::size_t i = 0; i < metrics; ++i)
      all += (i == 0 ? "m" : ", m") + std::to_string(i);
    Dice dice(seed);
    const std::string by =
        " by " + dice.word({"rep", "rep", "boss", "reps, boss", "region", "boss.region"}) +
        ", month during 2024-Q4 to 2025-Q2";
    const driver::QueryOutcome whole = session.query(all + by, said);
    if (!whole.ok) continue;
    for (std::size_t i = 0; i < metrics; ++i) {
      if (declared[MetricId(i)].facts.empty()) continue;  // no `rep` to ask it by
      const driver::QueryOutcome one = session.query("m" + std::to_string(i) + by, said);
      INFO("m" << i << by << "\n" << said);
      REQUIRE(one.ok);
      for (const auto& row : one.result.rows) {
        const auto same = std::find_if(
            whole.result.rows.begin(), whole.result.rows.end(), [&](const auto& other) {
              return other.keys == row.keys && other.period == row.period &&
                     other.is_total == row.is_total;
            });
        REQUIRE(same != whole.result.rows.end());
        CHECK(text_of(row.values[0]) == text_of(same->values[i]));
      }
    }
  }
}

}  // namespace kpi::test
