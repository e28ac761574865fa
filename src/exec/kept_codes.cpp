#include "exec/kept_codes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "base/check.hpp"

namespace kpi::exec {
namespace {

constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;

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

void sort_codes(std::vector<std::uint32_t>& codes) {
  const std::uint32_t most = *std::max_element(codes.begin(), codes.end());
  std::vector<std::uint32_t> scratch(codes.size());
  for (unsigned shift = 0; shift < 32 && (most >> shift) != 0; shift += kDigitBits) {
    distribute(codes.data(), codes.size(), shift, scratch.data());
    codes.swap(scratch);
  }
}

using Size = KeptCodes::Size;

/// How often each number of rows was met.
class Sizes {
 public:
  void add(std::size_t rows) {
    if (rows < kSmall) {
      ++small_[rows];
    } else {
      ++large_[rows];
    }
  }
  void append_to(std::vector<Size>& sizes) const {
    for (std::size_t rows = 0; rows < kSmall; ++rows)
      if (small_[rows] > 0) sizes.push_back({static_cast<std::int64_t>(rows), small_[rows]});
    for (const auto& [rows, values] : large_)
      sizes.push_back({static_cast<std::int64_t>(rows), values});
  }

 private:
  static constexpr std::size_t kSmall = 64;  // most are
  std::array<std::int64_t, kSmall> small_{};
  std::map<std::size_t, std::int64_t> large_;
};

// Three ways to count how many rows each code has.

/// Up to here in a table of 32 KB.
constexpr std::size_t kMostHashed = 2048;

/// How many codes have so many rows is kept up to date row by row: to walk through a table that is
/// half empty takes longer.
void count_by_hash(const std::uint32_t* codes, std::size_t size, std::vector<Size>& sizes) {
  struct Slot {
    std::uint32_t code;
    std::uint32_t rows;
  };
  std::array<Slot, 2 * kMostHashed> slots;             // NOLINT: set as far as they are needed
  std::array<std::uint32_t, kMostHashed + 2> of_size;  // NOLINT: the same
  const auto bits = static_cast<unsigned>(std::bit_width(2 * size - 1));
  const std::size_t mask = (std::size_t{1} << bits) - 1;
  std::fill_n(slots.begin(), mask + 1, Slot{0, 0});
  std::fill_n(of_size.begin(), size + 2, 0U);
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < size; ++i) {
    std::size_t at = (codes[i] * 0x9e3779b1U) >> (32 - bits);
    while (slots[at].rows != 0 && slots[at].code != codes[i])
      at = (at + 1) & mask;
    slots[at].code = codes[i];
    const std::uint32_t rows = ++slots[at].rows;
    --of_size[rows - 1];  // of 0 that is nobody's number
    ++of_size[rows];
    most = std::max(most, rows);
  }
  for (std::uint32_t rows = 1; rows <= most; ++rows)
    if (of_size[rows] > 0) sizes.push_back({rows, of_size[rows]});
}

void count_by_place(const std::uint32_t* codes, std::size_t size, std::uint32_t most,
                    std::vector<Size>& sizes) {
  std::vector<std::uint32_t> rows(std::size_t{most} + 1);
  for (std::size_t i = 0; i < size; ++i)
    ++rows[codes[i]];
  Sizes found;
  for (const std::uint32_t count : rows)
    if (count != 0) found.add(count);
  found.append_to(sizes);
}

void count_in_order(const std::uint32_t* codes, std::size_t size, std::vector<Size>& sizes) {
  std::vector<std::uint32_t> sorted(codes, codes + size);
  sort_codes(sorted);
  Sizes found;
  for (std::size_t at = 0; at < size;) {
    const std::size_t first = at;
    while (at < size && sorted[at] == sorted[first])
      ++at;
    found.add(at - first);
  }
  found.append_to(sizes);
}

}  // namespace

void KeptCodes::begin_notes() {
  open_ = std::make_shared<Notes>();
  open_->cells.reserve(kNotesAtOnce);
  open_->codes.reserve(kNotesAtOnce);
  notes_.push_back({open_, nullptr, nullptr});
}

