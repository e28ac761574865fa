#pragma once

#include <string_view>

#include "diag/diagnostic.hpp"
#include "syntax/failure.hpp"

namespace kpi::syntax {

/// The argument `expected` of a message: what would have fitted, as a noun, a sign or a few words,
/// spelt in the language of the text `beside` it.
Argument expected_argument(const Failure& failure, std::string_view beside);

}  // namespace kpi::syntax
