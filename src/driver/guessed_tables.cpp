#include "driver/guessed_tables.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/text.hpp"
#include "syntax/keywords.hpp"

namespace kpi::driver {
namespace {

constexpr std::array kBosses = {"manager", "boss", "reports", "parent", "leader",
                                "上级",    "主管", "经理",    "领导",   "上司"};

std::string in_any_case(const std::string& text) {
  return ascii_lower(to_nfkc(text));
}

/// Letters and digits only, lower case, and of an English plural the singular: `Order_IDs` and
/// `orderid` are the same.
std::string stem_of(const std::string& text) {
  std::string stem;
  const std::string lower = in_any_case(text);
  for (std::size_t offset = 0; offset < lower.size();) {
    const auto c = next_code_point(lower, offset);
    if (c && *c != U'_' && is_identifier_continue(*c)) append_utf8(stem, *c);
  }
  const bool plural = stem.size() > 3 && stem.back() == 's' && stem[stem.size() - 2] != 's';
  if (plural) stem.pop_back();
  return stem;
}

/// `customer` of `customer_id`.
std::string without_identity(std::string stem) {
  for (const std::string_view end : {"id", "key", "code", "编号", "编码", "代码"}) {
    if (stem.size() > end.size() && stem.ends_with(end))
      return stem.substr(0, stem.size() - end.size());
  }
  return stem;
}

bool may_be_key(const ColumnGuess& column) {
  return column.unique && (column.kind == ColumnKind::Text || column.kind == ColumnKind::Whole) &&
         column.none_marks.empty() && (column.type == "text" || column.type == "count");
}

/// The first that is called so, else the first column where that is one.
std::optional<std::size_t> key_of(const TableGuess& table) {
  if (!table.wide.empty()) return std::nullopt;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (may_be_key(table.columns[i]) && names_an_identity(table.columns[i].header)) return i;
  }
  if (!table.columns.empty() && may_be_key(table.columns[0])) return 0;
  return std::nullopt;
}

std::size_t matches(const std::vector<std::string>& values,
                    const std::unordered_set<std::string>& keys) {
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(),
                    [&](const std::string& value) { return keys.count(value) != 0; }));
}

/// How well a column suits the keys of a table.
struct Suit {
  std::size_t table = 0;
  std::size_t matches = 0;
  int likeness = 0;  // of the names
};

constexpr int kSameName = 2;  // a likeness: the column is headed like the key

class Links {
 public:
  explicit Links(std::vector<TableGuess>& tables) : tables_(tables) {
    for (const TableGuess& table : tables) {
      const auto& values = table.key ? table.columns[*table.key].texts->values : none_;
      keys_.emplace_back(values.begin(), values.end());
    }
  }

