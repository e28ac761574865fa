#include "check/cell_forms.hpp"

#include <algorithm>

#include "base/day_form.hpp"
#include "base/text.hpp"

namespace kpi::check {
namespace {

bool holds_days(const Column& column) {
  return column.type.kind == Kind::Date || column.type.kind == Kind::DateTime;
}

void report_out_of_place(Checker& checker, Span span, const Column& column) {
  if (column.type.kind == Kind::Error) return;
  checker.diagnostics.report(Code::cell_form_out_of_place, span, {{"column", column.name}});
}

void set_zeros(Checker& checker, const ast::CellForm& said, const Column& column, CellForm& form) {
  if (said.zeros == 0) return;
  const bool number = column.type.kind == Kind::Number;
  if (!number || column.type.unit.quantity == Quantity::Ratio) {
    report_out_of_place(checker, said.zeros_span, column);
    return;
  }
  form.zeros = said.zeros;
}

/// `MM/dd/yyyy` -> `m/d/y`, as other programs write a form.
std::string in_own_letters(std::string_view pattern) {
  std::string own;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::string letter = ascii_lower(pattern.substr(at, 1));
    std::size_t end = at;
    while (end < pattern.size() && ascii_lower(pattern.substr(end, 1)) == letter)
      ++end;
    const bool part = letter == "y" || letter == "m" || letter == "d";
    const std::size_t size = end - at;
    own += part && letter == "m" && size > 2 ? "mon" : letter;
    at = part ? end : at + 1;
  }
  return own;
}

void set_day(Checker& checker, const ast::TextLiteral& pattern, CellForm& form) {
  if (is_day_form(pattern.text)) {
    form.day = pattern.text;
    return;
  }
  Diagnostic& diagnostic =
      checker.diagnostics.report(Code::unknown_cell_form, pattern.span, {{"form", pattern.text}});
  const std::string own = in_own_letters(pattern.text);
  if (is_day_form(own)) {
    const std::string text = '"' + own + '"';
    diagnostic.hint(Text::write_instead, {{"text", text}}).fix(pattern.span, text, true);
  } else {
    diagnostic.hint(Text::forms_of_days);
  }
}

void set_number(Checker& checker, const ast::TextLiteral& pattern, CellForm& form) {
  const auto known =
      std::find_if(kNumberForms.begin(), kNumberForms.end(),
                   [&](const NumberForm& each) { return each.example == pattern.text; });
  if (known != kNumberForms.end()) {
    form.group = known->group;
    form.point = known->point;
    return;
  }
  std::string examples;
  for (const NumberForm& each : kNumberForms) {
    examples += examples.empty() ? "" : ", ";
    examples += '`' + std::string(each.example) + '`';
  }
  checker.diagnostics.report(Code::unknown_cell_form, pattern.span, {{"form", pattern.text}})
      .hint(Text::forms_of_numbers, {{"examples", examples}});
}

void set_none_marks(Checker& checker, const ast::CellForm& said, const Column& column,
                    CellForm& form) {
  if (said.none_marks.empty()) return;
  if (!column.optional) {
    checker.diagnostics
        .report(Code::none_marks_of_required, said.none_marks.front().span,
                {{"column", column.name}, {"mark", said.none_marks.front().text}})
        .hint(Text::data_declare_optional, {{"column", column.name}});
    return;
  }
  for (const ast::TextLiteral& mark : said.none_marks)
    form.none_marks.push_back(mark.text);
}

void set_trimmed(Checker& checker, const ast::CellForm& said, const Column& column,
                 CellForm& form) {
  constexpr Storage kWithBlanks[] = {Storage::Text, Storage::Key, Storage::Link, Storage::Choice};
  if (!said.trimmed) return;
  const auto* const known =
      std::find(std::begin(kWithBlanks), std::end(kWithBlanks), column.storage);
  form.trimmed = known != std::end(kWithBlanks);
  if (!form.trimmed) report_out_of_place(checker, *said.trimmed, column);
}

}  // namespace

CellForm check_cell_form(Checker& checker, const ast::CellForm& said, const Column& column) {
  CellForm form;
  set_zeros(checker, said, column, form);
  if (said.pattern.present()) {
    if (holds_days(column)) {
      set_day(checker, said.pattern, form);
    } else if (column.type.kind == Kind::Number) {
      set_number(checker, said.pattern, form);
    } else {
      report_out_of_place(checker, said.pattern.span, column);
    }
  }
  set_none_marks(checker, said, column, form);
  set_trimmed(checker, said, column, form);
  return form;
}

}  // namespace kpi::check
