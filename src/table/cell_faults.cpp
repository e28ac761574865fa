#include "table/cell_faults.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "table/blanks.hpp"
#include "table/cell_values.hpp"

namespace kpi::table {
namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

std::string code_point_name(char c) {
  char name[8];
  std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
  return name;
}

/// Nearest by spelling once white space at the ends and full-width forms are put aside.
std::optional<std::string> nearest_choice(std::string_view text,
                                          const std::vector<std::string>& choices) {
  return nearest(to_nfkc(trim(text)), choices);
}

Text unit_word(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::Day: return Text::data_day;
    case PeriodUnit::Week: return Text::data_week;
    case PeriodUnit::Month: return Text::data_month;
    case PeriodUnit::Quarter: return Text::data_quarter;
    case PeriodUnit::Half: return Text::data_half;
    case PeriodUnit::Year: return Text::data_year;
  }
  return Text::data_day;
}

}  // namespace

Diagnostic make_diagnostic(Code code, Arguments arguments) {
  Diagnostic diagnostic{};
  diagnostic.code = code;
  diagnostic.arguments = std::move(arguments);
  return diagnostic;
}

std::string quoted_value(std::string_view text) {
  constexpr int kColumns = 60;
  constexpr std::size_t kBytes = 4 * kColumns;  // looks at no more of a long text than it may show
  std::string_view head = text.substr(0, kBytes);
  while (head.size() < text.size() && !head.empty() && (head.back() & 0xC0) == 0x80) {
    head.remove_suffix(1);  // not inside a character
  }
  std::string shown;
  for (const char c : head) {
    if (c == '\n') {
      shown += "\\n";
    } else if (c == '\r') {
      shown += "\\r";
    } else if (c == '\t') {
      shown += "\\t";
    } else {
      shown += c;
    }
  }
  if (head.size() < text.size()) shown += "…";
  return cut_to_width(shown, kColumns);
}

std::string listed_values(const std::vector<std::string>& values) {
  std::vector<std::string> parts;
  for (const std::string& value : values)
    parts.push_back('`' + quoted_value(value) + '`');
  return listed(parts, 12);
}

Phrase from_header(const Column& column) {
  if (column.header == column.name) return {""};
  return Phrase(Text::type_from) + ('"' + column.header + '"');
}

bool marks_missing(std::string_view text) {
  constexpr std::string_view kMarks[] = {"-",   "--",   "—",  "–",      "/",   "?",
                                         "n/a", "#n/a", "na", "null",   "nan", "nil",
                                         "无",  "暂无", "空", "(null)", "\\n"};
  const std::string lower = ascii_lower(text);
  return std::find(std::begin(kMarks), std::end(kMarks), lower) != std::end(kMarks);
}

void offer_none(std::string_view text, const Phrase& type, const Column& column,
                Diagnostic& diagnostic) {
  if (!marks_missing(text)) return;
  std::string marks;  // those that are declared stay
  for (const std::string& mark : column.form.none_marks)
    marks += mark + "\", \"";
  diagnostic.hint(Text::data_declare_none, {{"column", column.name},
                                            {"type", type},
                                            {"mark", marks + std::string(text)},
                                            {"from", from_header(column)}});
}

void offer_trimmed(std::string_view text, const Column& column, Diagnostic& diagnostic) {
  if (without_blanks(text) == text) return;
  diagnostic.hint(Text::data_declare_trimmed, {{"column", column.name}});
}

Diagnostic explain_missing(const Column& column) {
  Diagnostic diagnostic = make_diagnostic(Code::value_missing, {{"column", column.name}});
  if (column.storage == Storage::Key) {
    diagnostic.note(Text::data_key_required);
    return diagnostic;
  }
  diagnostic.note(Text::data_required);
  diagnostic.hint(Text::data_declare_optional, {{"column", column.name}});
  return diagnostic;
}

bool is_clean_text(std::string_view text) {
  const bool ascii_print = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x7F && static_cast<unsigned char>(c) >= 0x20;
  });
  if (ascii_print) return true;
  return std::none_of(text.begin(), text.end(), is_control) && !first_invalid_utf8(text);
}

std::string byte_name(unsigned char byte) {
  char name[8];
  std::snprintf(name, sizeof name, "0x%02X", static_cast<unsigned>(byte));
  return name;
}

