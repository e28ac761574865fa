// What somebody meant who wrote a period in the way of a spreadsheet.

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "base/calendar.hpp"
#include "base/day_form.hpp"
#include "base/digits.hpp"
#include "base/text.hpp"

namespace kpi {
namespace {

/// Digits, a word of letters, or one ideograph; what only separates is dropped.
struct Piece {
  enum class Kind { Number, Word, Ideograph } kind = Kind::Number;
  std::string text;
};

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

/// Nothing if there is a character that stands in no period.
std::optional<std::vector<Piece>> pieces_of(const std::string& text) {
  constexpr std::u32string_view kSeparators = U" -/._'’,";
  constexpr std::u32string_view kIdeographs = U"年季度月份日号號第上下半周一二三四五六七八九十";
  std::vector<Piece> pieces;
  bool joins = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at).value_or(U'?');
    const std::string written = text.substr(begin, at - begin);
    if (kSeparators.find(c) != std::u32string_view::npos) {
      joins = false;
      continue;
    }
    Piece piece{Piece::Kind::Ideograph, written};
    if (is_digit(c)) piece.kind = Piece::Kind::Number;
    if (is_letter(c)) piece.kind = Piece::Kind::Word;
    const bool ideograph = piece.kind == Piece::Kind::Ideograph;
    if (ideograph && kIdeographs.find(c) == std::u32string_view::npos) return std::nullopt;
    if (joins && !ideograph && pieces.back().kind == piece.kind) {
      pieces.back().text += written;
    } else {
      pieces.push_back(std::move(piece));
    }
    joins = true;
  }
  return pieces;
}

/// Collects the parts of a period, in whatever order they stand.
class Parts {
 public:
  explicit Parts(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  std::optional<std::string> read() {
    for (at_ = 0; at_ < pieces_.size(); ++at_) {
      if (!take(pieces_[at_])) return std::nullopt;
    }
    return written();
  }

 private:
  bool take(const Piece& piece) {
    switch (piece.kind) {
      case Piece::Kind::Number: return take_number(piece.text);
      case Piece::Kind::Word: return take_word(ascii_lower(piece.text));
      case Piece::Kind::Ideograph: return take_ideograph(piece.text);
    }
    return false;
  }

  bool next_is(std::string_view text) const {
    return at_ + 1 < pieces_.size() && ascii_lower(pieces_[at_ + 1].text) == text;
  }

  bool set(char part, int number) {
    if (part_ != ' ') return false;
    part_ = part;
    number_ = number;
    return true;
  }

  bool take_number(const std::string& digits) {
    const auto number = number_of_digits(digits);
    if (!number) return false;
    if (!year_ && digits.size() == 4) {
      year_ = *number;
      return true;
    }
    if (!year_ && (digits.size() == 6 || digits.size() == 8)) {  // 202503, 20250331
      year_ = number_of_digits(digits.substr(0, 4));
      if (digits.size() == 8) day_ = number_of_digits(digits.substr(6));
      return set('M', *number_of_digits(digits.substr(4, 2)));
    }
    if (digits.size() > 2) return false;
    return take_part(*number);
  }

  /// A number below 100: what it counts is said before it, behind it, or by its place.
  bool take_part(int number) {
    const char before = std::exchange(letter_, ' ');
    if (before != ' ') return set(before, number);
    if (next_is("季") || next_is("q")) return set('Q', number);
    if (next_is("h")) return set('H', number);
    if (next_is("月")) return set('M', number);
    if (next_is("周")) return set('W', number);
    const bool day = part_ == 'M' && !day_;
    if (day) {
      day_ = number;
      return true;
    }
    return set('M', number);
  }

  bool take_word(const std::string& word) {
    if (word == "fy") {
      fiscal_ = true;
      return true;
    }
    if (const auto month = month_named(word)) return set('M', *month);
    if (word != "q" && word != "h" && word != "w") return false;
    const bool said = part_ != ' ';  // `1Q 2025`: the number took it
    if (!said) letter_ = static_cast<char>(word[0] - 'a' + 'A');
    return true;
  }

  bool take_ideograph(const std::string& sign) {
    constexpr std::array<std::string_view, 10> kNumerals = {"一", "二", "三", "四", "五",
                                                            "六", "七", "八", "九", "十"};
    for (int i = 0; i < 10; ++i) {
      if (sign != kNumerals[static_cast<std::size_t>(i)]) continue;
      const int more = i < 9 ? 0 : next_is("一") ? 1 : next_is("二") ? 2 : 0;  // 十一, 十二
      if (more != 0) ++at_;
      return take_part(i + 1 + more);
    }
    if (sign == "上" && next_is("半")) return set('H', 1);
    if (sign == "下" && next_is("半")) return set('H', 2);
    return true;
  }

  std::optional<std::string> written() const {
    if (!year_ || letter_ != ' ') return std::nullopt;
    if (day_ && part_ != 'M') return std::nullopt;
    const std::string year = fmt::format("{}{:04}", fiscal_ ? "FY" : "", *year_);
    if (part_ == ' ') return year;
    if (part_ == 'Q' || part_ == 'H') return fmt::format("{}-{}{}", year, part_, number_);
    if (part_ == 'W') return fmt::format("{}-W{:02}", year, number_);
    const std::string month = fmt::format("{}-{:02}", year, number_);
    return day_ ? fmt::format("{}-{:02}", month, *day_) : month;
  }

  std::vector<Piece> pieces_;
  std::size_t at_ = 0;
  std::optional<int> year_;
  char part_ = ' ';  // Q, H, M or W
  int number_ = 0;
  std::optional<int> day_;
  char letter_ = ' ';  // a Q, H or W whose number is still to come
  bool fiscal_ = false;
};

}  // namespace

std::optional<std::string> period_meant(std::string_view text) {
  const std::string plain = to_nfkc(trim(text));
  const auto pieces = pieces_of(plain);
  // `3/31/2025` and `31/3/2025` cannot be told from each other
  const bool year_last = pieces && pieces->size() >= 3 && pieces->back().text.size() == 4 &&
                         (*pieces)[0].kind == Piece::Kind::Number &&
                         (*pieces)[1].kind == Piece::Kind::Number;
  if (!pieces || year_last) return std::nullopt;
  const auto meant = Parts(*pieces).read();
  if (!meant || *meant == text || !parse_period(*meant, Calendar{})) return std::nullopt;
  return meant;
}

}  // namespace kpi
