#include "io/spreadsheet.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "io/growth.hpp"
#include "io/head_reader.hpp"
#include "io/sheet_text.hpp"
#include "io/workbook.hpp"

namespace kpi::io {
namespace {

using Kind = ContentFault::Kind;

constexpr std::string_view kZip{"PK\x03\x04", 4};
constexpr std::string_view kOldDocument{"\xD0\xCF\x11\xE0", 4};
constexpr std::size_t kMostBytes = std::size_t{512} * 1024 * 1024;  // of a workbook, compressed

ContentFault fault_of_book(Kind kind, std::string place = {}) {
  ContentFault fault{kind, "zip"};
  fault.place = std::move(place);
  return fault;
}

/// All there is, up to kMostBytes and a little.
std::string whole(Reader& file) {
  constexpr std::size_t kAtOnce = std::size_t{1024} * 1024;
  std::string bytes;
  while (bytes.size() <= kMostBytes) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kAtOnce);
    const std::size_t got = read_fully(file, bytes.data() + before, kAtOnce);
    bytes.resize(before + got);
    if (got < kAtOnce) break;
  }
  return bytes;
}

/// A workbook with a password is wrapped into a document of the old form.
ContentFault old_document(std::string_view bytes) {
  std::string wrapper;
  for (const char c : std::string_view("EncryptedPackage"))
    wrapper += {c, '\0'};
  const bool wrapped = bytes.find(wrapper) != std::string_view::npos;
  return fault_of_book(wrapped ? Kind::Protected : Kind::OldWorkbook);
}

/// Neither a workbook nor a fault: the archive holds something else.
OpenedWorkbook open_workbook(std::string bytes) {
  if (bytes.size() > kMostBytes) return {nullptr, fault_of_book(Kind::GrowsTooFar)};
  std::optional<ZipArchive> archive = ZipArchive::of(std::move(bytes));
  if (!archive) return {nullptr, fault_of_book(Kind::BadWorkbook)};
  const bool xlsx = holds_xlsx(*archive);
  if (!xlsx && !holds_ods(*archive)) return {};
  if (archive->is_encrypted()) return {nullptr, fault_of_book(Kind::Protected)};
  return xlsx ? open_xlsx(std::move(*archive)) : open_ods(std::move(*archive));
}

class FirstCell final : public SheetSink {
 public:
  void cell(std::uint32_t, std::uint32_t, std::string_view) override { found_ = true; }
  void error_cell(std::uint32_t, std::uint32_t, std::string_view) override { found_ = true; }
  void merged(const CellRange&) override {}
  bool wants_more() const override { return !found_; }

 private:
  bool found_ = false;
};

/// One that cannot be read is not: who reads it is told.
bool is_empty(const Workbook& book, std::size_t sheet) {
  if (const auto known = book.sheets()[sheet].empty) return *known;
  FirstCell first;
  const auto reader = book.read(sheet, first);
  while (first.wants_more() && reader->advance()) {
  }
  return first.wants_more() && !reader->fault();
}

std::optional<std::size_t> sheet_named(const Workbook& book, std::string_view name) {
  const std::string wanted = ascii_lower(to_nfc(name));
  const auto& sheets = book.sheets();
  const auto found = std::find_if(sheets.begin(), sheets.end(), [&](const SheetName& sheet) {
    return ascii_lower(to_nfc(sheet.name)) == wanted;
  });
  if (found == sheets.end()) return std::nullopt;
  return static_cast<std::size_t>(found - sheets.begin());
}

/// Of the visible ones the only one that holds something. A workbook without any content has its
/// first.
std::optional<std::size_t> only_sheet(const Workbook& book) {
  std::optional<std::size_t> only, first;
  for (std::size_t i = 0; i < book.sheets().size(); ++i) {
    if (book.sheets()[i].hidden) continue;
    if (!first) first = i;
    if (is_empty(book, i)) continue;
    if (only) return std::nullopt;
    only = i;
  }
  return only ? only : first;
}

struct SheetPart {
  std::size_t sheet = 0;
  std::optional<CellRange> part;
};

/// `'It''s'` as the name it stands for.
std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '\'' || name.back() != '\'') return std::string(name);
  std::string plain;
  for (std::size_t at = 1; at + 1 < name.size(); ++at) {
    plain += name[at];
    if (name[at] == '\'') ++at;
  }
  return plain;
}

/// A sheet may have a name that looks like a part of another.
std::optional<SheetPart> part_said(const Workbook& book, std::string_view said) {
  if (const auto sheet = sheet_named(book, unquoted(said))) return SheetPart{*sheet, {}};
  const std::size_t mark = said.rfind('!');
  if (mark == std::string_view::npos) return std::nullopt;
  const auto range = cell_range(said.substr(mark + 1));
  const auto sheet = sheet_named(book, unquoted(said.substr(0, mark)));
  if (!range || !sheet) return std::nullopt;
  return SheetPart{*sheet, range};
}

/// The text of a sheet, made as it is read.
class SheetCsv final : public Reader {
 public:
  SheetCsv(std::unique_ptr<Workbook> book, const SheetPart& wanted, std::size_t bytes)
      : book_(std::move(book)),
        bytes_(bytes),
        text_(wanted.part),
        sheet_(book_->read(wanted.sheet, text_)) {
    while (!text_.has_header() && !ended_)
      advance();
    if (text_.has_gap()) look_for_merged(wanted);
  }

