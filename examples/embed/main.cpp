// Scores one period with kpi as a library: embed RULES DATA_FOLDER PERIOD.

#include <iostream>

#include "kpi/kpi.hpp"

namespace {

bool tell(const std::vector<kpi::api::Message>& messages) {
  bool fine = true;
  for (const kpi::api::Message& message : messages) {
    std::cerr << message.full << '\n';
    fine = fine && message.severity != kpi::api::Severity::Error;
  }
  return fine;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::cerr << "embed RULES DATA_FOLDER PERIOD\n";
    return 2;
  }
  const kpi::api::Compilation compiled = kpi::api::compile_file(arguments[1]);
  if (!tell(compiled.messages)) return 1;
  kpi::api::Tables tables;
  tables.folder = arguments[2];
  kpi::api::RunOptions options;
  options.period = arguments[3];
  const kpi::api::RunOutcome outcome = kpi::api::run(compiled.rules, tables, options);
  if (!tell(outcome.messages)) return 1;
  for (const kpi::api::Score& score : outcome.scores) {
    std::cout << score.key << ' ' << score.name << ": " << (score.reason + score.score);
    for (const kpi::api::Payment& payment : score.payments)
      std::cout << ", " << payment.name << ' ' << (payment.reason + payment.amount);
    std::cout << '\n';
  }
  return 0;
}
