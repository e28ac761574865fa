#include "output/sarif.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.hpp"
#include "diag/catalog.hpp"
#include "output/json.hpp"

namespace kpi::output {
namespace {

/// RFC 3986: what is no letter, digit or `-._~/` is written byte by byte as %XX, also `:`, which
/// would end a scheme. A path from the root is of the scheme `file`.
std::string as_uri(std::string_view path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = path.substr(0, 1) == "/" ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
  }
  return out;
}

/// 1-based column in UTF-16 units: a character beyond U+FFFF counts two, a byte order mark none.
/// A place inside a line break is the line's end.
std::size_t utf16_column(const SourceFile& file, std::uint32_t offset, int line) {
  const std::string_view whole = file.line(line);
  const std::string_view mark = "\xEF\xBB\xBF";
  const std::size_t begin = line == 1 && whole.substr(0, mark.size()) == mark ? mark.size() : 0;
  const std::size_t end = std::min<std::size_t>(offset - file.line_start(line), whole.size());
  const std::string_view before = whole.substr(begin, std::max(begin, end) - begin);
  std::size_t column = 1;
  for (std::size_t at = 0; at < before.size();) {
    const auto c = next_code_point(before, at);
    column += c && *c > 0xFFFF ? 2 : 1;
  }
  return column;
}

Json region(Span span, const SourceFile& file) {
  const int first = file.locate(span.begin).line;
  const int last = file.locate(span.end).line;
  Json out = Json::object();
  out.add("startLine", Json::count(static_cast<std::size_t>(first)));
  out.add("startColumn", Json::count(utf16_column(file, span.begin, first)));
  out.add("endLine", Json::count(static_cast<std::size_t>(last)));
  out.add("endColumn", Json::count(utf16_column(file, span.end, last)));
  return out;
}

Json with_text(std::string_view key, const std::string& text) {
  Json message = Json::object();
  message.add(key, Json::text(text));
  return message;
}

Json location(std::string_view path, std::optional<Json> where, const std::string& said) {
  Json physical = Json::object();
  physical.add("artifactLocation", with_text("uri", as_uri(path)));
  if (where) physical.add("region", *std::move(where));
  Json out = Json::object();
  out.add("physicalLocation", std::move(physical));
  if (!said.empty()) out.add("message", with_text("text", said));
  return out;
}

/// `{name}` of a message's text stands for something: `…`; of `{count|row|rows}` the plural stays.
std::string without_parameters(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '{') {
      out += text[at];
      continue;
    }
    const std::size_t close = std::min(text.find('}', at), text.size());
    const std::size_t bar = text.substr(0, close).rfind('|');
    out += bar != std::string_view::npos && bar > at ? text.substr(bar + 1, close - bar - 1) : "…";
    at = close;
  }
  return out;
}

std::string_view level_of(Code code) {
  switch (severity_of(code)) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Note: return "note";
  }
  return {};
}

class SarifLog {
 public:
  SarifLog(const SourceMap& sources, Language language) : sources_(sources), language_(language) {}

  void add(const Diagnostic& diagnostic) {
    Json out = Json::object();
    out.add("ruleId", Json::text(name_of(diagnostic.code)));
    out.add("ruleIndex", Json::count(rule(diagnostic.code)));
    out.add("level", Json::text(level_of(diagnostic.code)));
    out.add("message", with_text("text", whole_text(diagnostic)));
    Json places = Json::array();
    if (diagnostic.data) {
      places.add(location(diagnostic.data->path, line_of(*diagnostic.data), ""));
    } else if (diagnostic.span.file) {
      const auto& said = diagnostic.span_label;
      places.add(place(diagnostic.span, said ? message_text(*said, language_) : ""));
    }
    out.add("locations", std::move(places));
    if (!diagnostic.labels.empty()) out.add("relatedLocations", related(diagnostic));
    if (!diagnostic.fixes.empty()) out.add("fixes", fixes(diagnostic));
    results_.add(std::move(out));
  }

  std::string print() && {
    Json driver = Json::object();
    driver.add("name", Json::text("kpi"));
    driver.add("version", Json::text(KPI_VERSION));
    driver.add("rules", std::move(rules_));
    Json tool = Json::object();
    tool.add("driver", std::move(driver));
    Json run = Json::object();
    run.add("tool", std::move(tool));
    run.add("columnKind", Json::text("utf16CodeUnits"));
    run.add("results", std::move(results_));
    Json runs = Json::array();
    runs.add(std::move(run));
    Json out = Json::object();
    out.add("$schema", Json::text("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                                  "schemas/sarif-schema-2.1.0.json"));
    out.add("version", Json::text("2.1.0"));
    out.add("runs", std::move(runs));
    return out.print();
  }

 private:
  Json place(Span span, const std::string& said) const {
    const SourceFile& file = sources_[span.file];
    return location(file.path(), region(span, file), said);
  }

  static std::optional<Json> line_of(const DataPlace& data) {
    if (data.line == 0) return std::nullopt;
    Json out = Json::object();
    out.add("startLine", Json::count(data.line));
    return out;
  }

  /// The message, then its notes and hints, one to a line.
  std::string whole_text(const Diagnostic& diagnostic) const {
    std::string text = message_text(diagnostic, language_);
    for (const auto* messages : {&diagnostic.notes, &diagnostic.hints}) {
      for (const Message& message : *messages)
        text += '\n' + message_text(message, language_);
    }
    return text;
  }

  Json related(const Diagnostic& diagnostic) const {
    Json out = Json::array();
    for (const Label& label : diagnostic.labels) {
      if (label.span.file) out.add(place(label.span, message_text(label.message, language_)));
    }
    return out;
  }

  /// Each edit is an alternative of its own.
  Json fixes(const Diagnostic& diagnostic) const {
    Json out = Json::array();
    for (const Fix& fix : diagnostic.fixes) {
      const SourceFile& file = sources_[fix.span.file];
      Json replacement = Json::object();
      replacement.add("deletedRegion", region(fix.span, file));
      replacement.add("insertedContent", with_text("text", fix.replacement));
      Json replacements = Json::array();
      replacements.add(std::move(replacement));
      Json change = Json::object();
      change.add("artifactLocation", with_text("uri", as_uri(file.path())));
      change.add("replacements", std::move(replacements));
      Json changes = Json::array();
      changes.add(std::move(change));
      Json entry = Json::object();
      entry.add("artifactChanges", std::move(changes));
      out.add(std::move(entry));
    }
    return out;
  }

  std::size_t rule(Code code) {
    const auto [found, is_new] = index_.emplace(code, index_.size());
    if (is_new) {
      const Bilingual texts = texts_of(code);
      const auto text = language_ == Language::Chinese ? texts.chinese : texts.english;
      const std::string name(name_of(code));
      Json entry = Json::object();
      entry.add("id", Json::text(name));
      entry.add("shortDescription", with_text("text", without_parameters(text)));
      entry.add("help", with_text("text", "kpi help " + name));
      entry.add("defaultConfiguration", with_text("level", std::string(level_of(code))));
      rules_.add(std::move(entry));
    }
    return found->second;
  }

  const SourceMap& sources_;
  Language language_;
  std::map<Code, std::size_t> index_;
  Json rules_ = Json::array();
  Json results_ = Json::array();
};

}  // namespace

std::string to_sarif(const Diagnostics& diagnostics, const SourceMap& sources, Language language) {
  SarifLog log(sources, language);
  for (const Diagnostic& diagnostic : diagnostics.items())
    log.add(diagnostic);
  return std::move(log).print();
}

}  // namespace kpi::output
