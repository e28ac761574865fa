#include "exec/kept_codes.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace kpi::exec {
namespace {

/// Values from 0 up to here stand for themselves: codes of texts, rows, days since 1970.
constexpr std::uint32_t kFirstOther = 0x80000000U;

using Iterator = std::vector<std::uint32_t>::iterator;

constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
constexpr std::ptrdiff_t kWorthRadix = 4096;  // shorter runs are sorted faster by comparing

/// One pass of a radix sort: into `out` by the digit at `shift`, keeping the order of equals.
void distribute(const std::uint32_t* from, std::size_t size, unsigned shift, std::uint32_t* out) {
  std::array<std::size_t, kDigits> at{};
  const auto digit = [shift](std::uint32_t code) { return (code >> shift) & (kDigits - 1); };
  for (std::size_t i = 0; i < size; ++i)
    ++at[digit(from[i])];
  std::size_t begin = 0;
  for (std::size_t& place : at)
    begin += std::exchange(place, begin);
  for (std::size_t i = 0; i < size; ++i)
    out[at[digit(from[i])]++] = from[i];
}

void sort_codes(Iterator begin, Iterator end, std::vector<std::uint32_t>& scratch) {
  if (end - begin < kWorthRadix) return std::sort(begin, end);
  const auto size = static_cast<std::size_t>(end - begin);
  const std::uint32_t most = *std::max_element(begin, end);
  scratch.resize(size);
  std::uint32_t* from = &*begin;
  std::uint32_t* out = scratch.data();
  for (unsigned shift = 0; shift < 32 && (most >> shift) != 0; shift += kDigitBits) {
    distribute(from, size, shift, out);
    std::swap(from, out);
  }
  if (from != &*begin) std::copy(from, from + size, begin);
}

}  // namespace

std::uint32_t KeptCodes::code_of(Int128 value) {
  if (value >= 0 && value < kFirstOther) return static_cast<std::uint32_t>(value);
  return kFirstOther + others_.intern(Value{value});
}

void KeptCodes::add(std::uint32_t cell, Int128 value) {
  cells_.push_back(cell);
  codes_.push_back(code_of(value));
}

void KeptCodes::merge(const KeptCodes& other, const std::vector<std::uint32_t>& cell_of) {
  cells_.reserve(cells_.size() + other.cells_.size());
  codes_.reserve(codes_.size() + other.codes_.size());
  for (std::size_t i = 0; i < other.codes_.size(); ++i) {
    const std::uint32_t code = other.codes_[i];
    cells_.push_back(cell_of[other.cells_[i]]);
    const bool own = code < kFirstOther;
    codes_.push_back(own ? code : code_of(other.others_.keys()[code - kFirstOther].value));
  }
}

void KeptCodes::arrange(const CellOrder& order) {
  group_by_rank(order);
  std::vector<std::uint32_t> scratch;
  for (std::size_t rank = 0; rank + 1 < begins_.size(); ++rank) {
    sort_codes(codes_.begin() + static_cast<std::ptrdiff_t>(begins_[rank]),
               codes_.begin() + static_cast<std::ptrdiff_t>(begins_[rank + 1]), scratch);
  }
}

void KeptCodes::group_by_rank(const CellOrder& order) {
  begins_.assign(order.cell_at.size() + 1, 0);
  for (const std::uint32_t cell : cells_)
    ++begins_[order.rank_of[cell] + 1];
  for (std::size_t rank = 1; rank < begins_.size(); ++rank)
    begins_[rank] += begins_[rank - 1];
  std::vector<std::size_t> at(begins_.begin(), begins_.end());
  std::vector<std::uint32_t> codes(codes_.size());
  for (std::size_t i = 0; i < codes_.size(); ++i)
    codes[at[order.rank_of[cells_[i]]]++] = codes_[i];
  codes_ = std::move(codes);
  cells_ = {};
}

/// Calls each(rows) for every different value.
template <class Each>
void KeptCodes::for_each_run(SlotRange ranks, Each each) const {
  if (ranks.begin >= ranks.end) return;
  std::vector<std::uint32_t> together;
  const std::uint32_t* at = codes_.data() + begins_[ranks.begin];
  const std::uint32_t* end = codes_.data() + begins_[ranks.end];
  if (ranks.end - ranks.begin > 1) {
    together.assign(at, end);
    std::vector<std::uint32_t> scratch;
    sort_codes(together.begin(), together.end(), scratch);
    at = together.data();
    end = at + together.size();
  }
  while (at != end) {
    const std::uint32_t* const first = at;
    while (at != end && *at == *first)
      ++at;
    each(at - first);
  }
}

std::int64_t KeptCodes::distinct(SlotRange ranks) const {
  std::int64_t count = 0;
  for_each_run(ranks, [&](std::int64_t) { ++count; });
  return count;
}

std::vector<KeptCodes::Size> KeptCodes::sizes(SlotRange ranks) const {
  constexpr std::int64_t kSmall = 64;
  std::array<std::int64_t, kSmall> small{};  // most groups are
  std::map<std::int64_t, std::int64_t> large;
  for_each_run(ranks, [&](std::int64_t rows) {
    ++(rows < kSmall ? small[static_cast<std::size_t>(rows)] : large[rows]);
  });
  std::vector<Size> sizes;
  for (std::size_t rows = 0; rows < small.size(); ++rows) {
    if (small[rows] > 0) sizes.push_back(Size{static_cast<std::int64_t>(rows), small[rows]});
  }
  for (const auto& [rows, values] : large)
    sizes.push_back(Size{rows, values});
  return sizes;
}

}  // namespace kpi::exec
