#pragma once

#include <libpq-fe.h>

#include <string>

namespace kpi::io {

/// The functions of libpq that servers are asked with, loaded when the first is.
struct PostgresLibrary {
  decltype(&::PQconnectdbParams) connect;
  decltype(&::PQfinish) finish;
  decltype(&::PQstatus) status;
  decltype(&::PQerrorMessage) error_message;
  decltype(&::PQexec) exec;
  decltype(&::PQresultStatus) result_status;
  decltype(&::PQresultErrorMessage) result_error;
  decltype(&::PQntuples) row_count;
  decltype(&::PQgetvalue) value;
  decltype(&::PQclear) clear;
  decltype(&::PQgetCopyData) copied;
  decltype(&::PQgetResult) next_result;
  decltype(&::PQfreemem) free;

  /// Null where this machine has no such library; `why` then says what is missing.
  static const PostgresLibrary* loaded(std::string& why);
};

}  // namespace kpi::io
