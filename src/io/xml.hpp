#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/files.hpp"

/// XML a piece at a time.
namespace kpi::io {

/// The attributes of an element.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
  /// By the whole name, `office:value`; nothing where there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  /// By the name behind its prefix: `id` also for `r:id`.
  std::optional<std::string_view> find_local(std::string_view name) const;

 private:
  const char* const* pairs_;  // name, value, name, value, …, null
};

/// The name behind its prefix: `row` of `x:row`.
std::string_view local_name(std::string_view name);

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void begin(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view element) = 0;
  virtual void text(std::string_view) {}
};

/// Reads a file as XML, as far as it is wanted, and tells the handler. Text that is no XML, or that
/// declares a document type (no workbook does, and its entities can grow without bound), ends it.
class XmlReader {
 public:
  XmlReader(std::unique_ptr<Reader> file, XmlHandler& handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// Reads some more; false once the end is reached or there is a fault.
  bool advance();
  std::optional<ContentFault> fault() const;

 private:
  struct Parser;
  std::unique_ptr<Reader> file_;
  std::unique_ptr<Parser> parser_;
  bool ended_ = false;
  bool broken_ = false;
};

/// The whole file; nothing where all is well.
std::optional<ContentFault> read_xml(std::unique_ptr<Reader> file, XmlHandler& handler);

}  // namespace kpi::io
