#pragma once

#include <string>
#include <vector>

#include "repl/session.hpp"
#include "repl/voice.hpp"

namespace kpi::repl {

/// A figure by two sets of rules; empty where it is not there.
struct Difference {
  std::string key, name, what, before, after;
};
/// Those that are not the same, in the order of the first.
std::vector<Difference> differences_between(const std::vector<Figure>& before,
                                            const std::vector<Figure>& after);
/// In columns; `people`: whose each of them is stands in front.
std::string differences_text(const std::vector<Difference>& differences, bool people,
                             const Voice& voice);

}  // namespace kpi::repl
