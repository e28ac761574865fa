#include <algorithm>
#include <set>

#include "check/tier_rows.hpp"
#include "check/value_types.hpp"
#include "driver/reached.hpp"
#include "driver/test.hpp"

/// What the tests of a rule file touch. The second evaluator computes a value only where it is
/// asked for, so that it can tell.
namespace kpi::driver {
namespace {

using reference::Touched;
using score::CoverageItem;
using ItemKind = CoverageItem::Kind;
using Arguments = kpi::Arguments;

bool contains(const TierRange& range, const Value& x) {
  if (x.is_text()) return !range.key || *range.key == x.text();
  const Rational& number = x.number();
  if (range.low && (range.low_included ? number < *range.low : number <= *range.low)) return false;
  return !range.high || (range.high_included ? number <= *range.high : number < *range.high);
}

bool holds(const TierRow& row, const std::vector<Value>& args) {
  return (row.is_else || contains(row, args[0])) &&
         (args.size() < 2 || contains(row.second, args[1]));
}

class Coverage {
 public:
  Coverage(const Program& program, const SourceMap& sources, const Touched& touched)
      : program_(program), sources_(sources), touched_(touched) {
    for (const prove::Proof& proof : prove::prove(program, sources)) {
      const Text text = proof.message.text;
      if (text == Text::proof_idle_bound || text == Text::proof_never_holds)
        idle_.insert(Touched::place_of(proof.span));
    }
  }

  std::vector<CoverageItem> items() {
    add_metrics();
    for (std::size_t i = 0; i < program_.tiers.size(); ++i)
      add_tiers(TiersId(i));
    for (const Scorecard& card : program_.scorecards) {
      for (const Line& line : card.lines) {
        add_bounds(card, line);
        add_policies(card.name + "." + line.name, line.policies);
      }
      add_policies(card.name, card.policies);
      add_adjustments(card.name, card.adjustments);
    }
    for (const Payout& payout : program_.payouts) {
      add_adjustments(payout.name, payout.adjustments);
      add_policies(payout.name, payout.policies);
    }
    std::stable_sort(items_.begin(), items_.end(), [](const auto& a, const auto& b) {
      return a.span.file != b.span.file ? a.span.file < b.span.file : a.span.begin < b.span.begin;
    });
    return std::move(items_);
  }

 private:
  void add(ItemKind kind, Span span, bool covered, Text missing, Arguments arguments) {
    items_.push_back({kind, span, {missing, std::move(arguments)}, covered});
  }

  /// A metric by another date, `revenue(dated paid)`, stands where the metric does.
  void add_metrics() {
    std::set<Touched::Place> read, listed;
    for (const MetricId id : touched_.metrics)
      read.insert(Touched::place_of(program_.metrics[id].span));
    for (const Metric& metric : program_.metrics) {
      const auto place = Touched::place_of(metric.span);
      if (!listed.insert(place).second) continue;
      add(ItemKind::Metric, metric.span, read.count(place) != 0, Text::coverage_metric,
          {{"name", metric.name}});
    }
  }

  /// The clause as it is written, without what follows it on the line.
  std::string written(Span span) const {
    std::string text(sources_.text(span));
    text = text.substr(0, text.find_first_of("\n#"));
    while (!text.empty() && text.back() == ' ')
      text.pop_back();
    std::string narrow;
    for (const char c : text) {
      if (c != ' ' || narrow.empty() || narrow.back() != ' ') narrow += c;
    }
    return narrow;
  }

  void add_tiers(TiersId id) {
    const Tiers& tiers = program_.tiers[id];
    if (tiers.kind == TierKind::Ranked) return add_classes(tiers);
    const auto found = touched_.tiers.find(id);
    const auto calls = found == touched_.tiers.end() ? Calls{} : found->second;
    const bool points = tiers.kind == TierKind::Interpolated;
    add_rows(tiers, points ? tiers.outside : tiers.rows, calls);
    if (points) {
      for (const TierRow& point : tiers.rows)
        add_edge(tiers, {point.span}, *point.low, calls);
      return;
    }
    std::set<Place> met[2];  // rows share their edges
    for (const bool upper : {false, true}) {
      for (const TierRow& row : tiers.rows) {
        if (tiers.argument.kind == Kind::Number && !row.is_else) {
          add_edge_of({tiers, {row.span, 0, &row.second}, row, upper}, met[0], calls);
        }
        if (tiers.second.kind == Kind::Number) {
          add_edge_of({tiers, {row.span, 1, &row}, row.second, upper}, met[1], calls);
        }
      }
    }
  }

