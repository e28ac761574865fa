#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/jobs.hpp"
#include "diag/diagnostic.hpp"
#include "diag/render.hpp"
#include "io/files.hpp"
#include "io/profile.hpp"
#include "io/progress.hpp"
#include "table/column_store.hpp"
#include "table/table.hpp"

namespace kpi::table {

/// Where the tables' files are: `folder/NAME.csv`, or a workbook of that name where there is no
/// such file, unless a table has a path of its own.
struct Bindings {
  std::string folder;
  std::map<std::string, std::string> paths;  // table name -> path
};

/// The file of the table of that name.
std::string path_of(const std::string& table, const Bindings& bindings, const io::Files& files);

/// Where a table's rows come from.
struct Source {
  std::string path;   // with the sheet, of a workbook with several
  std::string rival;  // another file that is as good as that one
};
Source source_of(const TableSchema& table, const Bindings& bindings, const io::Files& files);

struct LoadOptions {
  bool keep_going = false;                // leave out rows that cannot be used, and list them
  std::size_t block_bytes = 128 * 1024;   // how much is read at a time; never changes a value
  std::size_t max_reports = 20;           // diagnostics per kind and table before they are counted
  std::size_t max_rejects = 100'000;      // rows listed with their text, per table; then counted
  Language language = Language::English;  // of the reasons of rows left out
  RunJobs run_jobs;                       // columns are read at the same time
  io::Profile* profile = nullptr;
  io::Progress* progress = nullptr;         // told of every byte that is read
  ColumnStore* store = nullptr;             // asked before a file is read
  IdVector<TableId, std::uint8_t> passing;  // tables that are not loaded: their rows pass by later
};

/// A row that cannot be used, with the reason's code and the row's text as it stood in the file.
struct Reject {
  TableId table;
  std::uint64_t line = 0;
  Code code;
  std::string column;
  std::string reason;      // the message, in the language of LoadOptions
  std::string record;      // the raw record
  std::string value = {};  // of a link without a partner
  std::string file = {};   // of several files its own; see rejects_by_file
};

struct Loaded {
  Dataset data;
  std::vector<Reject> rejects;
  std::size_t rejects_not_listed = 0;  // beyond LoadOptions::max_rejects
  std::vector<std::size_t> rows_read;  // per table: records in the file without the header
};

/// The tables a run reads: those some rule touches, and those a column of theirs links to.
IdVector<TableId, std::uint8_t> tables_to_read(const Program& program);

/// Loads every table the program uses: reads, types, checks keys, links, required values.
/// `check`s, `unique` and `valid` are checked by rows::validate once the columns stand.
Loaded load(const Program& program, const Bindings& bindings, const io::Files& files,
            const LoadOptions& options, Diagnostics& diagnostics);

/// Sorts the rejects by table and line, and reads the files again for rows whose text is not known:
/// those found unusable only when all tables stood. Call it again after adding rejects.
void complete_rejects(Loaded& loaded, const io::Files& files, const LoadOptions& options);
/// The rejects, those of several files with their own file and its lines, which were counted
/// through till now.
std::vector<Reject> rejects_by_file(Loaded& loaded);
/// Notes in each table how many rows of its file are not in it.
void count_left_out(Loaded& loaded);

}  // namespace kpi::table
