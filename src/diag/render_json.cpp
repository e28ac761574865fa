#include "base/text.hpp"
#include "diag/render_parts.hpp"

namespace kpi {
namespace {

void append_escaped(std::string& out, std::string_view character, char32_t code_point) {
  if (code_point == U'"' || code_point == U'\\') {
    out += '\\';
    out += character;
  } else if (code_point < 0x20) {
    constexpr const char* kDigits = "0123456789abcdef";
    out += "\\u00";
    out += kDigits[code_point / 16];
    out += kDigits[code_point % 16];
  } else {
    out += character;
  }
}

/// A JSON string; bytes that are not UTF-8 become U+FFFD, because JSON is UTF-8.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::optional<char32_t> c = next_code_point(text, at);
    if (c) {
      append_escaped(out, text.substr(begin, at - begin), *c);
    } else {
      append_utf8(out, U'\uFFFD');
    }
  }
  return out + '"';
}

std::string member(std::string_view key, const std::string& value) {
  return quoted(key) + ":" + value;
}

/// Lines and columns are 1-based, columns count code points, the end is exclusive.
std::string place_json(Span span, const SourceMap& sources) {
  if (!span.file) return "null";
  const SourceFile& file = sources[span.file];
  const LineColumn begin = shown_place(file, span.begin);
  const LineColumn end = shown_place(file, span.end);
  return "{" + member("file", quoted(file.path())) + "," +
         member("line", std::to_string(begin.line)) + "," +
         member("column", std::to_string(begin.column)) + "," +
         member("end_line", std::to_string(end.line)) + "," +
         member("end_column", std::to_string(end.column)) + "}";
}

std::string data_json(const std::optional<DataPlace>& data) {
  if (!data) return "null";
  return "{" + member("file", quoted(data->path)) + "," +
         member("line", std::to_string(data->line)) + "," +
         member("field", std::to_string(data->field)) + "," +
         member("column", quoted(data->column)) + "}";
}

template <class Items, class Print>
std::string array_json(const Items& items, Print print) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += print(item);
  }
  return out + "]";
}

}  // namespace

std::string render_json(const Diagnostic& diagnostic, const SourceMap& sources,
                        const RenderOptions& options) {
  const auto message = [&](const Message& m) { return quoted(message_text(m, options.language)); };
  const auto label = [&](const Label& l) {
    return "{" + member("place", place_json(l.span, sources)) + "," +
           member("message", message(l.message)) + "}";
  };
  const auto fix = [&](const Fix& f) {
    return "{" + member("place", place_json(f.span, sources)) + "," +
           member("replacement", quoted(f.replacement)) + "," +
           member("safe", f.safe ? "true" : "false") + "}";
  };
  std::string out = "{" + member("code", quoted(name_of(diagnostic.code)));
  out += "," + member("severity", quoted(severity_name(severity_of(diagnostic.code))));
  out += "," + member("message", quoted(message_text(diagnostic, options.language)));
  out += "," + member("place", place_json(diagnostic.span, sources));
  out += "," + member("data", data_json(diagnostic.data));
  out += "," + member("label", diagnostic.span_label ? message(*diagnostic.span_label) : "null");
  out += "," + member("labels", array_json(diagnostic.labels, label));
  out += "," + member("notes", array_json(diagnostic.notes, message));
  out += "," + member("hints", array_json(diagnostic.hints, message));
  out += "," + member("fixes", array_json(diagnostic.fixes, fix));
  return out + "}\n";
}

}  // namespace kpi
