// Workbooks of the OpenDocument form (ISO/IEC 26300): all sheets stand in one part of a zip
// archive.

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digits.hpp"
#include "io/cell_text.hpp"
#include "io/ods_cell.hpp"
#include "io/workbook.hpp"
#include "io/xml.hpp"

namespace kpi::io {
namespace {

constexpr std::string_view kContent = "content.xml";
constexpr std::string_view kManifest = "META-INF/manifest.xml";

/// Knows which sheet an element belongs to. Tables inside other things than the workbook itself
/// (links, changes, cells) are no sheets.
class OdsSheets {
 public:
  /// Whether a sheet begins.
  bool begin(std::string_view element) {
    ++depth_;
    if (element == "office:spreadsheet") book_ = depth_;
    const bool sheet = element == "table:table" && depth_ == book_ + 1;
    if (sheet) ++begun_;
    return sheet;
  }
  void end() { --depth_; }
  /// Of the sheet begun last.
  std::size_t index() const { return begun_ - 1; }

 private:
  std::size_t depth_ = 0, book_ = 0, begun_ = 0;
};

/// All sheets stand in one part: which of them are empty is seen on the way.
class OdsNames final : public XmlHandler {
 public:
  void begin(std::string_view element, const XmlAttributes& attributes) override {
    if (sheets_.begin(element)) {
      names.push_back({std::string(attributes.find("table:name").value_or("")), false, true});
    } else if (!names.empty() && *names.back().empty) {
      const bool value = element == "table:table-cell" && attributes.find("office:value-type");
      if (value || element == "text:p") names.back().empty = false;
    }
  }
  void end(std::string_view) override { sheets_.end(); }

  std::vector<SheetName> names;

 private:
  OdsSheets sheets_;
};

class EncryptionFinder final : public XmlHandler {
 public:
  void begin(std::string_view element, const XmlAttributes&) override {
    found = found || local_name(element) == "encryption-data";
  }
  void end(std::string_view) override {}
  bool found = false;
};

/// How often a row or a cell stands there.
std::uint32_t times(const XmlAttributes& attributes, std::string_view name, std::uint32_t most) {
  const auto said = number_of_digits(attributes.find(name).value_or("1"));
  if (!said) return most;
  return std::clamp<std::uint32_t>(static_cast<std::uint32_t>(*said), 1, most);
}

/// Rows and cells that are repeated are written once.
class OdsSheet final : public SheetReader, XmlHandler {
 public:
  OdsSheet(std::unique_ptr<Reader> content, std::size_t sheet, SheetSink& sink)
      : wanted_(sheet), sink_(sink), xml_(std::move(content), *this) {}
  bool advance() override { return !beyond_ && xml_.advance() && !beyond_; }
  std::optional<ContentFault> fault() const override {
    if (auto fault = xml_.fault()) return fault;
    if (!beyond_) return std::nullopt;
    ContentFault fault{ContentFault::Kind::BadWorkbook, "XML"};
    fault.place = cell_name(row_, column_);
    return fault;
  }

 private:
  struct Cells {
    std::uint32_t first = 1, count = 1;
    std::string text;
    bool error = false;
  };
  void begin(std::string_view element, const XmlAttributes& attributes) override;
  void end(std::string_view element) override;
  void text(std::string_view text) override {
    if (!cell_) return;
    cell_->text(text);
    beyond_ = beyond_ || cell_->is_too_long();
  }
  void begin_cell(const XmlAttributes& attributes);
  void end_cell();
  void end_row();

