#include "prove/witness.hpp"

#include <algorithm>
#include <set>

#include "program/operations.hpp"
#include "prove/edges.hpp"
#include "prove/world.hpp"

/// A payout that falls while a metric improves, found by trying: round values first, then both
/// sides of every edge that the tables and conditions on the way meet between them.
namespace kpi::prove {
namespace {

constexpr std::size_t kMostEdges = 12;  // of one table

class Search {
 public:
  Search(const Program& program, PayoutId payout, MetricId id, const Rational& plenty)
      : program_(program), world_(program, payout, id, plenty) {
    const Metric& metric = program.metrics[id];
    quantity_ = metric.type.unit.quantity;
    lower_is_better_ = metric.better.direction == Direction::Lower;
    step_ = quantity_ == Quantity::Count   ? Rational(1)
            : quantity_ == Quantity::Ratio ? power_of_ten(-4)
                                           : power_of_ten(-2);
    if (metric.publish) step_ = metric.publish->step;
  }

  std::optional<Witness> find() {
    try_round_values();
    const std::map<Rational, Place> round = places_;
    for (auto at = round.begin(); at != round.end() && std::next(at) != round.end(); ++at)
      try_edges_between(at->first, at->second, std::next(at)->first, std::next(at)->second);
    for (auto at = places_.begin(); at != places_.end() && std::next(at) != places_.end(); ++at) {
      const auto next = std::next(at);
      const auto [worse, better] = lower_is_better_ ? std::pair(next, at) : std::pair(at, next);
      if (better->second.amount >= worse->second.amount) continue;
      return narrowed({worse->first, better->first, worse->second.amount, better->second.amount,
                       !world_.chose_others()});
    }
    return std::nullopt;
  }

 private:
  struct Place {
    Rational amount;
    std::map<Question, Rational> asked;
  };

  /// Nothing where the amount is not known.
  const Place* look(const Rational& x) {
    const auto known = places_.find(x);
    if (known != places_.end()) return &known->second;
    if (!world_.can_be(x)) return nullptr;
    const auto amount = world_.amount(x);
    if (!amount) return nullptr;
    return &places_.emplace(x, Place{*amount, world_.asked()}).first->second;
  }

  void try_round_values() {
    const bool ratio = quantity_ == Quantity::Ratio;
    look(Rational(0));
    for (int power = ratio ? -2 : 0; power <= (ratio ? 1 : 7); ++power) {
      for (const int digit : {1, 2, 5}) {
        const Rational x =
            round_to_step(Rational(digit) * power_of_ten(power), step_, RoundMode::HalfUp);
        look(x);
        look(-x);
      }
    }
  }

  /// The arguments at which the answer to the question changes.
  std::vector<Rational> edges_of(const Question& question) const {
    if (!question.first && program_.exprs[ProgramExprId(question.second)].op != Op::Tiers) {
      return {Rational(0)};  // a difference changes its sign
    }
    const Tiers& tiers =
        program_.tiers[question.first ? TiersId(question.second)
                                      : program_.exprs[ProgramExprId(question.second)].tiers];
    std::vector<Rational> edges;
    if (is_curve(tiers)) {
      for (const Jump& jump : jumps_of(tiers)) {
        if (jump.falls()) edges.push_back(jump.edge);
      }
    }
    for (const TierRow& row : tiers.rows) {
      if (row.low) edges.push_back(*row.low);
    }
    return edges;
  }

  void try_edges_between(const Rational& low, const Place& a, const Rational& high,
                         const Place& b) {
    for (const auto& [question, from] : a.asked) {
      const auto there = b.asked.find(question);
      if (there == b.asked.end() || there->second == from) continue;
      const Rational least = std::min(from, there->second);
      const Rational most = std::max(from, there->second);
      std::size_t tried = 0;
      for (const Rational& edge : edges_of(question)) {
        if (edge < least || edge > most || tried == kMostEdges) continue;
        ++tried;
        close_in(question, edge, low, high);
      }
    }
  }

  /// Looks at both sides of the place where the question's argument meets the edge.
  void close_in(const Question& question, const Rational& edge, Rational low, Rational high) {
    const auto is_beyond = [&](const Rational& x) -> std::optional<bool> {
      const Place* place = look(x);
      if (place == nullptr) return std::nullopt;
      const auto asked = place->asked.find(question);
      if (asked == place->asked.end()) return std::nullopt;
      return asked->second >= edge;
    };
    const auto at_low = is_beyond(low);
    while (high - low > step_) {
      const Rational middle = round_to_step((low + high) / Rational(2), step_, RoundMode::Floor);
      const auto at_middle = is_beyond(middle);
      if (!at_middle || !at_low || middle <= low) return;
      (*at_middle == *at_low ? low : high) = middle;
    }
    look(high + step_);
    look(low - step_);
  }

  /// As close together as the whole fall still happens between them: the two sides of a jump; of a
  /// slope, where half the way is half the fall, both ends.
  Witness narrowed(Witness all) {
    while (abs(all.better - all.worse) > step_) {
      const Rational middle =
          round_to_step((all.worse + all.better) / Rational(2), step_, RoundMode::Floor);
      const Place* place = middle == all.worse || middle == all.better ? nullptr : look(middle);
      if (place == nullptr) return all;
      const Rational whole = all.before - all.after;
      if (all.before - place->amount >= whole) {
        all.better = middle;
        all.after = place->amount;
      } else if (place->amount - all.after >= whole) {
        all.worse = middle;
        all.before = place->amount;
      } else {
        return all;
      }
    }
    return all;
  }

  const Program& program_;
  World world_;
  Quantity quantity_{};
  bool lower_is_better_ = false;
  Rational step_;
  std::map<Rational, Place> places_;
};

}  // namespace

std::optional<Witness> find_fall(const Program& program, PayoutId payout, MetricId metric) {
  const Metric& of = program.metrics[metric];
  if (of.better.direction == Direction::Within || of.type.kind != Kind::Number) {
    return std::nullopt;
  }
  for (const int plenty : {10'000, 100, 1'000'000}) {
    if (const auto found = Search(program, payout, metric, Rational(plenty)).find()) return found;
  }
  return std::nullopt;
}

}  // namespace kpi::prove
