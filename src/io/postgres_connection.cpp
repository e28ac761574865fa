#include "io/postgres_connection.hpp"

#include <array>
#include <cstdlib>

#include "base/text.hpp"

namespace kpi::io {
namespace {

constexpr const char* kPatience = "10";  // seconds until a server answers

/// What a server says; what it proposes to people follows on further lines.
std::string first_line(std::string_view words) {
  words = trim(words);
  return std::string(words.substr(0, words.find('\n')));
}

}  // namespace

std::string Answer::error() const {
  return first_line(library_.result_error(result_));
}

Connection::Connection(const std::string& address) : library_(PostgresLibrary::loaded(error_)) {
  if (library_ == nullptr) return;
  const bool is_said = std::getenv("PGCONNECT_TIMEOUT") != nullptr;  // NOLINT: nobody writes it
  const std::array<const char*, 5> names{is_said ? "fallback_application_name" : "connect_timeout",
                                         "fallback_application_name", "dbname", "client_encoding",
                                         nullptr};  // what stands behind another counts
  const std::array<const char*, 5> values{is_said ? "kpi" : kPatience, "kpi", address.c_str(),
                                          "UTF8", nullptr};
  connection_ = library_->connect(names.data(), values.data(), 1);
  if (library_->status(connection_) != CONNECTION_OK) note_error();
}

Connection::~Connection() {
  if (connection_ != nullptr) library_->finish(connection_);
}

std::unique_ptr<Answer> Connection::ask(const std::string& statement) {
  if (!error_.empty()) return nullptr;
  auto answer = std::make_unique<Answer>(*library_, library_->exec(connection_, statement.c_str()));
  const ExecStatusType status = answer->status();
  const bool fine =
      status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_OUT;
  if (fine) return answer;
  error_ = answer->error();
  if (error_.empty()) note_error();
  return nullptr;
}

bool Connection::add_line(std::string& lines) {
  char* line = nullptr;
  const int size = library_->copied(connection_, &line, 0);
  if (line != nullptr) {
    lines.append(line, static_cast<std::size_t>(size));
    library_->free(line);
  }
  if (size == -1) {
    const Answer last(*library_, library_->next_result(connection_));
    if (last.status() != PGRES_COMMAND_OK) error_ = last.error();
  } else if (size < 0) {
    note_error();
  }
  return size > 0;
}

void Connection::note_error() {
  error_ = first_line(library_->error_message(connection_));
}

}  // namespace kpi::io
