#include <algorithm>
#include <cstdint>
#include <vector>

#include "diag/period_words.hpp"
#include "diag/render.hpp"
#include "rows/block.hpp"
#include "rows/rates.hpp"
#include "rows/row_texts.hpp"
#include "table/cell_faults.hpp"
#include "table/complaints.hpp"
#include "table/links.hpp"

namespace kpi::rows {
namespace {

using table::Complaints;
using table::make_diagnostic;

constexpr std::size_t kBlockRows = 4096;

/// The first row that agrees with a row in some columns. Two rows without a value agree in it.
class FirstRows {
 public:
  FirstRows(const TableSchema& schema, const table::TableData& data,
            const std::vector<ColumnId>& columns) {
    for (const ColumnId column : columns) {
      const table::ColumnData& cells = data.columns[column];
      const bool link = schema.columns[column].storage == Storage::Link;
      columns_.push_back({&cells, link ? &cells.link_codes : &cells.values});
    }
    std::size_t size = 64;
    while (size < data.row_count * 2)
      size *= 2;
    rows_.assign(size, kFree);
  }

  /// The row itself where none before it agrees.
  std::size_t of(std::size_t row) {
    const std::size_t mask = rows_.size() - 1;
    std::size_t at = hash_of(row) & mask;
    while (rows_[at] != kFree && !agree(rows_[at], row))
      at = (at + 1) & mask;
    if (rows_[at] == kFree) rows_[at] = row;
    return rows_[at];
  }

 private:
  static constexpr std::size_t kFree = static_cast<std::size_t>(-1);
  struct Cells {
    const table::ColumnData* data;
    const table::ColumnValues* values;  // of a link the texts as written
  };

  std::size_t hash_of(std::size_t row) const {
    std::uint64_t hash = 0;
    for (const Cells& cells : columns_) {
      hash = (hash ^ static_cast<std::uint64_t>((*cells.values)[row])) * 0x9e3779b97f4a7c15U;
      hash ^= hash >> 29;
    }
    return static_cast<std::size_t>(hash ^ (hash >> 32));
  }
  bool agree(std::size_t a, std::size_t b) const {
    return std::all_of(columns_.begin(), columns_.end(), [&](const Cells& cells) {
      return cells.data->has(a) == cells.data->has(b) && (*cells.values)[a] == (*cells.values)[b];
    });
  }

  std::vector<Cells> columns_;
  std::vector<std::size_t> rows_;  // a power of two, at most half of them taken
};

/// One table whose rows are judged. With keep_going a row is judged until its first failure.
class Judge {
 public:
  Judge(const Evaluator& evaluator, TableId table, const table::LoadOptions& options,
        Complaints& complaints)
      : evaluator_(evaluator),
        id_(table),
        schema_(evaluator.program().tables[table]),
        data_(evaluator.data().tables[table]),
        options_(options),
        complaints_(complaints),
        gone_(data_.row_count, 0) {}

  void judge_all() {
    for (const RowCheck& check : schema_.checks) {
      if (check.applies()) judge_check(check);
    }
    for (const std::vector<ColumnId>& columns : schema_.unique)
      judge_unique(columns);
    if (schema_.valid) judge_valid(*schema_.valid);
    const auto& rates = evaluator_.program().rates;
    for (std::size_t i = 0; i < rates.size(); ++i) {
      if (rates[RatesId(i)].table == id_) judge_rates(RatesId(i));
    }
    judge_workdays();
  }
  std::vector<std::uint8_t> take_gone() { return std::move(gone_); }
  std::vector<table::Reject> take_rejects() { return std::move(rejects_); }
  std::size_t not_listed() const { return not_listed_; }

 private:
  void judge_check(const RowCheck& check);
  void judge_unique(const std::vector<ColumnId>& columns);
  void judge_valid(const Validity& valid);
  void judge_rates(RatesId id);
  Diagnostic explain_fault(const Operand& holds, std::size_t offset, std::size_t row) const;
  void judge_workdays();
  void judge_workdays(ProgramExprId expr);
  bool is_loaded(ProgramExprId expr) const;
  Diagnostic explain_check(const RowCheck& check, std::size_t row) const;
  Diagnostic explain_repeated(const std::vector<ColumnId>& columns, std::size_t row,
                              std::size_t first) const;
  void fail(std::size_t row, Diagnostic diagnostic, const std::string& column = {},
            const std::string& said = {});
  bool is_out(std::size_t row) const { return options_.keep_going && gone_[row] != 0; }
  std::uint64_t line(std::size_t row) const { return data_.lines[row]; }

