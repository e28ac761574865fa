// Workbooks of Excel's form (ECMA-376): a zip archive of XML parts that name each other.

#include <map>
#include <utility>

#include "base/digits.hpp"
#include "io/cell_text.hpp"
#include "io/workbook.hpp"
#include "io/xlsx_sheet.hpp"
#include "io/xml.hpp"

namespace kpi::io {
namespace {

/// `xl/worksheets/sheet1.xml` for `worksheets/sheet1.xml` named by a part of the folder `xl`.
std::string part_named(std::string_view folder, std::string_view target) {
  if (!target.empty() && target[0] == '/') return std::string(target.substr(1));
  return normal_path(join_path(folder, target));
}

std::string relations_of(const std::string& part) {
  const std::string folder = folder_of(part);
  const std::string name = folder.empty() ? part : part.substr(folder.size() + 1);
  return join_path(folder, "_rels/" + name + ".rels");
}

/// Where the parts are that a part names.
class Relations final : public XmlHandler {
 public:
  explicit Relations(std::string folder) : folder_(std::move(folder)) {}
  void begin(std::string_view element, const XmlAttributes& attributes) override {
    if (local_name(element) != "Relationship") return;
    const auto target = attributes.find("Target");
    if (!target) return;
    const std::string part = part_named(folder_, *target);
    by_id_[std::string(attributes.find("Id").value_or(""))] = part;
    const std::string_view type = attributes.find("Type").value_or("");
    by_kind_[std::string(type.substr(type.rfind('/') + 1))] = part;
  }
  void end(std::string_view) override {}
  std::string of_id(const std::string& id) const { return found(by_id_, id); }
  std::string of_kind(const std::string& kind) const { return found(by_kind_, kind); }

 private:
  using Parts = std::map<std::string, std::string>;
  static std::string found(const Parts& parts, const std::string& name) {
    const auto part = parts.find(name);
    return part == parts.end() ? std::string() : part->second;
  }
  std::string folder_;
  Parts by_id_, by_kind_;
};

/// The sheets, and since when days are counted.
class WorkbookPart final : public XmlHandler {
 public:
  void begin(std::string_view element, const XmlAttributes& attributes) override {
    const std::string_view name = local_name(element);
    if (name == "workbookPr") {
      const std::string_view since_1904 = attributes.find("date1904").value_or("0");
      if (since_1904 == "1" || since_1904 == "true") days = DayCount::Since1904;
    } else if (name == "sheet") {
      const std::string_view state = attributes.find("state").value_or("visible");
      sheets.push_back({std::string(attributes.find("name").value_or("")), state != "visible", {}});
      ids.emplace_back(attributes.find_local("id").value_or(""));
    }
  }
  void end(std::string_view) override {}

  std::vector<SheetName> sheets;
  std::vector<std::string> ids;  // of their relations
  DayCount days = DayCount::Since1900;
};

/// By style of a cell the form of its number.
class StylesPart final : public XmlHandler {
 public:
  void begin(std::string_view element, const XmlAttributes& attributes) override {
    const std::string_view name = local_name(element);
    if (name == "cellXfs") in_cell_styles_ = true;
    const bool style = name == "xf" && in_cell_styles_;
    const auto id = number_of_digits(attributes.find("numFmtId").value_or(""));
    if (style) forms.push_back(form_of(static_cast<unsigned>(id.value_or(0))));
    if (name != "numFmt" || !id) return;
    codes_[static_cast<unsigned>(*id)] = form_of_code(attributes.find("formatCode").value_or(""));
  }
  void end(std::string_view element) override {
    if (local_name(element) == "cellXfs") in_cell_styles_ = false;
  }

  std::vector<ShownAs> forms;

