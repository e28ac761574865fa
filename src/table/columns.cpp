#include "table/columns.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "table/blanks.hpp"
#include "table/cell_faults.hpp"
#include "table/cell_parsers.hpp"

namespace kpi::table {
namespace {

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
    const bool as_it_is = column_.form.none_marks.empty() && !column_.form.trimmed;
    for (const RowStretch& stretch : rows.stretches) {
      if (rows.batch.runs[stretch.run].plain && as_it_is) {
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
    if (Parser::kTrimmed || column_.form.trimmed) cell.text = without_blanks(cell.text);
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
