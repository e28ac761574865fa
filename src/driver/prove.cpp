#include <algorithm>
#include <set>

#include "check/value_types.hpp"
#include "driver/claims.hpp"
#include "driver/reached.hpp"
#include "driver/session.hpp"
#include "prove/ranges.hpp"

/// What is proven of rules: of the values their params have, and of all they may have. What is
/// linear in each param and holds at every corner holds inside; whether it is linear is tried.
namespace kpi::driver {
namespace {

using prove::Proof;
using prove::Verdict;

/// The numbers that must fit together: where rows begin and end and what they give, weights; and
/// those that must be multiples of a step.
struct Shape {
  std::vector<Rational> edges, steps;
};

void add_constants(const Program& program, ProgramExprId id, std::vector<Rational>& numbers) {
  if (!id) return;
  const Expr& expr = program.exprs[id];
  if (expr.constant.is_number()) numbers.push_back(expr.constant.number());
  if (expr.round) numbers.push_back(expr.round->step);
  for (const ProgramExprId arg : expr.args)
    add_constants(program, arg, numbers);
}

void add_step(const std::optional<RoundSpec>& round, std::vector<Rational>& steps) {
  if (round) steps.push_back(round->step);
}

void add_adjustments(const Program& program, const std::vector<Adjust>& adjustments,
                     std::vector<Rational>& steps) {
  for (const Adjust& adjust : adjustments) {
    add_constants(program, adjust.value, steps);
    add_step(adjust.round, steps);
  }
}

Shape shape_of(const Program& program) {
  Shape shape;
  for (const Tiers& tiers : program.tiers) {
    const TierNumbers numbers = numbers_of(tiers);
    shape.edges.insert(shape.edges.end(), numbers.edges.begin(), numbers.edges.end());
    shape.edges.insert(shape.edges.end(), numbers.cells.begin(), numbers.cells.end());
    add_step(tiers.round, shape.steps);
  }
  for (const Scorecard& card : program.scorecards) {
    for (const Line& line : card.lines) {
      shape.edges.push_back(line.weight);
      for (const auto& bound : {line.cap, line.floor}) {
        if (bound) shape.edges.push_back(*bound);
      }
      add_step(line.publish, shape.steps);
    }
    add_adjustments(program, card.adjustments, shape.steps);
    add_step(card.publish, shape.steps);
  }
  for (const Payout& payout : program.payouts) {
    add_adjustments(program, payout.adjustments, shape.steps);
    if (payout.pool) add_constants(program, payout.pool, shape.steps);
    shape.steps.push_back(payout.pool_step.step);
  }
  for (const Metric& metric : program.metrics)
    add_step(metric.publish, shape.steps);
  return shape;
}

/// Whether every number lies on the line between those at the ends.
bool is_on_line(const Shape& low, const Shape& high, const Shape& here, const Rational& share) {
  if (here.edges.size() != low.edges.size()) return false;
  for (std::size_t i = 0; i < here.edges.size(); ++i) {
    const Rational way = high.edges[i] - low.edges[i];
    if (here.edges[i] != low.edges[i] + share * way) return false;
  }
  return true;
}

struct Bounded {
  const Param* param = nullptr;
  std::string low, high;
  bool fails = false;
  bool matters = false;  // something that must fit together moves with it
  bool linear = true;    // and lies between what it is at the bounds
  bool sure = true;      // and it follows from the bounds
};

/// Two values for each: the corners of more are not looked at.
constexpr std::size_t kMostTogether = 4;

std::string written(const Settings& settings) {
  std::string text;
  for (const auto& [name, value] : settings) {
    text.append(text.empty() ? "" : " ").append("--set ").append(name);
    text.append("=").append(value);
  }
  return text;
}

class Corners {
 public:
  Corners(const Compiled& compiled, const Settings& settings, const io::Files& files)
      : compiled_(compiled), settings_(settings), files_(files), claims_(compiled) {}

  /// After the params are proven.
  const Claims& claims() const { return claims_; }

  std::vector<Proof> prove() {
    std::vector<Bounded> bounded;
    for (const Param& param : compiled_.program.params) {
      if (param.type.kind != Kind::Number) continue;
      if (!param.least || !param.most) {
        add(Verdict::Open, param.span, Text::proof_param_open, {{"name", param.name}});
        continue;
      }
      const Unit& unit = param.type.unit;
      bounded.push_back({&param, check::constant_text(*param.least, unit),
                         check::constant_text(*param.most, unit)});
    }
    for (Bounded& one : bounded) {
      prove_alone(one);
      if (one.fails || !one.linear) claims_.doubt(one.param->name);
    }
    std::vector<const Bounded*> moving;
    for (const Bounded& one : bounded) {
      if (one.matters) moving.push_back(&one);
    }
    const bool alone =
        std::none_of(bounded.begin(), bounded.end(), [](const Bounded& b) { return b.fails; });
    const bool many = moving.size() > kMostTogether;
    const bool together = alone && !many && prove_together(moving);
    if (!together) claims_.doubt_together();
    for (const Bounded& one : bounded) {
      if (!one.fails && (!one.matters || !alone || many || together)) {
        say(one, many && one.matters ? moving.size() : 0);
      }
    }
    return std::move(proofs_);
  }

