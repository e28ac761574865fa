#include "cache/cell_values.hpp"

#include <utility>

namespace kpi::cache {
namespace {

// Kinds of values; below them a kind is a reason for absence.
constexpr std::uint8_t kInteger = 64;
constexpr std::uint8_t kFraction = 65;
constexpr std::uint8_t kLongNumber = 66;  // as the text `7/3`
constexpr std::uint8_t kText = 67;
constexpr std::uint8_t kTruth = 68;
constexpr std::uint8_t kDate = 69;
constexpr std::uint8_t kDateTime = 70;
constexpr auto kLastReason = static_cast<std::uint8_t>(NoneReason::Undecided);

/// `7/3` or `7`, of any length.
std::optional<Rational> long_number(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto numerator = Rational::parse_decimal(text.substr(0, slash));
  if (!numerator || slash == std::string::npos) return numerator;
  const auto denominator = Rational::parse_decimal(text.substr(slash + 1));
  if (!denominator || denominator->is_zero()) return std::nullopt;
  return *numerator / *denominator;
}

}  // namespace

void ValueSections::add_text(const std::string& text) {
  numbers_.push_back(static_cast<std::int64_t>(text.size()));
  texts_ += text;
}

void ValueSections::add(const Value& value) {
  if (value.is_none()) {
    kinds_.push_back(static_cast<std::uint8_t>(value.reason()));
  } else if (value.is_number()) {
    const auto parts = value.number().parts();
    const bool integer = parts && parts->denominator == 1;
    kinds_.push_back(integer ? kInteger : parts ? kFraction : kLongNumber);
    if (!parts) return add_text(to_fraction_string(value.number()));
    numbers_.push_back(parts->numerator);
    if (!integer) numbers_.push_back(parts->denominator);
  } else if (value.is_text()) {
    kinds_.push_back(kText);
    add_text(value.text());
  } else if (value.is_bool()) {
    kinds_.push_back(kTruth);
    numbers_.push_back(value.truth() ? 1 : 0);
  } else if (value.is_date()) {
    kinds_.push_back(kDate);
    numbers_.push_back(value.date().days);
  } else {
    kinds_.push_back(kDateTime);
    numbers_.push_back(value.datetime().seconds);
  }
}

void ValueSections::add_to(EntryWriter& entry) const {
  entry.add(kinds_);
  entry.add(numbers_);
  entry.add(texts_);
}

bool ValueSections::read_from(EntryReader& entry) {
  return entry.read(kinds_) && entry.read(numbers_) && entry.read(texts_);
}

std::optional<std::int64_t> ValueSections::Reader::number() {
  if (number_ == sections_.numbers_.size()) return std::nullopt;
  return sections_.numbers_[number_++];
}

std::optional<std::string> ValueSections::Reader::text() {
  const auto size = number();
  const std::size_t left = sections_.texts_.size() - text_;
  if (!size || *size < 0 || static_cast<std::size_t>(*size) > left) return std::nullopt;
  const std::size_t begin = text_;
  text_ += static_cast<std::size_t>(*size);
  return sections_.texts_.substr(begin, static_cast<std::size_t>(*size));
}

std::optional<Value> ValueSections::Reader::of_kind(std::uint8_t kind) {
  if (kind == kText) {
    auto found = text();
    if (!found) return std::nullopt;
    return Value(std::move(*found));
  }
  if (kind == kLongNumber) {
    const auto found = text();
    auto value = found ? long_number(*found) : std::nullopt;
    if (!value) return std::nullopt;
    return Value(std::move(*value));
  }
  const auto first = number();
  if (!first) return std::nullopt;
  if (kind == kInteger) return Value(Rational(*first));
  if (kind == kTruth) return Value::boolean(*first != 0);
  if (kind == kDate) return Value(Date{static_cast<std::int32_t>(*first)});
  if (kind == kDateTime) return Value(DateTime{*first});
  const auto second = kind == kFraction ? number() : std::nullopt;
  if (!second || *second <= 0) return std::nullopt;
  return Value(Rational::of_parts({*first, *second}));
}

std::optional<Value> ValueSections::Reader::next() {
  if (kind_ == sections_.kinds_.size()) return std::nullopt;
  const std::uint8_t kind = sections_.kinds_[kind_++];
  if (kind <= kLastReason) return Value(static_cast<NoneReason>(kind));
  return of_kind(kind);
}

bool ValueSections::Reader::at_end() const {
  return kind_ == sections_.kinds_.size() && number_ == sections_.numbers_.size() &&
         text_ == sections_.texts_.size();
}

}  // namespace kpi::cache
