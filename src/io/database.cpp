#include "io/database.hpp"

#include <cmath>
#include <utility>

#include "io/cell_text.hpp"
#include "io/database_names.hpp"
#include "io/sheet_text.hpp"
#include "io/sqlite_library.hpp"

namespace kpi::io {
namespace {

using Kind = ContentFault::Kind;

constexpr std::string_view kMagic{"SQLite format 3\0", kDatabaseHead};
constexpr int kPatience = 5000;                // milliseconds, while another program writes
constexpr std::size_t kLinesAtOnce = 1 << 16;  // bytes

/// A file of tables that is open to be read, or the reason why it is not.
class Database {
 public:
  explicit Database(const std::string& path) : sqlite_(SqliteLibrary::loaded(error_)) {
    if (sqlite_ == nullptr) return;
    const int opened = sqlite_->open(path.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr);
    if (opened == SQLITE_OK) {
      sqlite_->busy_timeout(handle_, kPatience);
    } else {
      note_error();
    }
  }
  ~Database() {
    if (handle_ != nullptr) sqlite_->close(handle_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Null where the statement is none.
  sqlite3_stmt* prepare(const std::string& statement) {
    sqlite3_stmt* made = nullptr;
    if (!error_.empty()) return made;
    const auto size = static_cast<int>(statement.size());
    sqlite_->prepare(handle_, statement.c_str(), size, &made, nullptr);
    return made;
  }
  void note_error() { error_ = sqlite_->errmsg(handle_); }
  const std::string& error() const { return error_; }
  const SqliteLibrary& sqlite() const { return *sqlite_; }

 private:
  std::string error_;  // before what sets it
  const SqliteLibrary* sqlite_;
  sqlite3* handle_ = nullptr;
};

/// The rows of a statement, one after the other.
class Rows {
 public:
  Rows(Database& database, const std::string& statement)
      : database_(database), statement_(database.prepare(statement)) {}
  ~Rows() {
    if (statement_ != nullptr) database_.sqlite().finalize(statement_);
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  bool is_fine() const { return statement_ != nullptr; }
  int width() const { return database_.sqlite().column_count(statement_); }
  std::string_view name(int column) const {
    return database_.sqlite().column_name(statement_, column);
  }
  bool next() {
    const int step = database_.sqlite().step(statement_);
    if (step != SQLITE_ROW && step != SQLITE_DONE) database_.note_error();
    return step == SQLITE_ROW;
  }
  int type(int column) const { return database_.sqlite().column_type(statement_, column); }
  double number(int column) const { return database_.sqlite().column_double(statement_, column); }
  /// Of a text or an integer; valid until the next row.
  std::string_view text(int column) const {
    const unsigned char* const text = database_.sqlite().column_text(statement_, column);
    const int size = database_.sqlite().column_bytes(statement_, column);
    if (text == nullptr) return {};
    const auto* const bytes = reinterpret_cast<const char*>(text);  // NOLINT: what it gives
    return {bytes, static_cast<std::size_t>(size)};
  }

 private:
  Database& database_;
  sqlite3_stmt* statement_;
};

std::vector<std::string> tables_of(Database& database) {
  std::vector<std::string> names;
  Rows rows(database,
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND "
            "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  if (!rows.is_fine()) {
    if (database.error().empty()) database.note_error();
    return names;
  }
  while (rows.next())
    names.emplace_back(rows.text(0));
  return names;
}

/// Views, and tables that are kept in the order of their keys, have no row numbers.
std::unique_ptr<Rows> rows_of(Database& database, const std::string& table) {
  const std::string all = "SELECT * FROM " + quoted_name(table);
  auto rows = std::make_unique<Rows>(database, all + " ORDER BY rowid");
  if (!rows->is_fine()) rows = std::make_unique<Rows>(database, all);
  if (!rows->is_fine() && database.error().empty()) database.note_error();
  return rows;
}

/// The text of a table, made as its rows are read.
class TableCsv final : public Reader {
 public:
  TableCsv(std::unique_ptr<Database> database, const std::string& table)
      : database_(std::move(database)), rows_(rows_of(*database_, table)) {
    if (!rows_->is_fine()) return;
    for (int column = 0; column < rows_->width(); ++column)
      add_field(column, rows_->name(column));
    lines_ += '\n';
    more_ = true;
  }

  std::size_t read(char* buffer, std::size_t size) override {
    if (given_ == lines_.size()) {
      lines_.clear();
      given_ = 0;
      while (more_ && lines_.size() < kLinesAtOnce)
        add_row();
    }
    const std::size_t count = lines_.copy(buffer, size, given_);
    given_ += count;
    return count;
  }
  std::optional<std::string> error() const override {
    if (database_->error().empty()) return std::nullopt;
    return database_->error();
  }
  std::optional<ContentFault> fault() const override { return fault_; }
  LineCount lines() const override { return {1, false}; }

 private:
  void add_row() {
    more_ = rows_->next();
    if (!more_) return;
    ++row_;
    const std::size_t begin = lines_.size();
    for (int column = 0; column < rows_->width() && more_; ++column)
      add_cell(column);
    if (fault_) return lines_.resize(begin);
    if (lines_.size() == begin) lines_ += "\"\"";  // the only field: a line without any is none
    lines_ += '\n';
  }

  void add_cell(int column) {
    switch (rows_->type(column)) {
      case SQLITE_NULL: add_field(column, {}); break;
      case SQLITE_FLOAT: add_number(column, rows_->number(column)); break;
      case SQLITE_BLOB:
        fault_ = ContentFault{Kind::BinaryCell, "sqlite"};
        fault_->place = rows_->name(column);
        fault_->row = row_ + 1;  // the first line is the header
        more_ = false;
        break;
      default: add_field(column, rows_->text(column)); break;
    }
  }

  void add_number(int column, double number) {
    const bool finite = std::isfinite(number);
    const auto days = DayCount::Since1900;
    add_field(column, finite ? cell_text(number, ShownAs::Plain, days) : rows_->text(column));
  }

  void add_field(int column, std::string_view text) {
    if (column > 0) lines_ += ',';
    append_field(lines_, text);
  }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Rows> rows_;
  std::string lines_;
  std::size_t given_ = 0;
  std::uint64_t row_ = 0;
  bool more_ = false;
  std::optional<ContentFault> fault_;
};

/// Of a database that cannot be read at all.
class UnreadDatabase final : public Reader {
 public:
  explicit UnreadDatabase(std::string why) : why_(std::move(why)) {}
  std::size_t read(char*, std::size_t) override { return 0; }
  std::optional<std::string> error() const override { return why_; }

 private:
  std::string why_;
};

}  // namespace

bool is_database(std::string_view head) {
  return head.substr(0, kDatabaseHead) == kMagic;
}

std::unique_ptr<Reader> open_table(const std::string& path,
                                   const std::optional<std::string>& said) {
  auto database = std::make_unique<Database>(path);
  const std::vector<std::string> tables = tables_of(*database);
  if (!database->error().empty()) return std::make_unique<UnreadDatabase>(database->error());
  std::optional<std::string> table;
  if (said) {
    table = table_named(tables, *said);
  } else if (tables.size() == 1) {
    table = tables[0];
  }
  if (table) return std::make_unique<TableCsv>(std::move(database), *table);
  ContentFault fault{said || tables.empty() ? Kind::NoTable : Kind::WhichTable, "sqlite"};
  fault.place = said.value_or("");
  fault.sheets = tables;
  return std::make_unique<FaultyReader>(std::move(fault));
}

std::optional<std::string> table_meant(const std::string& path,
                                       const std::vector<std::string>& names) {
  Database database(path);
  const std::vector<std::string> tables = tables_of(database);
  for (const std::string& name : names) {
    const auto table = name.empty() ? std::nullopt : table_named(tables, name);
    if (table && tables.size() > 1) return table;
  }
  return std::nullopt;
}

}  // namespace kpi::io
