#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "io/files.hpp"
#include "table/records.hpp"

namespace kpi::table {

/// The records of a file, a block at a time.
class BatchReader {
 public:
  BatchReader(io::Reader& file, std::size_t block_bytes)
      : file_(file),
        block_bytes_(std::clamp<std::size_t>(block_bytes, 1, kMaxBlockBytes)),
        splitter_(lines_behind(0)) {}

  /// The records of the next block; false at the end of the last file, or where one cannot be read.
  bool next(RecordBatch& batch) {
    if (ended_ && !next_file()) return false;
    batch.file = begun_ ? std::nullopt : start_;
    batch.error_cells.clear();
    begun_ = true;
    const std::size_t got = file_.read(splitter_.room(batch, block_bytes_), block_bytes_);
    if (got != 0) {
      splitter_.split(batch, got);
      return true;
    }
    ended_ = true;
    is_broken_ = file_.error() || file_.fault();
    if (is_broken_) return false;
    splitter_.finish(batch);
    batch.error_cells = file_.error_cells();
    return true;
  }

 private:
  bool next_file() {
    if (is_broken_ || !file_.next_file()) return false;
    splitter_ = Splitter(lines_behind(splitter_.line() - 1));
    ended_ = begun_ = false;
    return true;
  }

  io::LineCount lines_behind(std::uint64_t before) {
    io::LineCount lines = file_.lines();
    lines.first += before;
    const std::string path = file_.file_path();
    if (!path.empty()) start_ = FileStart{path, before};
    return lines;
  }

  static constexpr std::size_t kMaxBlockBytes = std::size_t{64} * 1024 * 1024;
  io::Reader& file_;
  std::size_t block_bytes_;
  std::optional<FileStart> start_;  // of several files, of the one being read
  Splitter splitter_;
  bool begun_ = false;  // a batch of the file was made
  bool ended_ = false;
  bool is_broken_ = false;
};

/// Hands `each` the records of every block, until it returns false or the file ends.
template <class Each>
void for_each_batch(io::Reader& file, std::size_t block_bytes, Each each) {
  BatchReader reader(file, block_bytes);
  for (RecordBatch batch; reader.next(batch);) {
    if (!each(batch)) return;
  }
}

}  // namespace kpi::table
