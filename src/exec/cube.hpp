#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/int128.hpp"
#include "base/jobs.hpp"
#include "diag/diagnostic.hpp"
#include "io/profile.hpp"
#include "plan/aggregation_plan.hpp"
#include "table/rows_without.hpp"
#include "table/table.hpp"
#include "table/table_stream.hpp"

/// aggregation plan + columns -> a small cube of exact cells (member x interval).
namespace kpi::exec {

/// A coordinate on one axis: the row of a Row axis, or the text of a Value axis.
/// `none` stands for rows without an owner, without a partner, or without a value.
struct Coordinate {
  bool none = false;
  std::size_t row = 0;
  std::string text;
  friend bool operator==(const Coordinate& a, const Coordinate& b) {
    return a.none == b.none && a.row == b.row && a.text == b.text;
  }
};
using Member = std::vector<Coordinate>;

/// The members of a space. A space with one Row axis has its table's rows as members 0 … n-1;
/// a space with one dense Value axis has every value of its column (of `one of`: every choice),
/// ascending by code point. Other members are those whose rows counted somewhere; they, and the
/// (none) member, come after in ascending order, (none) last. The company is one member without
/// coordinates, an Owned axis one member with an empty coordinate.
class Members {
 public:
  std::size_t add(Member member);
  std::optional<std::size_t> find(const Member& member) const;
  const Member& operator[](std::size_t index) const { return members_[index]; }
  std::size_t size() const { return members_.size(); }

 private:
  std::vector<Member> members_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// The finished cells of one request.
class Cells {
 public:
  /// The aggregate's value: 0 for sum and count of no rows, none(no_rows) for avg, min, max,
  /// none(no_row) for only, none(null_input) where every value was skipped or one that was not to
  /// be skipped is missing, none(failed) where a row was reported. A link is the text of its key,
  /// a period the ordinal as a number.
  Value value(std::size_t member, std::size_t interval) const;
  /// Rows that counted (after `where`), for explanations.
  std::int64_t rows(std::size_t member, std::size_t interval) const;

  void resize(std::size_t members, std::size_t intervals);
  void set(std::size_t member, std::size_t interval, Value value, std::int64_t rows);

  /// All of them, member by member and for each interval by interval; of() puts them back.
  std::size_t intervals() const { return intervals_; }
  const std::vector<Value>& values() const { return values_; }
  const std::vector<std::int64_t>& row_counts() const { return rows_; }
  static Cells of(std::size_t intervals, std::vector<Value> values, std::vector<std::int64_t> rows);

 private:
  std::size_t intervals_ = 0;
  std::vector<Value> values_;
  std::vector<std::int64_t> rows_;
};

/// What the scan learned about a table, for coverage and the report's footnotes. Rows dated after
/// as_of do not exist and are not counted; they only show that the file reaches past that day. A
/// row whose date is a period is a statement about that period (a quota), not an event: it exists
/// whatever the as_of day.
struct TableFacts {
  std::size_t file_rows = 0;        // all of them
  std::size_t rows = 0;             // those that are not dated after the run's day
  std::optional<Date> first, last;  // over all rows; of a period its first and last day
  std::size_t without_date = 0;     // optional date missing: in no period
  std::size_t without_owner = 0;    // owner link empty
  std::size_t unmatched_owner = 0;  // owner link without a partner
  std::vector<table::RowsWithout> without_other_date;  // `dated paid` where `paid` is missing
};

struct Cube {
  IdVector<plan::SpaceId, Members> members;
  IdVector<plan::CellsId, Cells> cells;  // interval index = position in the request's list
  IdVector<TableId, TableFacts> tables;
  /// A table whose rows passed by holds something to be told of: nothing here counts, and it is to
  /// be loaded as a whole.
  bool must_be_loaded = false;
};

struct ExecOptions {
  std::size_t block_rows = 4096;  // rows evaluated at a time; never changes a value
  unsigned threads = 1;           // parts a table is cut into; never changes a value
  RunJobs run_jobs;               // how the parts are run; absent: one after the other
  io::Profile* profile = nullptr;
  /// The rows of a table that passes by (TableData::passes).
  std::function<std::unique_ptr<table::TableStream>(TableId)> stream_of;
};

/// Scans each fact table once for all requests over it. Reports `only` that met two rows (naming
/// them; not for rows that belong to nobody) and row values beyond 38 digits. Totals never
/// overflow.
Cube execute(const Program& program, const plan::AggregationPlan& plan, const table::Dataset& data,
             const ExecOptions& options, Diagnostics& diagnostics);

}  // namespace kpi::exec
