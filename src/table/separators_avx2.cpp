// Compiled for machines with AVX2; so it includes nothing but what is private to it.

#include "table/separators_avx2.hpp"

#include <immintrin.h>

namespace kpi::table {
namespace {

std::uint64_t bits_of(__m256i bytes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

/// 64 bytes as two registers.
struct Chunk {
  explicit Chunk(const char* bytes)
      : low(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes))),
        high(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + kChunk / 2))) {}
  std::uint64_t equal(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    return bits_of(_mm256_cmpeq_epi8(low, wanted)) | bits_of(_mm256_cmpeq_epi8(high, wanted))
                                                         << (kChunk / 2);
  }
  __m256i low, high;
};

ChunkMasks masks_of(const char* bytes, char delimiter) {
  const Chunk chunk(bytes);
  const std::uint64_t line_breaks = chunk.equal('\n');
  return ChunkMasks{line_breaks | chunk.equal(delimiter), line_breaks, chunk.equal('"')};
}

}  // namespace

void find_separators_avx2(const char* bytes, std::size_t begin, std::size_t end, SeparatorRoom& out,
                          char delimiter) {
  find_in_chunks(bytes, begin, end, out,
                 [delimiter](const char* chunk) { return masks_of(chunk, delimiter); });
}

}  // namespace kpi::table
