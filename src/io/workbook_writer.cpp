#include "io/workbook_writer.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "io/atomic_write.hpp"
#include "io/files.hpp"
#include "io/xlsxwriter.hpp"

namespace kpi::io {
namespace {

constexpr std::size_t kMostName = 31;  // in units of UTF-16
constexpr double kNarrow = 9;
constexpr double kWidest = 60;
constexpr lxw_row_t kHeads = 0;

/// From the worst grade to the best.
constexpr std::array<lxw_color_t, 5> kShades = {0xF8CBAD, 0xFFE699, 0xFFF2CC, 0xE2EFDA, 0xC6E0B4};

/// A file of a name that nobody else has, gone when it is no longer needed.
class ScratchFile {
 public:
  ScratchFile() {
    const char* const folder = std::getenv("TMPDIR");
    path_ = join_path(folder == nullptr || *folder == '\0' ? "/tmp" : folder, ".kpi-XXXXXX");
    const int number = ::mkstemp(path_.data());
    made_ = number >= 0;
    if (made_) ::close(number);
  }
  ~ScratchFile() {
    if (made_) ::unlink(path_.c_str());
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

/// `#,##0.00`, `0.00%`
std::string number_format(TypedCell::Kind kind, int digits) {
  const std::string decimals =
      digits > 0 ? '.' + std::string(static_cast<std::size_t>(digits), '0') : std::string();
  return kind == TypedCell::Kind::Percent ? '0' + decimals + '%' : "#,##0" + decimals;
}

class BookWriter {
 public:
  BookWriter(const Xlsxwriter& xlsx, lxw_workbook* book) : xlsx_(xlsx), book_(book) {
    heads_ = xlsx_.workbook_add_format(book_);
    xlsx_.format_set_bold(heads_);
    xlsx_.format_set_text_wrap(heads_);
    xlsx_.format_set_bottom(heads_, LXW_BORDER_THIN);
    xlsx_.format_set_align(heads_, LXW_ALIGN_VERTICAL_TOP);
  }

  void add(const TypedSheet& sheet) {
    lxw_worksheet* const page =
        xlsx_.workbook_add_worksheet(book_, sheet_name(sheet.name, names_).c_str());
    if (page == nullptr) return;
    for (std::size_t i = 0; i < sheet.heads.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      xlsx_.worksheet_write_string(page, kHeads, column, sheet.heads[i].c_str(), heads_);
      const double width = width_of(sheet, i);
      xlsx_.worksheet_set_column(page, column, column, width, nullptr);
    }
    for (std::size_t row = 0; row < sheet.rows.size(); ++row)
      write_row(page, static_cast<lxw_row_t>(row + 1), sheet.rows[row]);
    xlsx_.worksheet_freeze_panes(page, kHeads + 1, static_cast<lxw_col_t>(sheet.fixed_columns));
    for (const GradedColumn& graded : sheet.graded)
      shade(page, graded, sheet.rows.size());
  }

 private:
  static double width_of(const TypedSheet& sheet, std::size_t column) {
    double width = kNarrow;
    for (const auto& row : sheet.rows) {
      if (column < row.size()) width = std::max(width, display_width(row[column].text) + 2.0);
    }
    return std::min(width, kWidest);
  }

  void write_row(lxw_worksheet* page, lxw_row_t row, const std::vector<TypedCell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const TypedCell& cell = cells[i];
      const auto column = static_cast<lxw_col_t>(i);
      if (cell.kind == TypedCell::Kind::Text) {
        xlsx_.worksheet_write_string(page, row, column, cell.text.c_str(), nullptr);
      } else if (cell.kind != TypedCell::Kind::Empty) {
        const double number = std::strtod(cell.text.c_str(), nullptr);
        xlsx_.worksheet_write_number(page, row, column, number, format_of(cell));
      }
    }
  }

  lxw_format* format_of(const TypedCell& cell) {
    const std::string text = number_format(cell.kind, cell.digits);
    lxw_format*& format = formats_[text];
    if (format == nullptr) {
      format = xlsx_.workbook_add_format(book_);
      xlsx_.format_set_num_format(format, text.c_str());
    }
    return format;
  }

  /// The best of few grades has the shade of the best of many.
  void shade(lxw_worksheet* page, const GradedColumn& graded, std::size_t rows) {
    if (rows == 0) return;
    const std::size_t count = graded.grades.size();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at =
          count == 1 ? kShades.size() - 1 : i * (kShades.size() - 1) / (count - 1);
      lxw_format* const fill = xlsx_.workbook_add_format(book_);
      xlsx_.format_set_bg_color(fill, kShades[at]);
      std::string text = "\"" + doubled(graded.grades[i]) + "\"";
      lxw_conditional_format rule{};
      rule.type = LXW_CONDITIONAL_TYPE_CELL;
      rule.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
      rule.value_string = text.data();
      rule.format = fill;
      const auto column = static_cast<lxw_col_t>(graded.column);
      xlsx_.worksheet_conditional_format_range(page, kHeads + 1, column,
                                               static_cast<lxw_row_t>(rows), column, &rule);
    }
  }

  static std::string doubled(const std::string& text) {
    std::string out;
    for (const char c : text)
      out += c == '"' ? "\"\"" : std::string(1, c);
    return out;
  }

  const Xlsxwriter& xlsx_;
  lxw_workbook* book_;
  lxw_format* heads_ = nullptr;
  std::map<std::string, lxw_format*> formats_;  // by how their numbers are shown
  std::vector<std::string> names_;
};

}  // namespace

std::optional<std::string> workbook_bytes(const std::vector<TypedSheet>& sheets, std::string& why) {
  const ScratchFile scratch;
  if (!scratch.made()) {
    why = system_words(errno);
    return std::nullopt;
  }
  const Xlsxwriter* const xlsx = Xlsxwriter::loaded(why);
  if (xlsx == nullptr) return std::nullopt;
  lxw_workbook* const book = xlsx->workbook_new(scratch.path().c_str());
  lxw_doc_properties properties{};
  properties.created = 1;  // the time of day would make another file of the same result
  xlsx->workbook_set_properties(book, &properties);
  BookWriter writer(*xlsx, book);
  for (const TypedSheet& sheet : sheets)
    writer.add(sheet);
  const lxw_error failure = xlsx->workbook_close(book);
  if (failure != LXW_NO_ERROR) {
    why = xlsx->lxw_strerror(failure);
    return std::nullopt;
  }
  return read_all(*system_files(), scratch.path(), why);
}

std::string sheet_name(const std::string& wanted, std::vector<std::string>& taken) {
  const auto cut = [](const std::string& text, std::size_t most) {
    std::string out;
    std::size_t units = 0;
    for (std::size_t offset = 0; offset < text.size();) {
      const char32_t c = next_code_point(text, offset).value_or(U'\uFFFD');
      units += c > 0xFFFF ? 2 : 1;
      if (units > most) break;
      const bool refused =
          c < 0x20 || std::u32string_view(U"[]:*?/\\'").find(c) != std::u32string_view::npos;
      append_utf8(out, refused ? U'_' : c);
    }
    return out;
  };
  const auto is_taken = [&](const std::string& name) {
    return std::find(taken.begin(), taken.end(), ascii_lower(name)) != taken.end();
  };
  std::string name = cut(wanted.empty() ? "_" : wanted, kMostName);
  for (int number = 2; is_taken(name); ++number) {
    const std::string end = " " + std::to_string(number);
    name = cut(wanted, kMostName - end.size()) + end;
  }
  taken.push_back(ascii_lower(name));
  return name;
}

}  // namespace kpi::io