  const Evaluator& evaluator_;
  TableId id_;
  const TableSchema& schema_;
  const table::TableData& data_;
  const table::LoadOptions& options_;
  Complaints& complaints_;
  std::vector<std::uint8_t> gone_;
  std::vector<table::Reject> rejects_;
  std::size_t not_listed_ = 0;  // beyond max_rejects
};

/// `said`: what the author wrote of it.
void Judge::fail(std::size_t row, Diagnostic diagnostic, const std::string& column,
                 const std::string& said) {
  if (gone_[row] == 0 && rejects_.size() == options_.max_rejects) {
    ++not_listed_;
  } else if (gone_[row] == 0) {
    std::string reason = message_text(diagnostic, options_.language);
    if (!said.empty()) reason += ": " + said;
    rejects_.push_back({id_, line(row), diagnostic.code, column, std::move(reason), {}});
  }
  gone_[row] = 1;
  complaints_.about_rows(std::move(diagnostic), complaints_.place(line(row), 0, column));
}

void Judge::judge_check(const RowCheck& check) {
  for (std::size_t begin = 0; begin < data_.row_count; begin += kBlockRows) {
    Block block(evaluator_, id_, begin, std::min(begin + kBlockRows, data_.row_count));
    const Operand& holds = block.value(check.condition);
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::size_t row = begin + i;
      if (is_out(row)) continue;
      if (holds.is_faulty(i)) {
        Diagnostic diagnostic = explain_fault(holds, i, row);
        fail(row, std::move(diagnostic.label(check.span, Text::check_stands_here)));
      } else if (!holds.has(i) || holds.at(i) == 0) {
        fail(row, explain_check(check, row), {}, check.message);
      }
    }
  }
}

Diagnostic Judge::explain_fault(const Operand& holds, std::size_t offset, std::size_t row) const {
  for (const Fault& fault : holds.faults) {
    const bool rate = evaluator_.program().exprs[fault.expr].op == Op::Convert;
    if (fault.offset == offset && rate) {
      return make_diagnostic(Code::rate_missing, missing_rate(evaluator_, id_, row, fault.expr));
    }
  }
  return make_diagnostic(Code::value_beyond_digits,
                         {{"table", schema_.name}, {"line", data_.files.name(line(row))}});
}

Diagnostic Judge::explain_check(const RowCheck& check, std::size_t row) const {
  Diagnostic diagnostic = make_diagnostic(
      Code::row_check_failed,
      {{"table", schema_.name},
       {"line", data_.files.name(line(row))},
       {"check", std::to_string(check.span.begin)}});  // two checks of one row are two messages
  if (!complaints_.has_room(Code::row_check_failed)) return diagnostic;
  if (!check.message.empty()) diagnostic.note(Text::check_says, {{"message", check.message}});
  for (const ReadValue& read : values_read(evaluator_, id_, check.condition, row)) {
    if (read.text) {
      diagnostic.note(Text::check_read_value, {{"column", read.name}, {"value", *read.text}});
    } else {
      diagnostic.note(Text::check_read_nothing, {{"column", read.name}});
    }
  }
  diagnostic.label(check.span, Text::check_stands_here);
  return diagnostic;
}

void Judge::judge_unique(const std::vector<ColumnId>& columns) {
  FirstRows first(schema_, data_, columns);
  for (std::size_t row = 0; row < data_.row_count; ++row) {
    if (is_out(row)) continue;
    const std::size_t found = first.of(row);
    if (found != row) fail(row, explain_repeated(columns, row, found));
  }
}

Diagnostic Judge::explain_repeated(const std::vector<ColumnId>& columns, std::size_t row,
                                   std::size_t first) const {
  std::string values;
  for (const ColumnId column : columns) {
    if (!values.empty()) values += ", ";
    values += schema_.columns[column].name + " " +
              table::cell_text(evaluator_.program(), evaluator_.data(), id_, column, row);
  }
  Diagnostic diagnostic =
      make_diagnostic(Code::row_repeated, {{"table", schema_.name},
                                           {"line", data_.files.name(line(row))},
                                           {"values", values},
                                           {"first", data_.files.name(line(first))}});
  diagnostic.label(schema_.span, Text::unique_stands_here);
  return diagnostic;
}

void Judge::judge_valid(const Validity& valid) {
  const table::ColumnData& from = data_.columns[valid.from];
  const table::ColumnData& to = data_.columns[valid.to];
  for (std::size_t row = 0; row < data_.row_count; ++row) {
    if (is_out(row) || !from.has(row) || !to.has(row)) continue;
    if (from.values[row] <= to.values[row]) continue;
    const auto text = [&](ColumnId column) {
      return table::cell_text(evaluator_.program(), evaluator_.data(), id_, column, row);
    };
    Diagnostic diagnostic =
        make_diagnostic(Code::valid_reversed, {{"table", schema_.name},
                                               {"line", data_.files.name(line(row))},
                                               {"until", text(valid.to)},
                                               {"since", text(valid.from)}});
    diagnostic.label(schema_.span, Text::valid_stands_here);
    fail(row, std::move(diagnostic), schema_.columns[valid.to].header);
  }
}

/// One rate above 0 for a currency and day; for the currency itself nothing but 1.
void Judge::judge_rates(RatesId id) {
  const Rates& rates = evaluator_.program().rates[id];
  const RateIndex& index = evaluator_.rates(id);
  for (const auto& of_currency : index.all()) {
    const auto& currency = of_currency.first;
    const RateIndex::Stretch* before = nullptr;
    for (const RateIndex::Stretch& stretch : of_currency.second) {
      const auto arguments = [&](const std::string& first) {
        return std::vector<Argument>{{"table", schema_.name},
                                     {"line", data_.files.name(line(stretch.row))},
                                     {"currency", currency},
                                     {"day", to_string(stretch.days.first)},
                                     {"first", first}};
      };
      if (is_out(stretch.row)) continue;
      const bool own = currency == rates.into.text();
      const std::string& header = schema_.columns[rates.rate].header;
      if (stretch.rate <= 0 || (own && index.rate(currency, {}) != stretch.rate)) {
        fail(stretch.row, make_diagnostic(Code::rate_impossible, arguments("")), header);
      } else if (before != nullptr && before->days.last >= stretch.days.first) {
        const std::string first = data_.files.name(line(before->row));
        fail(stretch.row, make_diagnostic(Code::rate_twice, arguments(first)), header);
      } else {
        before = &stretch;
      }
    }
  }
}

/// Of the columns that no rule of this run reads nothing is known.
bool Judge::is_loaded(ProgramExprId id) const {
  const Program& program = evaluator_.program();
  const Expr& expr = program.exprs[id];
  TableId table = id_;
  for (const ColumnId link : expr.path.links) {
    if (!program.tables[table].columns[link].used) return false;
    table = program.tables[table].columns[link].type.link;
  }
  const bool read = expr.op == Op::Column && expr.path.column;
  if (read && !program.tables[table].columns[expr.path.column].used) return false;
  return std::all_of(expr.args.begin(), expr.args.end(),
                     [&](ProgramExprId arg) { return is_loaded(arg); });
}

/// Workdays of a row are counted where the holidays are known, or not at all.
void Judge::judge_workdays() {
  const Program& program = evaluator_.program();
  if (!program.calendar.workdays) return;
  for (std::size_t i = 0; i < program.exprs.size(); ++i) {
    const ProgramExprId id(i);
    const Expr& expr = program.exprs[id];
    const bool of_rows = expr.op == Op::Workdays && expr.type.grain == Grain::Row;
    if (!of_rows || expr.type.table != id_ || evaluator_.canonical(id) != id) continue;
    if (is_loaded(id)) judge_workdays(id);
  }
}

void Judge::judge_workdays(ProgramExprId id) {
  const Program& program = evaluator_.program();
  const Expr& expr = program.exprs[id];
  for (std::size_t begin = 0; begin < data_.row_count; begin += kBlockRows) {
    Block block(evaluator_, id_, begin, std::min(begin + kBlockRows, data_.row_count));
    const Operand first = block.value(expr.args[0]);
    const Operand& last = block.value(expr.args[1]);
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::size_t row = begin + i;
      if (is_out(row) || !first.has(i) || !last.has(i)) continue;
      const DateRange days{Date{static_cast<std::int32_t>(first.at(i))},
                           Date{static_cast<std::int32_t>(last.at(i))}};
      if (knows_workdays(days, program.calendar)) continue;
      const DateRange known = program.calendar.workdays->known;
      Diagnostic diagnostic = make_diagnostic(
          Code::workdays_unknown, {{"table", schema_.name},
                                   {"line", data_.files.name(line(row))},
                                   {"first", to_string(days.first)},
                                   {"last", to_string(days.last)},
                                   {"holidays", program.tables[program.holidays->table].name},
                                   {"days", words_of(known)}});
      diagnostic.label(expr.span, Text::beyond_digits_here).hint(Text::extend_holidays);
      fail(row, std::move(diagnostic));
    }
  }
}

}  // namespace

void validate(const Program& program, table::Loaded& loaded, const table::LoadOptions& options,
              Diagnostics& diagnostics) {
  const Evaluator evaluator(program, loaded.data);
  table::RowFlags gone;
  bool any_gone = false;
  for (std::size_t t = 0; t < program.tables.size(); ++t) {
    const TableId id(t);
    gone.push({});
    const table::TableData& data = loaded.data.tables[id];
    if (!program.tables[id].used || data.row_count == 0) continue;
    Complaints complaints(program.tables[id].name, options);
    complaints.set_path(data);
    Judge judge(evaluator, id, options, complaints);
    judge.judge_all();
    for (table::Reject& reject : judge.take_rejects()) {
      any_gone = true;
      loaded.rejects.push_back(std::move(reject));
    }
    loaded.rejects_not_listed += judge.not_listed();
    gone[id] = judge.take_gone();
    complaints.report(diagnostics, t < loaded.rows_read.size() ? loaded.rows_read[t] : 0);
  }
  if (any_gone && options.keep_going) {
    table::leave_out(program, loaded, std::move(gone), options, diagnostics);
  }
}

}  // namespace kpi::rows