  void find() {
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      for (std::size_t c = 0; c < tables_[t].columns.size(); ++c) {
        const bool is_key = tables_[t].key && *tables_[t].key == c;
        is_key ? find_twins(t, tables_[t].columns[c]) : find(t, tables_[t].columns[c]);
      }
    }
  }

 private:
  /// A key may be that of another table as well.
  void find_twins(std::size_t from, ColumnGuess& column) {
    std::string others;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      const auto suit = t == from ? std::nullopt : suit_of(from, column, column.texts->values, t);
      if (!suit || suit->likeness < kSameName) continue;
      others += (others.empty() ? "" : ", ") + tables_[t].name;
    }
    column.remarks = {{Text::init_unique, {}}};
    if (!others.empty()) column.remarks.push_back({Text::init_link_other, {{"tables", others}}});
  }

  void find(std::size_t from, ColumnGuess& column) {
    const bool may_link = (column.kind == ColumnKind::Text || column.kind == ColumnKind::Whole) &&
                          !column.texts->values.empty();
    if (!may_link) return;
    const auto marks = marks_for_none(column.texts->values);  // no keys, as `-` is none
    const auto values = without(column.texts->values, marks);
    if (values.empty()) return;
    std::vector<Suit> suits;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      if (const auto suit = suit_of(from, column, values, t)) suits.push_back(*suit);
    }
    if (suits.empty()) return remark_on_few(from, column, values);
    std::stable_sort(suits.begin(), suits.end(), [](const Suit& a, const Suit& b) {
      return std::pair(a.likeness, a.matches) > std::pair(b.likeness, b.matches);
    });
    column.none_marks = marks;
    column.optional = column.optional || !marks.empty();
    link(column, values.size(), suits);
  }

  /// A column that is called like a table, or its key, and whose values mostly are none of its
  /// keys.
  void remark_on_few(std::size_t from, ColumnGuess& column,
                     const std::vector<std::string>& values) {
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      if (!tables_[t].key || likeness(from, column, t) == 0) continue;
      const std::size_t found = matches(values, keys_[t]);
      if (found == 0) continue;
      column.remarks.push_back(
          {Text::init_link_few,
           {{"count", found}, {"total", values.size()}, {"table", tables_[t].name}}});
      return;
    }
  }

  /// Numbers are alike everywhere: only a name makes a link of them.
  std::optional<Suit> suit_of(std::size_t from, const ColumnGuess& column,
                              const std::vector<std::string>& values, std::size_t to) const {
    constexpr std::size_t kMostOfTen = 9;
    const TableGuess& target = tables_[to];
    if (!target.key || keys_[to].size() < 2) return std::nullopt;
    const Suit suit{to, matches(values, keys_[to]), likeness(from, column, to)};
    const std::size_t enough = suit.likeness > 0
                                   ? (values.size() + 1) / 2
                                   : (values.size() * kMostOfTen + kMostOfTen) / (kMostOfTen + 1);
    const bool certain = suit.likeness > 0 || column.kind == ColumnKind::Text;
    const bool names_itself = to == from && suit.likeness == 0 && values.size() < 2;
    if (suit.matches < enough || !certain || names_itself) return std::nullopt;
    return suit;
  }

  int likeness(std::size_t from, const ColumnGuess& column, std::size_t to) const {
    const TableGuess& target = tables_[to];
    const std::string header = stem_of(column.header);
    const std::string key = stem_of(target.columns[*target.key].header);
    const std::string named = without_identity(header);
    const std::string table = stem_of(target.name);
    if (from == to) {
      return std::any_of(kBosses.begin(), kBosses.end(),
                         [&](const char* boss) { return header.find(boss) != std::string::npos; })
                 ? 1
                 : 0;
    }
    if (named == table) return kSameName + 1;
    if (header == key) return key == "id" ? 0 : kSameName;
    const bool inside =
        table.find(named) != std::string::npos || named.find(table) != std::string::npos;
    return inside && !named.empty() ? 1 : 0;
  }

  void link(ColumnGuess& column, std::size_t total, const std::vector<Suit>& suits) {
    const Suit& best = suits.front();
    tables_[best.table].is_linked_to = true;
    column.link = best.table;
    column.has_unmatched = best.matches < total;
    column.remarks.clear();
    const std::string& name = tables_[best.table].name;
    if (column.has_unmatched) {
      column.remarks.push_back(
          {Text::init_link_part, {{"count", best.matches}, {"total", total}, {"table", name}}});
    } else {
      column.remarks.push_back({Text::init_link_whole, {{"table", name}}});
    }
    std::string others;
    for (std::size_t i = 1; i < suits.size(); ++i) {
      if (suits[i].matches < best.matches) continue;
      others += (others.empty() ? "" : ", ") + tables_[suits[i].table].name;
    }
    if (!others.empty()) column.remarks.push_back({Text::init_link_other, {{"tables", others}}});
  }

  std::vector<TableGuess>& tables_;
  std::vector<std::unordered_set<std::string>> keys_;
  const std::vector<std::string> none_;
};

/// Days on which something became known of a row, not days on which it happened.
constexpr std::array kDaysOfRecords = {"hire", "birth", "modified", "updated", "created", "入职",
                                       "出生", "修改",  "更新",     "创建",    "离职"};

/// The first column of days, or else of moments or periods, that every row has. Where other tables
/// link to a table, it is one of things, unless it links to others itself.
std::optional<std::size_t> date_of(const TableGuess& table) {
  if (table.of_headers) {
    const bool dates = table.columns[*table.of_headers].kind == ColumnKind::Period;
    return dates ? table.of_headers : std::nullopt;
  }
  const bool links =
      std::any_of(table.columns.begin(), table.columns.end(),
                  [&](const ColumnGuess& column) { return column.link.has_value(); });
  if (table.is_linked_to && !links) return std::nullopt;
  for (const ColumnKind kind : {ColumnKind::Day, ColumnKind::Moment, ColumnKind::Period}) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const ColumnGuess& column = table.columns[i];
      const std::string lower = ascii_lower(column.header);
      const bool of_record =
          std::any_of(kDaysOfRecords.begin(), kDaysOfRecords.end(),
                      [&](const char* word) { return lower.find(word) != std::string::npos; });
      if (column.kind == kind && !column.optional && !of_record) return i;
    }
  }
  return std::nullopt;
}

/// A column of years: of periods, or of numbers that are called so.
const ColumnGuess* years_of(const TableGuess& table) {
  const auto found = std::find_if(
      table.columns.begin(), table.columns.end(),
      [](const ColumnGuess& column) { return column.type == "period year" && !column.optional; });
  return found == table.columns.end() ? nullptr : &*found;
}

/// What columns that no header names are called, in the language of the headers.
struct PeriodWord {
  PeriodUnit unit;
  const char* english;
  const char* chinese;
};
constexpr std::array kPeriodWords = {PeriodWord{PeriodUnit::Month, "month", "月份"},
                                     PeriodWord{PeriodUnit::Quarter, "quarter", "季度"},
                                     PeriodWord{PeriodUnit::Year, "year", "年份"}};

