#include <algorithm>
#include <functional>

#include "base/check.hpp"
#include "reference/evaluator.hpp"

/// Whose rows something is: routes from a fact to its people, who is in force, who is in a role.
namespace kpi::reference {
namespace {

using Links = std::vector<ColumnId>;

/// Every chain of links that ends where it first meets the table and meets none twice.
std::vector<Links> chains(const Program& program, TableId from, TableId to) {
  std::vector<Links> found;
  Links so_far;
  std::vector<TableId> met;
  const std::function<void(TableId)> walk = [&](TableId at) {
    if (at == to) {
      found.push_back(so_far);
      return;
    }
    met.push_back(at);
    for (std::size_t i = 0; i < program.tables[at].columns.size(); ++i) {
      const Column& column = program.tables[at].columns[ColumnId(i)];
      if (column.type.kind != Kind::Link || column.history) continue;
      if (std::find(met.begin(), met.end(), column.type.link) != met.end()) continue;
      so_far.push_back(ColumnId(i));
      walk(column.type.link);
      so_far.pop_back();
    }
    met.pop_back();
  };
  walk(from);
  return found;
}

Links joined(Links first, const Links& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

std::string Coordinate::key() const {
  std::string key = std::to_string(static_cast<int>(kind)) + ":" + std::to_string(table.value);
  for (const ColumnId link : column.links)
    key += "." + std::to_string(link.value);
  key += "." + std::to_string(column.column.value);
  if (asked != nullptr) {
    key += "<" + std::to_string(asked->table.value);
    for (const ColumnId link : asked->path.links)
      key += "." + std::to_string(link.value);
  }
  key += "^" + std::to_string(static_cast<int>(part));
  if (among) {
    key += "@" + std::to_string(among.value) + "." + std::to_string(static_cast<int>(period.unit)) +
           (period.fiscal ? "f" : "c") + std::to_string(period.ordinal);
  }
  if (held) key += "h" + std::to_string(held.value) + "." + std::to_string(day.days);
  if (row) key += "#" + std::to_string(*row);
  if (text) key += "\"" + std::to_string(text->size()) + *text;
  return key;
}

bool Coordinate::is_nobody() const {
  return (kind == Kind::Row && !row) || (kind == Kind::Text && !text);
}

Who person(TableId table, std::optional<std::size_t> row) {
  Coordinate coordinate;
  coordinate.table = table;
  coordinate.row = row;
  return {coordinate};
}

bool Evaluator::leads_to(TableId from, TableId to) const {
  return !chains(program_, from, to).empty();
}

/// The owner the fact names goes before every other way.
ColumnPath Evaluator::route(const Aggregate& aggregate, TableId table) const {
  ColumnPath path;
  if (aggregate.table == table) return path;
  if (aggregate.owner) {
    const auto on = chains(program_, aggregate.owner_table, table);
    if (on.size() == 1) {
      path.links = joined(aggregate.owner->links, on[0]);
      return path;
    }
  }
  const auto direct = chains(program_, aggregate.table, table);
  KPI_CHECK(direct.size() == 1);  // two ways or none were an error before
  path.links = direct[0];
  return path;
}

std::optional<plan::FactWay> Evaluator::way_asked(const Coordinate& coordinate,
                                                  TableId fact) const {
  if (coordinate.asked == nullptr) return std::nullopt;
  const plan::QueryAxis& axis = *coordinate.asked;
  for (const plan::FactWay& way : axis.ways) {
    if (way.fact == fact) return way.from ? std::optional(way) : std::nullopt;
  }
  const auto& credited = program_.tables[axis.table].credited;
  if (credited && credited->links == axis.path.links) return std::nullopt;
  return plan::FactWay{fact, axis.table, axis.path.links};
}

/// Links asked for lead on from where they begin, which is where the owner leads before any other
/// way; where nothing leads there, to the rows themselves.
Links Evaluator::way_to(const Aggregate& aggregate, const Coordinate& coordinate) const {
  const auto way = way_asked(coordinate, aggregate.table);
  if (!way) return route(aggregate, coordinate.table).links;
  if (way->from == aggregate.table) return way->links;
  const bool leads = (aggregate.owner && leads_to(aggregate.owner_table, way->from)) ||
                     leads_to(aggregate.table, way->from);
  if (!leads) return route(aggregate, coordinate.table).links;
  return joined(route(aggregate, way->from).links, way->links);
}

Who Evaluator::coordinates_of(const Aggregate& aggregate, std::size_t row, const Who& like) const {
  Who who = like;
  for (Coordinate& coordinate : who) {
    const Links links = way_to(aggregate, coordinate);
    coordinate.row = follow(aggregate.table, links, row);
    if (coordinate.kind != Coordinate::Kind::Text) continue;
    coordinate.text.reset();
    if (coordinate.row)
      coordinate.text = text(coordinate.table, coordinate.column, *coordinate.row);
    coordinate.row.reset();
  }
  return who;
}

/// Goes up from the row, towards the person whose tree it is.
bool Evaluator::is_in_tree(const Coordinate& tree, std::optional<std::size_t> row) const {
  if (tree.part == TreePart::Team && row && row == tree.row) return true;
  while (row) {
    row = follow(tree.table, {tree.boss}, *row);
    if (row && row == tree.row) return true;
    if (tree.part == TreePart::Reports) return false;
  }
  return false;
}

bool Evaluator::belongs(const Aggregate& aggregate, std::size_t row, const Who& who) {
  const Who own = coordinates_of(aggregate, row, who);
  for (std::size_t i = 0; i < who.size(); ++i) {
    if (who[i].kind == Coordinate::Kind::Anybody) {
      if (!own[i].row) return false;
    } else if (who[i].kind == Coordinate::Kind::Tree) {
      if (!is_in_tree(who[i], own[i].row)) return false;
    } else if (who[i].kind == Coordinate::Kind::Held) {
      const Expr& held = program_.exprs[who[i].held];
      if (!own[i].row || held_text(held, *own[i].row, who[i].day) != who[i].text) return false;
    } else if (who[i].kind == Coordinate::Kind::Member) {
      const Place member{person(who[i].table, own[i].row), at(who[i].period)};
      if (!own[i].row || !is_member({who[i].among}, who[i].table, member)) return false;
    } else if (own[i].row != who[i].row || own[i].text != who[i].text) {
      return false;
    }
  }
  return true;
}

const std::vector<std::size_t>& Evaluator::rows_of(const Aggregate& aggregate, const Who& who) {
  std::string key = std::to_string(aggregate.table.value) + "/";
  if (aggregate.owner) {
    for (const ColumnId link : aggregate.owner->links)
      key += std::to_string(link.value) + ".";
  }
  for (const Coordinate& coordinate : who)
    key += coordinate.key() + ";";
  const bool parts = asks_for_parts(aggregate, who);
  if (parts) key += "parts";
  const auto known = rows_.find(key);
  if (known != rows_.end()) return known->second;
  std::vector<std::size_t>& rows = rows_[key];
  if (parts) {
    for (const auto& [row, part] : parts_of(aggregate, who))
      rows.push_back(row);
    return rows;
  }
  for (std::size_t row = 0; row < data_.tables[aggregate.table].row_count; ++row) {
    if (belongs(aggregate, row, who)) rows.push_back(row);
  }
  return rows;
}

/// The people themselves; nobody where rows of theirs stand for others (`by manager`).
TableId Evaluator::each_alone(const Who& who) const {
  return subjects(who) && who[0].asked == nullptr ? who[0].table : TableId();
}

TableId Evaluator::subjects(const Who& who) const {
  const bool people = who.size() == 1 && who[0].kind == Coordinate::Kind::Row;
  return people ? who[0].table : TableId();
}

std::optional<std::size_t> Evaluator::subject_row(const Who& who) const {
  return subjects(who) ? who[0].row : std::nullopt;
}

bool Evaluator::forms_group_of(TableId table, std::size_t row, const Who& who) {
  Aggregate rows;
  rows.table = table;
  rows.owner = program_.tables[table].credited;
  if (rows.owner) rows.owner_table = table_after(table, rows.owner->links);
  for (const Coordinate& coordinate : who) {
    const bool leads =
        (rows.owner && !chains(program_, rows.owner_table, coordinate.table).empty()) ||
        !chains(program_, table, coordinate.table).empty();
    if (coordinate.asked != nullptr || !leads) continue;
    if (!belongs(rows, row, {coordinate})) return false;
  }
  return true;
}

bool Evaluator::in_force(TableId table, std::size_t row, DateRange days) const {
  const auto& valid = program_.tables[table].valid;
  if (!valid) return true;
  const Value from = cell(table, {{}, valid->from}, row);
  const Value to = cell(table, {{}, valid->to}, row);
  if (!is_none(from) && date_of(from) > days.last) return false;
  if (is_none(to)) return true;
  const Date last{date_of(to).days - (valid->inclusive ? 0 : 1)};
  return last >= days.first;
}

bool Evaluator::is_member(const std::vector<RoleId>& roles, TableId table, const Place& place) {
  const auto row = subject_row(place.who);
  if (!row || !in_force(table, *row, days_to_be_there(place.when))) return false;
  return roles.empty() || std::any_of(roles.begin(), roles.end(), [&](RoleId role) {
           const auto meaning = meaning_of(role, whole_days(place.when).last);
           if (!meaning) return false;
           return !*meaning || is_true(value(*meaning, place, {}));
         });
}

bool Evaluator::is_paid(PayoutId id, const Place& place) {
  const Payout& payout = program_.payouts[id];
  return payout.scorecard ? is_on_card(payout.scorecard, place)
                          : is_member(payout.roles, payout.table, place);
}

std::vector<bool> Evaluator::days_on_card(ScorecardId id, const Place& place) {
  return days_in(program_.scorecards[id].roles, program_.scorecards[id].table, place);
}

std::optional<Date> Evaluator::last_day_on_card(ScorecardId id, const Place& place) {
  DateRange all = days(place.when);
  if (all.empty()) all = whole_days(place.when);
  const std::vector<bool> on = days_on_card(id, place);
  const auto last = std::find(on.rbegin(), on.rend(), true);
  if (last == on.rend()) return std::nullopt;
  return Date{all.last.days - static_cast<std::int32_t>(last - on.rbegin())};
}

std::vector<bool> Evaluator::days_in(const std::vector<RoleId>& roles, TableId people,
                                     const Place& place) {
  DateRange all = days(place.when);
  if (all.empty()) all = whole_days(place.when);
  std::vector<bool> found;
  for (Date day = all.first; day <= all.last; ++day.days) {
    const Period alone = period_containing(day, PeriodUnit::Day, false, program_.calendar);
    found.push_back(is_member(roles, people, {place.who, at(alone)}));
  }
  return found;
}

bool Evaluator::is_on_card(ScorecardId id, const Place& place) {
  const Scorecard& card = program_.scorecards[id];
  if (card.split_by_days) {
    const std::vector<bool> on = days_on_card(id, place);
    return std::find(on.begin(), on.end(), true) != on.end();
  }
  Place decided = place;
  decided.when.at_start = card.as_of_start;
  return is_member(card.roles, card.table, decided);
}

}  // namespace kpi::reference
