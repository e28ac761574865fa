// What a reader must know about one card beside its numbers.

#include <algorithm>

#include "output/number.hpp"
#include "output/run_parts.hpp"

namespace kpi::output {
namespace {

/// The sentences of one note, and how they are joined.
class Sentences {
 public:
  explicit Sentences(const Words& words) : words_(words) {}
  void add(const std::string& sentence) {
    if (!text_.empty()) text_ += words_(Text::note_separator);
    text_ += sentence;
  }
  std::string take() { return std::move(text_); }

 private:
  const Words& words_;
  std::string text_;
};

/// Lines that the same sentence is true of.
bool alike(const score::LineResult& a, const score::LineResult& b) {
  return a.policy && a.policy == b.policy && a.points.value == b.points.value &&
         a.missing == b.missing;
}

bool said_before(const score::CardResult& card, std::size_t index) {
  for (std::size_t i = 0; i < index; ++i) {
    if (alike(card.lines[i], card.lines[index])) return true;
  }
  return false;
}

/// `毛利率、复购率`: the labels of every line alike.
std::string lines_like(const Scorecard& scorecard, const score::CardResult& card, std::size_t index,
                       const Words& words) {
  std::string labels;
  for (std::size_t i = index; i < card.lines.size(); ++i) {
    if (!alike(card.lines[i], card.lines[index])) continue;
    if (!labels.empty()) labels += words(Text::list_separator);
    labels += label_of(scorecard.lines[card.lines[i].line]);
  }
  return labels;
}

std::string line_sentence(const std::string& lines, const score::LineResult& result,
                          const Words& words) {
  Arguments arguments = {{"line", lines}, {"reason", reason_name(*result.missing, words)}};
  switch (*result.policy) {
    case PolicyKind::Redistribute: return words(Text::note_left_out, std::move(arguments));
    case PolicyKind::Fail: return words(Text::note_failed, std::move(arguments));
    case PolicyKind::Zero:
    case PolicyKind::Full:
    case PolicyKind::Hold:
    case PolicyKind::Value: break;
  }
  arguments.emplace_back("points", shown(result.points, words));
  return words(Text::note_counts_as, std::move(arguments));
}

/// `销售额 57.14%、毛利率 42.86%`, where the weights are not those that were written.
std::string effective_weights(const Scorecard& scorecard, const score::CardResult& card,
                              const Words& words) {
  std::string weights;
  bool changed = false;
  for (const score::LineResult& line : card.lines) {
    if (line.effective_weight.is_zero()) continue;
    changed = changed || line.effective_weight != line.weight;
    if (!weights.empty()) weights += words(Text::list_separator);
    weights += label_of(scorecard.lines[line.line]) + ' ' + shown_share(line.effective_weight);
  }
  return changed ? weights : std::string();
}

void add_lines(const Scorecard& scorecard, const score::CardResult& card, const Words& words,
               Sentences& out) {
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    if (card.lines[i].policy && !said_before(card, i)) {
      out.add(line_sentence(lines_like(scorecard, card, i, words), card.lines[i], words));
    }
  }
  const std::string weights = effective_weights(scorecard, card, words);
  if (!weights.empty()) out.add(words(Text::note_weights, {{"weights", weights}}));
}

/// Only what changed something, and what could not be decided; rounding is no news.
void add_adjustments(const std::vector<Adjust>& declared,
                     const std::vector<score::AdjustResult>& results, const Type& type,
                     const std::optional<RoundSpec>& published, const Words& words,
                     Sentences& out) {
  for (const score::AdjustResult& result : results) {
    const Adjust& adjust = declared[result.adjustment];
    const std::string reason =
        adjust.message.empty() ? words(word_of(adjust.kind)) : adjust.message;
    if (result.state == score::AdjustResult::State::Undecided) {
      out.add(words(Text::note_undecided, {{"reason", reason}}));
      continue;
    }
    const bool changed = result.state == score::AdjustResult::State::Applied &&
                         result.before != result.after && adjust.kind != AdjustKind::Round;
    if (!changed) continue;
    out.add(
        words(Text::note_adjusted, {{"reason", reason},
                                    {"before", shown_value(result.before, type, published, words)},
                                    {"after", shown_value(result.after, type, published, words)}}));
  }
}

void add_payout(const Program& program, const score::PayoutResult& result, const Words& words,
                Sentences& out) {
  const Payout& payout = program.payouts[result.payout];
  const Value& amount = result.amount.value;
  if (amount.is_none()) {
    const bool held = result.policy == PolicyKind::Hold;
    out.add(words(held ? Text::note_held : Text::note_payout_none,
                  {{"payout", label_of(payout)}, {"reason", reason_name(amount.reason(), words)}}));
    return;
  }
  if (result.policy == PolicyKind::Value) {
    out.add(words(Text::note_payout_policy, {{"payout", label_of(payout)},
                                             {"amount", shown_with_unit(result.amount, words)}}));
  }
  Sentences changes(words);
  add_adjustments(payout.adjustments, result.adjustments, result.amount.type,
                  result.amount.published, words, changes);
  const std::string text = changes.take();
  if (text.empty()) return;
  out.add(words(Text::note_with_payout, {{"payout", label_of(payout)}, {"text", text}}));
}

}  // namespace

std::string card_note(const Program& program, const score::CardResult& card, const CardBlock& block,
                      const Payments& payments, const Words& words) {
  const Scorecard& scorecard = program.scorecards[card.scorecard];
  Sentences out(words);
  if (card.days.held != card.days.all) {
    out.add(words(Text::note_days_on_card, {{"held", card.days.held}, {"all", card.days.all}}));
  }
  if (card.in_force) {
    out.add(words(Text::note_days_in_force,
                  {{"held", card.in_force->held}, {"all", card.in_force->all}}));
  }
  add_lines(scorecard, card, words, out);
  add_adjustments(scorecard.adjustments, card.adjustments, card.score.type, card.score.published,
                  words, out);
  if (card.score.value.is_none()) {
    out.add(
        words(Text::note_score_none, {{"reason", reason_name(card.score.value.reason(), words)}}));
  }
  for (const PayoutId id : block.payouts) {
    const score::PaidResult* paid = payments.find(id, card.period, card.key);
    if (paid != nullptr) add_payout(program, paid->payout, words, out);
  }
  return out.take();
}

std::string payout_note(const Program& program, const score::PaidResult& paid, const Words& words) {
  Sentences out(words);
  add_payout(program, paid.payout, words, out);
  return out.take();
}

}  // namespace kpi::output
