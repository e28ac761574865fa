#include "cli/rejects.hpp"

#include "diag/system_words.hpp"
#include "output/csv.hpp"
#include "table/read_table.hpp"

namespace kpi::cli {
namespace {

constexpr std::string_view kDefaultName = "rejects.csv";

std::string path_of(const Arguments& arguments) {
  if (const auto path = arguments.value("--rejects")) return *path;
  return io::join_path(io::folder_of(arguments.value("--output").value_or("")), kDefaultName);
}

/// The files a run reads: rules, and every table's.
std::vector<std::string> inputs(const driver::Compiled& compiled, const table::Bindings& bindings,
                                const io::Files& files) {
  std::vector<std::string> paths;
  for (const FileId file : compiled.files)
    paths.push_back(compiled.sources[file].path());
  for (const TableSchema& table : compiled.program.tables)
    paths.push_back(table::path_of(table.name, bindings, files));
  return paths;
}

}  // namespace

bool spares_inputs(const Arguments& arguments, const driver::Compiled& compiled,
                   const table::Bindings& bindings, const io::Files& files,
                   Diagnostics& diagnostics) {
  std::vector<std::string> outputs;
  if (const auto path = arguments.value("--output")) outputs.push_back(*path);
  if (arguments.has("--keep-going")) outputs.push_back(path_of(arguments));
  if (outputs.size() > 1 && files.same_file(outputs[0], outputs[1])) {
    diagnostics.report(Code::overwrites_result, {}, {{"path", outputs[1]}});
    return false;
  }
  for (const std::string& input : inputs(compiled, bindings, files)) {
    for (const std::string& output : outputs) {
      if (!files.same_file(input, output)) continue;
      diagnostics.report(Code::overwrites_input, {}, {{"path", output}});
      return false;
    }
  }
  return true;
}

std::string rejects_csv(const Program& program, const table::Bindings& bindings,
                        const std::vector<table::Reject>& rejects, const io::Files& files) {
  output::CsvWriter csv;
  for (const char* head : {"table", "file", "line", "code", "column", "reason", "record"}) {
    csv.text(head);
  }
  csv.end_row();
  for (const table::Reject& reject : rejects) {
    const TableSchema& table = program.tables[reject.table];
    csv.text(table.name);
    csv.text(reject.file.empty() ? table::path_of(table.name, bindings, files) : reject.file);
    csv.text(std::to_string(reject.line));
    csv.text(name_of(reject.code));
    csv.text(reject.column);
    csv.text(reject.reason);
    csv.text(reject.record);
    csv.end_row();
  }
  return csv.take();
}

bool write_rejects(const Program& program, const table::Bindings& bindings,
                   const std::vector<table::Reject>& rejects, std::size_t not_listed,
                   const Arguments& arguments, Shell& shell, Diagnostics& diagnostics) {
  if (!arguments.has("--keep-going")) return true;
  if (rejects.empty() && !arguments.has("--rejects")) return true;
  const std::string path = path_of(arguments);
  const auto why = shell.files.write(path, rejects_csv(program, bindings, rejects, shell.files));
  if (why) {
    diagnostics.report(Code::not_writable, {}, {{"path", path}, why_argument(*why, true)});
    return false;
  }
  if (!rejects.empty()) {
    Diagnostic& report =
        diagnostics.report(Code::rejects_written, {}, {{"count", rejects.size()}, {"path", path}});
    if (not_listed > 0) report.note(Text::rejects_not_listed, {{"count", not_listed}});
  }
  return true;
}

}  // namespace kpi::cli
