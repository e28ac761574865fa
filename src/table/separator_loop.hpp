#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

/// The loop over 64 bytes at a time, to be compiled once for every kind of machine. Everything is
/// private to the file that includes it: nothing compiled for a newer machine may be linked into
/// what an older one runs.
namespace kpi::table {

inline constexpr std::size_t kChunk = 64;
inline constexpr std::size_t kPlacesBeyond = 8;  // places written behind the last one

/// Room for what is found, and how much that is; places are added behind `count` others.
struct SeparatorRoom {
  std::uint32_t* places;
  std::uint32_t* line_breaks;
  std::size_t count;
  std::size_t line_count;
  std::size_t stop;
};

/// One bit per byte of a chunk, the first byte lowest.
struct ChunkMasks {
  std::uint64_t separators;  // delimiters and line breaks
  std::uint64_t line_breaks;
  std::uint64_t quotes;
};

namespace {

/// Writes the places of the bits, eight at a time, so that the branch rarely changes its mind:
/// with 9 bytes to a separator, as in sales data, there are 7 to a chunk.
inline void write_places(std::uint64_t mask, std::size_t base, std::uint32_t* out) {
  while (mask != 0) {
    for (std::size_t i = 0; i < kPlacesBeyond; ++i) {
      // behind the last bit whatever is written is written over
      out[i] = static_cast<std::uint32_t>(base) +
               static_cast<std::uint32_t>(__builtin_ctzll(mask | (std::uint64_t{1} << 63)));
      mask &= mask - 1;
    }
    out += kPlacesBeyond;
  }
}

template <class MasksOf>
void find_in_chunks(const char* bytes, std::size_t begin, std::size_t end, SeparatorRoom& out,
                    MasksOf masks_of) {
  out.stop = end;
  for (std::size_t chunk = begin; chunk < end; chunk += kChunk) {
    char last[kChunk];
    const char* at = bytes + chunk;
    if (end - chunk < kChunk) {
      std::memset(last, 0, kChunk);
      std::memcpy(last, at, end - chunk);
      at = last;
    }
    ChunkMasks masks = masks_of(at);
    if (masks.quotes != 0) {
      const auto quote = static_cast<unsigned>(__builtin_ctzll(masks.quotes));
      const std::uint64_t before = (std::uint64_t{1} << quote) - 1;
      masks.separators &= before;
      masks.line_breaks &= before;
      out.stop = chunk + quote;
    }
    for (std::uint64_t rest = masks.line_breaks; rest != 0; rest &= rest - 1) {
      const std::uint64_t before = masks.separators & ((rest & (0 - rest)) - 1);
      const auto index = out.count + static_cast<std::size_t>(__builtin_popcountll(before));
      out.line_breaks[out.line_count++] = static_cast<std::uint32_t>(index);
    }
    write_places(masks.separators, chunk, out.places + out.count);
    out.count += static_cast<std::size_t>(__builtin_popcountll(masks.separators));
    if (out.stop != end) return;
  }
}

}  // namespace
}  // namespace kpi::table
