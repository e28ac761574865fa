#pragma once

#include "exec/counted_rows.hpp"
#include "score/score.hpp"
#include "trace/explanation.hpp"

namespace kpi::driver {

/// The rows behind steps that read cells, each with its place, key, day and what was added up.
class SourceRows {
 public:
  explicit SourceRows(const score::ScoreInput& input);

  std::vector<trace::SourceRow> of(const plan::Step& step, std::size_t member);

 private:
  const score::ScoreInput& input_;
  exec::CountedRows counted_;
  rows::Evaluator evaluator_;
};

}  // namespace kpi::driver
