#include "table/workbook_faults.hpp"

#include "base/text.hpp"
#include "table/cell_faults.hpp"

namespace kpi::table {
namespace {

constexpr std::size_t kMostSheets = 20;  // named in a message

Diagnostic explain_damage(const io::ContentFault& fault, const Argument& table) {
  Diagnostic diagnostic = make_diagnostic(Code::workbook_damaged, {table});
  if (!fault.place.empty()) diagnostic.note(Text::data_damaged_at, {{"place", fault.place}});
  return diagnostic.hint(Text::data_save_workbook_again);
}

Diagnostic explain_missing_sheet(const io::ContentFault& fault, const Argument& table) {
  Diagnostic diagnostic = make_diagnostic(Code::sheet_missing, {table, {"sheet", fault.place}});
  if (fault.sheets.empty()) return diagnostic.note(Text::data_is_no_workbook);
  diagnostic.note(Text::data_sheets_are, {{"sheets", listed(fault.sheets, kMostSheets)}});
  if (const auto near = nearest(fault.place, fault.sheets)) {
    diagnostic.hint(Text::did_you_mean, {{"name", *near}});
  }
  return diagnostic;
}

Diagnostic explain_choice(const io::ContentFault& fault, const Argument& table,
                          const std::string& path) {
  return make_diagnostic(Code::sheet_unclear, {table})
      .note(Text::data_sheets_are, {{"sheets", listed(fault.sheets, kMostSheets)}})
      .hint(Text::data_say_sheet,
            {table, {"path", path.substr(path.rfind('/') + 1)}, {"sheet", fault.sheets.front()}});
}

}  // namespace

Diagnostic explain_workbook(const io::ContentFault& fault, const std::string& table,
                            const std::string& path) {
  using Kind = io::ContentFault::Kind;
  const Argument of_table = {"table", table};
  switch (fault.kind) {
    case Kind::Protected:
      return make_diagnostic(Code::workbook_protected, {of_table}).hint(Text::data_remove_password);
    case Kind::OldWorkbook:
      return make_diagnostic(Code::workbook_old, {of_table}).hint(Text::data_save_workbook_again);
    case Kind::NoSheet: return explain_missing_sheet(fault, of_table);
    case Kind::WhichSheet: return explain_choice(fault, of_table, path);
    case Kind::EmptyRange:
      return make_diagnostic(Code::range_without_header, {of_table, {"range", fault.place}})
          .note(Text::data_range_rule);
    case Kind::CellError:
      return make_diagnostic(Code::cell_holds_error,
                             {of_table, {"cell", fault.place}, {"error", fault.form}})
          .hint(Text::data_correct_cell)
          .hint(Text::data_part_of_sheet, {of_table});
    case Kind::MergedCells:
      return make_diagnostic(Code::cells_merged, {of_table, {"cells", fault.place}})
          .hint(Text::data_unmerge);
    case Kind::BadWorkbook:
    case Kind::NotEncoded:
    case Kind::EndsEarly:
    case Kind::Damaged:
    case Kind::GrowsTooFar:
    case Kind::NoTable:
    case Kind::WhichTable:
    case Kind::BinaryCell:
    case Kind::NotGiven:
    case Kind::GivenInPart:
    case Kind::PasswordInAddress: break;
  }
  return explain_damage(fault, of_table);
}

}  // namespace kpi::table
