#include "output/terminal.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diag/paint.hpp"
#include "diag/render_parts.hpp"
#include "output/wrap.hpp"

namespace kpi::output {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::string_view kFactGap = "   ";
constexpr std::string_view kFactSeparator = " · ";
constexpr std::string_view kMarked = "  * ";  // the mark that the scores carry
constexpr std::string_view kGeneral = "  - ";
constexpr std::string_view kBulletIndent = "    ";
constexpr int kLeastLabel = 8;  // columns a label keeps when it has to be cut

int width_of(std::string_view text) {
  return display_width(printable(text));
}

Style style_of(Tone tone) {
  switch (tone) {
    case Tone::Plain: return Style::Plain;
    case Tone::Strong: return Style::Bold;
    case Tone::Quiet: return Style::Frame;
    case Tone::Alarm: return Style::Warning;
  }
  return Style::Plain;
}

std::string padded(std::string_view text, int width, Align align) {
  const std::string shown = printable(text);
  return align == Align::Right ? pad_left(shown, width) : pad_right(shown, width);
}

std::string repeat(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += text;
  return out;
}

/// One line, without spaces at its end.
std::string finish(std::string line) {
  while (!line.empty() && line.back() == ' ')
    line.pop_back();
  return line + '\n';
}

class TerminalWriter {
 public:
  explicit TerminalWriter(const TerminalOptions& options)
      : paint_(options.color), width_(options.width) {}

  void sheet(const Sheet& sheet) {
    if (!out_.empty()) out_ += '\n';
    heading(sheet);
    const std::vector<int> widths = column_widths(sheet);
    if (!sheet.heads.empty()) {
      out_ += '\n';
      if (fits(widths)) {
        grid(sheet, widths);
      } else {
        stack(sheet);
      }
    }
    if (!sheet.figures.empty()) figures(sheet.figures);
    if (!sheet.notes.empty()) notes(sheet.notes, kMarked);
  }

  void notes(const std::vector<std::string>& notes, std::string_view bullet) {
    if (!out_.empty()) out_ += '\n';
    const int room = width_ == 0 ? 0 : std::max(1, width_ - width_of(bullet));
    for (const std::string& note : notes) {
      std::string_view lead = bullet;
      for (const std::string& line : wrap(printable(note), room)) {
        out_ += finish(std::string(lead) + line);
        lead = kBulletIndent;
      }
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void heading(const Sheet& sheet) {
    std::string facts;
    for (const std::string& fact : sheet.facts) {
      facts += (facts.empty() ? "" : std::string(kFactSeparator)) + fact;
    }
    const std::string title = printable(sheet.title);
    const int together = display_width(title) + width_of(facts) + width_of(kFactGap);
    const bool one_line = !title.empty() && (width_ == 0 || together <= width_);
    if (one_line) {
      out_ += finish(paint_(Style::Bold, title) + std::string(kFactGap) + facts);
      return;
    }
    if (!title.empty()) {
      for (const std::string& line : wrap(title, width_))
        out_ += paint_(Style::Bold, line) + '\n';
    }
    if (facts.empty()) return;
    for (const std::string& line : wrap(facts, width_))
      out_ += line + '\n';
  }

  std::vector<int> column_widths(const Sheet& sheet) const {
    std::vector<int> widths;
    for (const Head& head : sheet.heads) {
      widths.push_back(std::max(width_of(head.title), width_of(head.under)));
    }
    for (const auto* rows : {&sheet.rows, &sheet.totals}) {
      for (const Row& row : *rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
          widths[i] = std::max(widths[i], width_of(row[i].text));
        }
      }
    }
    return widths;
  }

  bool fits(const std::vector<int>& widths) const {
    int total = -static_cast<int>(kGap.size());
    for (const int width : widths)
      total += width + static_cast<int>(kGap.size());
    return width_ == 0 || total <= width_;
  }

  void grid(const Sheet& sheet, const std::vector<int>& widths) {
    const auto titles = [](const Head& head) { return head.title; };
    const auto unders = [](const Head& head) { return head.under; };
    head_row(sheet.heads, widths, titles);
    const bool two_rows = std::any_of(sheet.heads.begin(), sheet.heads.end(),
                                      [](const Head& head) { return !head.under.empty(); });
    if (two_rows) head_row(sheet.heads, widths, unders);
    rule(widths);
    for (const Row& row : sheet.rows)
      grid_row(sheet.heads, widths, row);
    if (!sheet.totals.empty()) rule(widths);
    for (const Row& row : sheet.totals)
      grid_row(sheet.heads, widths, row);
  }

  template <class Part>
  void head_row(const std::vector<Head>& heads, const std::vector<int>& widths, Part part) {
    std::string line;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      line += padded(part(heads[i]), widths[i], heads[i].align) + std::string(kGap);
    }
    out_ += finish(line);
  }

