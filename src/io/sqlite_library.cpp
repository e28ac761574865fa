#include "io/sqlite_library.hpp"

#include "io/shared_library.hpp"

namespace kpi::io {
namespace {

constexpr const char* kSqlite = "libsqlite3.so.0";

SqliteLibrary found_in(SharedLibrary& library) {
  SqliteLibrary found{};
  library.find("sqlite3_open_v2", found.open);
  library.find("sqlite3_close_v2", found.close);
  library.find("sqlite3_busy_timeout", found.busy_timeout);
  library.find("sqlite3_errmsg", found.errmsg);
  library.find("sqlite3_prepare_v2", found.prepare);
  library.find("sqlite3_step", found.step);
  library.find("sqlite3_finalize", found.finalize);
  library.find("sqlite3_column_count", found.column_count);
  library.find("sqlite3_column_name", found.column_name);
  library.find("sqlite3_column_type", found.column_type);
  library.find("sqlite3_column_int64", found.column_int64);
  library.find("sqlite3_column_double", found.column_double);
  library.find("sqlite3_column_text", found.column_text);
  library.find("sqlite3_column_bytes", found.column_bytes);
  return found;
}

}  // namespace

const SqliteLibrary* SqliteLibrary::loaded(std::string& why) {
  static SharedLibrary library(kSqlite);
  static const SqliteLibrary kFunctions = found_in(library);
  if (library.whole()) return &kFunctions;
  why = std::string("lacks the library ") + kSqlite;
  return nullptr;
}

}  // namespace kpi::io
