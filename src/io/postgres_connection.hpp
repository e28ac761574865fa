#pragma once

#include <memory>
#include <string>

#include "io/postgres_library.hpp"

namespace kpi::io {

/// An answer of PostgreSQL to a statement.
class Answer {
 public:
  Answer(const PostgresLibrary& library, PGresult* result) : library_(library), result_(result) {}
  ~Answer() { library_.clear(result_); }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  ExecStatusType status() const { return library_.result_status(result_); }
  std::string error() const;
  int rows() const { return library_.row_count(result_); }
  std::string text(int row, int column) const { return library_.value(result_, row, column); }

 private:
  const PostgresLibrary& library_;
  PGresult* result_;
};

/// A conversation with a server, or the reason why there is none.
class Connection {
 public:
  explicit Connection(const std::string& address);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Null where it is refused; `error` then says why.
  std::unique_ptr<Answer> ask(const std::string& statement);
  /// False where it is refused.
  bool tell(const std::string& statement) { return ask(statement) != nullptr; }
  /// The next line of what is copied, at the end of `lines`; false at the end of it, or where it
  /// breaks off: there is an `error` then.
  bool add_line(std::string& lines);

  const std::string& error() const { return error_; }

 private:
  void note_error();

  std::string error_;  // before what sets it
  const PostgresLibrary* library_;
  PGconn* connection_ = nullptr;
};

}  // namespace kpi::io
