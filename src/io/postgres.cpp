#include "io/postgres.hpp"

#include <utility>

#include "io/address.hpp"
#include "io/database_names.hpp"
#include "io/postgres_connection.hpp"
#include "io/summary_sql.hpp"

namespace kpi::io {
namespace {

using Kind = ContentFault::Kind;

constexpr std::size_t kBytesAtOnce = 1 << 16;

/// Nothing can be changed, and every text is as it would be anywhere: the settings of a server, a
/// database or a user are not seen. Rows come in the order they are stored in, by one worker.
constexpr const char* kBegin =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';"
    "SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 3; SET LOCAL "
    "standard_conforming_strings = on;"
    "SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0;"
    "SET LOCAL idle_in_transaction_session_timeout = 0;";

constexpr const char* kTables =
    "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname "
    "ELSE n.nspname || '.' || c.relname END, n.nspname || '.' || c.relname, c.oid::text "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') "
    "AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1";

/// Of a table: its columns, their types, those behind domains, how many decimals they have, and
/// whether an index keeps their values apart; no bytes that are no text.
const std::string kColumns =
    "SELECT a.attname, coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text, "
    "CASE WHEN a.atttypid = 'numeric'::regtype AND a.atttypmod > 0 "
    "THEN (a.atttypmod - 4) & 1023 ELSE -1 END, "
    "EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND "
    "i.indisvalid AND NOT EXISTS (SELECT FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent "
    "WHERE h.inhparent = a.attrelid AND p.relkind <> 'p') "  // rows of its heirs come with it
    "AND i.indimmediate AND i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) "
    "FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE a.attnum > 0 AND NOT a.attisdropped AND coalesce(nullif(t.typbasetype, 0), t.oid) <> "
    "'bytea'::regtype AND a.attrelid = ";

std::unique_ptr<Reader> not_given(const std::string& why) {
  ContentFault fault{Kind::NotGiven, "postgres"};
  fault.place = why;
  return std::make_unique<FaultyReader>(std::move(fault));
}

/// The text of a table, as it comes from a server.
class CopiedTable final : public Reader {
 public:
  explicit CopiedTable(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    if (given_ == lines_.size()) {
      lines_.clear();
      given_ = 0;
      while (more_ && lines_.size() < kBytesAtOnce)
        add_line();
    }
    const std::size_t count = lines_.copy(buffer, size, given_);
    given_ += count;
    return count;
  }
  std::optional<std::string> error() const override { return std::nullopt; }
  std::optional<ContentFault> fault() const override { return fault_; }
  LineCount lines() const override { return {1, false}; }

 private:
  void add_line() {
    const std::size_t begin = lines_.size();
    more_ = connection_->add_line(lines_);
    const bool is_empty = more_ && lines_[begin] == '\n';
    if (is_empty) lines_.insert(begin, "\"\"");  // the only column: a line without any is none
    if (connection_->error().empty()) return;
    fault_ = ContentFault{Kind::GivenInPart, "postgres"};
    fault_->place = connection_->error();
    lines_.resize(begin);
  }

  std::unique_ptr<Connection> connection_;
  std::string lines_;
  std::size_t given_ = 0;
  bool more_ = true;
  std::optional<ContentFault> fault_;
};

}  // namespace

/// A server and the moment that is seen of it: other conversations join it.
class PostgresServer {
 public:
  explicit PostgresServer(std::string address)
      : address_(std::move(address)), connection_(address_) {
    if (!connection_.tell(kBegin)) return;
    if (const auto answer = connection_.ask("SELECT pg_export_snapshot()")) {
      moment_ = answer->text(0, 0);
    }
    const auto tables = connection_.ask(kTables);
    if (!tables) return;
    for (int row = 0; row < tables->rows(); ++row) {
      names_.push_back(tables->text(row, 0));
      whole_names_.push_back(tables->text(row, 1));
      ids_[tables->text(row, 0)] = ids_[tables->text(row, 1)] = tables->text(row, 2);
    }
  }

  const std::string& error() const { return connection_.error(); }
  const std::vector<std::string>& names() const { return names_; }

  std::optional<std::string> named(const std::string& name) const {
    const auto found = table_named(names_, name);
    return found ? found : table_named(whole_names_, name);
  }

  std::unique_ptr<Reader> open(const std::string& table) {
    const std::string name = quoted(table);
    const std::vector<ServerColumn> columns = columns_of(table);
    if (!error().empty()) return not_given(error());
    return copy(rows_statement(name, columns));
  }

