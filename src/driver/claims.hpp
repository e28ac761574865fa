#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "driver/session.hpp"
#include "program/program.hpp"
#include "prove/prove.hpp"

namespace kpi::driver {

/// Where the rows of a scoring table begin and end, and what they give.
struct TierNumbers {
  std::vector<Rational> edges, cells;
};
TierNumbers numbers_of(const Tiers& tiers);

/// What was proven of tables, weights and payouts with the params as they are: whether it stays
/// proven with every other value that they may have. Whatever is not sure of that is not proven.
class Claims {
 public:
  explicit Claims(const Compiled& compiled);

  /// The rules with other values of those params.
  void see(const Compiled& other, const std::set<std::string>& params);
  /// The rules were refused with other values.
  void see(const Diagnostics& faults);
  /// Nothing follows of the values of the param between those that were seen.
  void doubt(const std::string& param) { doubted_.insert(param); }
  /// Nothing was seen but the value that a param has.
  void doubt_everything() { blind_ = true; }
  /// Values of several params were not seen together.
  void doubt_together() { together_ = false; }

  /// Takes back what is not sure.
  void revise(std::vector<prove::Proof>& proofs) const;

 private:
  struct Moved {
    std::set<std::string> by;
    bool bends = false;  // edges and what is given there move together
  };

  void see_tables(const Program& other, const std::set<std::string>& params);
  void see_weights(const Program& other, const std::set<std::string>& params);
  bool is_sure(const std::set<std::string>& params) const;
  bool stays(const prove::Proof& proof) const;

  const Program& program_;
  std::vector<prove::Proof> lasting_;  // with no other values that were seen it is not proven
  std::map<std::uint32_t, Moved> tables_, weights_;
  std::set<std::uint32_t> refused_;  // cards
  std::set<std::string> doubted_, moving_;
  bool together_ = true, blind_ = false;
};

}  // namespace kpi::driver
