#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cache/cache.hpp"
#include "cli/arguments.hpp"
#include "cli/shell.hpp"
#include "io/progress.hpp"

namespace kpi::cli {

/// Where data are kept between runs: --cache, else KPI_CACHE, else the user's folder for caches.
/// Nothing where --no-cache or KPI_CACHE=off says so, or there is no such folder.
std::optional<cache::Settings> cache_settings(const Arguments& arguments, const Shell& shell);

/// Throws out what is too much, and says in a profile why nothing could be kept.
void finish_cache(const cache::Cache& cache, bool profile, Shell& shell);

/// How far reading has come, where there is a terminal to tell it and nobody said --quiet.
std::optional<io::Progress> progress_of(const Arguments& arguments, Shell& shell);

/// `365.2 MB`
std::string bytes_text(std::uint64_t bytes);

}  // namespace kpi::cli