const PeriodWord& word_of(PeriodUnit unit) {
  return *std::find_if(kPeriodWords.begin(), kPeriodWords.end() - 1,
                       [&](const PeriodWord& word) { return word.unit == unit; });
}

bool is_chinese(const std::string& header) {
  constexpr unsigned char kHanBegins = 0xE3;
  return std::any_of(header.begin(), header.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= kHanBegins; });
}

/// `period month of year`; without a year it stays a text.
void type_headers(const PeriodHeaders& run, const ColumnGuess* years, ColumnGuess& column) {
  const std::string type = std::string("period ") + word_of(run.unit).english;
  column.kind = ColumnKind::Text;
  column.type = "text";
  column.remarks.clear();
  if (run.of_year && years == nullptr) {
    const bool months = run.unit == PeriodUnit::Month;
    column.remarks.push_back(
        {months ? Text::init_year_of_months : Text::init_year_of_quarters, {}});
    return;
  }
  column.kind = ColumnKind::Period;
  column.type = run.of_year ? type + " of " + years->name : type;
}

/// Names and types the columns that were made of several, and that of their headers.
void finish_wide(const std::vector<std::size_t>& made, std::vector<std::string>& taken,
                 TableGuess& table) {
  const bool chinese = is_chinese(table.wide[0].headers[0]);
  for (std::size_t i = 0; i < made.size(); ++i) {
    ColumnGuess& column = table.columns[made[i]];
    const PeriodHeaders& run = table.wide[i];
    const std::string name = run.rest.empty() ? (chinese ? "数值" : "value") : run.rest;
    column.from = written_headers(run);
    column.name = usable_name(name, taken);
  }
  ColumnGuess& headers = table.columns[*table.of_headers];
  const PeriodWord& word = word_of(table.wide[0].unit);
  type_headers(table.wide[0], years_of(table), headers);
  headers.from = "headers of " + table.columns[made[0]].name;
  headers.name = usable_name(chinese ? word.chinese : word.english, taken);
  for (ColumnGuess& column : table.columns)
    column.unique = false;
}

}  // namespace

std::string usable_name(const std::string& text, std::vector<std::string>& taken) {
  std::string name;
  const std::string source = to_nfkc(text);
  for (std::size_t offset = 0; offset < source.size();) {
    const auto c = next_code_point(source, offset);
    if (c && is_identifier_continue(*c)) {
      append_utf8(name, *c);
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_')
    name.pop_back();
  std::size_t offset = 0;
  const auto first = name.empty() ? std::nullopt : next_code_point(name, offset);
  if (!first || !is_identifier_start(*first)) name = "c_" + name;
  if (name != source) name = ascii_lower(name);
  if (syntax::is_reserved(name)) name += '_';
  const std::string base = name;
  const auto is_taken = [&] {
    return std::find(taken.begin(), taken.end(), in_any_case(name)) != taken.end();
  };
  for (int number = 2; is_taken(); ++number)
    name = base + '_' + std::to_string(number);
  taken.push_back(in_any_case(name));
  return name;
}

TableGuess guessed_table(const std::string& name, const std::string& path, table::FileTexts texts) {
  TableGuess table;
  table.name = name;
  table.path = path;
  table.texts = std::move(texts);
  table.wide = period_headers(table.texts);
  const std::vector<std::size_t> places = join_columns(table.texts, table.wide);
  std::vector<std::string> taken;
  std::vector<std::string> headers;
  for (const table::TextColumn& column : table.texts.columns)
    headers.push_back(column.header);
  std::vector<std::size_t> made;
  std::size_t number = 1;  // of the columns of the file
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const bool of_headers = !places.empty() && i == places[0] + 1;
    const bool is_made = std::find(places.begin(), places.end(), i) != places.end();
    const bool once = std::count(headers.begin(), headers.end(), headers[i]) == 1;
    const bool named = of_headers || is_made;
    const bool usable = named || (!headers[i].empty() && once && written_text(headers[i]));
    if (!usable) table.left_out.push_back({number, headers[i]});
    if (is_made) number += table.wide[made.size()].headers.size();
    if (!named) ++number;
    if (!usable) continue;
    if (is_made) made.push_back(table.columns.size());
    if (of_headers) table.of_headers = table.columns.size();
    ColumnGuess column = guessed_column(table.texts.columns[i], table.texts.rows);
    if (!named) column.name = usable_name(headers[i], taken);
    table.columns.push_back(std::move(column));
  }
  if (!made.empty()) finish_wide(made, taken, table);
  return table;
}

void relate(std::vector<TableGuess>& tables) {
  for (TableGuess& table : tables)
    table.key = key_of(table);
  Links(tables).find();
  for (TableGuess& table : tables)
    table.dated = date_of(table);
}

}  // namespace kpi::driver
