#include <catch2/catch.hpp>
#include <random>

#include "../unit/support/plans.hpp"
#include "../unit/table/loading.hpp"
#include "exec/cube.hpp"
#include "exec_oracle.hpp"

// Random tables and aggregates: the engine equals the oracle, whatever the blocks, the parts and
// the order of the rows.

namespace kpi {
namespace {

using test::Exprs;

constexpr int kRuns = 150;

std::string text_of(const Value& value) {
  if (value.is_none()) return "none(" + std::string(name_of(value.reason())) + ")";
  if (value.is_number()) return to_fraction_string(value.number());
  if (value.is_text()) return '"' + value.text() + '"';
  return value.is_date() ? to_string(value.date()) : (value.truth() ? "true" : "false");
}

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    declare();
    write_rows();
    plan.as_of = day(40 + pick(80));
    spaces();
    for (int i = 0; i < 6; ++i) {
      plan.intervals.push(DateRange{day(pick(60)), day(pick(60) + 40)});
    }
    const int count = 5 + pick(5);
    for (int i = 0; i < count; ++i)
      request();
    test::add_parts(program, plan);
  }

  /// The tables with the order lines as drawn, or rearranged.
  table::Dataset loaded(bool rearranged) {
    std::vector<std::string> lines = order_lines_;
    if (rearranged) std::shuffle(lines.begin(), lines.end(), random_);
    std::string text = "rep,customer,line,placed,paid,quarter,amount,cost,pieces\n";
    for (const std::string& line : lines)
      text += line;
    const auto loading = test::load(program, {{"reps.csv", reps_text_}, {"orders.csv", text}});
    INFO(loading.messages());
    REQUIRE(!loading.diagnostics.has_errors());
    return loading.loaded.data;
  }

  Program program;
  TableId reps, orders;
  plan::AggregationPlan plan;

