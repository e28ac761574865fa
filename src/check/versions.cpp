#include "check/versions.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "check/expressions.hpp"
#include "check/ranges.hpp"

/// Versions of a name: the days of each, and in what they may differ.
namespace kpi::check {
namespace {

constexpr Date kFirstDay{-719162};  // 0001-01-01
constexpr Date kLastDay{2932896};   // 9999-12-31

std::string days_text(DateRange days) {
  if (days.last == kLastDay) return "since " + to_string(days.first);
  return to_string(days.first) + " to " + to_string(days.last);
}

/// The `effective` of every declaration that has a head, and which versions share days.
struct Effective {
  Checker& checker;
  const ast::Ast& file;
  std::size_t kind;
  std::map<std::pair<std::size_t, std::string>, std::vector<const ast::Head*>>& heads;

  template <class Declaration>
  void operator()(const Declaration& declaration) {
    if constexpr (requires { declaration.head.effective; }) {
      const ast::Head& head = declaration.head;
      if (head.effective) {
        if (const auto days = check_range(checker, file, *head.effective)) {
          checker.effective.emplace(&head, *days);
        }
      }
      if constexpr (!std::is_same_v<Declaration, ast::Target>) compare(head);
    }
  }

  void compare(const ast::Head& head) {
    if (!head.name.present()) return;
    std::vector<const ast::Head*>& others = heads[{kind, head.name.text}];
    const DateRange own = effective_days(checker, head).value_or(all_days());
    for (const ast::Head* other : others) {
      const DateRange days = effective_days(checker, *other).value_or(all_days());
      const DateRange both{std::max(own.first, days.first), std::min(own.last, days.last)};
      const bool said = head.effective || other->effective;  // else it is declared twice
      if (both.empty() || !said) continue;
      const Span span = head.effective ? head.effective->span : head.name.span;
      checker.diagnostics
          .report(Code::versions_overlap, span,
                  {{"name", head.name.text}, {"days", days_text(both)}})
          .label(other->effective ? other->effective->span : other->name.span, Text::first_here,
                 {{"name", head.name.text}});
      break;
    }
    others.push_back(&head);
  }
};

bool same_round(const std::optional<RoundSpec>& a, const std::optional<RoundSpec>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->step == b->step && a->mode == b->mode;
}

bool same_better(const Better& a, const Better& b) {
  return a.direction == b.direction && a.method == b.method && a.linear == b.linear &&
         a.at_zero == b.at_zero && a.zero_target == b.zero_target &&
         a.zero_target_else == b.zero_target_else && a.within_low == b.within_low &&
         a.within_high == b.within_high && a.zero_low == b.zero_low && a.zero_high == b.zero_high;
}

}  // namespace

DateRange all_days() {
  return {kFirstDay, kLastDay};
}

std::optional<DateRange> effective_days(const Checker& checker, const ast::Head& head) {
  const auto found = checker.effective.find(&head);
  if (found == checker.effective.end()) return std::nullopt;
  return found->second;
}

void check_effective(Checker& checker, const std::vector<const ast::Ast*>& files) {
  std::map<std::pair<std::size_t, std::string>, std::vector<const ast::Head*>> heads;
  for (const ast::Ast* file : files) {
    for (const ast::Declaration& declaration : file->declarations) {
      std::visit(Effective{checker, *file, declaration.index(), heads}, declaration);
    }
  }
}

ProgramExprId by_version(Checker& checker, Span span, const std::string& name,
                         const std::vector<ProgramExprId>& args, std::vector<DateRange> days) {
  Expr expr;
  expr.op = Op::Versions;
  expr.span = span;
  expr.type = checker.type(args[0]);
  expr.type.grain = Grain::Subject;
  for (const ProgramExprId arg : args)
    expr.type.optional = expr.type.optional || checker.type(arg).optional;
  expr.args = args;
  expr.versions = std::move(days);
  expr.constant = name;
  return checker.add(std::move(expr));
}

void report_difference(Checker& checker, const std::string& name, Span span, Span first,
                       Text what) {
  checker.diagnostics.report(Code::versions_differ, span, {{"name", name}, {"what", what}})
      .label(first, Text::first_here, {{"name", name}});
}

bool same_properties(const Metric& a, const Metric& b) {
  return same_better(a.better, b.better) && same_round(a.publish, b.publish) &&
         a.unit_text == b.unit_text && a.objective == b.objective && a.is_signed == b.is_signed;
}

bool same_type(const Type& a, const Type& b) {
  return a.kind == b.kind && (a.kind != Kind::Number || a.unit == b.unit);
}

bool same_carries(const std::vector<Carry>& a, const std::vector<Carry>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Carry& x, const Carry& y) {
    return x.name == y.name && same_type(x.type, y.type) && x.every == y.every;
  });
}

void compare_tiers(Checker& checker, TiersId id) {
  const Tiers& version = checker.program.tiers[id];
  if (!version.effective) return;  // the only one of its name
  const Tiers& first = checker.program.tiers[versions_of(checker.program.tiers, id)[0]];
  const bool known = first.argument.kind != Kind::Error && version.argument.kind != Kind::Error;
  const bool alike = same_type(first.argument, version.argument) &&
                     same_type(first.second, version.second) &&
                     same_type(first.result, version.result);
  if (!known || alike) return;
  report_difference(checker, version.name, version.span, first.span, Text::words_version_type);
}

void compare_scorecards(Checker& checker) {
  const auto& cards = checker.program.scorecards;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const Scorecard& card = cards[ScorecardId(i)];
    const Scorecard& first = cards[versions_of(cards, ScorecardId(i))[0]];
    if (!card.table || !first.table) continue;
    const bool alike = card.table == first.table && card.roles == first.roles &&
                       card.every == first.every && card.as_of_start == first.as_of_start;
    if (alike) continue;
    report_difference(checker, card.name, card.span, first.span, Text::words_version_people);
  }
}

/// The cards or roles that a payout is declared for; of a card all versions are meant.
static std::set<std::string> people_of(const Program& program, const Payout& payout) {
  std::set<std::string> names;
  for (const Payout& part : program.payouts) {
    if (part.span != payout.span) continue;
    if (part.scorecard) names.insert(program.scorecards[part.scorecard].name);
    for (const RoleId role : part.scorecard ? std::vector<RoleId>() : part.roles)
      names.insert(program.roles[role].name);
  }
  return names;
}

void compare_payouts(Checker& checker) {
  const auto& payouts = checker.program.payouts;
  for (std::size_t i = 0; i < payouts.size(); ++i) {
    const Payout& payout = payouts[PayoutId(i)];
    const Payout& first = payouts[versions_of(payouts, PayoutId(i))[0]];
    if (payout.type.kind == Kind::Error || first.type.kind == Kind::Error) continue;
    const auto differ = [&](Text what) {
      report_difference(checker, payout.name, payout.span, first.span, what);
    };
    const bool alike = payout.table == first.table && payout.every == first.every &&
                       people_of(checker.program, payout) == people_of(checker.program, first);
    if (!alike) {
      differ(Text::words_version_people);
    } else if (!same_type(payout.type, first.type)) {
      differ(Text::words_version_type);
    } else if (!same_carries(payout.carries, first.carries)) {
      differ(Text::words_version_carries);
    }
  }
}

}  // namespace kpi::check
