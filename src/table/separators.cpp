#include "table/separators.hpp"

#include "base/check.hpp"
#include "table/separators_avx2.hpp"

namespace kpi::table {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr std::uint64_t kLow7 = 0x7f7f7f7f7f7f7f7fU;

/// 0x80 in every byte of the word that is `c`. No sum carries into the next byte, so that no byte
/// is taken for another.
std::uint64_t equal_bytes(std::uint64_t word, char c) {
  const std::uint64_t differing = word ^ (kOnes * static_cast<unsigned char>(c));
  return ~(((differing & kLow7) + kLow7) | differing | kLow7);
}

/// The high bits of eight bytes as the low eight bits.
std::uint64_t gathered(std::uint64_t high_bits) {
  return ((high_bits >> 7) * 0x0102040810204080U) >> 56;
}

/// Eight bytes, the first lowest; one load where the machine stores them so.
std::uint64_t word_of(const char* bytes) {
  std::uint64_t word = 0;
  for (unsigned i = 0; i < 8; ++i)
    word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return word;
}

ChunkMasks masks_of(const char* bytes, char delimiter) {
  ChunkMasks masks{};
  for (unsigned i = 0; i < kChunk; i += 8) {
    const std::uint64_t word = word_of(bytes + i);
    const std::uint64_t line_breaks = equal_bytes(word, '\n');
    masks.separators |= gathered(line_breaks | equal_bytes(word, delimiter)) << i;
    masks.line_breaks |= gathered(line_breaks) << i;
    masks.quotes |= gathered(equal_bytes(word, '"')) << i;
  }
  return masks;
}

SeparatorRoom room_in(Separators& out, std::size_t bytes) {
  const std::size_t places = out.count + bytes + kPlacesBeyond;
  if (out.places.size() < places) out.places.resize(places);
  if (out.line_breaks.size() < bytes) out.line_breaks.resize(bytes);
  return SeparatorRoom{out.places.data(), out.line_breaks.data(), out.count, 0, 0};
}

}  // namespace

bool has_avx2() {
#ifdef KPI_AVX2
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
         __builtin_cpu_supports("popcnt") != 0;
#else
  return false;
#endif
}

void find_separators(const char* bytes, std::size_t begin, std::size_t end, Separators& out,
                     ByteSearch search, char delimiter) {
  SeparatorRoom room = room_in(out, end - begin);
  if (search == ByteSearch::Portable) {
    find_in_chunks(bytes, begin, end, room,
                   [delimiter](const char* chunk) { return masks_of(chunk, delimiter); });
  } else {
#ifdef KPI_AVX2
    find_separators_avx2(bytes, begin, end, room, delimiter);
#else
    KPI_CHECK(false && "no such machine");
#endif
  }
  out.count = room.count;
  out.line_count = room.line_count;
  out.stop = room.stop;
}

void find_separators(const char* bytes, std::size_t begin, std::size_t end, Separators& out,
                     char delimiter) {
  static const ByteSearch kSearch = has_avx2() ? ByteSearch::Avx2 : ByteSearch::Portable;
  find_separators(bytes, begin, end, out, kSearch, delimiter);
}

}  // namespace kpi::table
