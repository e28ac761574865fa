#include "trace/tier_course.hpp"

#include <algorithm>

#include "program/operations.hpp"

namespace kpi::trace {
namespace {

bool is_followed(const Tiers& tiers) {
  return !tiers.has_two() && tiers.argument.kind == Kind::Number &&
         tiers.result.kind == Kind::Number && tiers.kind != TierKind::Ranked;
}

bool covers(const TierRow& piece, const Rational& x) {
  if (piece.low && (piece.low_included ? x < *piece.low : x <= *piece.low)) return false;
  return !piece.high || (piece.high_included ? x <= *piece.high : x < *piece.high);
}

/// Where pieces overlap, the first one holds.
const TierRow* piece_at(const std::vector<TierRow>& pieces, const Rational& x) {
  const auto found = std::find_if(pieces.begin(), pieces.end(),
                                  [&](const TierRow& piece) { return covers(piece, x); });
  return found == pieces.end() ? nullptr : &*found;
}

Rational value_at(const TierRow& piece, const Rational& x) {
  return piece.slope * x + piece.intercept;
}

/// Some argument between two neighbouring edges.
Rational inside(const std::optional<Rational>& from, const std::optional<Rational>& to) {
  if (from && to) return (*from + *to) / Rational(2);
  if (from) return *from + Rational(1);
  return to ? *to - Rational(1) : Rational(0);
}

std::vector<Rational> edges_of_pieces(const std::vector<TierRow>& pieces) {
  std::vector<Rational> edges;
  for (const TierRow& piece : pieces) {
    if (piece.low) edges.push_back(*piece.low);
    if (piece.high) edges.push_back(*piece.high);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

/// The values of a table from the left to the right: along each piece, onto each edge and off it.
class Walk {
 public:
  explicit Walk(const std::vector<TierRow>& pieces) : pieces_(pieces) {}

  void along(const std::optional<Rational>& from, const std::optional<Rational>& to) {
    if (from && to && *from == *to) return;
    const TierRow* piece = piece_at(pieces_, inside(from, to));
    if (piece == nullptr) return;
    if (from) go_to(value_at(*piece, *from), *from);
    go(course_from(Rational(0), piece->slope), from);
    last_.reset();
    if (to) last_ = value_at(*piece, *to);
  }
  void onto(const Rational& edge) {
    const TierRow* piece = piece_at(pieces_, edge);
    if (piece != nullptr) go_to(value_at(*piece, edge), edge);
  }
  bool turned() const { return so_far_.course == Course::Unknown; }
  const TierCourse& so_far() const { return so_far_; }

 private:
  void go_to(const Rational& value, const Rational& edge) {
    if (last_) go(course_from(*last_, value), edge);
    last_ = value;
  }
  void go(Course course, const std::optional<Rational>& edge) {
    if (turned()) return;
    so_far_.course = joined(so_far_.course, course);
    if (turned()) so_far_.turn = edge;
  }

  const std::vector<TierRow>& pieces_;
  std::optional<Rational> last_;
  TierCourse so_far_{Course::Flat, {}};
};

}  // namespace

Course opposite(Course course) {
  if (course == Course::Up) return Course::Down;
  if (course == Course::Down) return Course::Up;
  return course;
}

Course joined(Course a, Course b) {
  if (a == Course::Flat) return b;
  if (b == Course::Flat || a == b) return a;
  return Course::Unknown;
}

Course through(Course outer, Course inner) {
  if (outer == Course::Flat || inner == Course::Flat) return Course::Flat;
  if (outer == Course::Unknown || inner == Course::Unknown) return Course::Unknown;
  return outer == Course::Up ? inner : opposite(inner);
}

Course course_from(const Rational& from, const Rational& to) {
  const int order = compare(from, to);
  return order < 0 ? Course::Up : order > 0 ? Course::Down : Course::Flat;
}

std::vector<Rational> edges_of(const Tiers& tiers) {
  return edges_of_pieces(straight_pieces(tiers));
}

TierCourse course_between(const Tiers& tiers, const std::optional<Rational>& low,
                          const std::optional<Rational>& high) {
  if (!is_followed(tiers)) return {};
  const std::vector<TierRow> pieces = straight_pieces(tiers);
  Walk walk(pieces);
  std::optional<Rational> from = low;
  for (const Rational& edge : edges_of_pieces(pieces)) {
    if ((low && edge < *low) || (high && *high < edge)) continue;
    walk.along(from, edge);
    walk.onto(edge);
    from = edge;
  }
  walk.along(from, high);
  return walk.so_far();
}

Course course_of(const Tiers& tiers) {
  return course_between(tiers, std::nullopt, std::nullopt).course;
}

}  // namespace kpi::trace
