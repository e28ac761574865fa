#pragma once

#include <sqlite3.h>

#include <string>

namespace kpi::io {

/// The functions of SQLite that databases are read with, loaded when the first is.
struct SqliteLibrary {
  decltype(&::sqlite3_open_v2) open;
  decltype(&::sqlite3_close_v2) close;
  decltype(&::sqlite3_busy_timeout) busy_timeout;
  decltype(&::sqlite3_errmsg) errmsg;
  decltype(&::sqlite3_prepare_v2) prepare;
  decltype(&::sqlite3_step) step;
  decltype(&::sqlite3_finalize) finalize;
  decltype(&::sqlite3_column_count) column_count;
  decltype(&::sqlite3_column_name) column_name;
  decltype(&::sqlite3_column_type) column_type;
  decltype(&::sqlite3_column_int64) column_int64;
  decltype(&::sqlite3_column_double) column_double;
  decltype(&::sqlite3_column_text) column_text;
  decltype(&::sqlite3_column_bytes) column_bytes;

  /// Null where this machine has no such library; `why` then says what is missing.
  static const SqliteLibrary* loaded(std::string& why);
};

}  // namespace kpi::io
