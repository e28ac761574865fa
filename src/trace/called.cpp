#include "trace/called.hpp"

#include "base/bilingual.hpp"

namespace kpi::trace {

bool is_label(const std::string& label, const std::string& text, Called by) {
  if (label.empty()) return false;
  if (by == Called::Label) return label == text;
  const auto halves = bilingual(label);
  return halves && (halves->chinese == text || halves->other == text);
}

bool is_line_called(const Program& program, const Scorecard& card, const Line& line,
                    const std::string& text, Called by) {
  if (is_called(line, text, by)) return true;
  if (line.metric && is_called(program.metrics[line.metric], text, by)) return true;
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return false;
  if (by == Called::Name) return card.name + "." + line.name == text;
  return is_called(card, text.substr(0, dot)) && is_called(line, text.substr(dot + 1));
}

bool is_score_word(const std::string& name) {
  return name == "score" || name == "总分" || name == "總分";
}

bool is_grade_word(const std::string& name) {
  return name == "grade" || name == "等级" || name == "等級";
}

}  // namespace kpi::trace
