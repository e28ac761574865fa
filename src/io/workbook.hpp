#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"
#include "io/zip_archive.hpp"

/// Workbooks as the sheets and cells they hold, whatever form they are written in.
namespace kpi::io {

/// What a sheet of Excel or LibreOffice can have.
inline constexpr std::uint32_t kMostRows = 1'048'576;
inline constexpr std::uint32_t kMostColumns = 16'384;
/// Of a cell's text in bytes: far more than either of them lets anybody write.
inline constexpr std::size_t kMostText = std::size_t{1024} * 1024;

/// From 1, ends included.
struct CellRange {
  std::uint32_t first_row = 1, first_column = 1;
  std::uint32_t last_row = kMostRows, last_column = kMostColumns;
};

/// `C7`, `$C$7`, `A3:H200`; `A3:H` goes down to the last row. Nothing where it is none.
std::optional<CellRange> cell_range(std::string_view text);
/// `A3:H200`, `A3:H`, `C7`.
std::string range_name(const CellRange& range);

/// Is told what a sheet holds, row by row and in a row from left to right. Empty cells are left
/// out.
class SheetSink {
 public:
  virtual ~SheetSink() = default;
  virtual void cell(std::uint32_t row, std::uint32_t column, std::string_view text) = 0;
  /// A cell that holds an error, `#N/A`.
  virtual void error_cell(std::uint32_t row, std::uint32_t column, std::string_view error) = 0;
  /// More than one cell, merged into one; at any time.
  virtual void merged(const CellRange& cells) = 0;
  /// False once reading on is pointless.
  virtual bool wants_more() const = 0;
};

/// A sheet that is being read.
class SheetReader {
 public:
  virtual ~SheetReader() = default;
  /// Reads some more; false at the end, or where there is a fault.
  virtual bool advance() = 0;
  virtual std::optional<ContentFault> fault() const = 0;
};

struct SheetName {
  std::string name;
  bool hidden = false;
  std::optional<bool> empty = {};  // where that is known without reading it
};

/// An open workbook.
class Workbook {
 public:
  virtual ~Workbook() = default;
  /// In the order of their tabs.
  virtual const std::vector<SheetName>& sheets() const = 0;
  /// Both live as long as the reader.
  virtual std::unique_ptr<SheetReader> read(std::size_t sheet, SheetSink& sink) const = 0;
};

/// A workbook, or why it is none.
struct OpenedWorkbook {
  std::unique_ptr<Workbook> book;
  std::optional<ContentFault> fault;
};

/// Whether the archive holds a workbook of Excel's form (also .xlsm), or an OpenDocument one.
bool holds_xlsx(const ZipArchive& archive);
bool holds_ods(const ZipArchive& archive);
OpenedWorkbook open_xlsx(ZipArchive archive);
OpenedWorkbook open_ods(ZipArchive archive);

}  // namespace kpi::io
