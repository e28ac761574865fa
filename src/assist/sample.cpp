#include "assist/sample.hpp"

#include <algorithm>

#include "assist/spelling.hpp"
#include "driver/session.hpp"
#include "io/data_files.hpp"
#include "output/number.hpp"

namespace kpi::assist {
namespace {

/// Whose value is asked for, and how often it is computed.
struct Asked {
  std::string text;            // the query's measure
  std::string card;            // whose people count; empty: anybody's
  std::vector<TableId> facts;  // what it reads
  TableId people;
  PeriodUnit every = PeriodUnit::Month;
};

/// Cards that measure it say for whom and how often.
void ask_as_cards(const Program& program, MetricId metric, Asked& asked) {
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines) {
      if (line.metric != metric) continue;
      asked.people = card.table;
      asked.every = card.every;
      asked.card = card.name;
      return;
    }
  }
  const Metric& read = program.metrics[metric];
  asked.people = read.subject_table;
  if (asked.people || read.facts.empty()) return;
  TableId at = read.facts[0];
  const auto& credited = program.tables[at].credited;
  if (!credited) return;
  for (const ColumnId link : credited->links)
    at = program.tables[at].columns[link].type.link;
  asked.people = at;
}

std::string score_of(const std::string& card) {
  return "score(" + written(card) + ")";
}

std::vector<TableId> facts_of(const Program& program, const Scorecard& card) {
  std::vector<TableId> facts;
  for (const Line& line : card.lines) {
    if (!line.metric) continue;
    for (const TableId fact : program.metrics[line.metric].facts) {
      if (std::find(facts.begin(), facts.end(), fact) == facts.end()) facts.push_back(fact);
    }
  }
  return facts;
}

std::optional<Asked> asked_of(const Program& program, const DeclaredName& name) {
  Asked asked;
  const auto is_it = [&](const auto& item) { return item.name == name.name; };
  if (name.kind == NameKind::Metric) {
    const auto& all = program.metrics;
    const auto found = std::find_if(all.begin(), all.end(), is_it);
    if (found == all.end() || !found->formula || !found->unbound.empty()) return std::nullopt;
    asked.text = written(name.name);
    asked.facts = found->facts;
    ask_as_cards(program, MetricId(static_cast<std::size_t>(found - all.begin())), asked);
    return asked;
  }
  if (name.kind == NameKind::Scorecard) {
    const auto& all = program.scorecards;
    const auto found = std::find_if(all.begin(), all.end(), is_it);
    if (found == all.end()) return std::nullopt;
    return Asked{score_of(name.name), name.name, facts_of(program, *found), found->table,
                 found->every};
  }
  if (name.kind == NameKind::Payout) {
    const auto& all = program.payouts;
    const auto found = std::find_if(all.begin(), all.end(), is_it);
    if (found == all.end()) return std::nullopt;
    std::vector<TableId> facts;
    std::string card;
    if (found->scorecard) {
      facts = facts_of(program, program.scorecards[found->scorecard]);
      card = program.scorecards[found->scorecard].name;
    }
    return Asked{written(name.name), card, std::move(facts), found->table, found->every};
  }
  return std::nullopt;
}

class Sampler {
 public:
  Sampler(const Model& model, const std::string& folder, const io::Files& files)
      : model_(model), files_(files) {
    request_.bindings.folder = folder;
  }

  std::optional<score::QueryResult> ask(const std::string& text) {
    driver::Compiled compiled = model_.studied.compiled;  // the query is added to its sources
    Diagnostics diagnostics;
    driver::QueryOutcome outcome = driver::query(compiled, text, request_, files_, diagnostics);
    if (!outcome.ok) return std::nullopt;
    return std::move(outcome.result);
  }

