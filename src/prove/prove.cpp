#include "prove/prove.hpp"

#include "prove/questions.hpp"

namespace kpi::prove {

std::vector<Proof> prove(const Program& program) {
  Proofs proofs;
  prove_tables(program, proofs);
  prove_tiers(program, proofs);
  prove_targets(program, proofs);
  prove_growth(program, proofs);
  prove_cards(program, proofs);
  prove_jumps(program, proofs);
  prove_payouts(program, proofs);
  prove_steps(program, proofs);
  return proofs;
}

void warn(const Program& program, Diagnostics& diagnostics) {
  warn_of_targets(program, diagnostics);
  warn_of_growth(program, diagnostics);
  warn_of_cards(program, diagnostics);
  warn_of_payouts(program, diagnostics);
}

}  // namespace kpi::prove
