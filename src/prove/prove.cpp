#include "prove/prove.hpp"

#include "prove/questions.hpp"

namespace kpi::prove {

std::vector<Proof> prove(const Program& program, const SourceMap& sources) {
  Proofs proofs;
  prove_tables(program, proofs);
  prove_tiers(program, proofs);
  prove_targets(program, proofs);
  prove_growth(program, proofs);
  prove_cards(program, proofs);
  prove_jumps(program, proofs);
  prove_grades(program, proofs);
  prove_payouts(program, sources, proofs);
  prove_conditions(program, proofs);
  prove_steps(program, proofs);
  return proofs;
}

void warn(const Program& program, const SourceMap& sources, Diagnostics& diagnostics) {
  warn_of_targets(program, diagnostics);
  warn_of_growth(program, diagnostics);
  warn_of_cards(program, diagnostics);
  warn_of_payouts(program, sources, diagnostics);
  warn_of_conditions(program, diagnostics);
}

}  // namespace kpi::prove
