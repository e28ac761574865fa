#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "table/blanks.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"
#include "table/dictionary.hpp"
#include "table/file_lines.hpp"
#include "table/line_numbers.hpp"
#include "table/plain_values.hpp"

/// One parser per storage. `quick` takes texts of plain records as programs write them, none of
/// them empty, and leaves all others alone; `parse` takes everything that is a value; `explain`
/// says why something is none. `kTrimmed` parsers do not see white space around the text. Those
/// with a `dictionary` look texts up, and are told by what some rows ahead.
namespace kpi::table {

/// One field as the parsers see it.
struct Cell {
  std::string_view text;
  std::string_view raw;      // as it stands in the file
  std::uint64_t offset = 0;  // of `raw` in the file
  std::uint64_t line = 0;
};

class DecimalParser {
 public:
  static constexpr bool kTrimmed = true;
  static constexpr bool kHasMultiples = true;
  explicit DecimalParser(const Column& column)
      : column_(column), is_plain_(column.form.has_plain_numbers()), plain_(column.type.scale) {}
  bool quick(std::string_view text, std::int64_t& value) const {
    return is_plain_ && plain_.read(text, value);
  }
  bool parse(const Cell& cell, std::int64_t& value) const {
    return read_number(cell.text, column_, value) == NumberFault::None;
  }
  Diagnostic explain(const Cell& cell) const { return explain_number(cell.text, column_); }

 private:
  const Column& column_;
  bool is_plain_;
  PlainDecimals plain_;
};

class RatioParser {
 public:
  static constexpr bool kTrimmed = true;
  explicit RatioParser(const Column& column)
      : column_(column),
        is_plain_(column.form.has_plain_numbers() && !column.in_percent),
        plain_(column.type.scale),
        plain_limit_(kMaxPlainRatio * power_of_ten_integer(column.type.scale)) {}
  bool quick(std::string_view text, std::int64_t& value) const {
    return is_plain_ && plain_.read(text, value) && is_clear(value);
  }
  bool parse(const Cell& cell, std::int64_t& value) const {
    if (read_number(cell.text, column_, value) != NumberFault::None) return false;
    return column_.in_percent || has_percent_sign(cell.text) || is_clear(value);
  }
  Diagnostic explain(const Cell& cell) const { return explain_number(cell.text, column_); }

 private:
  bool is_clear(std::int64_t value) const {
    return value <= plain_limit_ && value >= -plain_limit_;
  }

  const Column& column_;
  bool is_plain_;
  PlainDecimals plain_;
  std::int64_t plain_limit_;
};

class TruthParser {
 public:
  static constexpr bool kTrimmed = true;
  explicit TruthParser(const Column& column) : column_(column) {}
  static bool quick(std::string_view text, std::int64_t& value) {
    value = text == "true" ? 1 : 0;
    return value == 1 || text == "false";
  }
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<bool> truth = read_truth(cell.text);
    value = truth.value_or(false) ? 1 : 0;
    return truth.has_value();
  }
  Diagnostic explain(const Cell& cell) const { return explain_truth(cell.text, column_); }

 private:
  const Column& column_;
};

class DayParser {
 public:
  static constexpr bool kTrimmed = true;
  DayParser(const Column& column, const Calendar& calendar)
      : column_(column), zone_(calendar.timezone) {}
  static bool quick(std::string_view text, std::int64_t& value) {
    return PlainDays::read(text, value);
  }
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<Date> day = read_day(cell.text, column_.form.day, zone_);
    if (day) value = day->days;
    return day.has_value();
  }
  Diagnostic explain(const Cell& cell) const { return explain_day(cell.text, column_, zone_); }

 private:
  const Column& column_;
  std::string_view zone_;
};

class MomentParser {
 public:
  static constexpr bool kTrimmed = true;
  MomentParser(const Column& column, const Calendar& calendar)
      : column_(column), zone_(calendar.timezone) {}
  static bool quick(std::string_view, std::int64_t&) { return false; }
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<DateTime> moment = read_moment(cell.text, column_.form.day, zone_);
    if (moment) value = moment->seconds;
    return moment.has_value();
  }
  Diagnostic explain(const Cell& cell) const { return explain_moment(cell.text, column_, zone_); }

 private:
  const Column& column_;
  std::string_view zone_;
};

class PeriodParser {
 public:
  static constexpr bool kTrimmed = true;
  PeriodParser(const Column& column, const Calendar& calendar)
      : column_(column), calendar_(calendar) {}
  const Dictionary& dictionary() const { return texts_; }
  bool quick(std::string_view text, const Dictionary::Key& key, std::uint64_t,
             std::int64_t& value) const {
    const std::int64_t code = texts_.code_of(text, key);
    if (code == Dictionary::kUnknown) return false;
    value = ordinals_[static_cast<std::size_t>(code)];
    return true;
  }
  bool parse(const Cell& cell, std::int64_t& value) {
    const bool in_year = column_.year || column_.year_column;
    const auto ordinal = in_year ? number_in_year(cell.text, column_.period_unit)
                                 : read_period(cell.text, column_.period_unit, calendar_);
    value = ordinal.value_or(0);
    if (!ordinal) return false;
    texts_.intern(cell.text);
    if (ordinals_.size() < texts_.size()) ordinals_.push_back(value);
    return true;
  }
  Diagnostic explain(const Cell& cell) const {
    return explain_period(cell.text, column_, calendar_);
  }

