#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assist/model.hpp"
#include "diag/render.hpp"

/// What an editor may show between and above the lines of the rules.
namespace kpi::assist {

/// Text shown at a place as if it stood there.
struct InlayHint {
  std::uint32_t offset = 0;
  std::string text;
  bool is_type = false;  // a unit; else a value
};
/// Units of what is computed, totals of weights, weights that are not written as a number.
std::vector<InlayHint> inlay_hints(const Model& model, Language language);

/// Something that can be done with what is declared at a place.
struct Lens {
  enum class Kind : std::uint8_t { RunTests, RunTest, Evaluate, Lineage } kind = Kind::Evaluate;
  Span at;
  std::string name;       // of the metric, card or payout; a test's title
  std::size_t count = 0;  // RunTests: how many
};
std::vector<Lens> lenses(const Model& model);

/// What a name is computed from and what reads it, in words.
std::string lineage(const Model& model, NameId id, Language language);

}  // namespace kpi::assist
