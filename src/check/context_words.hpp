#pragma once

#include <initializer_list>

#include "check/peers.hpp"

namespace kpi::check {

/// The words that may stand in a call's brackets.
enum class ContextWord : std::uint8_t {
  Where,
  Per,
  Dated,
  Credited,
  Of,
  During,
  Among,
  Weight,
  Step,
  Across,
  Snapshot,
  SkippingNone
};

/// Reports each word in the brackets that the call has no use for: one that changed nothing would
/// be believed. True if there was none.
bool has_only(Checker& checker, const CallSite& site, std::initializer_list<ContextWord> used);

/// The same for a function by its name, and for tables of tiers and payouts.
bool words_fit(Checker& checker, const CallSite& site);

}  // namespace kpi::check
