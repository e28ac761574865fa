#include "table/database_faults.hpp"

#include "base/text.hpp"
#include "io/address.hpp"
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

Diagnostic explain_server(const io::ContentFault& fault, const std::string& table,
                          const std::string& path) {
  using Kind = io::ContentFault::Kind;
  const Argument of_table = {"table", table};
  const Argument why = {"why", fault.place};
  if (fault.kind == Kind::PasswordInAddress) {
    return make_diagnostic(Code::password_in_address, {of_table})
        .hint(Text::data_password_elsewhere);
  }
  if (fault.kind == Kind::GivenInPart) {
    return make_diagnostic(Code::server_gives_part, {of_table, why})
        .note(Text::data_part_is_nothing);
  }
  return make_diagnostic(Code::server_gives_nothing, {of_table, why})
      .hint(Text::data_as_psql, {{"address", path.substr(0, path.find('#'))}});
}

}  // namespace

Diagnostic explain_database(const io::ContentFault& fault, const std::string& table,
                            const std::string& path) {
  using Kind = io::ContentFault::Kind;
  const Argument of_table = {"table", table};
  const bool of_server = fault.kind == Kind::NotGiven || fault.kind == Kind::GivenInPart ||
                         fault.kind == Kind::PasswordInAddress;
  if (of_server) return explain_server(fault, table, path);
  if (fault.kind == Kind::BinaryCell) {
    return make_diagnostic(Code::cell_is_binary, {of_table, {"column", fault.place}})
        .hint(Text::data_leave_out_binary, {of_table});
  }
  if (fault.kind == Kind::WhichTable) {
    Diagnostic diagnostic = make_diagnostic(Code::database_table_unclear, {of_table});
    note_tables(diagnostic, fault);
    const std::size_t name = io::is_address(path) ? 0 : path.rfind('/') + 1;
    return diagnostic.hint(
        Text::data_say_sheet,
        {of_table, {"path", path.substr(name)}, {"sheet", fault.sheets.front()}});
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
