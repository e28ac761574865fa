#include "table/columns.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "table/blanks.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_values.hpp"
#include "table/line_numbers.hpp"
#include "table/plain_values.hpp"

namespace kpi::table {
namespace {

/// One field as the parsers see it.
struct Cell {
  std::string_view text;
  std::string_view raw;      // as it stands in the file
  std::uint64_t offset = 0;  // of `raw` in the file
  std::uint64_t line = 0;
};

// One parser per storage. `quick` takes texts of plain records as programs write them, none of
// them empty, and leaves all others alone; `parse` takes everything that is a value; `explain` says
// why something is none. `kTrimmed` parsers do not see white space around the text. Those with a
// `dictionary` look texts up, and are told by what some rows ahead.

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
    const auto ordinal = read_period(cell.text, column_.period_unit, calendar_);
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
  std::shared_ptr<Dictionary> dictionary_;
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

  const FileLines& files_;
  std::unordered_map<std::string, std::uint64_t>
      blanked_;        // lines of keys with blanks, by the rest
  LineNumbers lines_;  // where each key stands first, by code
};

template <class Parser>
concept LooksUp = requires(const Parser& parser) {
  parser.dictionary();
};

/// May be read in 万, as a column or a cell says.
template <class Parser>
concept HasMultiples = requires {
  Parser::kHasMultiples;
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
    values_.resize(rows.size);
    usable_ += rows.size;
    present_.clear();
    const bool marks = !column_.form.none_marks.empty();
    for (const RowStretch& stretch : rows.stretches) {
      if (rows.batch.runs[stretch.run].plain && !marks) {
        read_plain(rows.batch, stretch, faults);
      } else {
        for (std::uint32_t i = 0; i < stretch.count; ++i)
          read_exactly(rows.batch, stretch, i, faults);
      }
    }
    append();
  }

  void set_field(std::size_t field) override { field_ = field; }
  void reserve(std::size_t count) override { data_.values.reserve(count); }

  std::size_t usable() const override { return usable_; }

  MultiplesRead multiples() const override {
    if constexpr (!HasMultiples<Parser>) return {};
    MultiplesRead counted = multiples_;
    counted.plain = usable_ - counted.scaled;
    return counted;
  }

  ColumnData take() override {
    if (data_.storage == Storage::Link) {
      data_.link_codes = std::move(data_.values);
      data_.values.assign(data_.link_codes.size(), 0);
    }
    return std::move(data_);
  }

  void hand_over(ColumnData& window) override {
    window.storage = data_.storage;
    window.dictionary = data_.dictionary;
    ColumnValues& values = data_.storage == Storage::Link ? window.link_codes : window.values;
    values.swap(data_.values);
    data_.values.restart();
    window.present.swap(data_.present);
    data_.present.clear();
  }

 private:
  void read_plain(const RecordBatch& batch, const RowStretch& stretch,
                  std::vector<RowFault>& faults) {
    PlainField field(batch, batch.runs[stretch.run], stretch.begin, field_);
    for (std::uint32_t i = 0; i < stretch.count; ++i, field.next()) {
      const std::string_view text = field.text();
      if (text.empty() && column_.optional) {
        leave_absent(stretch.position + i);
      } else if (text.empty() || !parser_.quick(text, values_[stretch.position + i])) {
        read_exactly(batch, stretch, i, faults);
      }
    }
    if constexpr (HasMultiples<Parser>) find_first_plain(batch, stretch);
  }

  /// The first number that was read quickly: the others are met one by one.
  void find_first_plain(const RecordBatch& batch, const RowStretch& stretch) {
    const RecordRun& run = batch.runs[stretch.run];
    PlainField field(batch, run, stretch.begin, field_);
    std::int64_t value = 0;
    for (std::uint32_t i = 0; i < stretch.count; ++i, field.next()) {
      const std::uint64_t line = run.line + stretch.begin + i;
      if (multiples_.first_plain != 0 && multiples_.first_plain <= line) return;
      if (field.text().empty() || !parser_.quick(field.text(), value)) continue;
      multiples_.first_plain = line;
      return;
    }
  }

  void note_multiple(const Cell& cell) {
    const bool scaled = has_multiple(cell.text);
    if (scaled && ++multiples_.scaled > 1) return;
    std::uint64_t& first = scaled ? multiples_.first_scaled : multiples_.first_plain;
    if (first == 0) first = cell.line;
  }

  void read_plain(const RecordBatch& batch, const RowStretch& stretch,
                  std::vector<RowFault>& faults) requires LooksUp<Parser> {
    constexpr std::uint32_t kAhead = 64;  // rows looked up while memory is on its way to others
    struct Text {
      std::string_view text;
      Dictionary::Key key;
    };
    std::array<Text, kAhead> texts;
    PlainField field(batch, batch.runs[stretch.run], stretch.begin, field_);
    for (std::uint32_t first = 0; first < stretch.count; first += kAhead) {
      const std::uint32_t count = std::min(kAhead, stretch.count - first);
      for (std::uint32_t i = 0; i < count; ++i, field.next()) {
        const std::string_view text = field.text();
        texts[i] = {text, parser_.dictionary().key_in_batch(text)};
        parser_.dictionary().fetch(texts[i].key);
      }
      for (std::uint32_t i = 0; i < count; ++i)
        look_up(batch, stretch, first + i, texts[i].text, texts[i].key, faults);
    }
  }