  std::size_t read(char* buffer, std::size_t size) override {
    while (given_ == lines_.size() && !ended_) {
      advance();
      lines_ = text_.take();
      given_ = 0;
      made_ += lines_.size();
      if (grows_too_far(made_, bytes_)) fail(fault_of_book(Kind::GrowsTooFar));
    }
    if (fault_) return 0;
    if (given_ == lines_.size()) {
      lines_ = text_.take();
      given_ = 0;
    }
    const std::size_t count = lines_.copy(buffer, size, given_);
    given_ += count;
    return count;
  }
  std::optional<std::string> error() const override { return std::nullopt; }
  std::optional<ContentFault> fault() const override { return fault_; }
  std::vector<ErrorCell> error_cells() const override { return text_.error_cells(); }
  LineCount lines() const override {
    return {std::max<std::uint64_t>(text_.header_row(), 1), false};
  }

 private:
  void fail(std::optional<ContentFault> fault) {
    if (!fault_) fault_ = std::move(fault);
    ended_ = ended_ || fault_;
  }
  void advance() {
    if (sheet_->advance()) return fail(text_.fault());
    ended_ = true;
    fail(sheet_->fault());
    text_.finish();
    fail(text_.fault());
  }
  /// Some forms say at the end of a sheet what is merged; a header with gaps would be complained of
  /// for other reasons before.
  void look_for_merged(const SheetPart& wanted) {
    SheetText text(wanted.part);
    const auto sheet = book_->read(wanted.sheet, text);
    while (sheet->advance() && text.wants_more())
      text.take();
    text.finish();
    if (text.fault() && text.fault()->kind == Kind::MergedCells) fail(text.fault());
  }

  std::unique_ptr<Workbook> book_;
  std::size_t bytes_;
  SheetText text_;
  std::unique_ptr<SheetReader> sheet_;
  std::string lines_;
  std::size_t given_ = 0;
  std::uint64_t made_ = 0;
  bool ended_ = false;
  std::optional<ContentFault> fault_;
};

std::unique_ptr<Reader> sheet_of(OpenedWorkbook opened, const std::optional<std::string>& said,
                                 std::size_t bytes) {
  if (opened.fault) return std::make_unique<FaultyReader>(std::move(*opened.fault));
  const Workbook& book = *opened.book;
  if (book.sheets().empty())
    return std::make_unique<FaultyReader>(fault_of_book(Kind::BadWorkbook));
  const auto only = said ? std::nullopt : only_sheet(book);
  const auto part = said   ? part_said(book, *said)
                    : only ? std::optional(SheetPart{*only, {}})
                           : std::nullopt;
  if (part) return std::make_unique<SheetCsv>(std::move(opened.book), *part, bytes);
  ContentFault fault = fault_of_book(said ? Kind::NoSheet : Kind::WhichSheet, said.value_or(""));
  for (const SheetName& sheet : book.sheets())
    fault.sheets.push_back(sheet.name);
  return std::make_unique<FaultyReader>(std::move(fault));
}

std::string head_of(Reader& bytes) {
  std::string head(kZip.size(), '\0');
  head.resize(read_fully(bytes, head.data(), head.size()));
  return head;
}

}  // namespace

std::unique_ptr<Reader> as_sheet(std::unique_ptr<Reader> bytes,
                                 const std::optional<std::string>& said, bool& is_sheet) {
  is_sheet = true;
  std::string head = head_of(*bytes);
  const bool zip = head == kZip;
  const bool old = head == kOldDocument;
  auto file = std::make_unique<HeadReader>(std::move(head), std::move(bytes));
  if (zip || old) {
    const std::string all = whole(*file);
    if (file->error()) return file;
    if (file->fault()) return std::make_unique<FaultyReader>(*file->fault());
    if (old) return std::make_unique<FaultyReader>(old_document(all));
    OpenedWorkbook opened = open_workbook(all);
    if (opened.book || opened.fault) return sheet_of(std::move(opened), said, all.size());
    file = std::make_unique<HeadReader>(all, std::move(file));
  }
  is_sheet = false;
  if (!said) return file;
  return std::make_unique<FaultyReader>(fault_of_book(Kind::NoSheet, *said));
}

std::optional<std::string> sheet_meant(std::unique_ptr<Reader> bytes,
                                       const std::vector<std::string>& names) {
  std::string head = head_of(*bytes);
  if (head != kZip) return std::nullopt;
  HeadReader file(std::move(head), std::move(bytes));
  const OpenedWorkbook opened = open_workbook(whole(file));
  if (!opened.book || opened.book->sheets().size() < 2) return std::nullopt;
  const Workbook& book = *opened.book;
  for (const std::string& name : names) {
    const auto sheet = sheet_named(book, name);
    if (sheet && !is_empty(book, *sheet)) return book.sheets()[*sheet].name;
  }
  const auto only = only_sheet(book);
  return only ? std::optional(book.sheets()[*only].name) : std::nullopt;
}

}  // namespace kpi::io
