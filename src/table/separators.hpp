#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// Where the commas (or what a file has instead) and line breaks of a block of CSV stand.
namespace kpi::table {

/// The separators of stretches of bytes without quotation marks, in the order of the bytes. The
/// vectors are room that is used again; only the counts say what is in them.
struct Separators {
  std::vector<std::uint32_t> places;  // of delimiters and line breaks
  std::size_t count = 0;
  std::vector<std::uint32_t> line_breaks;  // which places of the last stretch are line breaks
  std::size_t line_count = 0;
  std::size_t stop = 0;  // the first quotation mark, or the end of the bytes
};

/// How 64 bytes are looked at: AVX2 where the machine has it (6 to 9 GB/s), else as eight words
/// (about 1.5 GB/s).
enum class ByteSearch : std::uint8_t { Portable, Avx2 };
bool has_avx2();

/// Looks at bytes[begin, end) up to the first quotation mark and adds what it finds. Places count
/// from `bytes`; end is below 2^32.
void find_separators(const char* bytes, std::size_t begin, std::size_t end, Separators& out,
                     ByteSearch search, char delimiter = ',');
void find_separators(const char* bytes, std::size_t begin, std::size_t end, Separators& out,
                     char delimiter);

}  // namespace kpi::table