 private:
  /// The codes stand in front of the styles.
  ShownAs form_of(unsigned id) const {
    const auto code = codes_.find(id);
    return code == codes_.end() ? form_of_id(id) : code->second;
  }
  std::map<unsigned, ShownAs> codes_;
  bool in_cell_styles_ = false;
};

/// The texts that cells name by number. Those for the pronunciation of another are left out.
class StringsPart final : public XmlHandler {
 public:
  void begin(std::string_view element, const XmlAttributes&) override {
    const std::string_view name = local_name(element);
    if (name == "si") text_.clear();
    if (name == "rPh") spoken_ = true;
    in_text_ = name == "t" && !spoken_;
  }
  void end(std::string_view element) override {
    const std::string_view name = local_name(element);
    in_text_ = false;
    if (name == "rPh") spoken_ = false;
    if (name == "si") strings.push_back(unescaped(text_));
  }
  void text(std::string_view text) override {
    if (in_text_) text_ += text;
  }

  std::vector<std::string> strings;

 private:
  std::string text_;
  bool in_text_ = false, spoken_ = false;
};

class Xlsx final : public Workbook {
 public:
  explicit Xlsx(ZipArchive archive) : archive_(std::move(archive)) {}

  /// Everything but the sheets themselves.
  std::optional<ContentFault> read_parts() {
    Relations of_archive("");
    if (auto fault = read_part("_rels/.rels", of_archive)) return fault;
    std::string main = of_archive.of_kind("officeDocument");
    if (!archive_.has(main)) main = "xl/workbook.xml";
    Relations relations(folder_of(main));
    if (auto fault = read_part(relations_of(main), relations)) return fault;
    WorkbookPart workbook;
    if (auto fault = read_part(main, workbook)) return fault;
    StylesPart styles;
    if (auto fault = read_part(relations.of_kind("styles"), styles)) return fault;
    strings_part_ = relations.of_kind("sharedStrings");
    shared_.forms = std::move(styles.forms);
    shared_.days = workbook.days;
    for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
      const std::string part = relations.of_id(workbook.ids[i]);
      if (part.find("chartsheets/") != std::string::npos) continue;  // a picture, no cells
      sheets_.push_back(std::move(workbook.sheets[i]));
      parts_.push_back(part);
    }
    return std::nullopt;
  }

  const std::vector<SheetName>& sheets() const override { return sheets_; }
  std::unique_ptr<SheetReader> read(std::size_t sheet, SheetSink& sink) const override {
    std::unique_ptr<Reader> part = archive_.open(parts_[sheet]);
    if (!part) part = std::make_unique<FaultyReader>(bad_part(parts_[sheet]));
    if (!has_strings_) read_strings();
    if (strings_fault_) part = std::make_unique<FaultyReader>(*strings_fault_);
    return read_xlsx_sheet(std::move(part), shared_, sink);
  }

 private:
  static ContentFault bad_part(const std::string& part) {
    ContentFault fault{ContentFault::Kind::BadWorkbook, "XML"};
    fault.place = part;
    return fault;
  }
  /// A part that is not there says nothing.
  std::optional<ContentFault> read_part(const std::string& name, XmlHandler& handler) const {
    std::unique_ptr<Reader> part = archive_.open(name);
    if (!part) return std::nullopt;
    if (part->size() > kMostInMemory) return ContentFault{ContentFault::Kind::GrowsTooFar, "zip"};
    auto fault = read_xml(std::move(part), handler);
    if (fault) fault->place = name;
    return fault;
  }
  void read_strings() const {
    StringsPart strings;
    strings_fault_ = read_part(strings_part_, strings);
    shared_.strings = std::move(strings.strings);
    has_strings_ = true;
  }

  static constexpr std::size_t kMostInMemory = std::size_t{1} << 30;
  ZipArchive archive_;
  std::vector<SheetName> sheets_;
  std::vector<std::string> parts_;  // by sheet
  std::string strings_part_;
  mutable SharedParts shared_;  // its strings are read with the first sheet
  mutable bool has_strings_ = false;
  mutable std::optional<ContentFault> strings_fault_;
};

}  // namespace

bool holds_xlsx(const ZipArchive& archive) {
  return archive.has_folder("xl");
}

OpenedWorkbook open_xlsx(ZipArchive archive) {
  auto book = std::make_unique<Xlsx>(std::move(archive));
  if (auto fault = book->read_parts()) return {nullptr, std::move(fault)};
  return {std::move(book), std::nullopt};
}

}  // namespace kpi::io
