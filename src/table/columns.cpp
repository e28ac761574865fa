#include "table/columns.hpp"

#include <utility>

#include "base/text.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"

namespace kpi::table {
namespace {

/// One field as the parsers see it.
struct Cell {
  std::string_view text;
  std::string_view raw;      // as it stands in the file
  std::uint64_t offset = 0;  // of `raw` in the file
  std::uint64_t line = 0;
};

// One parser per storage: `parse` is the fast way, `explain` says why it failed. `kTrimmed` parsers
// do not see white space around the text.

class DecimalParser {
 public:
  static constexpr bool kTrimmed = true;
  explicit DecimalParser(const Column& column) : column_(column), scale_(column.type.scale) {}
  bool parse(const Cell& cell, std::int64_t& value) const {
    return read_decimal(cell.text, scale_, 0, value) == NumberFault::None;
  }
  Diagnostic explain(const Cell& cell) const { return explain_number(cell.text, column_); }

 private:
  const Column& column_;
  int scale_;
};

class RatioParser {
 public:
  static constexpr bool kTrimmed = true;
  explicit RatioParser(const Column& column)
      : column_(column),
        scale_(column.type.scale),
        plain_limit_(kMaxPlainRatio * power_of_ten_integer(scale_)) {}
  bool parse(const Cell& cell, std::int64_t& value) const {
    const RatioText parts = split_percent(cell.text, column_.in_percent);
    if (read_decimal(parts.number, scale_, parts.shift, value) != NumberFault::None) return false;
    return parts.shift != 0 || (value <= plain_limit_ && value >= -plain_limit_);
  }
  Diagnostic explain(const Cell& cell) const { return explain_number(cell.text, column_); }

 private:
  const Column& column_;
  int scale_;
  std::int64_t plain_limit_;
};

class TruthParser {
 public:
  static constexpr bool kTrimmed = true;
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<bool> truth = read_truth(cell.text);
    value = truth.value_or(false) ? 1 : 0;
    return truth.has_value();
  }
  Diagnostic explain(const Cell& cell) const { return explain_truth(cell.text); }
};

class DayParser {
 public:
  static constexpr bool kTrimmed = true;
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<Date> day = read_day(cell.text);
    if (day) value = day->days;
    return day.has_value();
  }
  Diagnostic explain(const Cell& cell) const { return explain_day(cell.text); }
};

class MomentParser {
 public:
  static constexpr bool kTrimmed = true;
  bool parse(const Cell& cell, std::int64_t& value) const {
    const std::optional<DateTime> moment = read_moment(cell.text);
    if (moment) value = moment->seconds;
    return moment.has_value();
  }
  Diagnostic explain(const Cell& cell) const { return explain_moment(cell.text); }
};

class PeriodParser {
 public:
  static constexpr bool kTrimmed = true;
  PeriodParser(const Column& column, const Calendar& calendar)
      : column_(column), calendar_(calendar) {}
  bool parse(const Cell& cell, std::int64_t& value) const {
    const auto ordinal = read_period(cell.text, column_.period_unit, calendar_);
    value = ordinal.value_or(0);
    return ordinal.has_value();
  }
  Diagnostic explain(const Cell& cell) const {
    return explain_period(cell.text, column_, calendar_);
  }

 private:
  const Column& column_;
  const Calendar& calendar_;
};