 private:
  int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }
  bool chance(int percent) { return pick(100) < percent; }
  template <class T>
  T one_of(std::vector<T> items) {
    return items[static_cast<std::size_t>(pick(static_cast<int>(items.size())))];
  }
  static Date day(int offset) { return Date{from_civil(2025, 1, 1)->days + offset}; }

  void declare() {
    reps = test::add_table(program, "reps",
                           {test::key("rep"), test::optional(test::text("region")),
                            test::optional(test::link("manager", TableId(0))), test::day("hired")});
    Column seller = test::optional(test::link("rep", reps));
    seller.or_unmatched = true;
    orders = test::add_table(
        program, "orders",
        {std::move(seller), test::optional(test::text("customer")),
         test::choice("line", {"b", "a", "c"}), test::day("placed"),
         test::optional(test::day("paid")), test::period("quarter", PeriodUnit::Month),
         test::money("amount"), test::optional(test::money("cost", 3)), test::count("pieces")});
  }

  void write_rows() {
    reps_text_ = "rep,region,manager,hired\n";
    const int rep_count = 1 + pick(5);
    for (int i = 0; i < rep_count; ++i) {
      const std::string manager = i > 0 && chance(70) ? "R" + std::to_string(pick(i)) : "";
      reps_text_ += "R" + std::to_string(i) + "," + one_of<std::string>({"", "北", "南", "East"}) +
                    "," + manager + "," + to_string(day(-pick(900))) + "\n";
    }
    const int rows = pick(60);
    for (int i = 0; i < rows; ++i)
      order_lines_.push_back(order_line(rep_count));
  }

  std::string order_line(int rep_count) {
    std::string rep = "R" + std::to_string(pick(rep_count + 1));  // the last one is unmatched
    if (chance(10)) rep.clear();
    const Date placed = day(pick(120));
    const std::string paid = chance(60) ? to_string(Date{placed.days + pick(60)}) : "";
    const std::string cost =
        chance(70) ? to_decimal_string(Rational::fraction(pick(900) - 300, 1000), 3) : "";
    return rep + "," + one_of<std::string>({"", "A", "B", "C", "北"}) + "," +
           one_of<std::string>({"a", "b", "c"}) + "," + to_string(placed) + "," + paid + "," +
           "2025-0" + std::to_string(1 + pick(4)) + "," +
           to_decimal_string(Rational::fraction(pick(20000) - 4000, 100), 2) + "," + cost + "," +
           std::to_string(pick(5)) + "\n";
  }

  void spaces() {
    const auto region = test::path_to(program, reps, {"region"});
    const auto to_rep = test::links_to(program, orders, {"rep"});
    add_space({}, {});
    add_space({test::row_axis(reps)}, {to_rep});
    add_space({test::row_axis(reps)}, {test::links_to(program, orders, {"rep", "manager"})});
    add_space({test::owned_axis(reps)}, {to_rep});
    add_space({test::value_axis(reps, region)},
              {test::path_to(program, orders, {"rep", "region"})});
    add_space({test::value_axis(orders)}, {test::path_to(program, orders, {"customer"})});
    add_space({test::value_axis(orders)}, {test::path_to(program, orders, {"placed"})});
    add_space({test::row_axis(reps), test::value_axis(orders)},
              {to_rep, test::path_to(program, orders, {"line"})});
  }
  void add_space(std::vector<plan::Axis> axes, std::vector<ColumnPath> paths) {
    test::add_space(plan, std::move(axes));
    paths_.push_back(std::move(paths));
  }

  ProgramExprId column(const std::vector<std::string>& names) {
    return make_.column(orders, names);
  }

  ProgramExprId number(int depth) {
    if (depth == 0) {
      const int choice = pick(4);
      if (choice == 0) return column({"amount"});
      if (choice == 1) return column({"cost"});
      if (choice == 2) return column({"pieces"});
      return make_.number(one_of<std::string>({"0", "-1.5", "2", "0.125"}));
    }
    switch (pick(9)) {
      case 0: return make_.op(Op::Add, {number(depth - 1), number(depth - 1)});
      case 1: return make_.op(Op::Subtract, {number(depth - 1), number(depth - 1)});
      case 2: return make_.op(Op::Multiply, {number(depth - 1), number(depth - 1)});
      case 3: return make_.op(Op::IfNone, {number(depth - 1), number(depth - 1)});
      case 4: return make_.op(Op::If, {condition(depth - 1), number(depth - 1), number(depth - 1)});
      case 5:
        return make_.op(one_of<Op>({Op::Min, Op::Max}), {number(depth - 1), number(depth - 1)});
      case 6: return make_.round(number(depth - 1), "0.05", mode());
      case 7: return quotient(depth - 1);
      default:
        return make_.op(one_of<Op>({Op::DaysBetween, Op::Days, Op::Months}), {date(), date()});
    }
  }
  ProgramExprId quotient(int depth) {
    ProgramExprId inner = make_.op(Op::Divide, {number(depth), column({"pieces"})});
    if (chance(30)) inner = make_.op(Op::Add, {inner, number(depth)});
    return make_.round(inner, one_of<std::string>({"0.01", "0.25", "1"}), mode());
  }
  RoundMode mode() {
    return one_of<RoundMode>({RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Up,
                              RoundMode::Down, RoundMode::Floor, RoundMode::Ceil});
  }
  ProgramExprId date() {
    const int choice = pick(6);
    if (choice == 0 && may_read_period_) return make_.op(Op::PeriodEnd);
    if (choice == 1) return column({"rep", "hired"});
    if (choice == 2) return make_.day("2025-02-01");
    if (choice == 3) return make_.op(Op::AddMonths, {column({"placed"}), make_.number("1")});
    return column({choice == 4 ? "placed" : "paid"});
  }
  ProgramExprId text() {
    switch (pick(6)) {
      case 0: return column({"rep", "region"});
      case 1: return column({"line"});
      case 2: return make_.text(one_of<std::string>({"a", "北", "zz", ""}));
      case 3: return make_.op(Op::IfNone, {column({"customer"}), column({"line"})});
      default: return column({"customer"});
    }
  }
  ProgramExprId condition(int depth) {
    const Op comparison = one_of<Op>(
        {Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual, Op::Equal, Op::NotEqual});
    const int choice = pick(depth > 0 ? 7 : 4);
    if (choice == 0) return make_.op(comparison, {number(0), number(0)});
    if (choice == 1) return make_.op(comparison, {text(), text()});
    if (choice == 2) return make_.op(comparison, {date(), date()});
    if (choice == 3) return make_.op(one_of<Op>({Op::IsPresent, Op::IsNone}), {column({"paid"})});
    if (choice == 4) return make_.op(Op::Not, {condition(depth - 1)});
    std::vector<ProgramExprId> parts = {condition(depth - 1), condition(depth - 1)};
    if (chance(30)) parts.push_back(condition(depth - 1));
    return make_.op(one_of<Op>({Op::And, Op::Or}), std::move(parts));
  }

  Aggregate rows_aggregate() {
    Aggregate aggregate;
    aggregate.table = orders;
    aggregate.kind = one_of<AggregateKind>(
        {AggregateKind::Sum, AggregateKind::Count, AggregateKind::CountDistinct, AggregateKind::Avg,
         AggregateKind::Min, AggregateKind::Max, AggregateKind::Only});
    aggregate.skipping_none = chance(50);
    may_read_period_ = chance(30);
    if (aggregate.kind != AggregateKind::Count || chance(50)) aggregate.value = number(pick(3));
    const bool any_kind = aggregate.kind == AggregateKind::CountDistinct ||
                          aggregate.kind == AggregateKind::Only ||
                          aggregate.kind == AggregateKind::Min;
    if (any_kind && chance(40)) aggregate.value = chance(70) ? text() : date();
    if (aggregate.kind == AggregateKind::CountDistinct && chance(20)) {
      aggregate.value = column({"rep"});
    }
    if (chance(60)) aggregate.where = condition(pick(3));
    aggregate.reads_period = may_read_period_;
    return aggregate;
  }

  Aggregate grouped_aggregate() {
    Aggregate aggregate = rows_aggregate();
    aggregate.value = ProgramExprId();
    while (aggregate.kind == AggregateKind::Only)
      aggregate.kind = rows_aggregate().kind;
    aggregate.per = one_of<ColumnPath>({test::path_to(program, orders, {"customer"}),
                                        test::links_to(program, orders, {"rep"}),
                                        test::path_to(program, orders, {"rep"}),
                                        test::path_to(program, orders, {"rep", "region"})});
    for (int i = 0; i < 2; ++i) {
      Aggregate inner = rows_aggregate();
      inner.kind = one_of<AggregateKind>({AggregateKind::Sum, AggregateKind::Count,
                                          AggregateKind::Avg, AggregateKind::CountDistinct});
      inner.value = number(1);
      inner.dated = aggregate.dated;
      aggregate.group_aggregates.push_back(program.aggregates.push(std::move(inner)));
    }
    aggregate.group_value = make_.op(Op::Add, {make_.group_value(0), make_.group_value(1)});
    if (chance(60)) {
      aggregate.group_where = make_.op(
          Op::Greater, {make_.group_value(1), make_.number(one_of<std::string>({"0", "2"}))});
    }
    return aggregate;
  }

  void request() {
    Aggregate aggregate = chance(35) ? grouped_aggregate() : rows_aggregate();
    aggregate.dated =
        one_of<ColumnId>({ColumnId(3), ColumnId(3), ColumnId(4), ColumnId(5), ColumnId()});
    for (const AggregateId inner : aggregate.group_aggregates) {
      program.aggregates[inner].dated = aggregate.dated;
    }
    std::vector<plan::IntervalId> intervals;
    for (std::size_t i = 0; i < plan.intervals.size(); ++i) {
      if (chance(60)) intervals.push_back(plan::IntervalId(i));
    }
    const auto id = program.aggregates.push(std::move(aggregate));
    const auto space = static_cast<std::size_t>(pick(static_cast<int>(paths_.size())));
    test::add_cells(plan, id, plan::SpaceId(space), paths_[space], std::move(intervals));
  }

  std::mt19937 random_;
  Exprs make_{program};
  bool may_read_period_ = false;
  std::string reps_text_;
  std::vector<std::string> order_lines_;
  std::vector<std::vector<ColumnPath>> paths_;
};

