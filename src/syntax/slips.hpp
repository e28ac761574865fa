#pragma once

#include "diag/diagnostic.hpp"
#include "syntax/failure.hpp"
#include "syntax/found.hpp"

/// Slips of people who come from a spreadsheet: what they wrote has a form here that can be told
/// from what stands around it.
namespace kpi::syntax {

/// Where the parser stopped, and what stands there.
struct Mistake {
  const Failure& failure;
  const Scanner& scanner;
  FileId file;
  const Surroundings& around;
};

/// Reports the mistake if it is one of them.
bool report_slip(const Mistake& mistake, Diagnostics& diagnostics);

}  // namespace kpi::syntax
