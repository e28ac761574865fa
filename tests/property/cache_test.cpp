#include <catch2/catch.hpp>
#include <cstdlib>

#include "../unit/support/temporary_folder.hpp"
#include "cache/cache.hpp"
#include "compare.hpp"
#include "diag/render.hpp"
#include "driver/session.hpp"
#include "programs.hpp"

// Random programs with a cache: what a run finds there never shows in a value or a message, and
// damage never either. KPI_RANDOM_SEED says with which program to begin.

namespace kpi::test {
namespace {

constexpr std::uint64_t kPrograms = 60;

struct Answer {
  driver::RunOutcome run;
  driver::QueryOutcome query;
  std::string said;
  bool has_kept = false;
};

/// Runs the first period and asks the first query, with a cache in the folder if one is given.
Answer answer(const RandomProgram& program, const MemoryFiles& files, const std::string& folder) {
  Answer answer;
  Diagnostics messages;
  driver::Compiled compiled = driver::compile("plan.kpi", {}, files, messages);
  if (!compiled.ok) return answer;
  driver::RunRequest request;
  request.bindings.folder = "data";
  request.as_of = program.as_of;
  std::optional<cache::Cache> cache;
  if (!folder.empty()) {
    cache.emplace(cache::Settings{folder, cache::Settings::kUsualMost, 0}, files);
    request.load.store = request.cache = &*cache;
  }
  request.period = program.periods[0];
  answer.run = driver::run(compiled, request, files, messages);
  if (!program.queries.empty()) {
    request.period.clear();
    Diagnostics of_query;
    answer.query = driver::query(compiled, program.queries[0], request, files, of_query);
    messages.take(of_query);
  }
  messages.sort();
  answer.said = render(messages, compiled.sources, {});
  answer.has_kept = cache && cache->has_kept();
  return answer;
}

void check_same(const RandomProgram& program, const MemoryFiles& files, const Answer& a,
                const Answer& b) {
  Diagnostics messages;
  const driver::Compiled compiled = driver::compile("plan.kpi", {}, files, messages);
  CHECK(a.said == b.said);
  CHECK(a.run.ok == b.run.ok);
  CHECK(a.query.ok == b.query.ok);
  INFO(program.text());
  if (a.run.ok && b.run.ok) {
    CHECK(difference(compiled.program, a.run.result, b.run.result).value_or("") == "");
  }
  if (a.query.ok && b.query.ok) {
    CHECK(difference(a.query.result, b.query.result).value_or("") == "");
  }
}

/// Turns a bit of a random byte in every file of the cache.
void damage(const std::string& folder, Dice& dice) {
  const io::CacheFolder kept(folder);
  for (const io::CacheFolder::Item& item : kept.items()) {
    const auto file = kept.open(item.name);
    std::string bytes(item.bytes, '\0');
    file->read(bytes.data(), bytes.size());
    char& byte = bytes[dice.roll(bytes.size())];
    byte = static_cast<char>(byte ^ (1 << dice.roll(8)));
    kept.add(item.name, {bytes});
  }
}

}  // namespace

TEST_CASE("a cache never shows in what random programs say", "[cache]") {
  const char* const text = std::getenv("KPI_RANDOM_SEED");
  const std::uint64_t begin = text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
  std::size_t kept = 0;
  std::size_t taken = 0;
  for (std::uint64_t seed = begin; seed < begin + kPrograms; ++seed) {
    const RandomProgram program = random_program(seed);
    const MemoryFiles files = files_of(program);
    const TemporaryFolder folder;
    const Answer plain = answer(program, files, "");
    const Answer cold = answer(program, files, folder.path());
    const Answer warm = answer(program, files, folder.path());
    check_same(program, files, plain, cold);
    check_same(program, files, plain, warm);
    kept += cold.has_kept ? 1 : 0;
    taken += cold.has_kept && !warm.has_kept ? 1 : 0;
    Dice dice(seed);
    damage(folder.path(), dice);
    check_same(program, files, plain, answer(program, files, folder.path()));
  }
  INFO(kept << " caches were filled, " << taken << " needed nothing more");
  CHECK(kept >= kPrograms / 3);
  CHECK(taken > kept / 2);
}

}  // namespace kpi::test
