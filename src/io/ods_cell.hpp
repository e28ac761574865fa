#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/workbook.hpp"
#include "io/xml.hpp"

namespace kpi::io {

/// A cell of an OpenDocument sheet while it is read: its value stands in its attributes, or is the
/// text of its paragraphs.
class OdsCell {
 public:
  explicit OdsCell(const XmlAttributes& attributes);
  /// Elements and text inside the cell.
  void begin(std::string_view element, const XmlAttributes& attributes);
  /// False where it is the cell itself that ends.
  bool end();
  void text(std::string_view text);

  /// As a CSV file has it.
  std::string value() const;
  bool is_error() const;
  bool is_too_long() const { return text_.size() > kMostText; }

 private:
  bool is_read() const { return paragraphs_ > 0 && depth_ > 0 && left_out_ == 0; }

  std::string type_;
  std::string value_;  // of the attribute that the type reads
  std::string text_;
  bool says_error_ = false;
  bool formula_ = false;
  std::size_t depth_ = 0;     // of the open element, below the cell
  std::size_t left_out_ = 0;  // depth from which on the text is a note's or a picture's
  std::size_t paragraphs_ = 0;
};

}  // namespace kpi::io
