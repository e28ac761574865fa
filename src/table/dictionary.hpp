#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "table/short_text.hpp"

namespace kpi::table {

/// Texts of one column, each stored once; codes count from 0 in order of first appearance.
///
/// Numbers without zeros in front, as most ids are, find their code in a vector under the number
/// itself: 3 million customers in 10 million rows take 5 ns a row, a hash table 30 ns. So do ids
/// like `R000123` where the first text is one: all that begin as it does and are as long. Other
/// texts stand in a hash table with open addressing.
class Dictionary {
 public:
  static constexpr std::int64_t kUnknown = -1;

  std::int64_t intern(std::string_view text) { return intern(text, key_of(text)); }
  std::optional<std::int64_t> find(std::string_view text) const {
    const std::int64_t code = code_of(text);
    return code == kUnknown ? std::nullopt : std::optional<std::int64_t>(code);
  }
  /// kUnknown where the text is not in it.
  std::int64_t code_of(std::string_view text) const { return code_of(text, key_of(text)); }

  /// What a text is looked up by. To know it some rows ahead, and to ask for the memory it leads
  /// to, hides most of the way there: of 3 million customers no cache holds the codes.
  struct Key {
    std::uint64_t word = 0;
    bool is_number = false;
  };
  /// As long as there is no text in it, nothing is a number.
  Key key_of(std::string_view text) const {
    if (text.empty() || text.size() > kShortText) return {hash_of(text), false};
    return short_key(word_of(text), text.size());
  }
  /// The same for a text behind whose begin kShortText bytes can be read.
  Key key_in_batch(std::string_view text) const {
    if (text.empty() || text.size() > kShortText) return key_of(text);
    return short_key(word_from(text.data()), text.size());
  }
  void fetch(const Key& key) const {
    if (key.is_number && key.word < of_number_.size()) {
      __builtin_prefetch(of_number_.data() + key.word);
    } else if (!key.is_number && !slots_.empty()) {
      __builtin_prefetch(slots_.data() + first_place(key.word));
    }
  }
  std::int64_t code_of(std::string_view text, const Key& key) const {
    std::uint32_t code = kFree;
    if (key.is_number) {
      if (key.word < of_number_.size()) code = of_number_[key.word];
    } else if (!slots_.empty()) {
      code = slots_[place_of(text, key.word)].code;
    }
    return code == kFree ? kUnknown : std::int64_t{code};
  }
  std::int64_t intern(std::string_view text, const Key& key);
  /// Valid until a text is added.
  std::string_view text(std::int64_t code) const {
    const auto at = static_cast<std::size_t>(code);
    const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
    return std::string_view(bytes_.data() + begin, ends_[at] - begin);
  }
  std::size_t size() const { return ends_.size(); }

  /// Calls f with each of the vectors of numbers and texts it is made of, in a fixed order, so that
  /// they can be kept and put back as they are.
  template <class Function>
  void each_part(Function f) const {
    f(bytes_);
    f(ends_);
    f(of_number_);
    f(slots_);
  }
  /// The same to fill them; false where what they hold then is no dictionary.
  template <class Function>
  bool refill(Function f) {
    f(bytes_);
    f(ends_);
    f(of_number_);
    f(slots_);
    return settle();
  }

 private:
  static constexpr std::uint32_t kFree = 0xffffffffU;
  static constexpr std::uint64_t kNumbers = std::uint64_t{1} << 23;  // 32 MiB of codes at most
  struct Slot {
    std::uint64_t word = 0;  // a short text itself, else the hash of a long one
    std::uint32_t size = 0;
    std::uint32_t code = kFree;
  };
  /// What the numbers look like, from the first text: nothing but digits of any length, or so many
  /// bytes of the same begin and as many digits as the first has.
  struct Numbers {
    bool known = false;
    std::size_t begin = 0;             // bytes before the digits
    std::size_t size = 0;              // bytes in all; 0: any
    std::uint64_t word = 0, mask = 0;  // of what stands before
  };
  void learn_numbers(std::string_view first);

  /// What stands above the text in the word does not matter.
  Key short_key(std::uint64_t word, std::size_t size) const {
    Key key;
    if (begins_alike(word, size)) {
      const std::size_t digits = size - numbers_.begin;
      const std::uint64_t number = word >> (8 * numbers_.begin);
      const bool zeros = numbers_.begin == 0 && size > 1 && (word & 0xff) == '0';
      key.is_number = !zeros && read_digits_of(number, digits, key.word) && key.word < kNumbers;
    }
    if (!key.is_number) key.word = lowest_bytes(word, size);
    return key;
  }
  /// Whether the text has what stands before the digits.
  bool begins_alike(std::uint64_t word, std::size_t size) const {
    const bool long_enough = numbers_.size == 0 ? size > 0 : size == numbers_.size;
    return numbers_.known && long_enough && (word & numbers_.mask) == numbers_.word;
  }
  static std::uint64_t hash_of(std::string_view text);

  /// Where the text is, or where it would go.
  std::size_t place_of(std::string_view wanted, std::uint64_t word) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = first_place(word);
    while (slots_[at].code != kFree && !is_at(slots_[at], wanted, word))
      at = (at + 1) & mask;
    return at;
  }
  std::size_t first_place(std::uint64_t word) const {
    constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15U;
    return static_cast<std::size_t>((word * kSpread) >> shift_);
  }
  bool is_at(const Slot& slot, std::string_view wanted, std::uint64_t word) const {
    if (slot.word != word || slot.size != wanted.size()) return false;
    return wanted.size() <= kShortText || text(slot.code) == wanted;
  }

  std::int64_t add(std::string_view text);
  void grow();
  bool settle();

  std::string bytes_;                     // of all texts, one behind the other
  std::vector<std::uint64_t> ends_;       // by code
  std::vector<std::uint32_t> of_number_;  // code by number, kFree where there is none
  Numbers numbers_;
  std::vector<Slot> slots_;  // a power of two, at most half of them taken
  unsigned shift_ = 64;      // what is left of a hash is a place in the slots
  std::size_t hashed_ = 0;   // texts in the slots
};

}  // namespace kpi::table
