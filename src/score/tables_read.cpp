#include "score/tables_read.hpp"

namespace kpi::score {
namespace {

class Finder {
 public:
  Finder(const Program& program, const plan::Plan& plan) : program_(program), plan_(plan) {
    found_.resize(program.tables.size(), 0);
  }

  IdVector<TableId, std::uint8_t> find() {
    for (const plan::Space& space : plan_.aggregation.spaces)
      rows_of(space);
    for (const plan::QueryKey& key : plan_.query_keys) {
      const auto& axes = plan_.aggregation.spaces[plan_.query_space].axes;
      if (key.column) path(axes[key.axis].table, *key.column);
    }
    for (const plan::Step& step : plan_.steps)
      read_by(step);
    for (const Scorecard& card : program_.scorecards)
      add(card.table);
    for (const Payout& payout : program_.payouts)
      add(payout.table);
    for (const Rule& rule : program_.rules)
      add(rule.table);
    for (const plan::ScopeOutput& scope : plan_.scopes)
      add(scope.table);
    return std::move(found_);
  }

 private:
  void add(TableId table) {
    if (table && program_.tables[table].used) found_[table] = 1;
  }

  /// Members that are rows are known by their keys, and by where their links lead.
  void rows_of(const plan::Space& space) {
    for (const plan::Axis& axis : space.axes) {
      if (axis.kind != plan::AxisKind::Value) add(axis.table);
    }
  }

  void path(TableId table, const ColumnPath& path) {
    add(table);
    for (const ColumnId link : path.links) {
      table = program_.tables[table].columns[link].type.link;
      add(table);
    }
  }

  void read_by(const plan::Step& step) {
    const auto& axes = plan_.aggregation.spaces[step.space].axes;
    const bool of_people =  // from each person to the member
        step.kind == plan::StepKind::OverPeople || step.kind == plan::StepKind::RollUp;
    const bool rows = !axes.empty() && axes[0].kind != plan::AxisKind::Value && !of_people;
    if (rows) path(axes[0].table, step.path);
    if (step.kind == plan::StepKind::Held) {
      const Expr& held = program_.exprs[step.expr];
      path(held.history, held.path);
    }
    if (!of_people) return;
    path(plan_.aggregation.spaces[plan_.steps[step.args[0]].space].axes[0].table, step.path);
    for (const plan::Axis& axis : axes)
      path(axis.table, axis.column.value_or(ColumnPath()));
  }

  const Program& program_;
  const plan::Plan& plan_;
  IdVector<TableId, std::uint8_t> found_;
};

}  // namespace

IdVector<TableId, std::uint8_t> tables_read(const Program& program, const plan::Plan& plan) {
  return Finder(program, plan).find();
}

}  // namespace kpi::score