 private:
  const Column& column_;
  const Calendar& calendar_;
  Dictionary texts_;  // read so far
  std::vector<std::int64_t> ordinals_;
};

class ChoiceParser {
 public:
  static constexpr bool kTrimmed = false;
  explicit ChoiceParser(const Column& column) : column_(column) {
    for (const std::string& choice : column.choices)
      choices_.intern(choice);
  }
  const Dictionary& dictionary() const { return choices_; }
  bool quick(std::string_view text, const Dictionary::Key& key, std::uint64_t,
             std::int64_t& value) const {
    value = choices_.code_of(text, key);
    return value != Dictionary::kUnknown;
  }
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<std::int64_t> index = choices_.find(cell.text);
    value = index.value_or(0);
    return index.has_value();
  }
  Diagnostic explain(const Cell& cell) const {
    return is_clean_text(cell.raw) ? explain_choice(cell.text, column_)
                                   : explain_text(cell.raw, cell.offset);
  }

 private:
  const Column& column_;
  Dictionary choices_;
};

class TextParser {
 public:
  static constexpr bool kTrimmed = false;
  explicit TextParser(std::shared_ptr<Dictionary> dictionary)
      : dictionary_(std::move(dictionary)) {}
  const Dictionary& dictionary() const { return *dictionary_; }
  /// A text that is known was found clean before, and digits are.
  bool quick(std::string_view text, const Dictionary::Key& key, std::uint64_t,
             std::int64_t& value) const {
    value = dictionary_->code_of(text, key);
    if (value == Dictionary::kUnknown && key.is_number) value = dictionary_->intern(text, key);
    return value != Dictionary::kUnknown;
  }
  bool parse(const Cell& cell, std::int64_t& value) {
    if (!is_clean_text(cell.raw)) return false;
    value = dictionary_->intern(cell.text);
    return true;
  }
  Diagnostic explain(const Cell& cell) const { return explain_text(cell.raw, cell.offset); }

 private:
  std::shared_ptr<Dictionary> dictionary_;
};

class KeyParser {
 public:
  static constexpr bool kTrimmed = false;
  KeyParser(std::shared_ptr<Dictionary> dictionary, const FileLines& files)
      : dictionary_(std::move(dictionary)), files_(files) {}
  const Dictionary& dictionary() const { return *dictionary_; }
  bool quick(std::string_view text, const Dictionary::Key& key, std::uint64_t line,
             std::int64_t& value) {
    if (!key.is_number || !blanked_.empty()) return false;
    if (dictionary_->code_of(text, key) != Dictionary::kUnknown) return false;
    value = dictionary_->intern(text, key);
    lines_.push_back(static_cast<std::uint32_t>(line));
    return true;
  }
  bool parse(const Cell& cell, std::int64_t& value) {
    if (!is_clean_text(cell.raw) || line_of_alike(cell) != 0) return false;
    value = dictionary_->intern(cell.text);
    if (static_cast<std::size_t>(value) < lines_.size()) return false;
    const std::string_view plain = without_blanks(cell.text);
    if (plain.size() < cell.text.size()) blanked_.emplace(plain, cell.line);
    lines_.push_back(static_cast<std::uint32_t>(cell.line));
    return true;
  }
  Diagnostic explain(const Cell& cell) const {
    if (!is_clean_text(cell.raw)) return explain_text(cell.raw, cell.offset);
    if (const std::uint64_t line = line_of_alike(cell); line != 0) {
      return explain_blanks_in_key(cell.text, without_blanks(cell.text), files_.name(line));
    }
    const std::int64_t code = dictionary_->find(cell.text).value_or(0);
    return explain_duplicate_key(cell.text, files_.name(lines_[static_cast<std::size_t>(code)]));
  }

 private:
  /// Where a key stands that has other blanks around it, or none; 0: nowhere. Whoever reads such
  /// keys takes them for one.
  std::uint64_t line_of_alike(const Cell& cell) const {
    if (dictionary_->find(cell.text)) return 0;  // the same key
    const std::string_view plain = without_blanks(cell.text);
    if (const auto blanked = blanked_.find(std::string(plain)); blanked != blanked_.end()) {
      return blanked->second;
    }
    if (plain.size() == cell.text.size()) return 0;
    const auto code = dictionary_->find(plain);
    return code ? lines_[static_cast<std::size_t>(*code)] : 0;
  }

  std::shared_ptr<Dictionary> dictionary_;
  const FileLines& files_;
  /// Lines of the keys that have blanks around them, by what is left without.
  std::unordered_map<std::string, std::uint64_t> blanked_;
  LineNumbers lines_;  // where each key stands first, by code
};

}  // namespace kpi::table
