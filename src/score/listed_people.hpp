#pragma once

#include <string>
#include <vector>

namespace kpi::score {

/// The first few of a list, and how many more there are: `R1, R2, + 3`.
template <class People>
std::string listed_people(const People& people) {
  constexpr std::size_t kShown = 5;
  std::string text;
  std::size_t count = 0;
  for (const std::string& person : people) {
    if (count++ < kShown) text += (text.empty() ? "" : ", ") + person;
  }
  return count > kShown ? text + ", + " + std::to_string(count - kShown) : text;
}

}  // namespace kpi::score