/// Rows that belong to a member, found one by one.
std::vector<std::size_t> rows_of_member(const World& world, const table::Dataset& data,
                                        const test::Oracle& oracle,
                                        const plan::CellsRequest& request,
                                        const exec::Member& member) {
  const rows::Evaluator evaluator(world.program, data);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < data.tables[world.orders].row_count; ++row) {
    bool belongs = true;
    for (std::size_t i = 0; i < member.size(); ++i) {
      const plan::Axis& axis = world.plan.spaces[request.space].axes[i];
      const auto reached = evaluator.follow(world.orders, request.paths[i], row);
      if (axis.kind == plan::AxisKind::Row) {
        belongs = belongs && (member[i].none ? !reached : reached == member[i].row);
      } else if (axis.kind == plan::AxisKind::Owned) {
        belongs = belongs && reached.has_value();
      } else {
        Value value = oracle.cell(world.orders, request.paths[i], row);
        if (value.is_date()) value = to_string(value.date());
        belongs = belongs && (member[i].none ? value.is_none() : value == Value(member[i].text));
      }
    }
    if (belongs) rows.push_back(row);
  }
  return rows;
}

void same_cubes(const exec::Cube& a, const exec::Cube& b, const plan::AggregationPlan& plan) {
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    const plan::CellsRequest& request = plan.cells[plan::CellsId(c)];
    const exec::Members& members = a.members[request.space];
    REQUIRE(members.size() == b.members[request.space].size());
    for (std::size_t m = 0; m < members.size(); ++m) {
      REQUIRE(members[m] == b.members[request.space][m]);
      for (std::size_t i = 0; i < request.intervals.size(); ++i) {
        REQUIRE(a.cells[plan::CellsId(c)].value(m, i) == b.cells[plan::CellsId(c)].value(m, i));
        REQUIRE(a.cells[plan::CellsId(c)].rows(m, i) == b.cells[plan::CellsId(c)].rows(m, i));
      }
    }
  }
}

