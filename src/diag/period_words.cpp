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

}  // namespace kpi
