#include "io/xlsxwriter.hpp"

#include "io/shared_library.hpp"

namespace kpi::io {
namespace {

constexpr const char* kLibrary = "libxlsxwriter.so." LXW_SOVERSION;

/// False where a function is missing.
bool find_all(SharedLibrary& library, Xlsxwriter& found) {
  library.find("workbook_new", found.workbook_new);
  library.find("workbook_add_format", found.workbook_add_format);
  library.find("workbook_add_worksheet", found.workbook_add_worksheet);
  library.find("workbook_set_properties", found.workbook_set_properties);
  library.find("workbook_close", found.workbook_close);
  library.find("worksheet_write_string", found.worksheet_write_string);
  library.find("worksheet_write_number", found.worksheet_write_number);
  library.find("worksheet_set_column", found.worksheet_set_column);
  library.find("worksheet_freeze_panes", found.worksheet_freeze_panes);
  library.find("worksheet_conditional_format_range", found.worksheet_conditional_format_range);
  library.find("format_set_bold", found.format_set_bold);
  library.find("format_set_text_wrap", found.format_set_text_wrap);
  library.find("format_set_bottom", found.format_set_bottom);
  library.find("format_set_align", found.format_set_align);
  library.find("format_set_num_format", found.format_set_num_format);
  library.find("format_set_bg_color", found.format_set_bg_color);
  library.find("lxw_strerror", found.lxw_strerror);
  return library.whole();
}

}  // namespace

const Xlsxwriter* Xlsxwriter::loaded(std::string& why) {
  static Xlsxwriter functions{};
  static const bool kUsable = [] {
    SharedLibrary library(kLibrary);
    return find_all(library, functions);
  }();
  if (!kUsable) why = std::string("lacks the library ") + kLibrary;
  return kUsable ? &functions : nullptr;
}

}  // namespace kpi::io
