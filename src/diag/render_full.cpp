#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "diag/render_parts.hpp"
#include "diag/snippet.hpp"

namespace kpi {
namespace {

/// The marked lines of one file. The first file is the one the message points at.
struct FileMarks {
  FileId file;
  std::uint32_t first_offset = 0;
  std::map<int, std::vector<Mark>> marks_by_line;
};

struct Annotation {
  Span span;
  bool primary;
  std::string text;
};

std::vector<Annotation> annotations_of(const Diagnostic& diagnostic, Language language) {
  std::vector<Annotation> all;
  if (diagnostic.span.file) {
    std::string text;
    if (diagnostic.span_label) text = message_text(*diagnostic.span_label, language);
    all.push_back({diagnostic.span, true, std::move(text)});
  }
  for (const Label& label : diagnostic.labels) {
    if (label.span.file) all.push_back({label.span, false, message_text(label.message, language)});
  }
  return all;
}

/// Bytes from the start of `line`; a place in the line break is the line's end.
std::uint32_t byte_in_line(const SourceFile& file, int line, std::uint32_t offset) {
  const auto length = static_cast<std::uint32_t>(file.line(line).size());
  return std::min(offset - file.line_start(line), length);
}

/// A stretch over several lines is shown by its first and its last line; the text stands below.
void add_marks(FileMarks& marks, const SourceFile& file, const Annotation& annotation) {
  const Span span = annotation.span;
  const int first = file.locate(span.begin).line;
  // A stretch that ends with a line break ends on the line that it closes.
  const std::uint32_t last_byte = span.end > span.begin ? span.end - 1 : span.begin;
  const int last = file.locate(last_byte).line;
  const std::uint32_t begin = byte_in_line(file, first, span.begin);
  if (first == last) {
    const std::uint32_t end = std::max(begin, byte_in_line(file, first, span.end));
    marks.marks_by_line[first].push_back({begin, end, annotation.primary, annotation.text});
    return;
  }
  const auto length = static_cast<std::uint32_t>(file.line(first).size());
  marks.marks_by_line[first].push_back({begin, length, annotation.primary, {}});
  const std::size_t indent =
      std::min(file.line(last).find_first_not_of(" \t"), file.line(last).size());
  const std::uint32_t end = byte_in_line(file, last, span.end);
  const std::uint32_t from = std::min(static_cast<std::uint32_t>(indent), end);
  marks.marks_by_line[last].push_back({from, end, annotation.primary, annotation.text});
}

std::vector<FileMarks> group_by_file(const std::vector<Annotation>& annotations,
                                     const SourceMap& sources) {
  std::vector<FileMarks> groups;
  for (const Annotation& annotation : annotations) {
    const FileId file = annotation.span.file;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const FileMarks& marks) { return marks.file == file; });
    if (group == groups.end()) {
      groups.push_back({file, annotation.span.begin, {}});
      group = std::prev(groups.end());
    }
    add_marks(*group, sources[file], annotation);
  }
  return groups;
}

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return Style::Error;
    case Severity::Warning: return Style::Warning;
    case Severity::Note: return Style::Note;
  }
  return Style::Plain;
}

Text word_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return Text::severity_error;
    case Severity::Warning: return Text::severity_warning;
    case Severity::Note: return Text::severity_note;
  }
  return Text::severity_error;
}

std::string plain(Text text, const Arguments& arguments, Language language) {
  return fill(texts_of(text), arguments, language);
}

std::string title(const Diagnostic& diagnostic, const RenderOptions& options) {
  const Severity severity = severity_of(diagnostic.code);
  const Paint paint(options.color);
  const std::string head =
      plain(Text::title_head, {{"severity", word_of(severity)}, {"code", name_of(diagnostic.code)}},
            options.language);
  return paint(style_of(severity), head) +
         paint(Style::Bold, plain(Text::title_separator, {}, options.language) +
                                message_text(diagnostic, options.language)) +
         '\n';
}

std::string data_place(const DataPlace& place, Language language) {
  std::string out = printable(place.path);
  if (place.line != 0) out += ':' + std::to_string(place.line);
  if (!place.column.empty()) {
    out += plain(Text::in_column, {{"column", printable(place.column)}}, language);
  } else if (place.field != 0) {
    out += plain(Text::in_field, {{"field", std::to_string(place.field)}}, language);
  }
  return out;
}

std::string rule_place(const SourceFile& file, std::uint32_t offset) {
  const LineColumn place = shown_place(file, offset);
  return printable(file.path()) + ':' + std::to_string(place.line) + ':' +
         std::to_string(place.column);
}

std::string arrow(const char* sign, const std::string& place, const SnippetFrame& frame) {
  return frame.paint(Style::Frame, pad_left("", frame.gutter) + sign) + ' ' + place + '\n';
}

