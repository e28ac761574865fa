// Rules that hold for somebody, and those that nobody could decide.

#include <algorithm>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {

std::string rule_text(const Program& program, const score::RuleResult& result, const Words& words) {
  if (!result.raised) {
    return words(Text::out_undecided, {{"reason", reason_name(result.reason, words)}});
  }
  const Rule& rule = program.rules[result.rule];
  std::string text;
  std::size_t value = 0;
  for (const MessagePart& part : rule.message) {
    text += part.value ? shown(result.values[value++], words) : part.text;
  }
  return text;
}

std::vector<Sheet> rule_sheets(const Program& program, const score::RunResult& result,
                               const Words& words) {
  if (result.rules.empty()) return {};
  Sheet sheet;
  sheet.title = words(Text::out_rules);
  sheet.facts = {words(Text::out_as_of, {{"date", to_string(result.as_of)}})};
  const bool names = std::any_of(result.rules.begin(), result.rules.end(), [](const auto& rule) {
    return !rule.name.empty() && rule.name != rule.key;
  });
  sheet.heads = {{words(Text::out_rule), {}, Align::Left},
                 {words(Text::out_period), {}, Align::Left},
                 {words(Text::out_key), {}, Align::Left}};
  if (names) sheet.heads.push_back({words(Text::out_name), {}, Align::Left});
  sheet.key_columns = sheet.heads.size();
  sheet.heads.push_back({words(Text::out_message), {}, Align::Left});
  for (const score::RuleResult& rule : result.rules) {
    Row row = {{label_of(program.rules[rule.rule])},
               {to_string(rule.period, program.calendar)},
               {rule.key}};
    if (names) row.push_back({rule.name});
    row.push_back({rule_text(program, rule, words), rule.raised ? Tone::Plain : Tone::Quiet});
    sheet.rows.push_back(std::move(row));
  }
  return {sheet};
}

}  // namespace kpi::output