  void look_up(const RecordBatch& batch, const RowStretch& stretch, std::uint32_t index,
               std::string_view text, const Dictionary::Key& key, std::vector<RowFault>& faults) {
    const std::size_t position = stretch.position + index;
    const std::uint64_t line = batch.runs[stretch.run].line + stretch.begin + index;
    if (text.empty() && column_.optional) {
      leave_absent(position);
    } else if (text.empty() || !parser_.quick(text, key, line, values_[position])) {
      read_exactly(batch, stretch, index, faults);
    }
  }

  void leave_absent(std::size_t position) {
    --usable_;
    values_[position] = 0;
    if (present_.empty()) present_.resize(values_.size(), 1);
    present_[position] = 0;
  }

  void read_exactly(const RecordBatch& batch, const RowStretch& stretch, std::uint32_t index,
                    std::vector<RowFault>& faults) {
    const Record record = batch.record(batch.runs[stretch.run], stretch.begin + index);
    const std::size_t position = stretch.position + index;
    const std::string_view raw = batch.raw_field(record, field_);
    const auto begin = static_cast<std::uint64_t>(raw.data() - batch.raw(record).data());
    Cell cell{batch.text(record, field_, scratch_), raw, record.offset + begin, record.line};
    if constexpr (Parser::kTrimmed) cell.text = without_blanks(cell.text);
    const bool present = !cell.text.empty() && !is_none_mark(cell.text);
    if (present && parser_.parse(cell, values_[position])) {
      if constexpr (HasMultiples<Parser>) note_multiple(cell);
      return;
    }
    values_[position] = 0;
    if (!present) leave_absent(position);
    if (!present && column_.optional) return;
    if (present) --usable_;
    faults.push_back({record.line, position, field_, batch.raw(record),
                      present ? parser_.explain(cell) : explain_missing(column_)});
  }

  bool is_none_mark(std::string_view text) const {
    const auto& marks = column_.form.none_marks;
    return std::find(marks.begin(), marks.end(), text) != marks.end();
  }

  /// Presence is kept from the first absent value on.
  void append() {
    if (!present_.empty() && data_.present.empty()) data_.present.assign(data_.values.size(), 1);
    if (!present_.empty()) {
      data_.present.insert(data_.present.end(), present_.begin(), present_.end());
    } else if (!data_.present.empty()) {
      data_.present.resize(data_.present.size() + values_.size(), 1);
    }
    data_.values.append(values_);
  }

  const Column& column_;
  std::size_t field_;
  Parser parser_;
  ColumnData data_;
  std::vector<std::int64_t> values_;   // of the batch
  std::vector<std::uint8_t> present_;  // empty: every row of the batch
  std::string scratch_;
  std::size_t usable_ = 0;  // values read so far
  MultiplesRead multiples_;
};

template <class Parser>
std::unique_ptr<ColumnReader> reader(const Column& column, std::size_t field, Parser parser,
                                     std::shared_ptr<Dictionary> dictionary = nullptr) {
  return std::make_unique<Reader<Parser>>(column, field, std::move(dictionary), std::move(parser));
}

}  // namespace

Record RowSelection::record(std::size_t position) const {
  const auto after =
      std::upper_bound(stretches.begin(), stretches.end(), position,
                       [](std::size_t at, const RowStretch& s) { return at < s.position; });
  const RowStretch& stretch = *(after - 1);
  const auto index = static_cast<std::uint32_t>(position - stretch.position);
  return batch.record(batch.runs[stretch.run], stretch.begin + index);
}

std::unique_ptr<ColumnReader> make_column_reader(const Program& program, const Column& column,
                                                 std::size_t field, const FileLines& files) {
  std::shared_ptr<Dictionary> dictionary;
  switch (column.storage) {
    case Storage::Text:
    case Storage::Link:
      dictionary = std::make_shared<Dictionary>();
      return reader(column, field, TextParser(dictionary), dictionary);
    case Storage::Key:
      dictionary = std::make_shared<Dictionary>();
      return reader(column, field, KeyParser(dictionary, files), dictionary);
    case Storage::Choice: return reader(column, field, ChoiceParser(column));
    case Storage::Decimal:
      if (is_ratio(column)) return reader(column, field, RatioParser(column));
      return reader(column, field, DecimalParser(column));
    case Storage::Integer: return reader(column, field, DecimalParser(column));
    case Storage::Bool: return reader(column, field, TruthParser(column));
    case Storage::Day: return reader(column, field, DayParser(column, program.calendar));
    case Storage::Moment: return reader(column, field, MomentParser(column, program.calendar));
    case Storage::Period: return reader(column, field, PeriodParser(column, program.calendar));
  }
  return nullptr;
}

}  // namespace kpi::table
