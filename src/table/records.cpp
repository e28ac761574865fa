#include "table/records.hpp"

#include <algorithm>

namespace kpi::table {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::string_view RecordBatch::text(const Record& record, std::size_t index,
                                   std::string& scratch) const {
  const std::string_view raw = raw_field(record, index);
  if (record.plain || !fields[record.first_field + index].doubled) return raw;
  scratch.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    scratch += raw[i];
    if (raw[i] == '"') ++i;  // the second of a pair
  }
  return scratch;
}

char* Splitter::room(RecordBatch& batch, std::size_t size) {
  batch.bytes.resize(open_bytes_.size() + size);
  return batch.bytes.data() + open_bytes_.size();
}

void Splitter::split(RecordBatch& batch, std::size_t size) {
  batch.bytes.resize(open_bytes_.size() + size);
  begin_batch(batch);
  if (!past_byte_order_mark_ && !skip_byte_order_mark(false)) return end_batch();
  scan();
  bound_open_record();
  end_batch();
}

void Splitter::finish(RecordBatch& batch) {
  batch.bytes.resize(open_bytes_.size());
  begin_batch(batch);
  if (!past_byte_order_mark_) skip_byte_order_mark(true);
  scan();
  if (state_ == State::Quoted) {
    open_.fault = RecordFault::OpenQuote;
    open_.fault_line = quote_line_;
  }
  if (!at_record_start()) end_record();
}

/// The batch begins with the record being read.
void Splitter::begin_batch(RecordBatch& batch) {
  batch_ = &batch;
  std::copy(open_bytes_.begin(), open_bytes_.end(), batch.bytes.begin());
  batch.ends.clear();
  batch.fields.clear();
  batch.records.clear();
}

/// Keeps the record being read.
void Splitter::end_batch() {
  open_bytes_.assign(batch_->bytes, open_.begin);
  origin_ += open_.begin;
  at_ -= open_.begin;
  open_.begin = 0;
}

/// False while the bytes read so far could still become a byte order mark.
bool Splitter::skip_byte_order_mark(bool at_end) {
  const std::string_view seen = batch_->bytes;
  const std::string_view start = seen.substr(0, kByteOrderMark.size());
  if (start == kByteOrderMark) {
    begin_record(kByteOrderMark.size());
    at_ = open_.begin;
  } else if (!at_end && start == kByteOrderMark.substr(0, start.size())) {
    return false;
  }
  past_byte_order_mark_ = true;
  return true;
}

void Splitter::scan() {
  while (at_ < batch_->bytes.size()) {
    if (at_record_start() && scan_plain_records()) continue;
    scan_record();
  }
}

/// Takes the records from here on that are complete and without quotation marks. False if there
/// are none.
bool Splitter::scan_plain_records() {
  const RecordBatch& batch = *batch_;
  find_separators(batch.bytes.data(), at_, batch.bytes.size(), separators_);
  return separators_.line_count > 0 && add_plain_records();
}

/// A record too long to keep is left to scan_record.
bool Splitter::add_plain_records() {
  const std::uint32_t* const places = separators_.places.data();
  std::vector<std::uint32_t>& ends = batch_->ends;
  const char* const bytes = batch_->bytes.data();
  const auto first_end = static_cast<std::uint32_t>(ends.size());
  ends.insert(ends.end(), places, places + separators_.line_breaks[separators_.line_count - 1] + 1);
  std::vector<Record>& records = batch_->records;
  const std::size_t first_record = records.size();
  records.resize(first_record + separators_.line_count);
  std::uint32_t first = 0;  // of the record's places
  std::uint32_t begin = open_.begin;
  std::size_t count = 0;
  for (; count < separators_.line_count; ++count) {
    const std::uint32_t last = separators_.line_breaks[count];
    const std::uint32_t line_break = places[last];
    if (line_break - begin > kMaxRecordBytes) break;
    Record& record = records[first_record + count];
    record.plain = true;
    record.line = line_ + count;
    record.offset = origin_ + begin;
    record.begin = begin;
    record.size = line_break - begin;
    record.first_field = first_end + first;
    record.field_count = last + 1 - first;
    if (record.size > 0 && bytes[line_break - 1] == '\r') {
      --record.size;
      ends[first_end + last] = line_break - 1;
    }
    first = last + 1;
    begin = line_break + 1;
  }
  records.resize(first_record + count);
  line_ += count;
  const bool any = first > 0;
  begin_record(begin);
  at_ = begin;
  return any;
}

