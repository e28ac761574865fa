#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kpi {

/// How a text is typed by its sound: 回款率 is `huikuanlv` in full and `hkl` by initials. What is
/// no Han character stands for itself, in small letters; ü is `v`, as on every keyboard.
struct Pinyin {
  std::string full;
  std::string initials;
};

/// The readings of a text, the most usual first: several where a character has several (行 `hang`,
/// `xing`), at most eight. Empty where the text has no Han character.
std::vector<Pinyin> pinyin_of(std::string_view text);

/// Whether a reading of `text`, in full, by initials or both mixed (`hkuanlv`), begins with
/// `typed`; never for an empty one.
bool begins_by_pinyin(std::string_view text, std::string_view typed);

/// Whether both texts have a full reading in common: 汇款率 and 回款率; also a text and its
/// reading.
bool sounds_alike(std::string_view a, std::string_view b);

}  // namespace kpi