  std::size_t wanted_;
  SheetSink& sink_;
  OdsSheets sheets_;
  bool in_sheet_ = false;
  std::uint32_t row_ = 1, column_ = 1;  // of the row or cell being read
  std::uint32_t row_times_ = 1, cell_times_ = 1;
  std::optional<OdsCell> cell_;
  std::vector<Cells> cells_;  // of the row
  bool beyond_ = false;       // something stands where no sheet reaches
  XmlReader xml_;
};

void OdsSheet::begin(std::string_view element, const XmlAttributes& attributes) {
  if (sheets_.begin(element)) in_sheet_ = sheets_.index() == wanted_;
  if (!in_sheet_) return;
  if (cell_) {
    cell_->begin(element, attributes);
  } else if (element == "table:table-cell" || element == "table:covered-table-cell") {
    cell_times_ = times(attributes, "table:number-columns-repeated", kMostColumns);
    if (element == "table:table-cell") begin_cell(attributes);
  } else if (element == "table:table-row") {
    row_times_ = times(attributes, "table:number-rows-repeated", kMostRows);
    column_ = 1;
    cells_.clear();
  }
}

void OdsSheet::end(std::string_view element) {
  sheets_.end();
  if (!in_sheet_) return;
  if (cell_ && cell_->end()) return;  // something inside the cell
  if (element == "table:table-cell" || element == "table:covered-table-cell") end_cell();
  if (element == "table:table-row") end_row();
  if (element == "table:table") in_sheet_ = false;
}

void OdsSheet::begin_cell(const XmlAttributes& attributes) {
  cell_.emplace(attributes);
  const std::uint32_t columns = times(attributes, "table:number-columns-spanned", kMostColumns);
  const std::uint32_t rows = times(attributes, "table:number-rows-spanned", kMostRows);
  if (columns == 1 && rows == 1) return;
  sink_.merged({row_, column_, row_ + rows - 1, column_ + columns - 1});
}

void OdsSheet::end_cell() {
  if (cell_) {
    Cells cells{column_, cell_times_, cell_->value(), cell_->is_error()};
    cell_.reset();
    beyond_ = beyond_ || (!cells.text.empty() && column_ + cell_times_ - 1 > kMostColumns);
    if (!cells.text.empty() || cells.error) cells_.push_back(std::move(cells));
  }
  column_ = std::min(column_ + cell_times_, kMostColumns + 1);
}

void OdsSheet::end_row() {
  beyond_ = beyond_ || (!cells_.empty() && row_ + row_times_ - 1 > kMostRows);
  if (beyond_) return;
  for (std::uint32_t i = 0; i < row_times_ && !cells_.empty() && sink_.wants_more(); ++i) {
    for (const Cells& cells : cells_) {
      for (std::uint32_t at = cells.first; at < cells.first + cells.count; ++at) {
        if (cells.error) {
          sink_.error_cell(row_ + i, at, cells.text);
        } else {
          sink_.cell(row_ + i, at, cells.text);
        }
      }
    }
  }
  row_ = std::min(row_ + row_times_, kMostRows + 1);
}

class Ods final : public Workbook {
 public:
  explicit Ods(ZipArchive archive) : archive_(std::move(archive)) {}

  std::optional<ContentFault> read_names() {
    EncryptionFinder encryption;
    if (auto manifest = archive_.open(kManifest)) read_xml(std::move(manifest), encryption);
    if (encryption.found) return ContentFault{ContentFault::Kind::Protected, {}};
    OdsNames names;
    auto fault = read_xml(archive_.open(kContent), names);
    if (fault) fault->place = kContent;
    names_ = std::move(names.names);
    return fault;
  }
  const std::vector<SheetName>& sheets() const override { return names_; }
  std::unique_ptr<SheetReader> read(std::size_t sheet, SheetSink& sink) const override {
    return std::make_unique<OdsSheet>(archive_.open(kContent), sheet, sink);
  }

 private:
  ZipArchive archive_;
  std::vector<SheetName> names_;
};

}  // namespace

bool holds_ods(const ZipArchive& archive) {
  return archive.has(kContent) && !archive.has_folder("xl");
}

OpenedWorkbook open_ods(ZipArchive archive) {
  auto book = std::make_unique<Ods>(std::move(archive));
  if (auto fault = book->read_names()) return {nullptr, std::move(fault)};
  return {std::move(book), std::nullopt};
}

}  // namespace kpi::io