/// To the end of the record, or of the bytes.
void Splitter::scan_record() {
  const std::size_t records = batch_->records.size();
  while (at_ < batch_->bytes.size() && batch_->records.size() == records) {
    switch (state_) {
      case State::FieldStart:
        doubled_ = false;
        field_begin_ = position();
        state_ = State::Plain;
        if (batch_->bytes[at_] == '"') {
          quote_line_ = line_;
          state_ = State::Quoted;
          ++at_;
          ++field_begin_;
        }
        break;
      case State::Plain: scan_plain(); break;
      case State::Quoted: scan_quoted(); break;
      case State::QuoteSeen:
      case State::ReturnAfterQuote: scan_after_quote(); break;
    }
  }
}

void Splitter::scan_plain() {
  const std::string& bytes = batch_->bytes;
  while (at_ < bytes.size()) {
    const char c = bytes[at_];
    if (c == ',') {
      end_field(position());
      ++at_;
      return;
    }
    if (c == '\n') {
      end_record();
      ++at_;
      return;
    }
    if (c == '"') stray_quote();
    ++at_;
  }
}

void Splitter::scan_quoted() {
  const std::string& bytes = batch_->bytes;
  while (at_ < bytes.size()) {
    const char c = bytes[at_];
    ++at_;
    if (c == '\n') ++line_;
    if (c != '"') continue;
    field_end_ = position() - 1;
    state_ = State::QuoteSeen;
    return;
  }
}

/// The byte after a quotation mark inside quotation marks decides what the mark was.
void Splitter::scan_after_quote() {
  const char c = batch_->bytes[at_];
  if (c == '\n') {
    end_record();
  } else if (state_ == State::QuoteSeen && c == ',') {
    end_field(field_end_);
  } else if (state_ == State::QuoteSeen && c == '"') {
    doubled_ = true;
    state_ = State::Quoted;
  } else if (state_ == State::QuoteSeen && c == '\r') {
    state_ = State::ReturnAfterQuote;
  } else {
    stray_quote();
    state_ = State::Plain;
    return;  // the byte may end the field
  }
  ++at_;
}

void Splitter::end_field(std::size_t end) {
  state_ = State::FieldStart;
  if (dropped_ != 0) return;
  Field field;
  field.begin = static_cast<std::uint32_t>(field_begin_);
  field.size = static_cast<std::uint32_t>(end - field_begin_);
  field.doubled = doubled_;
  open_fields_.push_back(field);
}

/// Called at the line break, or at the end of the file.
void Splitter::end_record() {
  open_.size = static_cast<std::uint32_t>(position());
  if (open_.size > 0 && batch_->bytes[at_ - 1] == '\r' && state_ != State::Quoted) --open_.size;
  const bool too_long = dropped_ + position() > kMaxRecordBytes;
  switch (state_) {
    case State::FieldStart:
      field_begin_ = open_.size;
      doubled_ = false;
      end_field(open_.size);
      break;
    case State::Plain: end_field(open_.size); break;
    case State::Quoted: field_end_ = open_.size; [[fallthrough]];
    case State::QuoteSeen:
    case State::ReturnAfterQuote: end_field(field_end_); break;
  }
  if (too_long) {
    if (open_.fault != RecordFault::OpenQuote) open_.fault = RecordFault::TooLong;
    open_.size = 0;
    open_fields_.clear();
  }
  open_.first_field = static_cast<std::uint32_t>(batch_->fields.size());
  open_.field_count = static_cast<std::uint32_t>(open_fields_.size());
  batch_->fields.insert(batch_->fields.end(), open_fields_.begin(), open_fields_.end());
  batch_->records.push_back(open_);
  ++line_;
  begin_record(at_ + 1);
}

void Splitter::begin_record(std::size_t at) {
  open_ = Record();
  open_.line = line_;
  open_.begin = static_cast<std::uint32_t>(at);
  open_.offset = origin_ + at;
  open_fields_.clear();
  dropped_ = 0;
}

void Splitter::stray_quote() {
  if (open_.fault != RecordFault::None) return;
  open_.fault = RecordFault::StrayQuote;
  open_.fault_field = static_cast<std::uint32_t>(open_fields_.size());
}

/// Lets go of the bytes of a record that is too long already; only its end is still looked for.
void Splitter::bound_open_record() {
  if (dropped_ + position() <= kMaxRecordBytes) return;
  dropped_ += position();
  origin_ += position();
  batch_->bytes.resize(open_.begin);
  open_fields_.clear();
  at_ = open_.begin;
}

}  // namespace kpi::table
