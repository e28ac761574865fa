#include "io/ods_cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/digits.hpp"
#include "io/cell_text.hpp"

namespace kpi::io {
namespace {

/// `2024-03-01T14:05:00.000` as a day and a time to the second.
std::string ods_date(std::string text) {
  const std::size_t t = text.find('T');
  if (t == std::string::npos) return text;
  text[t] = ' ';
  text.resize(std::min(text.size(), text.find_first_of(".,Z")));
  return text;
}

/// `PT14H05M00S` as `14:05:00`.
std::string ods_time(std::string_view text) {
  std::string clock;
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
    if (c != 'H' && c != 'M' && c != 'S' && c != '.' && c != ',') continue;
    if (clock.size() < std::string_view("14:05:00").size()) {
      clock += (clock.empty() ? "" : ":") + digits;
    }
    digits.clear();
  }
  return clock;
}

bool is_error_text(std::string_view text) {
  constexpr std::array<std::string_view, 7> kErrors{"#N/A",   "#DIV/0!", "#VALUE!", "#REF!",
                                                    "#NAME?", "#NUM!",   "#NULL!"};
  return std::find(kErrors.begin(), kErrors.end(), text) != kErrors.end() ||
         text.substr(0, 4) == "Err:";
}

}  // namespace

OdsCell::OdsCell(const XmlAttributes& attributes)
    : type_(attributes.find("office:value-type").value_or("")),
      says_error_(attributes.find("calcext:value-type") == std::string_view("error")),
      formula_(attributes.find("table:formula").has_value()) {
  const char* const name = type_ == "date"      ? "office:date-value"
                           : type_ == "time"    ? "office:time-value"
                           : type_ == "boolean" ? "office:boolean-value"
                           : type_ == "string"  ? "office:string-value"
                                                : "office:value";
  value_ = attributes.find(name).value_or("");
}

void OdsCell::begin(std::string_view element, const XmlAttributes& attributes) {
  ++depth_;
  if (left_out_ != 0) return;
  const bool paragraph = element == "text:p" && depth_ == 1;
  if (paragraph && paragraphs_++ > 0) text_ += '\n';
  const bool own = depth_ > 1 || paragraph;
  if (!own || element == "office:annotation" || element == "text:ruby-text") left_out_ = depth_;
  if (element == "text:tab") text_ += '\t';
  if (element == "text:line-break") text_ += '\n';
  if (element != "text:s") return;
  constexpr int kMostSpaces = 1000;
  const auto count = number_of_digits(attributes.find("text:c").value_or("1"));
  text_.append(static_cast<std::size_t>(std::clamp(count.value_or(1), 1, kMostSpaces)), ' ');
}

bool OdsCell::end() {
  if (depth_ == 0) return false;
  if (left_out_ == depth_) left_out_ = 0;
  --depth_;
  return true;
}

void OdsCell::text(std::string_view text) {
  if (is_read()) text_ += text;
}

std::string OdsCell::value() const {
  if (is_error()) return text_.empty() ? "#N/A" : text_;
  if (type_ == "date") return ods_date(value_);
  if (type_ == "time") return ods_time(value_);
  if (type_ == "boolean") return value_;
  if (type_ == "string" || type_.empty()) return value_.empty() ? text_ : value_;
  double number = 0;
  const char* const end = value_.data() + value_.size();
  const auto read = std::from_chars(value_.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return text_;
  const ShownAs form = type_ == "percentage" ? ShownAs::Percent : ShownAs::Plain;
  return cell_text(number, form, DayCount::Since1900);
}

bool OdsCell::is_error() const {
  return says_error_ || (formula_ && is_error_text(text_));
}

}  // namespace kpi::io