  /// An edge, of the text that the other argument is there; empty: whatever that is.
  using Place = std::pair<std::string, Rational>;

  /// Classes by rank, and both sides of the cuts between them.
  void add_classes(const Tiers& tiers) {
    for (const TierRow& row : tiers.rows) {
      const auto place = Touched::place_of(row.span);
      std::string range = written(row.span);
      range = range.substr(0, range.find(" :"));
      const Arguments words = {{"name", tiers.name}, {"range", range}};
      const bool last = &row == &tiers.rows.back();
      add(ItemKind::Row, row.span, touched_.ranked.count(place) != 0, Text::coverage_row, words);
      if (last) continue;
      add(ItemKind::Edge, row.span, touched_.last_above.count(place) != 0,
          Text::coverage_last_above, words);
      add(ItemKind::Edge, row.span, touched_.first_below.count(place) != 0,
          Text::coverage_first_below, words);
    }
  }

  using Calls = std::vector<std::vector<Value>>;

  void add_rows(const Tiers& tiers, const std::vector<TierRow>& rows, const Calls& calls) {
    std::set<const TierRow*> met;
    for (const std::vector<Value>& args : calls) {
      for (const bool others : {false, true}) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const TierRow& r) {
          return r.is_else == others && holds(r, args);
        });
        if (row == rows.end()) continue;
        met.insert(&*row);
        break;
      }
    }
    for (const TierRow& row : rows) {
      std::string range = row.is_else ? "else" : check::range_text(row, tiers.argument.unit, "x");
      if (tiers.has_two()) range += ", " + check::range_text(row.second, tiers.second.unit, "y");
      add(ItemKind::Row, row.span, met.count(&row) != 0, Text::coverage_row,
          {{"name", tiers.name}, {"range", range}});
    }
  }

  /// An edge of the first argument of a table or the second, and the row that says it.
  struct Edge {
    Span span;
    std::size_t argument = 0;
    const TierRange* other = nullptr;  // what the row says of the other argument
    /// The text that the other argument must be.
    std::string key() const { return other != nullptr && other->key ? *other->key : ""; }
    bool concerns(const std::vector<Value>& args) const {
      return key().empty() || args[1 - argument].text() == key();
    }
  };

  static const Unit& unit_of(const Tiers& tiers, const Edge& edge) {
    return edge.argument == 0 ? tiers.argument.unit : tiers.second.unit;
  }

  static std::string value_text(const Tiers& tiers, const Edge& edge, const Rational& value) {
    const std::string at =
        (edge.argument == 0 ? "x = " : "y = ") + check::constant_text(value, unit_of(tiers, edge));
    const std::string key = edge.key();
    if (key.empty()) return at;
    return (edge.argument == 0 ? "y = \"" : "x = \"") + key + "\", " + at;
  }

  /// One end of what a row of a table says of one argument.
  struct End {
    const Tiers& tiers;
    Edge edge;
    const TierRange& range;
    bool upper = false;
  };

  /// The edge itself belongs to one row; one step beside it the other begins. An upper end is told
  /// where no row begins there.
  void add_edge_of(const End& end, std::set<Place>& listed, const Calls& calls) {
    const auto& [tiers, of_row, range, upper] = end;
    const Edge& edge = of_row;
    const bool point = range.high && range.low == range.high;  // the row says so
    const auto& bound = upper ? range.high : range.low;
    if (!bound || point || !listed.insert({edge.key(), *bound}).second) return;
    const Rational at = *bound;
    add_edge(tiers, edge, at, calls);
    const auto published = program_.precision.of(unit_of(tiers, edge));
    const bool counts = unit_of(tiers, edge).quantity == Quantity::Count;
    if (!published && !counts) return;
    const Rational step = published ? published->step : Rational(1);
    const bool included = upper ? range.high_included : range.low_included;
    const Rational beside = included == upper ? at + step : at - step;
    const Rational low = std::min(beside, at);
    const Rational high = std::max(beside, at);
    const bool met = std::any_of(calls.begin(), calls.end(), [&](const std::vector<Value>& args) {
      if (!edge.concerns(args)) return false;
      const Rational& x = args[edge.argument].number();
      return low <= x && x <= high && x != at;
    });
    add(ItemKind::Edge, edge.span, met, Text::coverage_beside,
        {{"name", tiers.name}, {"value", value_text(tiers, edge, beside)}});
  }

  void add_edge(const Tiers& tiers, const Edge& edge, const Rational& value, const Calls& calls) {
    const bool met = std::any_of(calls.begin(), calls.end(), [&](const std::vector<Value>& args) {
      return edge.concerns(args) && args[edge.argument].number() == value;
    });
    add(ItemKind::Edge, edge.span, met, Text::coverage_edge,
        {{"name", tiers.name}, {"value", value_text(tiers, edge, value)}});
  }

  void add_bounds(const Scorecard& card, const Line& line) {
    const auto place = Touched::place_of(line.span);
    const auto has = [&](const std::set<Touched::Place>& places) {
      return places.count(place) != 0;
    };
    const bool idle = idle_.count(place) != 0;
    const std::string name = card.name + "." + line.name;
    if (line.cap && !idle) {
      const std::string cap = "cap " + check::constant_text(*line.cap, {});
      add(ItemKind::Bound, line.span, has(touched_.capped), Text::coverage_applies,
          {{"name", name}, {"what", cap}});
      add(ItemKind::Bound, line.span, has(touched_.not_capped), Text::coverage_does_not,
          {{"name", name}, {"what", cap}});
    }
    if (line.floor && !idle) {
      const std::string floor = "floor " + check::constant_text(*line.floor, {});
      add(ItemKind::Bound, line.span, has(touched_.raised), Text::coverage_applies,
          {{"name", name}, {"what", floor}});
      add(ItemKind::Bound, line.span, has(touched_.not_raised), Text::coverage_does_not,
          {{"name", name}, {"what", floor}});
    }
  }

  void add_policies(const std::string& name, const std::vector<Policy>& policies) {
    for (const Policy& policy : policies) {
      if (policy.kind == PolicyKind::Hold) continue;  // absent stays absent
      add(ItemKind::Policy, policy.span,
          touched_.policies.count(Touched::place_of(policy.span)) != 0, Text::coverage_policy,
          {{"name", name}, {"what", written(policy.span)}});
    }
  }

  /// A cap that never has an effect is told by `kpi check --proofs`; no test can touch it.
  void add_adjustments(const std::string& name, const std::vector<Adjust>& adjustments) {
    for (const Adjust& adjust : adjustments) {
      const auto place = Touched::place_of(adjust.span);
      if (adjust.kind == AdjustKind::Round || idle_.count(place) != 0) continue;
      const Arguments words = {{"name", name}, {"what", written(adjust.span)}};
      add(ItemKind::Bound, adjust.span, touched_.changed.count(place) != 0, Text::coverage_applies,
          words);
      const bool always =
          !adjust.when && (adjust.kind == AdjustKind::Add || adjust.kind == AdjustKind::Deduct);
      if (always) continue;
      add(ItemKind::Bound, adjust.span, touched_.unchanged.count(place) != 0,
          Text::coverage_does_not, words);
    }
  }

  const Program& program_;
  const SourceMap& sources_;
  const Touched& touched_;
  std::set<Touched::Place> idle_;
  std::vector<CoverageItem> items_;
};

}  // namespace

std::vector<CoverageItem> test_coverage(const Compiled& compiled, const std::string& filter,
                                        const Settings& settings, const io::Files& files) {
  Touched touched;
  Diagnostics faults;  // reported by the run that counts
  run_tests_on({Engine::Reference, &touched}, compiled, filter, settings, files, faults);
  std::vector<CoverageItem> items = Coverage(compiled.program, compiled.sources, touched).items();
  const Reached reached(compiled);
  const auto unread = [&](const CoverageItem& item) { return !reached.has(item.span); };
  items.erase(std::remove_if(items.begin(), items.end(), unread), items.end());
  return items;
}

}  // namespace kpi::driver
