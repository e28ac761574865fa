#include "io/xml.hpp"

#include <expat.h>

#include <new>
#include <utility>

namespace kpi::io {
namespace {

constexpr std::size_t kParsedAtOnce = std::size_t{64} * 1024;

/// Every callback is handed the parser.
XmlHandler& handler_of(void* parser) {
  return *static_cast<XmlHandler*>(XML_GetUserData(static_cast<XML_Parser>(parser)));
}

void begin_element(void* parser, const XML_Char* name, const XML_Char** attributes) {
  handler_of(parser).begin(name, XmlAttributes(attributes));
}

void end_element(void* parser, const XML_Char* name) {
  handler_of(parser).end(name);
}

void take_text(void* parser, const XML_Char* text, int size) {
  handler_of(parser).text({text, static_cast<std::size_t>(size)});
}

void refuse_document_type(void* parser, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  XML_StopParser(static_cast<XML_Parser>(parser), XML_FALSE);
}

}  // namespace

struct XmlReader::Parser {
  explicit Parser(XmlHandler& handler) : expat(XML_ParserCreate(nullptr)) {
    if (expat == nullptr) throw std::bad_alloc();
    XML_SetUserData(expat, &handler);
    XML_UseParserAsHandlerArg(expat);
    XML_SetElementHandler(expat, begin_element, end_element);
    XML_SetCharacterDataHandler(expat, take_text);
    XML_SetStartDoctypeDeclHandler(expat, refuse_document_type);
  }
  ~Parser() { XML_ParserFree(expat); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  XML_Parser expat;
};

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (pair[0] == name) return pair[1];
  }
  return std::nullopt;
}

std::optional<std::string_view> XmlAttributes::find_local(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (local_name(pair[0]) == name) return pair[1];
  }
  return std::nullopt;
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.rfind(':') + 1);  // npos + 1 is 0
}

XmlReader::XmlReader(std::unique_ptr<Reader> file, XmlHandler& handler)
    : file_(std::move(file)), parser_(std::make_unique<Parser>(handler)) {}

XmlReader::~XmlReader() = default;

bool XmlReader::advance() {
  if (ended_ || broken_) return false;
  void* const buffer = XML_GetBuffer(parser_->expat, static_cast<int>(kParsedAtOnce));
  if (buffer == nullptr) throw std::bad_alloc();
  const std::size_t got = file_->read(static_cast<char*>(buffer), kParsedAtOnce);
  ended_ = got == 0;
  if (ended_ && (file_->error() || file_->fault())) return false;
  const XML_Status status =
      XML_ParseBuffer(parser_->expat, static_cast<int>(got), ended_ ? XML_TRUE : XML_FALSE);
  broken_ = status != XML_STATUS_OK;
  return !ended_ && !broken_;
}

std::optional<ContentFault> XmlReader::fault() const {
  if (auto fault = file_->fault()) return fault;
  if (broken_) return ContentFault{ContentFault::Kind::BadWorkbook, "XML"};
  return std::nullopt;
}

std::optional<ContentFault> read_xml(std::unique_ptr<Reader> file, XmlHandler& handler) {
  XmlReader reader(std::move(file), handler);
  while (reader.advance()) {
  }
  return reader.fault();
}

}  // namespace kpi::io
