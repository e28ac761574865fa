#include "diag/snippet.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diag/source_line.hpp"

namespace kpi {
namespace {

constexpr int kContext = 4;  // columns kept beside a mark where a long line is cut

/// A mark in terminal columns of the shown window; `end` is past `begin`.
struct ColumnMark {
  int begin;
  int end;
  bool primary;
  std::string text;
};

using ColumnMarks = std::vector<ColumnMark>;

int width(const ColumnMark& mark) {
  return mark.end - mark.begin;
}

ColumnMarks to_columns(const SourceLine& line, const std::vector<Mark>& marks) {
  ColumnMarks columns;
  for (const Mark& mark : marks) {
    const int begin = line.column_at(mark.begin);
    const int end = std::max(line.column_at(mark.end), begin + 1);
    columns.push_back(ColumnMark{begin, end, mark.primary, mark.text});
  }
  std::stable_sort(columns.begin(), columns.end(),
                   [](const ColumnMark& a, const ColumnMark& b) { return a.begin < b.begin; });
  return columns;
}

int last_column(const ColumnMarks& marks) {
  int end = 0;
  for (const ColumnMark& mark : marks)
    end = std::max(end, mark.end);
  return end;
}

/// Marks that one window of a long line can show together; a far mark gets the line once more.
std::vector<ColumnMarks> split_by_window(const ColumnMarks& marks, int window) {
  std::vector<ColumnMarks> groups;
  for (const ColumnMark& mark : marks) {
    const bool fits =
        !groups.empty() && mark.end - groups.back().front().begin + 2 * kContext <= window;
    if (!fits) groups.emplace_back();
    groups.back().push_back(mark);
  }
  return groups;
}

/// First column to show so that the marks are inside, with context on both sides where possible.
int window_start(const ColumnMarks& marks, int line_width, int window) {
  if (line_width <= window || last_column(marks) + kContext <= window) return 0;
  const int begin = marks.front().begin;
  const int spare = window - (last_column(marks) - begin);
  const bool never_fits = spare < 2 * kContext;
  if (never_fits && begin <= window / 2) return 0;
  const int left = begin - std::max(kContext, spare / 2);
  return std::max(0, std::min(left, line_width + 1 - window));
}

void shift(ColumnMarks& marks, int left, int window) {
  for (ColumnMark& mark : marks) {
    mark.begin = std::clamp(mark.begin - left, 0, window - 1);
    mark.end = std::clamp(mark.end - left, mark.begin + 1, window);
  }
}

/// A row of underlines or texts, each stretch with its own colour.
class Row {
 public:
  explicit Row(const SnippetFrame& frame) : frame_(frame) {}

  void put(int column, const std::string& text, bool primary) {
    if (column > column_) {
      out_ += std::string(static_cast<std::size_t>(column - column_), ' ');
      column_ = column;
    }
    out_ += frame_.paint(primary ? frame_.primary : Style::Frame, text);
    column_ += display_width(text);
  }
  std::string finish() const { return gutter_row(0, out_, frame_); }

