#pragma once

#include "prove/prove.hpp"

/// One function per question; each adds its answers.
namespace kpi::prove {

using Proofs = std::vector<Proof>;

// tiers.cpp: rows, jumps, falls; rows that no value reaches
void prove_tiers(const Program& program, Proofs& proofs);
void claim_tiers(const Program& program, Proofs& proofs);  // that they never fall, or not proven
// jumps.cpp: what jumps of tables and conditions do to points, scores and payouts
void prove_jumps(const Program& program, Proofs& proofs);
// cards.cpp: weights, two cards at once, bounds without effect, versions
void prove_cards(const Program& program, Proofs& proofs);
void warn_of_cards(const Program& program, Diagnostics& diagnostics);
// targets.cpp: two targets for one person
void prove_targets(const Program& program, Proofs& proofs);
void warn_of_targets(const Program& program, Diagnostics& diagnostics);
// growth.cpp: growth targets of short and long periods
void prove_growth(const Program& program, Proofs& proofs);
void warn_of_growth(const Program& program, Diagnostics& diagnostics);
// payouts.cpp: falls while a result gets better; bounds
void prove_payouts(const Program& program, const SourceMap& sources, Proofs& proofs);
// that they never fall, or not proven
void claim_payouts(const Program& program, const SourceMap& sources, Proofs& proofs);
void warn_of_payouts(const Program& program, const SourceMap& sources, Diagnostics& diagnostics);
// grades.cpp: what grades do to payouts
void prove_grades(const Program& program, Proofs& proofs);
// conditions.cpp: those that never or always hold, floors above caps
void prove_conditions(const Program& program, Proofs& proofs);
void warn_of_conditions(const Program& program, Diagnostics& diagnostics);
// steps.cpp: by how much one step of a published value moves the pay
void prove_steps(const Program& program, Proofs& proofs);
// tables.cpp: `only` and `unique`
void prove_tables(const Program& program, Proofs& proofs);

/// A payout for several scorecards is looked at once for each: `bonus for card`.
std::string name_of(const Program& program, const Payout& payout);

inline void add(Proofs& proofs, Verdict verdict, Span span, Text text, Arguments arguments) {
  proofs.push_back({verdict, span, {text, std::move(arguments)}});
}

}  // namespace kpi::prove
