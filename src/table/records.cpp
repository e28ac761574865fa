#include "table/records.hpp"

#include <algorithm>

namespace kpi::table {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Record RecordBatch::record(const RecordRun& run, std::uint32_t index) const {
  if (!run.plain) return others[run.first + index];
  const std::uint32_t before = run.first + index * run.field_count;
  Record found;
  found.plain = true;
  found.line = run.line + index;
  found.begin = separators.places[before] + 1;
  found.size = separators.places[before + run.field_count] - found.begin;
  if (found.size > 0 && bytes[found.begin + found.size - 1] == '\r') --found.size;
  found.offset = offset + found.begin;
  found.first_field = before + 1;
  found.field_count = run.field_count;
  return found;
}

std::string_view RecordBatch::raw_field(const Record& record, std::size_t index) const {
  if (!record.plain) {
    const Field& field = fields[record.first_field + index];
    return std::string_view(bytes.data() + record.begin + field.begin, field.size);
  }
  const std::uint32_t* const end = separators.places.data() + record.first_field + index;
  const std::uint32_t begin = end[-1] + 1;
  const bool last = index + 1 == record.field_count;
  return std::string_view(bytes.data() + begin, (last ? record.begin + record.size : *end) - begin);
}

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
  const std::size_t wanted = open_bytes_.size() + size + RecordBatch::kBeyond;
  if (batch.bytes.size() < wanted) batch.bytes.resize(wanted);
  return batch.bytes.data() + open_bytes_.size();
}

void Splitter::split(RecordBatch& batch, std::size_t size) {
  begin_batch(batch, size);
  if (!past_byte_order_mark_ && !skip_byte_order_mark(false)) return end_batch();
  scan();
  bound_open_record();
  end_batch();
}

void Splitter::finish(RecordBatch& batch) {
  room(batch, 0);
  begin_batch(batch, 0);
  if (!past_byte_order_mark_) skip_byte_order_mark(true);
  scan();
  if (state_ == State::Quoted) {
    open_.fault = RecordFault::OpenQuote;
    open_.fault_line = quote_line_;
  }
  if (!at_record_start()) end_record();
}

/// The batch begins with the record being read; so many bytes are new.
void Splitter::begin_batch(RecordBatch& batch, std::size_t size) {
  batch_ = &batch;
  std::copy(open_bytes_.begin(), open_bytes_.end(), batch.bytes.begin());
  batch.size = open_bytes_.size() + size;
  batch.offset = origin_;
  batch.separators.count = 0;
  batch.fields.clear();
  batch.others.clear();
  batch.runs.clear();
  batch.record_count = 0;
}

/// Keeps the record being read.
void Splitter::end_batch() {
  open_bytes_.assign(batch_->bytes, open_.begin, batch_->size - open_.begin);
  origin_ += open_.begin;
  at_ -= open_.begin;
  open_.begin = 0;
}

/// False while the bytes read so far could still become a byte order mark.
bool Splitter::skip_byte_order_mark(bool at_end) {
  const std::string_view seen(batch_->bytes.data(), batch_->size);
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
  while (at_ < batch_->size) {
    if (at_record_start() && scan_plain_records()) continue;
    scan_record();
  }
}

/// Takes the records from here on that are complete and without quotation marks. False if there
/// are none.
bool Splitter::scan_plain_records() {
  Separators& found = batch_->separators;
  const auto before = static_cast<std::uint32_t>(found.count);
  if (found.places.size() <= before) found.places.resize(std::size_t{before} + 1);
  found.places[before] = open_.begin - 1;  // below the first byte of all the next is 0 again
  ++found.count;
  find_separators(batch_->bytes.data(), at_, batch_->size, found, delimiter_);
  if (found.line_count > 0 && add_plain_records(before)) return true;
  found.count = before;
  return false;
}

/// A record too long to keep is left to scan_record.
bool Splitter::add_plain_records(std::uint32_t before) {
  Separators& found = batch_->separators;
  const std::uint32_t* const places = found.places.data();
  const std::uint32_t first = before;
  for (std::size_t i = 0; i < found.line_count; ++i) {
    const std::uint32_t last = found.line_breaks[i];
    if (places[last] - places[before] > kMaxRecordBytes + 1) break;
    add_plain_record(before, last);
    before = last;
  }
  found.count = std::size_t{before} + 1;  // what follows is no complete plain record
  const std::uint32_t begin = places[before] + 1;
  begin_record(begin);
  at_ = begin;
  return before > first;
}

/// The record whose fields end at places behind `before`, up to `last`.
void Splitter::add_plain_record(std::uint32_t before, std::uint32_t last) {
  const std::uint32_t field_count = last - before;
  std::vector<RecordRun>& runs = batch_->runs;
  const bool goes_on = !runs.empty() && runs.back().plain &&
                       runs.back().field_count == field_count &&
                       runs.back().first + runs.back().count * field_count == before;
  if (!goes_on) runs.push_back(RecordRun{true, 0, field_count, before, line_});
  ++runs.back().count;
  ++batch_->record_count;
  ++line_;
}

void Splitter::add_other(const Record& record) {
  const auto at = static_cast<std::uint32_t>(batch_->others.size());
  batch_->others.push_back(record);
  if (batch_->runs.empty() || batch_->runs.back().plain) {
    batch_->runs.push_back(RecordRun{false, 0, 0, at, record.line});
  }
  ++batch_->runs.back().count;
  ++batch_->record_count;
}

/// To the end of the record, or of the bytes.
void Splitter::scan_record() {
  const std::size_t records = batch_->record_count;
  while (at_ < batch_->size && batch_->record_count == records) {
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
  while (at_ < batch_->size) {
    const char c = bytes[at_];
    if (c == delimiter_) {
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
  while (at_ < batch_->size) {
    const char c = bytes[at_];
    ++at_;
    if (c == '\n' && quoted_breaks_) ++line_;
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
  } else if (state_ == State::QuoteSeen && c == delimiter_) {
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
  add_other(open_);
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
  batch_->size = open_.begin;
  open_fields_.clear();
  at_ = open_.begin;
}

RecordBatch records_of_texts(const std::vector<std::string>& texts) {
  std::string file;
  for (const std::string& text : texts) {
    file += '"';
    for (const char c : text)
      file += c == '"' ? "\"\"" : std::string(1, c);
    file += "\"\n";
  }
  RecordBatch batch;
  Splitter splitter{io::LineCount()};
  std::copy(file.begin(), file.end(), splitter.room(batch, file.size()));
  splitter.split(batch, file.size());
  return batch;
}

}  // namespace kpi::table
