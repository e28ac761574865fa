#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "io/files.hpp"

/// Text in other encodings, read as UTF-8.
namespace kpi::io {

enum class Encoding : std::uint8_t { Utf8, Utf16Le, Utf16Be, Gb18030, Windows1252 };

/// `gbk`, `GB18030`, `UTF-16LE`, `cp1252`, …; nothing for another name.
std::optional<Encoding> encoding_named(std::string_view name);
/// As messages call it.
const char* name_of(Encoding encoding);

/// The file as UTF-8. A byte order mark says for certain what follows and is taken before
/// `declared`. Bytes that are no text of the encoding end it, with a fault.
std::unique_ptr<Reader> decoded(std::unique_ptr<Reader> bytes, Encoding declared);

}  // namespace kpi::io
