#pragma once

#include "program/schema.hpp"

/// Money of several currencies: which column names a row's currency, and what one is worth.
namespace kpi {

/// The column that names the currency of each row, read from a table.
struct VaryingCurrency {
  TableId table;
  ColumnPath path;
};

/// A table of exchange rates: what one unit of a row's currency is worth on its days.
struct Rates {
  TableId table;
  ColumnId currency, rate;
  Currency into;
};

}  // namespace kpi
