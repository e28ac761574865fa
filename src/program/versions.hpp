#pragma once

#include <optional>
#include <vector>

#include "program/program.hpp"

/// `effective`: which of the versions of a declaration holds.
namespace kpi {

/// The version that holds on all of the days; none where there is a gap or a change among them.
struct HeldVersion {
  std::optional<std::size_t> index;
  bool several = false;  // the days lie in more than one
};
HeldVersion held_on(const std::vector<DateRange>& versions, DateRange days);

/// `effective` of one declaration; absent: it always holds.
inline bool holds(const std::optional<DateRange>& effective, DateRange days) {
  return !effective || effective->contains(days);
}

/// Of the scorecards, payouts … of the same name the one that holds on all of the days.
template <class IdType, class Items>
std::optional<IdType> version_of(const Items& items, IdType id, DateRange days) {
  if (holds(items[id].effective, days)) return id;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& other = items[IdType(i)];
    if (other.name == items[id].name && holds(other.effective, days)) return IdType(i);
  }
  return std::nullopt;
}

/// What a declaration for several scorecards is: one item for each of its cards. Of the same name
/// those that hold on all of the days; several only where each is for a card of its own.
template <class IdType, class Items>
std::vector<IdType> all_held(const Items& items, IdType id, DateRange days) {
  std::vector<IdType> found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& other = items[IdType(i)];
    if (other.name == items[id].name && holds(other.effective, days)) found.push_back(IdType(i));
  }
  return found;
}

/// Whether it was declared for several scorecards and is here for one of them.
template <class Items, class Item>
bool is_for_several_cards(const Program& program, const Items& items, const Item& item) {
  const auto& cards = program.scorecards;
  for (const auto& other : items) {
    const bool of_one = other.span == item.span && other.scorecard && item.scorecard;
    if (of_one && cards[other.scorecard].name != cards[item.scorecard].name) return true;
  }
  return false;
}

/// All of the same name, in the order declared.
template <class IdType, class Items>
std::vector<IdType> versions_of(const Items& items, IdType id) {
  std::vector<IdType> found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[IdType(i)].name == items[id].name) found.push_back(IdType(i));
  }
  return found;
}

}  // namespace kpi
