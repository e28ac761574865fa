#include "table/links.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "diag/render.hpp"
#include "table/blanks.hpp"
#include "table/cell_faults.hpp"
#include "table/derived.hpp"
#include "table/header.hpp"
#include "table/odd_rows.hpp"

namespace kpi::table {
namespace {

/// Rows of one link column that have the same value without a partner; at least one.
struct BrokenValue {
  std::int64_t code = 0;
  std::vector<std::size_t> rows;
};

class Resolver {
 public:
  Resolver(const Program& program, Loaded& loaded, LinkFacts facts, const LoadOptions& options,
           IdVector<TableId, Complaints>& complaints)
      : program_(program),
        loaded_(loaded),
        facts_(std::move(facts)),
        options_(options),
        complaints_(complaints) {}

  void run() {
    make_derived_tables(program_, loaded_.data);
    for (std::size_t t = 0; t < program_.tables.size(); ++t) {
      if (program_.tables[TableId(t)].derived_from) facts_.usable[TableId(t)] = 1;
    }
    bool changed = judge_all();
    while (changed && options_.keep_going)
      changed = judge_all();
    if (options_.keep_going) {
      take_out_rows();
      make_derived_tables(program_, loaded_.data);  // of the rows that are left
    }
    for (std::size_t t = 0; t < program_.tables.size(); ++t)
      resolve_table(TableId(t));
  }

 private:
  template <class Action>
  void for_each_link(TableId table, Action action);
  bool judge_all();
  bool judge_table(TableId table);
  std::vector<BrokenValue> broken_values(TableId table, ColumnId column) const;
  bool has_partner(TableId target, std::string_view key) const;
  std::optional<std::uint64_t> line_left_out(TableId target, const std::string& key) const;
  bool complain(TableId table, ColumnId column, const std::string& value, const BrokenValue& broken,
                std::vector<std::uint8_t>& newly_gone);
  /// The column of texts, among those that are read, in which the text stands.
  std::optional<std::string> column_with(TableId table, const std::string& text) const;
  Diagnostic explain_dangling(const Column& column, const std::string& value,
                              const BrokenValue& broken, TableId table) const;
  void take_out_rows();
  void resolve_table(TableId table);
  void resolve_column(TableId table, ColumnId column);
  void warn_unmatched(TableId table, ColumnId column,
                      const std::map<std::int64_t, std::size_t>& rows);

