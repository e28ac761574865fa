#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "trace/explanation.hpp"
#include "trace/tracer.hpp"

namespace kpi::trace {

/// The rows that an aggregate's cell is made of, in the order of the file.
using ListRows = std::function<std::vector<SourceRow>(const plan::Step& step, std::size_t member)>;
/// A step computed again from its arguments by somebody else; nothing for steps that are not.
using Recompute = std::function<std::optional<Value>(const plan::Step& step, std::size_t member,
                                                     const std::vector<const Value*>& args)>;

struct Request {
  std::string of;                      // the key of a person
  std::optional<std::string> name;     // a card, line, payout or metric; absent: all that the
                                       // person has
  std::optional<std::string> why_not;  // `grade=A`
  ListRows list_rows;                  // absent: rows are only counted
  Recompute recompute;                 // absent: nothing is computed again
};

/// One person, period by period. Reports a key that nobody has, a name that means nothing here, and
/// goals that cannot be missed.
std::vector<Explanation> explain(const TraceInput& input, const Request& request,
                                 Diagnostics& diagnostics);

}  // namespace kpi::trace
