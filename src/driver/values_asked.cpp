#include "driver/values_asked.hpp"

#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "program/links.hpp"
#include "table/cell_faults.hpp"
#include "table/header.hpp"

namespace kpi::driver {
namespace {

class ValuesAsked {
 public:
  ValuesAsked(const Program& program, const table::Dataset& data)
      : program_(program), data_(data) {}

  void of(AggregateId id) {
    if (!id || !aggregates_.insert(id).second) return;
    const Aggregate& aggregate = program_.aggregates[id];
    for (const ProgramExprId part : {aggregate.value, aggregate.other, aggregate.where})
      of(part);
    of(aggregate.by_credit);
    for (const AggregateId inner : aggregate.group_aggregates)
      of(inner);
  }
  void of(ProgramExprId id) {
    if (!id || !exprs_.insert(id).second) return;
    const Expr& expr = program_.exprs[id];
    compared(expr);
    for (const ProgramExprId arg : expr.args)
      of(arg);
  }
  /// Only the comparison itself.
  void compared(const Expr& expr) {
    if (expr.op != Op::Equal && expr.op != Op::NotEqual) return;
    const Expr* const sides[] = {&program_.exprs[expr.args[0]], &program_.exprs[expr.args[1]]};
    for (const std::size_t side : {0U, 1U}) {
      const Expr& column = *sides[side];
      const Expr& text = *sides[1 - side];
      const bool is_one = column.op == Op::Column && column.path.column &&
                          text.op == Op::Constant && text.constant.is_text();
      if (is_one) asked_[place_of(column)].insert(text.constant.text());
    }
  }

  void report(Diagnostics& diagnostics) const {
    for (const auto& [place, texts] : asked_) {
      const auto& [table, column] = place;
      const table::Dictionary* const there = data_.tables[table].columns[column].dictionary.get();
      if (there == nullptr || there->size() == 0) continue;
      for (const std::string& text : texts) {
        if (!there->find(text)) warn(table, column, text, *there, diagnostics);
      }
    }
  }

 private:
  using Place = std::pair<TableId, ColumnId>;

  Place place_of(const Expr& column) const {
    return {table_after(program_, column.type.table, column.path.links), column.path.column};
  }

  void warn(TableId table, ColumnId column, const std::string& text, const table::Dictionary& there,
            Diagnostics& diagnostics) const {
    constexpr std::size_t kMostCompared = 20'000, kMostChoices = 12;
    const TableSchema& schema = program_.tables[table];
    const std::string& name = schema.columns[column].name;
    Diagnostic& warning = diagnostics.report_data(
        Code::value_not_there,
        DataPlace{data_.tables[table].path, 0, 0,
                  table::clean_header(schema.columns[column].header)},
        {{"table", schema.name}, {"column", name}, {"value", table::quoted_value(text)}});
    if (there.size() > kMostCompared) return;
    std::vector<std::string> values;
    for (std::size_t code = 0; code < there.size(); ++code)
      values.emplace_back(there.text(static_cast<std::int64_t>(code)));
    warning.note(Text::data_values_there, {{"values", table::listed_values(values)}});
    if (const auto meant = nearest(text, values)) {
      warning.hint(Text::did_you_mean, {{"name", table::quoted_value(*meant)}});
    } else if (values.size() <= kMostChoices) {
      warning.hint(Text::data_declare_choices, {{"column", name}});
    }
  }

  const Program& program_;
  const table::Dataset& data_;
  std::set<AggregateId> aggregates_;
  std::set<ProgramExprId> exprs_;
  std::map<Place, std::set<std::string>> asked_;
};

}  // namespace

void warn_of_values_not_there(const Program& program, const plan::AggregationPlan& plan,
                              const table::Dataset& data, Diagnostics& diagnostics) {
  ValuesAsked asked(program, data);
  for (const plan::CellsRequest& request : plan.cells)
    asked.of(request.aggregate);
  asked.report(diagnostics);
}

void warn_of_values_not_there(const Program& program,
                              const IdVector<plan::StepId, plan::Step>& steps,
                              const table::Dataset& data, Diagnostics& diagnostics) {
  ValuesAsked asked(program, data);
  for (const plan::Step& step : steps) {
    if (step.kind == plan::StepKind::Apply && step.expr) asked.compared(program.exprs[step.expr]);
  }
  asked.report(diagnostics);
}

}  // namespace kpi::driver