  const Program& program_;
  Loaded& loaded_;
  LinkFacts facts_;
  const LoadOptions& options_;
  IdVector<TableId, Complaints>& complaints_;
};

template <class Action>
void Resolver::for_each_link(TableId table, Action action) {
  const TableSchema& schema = program_.tables[table];
  if (facts_.usable[table] == 0) return;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const ColumnId column(i);
    if (schema.columns[column].storage == Storage::Link && is_read(schema, column)) action(column);
  }
}

/// True if rows were found that cannot be used.
bool Resolver::judge_all() {
  bool changed = false;
  for (std::size_t t = 0; t < program_.tables.size(); ++t) {
    if (judge_table(TableId(t))) changed = true;
  }
  return changed;
}

bool Resolver::judge_table(TableId table) {
  std::vector<std::uint8_t> newly_gone(loaded_.data.tables[table].row_count, 0);
  bool changed = false;
  for_each_link(table, [&](ColumnId column) {
    const Column& schema = program_.tables[table].columns[column];
    if (schema.or_unmatched || facts_.usable[schema.type.link] == 0) return;
    const Dictionary& texts = *loaded_.data.tables[table].columns[column].dictionary;
    for (const BrokenValue& broken : broken_values(table, column)) {
      const std::string value(texts.text(broken.code));
      if (complain(table, column, value, broken, newly_gone)) changed = true;
    }
  });
  std::vector<std::uint8_t>& gone = facts_.gone[table];
  gone.resize(newly_gone.size(), 0);
  for (std::size_t row = 0; row < gone.size(); ++row)
    gone[row] |= newly_gone[row];
  return changed;
}

/// In the order of their first rows.
std::vector<BrokenValue> Resolver::broken_values(TableId table, ColumnId column) const {
  const TableData& data = loaded_.data.tables[table];
  const ColumnData& cells = data.columns[column];
  const TableId target = program_.tables[table].columns[column].type.link;
  constexpr std::size_t kSound = static_cast<std::size_t>(-1);
  constexpr std::size_t kUnseen = kSound - 1;
  std::vector<std::size_t> places(cells.dictionary->size());  // index into `broken`, by code
  for (std::size_t code = 0; code < places.size(); ++code) {
    const std::string_view key = cells.dictionary->text(static_cast<std::int64_t>(code));
    places[code] = has_partner(target, key) ? kSound : kUnseen;
  }
  std::vector<BrokenValue> broken;
  if (std::find(places.begin(), places.end(), kUnseen) == places.end()) return broken;
  const std::vector<std::uint8_t>& gone = facts_.gone[table];
  for (std::size_t row = 0; row < data.row_count; ++row) {
    if (!cells.has(row) || (!gone.empty() && gone[row] != 0)) continue;
    std::size_t& place = places[static_cast<std::size_t>(cells.link_codes[row])];
    if (place == kSound) continue;
    if (place == kUnseen) {
      place = broken.size();
      broken.push_back({cells.link_codes[row], {}});
    }
    broken[place].rows.push_back(row);
  }
  return broken;
}

bool Resolver::has_partner(TableId target, std::string_view key) const {
  const std::optional<std::size_t> row = loaded_.data.tables[target].row_of_key(key);
  if (!row) return false;
  const std::vector<std::uint8_t>& gone = facts_.gone[target];
  return !options_.keep_going || gone.empty() || gone[*row] == 0;
}

/// The line of the row that had this key, if it is one of those left out.
std::optional<std::uint64_t> Resolver::line_left_out(TableId target, const std::string& key) const {
  const TableData& data = loaded_.data.tables[target];
  if (const auto row = data.row_of_key(key)) return data.lines[*row];
  const auto found = facts_.left_out_keys[target].find(key);
  if (found == facts_.left_out_keys[target].end()) return std::nullopt;
  return found->second;
}

/// True if the rows become unusable. Links to a row that is itself reported are no second mistake.
bool Resolver::complain(TableId table, ColumnId column, const std::string& value,
                        const BrokenValue& broken, std::vector<std::uint8_t>& newly_gone) {
  const Column& schema = program_.tables[table].columns[column];
  const std::optional<std::uint64_t> left_out = line_left_out(schema.type.link, value);
  if (left_out && !options_.keep_going) return false;
  const std::string& target = program_.tables[schema.type.link].name;
  Diagnostic diagnostic =
      left_out
          ? make_diagnostic(Code::link_to_left_out,
                            {{"value", quoted_value(value)},
                             {"table", target},
                             {"line", loaded_.data.tables[schema.type.link].files.name(*left_out)}})
          : explain_dangling(schema, value, broken, table);
  std::size_t rejected = 0;
  for (const std::size_t row : broken.rows) {
    if (newly_gone[row] != 0) continue;
    newly_gone[row] = 1;
    ++rejected;
    if (rejected > options_.max_rejects) {
      ++loaded_.rejects_not_listed;
      continue;
    }
    loaded_.rejects.push_back({table,
                               loaded_.data.tables[table].lines[row],
                               diagnostic.code,
                               clean_header(schema.header),
                               message_text(diagnostic, options_.language),
                               {},
                               value});
  }
  const std::uint64_t line = loaded_.data.tables[table].lines[broken.rows.front()];
  complaints_[table].about_rows(std::move(diagnostic),
                                complaints_[table].place(line, 0, clean_header(schema.header)),
                                rejected);
  return true;
}

std::optional<std::string> Resolver::column_with(TableId table, const std::string& text) const {
  const TableSchema& schema = program_.tables[table];
  for (std::size_t c = 0; c < schema.columns.size(); ++c) {
    const Column& column = schema.columns[ColumnId(c)];
    const auto& there = loaded_.data.tables[table].columns[ColumnId(c)].dictionary;
    if (column.storage == Storage::Text && there && there->find(text)) return column.name;
  }
  return std::nullopt;
}

Diagnostic Resolver::explain_dangling(const Column& column, const std::string& value,
                                      const BrokenValue& broken, TableId table) const {
  const TableId target = column.type.link;
  const std::string& target_name = program_.tables[target].name;
  Diagnostic diagnostic = make_diagnostic(Code::dangling_link,
                                          {{"value", quoted_value(value)}, {"table", target_name}});
  if (options_.keep_going || !complaints_[table].has_room(Code::dangling_link)) return diagnostic;
  if (broken.rows.size() > 1) {
    diagnostic.note(Text::data_rows_with_value, {{"count", broken.rows.size()}});
  }
  const auto name = nearest(value, keys_to_compare(loaded_.data.tables[target]));
  const bool blanks = name && without_blanks(*name) == without_blanks(value);
  if (blanks) {
    diagnostic.hint(Text::data_blanks_differ, {{"key", "\"" + *name + "\""}});
    offer_trimmed(value, column, diagnostic);
    offer_trimmed(*name, program_.tables[target].columns[program_.tables[target].key], diagnostic);
  } else if (name) {
    diagnostic.hint(Text::did_you_mean, {{"name", *name}});
  }
  if (says_total(value)) {
    diagnostic.hint(Text::data_remove_row);
    return diagnostic;
  }
  if (marks_missing(value)) {
    offer_none(value, "-> " + target_name, column, diagnostic);
    return diagnostic;
  }
  const std::optional<std::string> other = column_with(target, value);
  if (other) {
    const TableSchema& there = program_.tables[target];
    diagnostic.hint(
        Text::data_in_other_column,
        {{"column", *other}, {"table", target_name}, {"key", there.columns[there.key].name}});
  } else if (!blanks) {
    diagnostic.hint(Text::data_add_row,
                    {{"value", quoted_value(value)}, {"table", program_.tables[target].name}});
  }
  diagnostic.hint(Text::data_or_unmatched, {{"column", column.name}, {"table", target_name}});
  return diagnostic;
}

void Resolver::take_out_rows() {
  for (std::size_t t = 0; t < program_.tables.size(); ++t) {
    const std::vector<std::uint8_t>& gone = facts_.gone[TableId(t)];
    if (std::find(gone.begin(), gone.end(), std::uint8_t{1}) == gone.end()) continue;
    remove_rows(loaded_.data.tables[TableId(t)], gone);
  }
}

void Resolver::resolve_table(TableId table) {
  for_each_link(table, [&](ColumnId column) { resolve_column(table, column); });
}

void Resolver::resolve_column(TableId table, ColumnId column) {
  ColumnData& cells = loaded_.data.tables[table].columns[column];
  const Column& schema = program_.tables[table].columns[column];
  const TableData& target = loaded_.data.tables[schema.type.link];
  std::vector<std::int64_t> partners(cells.dictionary->size());
  for (std::size_t code = 0; code < partners.size(); ++code) {
    const auto row = target.row_of_key(cells.dictionary->text(static_cast<std::int64_t>(code)));
    partners[code] = row ? static_cast<std::int64_t>(*row) : kUnmatchedRow;
  }
  std::map<std::int64_t, std::size_t> unmatched;  // rows by code
  constexpr std::size_t kAtOnce = 4096;
  const std::size_t count = cells.link_codes.size();
  std::vector<std::int64_t> resolved;
  cells.values = {};
  cells.values.reserve(count);
  for (std::size_t begin = 0; begin < count; begin += kAtOnce) {
    resolved.assign(std::min(kAtOnce, count - begin), 0);
    for (std::size_t i = 0; i < resolved.size(); ++i) {
      if (!cells.has(begin + i)) continue;
      const std::int64_t code = cells.link_codes[begin + i];
      resolved[i] = partners[static_cast<std::size_t>(code)];
      if (resolved[i] == kUnmatchedRow) ++unmatched[code];
    }
    cells.values.append(resolved);
  }
  const bool judged = facts_.usable[schema.type.link] != 0;
  if (schema.or_unmatched && judged && !unmatched.empty()) warn_unmatched(table, column, unmatched);
}

/// One warning per column: how many rows, which values, and what they may have been meant to be.
void Resolver::warn_unmatched(TableId table, ColumnId column,
                              const std::map<std::int64_t, std::size_t>& rows) {
  constexpr std::size_t kShown = 10;
  const Column& schema = program_.tables[table].columns[column];
  const Dictionary& texts = *loaded_.data.tables[table].columns[column].dictionary;
  std::size_t total = 0;
  for (const auto& [code, count] : rows)
    total += count;
  Diagnostic diagnostic =
      make_diagnostic(Code::unmatched_values, {{"count", total},
                                               {"values", rows.size()},
                                               {"table", program_.tables[schema.type.link].name}});
  const std::vector<std::string> keys = keys_to_compare(loaded_.data.tables[schema.type.link]);
  std::size_t shown = 0;
  for (const auto& [code, count] : rows) {
    if (++shown > kShown) break;
    const std::string value(texts.text(code));
    const auto name = nearest(value, keys);
    Arguments arguments = {{"value", quoted_value(value)}, {"count", count}};
    if (name) arguments.emplace_back("name", quoted_value(*name));
    diagnostic.note(name ? Text::data_unmatched_value_like : Text::data_unmatched_value,
                    std::move(arguments));
  }
  if (rows.size() > kShown) {
    diagnostic.note(Text::data_more_values, {{"count", rows.size() - kShown}});
  }
  complaints_[table].about_file(std::move(diagnostic),
                                complaints_[table].place(0, 0, clean_header(schema.header)));
}

}  // namespace

