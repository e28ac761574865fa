#include "table/multiples.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"
#include "table/header.hpp"

namespace kpi::table {
namespace {

struct MultipleWord {
  std::string_view word;
  int zeros;
};

constexpr std::array<MultipleWord, 19> kInBrackets = {{{"thousands", 3},
                                                       {"thousand", 3},
                                                       {"'000", 3},
                                                       {"000", 3},
                                                       {"000s", 3},
                                                       {"k", 3},
                                                       {"千", 3},
                                                       {"millions", 6},
                                                       {"million", 6},
                                                       {"mio", 6},
                                                       {"mn", 6},
                                                       {"mm", 6},
                                                       {"m", 6},
                                                       {"百万", 6},
                                                       {"百萬", 6},
                                                       {"万", 4},
                                                       {"萬", 4},
                                                       {"亿", 8},
                                                       {"億", 8}}};
/// Without brackets only these are no part of another word.
constexpr std::array<MultipleWord, 7> kAtTheEnd = {{{"百万元", 6},
                                                    {"百萬元", 6},
                                                    {"千元", 3},
                                                    {"万元", 4},
                                                    {"萬元", 4},
                                                    {"亿元", 8},
                                                    {"億元", 8}}};

/// What may stand beside the multiple in brackets.
constexpr std::array<std::string_view, 22> kBeside = {
    "单位", "單位", "人民币", "人民幣", "美元", "美金", "港元", "港币", "日元", "欧元", "元",
    "rmb",  "cny",  "usd",    "eur",    "hkd",  "jpy",  "gbp",  "in ",  "$",    "¥",    "€"};

constexpr std::string_view kFiller = " :,.";

std::string without_company(std::string text) {
  for (const std::string_view word : kBeside) {
    const std::size_t at = text.find(word);
    if (at != std::string::npos) text.erase(at, word.size());
  }
  while (!text.empty() && kFiller.find(text.back()) != std::string_view::npos)
    text.pop_back();
  while (!text.empty() && kFiller.find(text.front()) != std::string_view::npos)
    text.erase(0, 1);
  return text;
}

}  // namespace

int multiple_in_header(std::string_view header) {
  const std::string folded = ascii_lower(to_nfkc(trim(header)));
  const std::size_t open = folded.find_last_of("([");
  const bool bracketed =
      open != std::string::npos && (folded.back() == ')' || folded.back() == ']');
  if (bracketed) {
    const std::string inside = without_company(folded.substr(open + 1, folded.size() - open - 2));
    for (const MultipleWord& known : kInBrackets) {
      if (inside == known.word) return known.zeros;
    }
    return 0;
  }
  if (folded.ends_with("千万元") || folded.ends_with("十万元")) return 0;  // no word for them
  for (const MultipleWord& known : kAtTheEnd) {
    if (folded.ends_with(known.word)) return known.zeros;
  }
  return 0;
}

Text multiple_word(int zeros) {
  switch (zeros) {
    case 3: return Text::multiple_thousands;
    case 6: return Text::multiple_millions;
    case 8: return Text::multiple_yi;
    default: return Text::multiple_wan;
  }
}

bool has_multiple(std::string_view cell) {
  return cell.find("万") != std::string_view::npos || cell.find("亿") != std::string_view::npos;
}

MultiplesFound judge_multiples(const Column& column, const MultiplesRead& read,
                               const FileLines& files) {
  MultiplesFound found;
  const int promised = multiple_in_header(column.header);
  if (promised > 0 && promised != column.form.zeros && read.plain > 0 && column.span.file) {
    const Text word = multiple_word(promised);
    Diagnostic diagnostic = make_diagnostic(
        Code::header_says_multiple,
        {{"header", clean_header(column.header)}, {"multiple", word}, {"column", column.name}});
    diagnostic.span = column.span;
    diagnostic.hint(Text::data_header_means, {{"multiple", word}});
    if (column.form.zeros == 0) {
      const char* const words[] = {" in thousands", " in 万", " in millions", " in 亿"};
      const std::size_t at = promised == 3 ? 0 : promised == 4 ? 1 : promised == 6 ? 2 : 3;
      diagnostic.fix(column.form_place, words[at], false);
    }
    found.by_header = std::move(diagnostic);
  }
  if (read.scaled == 0 || read.plain == 0) return found;
  found.mixed = make_diagnostic(Code::multiples_mixed, {{"column", column.name}});
  found.mixed->note(Text::data_first_scaled,
                    {{"count", read.scaled}, {"line", files.name(read.first_scaled)}});
  found.mixed->note(Text::data_first_plain,
                    {{"count", read.plain}, {"line", files.name(read.first_plain)}});
  found.mixed->hint(Text::data_write_alike);
  return found;
}

}  // namespace kpi::table
