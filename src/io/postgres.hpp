#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/files.hpp"
#include "io/summary.hpp"

namespace kpi::io {

class PostgresServer;

/// Servers of PostgreSQL whose tables are read as the CSV they would be saved as. Whatever is read
/// through one of these is the state of one moment, the first that a server was asked. Who asks,
/// and with which password, is found as `psql` finds it: the address, PGUSER and its kin,
/// ~/.pgpass.
class PostgresServers {
 public:
  /// The rows of a table or view, in the order they are stored in, a line for each. `said`: its
  /// name, with its schema where it is not on the search path, capital letters aside.
  std::unique_ptr<Reader> open(const std::string& address, const std::optional<std::string>& said);

  /// The same rows added up by the server, where it can and every row has its own key; null else.
  std::unique_ptr<Reader> open_summary(const std::string& address, const std::string& said,
                                       const Summary& summary);
  /// The statement that adds them up.
  std::optional<std::string> statement_for(const std::string& address, const std::string& said,
                                           const Summary& summary);

  /// The table that is meant by one of the names: the first that is there.
  std::optional<std::string> table_meant(const std::string& address,
                                         const std::vector<std::string>& names);

 private:
  PostgresServer& server(const std::string& address);

  std::map<std::string, std::shared_ptr<PostgresServer>> servers_;  // by address
};

}  // namespace kpi::io