Diagnostic explain_text(std::string_view raw, std::uint64_t offset) {
  if (const std::optional<std::size_t> at = first_invalid_utf8(raw)) {
    Diagnostic diagnostic = make_diagnostic(
        Code::data_not_utf8, {{"byte", byte_name(static_cast<unsigned char>(raw[*at]))},
                              {"offset", std::to_string(offset + *at)}});
    if (looks_like_gb18030(raw)) {
      diagnostic.note(Text::data_looks_like_gb18030);
      diagnostic.hint(Text::data_say_encoding, {{"encoding", "gb18030"}});
    }
    diagnostic.hint(Text::data_other_encoding);
    return diagnostic;
  }
  const auto found = std::find_if(raw.begin(), raw.end(), is_control);
  const auto at = static_cast<std::uint64_t>(found - raw.begin());
  Diagnostic diagnostic = make_diagnostic(
      Code::control_character, {{"character", found == raw.end() ? "" : code_point_name(*found)},
                                {"offset", std::to_string(offset + at)}});
  diagnostic.hint(Text::data_remove_control);
  return diagnostic;
}

Diagnostic explain_truth(std::string_view text, const Column& column) {
  Diagnostic diagnostic = make_diagnostic(Code::bad_truth, {{"value", quoted_value(text)}});
  diagnostic.note(Text::data_truth_forms);
  offer_none(text, Text::type_bool, column, diagnostic);
  return diagnostic;
}

/// Its choices are said in the table that its own is like, as are those of the library.
bool is_taken_over(const Column& column) {
  return column.span.file != column.type_span.file;
}

Diagnostic explain_choice(std::string_view text, const Column& column) {
  Diagnostic diagnostic = make_diagnostic(Code::unknown_choice,
                                          {{"value", quoted_value(text)}, {"column", column.name}});
  diagnostic.note(Text::data_choices, {{"choices", listed_values(column.choices)}});
  offer_none(text, Text::type_choices, column, diagnostic);
  if (marks_missing(text)) return diagnostic;
  if (const auto name = nearest_choice(text, column.choices)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *name}});
    if (without_blanks(text) == *name) offer_trimmed(text, column, diagnostic);
  } else if (is_taken_over(column)) {
    diagnostic.hint(Text::data_other_choices, {{"column", column.name},
                                               {"values", '"' + std::string(text) + "\", …"},
                                               {"from", from_header(column)}});
  }
  return diagnostic;
}

Diagnostic explain_period(std::string_view text, const Column& column, const Calendar& calendar) {
  const Date sample_day = from_civil(2025, 1, 1).value_or(Date{});
  const Period sample = period_containing(sample_day, column.period_unit, false, calendar);
  Diagnostic diagnostic = make_diagnostic(
      Code::bad_period, {{"value", quoted_value(text)}, {"unit", unit_word(column.period_unit)}});
  if (column.year || column.year_column) {
    diagnostic.note(column.period_unit == PeriodUnit::Month     ? Text::data_month_of_year
                    : column.period_unit == PeriodUnit::Quarter ? Text::data_quarter_of_year
                                                                : Text::data_half_of_year);
    offer_none(text, Text::type_period, column, diagnostic);
    return diagnostic;
  }
  diagnostic.note(Text::data_period_form, {{"example", to_string(sample, calendar)}});
  offer_none(text, Text::type_period, column, diagnostic);
  const std::optional<Period> other = parse_period(text, calendar);
  if (!other) return diagnostic;
  if (other->unit != column.period_unit) {
    diagnostic.note(Text::data_period_is_other,
                    {{"value", quoted_value(text)}, {"unit", unit_word(other->unit)}});
  } else {
    diagnostic.note(Text::data_period_not_fiscal, {{"value", quoted_value(text)}});
  }
  return diagnostic;
}

Diagnostic explain_blanks_in_key(std::string_view text, std::string_view plain,
                                 const std::string& other_line) {
  return make_diagnostic(Code::key_differs_in_blanks,
                         {{"key", '"' + quoted_value(text) + '"'}, {"line", other_line}})
      .hint(Text::data_remove_blanks, {{"key", quoted_value(plain)}});
}

Diagnostic explain_duplicate_key(std::string_view text, const std::string& other_line) {
  Diagnostic diagnostic =
      make_diagnostic(Code::duplicate_key, {{"key", quoted_value(text)}, {"line", other_line}});
  diagnostic.note(Text::data_key_once);
  return diagnostic;
}

}  // namespace kpi::table
