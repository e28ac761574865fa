#include "diag/period_words.hpp"

namespace kpi {

Text word_of(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::Day: return Text::unit_day;
    case PeriodUnit::Week: return Text::unit_week;
    case PeriodUnit::Month: return Text::unit_month;
    case PeriodUnit::Quarter: return Text::unit_quarter;
    case PeriodUnit::Half: return Text::unit_half;
    case PeriodUnit::Year: return Text::unit_year;
  }
  return Text::unit_year;
}

Phrase words_of(DateRange days) {
  Phrase words(to_string(days.first));
  words += Text::days_to;
  words += to_string(days.last);
  return words;
}

void report_no_period(Diagnostics& diagnostics, Span span, std::string_view text) {
  Diagnostic& report = diagnostics.report(Code::not_a_period, span, {{"text", text}});
  const auto meant = period_meant(text);
  if (!meant) {
    report.hint(Text::period_forms);
    return;
  }
  report.hint(Text::did_you_mean, {{"name", *meant}});
  if (span.file) report.fix(span, *meant, false);
}

}  // namespace kpi
