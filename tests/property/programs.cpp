#include "program_writer.hpp"

namespace kpi::test {
namespace {

RandomSchema random_schema(Dice& dice) {
  RandomSchema schema;
  schema.valid_people = dice.chance(40);
  schema.optional_owner = dice.chance(40);
  schema.unmatched_owner = dice.chance(20);
  schema.customer_is_link = dice.chance(50);
  schema.unmatched_customer = schema.customer_is_link && dice.chance(50);
  schema.optional_date = dice.chance(20);
  schema.covers = dice.chance(20);
  schema.fiscal = dice.chance(25);
  schema.text_keys_by_choice = dice.chance(50);
  schema.holidays = dice.chance(40);
  schema.few_holidays = dice.chance(30);
  schema.monthly_rates = dice.chance(30);
  schema.regions = dice.chance(25);
  return schema;
}

std::string query(Dice& dice, const RandomSchema& schema, const std::vector<std::string>& names) {
  std::string text = dice.of(names);
  for (int i = dice.between(0, 2); i > 0; --i)
    text += ", " + dice.of(names);
  std::vector<std::string> axes = {"",
                                   " by rep",
                                   " by rep",
                                   " by region",
                                   " by line",
                                   " by region, line",
                                   " by reps.title",
                                   " by boss",
                                   " by rep, line"};
  axes.push_back(" by " + dice.word({"helper", "helper", "keeper", "rep, helper", "helper, line",
                                     "boss", "reps, boss", "boss.region", "orders.rep"}));
  if (schema.customer_is_link) axes.push_back(" by segment");
  std::string by = dice.of(axes);
  if (dice.chance(40)) by += (by.empty() ? " by " : ", ") + dice.word({"month", "quarter"});
  return text + by + " during " +
         dice.word({"2025-Q1", "2025-Q1", "2025", "2024-12", "2025-02", "2025-03",
                    "2024-Q4 to 2025-Q2", "2025-01-01", "2024-06-30 to 2025-03-15", "2025-H1"});
}

}  // namespace

RandomProgram random_program(std::uint64_t seed) {
  Dice dice(seed);
  RandomProgram program;
  program.seed = seed;
  const RandomSchema schema = random_schema(dice);
  Writer writer(dice, schema);
  program.rules = writer.write();
  program.tables = random_tables(dice, schema);
  program.periods = {dice.word({"2025-Q1", "2025", "2024-Q4 to 2025-Q2"})};
  for (int i = 0; i < 4; ++i)
    program.queries.push_back(query(dice, schema, writer.measures()));
  if (dice.chance(25)) program.as_of = dice.word({"2025-02-15", "2025-03-30", "2024-12-31"});
  return program;
}

std::string RandomProgram::text() const {
  std::string all = "seed " + std::to_string(seed) + "\n" + rules;
  for (const auto& [name, csv] : tables)
    all += "\n# " + name + ".csv\n" + csv;
  for (const std::string& period : periods)
    all += "\n$ run --period '" + period + "'";
  for (const std::string& query : queries)
    all += "\n$ query '" + query + "'";
  if (as_of) all += "\n# as of " + *as_of;
  return all + "\n";
}

}  // namespace kpi::test
