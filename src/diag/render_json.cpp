#include "base/text.hpp"
#include "diag/render_parts.hpp"

namespace kpi {
namespace {

std::string member(std::string_view key, const std::string& value) {
  return json_string(key) + ":" + value;
}

/// Lines and columns are 1-based, columns count code points, the end is exclusive.
std::string place_json(Span span, const SourceMap& sources) {
  if (!span.file) return "null";
  const SourceFile& file = sources[span.file];
  const LineColumn begin = shown_place(file, span.begin);
  const LineColumn end = shown_place(file, span.end);
  return "{" + member("file", json_string(file.path())) + "," +
         member("line", std::to_string(begin.line)) + "," +
         member("column", std::to_string(begin.column)) + "," +
         member("end_line", std::to_string(end.line)) + "," +
         member("end_column", std::to_string(end.column)) + "}";
}

std::string data_json(const std::optional<DataPlace>& data) {
  if (!data) return "null";
  return "{" + member("file", json_string(data->path)) + "," +
         member("line", std::to_string(data->line)) + "," +
         member("field", std::to_string(data->field)) + "," +
         member("column", json_string(data->column)) + "}";
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
  const auto message = [&](const Message& m) {
    return json_string(message_text(m, options.language));
  };
  const auto label = [&](const Label& l) {
    return "{" + member("place", place_json(l.span, sources)) + "," +
           member("message", message(l.message)) + "}";
  };
  const auto fix = [&](const Fix& f) {
    return "{" + member("place", place_json(f.span, sources)) + "," +
           member("replacement", json_string(f.replacement)) + "," +
           member("safe", f.safe ? "true" : "false") + "}";
  };
  std::string out = "{" + member("code", json_string(name_of(diagnostic.code)));
  out += "," + member("severity", json_string(severity_name(severity_of(diagnostic.code))));
  out += "," + member("message", json_string(message_text(diagnostic, options.language)));
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
