#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"
#include "table/separators.hpp"

/// Bytes of a CSV file -> records and their fields (RFC 4180). Knows nothing of columns and types.
namespace kpi::table {

/// A row longer than this is an error: it bounds memory whatever the file holds.
inline constexpr std::size_t kMaxRecordBytes = 1024 * 1024;

enum class RecordFault : std::uint8_t {
  None,
  StrayQuote,  // a quotation mark inside a plain field, or text after a closing one
  TooLong,     // more than kMaxRecordBytes; has no fields
  OpenQuote,   // the file ends inside quotation marks
};

/// The text of a field without its outer quotation marks, as bytes of its record.
struct Field {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
  bool doubled = false;  // holds doubled quotation marks
};

struct Record {
  std::uint64_t line = 1;        // on which it begins, from 1
  std::uint64_t offset = 0;      // of its first byte in the file
  std::uint64_t fault_line = 0;  // OpenQuote: where the quotation mark stands
  std::uint32_t begin = 0;       // of its bytes in the batch, without the line break
  std::uint32_t size = 0;
  std::uint32_t first_field = 0;  // of a plain record the place of its end, else in `fields`
  std::uint32_t field_count = 0;
  std::uint32_t fault_field = 0;  // StrayQuote: index of the field
  RecordFault fault = RecordFault::None;
  bool plain = false;  // found by its separators alone
  bool blank() const { return size == 0 && fault == RecordFault::None; }
};

/// Plain records, each on the line below the one before it and with as many fields; or records
/// that are not plain.
struct RecordRun {
  bool plain = false;
  std::uint32_t count = 0;
  std::uint32_t field_count = 0;  // of a plain record
  std::uint32_t first = 0;        // plain: the separator before its first field; else in `others`
  std::uint64_t line = 1;         // plain: of the first record
};

/// Where one of several files begins.
struct FileStart {
  std::string path;
  std::uint64_t lines_before = 0;  // those of the files before it
};

/// Complete records, and behind them the bytes of one that is not. Nearly all records are plain:
/// without quotation marks, so that their separators say everything, in 4 bytes a field and
/// nothing a record.
struct RecordBatch {
  /// So many bytes behind the last one can be read: a field is looked at eight bytes at a time.
  static constexpr std::size_t kBeyond = 8;

  std::string bytes;          // with kBeyond more
  std::size_t size = 0;       // of the file's bytes
  std::uint64_t offset = 0;   // of the first of them in the file
  Separators separators;      // of plain records, and the one before each run
  std::vector<Field> fields;  // of the others
  std::vector<Record> others;
  std::vector<RecordRun> runs;
  std::size_t record_count = 0;
  std::optional<FileStart> file;           // begins with this batch; of several files only
  std::vector<io::ErrorCell> error_cells;  // of the file that ends with this batch

  Record record(const RecordRun& run, std::uint32_t index) const;
  /// Calls each(record) for all of them.
  template <class Each>
  void for_each_record(Each each) const {
    for (const RecordRun& run : runs) {
      for (std::uint32_t i = 0; i < run.count; ++i)
        each(record(run, i));
    }
  }

  std::string_view raw(const Record& record) const {
    return std::string_view(bytes.data() + record.begin, record.size);
  }
  /// The field as it stands in the file, doubled quotation marks included.
  std::string_view raw_field(const Record& record, std::size_t index) const;
  /// The field's text; `scratch` holds it where it is not a part of the bytes.
  std::string_view text(const Record& record, std::size_t index, std::string& scratch) const;
};

/// One field of plain records, from record to record.
class PlainField {
 public:
  PlainField(const RecordBatch& batch, const RecordRun& run, std::uint32_t index, std::size_t field)
      : bytes_(batch.bytes.data()),
        end_(batch.separators.places.data() + run.first + std::size_t{index} * run.field_count +
             field + 1),
        step_(run.field_count),
        is_last_(field + 1 == run.field_count) {}
  std::string_view text() const {
    const std::uint32_t begin = end_[-1] + 1;
    std::uint32_t size = *end_ - begin;
    if (is_last_ && size > 0 && bytes_[begin + size - 1] == '\r') --size;
    return std::string_view(bytes_ + begin, size);
  }
  void next() { end_ += step_; }

 private:
  const char* bytes_;
  const std::uint32_t* end_;
  std::size_t step_;
  bool is_last_;
};

/// Splits a file that arrives in blocks; how it is cut into blocks never shows in the records.
/// Records that lie in a block as a whole and have no quotation marks are found by find_separators;
/// all others a byte at a time, each byte once.
class Splitter {
 public:
  explicit Splitter(io::LineCount lines = {})
      : line_(lines.first), quoted_breaks_(lines.quoted_breaks), delimiter_(lines.delimiter) {
    open_.line = line_;
  }
  /// Where the next bytes of the file, at most `size`, are to be written; then split() them.
  char* room(RecordBatch& batch, std::size_t size);
  /// Takes so many bytes; the records they complete are then in the batch.
  void split(RecordBatch& batch, std::size_t size);
  /// The number of the line being read.
  std::uint64_t line() const { return line_; }
  /// Ends the file: a last line without a line break is then in the batch.
  void finish(RecordBatch& batch);

 private:
  enum class State : std::uint8_t { FieldStart, Plain, Quoted, QuoteSeen, ReturnAfterQuote };

  void begin_batch(RecordBatch& batch, std::size_t size);
  void end_batch();
  bool skip_byte_order_mark(bool at_end);
  void scan();
  bool scan_plain_records();
  bool add_plain_records(std::uint32_t before);
  void add_plain_record(std::uint32_t before, std::uint32_t last);
  void add_other(const Record& record);
  void scan_record();
  void scan_plain();
  void scan_quoted();
  void scan_after_quote();
  void end_field(std::size_t end);
  void end_record();
  void begin_record(std::size_t at);
  void stray_quote();
  void bound_open_record();
  std::size_t position() const { return at_ - open_.begin; }  // within the open record
  bool at_record_start() const {
    return position() == 0 && dropped_ == 0 && state_ == State::FieldStart && open_fields_.empty();
  }

  RecordBatch* batch_ = nullptr;    // being filled
  std::string open_bytes_;          // of the open record, between two batches
  std::vector<Field> open_fields_;  // of the open record
  Record open_;                     // the record being read
  std::size_t at_ = 0;              // next byte of the batch to look at
  std::uint64_t origin_ = 0;        // offset of the batch's first byte in the file
  std::uint64_t line_;
  bool quoted_breaks_;            // those count as lines
  char delimiter_;                // between fields
  std::uint64_t dropped_ = 0;     // bytes of the open record no longer kept
  std::uint64_t quote_line_ = 0;  // of the last opening quotation mark
  std::size_t field_begin_ = 0;   // of the field being read, within the open record
  std::size_t field_end_ = 0;     // of a quoted field: its closing quotation mark
  bool doubled_ = false;
  bool past_byte_order_mark_ = false;
  State state_ = State::FieldStart;
};

/// Records of one field each, as if they stood in a file.
RecordBatch records_of_texts(const std::vector<std::string>& texts);

}  // namespace kpi::table