exec::Cube run(const World& world, const table::Dataset& data, std::size_t block_rows,
               unsigned threads) {
  exec::ExecOptions options;
  options.block_rows = block_rows;
  options.threads = threads;
  options.run_jobs = [](std::size_t count, const std::function<void(std::size_t)>& job) {
    for (std::size_t i = count; i-- > 0;)
      job(i);  // the last part first
  };
  Diagnostics diagnostics;
  return exec::execute(world.program, world.plan, data, options, diagnostics);
}

TEST_CASE("the engine equals a row at a time", "[exec][property]") {
  for (unsigned seed = 0; seed < kRuns; ++seed) {
    World world(seed);
    const table::Dataset data = world.loaded(false);
    const exec::Cube cube = run(world, data, 4096, 1);
    const test::Oracle oracle(world.program, data, world.plan.as_of);
    for (std::size_t c = 0; c < world.plan.cells.size(); ++c) {
      const plan::CellsRequest& request = world.plan.cells[plan::CellsId(c)];
      const Aggregate& aggregate = world.program.aggregates[request.aggregate];
      const exec::Members& members = cube.members[request.space];
      for (std::size_t m = 0; m < members.size(); ++m) {
        const auto rows = rows_of_member(world, data, oracle, request, members[m]);
        for (std::size_t i = 0; i < request.intervals.size(); ++i) {
          CAPTURE(seed, c, m, i, static_cast<int>(aggregate.kind), aggregate.per.has_value());
          const DateRange days = world.plan.intervals[request.intervals[i]];
          const Value expected = oracle.value(aggregate, rows, days);
          REQUIRE(text_of(cube.cells[plan::CellsId(c)].value(m, i)) == text_of(expected));
        }
      }
    }
  }
}

TEST_CASE("blocks, parts and the order of rows never change a value", "[exec][property]") {
  for (unsigned seed = 0; seed < kRuns; ++seed) {
    CAPTURE(seed);
    World world(seed);
    const table::Dataset data = world.loaded(false);
    const exec::Cube whole = run(world, data, 4096, 1);
    same_cubes(whole, run(world, data, 1, 1), world.plan);
    same_cubes(whole, run(world, data, 3, 2), world.plan);
    same_cubes(whole, run(world, data, 4096, 5), world.plan);
    same_cubes(whole, run(world, world.loaded(true), 3, 3), world.plan);
  }
}

TEST_CASE("members add up to the company", "[exec][property]") {
  for (unsigned seed = 0; seed < kRuns; ++seed) {
    CAPTURE(seed);
    World world(seed);
    const table::Dataset data = world.loaded(false);
    Exprs make(world.program);
    Aggregate revenue;
    revenue.kind = AggregateKind::Sum;
    revenue.table = world.orders;
    revenue.dated = ColumnId(3);
    revenue.value = make.column(world.orders, {"amount"});
    const auto id = world.program.aggregates.push(revenue);
    const auto rep = test::links_to(world.program, world.orders, {"rep"});
    const std::vector<plan::IntervalId> when = {plan::IntervalId(0)};
    const auto total = test::add_cells(world.plan, id, plan::SpaceId(0), {}, when);
    const auto parts = test::add_cells(world.plan, id, plan::SpaceId(1), {rep}, when);
    const exec::Cube cube = run(world, data, 7, 2);
    Rational sum;
    for (std::size_t m = 0; m < cube.members[plan::SpaceId(1)].size(); ++m) {
      sum += cube.cells[parts].value(m, 0).number();
    }
    CHECK(sum == cube.cells[total].value(0, 0).number());
  }
}

}  // namespace
}  // namespace kpi