std::vector<std::string> keys_to_compare(const TableData& table) {
  constexpr std::size_t kMaxCandidates = 20'000;
  std::vector<std::string> keys;
  const auto& texts = table.columns[table.key].dictionary;
  if (texts == nullptr || texts->size() > kMaxCandidates) return keys;
  for (std::size_t code = 0; code < texts->size(); ++code) {
    keys.emplace_back(texts->text(static_cast<std::int64_t>(code)));
  }
  return keys;
}

void resolve_links(const Program& program, Loaded& loaded, LinkFacts facts,
                   const LoadOptions& options, IdVector<TableId, Complaints>& complaints) {
  Resolver(program, loaded, std::move(facts), options, complaints).run();
}

void leave_out(const Program& program, Loaded& loaded, RowFlags gone, const LoadOptions& options,
               Diagnostics& diagnostics) {
  const std::size_t count = program.tables.size();
  LinkFacts facts;
  IdVector<TableId, Complaints> complaints;
  for (const TableSchema& schema : program.tables) {
    const TableData& table = loaded.data.tables[complaints.next_id()];
    facts.usable.push(table.path.empty() ? 0 : 1);
    complaints.push(Complaints(schema.name, options));
    complaints[TableId(complaints.size() - 1)].set_path(table);
  }
  facts.left_out_keys.resize(count);
  gone.resize(count);
  facts.gone = std::move(gone);
  LoadOptions leaving_out = options;
  leaving_out.keep_going = true;
  resolve_links(program, loaded, std::move(facts), leaving_out, complaints);
  for (std::size_t t = 0; t < count; ++t) {
    complaints[TableId(t)].report(diagnostics, loaded.rows_read[t]);
  }
}

}  // namespace kpi::table
