#pragma once

#include <string>
#include <vector>

#include "driver/session.hpp"

namespace kpi::repl {

/// Somebody, or a store, that is scored or paid.
struct Person {
  std::string table;
  std::string key;
  std::string name;  // may be empty
};

/// Everybody in the tables whose people the rules score or pay.
std::vector<Person> list_people(const driver::Compiled& rules, const driver::RunRequest& request,
                                const io::Files& files, Diagnostics& diagnostics);

/// Who is meant by a key, a name, or how a name sounds; reported where that is nobody or several.
std::optional<Person> find_person(const std::vector<Person>& people, const std::string& text,
                                  Diagnostics& diagnostics);

}  // namespace kpi::repl
