#pragma once

#include <xlsxwriter.h>

#include <string>

namespace kpi::io {

/// The functions of libxlsxwriter that workbooks are written with. It is loaded when the first
/// workbook is: it brings OpenSSL with it, which would keep every command waiting for 2 ms.
struct Xlsxwriter {
  decltype(&::workbook_new) workbook_new;
  decltype(&::workbook_add_format) workbook_add_format;
  decltype(&::workbook_add_worksheet) workbook_add_worksheet;
  decltype(&::workbook_set_properties) workbook_set_properties;
  decltype(&::workbook_close) workbook_close;
  decltype(&::worksheet_write_string) worksheet_write_string;
  decltype(&::worksheet_write_number) worksheet_write_number;
  decltype(&::worksheet_set_column) worksheet_set_column;
  decltype(&::worksheet_freeze_panes) worksheet_freeze_panes;
  decltype(&::worksheet_conditional_format_range) worksheet_conditional_format_range;
  decltype(&::format_set_bold) format_set_bold;
  decltype(&::format_set_text_wrap) format_set_text_wrap;
  decltype(&::format_set_bottom) format_set_bottom;
  decltype(&::format_set_align) format_set_align;
  decltype(&::format_set_num_format) format_set_num_format;
  decltype(&::format_set_bg_color) format_set_bg_color;
  decltype(&::lxw_strerror) lxw_strerror;

  /// Null where this machine has no such library; `why` then says what is missing.
  static const Xlsxwriter* loaded(std::string& why);
};

}  // namespace kpi::io
