#include "io/xlsx_sheet.hpp"

#include <charconv>
#include <utility>

#include "base/digits.hpp"
#include "base/text.hpp"
#include "io/xml.hpp"

namespace kpi::io {
namespace {

class XlsxSheet final : public SheetReader, XmlHandler {
 public:
  XlsxSheet(std::unique_ptr<Reader> part, const SharedParts& shared, SheetSink& sink)
      : shared_(shared), sink_(sink), xml_(std::move(part), *this) {}
  bool advance() override { return !bad_place_ && xml_.advance() && !bad_place_; }
  std::optional<ContentFault> fault() const override {
    if (auto fault = xml_.fault()) return fault;
    if (!bad_place_) return std::nullopt;
    ContentFault fault{ContentFault::Kind::BadWorkbook, "XML"};
    fault.place = *bad_place_;
    fault.row = row_;
    return fault;
  }

 private:
  void begin(std::string_view element, const XmlAttributes& attributes) override;
  void end(std::string_view element) override;
  void text(std::string_view text) override {
    if (!in_value_) return;
    value_ += text;
    if (value_.size() > kMostText) refuse();
  }
  void begin_row(const XmlAttributes& attributes);
  void begin_cell(const XmlAttributes& attributes);
  void end_cell();
  void number_cell();
  void shared_cell();
  void merge(const XmlAttributes& attributes);
  /// The first place that is not what it should be.
  void refuse() {
    if (!bad_place_) bad_place_ = cell_name(row_, column_);
  }

  const SharedParts& shared_;
  SheetSink& sink_;
  std::uint32_t row_ = 0, column_ = 0;
  std::string type_, value_;
  std::size_t style_ = 0;
  bool in_value_ = false;
  bool spoken_ = false;  // within the pronunciation of a text
  std::optional<std::string> bad_place_;
  XmlReader xml_;
};

void XlsxSheet::begin(std::string_view element, const XmlAttributes& attributes) {
  const std::string_view name = local_name(element);
  if (name == "c") return begin_cell(attributes);
  in_value_ = name == "v" || (name == "t" && !spoken_);
  if (name == "row") begin_row(attributes);
  if (name == "rPh") spoken_ = true;
  if (name == "mergeCell") merge(attributes);
}

void XlsxSheet::end(std::string_view element) {
  const std::string_view name = local_name(element);
  in_value_ = false;
  if (name == "c") end_cell();
  if (name == "rPh") spoken_ = false;
}

/// A row or a cell that does not say where it is follows the one before it.
void XlsxSheet::begin_row(const XmlAttributes& attributes) {
  const auto said = attributes.find("r");
  const auto number = said ? number_of_digits(*said) : std::optional(static_cast<int>(row_) + 1);
  column_ = 0;
  if (!number || *number <= static_cast<int>(row_) || *number > static_cast<int>(kMostRows)) {
    return refuse();
  }
  row_ = static_cast<std::uint32_t>(*number);
}

void XlsxSheet::begin_cell(const XmlAttributes& attributes) {
  value_.clear();
  type_ = attributes.find("t").value_or("n");
  style_ =
      static_cast<std::size_t>(number_of_digits(attributes.find("s").value_or("0")).value_or(0));
  ++column_;
  const auto said = attributes.find("r");
  if (!said) return column_ > kMostColumns ? refuse() : void();
  const auto place = cell_range(*said);
  if (!place || place->first_row != row_ || place->first_column < column_) return refuse();
  column_ = place->first_column;
}

void XlsxSheet::end_cell() {
  if (value_.empty() || bad_place_) return;
  if (type_ == "n") return number_cell();
  if (type_ == "s") return shared_cell();
  if (type_ == "e") return sink_.error_cell(row_, column_, value_);
  if (type_ == "b") return sink_.cell(row_, column_, value_ == "0" ? "false" : "true");
  if (type_ == "d") {  // 2024-03-01T14:05:00
    const std::size_t t = value_.find('T');
    if (t != std::string::npos) value_[t] = ' ';
  }
  sink_.cell(row_, column_, unescaped(value_));
}

void XlsxSheet::number_cell() {
  double number = 0;
  const char* const end = value_.data() + value_.size();
  const auto read = std::from_chars(value_.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return refuse();
  const ShownAs form = style_ < shared_.forms.size() ? shared_.forms[style_] : ShownAs::Plain;
  sink_.cell(row_, column_, cell_text(number, form, shared_.days));
}

void XlsxSheet::shared_cell() {
  const auto index = number_of_digits(value_);
  if (!index || static_cast<std::size_t>(*index) >= shared_.strings.size()) return refuse();
  sink_.cell(row_, column_, shared_.strings[static_cast<std::size_t>(*index)]);
}

void XlsxSheet::merge(const XmlAttributes& attributes) {
  const auto cells = cell_range(attributes.find("ref").value_or(""));
  const bool several =
      cells && (cells->first_row != cells->last_row || cells->first_column != cells->last_column);
  if (several) sink_.merged(*cells);
}

}  // namespace

std::unique_ptr<SheetReader> read_xlsx_sheet(std::unique_ptr<Reader> part,
                                             const SharedParts& shared, SheetSink& sink) {
  return std::make_unique<XlsxSheet>(std::move(part), shared, sink);
}

std::string unescaped(std::string_view text) {
  constexpr std::string_view kBegin = "_x";
  constexpr std::size_t kDigits = 4, kWhole = 7;
  std::string plain;
  while (true) {
    const std::size_t at = text.find(kBegin);
    if (at == std::string_view::npos) break;
    std::uint32_t code = 0;
    const bool whole = text.size() - at >= kWhole && text[at + kWhole - 1] == '_';
    const char* const digits = text.data() + at + kBegin.size();
    const bool escape =
        whole && std::from_chars(digits, digits + kDigits, code, 16).ptr == digits + kDigits;
    plain += text.substr(0, escape ? at : at + kBegin.size());
    if (escape) append_utf8(plain, code);
    text.remove_prefix(at + (escape ? kWhole : kBegin.size()));
  }
  plain += text;
  for (std::size_t at = plain.find("\r\n"); at != std::string::npos; at = plain.find("\r\n", at))
    plain.erase(at, 1);
  return plain;
}

}  // namespace kpi::io
