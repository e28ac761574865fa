#include "reference/touched.hpp"

#include <algorithm>

#include "reference/evaluator.hpp"

namespace kpi::reference {

void Evaluator::note_tiers(TiersId id, const std::vector<Value>& args) const {
  if (touched_ == nullptr || std::any_of(args.begin(), args.end(), is_none)) return;
  std::vector<kpi::Value> values;
  for (const Value& arg : args)
    values.push_back(plain(arg));
  touched_->tiers[id].push_back(std::move(values));
}

void Evaluator::note_bounds(const Line& line, const Value& scored) const {
  if (touched_ == nullptr || is_none(scored)) return;
  const auto place = Touched::place_of(line.span);
  if (line.cap) {
    (number_of(scored) > exact(*line.cap) ? touched_->capped : touched_->not_capped).insert(place);
  }
  if (line.floor) {
    (number_of(scored) < exact(*line.floor) ? touched_->raised : touched_->not_raised)
        .insert(place);
  }
}

void Evaluator::note_adjusted(const Adjust& adjust, const Value& before, const Value& after) const {
  if (touched_ == nullptr || is_none(before) || is_none(after)) return;
  const bool same = order_of(before, after) == 0;
  (same ? touched_->unchanged : touched_->changed).insert(Touched::place_of(adjust.span));
}

void Evaluator::note_policy(const Policy& policy) const {
  if (touched_ != nullptr) touched_->policies.insert(Touched::place_of(policy.span));
}

}  // namespace kpi::reference
