#include "base/pinyin.hpp"

#include <algorithm>
#include <iterator>

#include "base/pinyin_table.hpp"
#include "base/text.hpp"

namespace kpi {
namespace {

constexpr std::size_t kMostReadings = 8;

/// Characters of business words and of people's names that are read in several ways, the usual one
/// of such words first.
struct SeveralReadings {
  char32_t character;
  std::string_view readings;  // separated by spaces
};
constexpr SeveralReadings kSeveral[] = {
    {U'〇', "ling"},          {U'乐', "le yue"},      {U'乘', "cheng sheng"},
    {U'了', "le liao"},       {U'仇', "chou qiu"},    {U'会', "hui kuai"},
    {U'传', "chuan zhuan"},   {U'便', "bian pian"},   {U'区', "qu ou"},
    {U'单', "dan shan chan"}, {U'卡', "ka qia"},      {U'参', "can shen"},
    {U'召', "zhao shao"},     {U'合', "he ge"},       {U'员', "yuan yun"},
    {U'圈', "quan juan"},     {U'地', "di de"},       {U'塞', "sai se"},
    {U'大', "da dai"},        {U'宿', "su xiu"},      {U'尉', "wei yu"},
    {U'差', "cha chai"},      {U'率', "lv shuai"},    {U'得', "de dei"},
    {U'折', "zhe she"},       {U'提', "ti di"},       {U'曾', "zeng ceng"},
    {U'朝', "chao zhao"},     {U'朴', "pu piao"},     {U'查', "cha zha"},
    {U'校', "xiao jiao"},     {U'核', "he hu"},       {U'模', "mo mu"},
    {U'没', "mei mo"},        {U'盖', "gai ge"},      {U'省', "sheng xing"},
    {U'着', "zhe zhao"},      {U'石', "shi dan"},     {U'种', "zhong chong"},
    {U'称', "cheng chen"},    {U'系', "xi ji"},       {U'给', "gei ji"},
    {U'缪', "miao mou"},      {U'翟', "zhai di"},     {U'藏', "cang zang"},
    {U'薄', "bo bao"},        {U'行', "hang xing"},   {U'覃', "qin tan"},
    {U'解', "jie xie"},       {U'调', "diao tiao"},   {U'贾', "jia gu"},
    {U'车', "che ju"},        {U'还', "huan hai"},    {U'都', "du dou"},
    {U'重', "zhong chong"},   {U'长', "zhang chang"}, {U'降', "jiang xiang"},
};

void add_words(std::string_view text, std::vector<std::string_view>& words) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Nothing for what is no Han character.
std::vector<std::string_view> readings_of(char32_t character) {
  std::vector<std::string_view> readings;
  for (const SeveralReadings& several : kSeveral) {
    if (several.character == character) {
      add_words(several.readings, readings);
      return readings;
    }
  }
  if (character < kFirstHan || character - kFirstHan >= kHanCount) return readings;
  const std::string_view reading = kSyllables[kSyllableOfHan[character - kFirstHan]];
  if (!reading.empty()) readings.push_back(reading);
  return readings;
}

/// One character as it is typed: the ways it is read, or itself.
struct Typed {
  std::vector<std::string_view> readings;
  std::string itself;
};

std::vector<Typed> typed_characters(std::string_view text) {
  std::vector<Typed> characters;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t begin = offset;
    const auto code_point = next_code_point(text, offset);
    Typed typed;
    if (code_point) typed.readings = readings_of(*code_point);
    if (typed.readings.empty()) typed.itself = ascii_lower(text.substr(begin, offset - begin));
    characters.push_back(std::move(typed));
  }
  return characters;
}

/// Whether the characters from `at` on can be typed as something that begins with `rest`.
bool begins(const std::vector<Typed>& characters, std::size_t at, std::string_view rest) {
  if (rest.empty()) return true;
  if (at == characters.size()) return false;
  const Typed& character = characters[at];
  const auto goes_on = [&](std::string_view part) {
    const std::size_t length = std::min(part.size(), rest.size());
    return part.substr(0, length) == rest.substr(0, length) &&
           begins(characters, at + 1, rest.substr(length));
  };
  if (character.readings.empty()) return goes_on(character.itself);
  return std::any_of(
      character.readings.begin(), character.readings.end(), [&](std::string_view reading) {
        return goes_on(reading) || (reading.size() > 1 && goes_on(reading.substr(0, 1)));
      });
}

}  // namespace

std::vector<Pinyin> pinyin_of(std::string_view text) {
  std::vector<Pinyin> all(1);
  bool has_han = false;
  for (const Typed& character : typed_characters(text)) {
    has_han = has_han || !character.readings.empty();
    if (character.readings.empty()) {
      for (Pinyin& pinyin : all) {
        pinyin.full += character.itself;
        pinyin.initials += character.itself;
      }
      continue;
    }
    std::vector<Pinyin> longer;
    for (const std::string_view reading : character.readings) {
      for (const Pinyin& pinyin : all) {
        if (longer.size() == kMostReadings) break;
        longer.push_back({pinyin.full + std::string(reading), pinyin.initials + reading[0]});
      }
    }
    all = std::move(longer);
  }
  if (!has_han) all.clear();
  return all;
}

bool begins_by_pinyin(std::string_view text, std::string_view typed) {
  return !typed.empty() && begins(typed_characters(text), 0, ascii_lower(typed));
}

bool sounds_alike(std::string_view a, std::string_view b) {
  const auto sounds = [](std::string_view text) {
    std::vector<Pinyin> readings = pinyin_of(text);
    if (readings.empty()) readings.push_back({ascii_lower(text), {}});
    return readings;
  };
  const std::vector<Pinyin> of_a = sounds(a), of_b = sounds(b);
  return std::any_of(of_a.begin(), of_a.end(), [&](const Pinyin& one) {
    return std::any_of(of_b.begin(), of_b.end(),
                       [&](const Pinyin& other) { return one.full == other.full; });
  });
}

}  // namespace kpi