 private:
  const SnippetFrame& frame_;
  std::string out_;
  int column_ = 0;
};

using Owners = std::vector<const ColumnMark*>;

Owners owners_by(const ColumnMarks& marks, bool (*shows)(const ColumnMark&, const ColumnMark&)) {
  Owners columns(static_cast<std::size_t>(last_column(marks)), nullptr);
  for (const ColumnMark& mark : marks) {
    for (int c = mark.begin; c < mark.end; ++c) {
      const ColumnMark*& owner = columns[static_cast<std::size_t>(c)];
      if (owner == nullptr || shows(mark, *owner)) owner = &mark;
    }
  }
  return columns;
}

/// Which mark each column is underlined for: a shorter one inside a longer one shows, of two
/// equal ones the primary, unless that would hide the primary altogether.
Owners owners(const ColumnMarks& marks) {
  Owners columns = owners_by(marks, [](const ColumnMark& mark, const ColumnMark& owner) {
    return width(mark) < width(owner) || (width(mark) == width(owner) && mark.primary);
  });
  const bool has_primary =
      std::any_of(marks.begin(), marks.end(), [](const ColumnMark& mark) { return mark.primary; });
  const bool shown = std::any_of(columns.begin(), columns.end(), [](const ColumnMark* owner) {
    return owner != nullptr && owner->primary;
  });
  if (!has_primary || shown) return columns;
  return owners_by(marks, [](const ColumnMark& mark, const ColumnMark& owner) {
    return mark.primary || !owner.primary;
  });
}

std::string underline_row(const ColumnMarks& marks, const ColumnMark* inline_mark,
                          const SnippetFrame& frame) {
  const Owners columns = owners(marks);
  Row row(frame);
  for (std::size_t c = 0; c < columns.size();) {
    std::size_t end = c + 1;
    while (end < columns.size() && columns[end] == columns[c])
      ++end;
    if (columns[c] != nullptr) {
      const bool primary = columns[c]->primary;
      row.put(static_cast<int>(c), std::string(end - c, primary ? '^' : '-'), primary);
    }
    c = end;
  }
  if (inline_mark != nullptr) {
    row.put(last_column(marks) + 1, inline_mark->text, inline_mark->primary);
  }
  return row.finish();
}

/// `|` under every mark that still waits for its text, and the text of `named`, if any.
std::string hanging_row(const std::vector<const ColumnMark*>& waiting, const ColumnMark* named,
                        const SnippetFrame& frame) {
  Row row(frame);
  int last = -1;
  for (const ColumnMark* mark : waiting) {
    if (mark->begin == last || (named != nullptr && mark->begin >= named->begin)) continue;
    row.put(mark->begin, "|", mark->primary);
    last = mark->begin;
  }
  if (named != nullptr) row.put(named->begin, named->text, named->primary);
  return row.finish();
}

/// The underlines, the text of the rightmost mark behind them, the other texts hanging below.
std::string mark_rows(const ColumnMarks& marks, const SnippetFrame& frame) {
  const ColumnMark& last = marks.back();
  const bool behind = !last.text.empty() && last.end == last_column(marks);
  std::string out = underline_row(marks, behind ? &last : nullptr, frame);
  std::vector<const ColumnMark*> waiting;
  for (const ColumnMark& mark : marks) {
    if (!mark.text.empty() && !(behind && &mark == &last)) waiting.push_back(&mark);
  }
  if (!waiting.empty()) out += hanging_row(waiting, nullptr, frame);
  while (!waiting.empty()) {
    const ColumnMark* named = waiting.back();
    waiting.pop_back();
    out += hanging_row(waiting, named, frame);
  }
  return out;
}

std::string render_line(const SourceFile& file, const MarkedLine& marked,
                        const SnippetFrame& frame) {
  const SourceLine line(file.line(marked.number));
  const int window = std::max(2 * kContext + 12, frame.width - frame.gutter - 3);
  std::string out;
  for (ColumnMarks& marks : split_by_window(to_columns(line, marked.marks), window)) {
    const int left = window_start(marks, line.width(), window);
    out += gutter_row(marked.number, line.window(left, window), frame);
    shift(marks, left, window);
    out += mark_rows(marks, frame);
  }
  return out;
}

}  // namespace

std::string gutter_row(int number, const std::string& content, const SnippetFrame& frame) {
  const std::string digits = number == 0 ? std::string() : std::to_string(number);
  std::string row = frame.paint(Style::Frame, pad_left(digits, frame.gutter) + " |");
  if (!content.empty()) row += ' ' + content;
  return row + '\n';
}

std::string render_snippet(const SourceFile& file, const std::vector<MarkedLine>& lines,
                           const SnippetFrame& frame) {
  std::string out;
  int previous = 0;
  for (const MarkedLine& line : lines) {
    if (previous != 0 && line.number > previous + 1) out += "...\n";
    out += render_line(file, line, frame);
    previous = line.number;
  }
  return out;
}

}  // namespace kpi
