#include "driver/claims.hpp"

#include <algorithm>

#include "prove/questions.hpp"

/// Proofs that params have a part in.
namespace kpi::driver {
namespace {

using prove::Proof;
using prove::Verdict;

bool is_same_place(const Span& a, const Span& b) {
  return a.file == b.file && a.begin == b.begin;
}

/// By the names in them.
bool is_same(const Proof& a, const Proof& b) {
  const auto named = [](const Argument& x, const Argument& y) {
    const auto* left = std::get_if<std::string>(&x.value);
    const auto* right = std::get_if<std::string>(&y.value);
    if (left == nullptr || right == nullptr) return x.name == y.name && left == right;
    return x.name == y.name && *left == *right;
  };
  const Arguments& left = a.message.arguments;
  const Arguments& right = b.message.arguments;
  return is_same_place(a.span, b.span) && a.message.text == b.message.text &&
         std::equal(left.begin(), left.end(), right.begin(), right.end(), named);
}

std::vector<Proof> claims_of(const Compiled& compiled) {
  std::vector<Proof> proofs;
  prove::claim_tiers(compiled.program, proofs);
  prove::claim_payouts(compiled.program, compiled.sources, proofs);
  return proofs;
}

bool has_slopes(const Tiers& tiers) {
  return std::any_of(tiers.rows.begin(), tiers.rows.end(),
                     [](const TierRow& row) { return !row.slope.is_zero(); });
}

}  // namespace

TierNumbers numbers_of(const Tiers& tiers) {
  TierNumbers numbers;
  const auto add = [&](const TierRow& row) {
    for (const TierRange* range : {static_cast<const TierRange*>(&row), &row.second}) {
      for (const auto& edge : {range->low, range->high}) {
        if (edge) numbers.edges.push_back(*edge);
      }
    }
    for (const Rational& number : {row.slope, row.second_slope, row.intercept, row.share})
      numbers.cells.push_back(number);
  };
  std::for_each(tiers.rows.begin(), tiers.rows.end(), add);
  std::for_each(tiers.outside.begin(), tiers.outside.end(), add);
  return numbers;
}

Claims::Claims(const Compiled& compiled)
    : program_(compiled.program), lasting_(claims_of(compiled)) {}

void Claims::see(const Compiled& other, const std::set<std::string>& params) {
  see_tables(other.program, params);
  see_weights(other.program, params);
  const std::vector<Proof> there = claims_of(other);
  const auto is_lost = [&](const Proof& proof) {
    return std::any_of(there.begin(), there.end(), [&](const Proof& p) {
      return p.verdict != Verdict::Proven && is_same(p, proof);
    });
  };
  lasting_.erase(std::remove_if(lasting_.begin(), lasting_.end(), is_lost), lasting_.end());
}

void Claims::see_tables(const Program& other, const std::set<std::string>& params) {
  for (std::size_t i = 0; i < program_.tiers.size(); ++i) {
    const TiersId id(i);
    const TierNumbers here = numbers_of(program_.tiers[id]);
    const TierNumbers there = numbers_of(other.tiers[id]);
    const bool cells = here.cells != there.cells;
    if (!cells && here.edges == there.edges) continue;
    moving_.insert(params.begin(), params.end());
    // where each row gives one number, it does not matter where it begins
    const bool sloped = has_slopes(program_.tiers[id]) || has_slopes(other.tiers[id]);
    if (!cells && !sloped) continue;
    Moved& moved = tables_[id.value];
    moved.by.insert(params.begin(), params.end());
    moved.bends = moved.bends || (cells && here.edges != there.edges);
  }
}

void Claims::see_weights(const Program& other, const std::set<std::string>& params) {
  for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
    const std::vector<Line>& here = program_.scorecards[ScorecardId(i)].lines;
    const std::vector<Line>& there = other.scorecards[ScorecardId(i)].lines;
    const auto same = [](const Line& a, const Line& b) { return a.weight == b.weight; };
    const auto alike = [&](const Line& a, const Line& b) {
      return same(a, b) && a.cap == b.cap && a.floor == b.floor;
    };
    if (!std::equal(here.begin(), here.end(), there.begin(), there.end(), alike)) {
      moving_.insert(params.begin(), params.end());
    }
    if (std::equal(here.begin(), here.end(), there.begin(), there.end(), same)) continue;
    weights_[static_cast<std::uint32_t>(i)].by.insert(params.begin(), params.end());
  }
}

void Claims::see(const Diagnostics& faults) {
  for (const Diagnostic& fault : faults.items()) {
    for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
      const bool here = is_same_place(program_.scorecards[ScorecardId(i)].span, fault.span);
      if (here && fault.code == Code::weights_not_100) {
        refused_.insert(static_cast<std::uint32_t>(i));
      }
    }
  }
}

bool Claims::is_sure(const std::set<std::string>& params) const {
  const bool doubted = std::any_of(params.begin(), params.end(), [&](const std::string& name) {
    return doubted_.count(name) != 0;
  });
  return !doubted && (params.size() < 2 || together_);
}

bool Claims::stays(const Proof& proof) const {
  const Text text = proof.message.text;
  const bool rests_on_params = text == Text::proof_weights || text == Text::proof_never_falls ||
                               text == Text::proof_payout_rises;
  if (!rests_on_params) return true;
  if (blind_) return false;
  if (text == Text::proof_weights) {
    for (std::size_t i = 0; i < program_.scorecards.size(); ++i) {
      if (!is_same_place(program_.scorecards[ScorecardId(i)].span, proof.span)) continue;
      const auto moved = weights_.find(static_cast<std::uint32_t>(i));
      return refused_.count(static_cast<std::uint32_t>(i)) == 0 &&
             (moved == weights_.end() || is_sure(moved->second.by));
    }
  }
  const bool lasts = std::any_of(lasting_.begin(), lasting_.end(),
                                 [&](const Proof& p) { return is_same(p, proof); });
  if (!lasts) return false;
  if (text == Text::proof_payout_rises) {
    const bool bends = std::any_of(tables_.begin(), tables_.end(),
                                   [](const auto& table) { return table.second.bends; });
    return !bends && is_sure(moving_);
  }
  for (const auto& [index, moved] : tables_) {
    if (!is_same_place(program_.tiers[TiersId(index)].span, proof.span)) continue;
    return !moved.bends && is_sure(moved.by);
  }
  return true;
}

void Claims::revise(std::vector<Proof>& proofs) const {
  for (Proof& proof : proofs) {
    if (proof.verdict != Verdict::Proven || stays(proof)) continue;
    if (proof.message.text == Text::proof_payout_rises) {
      proof.message.text = Text::proof_payout_open;
    }
    proof.verdict = Verdict::Open;
  }
}

}  // namespace kpi::driver
