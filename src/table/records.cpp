#include "table/records.hpp"

namespace kpi::table {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::string_view RecordBatch::text(const Record& record, std::size_t index,
                                   std::string& scratch) const {
  const std::string_view raw = raw_field(record, index);
  if (!fields[record.first_field + index].doubled) return raw;
  scratch.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    scratch += raw[i];
    if (raw[i] == '"') ++i;  // the second of a pair
  }
  return scratch;
}

void Splitter::feed(std::string_view block) {
  forget_finished();
  batch_.bytes += block;
  if (!past_byte_order_mark_ && !skip_byte_order_mark(false)) return;
  scan();
  bound_open_record();
}

void Splitter::finish() {
  forget_finished();
  if (!past_byte_order_mark_) skip_byte_order_mark(true);
  scan();
  if (state_ == State::Quoted) {
    open_.fault = RecordFault::OpenQuote;
    open_.fault_line = quote_line_;
  }
  const bool empty = position() == 0 && dropped_ == 0 && state_ == State::FieldStart &&
                     batch_.fields.size() == open_.first_field;
  if (!empty) end_record();
}

/// Keeps only the record being read, at the front of the batch.
void Splitter::forget_finished() {
  using Difference = std::string::difference_type;
  batch_.records.clear();
  batch_.bytes.erase(0, open_.begin);
  batch_.fields.erase(batch_.fields.begin(),
                      batch_.fields.begin() + static_cast<Difference>(open_.first_field));
  origin_ += open_.begin;
  at_ -= open_.begin;
  open_.begin = 0;
  open_.first_field = 0;
}

/// False while the bytes read so far could still become a byte order mark.
bool Splitter::skip_byte_order_mark(bool at_end) {
  const std::string_view seen = batch_.bytes;
  const std::string_view start = seen.substr(0, kByteOrderMark.size());
  if (start == kByteOrderMark) {
    open_.begin = at_ = kByteOrderMark.size();
    open_.offset = at_;
  } else if (!at_end && start == kByteOrderMark.substr(0, start.size())) {
    return false;
  }
  past_byte_order_mark_ = true;
  return true;
}

void Splitter::scan() {
  while (at_ < batch_.bytes.size()) {
    switch (state_) {
      case State::FieldStart:
        doubled_ = false;
        field_begin_ = position();
        state_ = State::Plain;
        if (batch_.bytes[at_] == '"') {
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
  const std::string& bytes = batch_.bytes;
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
  const std::string& bytes = batch_.bytes;
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
  const char c = batch_.bytes[at_];
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
  batch_.fields.push_back(field);
}

/// Called at the line break, or at the end of the file.
void Splitter::end_record() {
  open_.size = position();
  if (open_.size > 0 && batch_.bytes[at_ - 1] == '\r' && state_ != State::Quoted) --open_.size;
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
    batch_.fields.resize(open_.first_field);
  }
  open_.field_count = batch_.fields.size() - open_.first_field;
  batch_.records.push_back(open_);
  ++line_;
  open_ = Record();
  open_.line = line_;
  open_.begin = at_ + 1;
  open_.offset = origin_ + open_.begin;
  open_.first_field = batch_.fields.size();
  dropped_ = 0;
}

void Splitter::stray_quote() {
  if (open_.fault != RecordFault::None) return;
  open_.fault = RecordFault::StrayQuote;
  open_.fault_field = batch_.fields.size() - open_.first_field;
}

/// Lets go of the bytes of a record that is too long already; only its end is still looked for.
void Splitter::bound_open_record() {
  if (dropped_ + position() <= kMaxRecordBytes) return;
  dropped_ += position();
  origin_ += position();
  batch_.bytes.resize(open_.begin);
  batch_.fields.resize(open_.first_field);
  at_ = open_.begin;
}

}  // namespace kpi::table
