#include "cli/kept.hpp"

namespace kpi::cli {
namespace {

std::string variable(const Shell& shell, const char* name) {
  return shell.console.variable(name).value_or("");
}

/// Empty where there is none.
std::string usual_folder(const Shell& shell) {
  const std::string caches = variable(shell, "XDG_CACHE_HOME");
  if (!caches.empty() && caches[0] == '/') return io::join_path(caches, "kpi");
  const std::string home = variable(shell, "HOME");
  return home.empty() ? home : io::join_path(home, ".cache/kpi");
}

}  // namespace

std::optional<cache::Settings> cache_settings(const Arguments& arguments, const Shell& shell) {
  if (arguments.has("--no-cache")) return std::nullopt;
  cache::Settings settings;
  if (const auto folder = arguments.value("--cache")) {
    settings.folder = *folder;
    settings.least_bytes = 0;  // somebody wants it
    return settings;
  }
  const std::string said = variable(shell, "KPI_CACHE");
  settings.folder = said.empty() ? usual_folder(shell) : said;
  if (said == "off" || settings.folder.empty()) return std::nullopt;
  return settings;
}

void finish_cache(const cache::Cache& cache, bool profile, Shell& shell) {
  if (cache.has_kept()) cache.bound();
  if (!profile || !cache.failure()) return;
  shell.console.write_error(shell.text(Text::profile_not_kept, {{"why", *cache.failure()}}) + '\n');
}

std::optional<io::Progress> progress_of(const Arguments& arguments, Shell& shell) {
  if (arguments.has("--quiet") || !shell.console.error_is_terminal()) return std::nullopt;
  constexpr const char* kEraseLine = "\r\x1b[K";
  const auto show = [&shell](const io::Progress::State& state) {
    shell.console.write_error(
        kEraseLine + shell.text(Text::progress_read, {{"done", bytes_text(state.done)},
                                                      {"total", bytes_text(state.total)},
                                                      {"rate", bytes_text(state.rate)},
                                                      {"left", std::to_string(state.seconds)}}));
  };
  return io::Progress(show, [&shell] { shell.console.write_error(kEraseLine); });
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::uint64_t kThousand = 1000;
  constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB"};
  if (bytes < kThousand) return std::to_string(bytes) + " B";
  std::uint64_t tenths = bytes / (kThousand / 10);
  const char* const* unit = kUnits;
  for (; tenths >= 10 * kThousand && unit + 1 != std::end(kUnits); ++unit)
    tenths /= kThousand;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + ' ' + *unit;
}

}  // namespace kpi::cli
