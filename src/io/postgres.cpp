#include "io/postgres.hpp"

#include <utility>

#include "io/address.hpp"
#include "io/database_names.hpp"
#include "io/postgres_connection.hpp"

namespace kpi::io {
namespace {

using Kind = ContentFault::Kind;

constexpr std::size_t kBytesAtOnce = 1 << 16;

/// Nothing can be changed, and every text is as it would be anywhere: the settings of a server, a
/// database or a user are not seen. Rows come in the order they are stored in, by one worker.
constexpr const char* kBegin =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';"
    "SET LOCAL extra_float_digits = 3; SET LOCAL standard_conforming_strings = on;"
    "SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0;"
    "SET LOCAL idle_in_transaction_session_timeout = 0;";

constexpr const char* kTables =
    "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname "
    "ELSE n.nspname || '.' || c.relname END, n.nspname || '.' || c.relname, c.oid::text "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') "
    "AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1";

/// Of a table: its columns and their types, those behind domains; no bytes that are no text.
const std::string kColumns =
    "SELECT a.attname, coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text "
    "FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE a.attnum > 0 AND NOT a.attisdropped AND coalesce(nullif(t.typbasetype, 0), t.oid) <> "
    "'bytea'::regtype AND a.attrelid = ";

/// The value of a column as CSV has it everywhere: truths as words, a binary number as its shortest
/// decimal without an exponent, amounts without the signs of a country, no blanks that fill up.
std::string shown_as(const std::string& column, const std::string& type) {
  if (type == "boolean") {
    return "CASE WHEN " + column + " THEN 'true' WHEN NOT " + column + " THEN 'false' END AS " +
           column;
  }
  if (type == "real" || type == "double precision") {
    return column + "::text::numeric AS " + column;
  }
  if (type == "money") return column + "::numeric AS " + column;
  if (type == "character") return column + "::text AS " + column;
  return column;
}

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
    const std::string statement = statement_for(table);
    auto connection = std::make_unique<Connection>(address_);
    const bool begun = connection_.error().empty() && connection->tell(kBegin) &&
                       connection->tell("SET TRANSACTION SNAPSHOT '" + moment_ + '\'') &&
                       connection->tell(statement);
    if (begun) return std::make_unique<CopiedTable>(std::move(connection));
    return not_given(error().empty() ? connection->error() : error());
  }

 private:
  std::string statement_for(const std::string& table) {
    const std::string id = ids_.at(table);
    const auto columns = connection_.ask(kColumns + id + " ORDER BY a.attnum");
    if (!columns) return {};
    std::string listed;
    for (int row = 0; row < columns->rows(); ++row) {
      if (row > 0) listed += ", ";
      listed += shown_as(quoted_name(columns->text(row, 0)), columns->text(row, 1));
    }
    const auto name = connection_.ask("SELECT " + id + "::regclass::text");
    if (!name) return {};
    return "COPY (SELECT " + listed + " FROM " + name->text(0, 0) +
           ") TO STDOUT WITH (FORMAT csv, HEADER)";
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
