#include "cli/commands.hpp"
#include "cli/kept.hpp"

namespace kpi::cli {
namespace {

struct Contents {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

/// Of the folder; removes what it counts where that is asked for.
Contents contents_of(const io::CacheFolder& folder, bool clear) {
  Contents contents;
  for (const io::CacheFolder::Item& item : folder.items()) {
    if (clear && !folder.remove(item.name)) continue;
    ++contents.files;
    contents.bytes += item.bytes;
  }
  return contents;
}

}  // namespace

int cache(const Arguments& arguments, Shell& shell) {
  const bool clear = !arguments.words.empty() && arguments.words[0] == "clear";
  if (!arguments.words.empty() && !clear) {
    Diagnostics diagnostics;
    diagnostics.report(
        Code::bad_choice, {},
        {{"value", arguments.words[0]}, {"option", "kpi cache"}, {"choices", "clear"}});
    return refuse(diagnostics, "cache", shell);
  }
  const auto settings = cache_settings(arguments, shell);
  if (!settings) return print(shell.text(Text::cache_nowhere) + '\n', shell);
  const Contents found = contents_of(io::CacheFolder(settings->folder), clear);
  const std::string text = shell.text(clear ? Text::cache_cleared : Text::cache_shown,
                                      {{"path", settings->folder},
                                       {"count", found.files},
                                       {"bytes", bytes_text(found.bytes)},
                                       {"most", bytes_text(settings->most_bytes)}});
  return print(text + '\n', shell);
}

}  // namespace kpi::cli