std::string remark(Text heading, const std::string& text, const SnippetFrame& frame,
                   Language language) {
  const std::string margin = pad_left("", frame.gutter);
  const std::string content = plain(heading, {{"text", text}}, language);
  std::string out = margin + frame.paint(Style::Frame, " =") + ' ';
  for (const char c : content) {
    out += c;
    if (c == '\n') out += margin + "     ";
  }
  return out + '\n';
}

/// What an edit does, in words; long or many-lined replacements are shown without what they
/// replace.
std::string fix_text(const Diagnostic& diagnostic, const Fix& fix, const SourceMap& sources,
                     Language language) {
  const SourceFile& file = sources[fix.span.file];
  const std::string replaced = printable(file.text(fix.span), true);
  const std::string replacement = printable(fix.replacement, true);
  const bool lines = (replaced + replacement).find('\n') != std::string::npos;
  const auto choose = [&]() {
    if (replacement.empty()) return Text::fix_remove;
    const bool apart = replacement.find_first_of("\n`") != std::string::npos;
    if (apart) return Text::fix_write_lines;  // backticks inside backticks would be read wrongly
    if (replaced.empty()) return Text::fix_insert;
    return lines || display_width(replaced) > 40 ? Text::fix_write : Text::fix_replace;
  };
  const std::string text = plain(choose(), {{"old", replaced}, {"new", replacement}}, language);
  const int line = file.locate(fix.span.begin).line;
  const bool same_line =
      fix.span.file == diagnostic.span.file && line == file.locate(diagnostic.span.begin).line;
  if (same_line) return text;
  return plain(Text::fix_on_line, {{"line", line}, {"text", text}}, language);
}

/// A hint that already names the replacement says it better than the edit in words.
bool told_by_hint(const std::vector<std::string>& hints, const Fix& fix) {
  std::string replacement = printable(fix.replacement, true);
  const bool is_text = replacement.size() > 2 && replacement.front() == '"';
  if (is_text) replacement = replacement.substr(1, replacement.size() - 2);
  const bool is_long = replacement.size() > 2;
  const std::string sought = is_long ? replacement : '`' + replacement + '`';
  return std::any_of(hints.begin(), hints.end(), [&](const std::string& hint) {
    return hint.find(sought) != std::string::npos;
  });
}

std::string remarks(const Diagnostic& diagnostic, const SourceMap& sources,
                    const SnippetFrame& frame, Language language) {
  std::string out;
  for (const Message& note : diagnostic.notes) {
    out += remark(Text::heading_note, message_text(note, language), frame, language);
  }
  std::vector<std::string> hints;
  for (const Message& hint : diagnostic.hints)
    hints.push_back(message_text(hint, language));
  for (const std::string& hint : hints)
    out += remark(Text::heading_help, hint, frame, language);
  for (const Fix& fix : diagnostic.fixes) {
    if (!fix.span.file || told_by_hint(hints, fix)) continue;
    out +=
        remark(Text::heading_help, fix_text(diagnostic, fix, sources, language), frame, language);
  }
  return out;
}

std::vector<MarkedLine> marked_lines(const FileMarks& marks) {
  std::vector<MarkedLine> lines;
  for (const auto& entry : marks.marks_by_line)
    lines.push_back({entry.first, entry.second});
  return lines;
}

SnippetFrame frame_for(const Diagnostic& diagnostic, const std::vector<FileMarks>& groups,
                       const RenderOptions& options) {
  SnippetFrame frame;
  int last_line = 0;
  for (const FileMarks& marks : groups) {
    last_line = std::max(last_line, marks.marks_by_line.rbegin()->first);
  }
  frame.gutter = static_cast<int>(std::to_string(last_line).size());
  frame.width = options.width;
  frame.primary = style_of(severity_of(diagnostic.code));
  frame.paint = Paint(options.color);
  return frame;
}

}  // namespace

std::string render_full(const Diagnostic& diagnostic, const SourceMap& sources,
                        const RenderOptions& options) {
  const std::vector<FileMarks> groups =
      group_by_file(annotations_of(diagnostic, options.language), sources);
  const SnippetFrame frame = frame_for(diagnostic, groups, options);
  const std::string bar = gutter_row(0, {}, frame);
  std::string out = title(diagnostic, options);
  if (diagnostic.data) {
    out += arrow("-->", data_place(*diagnostic.data, options.language), frame);
  }
  for (const FileMarks& marks : groups) {
    const SourceFile& file = sources[marks.file];
    const bool first = &marks == groups.data() && diagnostic.span.file && !diagnostic.data;
    out += arrow(first ? "-->" : ":::", rule_place(file, marks.first_offset), frame);
    out += bar + render_snippet(file, marked_lines(marks), frame);
  }
  const std::string rest = remarks(diagnostic, sources, frame, options.language);
  if (!groups.empty() && !rest.empty()) out += bar;
  return out + rest;
}

}  // namespace kpi