void KeptCodes::add_rows(const std::vector<std::uint32_t>& cells,
                         const std::vector<std::uint32_t>& offsets, const rows::Operand& values) {
  const rows::Lane lane(values);
  for (std::size_t first = 0; first < offsets.size();) {
    if (open_ == nullptr || open_->codes.size() == kNotesAtOnce) begin_notes();
    const std::size_t begin = open_->codes.size();
    const std::size_t count = std::min(offsets.size() - first, kNotesAtOnce - begin);
    open_->cells.resize(begin + count);
    open_->codes.resize(begin + count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t row = offsets[first + i];
      open_->cells[begin + i] = cells[row];
      open_->codes[begin + i] = code_of(lane[row]);
    }
    first += count;
  }
}

void KeptCodes::merge(const KeptCodes& other, const std::vector<std::uint32_t>& cell_of) {
  open_ = nullptr;
  std::shared_ptr<std::vector<std::uint32_t>> others;
  if (other.others_.size() > 0) others = std::make_shared<std::vector<std::uint32_t>>();
  for (const Value& value : other.others_.keys())
    others->push_back(code_of(value.value));
  const auto cells = std::make_shared<const std::vector<std::uint32_t>>(cell_of);
  for (const NotesOf& each : other.notes_) {
    NotesOf mine{each.notes, cells, others};
    if (each.cell_of) {  // which were merged there before
      auto there = std::make_shared<std::vector<std::uint32_t>>(*each.cell_of);
      for (std::uint32_t& cell : *there)
        cell = cell_of[cell];
      mine.cell_of = there;
    }
    if (each.code_of) {
      auto there = std::make_shared<std::vector<std::uint32_t>>(*each.code_of);
      for (std::uint32_t& code : *there)
        code = code >= kFirstOther ? (*others)[code - kFirstOther] : code;
      mine.code_of = there;
    }
    notes_.push_back(std::move(mine));
  }
}

/// Brings the codes of a rank together.
void KeptCodes::arrange(const CellOrder& order, bool one_by_one) {
  begins_.assign(order.cell_at.size() + 1, 0);
  for (const NotesOf& each : notes_) {
    for (const std::uint32_t cell : each.notes->cells)
      ++begins_[order.rank_of[each.cell(cell)] + 1];
  }
  for (std::size_t rank = 1; rank < begins_.size(); ++rank)
    begins_[rank] += begins_[rank - 1];
  std::vector<std::size_t> at(begins_.begin(), begins_.end());
  codes_.resize(begins_.back());
  for (NotesOf& each : notes_) {
    const Notes& notes = *each.notes;
    for (std::size_t i = 0; i < notes.codes.size(); ++i)
      codes_[at[order.rank_of[each.cell(notes.cells[i])]]++] = each.code(notes.codes[i]);
    each.notes = nullptr;
  }
  notes_.clear();
  open_ = nullptr;
  for (std::uint32_t rank = 0; rank < order.cell_at.size(); ++rank) {
    size_begins_.push_back(sizes_.size());
    count({rank, rank + 1}, sizes_);
  }
  size_begins_.push_back(sizes_.size());
  if (one_by_one) codes_ = {};
}

void KeptCodes::count(SlotRange ranks, std::vector<Size>& sizes) const {
  const std::uint32_t* const codes = codes_.data() + begins_[ranks.begin];
  const std::size_t size = begins_[ranks.end] - begins_[ranks.begin];
  if (size == 0) return;
  if (size <= kMostHashed) return count_by_hash(codes, size, sizes);
  const std::uint32_t most = *std::max_element(codes, codes + size);
  if (most / 8 <= size) return count_by_place(codes, size, most, sizes);
  count_in_order(codes, size, sizes);
}

std::vector<Size> KeptCodes::sizes(SlotRange ranks) const {
  if (ranks.begin >= ranks.end) return {};
  const auto at = [this](std::uint32_t rank) {
    return sizes_.begin() + static_cast<std::ptrdiff_t>(size_begins_[rank]);
  };
  if (ranks.end - ranks.begin == 1) return {at(ranks.begin), at(ranks.end)};
  KPI_CHECK(codes_.size() == begins_.back());
  std::vector<Size> sizes;
  count(ranks, sizes);
  return sizes;
}

std::int64_t KeptCodes::distinct(SlotRange ranks) const {
  std::int64_t count = 0;
  for (const Size& size : sizes(ranks))
    count += size.values;
  return count;
}

}  // namespace kpi::exec