class ChoiceParser {
 public:
  static constexpr bool kTrimmed = false;
  explicit ChoiceParser(const Column& column) : column_(column) {
    for (const std::string& choice : column.choices)
      choices_.intern(choice);
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
  explicit KeyParser(std::shared_ptr<Dictionary> dictionary) : dictionary_(std::move(dictionary)) {}
  bool parse(const Cell& cell, std::int64_t& value) {
    if (!is_clean_text(cell.raw)) return false;
    value = dictionary_->intern(cell.text);
    if (static_cast<std::size_t>(value) < lines_.size()) return false;
    lines_.push_back(cell.line);
    return true;
  }
  Diagnostic explain(const Cell& cell) const {
    if (!is_clean_text(cell.raw)) return explain_text(cell.raw, cell.offset);
    const std::int64_t code = dictionary_->find(cell.text).value_or(0);
    return explain_duplicate_key(cell.text, lines_[static_cast<std::size_t>(code)]);
  }

 private:
  std::shared_ptr<Dictionary> dictionary_;
  std::vector<std::uint64_t> lines_;  // where each key stands first, by code
};

template <class Parser>
class Reader final : public ColumnReader {
 public:
  Reader(const Column& column, std::size_t field, std::shared_ptr<Dictionary> dictionary,
         Parser parser)
      : column_(column), field_(field), parser_(std::move(parser)) {
    data_.storage = column.storage;
    data_.dictionary = std::move(dictionary);
  }

  void read(const RowSelection& rows, std::vector<RowFault>& faults) override {
    for (std::size_t position = 0; position < rows.records.size(); ++position) {
      const Record& record = rows.batch.records[rows.records[position]];
      Cell cell{rows.batch.text(record, field_, scratch_), rows.batch.raw_field(record, field_),
                record.offset + rows.batch.fields[record.first_field + field_].begin, record.line};
      if constexpr (Parser::kTrimmed) cell.text = trim(cell.text);
      std::int64_t value = 0;
      const bool present = !cell.text.empty();
      if (present && !parser_.parse(cell, value)) {
        faults.push_back(
            {record.line, position, field_, rows.batch.raw(record), parser_.explain(cell)});
        value = 0;
      } else if (!present && !column_.optional) {
        faults.push_back(
            {record.line, position, field_, rows.batch.raw(record), explain_missing(column_)});
      }
      add(value, present);
    }
  }

  ColumnData take() override {
    if (data_.storage == Storage::Link) {
      data_.link_codes = std::move(data_.values);
      data_.values.assign(data_.link_codes.size(), 0);
    }
    return std::move(data_);
  }

 private:
  void add(std::int64_t value, bool present) {
    if (!present && data_.present.empty()) data_.present.assign(data_.values.size(), 1);
    if (!present || !data_.present.empty()) data_.present.push_back(present ? 1 : 0);
    data_.values.push_back(value);
  }

  const Column& column_;
  std::size_t field_;
  Parser parser_;
  ColumnData data_;
  std::string scratch_;
};

template <class Parser>
std::unique_ptr<ColumnReader> reader(const Column& column, std::size_t field, Parser parser,
                                     std::shared_ptr<Dictionary> dictionary = nullptr) {
  return std::make_unique<Reader<Parser>>(column, field, std::move(dictionary), std::move(parser));
}

}  // namespace

std::unique_ptr<ColumnReader> make_column_reader(const Program& program, const Column& column,
                                                 std::size_t field) {
  std::shared_ptr<Dictionary> dictionary;
  switch (column.storage) {
    case Storage::Text:
    case Storage::Link:
      dictionary = std::make_shared<Dictionary>();
      return reader(column, field, TextParser(dictionary), dictionary);
    case Storage::Key:
      dictionary = std::make_shared<Dictionary>();
      return reader(column, field, KeyParser(dictionary), dictionary);
    case Storage::Choice: return reader(column, field, ChoiceParser(column));
    case Storage::Decimal:
      if (is_ratio(column)) return reader(column, field, RatioParser(column));
      return reader(column, field, DecimalParser(column));
    case Storage::Integer: return reader(column, field, DecimalParser(column));
    case Storage::Bool: return reader(column, field, TruthParser());
    case Storage::Day: return reader(column, field, DayParser());
    case Storage::Moment: return reader(column, field, MomentParser());
    case Storage::Period: return reader(column, field, PeriodParser(column, program.calendar));
  }
  return nullptr;
}

}  // namespace kpi::table