  /// The last period of the unit for which every table that is read is complete.
  std::optional<Period> last_period(const std::vector<TableId>& facts, PeriodUnit unit) {
    std::string counts;
    for (const TableId fact : facts) {
      const TableSchema& table = model_.program().tables[fact];
      if (!table.dated || table.snapshot) continue;
      counts += (counts.empty() ? "count(" : ", count(") + written(table.name) + ")";
    }
    if (counts.empty()) return std::nullopt;
    const auto all = ask(counts + " during 1990 to 2100");
    if (!all) return std::nullopt;
    std::optional<Date> last;
    for (const score::Coverage& coverage : all->coverage) {
      if (!last || coverage.days.last < *last) last = coverage.days.last;
    }
    if (!last) return std::nullopt;
    const Calendar& calendar = model_.program().calendar;
    const Period period = period_containing(*last, unit, true, calendar);
    return days_of(period, calendar).last == *last ? period : previous(period);
  }

 private:
  static Period previous(Period period) {
    --period.ordinal;
    return period;
  }

  const Model& model_;
  const io::Files& files_;
  driver::RunRequest request_;
};

/// The first person whom the second measure is about; where it is about nobody, the first one.
const score::QueryResult::Row* row_shown(const score::QueryResult& result, bool of_company) {
  const score::QueryResult::Row* first = nullptr;
  for (const score::QueryResult::Row& row : result.rows) {
    if (row.is_none || row.is_total != of_company || row.values.size() < 2) continue;
    const Value& on_card = row.values[1];
    if (!on_card.is_none() || on_card.reason() != NoneReason::OutOfScope) return &row;
    if (first == nullptr) first = &row;
  }
  return first;
}

/// Whether the declaration reads as it did in the rules that can be computed.
bool stands_as_in(const Model& good, const Model& model, const DeclaredName& name) {
  const auto then = good.names.declared(name.name);
  return then && good.sources().text(good.names[*then].item) == model.sources().text(name.item);
}

}  // namespace

std::optional<std::string> sample_folder(const Model& model, const io::Files& files) {
  if (!model.has_main()) return std::nullopt;
  std::string folder = io::join_path(io::folder_of(model.sources()[model.main()].path()), "data");
  return files.is_folder(folder) ? std::optional<std::string>(std::move(folder)) : std::nullopt;
}

std::uint64_t sample_size(const std::string& folder, const io::Files& files) {
  std::uint64_t bytes = 0;
  for (const std::string& name : files.list(folder)) {
    const auto identity = files.identity(io::join_path(folder, name));
    if (identity) bytes += identity->bytes;
  }
  return bytes;
}

std::optional<std::string> sample_value(const Model& model, NameId id, const io::Files& files,
                                        Language language) {
  const Model* good = computable(model);
  const auto folder = sample_folder(model, files);
  if (good == nullptr || !folder) return std::nullopt;
  const DeclaredName& name = model.names[model.names.root(id)];
  if (!model.ok() && !stands_as_in(*good, model, name)) return std::nullopt;
  const auto asked = asked_of(good->program(), name);
  if (!asked) return std::nullopt;
  const io::DataFiles data(files);
  Sampler sampler(*good, *folder, data);
  const auto period = sampler.last_period(asked->facts, asked->every);
  if (!period) return std::nullopt;
  const std::string days = to_string(*period, good->program().calendar);
  const std::string by =
      asked->people ? " by " + written(good->program().tables[asked->people].name) : "";
  const std::string on_card = asked->card.empty() ? asked->text : score_of(asked->card);
  const auto result = sampler.ask(asked->text + ", " + on_card + by + " during " + days);
  const auto* row = result ? row_shown(*result, by.empty()) : nullptr;
  if (row == nullptr) return std::nullopt;
  const output::Words words(language);
  const auto& measure = result->measures[0];
  const score::Quantity quantity{row->values[0], measure.type, measure.published};
  const std::string subject = row->keys.empty() ? words(Text::out_company) : row->keys[0];
  std::string text = words(Text::sample_value, {{"name", name.name},
                                                {"value", output::shown_with_unit(quantity, words)},
                                                {"subject", subject},
                                                {"period", days}});
  return model.ok() ? text : words(Text::sample_earlier, {{"value", text}});
}

}  // namespace kpi::assist
