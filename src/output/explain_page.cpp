// Explanations for a terminal: names, figures, how, and the line of the rule, in four columns.

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "diag/paint.hpp"
#include "diag/render_parts.hpp"
#include "output/explain_tree.hpp"
#include "output/json.hpp"
#include "output/number.hpp"
#include "output/render.hpp"
#include "output/run_parts.hpp"
#include "output/terminal.hpp"
#include "output/wrap.hpp"

namespace kpi::output {
namespace {

constexpr int kMostValue = 20;  // a longer one pushes its line to the right
constexpr int kLeastHow = 30;
constexpr int kMostHow = 96;  // where no terminal says how wide it is
constexpr std::string_view kGap = "  ";

struct Widths {
  int name = 0, value = 0, how = 0;
};

int width_of(const std::string& text) {
  return display_width(printable(text));
}

/// A heading within the page: nothing stands beside it.
bool is_heading(const ExplainLine& line) {
  return line.value.text.empty() && line.how.empty();
}

Widths widths_of(const std::vector<ExplainLine>& lines, int width) {
  Widths widths;
  int place = 0;
  for (const ExplainLine& line : lines) {
    if (is_heading(line)) continue;
    widths.name = std::max(widths.name, std::min(name_columns(line), kMostNameColumns));
    widths.value = std::max(widths.value, std::min(width_of(line.value.text), kMostValue));
    place = std::max(place, width_of(line.place));
    for (const std::string& how : line.how)
      widths.how = std::max(widths.how, width_of(how));
  }
  const int gaps = 3 * static_cast<int>(kGap.size());
  const int room = width > 0 ? width - widths.name - widths.value - place - gaps : kMostHow;
  widths.how = std::min(widths.how, std::max(kLeastHow, room));
  return widths;
}

std::string without_end(std::string line) {
  while (!line.empty() && line.back() == ' ')
    line.pop_back();
  return line + '\n';
}

Style style_of(Tone tone) {
  if (tone == Tone::Strong) return Style::Bold;
  return tone == Tone::Quiet ? Style::Frame : Style::Plain;
}

std::string line_text(const ExplainLine& line, const Widths& widths, const Paint& paint) {
  const std::string indent(static_cast<std::size_t>(line.depth * kIndentColumns), ' ');
  if (is_heading(line)) return '\n' + indent + printable(line.name) + '\n';
  std::vector<std::string> how;
  for (const std::string& part : line.how) {
    for (const std::string& piece : wrap(printable(part), widths.how))
      how.push_back(piece);
  }
  if (how.empty()) how.emplace_back();
  const int room = widths.name - line.depth * kIndentColumns;
  const std::string name = indent + pad_right(cut_to_width(printable(line.name), room), room);
  const std::string value = pad_left(printable(line.value.text), widths.value);
  std::string out = (line.depth == 0 ? paint(Style::Bold, name) : name) + std::string(kGap) +
                    paint(style_of(line.value.tone), value) + std::string(kGap) +
                    pad_right(how[0], widths.how);
  if (!line.place.empty()) out += std::string(kGap) + paint(Style::Frame, line.place);
  out = without_end(out);
  const std::string before(
      static_cast<std::size_t>(widths.name + widths.value + 2 * static_cast<int>(kGap.size())),
      ' ');
  for (std::size_t i = 1; i < how.size(); ++i)
    out += without_end(before + how[i]);
  return out;
}

/// The title, as a statement of one person has it.
std::string heading(const Program& program, const trace::Explained& result,
                    const trace::Explanation& part, const Words& words,
                    const OutputOptions& options) {
  score::RunResult run;
  run.as_of = result.as_of;
  run.coverage = result.coverage;
  Sheet sheet;
  sheet.title = subject_text(part.key, part.name);
  sheet.facts = period_facts(program, part.period, run, words);
  for (auto title = part.titles.rbegin(); title != part.titles.rend(); ++title)
    sheet.facts.insert(sheet.facts.begin(), *title);
  return to_terminal({{sheet}, {}}, {options.color, options.width});
}

void add_reasons(const trace::Explanation& part, std::set<NoneReason>& reasons) {
  for (const trace::Node& node : part.nodes) {
    if (node.value.value.is_none()) reasons.insert(node.value.value.reason());
  }
}

void add_verified(const trace::Explanation& part, const Words& words,
                  std::vector<std::string>& notes) {
  const trace::Verified& verified = *part.verified;
  const std::size_t count = verified.agreed + verified.disagreed.size();
  notes.push_back(
      words(Text::trace_verified,
            {{"agreed", verified.agreed}, {"count", count}, {"written", verified.written}}));
  std::string given;
  std::set<std::string> named;
  for (const trace::NodeId id : verified.given) {
    const trace::Node& node = part.nodes[id];
    const std::string& name = node.name.empty() ? node.text : node.name;
    if (!named.insert(name).second) continue;
    given += (given.empty() ? "" : words(Text::list_separator)) + name;
  }
  if (!given.empty()) {
    notes.push_back(
        words(Text::trace_skipped, {{"count", verified.given.size()}, {"names", given}}));
  }
  for (const trace::NodeId id : verified.disagreed) {
    const trace::Node& node = part.nodes[id];
    notes.push_back(
        words(Text::trace_disagrees, {{"step", std::to_string(node.step)},
                                      {"name", node.name.empty() ? node.text : node.name},
                                      {"value", shown(node.value, words)}}));
  }
}

/// Tables whose rows reach past the run's day: the days they are said to cover end there.
void add_goes_on(const Program& program, const trace::Explained& result, const Words& words,
                 std::vector<std::string>& notes) {
  std::string tables;
  for (const score::Coverage& item : result.coverage) {
    if (!item.goes_on) continue;
    tables +=
        (tables.empty() ? "" : words(Text::list_separator)) + label_of(program.tables[item.table]);
  }
  if (tables.empty()) return;
  notes.push_back(
      words(Text::note_goes_on, {{"day", to_string(result.as_of)}, {"tables", tables}}));
}

std::string to_page(const Program& program, const trace::Explained& result,
                    const OutputOptions& options) {
  const Words words(options.language);
  const Paint paint(options.color);
  std::string out;
  std::set<NoneReason> reasons;
  Report report;
  for (const trace::Explanation& part : result.parts) {
    if (!out.empty()) out += '\n';
    out += heading(program, result, part, words, options) + '\n';
    const std::vector<ExplainLine> lines = ExplainTree(program, part, words).lines();
    const Widths widths = widths_of(lines, options.width);
    for (const ExplainLine& line : lines)
      out += line_text(line, widths, paint);
    add_reasons(part, reasons);
    if (part.verified) add_verified(part, words, report.notes);
  }
  for (const NoneReason reason : reasons)
    report.notes.push_back(reason_note(reason, words));
  append_table_notes(program, result.coverage, result.notes, words, report.notes);
  add_goes_on(program, result, words, report.notes);
  const std::string notes = to_terminal(report, {options.color, options.width});
  return notes.empty() ? out : out + '\n' + notes;
}

}  // namespace

std::string render(const Program& program, const trace::Explained& result,
                   const OutputOptions& options) {
  if (options.format == Format::Json) return to_json(program, result);
  if (options.format != Format::Markdown) return to_page(program, result, options);
  OutputOptions plain = options;
  plain.color = false;
  plain.width = 0;
  return "```\n" + to_page(program, result, plain) + "```\n";
}

}  // namespace kpi::output
