#include <algorithm>
#include <map>

#include "driver/session.hpp"
#include "io/memory_files.hpp"

/// Applies the safe edits of the messages, until none is left or one round changes nothing more.
namespace kpi::driver {
namespace {

/// An edit may uncover a further mistake with an edit of its own, or make room for one that
/// overlapped it; more rounds than this are edits that undo each other.
constexpr int kMostRounds = 10;

/// Edits of one file by their first byte; of those that overlap the first stays.
std::map<FileId, std::vector<Fix>> safe_edits(const Compiled& compiled,
                                              const Diagnostics& diagnostics,
                                              const io::Files& files) {
  std::map<FileId, std::vector<Fix>> edits;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    for (const Fix& fix : diagnostic.fixes) {
      const bool own = fix.span.file && files.is_file(compiled.sources[fix.span.file].path());
      if (fix.safe && own) edits[fix.span.file].push_back(fix);
    }
  }
  for (auto& [file, of_file] : edits) {
    std::stable_sort(of_file.begin(), of_file.end(),
                     [](const Fix& a, const Fix& b) { return a.span.begin < b.span.begin; });
    std::vector<Fix> kept;
    for (const Fix& fix : of_file) {
      if (kept.empty() || kept.back().span.end <= fix.span.begin) kept.push_back(fix);
    }
    of_file = std::move(kept);
  }
  return edits;
}

std::string edited(std::string_view text, const std::vector<Fix>& edits) {
  std::string out;
  std::size_t at = 0;
  for (const Fix& fix : edits) {
    out += text.substr(at, fix.span.begin - at);
    out += fix.replacement;
    at = fix.span.end;
  }
  return out += text.substr(at);
}

}  // namespace

Fixed fixed(const std::string& path, const Settings& settings, const io::Files& files) {
  Fixed out;
  std::map<std::string, std::size_t> place;  // in out.files
  io::MemoryFiles changed(&files);
  for (int round = 0;; ++round) {
    Diagnostics diagnostics;
    Compiled compiled = compile(path, settings, changed, diagnostics);
    const auto edits = round < kMostRounds ? safe_edits(compiled, diagnostics, files)
                                           : std::map<FileId, std::vector<Fix>>();
    if (edits.empty()) {
      out.diagnostics = std::move(diagnostics);
      out.compiled = std::move(compiled);
      return out;
    }
    for (const auto& [file, of_file] : edits) {
      const SourceFile& source = compiled.sources[file];
      const auto [known, is_new] = place.emplace(source.path(), out.files.size());
      if (is_new) out.files.push_back({source.path(), std::string(source.text()), {}, 0});
      FixedFile& entry = out.files[known->second];
      entry.after = edited(source.text(), of_file);
      entry.edits += of_file.size();
      changed.add(source.path(), entry.after);
    }
  }
}

}  // namespace kpi::driver
