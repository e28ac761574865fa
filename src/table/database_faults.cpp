#include "table/database_faults.hpp"

#include "base/text.hpp"
#include "table/cell_faults.hpp"

namespace kpi::table {
namespace {

constexpr std::size_t kMostTables = 20;  // named in a message

void note_tables(Diagnostic& diagnostic, const io::ContentFault& fault) {
  if (fault.sheets.empty()) {
    diagnostic.note(Text::data_no_tables);
  } else {
    diagnostic.note(Text::data_tables_are, {{"tables", listed(fault.sheets, kMostTables)}});
  }
}

}  // namespace

Diagnostic explain_database(const io::ContentFault& fault, const std::string& table,
                            const std::string& path) {
  using Kind = io::ContentFault::Kind;
  const Argument of_table = {"table", table};
  if (fault.kind == Kind::BinaryCell) {
    return make_diagnostic(Code::cell_is_binary, {of_table, {"column", fault.place}})
        .hint(Text::data_leave_out_binary, {of_table});
  }
  if (fault.kind == Kind::WhichTable) {
    Diagnostic diagnostic = make_diagnostic(Code::database_table_unclear, {of_table});
    note_tables(diagnostic, fault);
    return diagnostic.hint(
        Text::data_say_sheet,
        {of_table, {"path", path.substr(path.rfind('/') + 1)}, {"sheet", fault.sheets.front()}});
  }
  const std::string& name = fault.place.empty() ? table : fault.place;
  Diagnostic diagnostic = make_diagnostic(Code::database_table_missing, {{"name", name}, of_table});
  note_tables(diagnostic, fault);
  if (const auto near = nearest(name, fault.sheets)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *near}});
  }
  return diagnostic;
}

}  // namespace kpi::table
