#pragma once

#include <algorithm>
#include <cstddef>

#include "io/files.hpp"
#include "table/records.hpp"

namespace kpi::table {

/// The records of a file, a block at a time.
class BatchReader {
 public:
  BatchReader(io::Reader& file, std::size_t block_bytes)
      : file_(file),
        block_bytes_(std::clamp<std::size_t>(block_bytes, 1, kMaxBlockBytes)),
        splitter_(file.lines()) {}

  /// The records of the next block; false at the end of the file, or where it cannot be read.
  bool next(RecordBatch& batch) {
    if (ended_) return false;
    const std::size_t got = file_.read(splitter_.room(batch, block_bytes_), block_bytes_);
    if (got != 0) {
      splitter_.split(batch, got);
      return true;
    }
    ended_ = true;
    if (file_.error() || file_.fault()) return false;
    splitter_.finish(batch);
    return true;
  }

 private:
  static constexpr std::size_t kMaxBlockBytes = std::size_t{64} * 1024 * 1024;
  io::Reader& file_;
  std::size_t block_bytes_;
  Splitter splitter_;
  bool ended_ = false;
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
