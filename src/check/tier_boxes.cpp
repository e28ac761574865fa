#include <algorithm>
#include <set>

#include "check/tier_rows.hpp"

/// Rows over two arguments: every pair of values lies in exactly one box. The first argument is cut
/// at every edge, and within each piece the second is looked at alone.
namespace kpi::check {
namespace {

using Ranges = std::vector<TierRange>;

bool is_below(const TierRange& a, const TierRange& b) {
  if (!a.high || !b.low) return false;
  const int order = compare(*a.high, *b.low);
  return order < 0 || (order == 0 && !(a.high_included && b.low_included));
}

bool share_values(const TierRange& a, const TierRange& b) {
  if (a.key || b.key) return !a.key || !b.key || *a.key == *b.key;
  return !is_below(a, b) && !is_below(b, a);
}

/// Whether the range holds for a piece; one without a text is every text that no row names.
bool holds_for(const TierRange& range, const TierRange& piece, bool texts) {
  if (!texts) return share_values(range, piece);
  return !range.key || range.key == piece.key;
}

/// What both hold for.
TierRange common_part(const TierRange& a, const TierRange& b) {
  if (a.key || b.key) return a.key ? a : b;
  TierRange part = starts_before(a, b) ? b : a;
  const TierRange& other = starts_before(a, b) ? a : b;
  const bool ends_later = !part.high || (other.high && *other.high < *part.high) ||
                          (other.high && *other.high == *part.high && !other.high_included);
  if (ends_later) {
    part.high = other.high;
    part.high_included = other.high_included;
  }
  return part;
}

/// Values that the ranges, ascending, leave out; texts beyond those named are one more.
Ranges uncovered(Ranges ranges, const TierArgument& argument) {
  Ranges gaps;
  if (argument.type.kind == Kind::Text) {
    std::set<std::string> seen;
    for (const TierRange& range : ranges) {
      if (!range.key) return {};
      seen.insert(*range.key);
    }
    for (const std::string& choice : argument.choices) {
      if (seen.count(choice) != 0) continue;
      gaps.emplace_back();
      gaps.back().key = choice;
    }
    if (argument.choices.empty()) gaps.emplace_back();
    return gaps;
  }
  std::sort(ranges.begin(), ranges.end(), starts_before);
  TierRange left;  // what lies above all ranges so far
  for (const TierRange& range : ranges) {
    TierRange gap = left;
    gap.high = range.low;
    gap.high_included = !range.low_included;
    const bool empty = gap.low && gap.high &&
                       (*gap.low > *gap.high ||
                        (*gap.low == *gap.high && !(gap.low_included && gap.high_included)));
    if (range.low && !empty) gaps.push_back(gap);
    if (!range.high) return gaps;
    left.low = range.high;
    left.low_included = !range.high_included;
  }
  gaps.push_back(left);
  return gaps;
}

/// The values of an argument cut so that every range holds for all of a piece or for nothing of it.
Ranges pieces_of(const Ranges& ranges, const TierArgument& argument) {
  Ranges pieces;
  if (argument.type.kind == Kind::Text) {
    for (const TierRange& range : ranges) {
      const bool known = std::any_of(pieces.begin(), pieces.end(), [&](const TierRange& piece) {
        return piece.key == range.key;
      });
      if (range.key && !known) pieces.push_back(range);
    }
    for (const TierRange& other : uncovered(pieces, argument))
      pieces.push_back(other);
    return pieces;
  }
  std::set<Rational> edges;
  for (const TierRange& range : ranges) {
    if (range.low) edges.insert(*range.low);
    if (range.high) edges.insert(*range.high);
  }
  TierRange open;  // between two edges
  for (const Rational& edge : edges) {
    open.high = edge;
    pieces.push_back(open);
    TierRange point;
    point.low = point.high = edge;
    point.high_included = true;
    pieces.push_back(point);
    open.low = edge;
    open.low_included = false;
  }
  open.high.reset();
  pieces.push_back(open);
  return pieces;
}

/// A piece of the first argument, and the rows that hold there.
struct Strip {
  TierRange range;
  std::vector<const TierRow*> rows;
};

std::vector<Strip> strips_of(const std::vector<const TierRow*>& rows,
                             const TierArgument& argument) {
  Ranges ranges;
  for (const TierRow* row : rows)
    ranges.push_back(*row);
  std::vector<Strip> strips;
  const bool texts = argument.type.kind == Kind::Text;
  for (const TierRange& piece : pieces_of(ranges, argument)) {
    Strip strip{piece, {}};
    for (const TierRow* row : rows) {
      if (holds_for(*row, piece, texts)) strip.rows.push_back(row);
    }
    const bool goes_on =
        !strips.empty() && argument.type.kind != Kind::Text && strips.back().rows == strip.rows;
    if (goes_on) {
      strips.back().range.high = piece.high;
      strips.back().range.high_included = piece.high_included;
    } else {
      strips.push_back(std::move(strip));
    }
  }
  return strips;
}

class Proof {
 public:
  Proof(Checker& checker, const Tiers& tiers, const TierArgument& first, const TierArgument& second,
        Span span)
      : checker_(checker), tiers_(tiers), first_(first), second_(second), span_(span) {
    for (const TierRow& row : tiers.rows)
      (row.is_else ? others_ : boxes_).push_back(&row);
  }

  bool run() {
    // `else` of a grid has a cell for every column; together they leave nothing out
    if (!others_.empty() && !prove(Strip{{}, others_}, false)) return false;
    for (const Strip& strip : strips_of(boxes_, first_)) {
      if (!prove(strip, !others_.empty())) return false;
    }
    return true;
  }

 private:
  bool prove(const Strip& strip, bool others_hold) {
    for (std::size_t i = 0; i < strip.rows.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (share_values(strip.rows[i]->second, strip.rows[j]->second)) {
          return report_overlap(strip, *strip.rows[i], *strip.rows[j]);
        }
      }
    }
    if (others_hold) return true;
    Ranges ranges;
    for (const TierRow* row : strip.rows)
      ranges.push_back(row->second);
    const Ranges gaps = uncovered(ranges, second_);
    if (gaps.empty()) return true;
    checker_.diagnostics.report(Code::tier_gap, span_,
                                {{"tiers", tiers_.name}, {"interval", text(strip.range, gaps[0])}});
    return false;
  }

  bool report_overlap(const Strip& strip, const TierRow& a, const TierRow& b) {
    checker_.diagnostics
        .report(Code::tier_overlap, a.span,
                {{"tiers", tiers_.name},
                 {"interval", text(strip.range, common_part(a.second, b.second))}})
        .label(b.span, Text::other_row);
    return false;
  }

  /// A witness: `x = "new", 10% <= y < 20%`; an argument of which every value will do is left out.
  std::string text(const TierRange& x, const TierRange& y) const {
    const auto part = [](const TierRange& range, const TierArgument& argument) {
      const bool any = !range.key && !range.low && !range.high;
      return any ? argument.name : range_text(range, argument.type.unit, argument.name);
    };
    return part(x, first_) + ", " + part(y, second_);
  }

  Checker& checker_;
  const Tiers& tiers_;
  const TierArgument& first_;
  const TierArgument& second_;
  Span span_;
  std::vector<const TierRow*> boxes_, others_;
};

}  // namespace

bool prove_boxes(Checker& checker, const Tiers& tiers, const TierArgument& first,
                 const TierArgument& second, Span span) {
  return Proof(checker, tiers, first, second, span).run();
}

}  // namespace kpi::check
