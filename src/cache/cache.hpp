#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cache/cubes.hpp"
#include "io/cache_folder.hpp"
#include "io/profile.hpp"
#include "table/column_store.hpp"

/// What one run leaves to the next: the columns it read, and the cells it computed from them. Only
/// what is exactly what reading and computing again would give is ever taken from it.
namespace kpi::cache {

struct Settings {
  static constexpr std::uint64_t kUsualMost = std::uint64_t{2} << 30;
  static constexpr std::uint64_t kUsualLeast = 256 * 1024;

  std::string folder;
  std::uint64_t most_bytes = kUsualMost;    // kept in all; what was not used for longest goes
  std::uint64_t least_bytes = kUsualLeast;  // smaller files are read as quickly as looked up
};

using Starts = std::vector<std::optional<Date>>;

class Cache final : public table::ColumnStore {
 public:
  /// `files` tells which state of a file is there; they must outlive the cache.
  Cache(Settings settings, const io::Files& files)
      : settings_(std::move(settings)), files_(files), folder_(settings_.folder) {}

  bool fetch(const Program& program, const RunJobs& run_jobs, table::TableData& table) override;
  void keep(const Program& program, const RunJobs& run_jobs,
            const table::TableData& table) override;

  /// The cells that were computed by this key.
  std::optional<KeptCells> fetch_cells(const std::string& key) const;
  void keep_cells(const std::string& key, const KeptCells& cells);
  /// By table the day on which its rows begin.
  std::optional<Starts> fetch_starts(const std::string& key) const;
  void keep_starts(const std::string& key, const Starts& starts);

  /// The files as they are now (an empty path is none), if each of them is there, together they are
  /// worth keeping cells of, and a change from now on would show.
  std::optional<std::vector<io::FileIdentity>> settled(const std::vector<std::string>& paths) const;

  /// Removes what is too much. At the end of a run that kept something.
  void bound() const;
  bool has_kept() const { return kept_; }
  /// Why something could not be written, if that happened.
  const std::optional<std::string>& failure() const { return failure_; }

 private:
  struct Wanted {
    ColumnId id;
    std::string key;
    std::string name;
  };
  std::vector<Wanted> wanted_columns(const Program& program, const table::TableData& table,
                                     const io::FileIdentity& file) const;
  void write(const std::vector<std::pair<std::string, EntryWriter>>& entries,
             const RunJobs& run_jobs);

  Settings settings_;
  const io::Files& files_;
  io::CacheFolder folder_;
  std::map<std::string, io::FileIdentity> looked_for_;  // by path: in vain
  std::set<std::string> found_;                         // names of files that need not be written
  std::uint64_t in_use_ = 0;                            // bytes this run found or wrote
  bool kept_ = false;
  std::optional<std::string> failure_;
};

}  // namespace kpi::cache