 private:
  void add(Verdict verdict, Span span, Text text, Arguments arguments) {
    proofs_.push_back({verdict, span, {text, std::move(arguments)}});
  }

  /// With the others as they are: at both ends, and inside where that tells whether it is linear.
  void prove_alone(Bounded& one) {
    if (one.low == one.high && one.param->value == Value(*one.param->least)) return;
    const Shape now = shape_of(compiled_.program);
    Shape low, high;
    const bool at_low = compiles({{one.param->name, one.low}}, one.param->span, &low);
    const bool at_high = compiles({{one.param->name, one.high}}, one.param->span, &high);
    const auto differs = [&](const Rational& end) { return one.param->value != Value(end); };
    const bool seen =
        (at_low && differs(*one.param->least)) || (at_high && differs(*one.param->most));
    if (!seen) claims_.doubt_everything();
    one.fails = !at_low || !at_high;
    if (one.fails) return;
    const bool moves = low.edges != high.edges || low.edges != now.edges;
    one.matters = moves || low.steps != high.steps;
    one.linear = one.param->versions.empty() && low.edges.size() == high.edges.size();
    one.sure = one.linear && low.steps == high.steps;
    if (!one.linear || !moves) return;
    for (const int part : {2, 3}) {
      const Rational share = Rational::fraction(1, part);
      const Rational inside = *one.param->least + share * (*one.param->most - *one.param->least);
      if (!exact_decimal_string(inside)) continue;
      Shape here;
      const std::string value = check::constant_text(inside, one.param->type.unit);
      one.fails = !compiles({{one.param->name, value}}, one.param->span, &here);
      one.linear = !one.fails && is_on_line(low, high, here, share);
      one.sure = one.sure && one.linear;
      if (!one.linear) return;
    }
  }

  /// `many`: so many params that they were not tried together.
  void say(const Bounded& one, std::size_t many) {
    Arguments words = {
        {"name", one.param->name},
        {"range", prove::text_of({*one.param->least, *one.param->most}, one.param->type.unit)}};
    if (!one.sure) return add(Verdict::Open, one.param->span, Text::proof_param_ends, words);
    if (many == 0) return add(Verdict::Proven, one.param->span, Text::proof_param_holds, words);
    words.emplace_back("count", many);
    add(Verdict::Open, one.param->span, Text::proof_param_many, words);
  }

  /// Every combination of the ends; false, and the first that is refused, if one is.
  bool prove_together(const std::vector<const Bounded*>& bounded) {
    if (bounded.size() < 2) return true;
    for (std::size_t corner = 0; corner < (std::size_t{1} << bounded.size()); ++corner) {
      Settings set;
      for (std::size_t i = 0; i < bounded.size(); ++i) {
        const bool high = (corner >> i & 1U) != 0;
        set[bounded[i]->param->name] = high ? bounded[i]->high : bounded[i]->low;
      }
      if (!compiles(set, bounded[0]->param->span, nullptr)) return false;
    }
    return true;
  }

  /// Keeps the shape, if it is asked for; a refutation, if there is one.
  bool compiles(const Settings& set, Span place, Shape* shape) {
    Settings all = settings_;
    for (const auto& [name, value] : set)
      all[name] = value;
    Diagnostics faults;
    const std::string& path = compiled_.sources[compiled_.files.front()].path();
    const Compiled other = compile(path, all, files_, faults);
    if (other.ok) {
      std::set<std::string> params;
      for (const auto& [name, value] : set)
        params.insert(name);
      claims_.see(other, params);
      if (shape != nullptr) *shape = shape_of(other.program);
      return true;
    }
    claims_.see(faults);
    const auto first =
        std::find_if(faults.items().begin(), faults.items().end(),
                     [](const auto& d) { return severity_of(d.code) == Severity::Error; });
    const Span at = first->span;
    const std::size_t line =
        at.file ? static_cast<std::size_t>(other.sources[at.file].locate(at.begin).line) : 0;
    add(Verdict::Refuted, place, Text::proof_param_breaks,
        {{"settings", written(set)}, {"code", name_of(first->code)}, {"line", line}});
    return false;
  }

  const Compiled& compiled_;
  const Settings& settings_;
  const io::Files& files_;
  Claims claims_;
  std::vector<Proof> proofs_;
};

}  // namespace

std::vector<Proof> proofs_of(const Compiled& compiled, const Settings& settings,
                             const io::Files& files) {
  std::vector<Proof> proofs = prove::prove(compiled.program, compiled.sources);
  Corners corners(compiled, settings, files);
  const std::vector<Proof> of_params = corners.prove();
  corners.claims().revise(proofs);
  proofs.insert(proofs.end(), of_params.begin(), of_params.end());
  const Reached reached(compiled);
  const auto unread = std::stable_partition(
      proofs.begin(), proofs.end(), [&](const Proof& proof) { return reached.has(proof.span); });
  const auto left_out = static_cast<std::size_t>(proofs.end() - unread);
  proofs.erase(unread, proofs.end());
  std::stable_sort(proofs.begin(), proofs.end(), [](const Proof& a, const Proof& b) {
    return a.span.file != b.span.file ? a.span.file < b.span.file : a.span.begin < b.span.begin;
  });
  if (left_out > 0) {
    proofs.push_back({Verdict::Fact, {}, {Text::proof_library, {{"count", left_out}}}});
  }
  return proofs;
}

}  // namespace kpi::driver