  void rule(const std::vector<int>& widths) {
    std::string line;
    for (const int width : widths) {
      line += (line.empty() ? "" : std::string(kGap)) + repeat("─", width);
    }
    out_ += paint_(Style::Frame, line) + '\n';
  }

  void grid_row(const std::vector<Head>& heads, const std::vector<int>& widths, const Row& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size() && heads[i].align == Align::Left;
      const std::string text =
          last ? printable(row[i].text) : padded(row[i].text, widths[i], heads[i].align);
      line += paint_(style_of(row[i].tone), text) + std::string(kGap);
    }
    out_ += finish(line);
  }

  /// Row by row: the keys on a line, then a line for every figure.
  void stack(const Sheet& sheet) {
    bool first = true;
    for (const auto* rows : {&sheet.rows, &sheet.totals}) {
      for (const Row& row : *rows) {
        if (!first) out_ += '\n';
        first = false;
        stack_row(sheet, row);
      }
    }
  }

  void stack_row(const Sheet& sheet, const Row& row) {
    std::string keys;
    std::vector<Figure> rest;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i < sheet.key_columns) {
        if (!row[i].text.empty()) keys += (keys.empty() ? "" : " ") + printable(row[i].text);
      } else if (!row[i].text.empty()) {
        const Head& head = sheet.heads[i];
        rest.push_back({head.title + (head.under.empty() ? "" : " " + head.under), row[i]});
      }
    }
    for (const std::string& line : wrap(keys, width_))
      out_ += paint_(Style::Bold, line) + '\n';
    figure_lines(rest, kGap);
  }

  void figures(const std::vector<Figure>& figures) {
    if (!out_.empty()) out_ += '\n';
    figure_lines(figures, {});
  }

  void figure_lines(const std::vector<Figure>& figures, std::string_view indent) {
    int labels = 0;
    int values = 0;
    for (const Figure& figure : figures) {
      labels = std::max(labels, width_of(figure.label));
      values = std::max(values, width_of(figure.value.text));
    }
    if (width_ > 0) {
      const int room = width_ - static_cast<int>(indent.size() + kGap.size()) - values;
      labels = std::min(labels, std::max(room, kLeastLabel));
    }
    for (const Figure& figure : figures) {
      const std::string label = pad_right(cut_to_width(printable(figure.label), labels), labels);
      const std::string value = padded(figure.value.text, values, Align::Right);
      out_ += finish(std::string(indent) + label + std::string(kGap) +
                     paint_(style_of(figure.value.tone), value));
    }
  }

  Paint paint_;
  int width_;
  std::string out_;
};

}  // namespace

std::string to_terminal(const Report& report, const TerminalOptions& options) {
  TerminalWriter writer(options);
  for (const Sheet& sheet : report.sheets)
    writer.sheet(sheet);
  if (!report.notes.empty()) writer.notes(report.notes, kGeneral);
  return writer.take();
}

}  // namespace kpi::output
