#include "check/counted_headers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digits.hpp"

namespace kpi::check {
namespace {

constexpr std::size_t kMostHeaders = 400;  // the days of a year, and some more

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// What names of months and quarters are counted by.
std::vector<std::vector<std::string>> counted_names() {
  const std::vector<std::string> numerals = {"一", "二", "三", "四", "五",   "六",
                                             "七", "八", "九", "十", "十一", "十二"};
  std::vector<std::vector<std::string>> names = {
      {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
      {"January", "February", "March", "April", "May", "June", "July", "August", "September",
       "October", "November", "December"}};
  for (const char* const form : {"{}月", "{}月份"}) {
    auto& months = names.emplace_back();
    for (const std::string& numeral : numerals)
      months.push_back(fmt::format(fmt::runtime(form), numeral));
  }
  for (const char* const form : {"{}季度", "第{}季度"}) {
    auto& quarters = names.emplace_back();
    for (std::size_t i = 0; i < 4; ++i)
      quarters.push_back(fmt::format(fmt::runtime(form), numerals[i]));
  }
  return names;
}

std::vector<std::string> counted_by_name(const std::string& first, const std::string& last) {
  for (const std::vector<std::string>& names : counted_names()) {
    const auto begin = std::find(names.begin(), names.end(), first);
    const auto end = std::find(begin, names.end(), last);
    if (end != names.end()) return {begin, end + 1};
  }
  return {};
}

/// Texts with one number that differs: `M01` to `M12`, `9月` to `12月`. Zeros in front stay.
std::vector<std::string> counted_by_number(const std::string& first, const std::string& last) {
  const auto ends = std::mismatch(first.begin(), first.end(), last.begin(), last.end());
  auto begin = static_cast<std::size_t>(ends.first - first.begin());
  while (begin > 0 && is_digit(first[begin - 1]))
    --begin;
  const auto number_at = [&](const std::string& text) {
    std::size_t end = begin;
    while (end < text.size() && is_digit(text[end]))
      ++end;
    return text.substr(begin, end - begin);
  };
  const std::string from = number_at(first);
  const std::string to = number_at(last);
  constexpr std::size_t kDigits = 8;
  const bool same_rest = first.substr(begin + from.size()) == last.substr(begin + to.size());
  if (from.empty() || to.empty() || from.size() > kDigits || to.size() > kDigits || !same_rest) {
    return {};
  }
  const int low = number_of_digits(from).value_or(0);
  const int high = number_of_digits(to).value_or(0);
  const bool padded = from[0] == '0' && from.size() > 1;
  if (high <= low || static_cast<std::size_t>(high - low) >= kMostHeaders) return {};
  std::vector<std::string> texts;
  for (int number = low; number <= high; ++number) {
    const std::size_t width = padded ? from.size() : 0;
    texts.push_back(first.substr(0, begin) + fmt::format("{:0{}}", number, width) +
                    first.substr(begin + from.size()));
  }
  if (texts.back() != last) return {};
  return texts;
}

}  // namespace

std::vector<std::string> counted_headers(const std::string& first, const std::string& last) {
  const std::vector<std::string> texts = counted_by_number(first, last);
  return texts.empty() ? counted_by_name(first, last) : texts;
}

}  // namespace kpi::check
