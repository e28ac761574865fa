// Which characters look like others (the skeletons of UTS #39), for names only.
//
// Full-width letters, letters in circles and radicals are equal to ordinary ones by Unicode's own
// compatibility mappings (NFKC); those come from utf8proc. What no mapping says is that letters of
// different scripts share a shape. The list below was written from the shapes: the Greek, Cyrillic,
// Armenian and Cherokee letters that common fonts draw like a Latin one, the Latin letters and
// digits that one font or another cannot tell apart, the kana drawn like a Han character, and Han
// characters that differ in the length of one stroke. Only shapes that agree in upright text are
// listed; an accent always tells letters apart.

#include <utf8proc.h>

#include <array>
#include <cstdlib>

#include "base/look_alikes.hpp"
#include "base/text.hpp"

namespace kpi {
namespace {

/// Letters in the order of what they look like: the first of a row stands for all of it.
constexpr std::array kRows = {
    U"aаɑα",  U"bЬ",   U"cсϲ",   U"dԁ",     U"eе℮ҽ",     U"gɡց",  U"hһհ",   U"iіıι", U"jјϳ",
    U"kк",    U"nոռ",  U"oоοօ০", U"pрρ",    U"qԛ",       U"rг",   U"sѕ",    U"uυսц", U"vνѵ",
    U"wԝա",   U"xхх",  U"yуγү",  U"zᴢ",     U"lI1ӀІΙ|ǀ", U"AАΑ",  U"BВΒ",   U"CСϹ",  U"DᎠ",
    U"EЕΕ",   U"FϜ",   U"GԌ",    U"HНΗ",    U"JЈ",       U"KКΚK", U"MМΜϺ",  U"NΝ",   U"O0ОΟՕ",
    U"PРΡ",   U"SЅՏ",  U"TТΤ",   U"UՍ",     U"VѴ",       U"WԜ",   U"XХΧ",   U"YҮΥУ", U"ZΖ",
    U"3ЗӠ",   U"6б",   U"ΓГ",    U"ΠП",     U"ΦФ",       U"ΛЛ",   U"ɛεԑє",  U"ʙв",   U"ʜн",
    U"ᴍм",    U"ᴛт",   U"工エ",  U"口ロ囗", U"二ニ",     U"八ハ", U"力カ",  U"夕タ", U"卜ト",
    U"一ー―", U"千チ", U"才オ",  U"〇○",    U"土士",     U"日曰", U"已己巳"};

char32_t shape_of(char32_t letter) {
  for (const std::u32string_view row : kRows) {
    if (row.find(letter) != std::u32string_view::npos) return row.front();
  }
  return letter;
}

}  // namespace

std::string skeleton(std::string_view name) {
  std::string plain;
  const std::string text(name);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE));
  if (length >= 0)
    plain.assign(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
  std::free(mapped);
  if (length < 0) plain = text;
  std::string shapes;
  for (std::size_t offset = 0; offset < plain.size();) {
    const char32_t letter = shape_of(next_code_point(plain, offset).value_or(0xFFFD));
    if (letter == U'm') {
      shapes += "rn";  // as many fonts draw it
      continue;
    }
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t count =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(letter), bytes.data());
    shapes.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(count));
  }
  return shapes;
}

}  // namespace kpi
