#pragma once

#include "diag/render.hpp"
#include "io/console.hpp"
#include "io/files.hpp"
#include "io/input.hpp"

namespace kpi::lsp {

/// Answers until the other end says `exit` or goes away; the exit code.
int serve(io::Input& input, io::Console& console, const io::Files& files, Language language);

}  // namespace kpi::lsp
