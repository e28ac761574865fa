#include "table/dictionary.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kpi::table {
namespace {

constexpr std::size_t kFirstSlots = 64;

std::uint64_t mixed(std::uint64_t x) {
  x *= 0x9e3779b97f4a7c15U;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93U;
  return x ^ (x >> 32);
}

}  // namespace

std::uint64_t Dictionary::hash_of(std::string_view text) {
  std::uint64_t hash = text.size();
  for (; text.size() > kShortText; text.remove_prefix(kShortText))
    hash = mixed(hash ^ word_of(text.substr(0, kShortText)));
  return mixed(hash ^ word_of(text));
}

/// The key may be from before the first text, which says what is a number.
std::int64_t Dictionary::intern(std::string_view text, const Key& known) {
  if (!numbers_.known) learn_numbers(text);
  const Key key = known.is_number ? known : key_of(text);
  if (key.is_number) {
    if (key.word >= of_number_.size()) {
      const std::size_t wanted = std::max<std::size_t>(key.word + 1, of_number_.size() * 2);
      of_number_.resize(std::min<std::size_t>(wanted, kNumbers), kFree);
    }
    std::uint32_t& code = of_number_[key.word];
    if (code == kFree) code = static_cast<std::uint32_t>(add(text));
    return code;
  }
  if ((hashed_ + 1) * 2 > slots_.size()) grow();
  Slot& slot = slots_[place_of(text, key.word)];
  if (slot.code == kFree) {
    ++hashed_;
    const auto size = static_cast<std::uint32_t>(text.size());
    slot = Slot{key.word, size, static_cast<std::uint32_t>(add(text))};
  }
  return slot.code;
}

std::int64_t Dictionary::add(std::string_view text) {
  KPI_CHECK(ends_.size() < kFree);
  bytes_ += text;
  ends_.push_back(bytes_.size());
  return static_cast<std::int64_t>(ends_.size() - 1);
}

void Dictionary::learn_numbers(std::string_view first) {
  const auto is_digit = [](char c) { return '0' <= c && c <= '9'; };
  const auto digits = std::find_if(first.begin(), first.end(), is_digit);
  const auto begin = static_cast<std::size_t>(digits - first.begin());
  const bool alike = begin > 0 && begin < first.size() && first.size() <= kShortText &&
                     std::all_of(digits, first.end(), is_digit);
  numbers_.known = true;
  if (!alike) return;
  numbers_.begin = begin;
  numbers_.size = first.size();
  numbers_.word = lowest_bytes(word_of(first), begin);
  numbers_.mask = lowest_bytes(~std::uint64_t{0}, begin);
}

/// Finds what follows from the parts.
bool Dictionary::settle() {
  const std::size_t places = slots_.size();
  const bool even = (places & (places - 1)) == 0 && (places == 0 || places >= kFirstSlots);
  const bool whole = ends_.empty() ? bytes_.empty() : ends_.back() == bytes_.size();
  hashed_ = static_cast<std::size_t>(std::count_if(
      slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.code != kFree; }));
  numbers_ = {};
  if (whole && !ends_.empty()) learn_numbers(text(0));
  if (places != 0) shift_ = static_cast<unsigned>(__builtin_clzll(places - 1));
  return even && whole && hashed_ * 2 <= places;
}

void Dictionary::grow() {
  std::vector<Slot> before(std::max(kFirstSlots, slots_.size() * 2));
  before.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  shift_ = static_cast<unsigned>(__builtin_clzll(mask));
  for (const Slot& slot : before) {
    if (slot.code == kFree) continue;
    std::size_t at = first_place(slot.word);
    while (slots_[at].code != kFree)
      at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace kpi::table