  std::optional<std::string> statement_for(const std::string& table, const Summary& summary) {
    const std::string name = quoted(table);
    return summary_statement(name, columns_of(table), summary);
  }

  std::unique_ptr<Reader> open(const std::string& table, const Summary& summary) {
    const auto statement = statement_for(table, summary);
    return statement && has_keys(table, summary.key) ? copy(*statement) : nullptr;
  }

 private:
  /// Another conversation about the same moment.
  std::unique_ptr<Connection> joined() const {
    auto connection = std::make_unique<Connection>(address_);
    const bool begun = connection->tell(kBegin);
    if (begun) connection->tell("SET TRANSACTION SNAPSHOT '" + moment_ + '\'');
    return connection;
  }

  bool has_keys(const std::string& table, const std::string& key) {
    if (key.empty()) return true;
    const auto statement = key_statement(quoted(table), columns_of(table), key);
    const auto answer = statement ? joined()->ask(*statement) : nullptr;
    return answer && answer->text(0, 0) == "t";
  }

  std::unique_ptr<Reader> copy(const std::string& statement) const {
    auto connection = joined();
    if (!connection->tell(copied(statement))) return not_given(connection->error());
    return std::make_unique<CopiedTable>(std::move(connection));
  }

  std::vector<ServerColumn> columns_of(const std::string& table) {
    std::vector<ServerColumn> columns;
    const auto rows = connection_.ask(kColumns + ids_.at(table) + " ORDER BY a.attnum");
    for (int row = 0; rows && row < rows->rows(); ++row) {
      columns.push_back({rows->text(row, 0), rows->text(row, 1), std::stoi(rows->text(row, 2)),
                         rows->text(row, 3) == "t"});
    }
    return columns;
  }

  /// As a statement names it.
  std::string quoted(const std::string& table) {
    const auto name = connection_.ask("SELECT " + ids_.at(table) + "::regclass::text");
    return name ? name->text(0, 0) : std::string();
  }

  std::string address_;
  Connection connection_;
  std::string moment_;
  std::vector<std::string> names_;          // with the schema only where it is needed
  std::vector<std::string> whole_names_;    // with it
  std::map<std::string, std::string> ids_;  // by both
};

PostgresServer& PostgresServers::server(const std::string& address) {
  std::shared_ptr<PostgresServer>& server = servers_[address];
  if (!server) server = std::make_shared<PostgresServer>(address);
  return *server;
}

std::unique_ptr<Reader> PostgresServers::open(const std::string& address,
                                              const std::optional<std::string>& said) {
  if (holds_password(address)) {
    return std::make_unique<FaultyReader>(ContentFault{Kind::PasswordInAddress, "postgres"});
  }
  PostgresServer& asked = server(address);
  if (!asked.error().empty()) return not_given(asked.error());
  std::optional<std::string> table;
  if (said) {
    table = asked.named(*said);
  } else if (asked.names().size() == 1) {
    table = asked.names()[0];
  }
  if (table) return asked.open(*table);
  ContentFault fault{said || asked.names().empty() ? Kind::NoTable : Kind::WhichTable, "postgres"};
  fault.place = said.value_or("");
  fault.sheets = asked.names();
  return std::make_unique<FaultyReader>(std::move(fault));
}

std::unique_ptr<Reader> PostgresServers::open_summary(const std::string& address,
                                                      const std::string& said,
                                                      const Summary& summary) {
  PostgresServer* const asked = holds_password(address) ? nullptr : &server(address);
  const auto table = asked == nullptr ? std::nullopt : asked->named(said);
  return table ? asked->open(*table, summary) : nullptr;
}

std::optional<std::string> PostgresServers::statement_for(const std::string& address,
                                                          const std::string& said,
                                                          const Summary& summary) {
  PostgresServer* const asked = holds_password(address) ? nullptr : &server(address);
  const auto table = asked == nullptr ? std::nullopt : asked->named(said);
  return table ? asked->statement_for(*table, summary) : std::nullopt;
}

std::optional<std::string> PostgresServers::table_meant(const std::string& address,
                                                        const std::vector<std::string>& names) {
  if (holds_password(address)) return std::nullopt;
  const PostgresServer& asked = server(address);
  for (const std::string& name : names) {
    const auto table = name.empty() ? std::nullopt : asked.named(name);
    if (table) return table;
  }
  return std::nullopt;
}

}  // namespace kpi::io
