#include "io/postgres_library.hpp"

#include "io/shared_library.hpp"

namespace kpi::io {
namespace {

constexpr const char* kLibpq = "libpq.so.5";

PostgresLibrary functions_of(SharedLibrary& library) {
  PostgresLibrary found{};
  library.find("PQconnectdbParams", found.connect);
  library.find("PQfinish", found.finish);
  library.find("PQstatus", found.status);
  library.find("PQerrorMessage", found.error_message);
  library.find("PQexec", found.exec);
  library.find("PQresultStatus", found.result_status);
  library.find("PQresultErrorMessage", found.result_error);
  library.find("PQntuples", found.row_count);
  library.find("PQgetvalue", found.value);
  library.find("PQclear", found.clear);
  library.find("PQgetCopyData", found.copied);
  library.find("PQgetResult", found.next_result);
  library.find("PQfreemem", found.free);
  return found;
}

}  // namespace

const PostgresLibrary* PostgresLibrary::loaded(std::string& why) {
  static SharedLibrary library(kLibpq);
  static const PostgresLibrary kFunctions = functions_of(library);
  if (library.whole()) return &kFunctions;
  why = std::string("lacks the library ") + kLibpq;
  return nullptr;
}

}  // namespace kpi::io
