#include "repl/people.hpp"

#include <algorithm>
#include <set>

#include "base/pinyin.hpp"
#include "base/text.hpp"
#include "output/labels.hpp"

namespace kpi::repl {
namespace {

constexpr const char* kSomePeriod = "2000";  // who stands in a table does not depend on it
constexpr std::size_t kShown = 5;

std::set<TableId> tables_of_people(const Program& program) {
  std::set<TableId> tables;
  for (const Scorecard& card : program.scorecards)
    tables.insert(card.table);
  for (const Payout& payout : program.payouts)
    tables.insert(payout.table);
  for (const Rule& rule : program.rules)
    tables.insert(rule.table);
  for (const Role& role : program.roles)
    tables.insert(role.table);
  return tables;
}

std::string quoted(const std::string& name) {
  return '`' + name + '`';
}

std::vector<Person> matching(const std::vector<Person>& people, const std::string& text) {
  const auto those = [&](auto is_meant) {
    std::vector<Person> found;
    std::copy_if(people.begin(), people.end(), std::back_inserter(found), is_meant);
    return found;
  };
  const std::string folded = ascii_lower(text);
  std::vector<Person> found = those([&](const Person& p) { return p.key == text; });
  if (found.empty()) found = those([&](const Person& p) { return p.name == text; });
  if (found.empty()) found = those([&](const Person& p) { return ascii_lower(p.key) == folded; });
  if (found.empty()) found = those([&](const Person& p) { return ascii_lower(p.name) == folded; });
  if (found.empty()) found = those([&](const Person& p) { return sounds_alike(p.name, text); });
  if (found.empty()) found = those([&](const Person& p) { return p.name.rfind(text, 0) == 0; });
  if (found.empty()) found = those([&](const Person& p) { return begins_by_pinyin(p.name, text); });
  return found;
}

}  // namespace

std::vector<Person> list_people(const driver::Compiled& rules, const driver::RunRequest& request,
                                const io::Files& files, Diagnostics& diagnostics) {
  std::vector<Person> people;
  for (const TableId id : tables_of_people(rules.program)) {
    const TableSchema& table = rules.program.tables[id];
    const auto name = std::find_if(table.columns.begin(), table.columns.end(), is_name_of_rows);
    const std::string measure = name == table.columns.end() ? "1" : quoted(name->name);
    driver::RunRequest everybody = request;
    everybody.of.reset();
    everybody.people.clear();
    everybody.period = kSomePeriod;
    everybody.as_of.reset();
    driver::Compiled asked = rules;
    const driver::QueryOutcome outcome =
        driver::query(asked, measure + " by " + quoted(table.name), everybody, files, diagnostics);
    for (const score::QueryResult::Row& row : outcome.result.rows) {
      if (row.is_none || row.is_total) continue;
      const Value& called = row.values.front();
      people.push_back({table.name, row.keys.front(), called.is_text() ? called.text() : ""});
    }
  }
  return people;
}

std::optional<Person> find_person(const std::vector<Person>& people, const std::string& text,
                                  Diagnostics& diagnostics) {
  const std::vector<Person> found = matching(people, text);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    std::vector<std::string> names;
    for (const Person& person : people) {
      names.push_back(person.key);
      if (!person.name.empty()) names.push_back(person.name);
    }
    Diagnostic& report = diagnostics.report(Code::nobody_called, {}, {{"text", text}});
    if (const auto near = nearest(text, names)) report.hint(Text::did_you_mean, {{"name", *near}});
    return std::nullopt;
  }
  std::string keys;
  for (std::size_t i = 0; i < std::min(kShown, found.size()); ++i)
    keys += (i == 0 ? "" : ", ") + output::subject_text(found[i].key, found[i].name);
  if (found.size() > kShown) keys += ", …";
  diagnostics.report(Code::several_called, {},
                     {{"count", found.size()}, {"text", text}, {"keys", keys}});
  return std::nullopt;
}

}  // namespace kpi::repl
