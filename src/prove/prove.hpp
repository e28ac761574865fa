#pragma once

#include <vector>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"
#include "source/source.hpp"

/// What can be told of rules without any data. Checked rules only.
namespace kpi::prove {

enum class Verdict : std::uint8_t {
  Proven,
  Refuted,  // the text names a witness
  Open,     // the methods here do not decide it
  Fact      // a size, a bound: nothing to prove
};

struct Proof {
  Verdict verdict = Verdict::Proven;
  Span span;
  Message message;
};

/// Everything, in the order of the questions.
std::vector<Proof> prove(const Program& program, const SourceMap& sources);

/// Warns of what is refuted and never meant.
void warn(const Program& program, const SourceMap& sources, Diagnostics& diagnostics);

}  // namespace kpi::prove
