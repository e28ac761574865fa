#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "io/files.hpp"
#include "table/records.hpp"

namespace kpi::table {

/// Reads a file in blocks and hands `each` the records of every block, until it returns false or
/// the file ends. The function that feeds one file to one consumer, whatever that does.
template <class Each>
void for_each_batch(io::Reader& reader, std::size_t block_bytes, Each each) {
  constexpr std::size_t kMaxBlockBytes = std::size_t{64} * 1024 * 1024;
  std::string block(std::clamp<std::size_t>(block_bytes, 1, kMaxBlockBytes), '\0');
  Splitter splitter;
  while (const std::size_t got = reader.read(block.data(), block.size())) {
    splitter.feed(std::string_view(block).substr(0, got));
    if (!each(splitter.batch())) return;
  }
  if (reader.error()) return;
  splitter.finish();
  each(splitter.batch());
}

}  // namespace kpi::table
