#include "table/odd_rows.hpp"

#include "base/text.hpp"
#include "table/cell_faults.hpp"

namespace kpi::table {
bool says_total(std::string_view text) {
  constexpr std::string_view kLatin[] = {"total", "totals", "subtotal", "sum"};
  constexpr std::string_view kHan[] = {"合计", "总计", "小计", "共计", "汇总",
                                       "合計", "總計", "小計", "共計", "彙總"};
  std::string plain = ascii_lower(to_nfkc(trim(text)));
  if (plain.ends_with(":")) plain.pop_back();
  for (const std::string_view word : kLatin) {
    if (plain == word || plain.ends_with(' ' + std::string(word))) return true;
  }
  for (const std::string_view word : kHan) {
    if (plain.ends_with(word)) return true;
  }
  return false;
}

std::optional<OddRow> explain_odd_row(const RecordBatch& batch, const Record& record,
                                      const std::vector<std::uint8_t>& amounts,
                                      const std::string& table) {
  std::string scratch;
  OddRow odd{make_diagnostic(Code::empty_row)};
  bool only_amounts = true;
  for (std::size_t field = 0; field < record.field_count; ++field) {
    const std::string_view text = batch.text(record, field, scratch);
    if (trim(text).empty()) continue;
    const bool word = says_total(text);
    const bool first = odd.kind == OddRow::Kind::Empty;
    only_amounts = only_amounts && field < amounts.size() && amounts[field] != 0;
    if (word || first) odd.field = field;
    odd.kind = word ? OddRow::Kind::Total : OddRow::Kind::OnlyAmounts;
    if (word) break;
  }
  if (odd.kind == OddRow::Kind::OnlyAmounts && !only_amounts) return std::nullopt;
  if (odd.kind != OddRow::Kind::Empty) {
    odd.diagnostic = make_diagnostic(Code::total_row, {{"table", table}});
  }
  odd.diagnostic.hint(Text::data_remove_row);
  return odd;
}

}  // namespace kpi::table
