#include "diag/render.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/text.hpp"
#include "diag/render_parts.hpp"

namespace kpi {
namespace {

const Argument& argument_named(const Arguments& arguments, std::string_view name) {
  const auto found = std::find_if(arguments.begin(), arguments.end(),
                                  [&](const Argument& a) { return a.name == name; });
  KPI_CHECK(found != arguments.end() && "every parameter of a message is given");
  return *found;
}

std::string value_text(const Argument& argument, Language language) {
  if (const auto* phrase = std::get_if<Phrase>(&argument.value)) {
    std::string text;
    for (const Phrase::Part& part : phrase->parts) {
      const auto* word = std::get_if<Text>(&part);
      text += word != nullptr ? fill(texts_of(*word), {}, language) : std::get<std::string>(part);
    }
    return text;
  }
  if (const auto* word = std::get_if<Text>(&argument.value)) {
    return fill(texts_of(*word), {}, language);
  }
  return std::get<std::string>(argument.value);
}

/// `inside` is what stands between the braces: `name`, or `name|one|many`.
std::string parameter_text(std::string_view inside, const Arguments& arguments, Language language) {
  const std::size_t bar = inside.find('|');
  const std::string value = value_text(argument_named(arguments, inside.substr(0, bar)), language);
  if (bar == std::string_view::npos) return value;
  const std::string_view words = inside.substr(bar + 1);
  const std::size_t middle = words.find('|');
  KPI_CHECK(middle != std::string_view::npos);
  return std::string(value == "1" ? words.substr(0, middle) : words.substr(middle + 1));
}

using Counts = std::array<std::size_t, 3>;  // errors, warnings, notes

std::string count_line(const Counts& counts, Language language) {
  constexpr std::array<Text, 3> kCounted = {Text::count_errors, Text::count_warnings,
                                            Text::count_notes};
  std::string line;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    if (!line.empty()) line += fill(texts_of(Text::count_separator), {}, language);
    line += fill(texts_of(kCounted[i]), {{"count", counts[i]}}, language);
  }
  return line + '\n';
}

/// Whether the character that begins at (or, going back, holds) this byte is Han or full-width
/// punctuation: U+3000 to U+9FFF and U+FF00 on.
bool is_han_at(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    --at;
  const auto lead = static_cast<unsigned char>(text[at]);
  return (lead >= 0xE3 && lead <= 0xE9) || lead == 0xEF;
}

/// A Chinese text sets a parameter off with spaces, for names and numbers; around a word of the
/// table they would be too much.
void append_word(std::string& out, const std::string& value, std::string_view rest,
                 std::size_t& next) {
  const bool after_han = out.size() > 1 && out.back() == ' ' && is_han_at(out, out.size() - 2);
  if (after_han && !value.empty() && is_han_at(value, 0)) out.pop_back();
  out += value;
  const bool before_han = rest.size() > 1 && rest[0] == ' ' && is_han_at(rest, 1);
  if (before_han && !value.empty() && is_han_at(value, value.size() - 1)) ++next;
}

bool shows_nothing(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  return (control && c != U'\t') || is_invisible(c);
}

}  // namespace

std::string fill(Bilingual texts, const Arguments& arguments, Language language) {
  const std::string_view text = language == Language::Chinese ? texts.chinese : texts.english;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool doubled = i + 1 < text.size() && text[i + 1] == c;
    if (c == '{' && !doubled) {
      const std::size_t close = text.find('}', i);
      const std::string_view inside = text.substr(i + 1, close - i - 1);
      const std::string value = parameter_text(inside, arguments, language);
      i = close;
      const Argument& argument = argument_named(arguments, inside.substr(0, inside.find('|')));
      const bool in_code = std::count(out.begin(), out.end(), '`') % 2 == 1;  // blanks count there
      if (std::holds_alternative<Text>(argument.value) && !in_code) {
        append_word(out, value, text.substr(close + 1), i);
      } else {
        out += value;
      }
      continue;
    }
    if (c == '{' || c == '}') ++i;
    out += c;
  }
  return out;
}

std::string printable(std::string_view text, bool keep_newlines) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::optional<char32_t> c = next_code_point(text, at);
    const bool kept_break = keep_newlines && c && *c == U'\n';
    if (!c || (shows_nothing(*c) && !kept_break)) {
      append_utf8(out, U'\uFFFD');
    } else {
      out += text.substr(begin, at - begin);
    }
  }
  return out;
}

LineColumn shown_place(const SourceFile& file, std::uint32_t offset) {
  const LineColumn place = file.locate(offset);
  const auto line_end =
      file.line_start(place.line) + static_cast<std::uint32_t>(file.line(place.line).size());
  return file.locate(std::min(offset, line_end));
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Note: return "note";
  }
  return {};
}

std::string message_text(const Diagnostic& diagnostic, Language language) {
  return printable(fill(texts_of(diagnostic.code), diagnostic.arguments, language));
}

std::string message_text(const Message& message, Language language) {
  return printable(fill(texts_of(message.text), message.arguments, language), true);
}

std::string render(const Diagnostic& diagnostic, const SourceMap& sources,
                   const RenderOptions& options) {
  switch (options.format) {
    case DiagnosticFormat::Full: return render_full(diagnostic, sources, options);
    case DiagnosticFormat::Concise: return render_concise(diagnostic, sources, options);
    case DiagnosticFormat::Github: return render_github(diagnostic, sources, options);
    case DiagnosticFormat::Json: return render_json(diagnostic, sources, options);
  }
  return {};
}

std::string render(const Diagnostics& diagnostics, const SourceMap& sources,
                   const RenderOptions& options) {
  const bool full = options.format == DiagnosticFormat::Full;
  std::string out;
  Counts counts{};
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    out += render(diagnostic, sources, options);
    if (full) out += '\n';
    ++counts[static_cast<std::size_t>(severity_of(diagnostic.code))];
  }
  if (full && !diagnostics.empty()) out += count_line(counts, options.language);
  return out;
}

}  // namespace kpi
