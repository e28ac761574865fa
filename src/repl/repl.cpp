#include "repl/repl.hpp"

#include <algorithm>

#include "base/jobs.hpp"
#include "base/text.hpp"
#include "output/labels.hpp"
#include "output/number.hpp"
#include "repl/commands.hpp"
#include "repl/differences.hpp"
#include "repl/names_at.hpp"
#include "repl/written.hpp"
#include "syntax/keywords.hpp"

namespace kpi::repl {
namespace {

bool is_error(const Diagnostic& item) {
  return severity_of(item.code) == Severity::Error;
}

bool has(const Diagnostics& diagnostics, Code code) {
  return std::any_of(diagnostics.items().begin(), diagnostics.items().end(),
                     [&](const Diagnostic& item) { return item.code == code; });
}

/// `card.line weight: 40% → 50%`.
std::string shown(const Change& change, const Voice& voice) {
  if (change.after.empty()) {
    const Text text = change.before ? Text::repl_replaced : Text::repl_defined;
    return voice.text(text, {{"what", change.what}});
  }
  if (!change.before) {
    return voice.text(Text::repl_set, {{"what", change.what}, {"after", change.after}});
  }
  return voice.text(Text::repl_was,
                    {{"what", change.what}, {"before", *change.before}, {"after", change.after}});
}

}  // namespace

bool Repl::begin(const std::string& path, const std::string& of, const std::string& period) {
  Diagnostics diagnostics;
  bool fine = false;
  try {
    fine = session_.load(path, diagnostics) && session_.set_period(period, diagnostics) &&
           (of.empty() || session_.set_person(of, diagnostics));
  } catch (const Stopped&) {
    diagnostics.report(Code::stopped, {});
  }
  report(diagnostics);
  return fine;
}

std::string Repl::prompt(bool goes_on) const {
  if (goes_on) return "...> ";
  std::string text = "kpi";
  if (session_.person()) text += ' ' + session_.person()->key;
  if (!session_.period().empty()) text += ' ' + session_.period();
  if (session_.is_changed()) text += '*';
  return text + "> ";
}

bool Repl::read(io::LineInput& input, bool echo) {
  std::string entry;
  failed_ = false;
  while (!leaves_) {
    const std::string shown = prompt(!entry.empty());
    if (interrupts_ != nullptr) interrupts_->forget();
    const io::TypedLine line = input.read(shown);
    if (line.event == io::LineEvent::End) break;
    if (line.event == io::LineEvent::Interrupted) {
      entry.clear();
      continue;
    }
    if (echo) voice_.say(shown + line.text + '\n');
    const bool ends = !entry.empty() && trim(line.text).empty();  // a blank line ends everything
    entry += (entry.empty() ? "" : "\n") + line.text;
    if (!ends && !is_complete(entry)) continue;
    if (!is_empty(entry)) {
      input.remember(entry);
      enter(entry);
    }
    entry.clear();
  }
  if (!entry.empty() && !is_empty(entry)) enter(entry);
  return !failed_;
}

void Repl::enter(const std::string& entry) {
  Diagnostics diagnostics;
  try {
    perform(entry, diagnostics);
  } catch (const Stopped&) {
    diagnostics.report(Code::stopped, {});
  }
  failed_ = failed_ || diagnostics.has_errors();
  report(diagnostics);
}

void Repl::perform(const std::string& entry, Diagnostics& diagnostics) {
  if (const auto command = command_in(entry)) {
    Commands(*this).perform(*command, diagnostics);
  } else if (!assignments_in(entry).empty() || looks_like_definition(entry)) {
    change(entry, diagnostics);
  } else {
    answer(entry, diagnostics);
  }
}

void Repl::report(Diagnostics& diagnostics) {
  Diagnostics fresh;
  for (const Diagnostic& item : diagnostics.items()) {
    const bool said =
        !is_error(item) &&
        !warned_.insert(std::string(name_of(item.code)) + message_text(item, Language::English))
             .second;
    if (said) continue;
    fresh.report(item.code, item.span, item.arguments) = item;
  }
  fresh.sort();
  if (!fresh.empty()) voice_.complain(render(fresh, session_.sources(), voice_.messages));
}

/// What the person's results are, where there is somebody and a period; nothing is said of them.
std::vector<Figure> Repl::figures_if_asked() {
  if (!session_.has_data() || session_.period().empty()) return {};
  Diagnostics known;
  return session_.figures(known);
}

/// The entry with the last value in the place of `_`; nothing, and a report, where there is none.
std::optional<std::string> Repl::with_last(const std::string& entry, Diagnostics& diagnostics) {
  if (!names_last_value(entry)) return entry;
  if (last_) return with_last_value(entry, *last_);
  const Text why = last_absent_ ? Text::repl_last_absent : Text::repl_last_table;
  diagnostics.report(Code::no_last_value, {}, {{"why", why}});
  return std::nullopt;
}

void Repl::change(const std::string& entry, Diagnostics& diagnostics) {
  const auto text = with_last(entry, diagnostics);
  if (!text) return;
  const std::vector<Figure> before = figures_if_asked();
  const auto changes = session_.change(*text, diagnostics);
  if (!changes) {
    const auto other = has(diagnostics, Code::weights_not_100)
                           ? together(assignments_in(*text), session_.rules())
                           : std::nullopt;
    report(diagnostics);
    voice_.complain(voice_.text(Text::repl_not_taken) + '\n');
    if (other) voice_.complain(voice_.text(Text::repl_hint_together, {{"text", *other}}) + '\n');
    diagnostics.take_back(0);
    failed_ = true;
    return;
  }
  for (const Change& each : *changes)
    voice_.say(shown(each, voice_) + '\n');
  show_effect(before, figures_if_asked());
}

/// One person's figures line by line; of several only how many change.
void Repl::show_effect(const std::vector<Figure>& before, const std::vector<Figure>& after) {
  if (before.empty() && after.empty()) return;
  const std::vector<Difference> differences = differences_between(before, after);
  if (differences.empty()) {
    voice_.say(voice_.text(Text::repl_same_results, {{"period", session_.period()}}) + '\n');
  } else if (session_.person()) {
    voice_.say(differences_text(differences, false, voice_));
  } else {
    voice_.say(
        voice_.text(Text::repl_people_change, {{"changed", differences.size()},
                                               {"count", std::max(before.size(), after.size())},
                                               {"period", session_.period()}}) +
        '\n');
  }
}

void Repl::answer(const std::string& entry, Diagnostics& diagnostics) {
  const auto text = with_last(entry, diagnostics);
  if (!text) return;
  const std::vector<std::string_view> words = words_of(entry);
  if (words.size() == 1 && answer_word(std::string(words.front()), diagnostics)) return;
  const bool line = is_line(words);
  const auto found = session_.evaluate(line ? "points(" + *text + ")" : *text, diagnostics);
  if (found) {
    std::string name;  // of a formula none
    for (const std::string_view word : words)
      name += line || (words.size() == 1 && word != "_") ? word : "";
    show(*found, name);
    return;
  }
  if (words.size() == 1 &&
      Commands::knows(std::string(words.front()))) {  // `help`, without the dot
    diagnostics.take_back(0);
    Commands(*this).perform({std::string(words.front()), {}}, diagnostics);
    return;
  }
  const bool no_period = has(diagnostics, Code::period_missing);
  report(diagnostics);
  diagnostics.take_back(0);
  failed_ = true;
  if (no_period) voice_.complain(voice_.text(Text::repl_hint_at) + '\n');
  const auto meant = meant_assignment(entry);
  if (meant) {
    voice_.complain(
        voice_.text(Text::repl_hint_assign, {{"text", meant->place + " := " + meant->value}}) +
        '\n');
  }
}

/// `card.line`, which stands for its points.
bool Repl::is_line(const std::vector<std::string_view>& words) const {
  if (words.size() != 3 || words[1] != ".") return false;
  const auto& cards = session_.rules().program.scorecards;
  return std::any_of(cards.begin(), cards.end(),
                     [&](const Scorecard& card) { return card.name == words[0]; });
}

/// `score`, `grade` and the name of a card, which are no expressions: those of the person, or of
/// everybody. False: it is something else.
bool Repl::answer_word(const std::string& word, Diagnostics& diagnostics) {
  const Program& program = session_.rules().program;
  const std::string builtin(syntax::builtin_spelling(word).value_or(""));
  const bool card = std::any_of(program.scorecards.begin(), program.scorecards.end(),
                                [&](const Scorecard& each) { return each.name == word; });
  const bool result = builtin == "score" || builtin == "grade";
  if (!card && !result) return false;
  if (session_.period().empty() || !session_.has_data()) {
    report_not_set(session_, diagnostics);
    return true;
  }
  auto found = session_.run(diagnostics);
  if (!found) return true;
  if (card) {
    const auto of_others = [&](const score::CardResult& each) {
      return program.scorecards[each.scorecard].name != word;
    };
    found->cards.erase(std::remove_if(found->cards.begin(), found->cards.end(), of_others),
                       found->cards.end());
  }
  const bool one = session_.person() && found->cards.size() == 1;
  if (!one || card) {
    output::OutputOptions options = voice_.tables;
    options.details = session_.person().has_value();
    voice_.say(output::render(program, *found, options));
    asked_ = card ? word : std::string();
    return true;
  }
  const score::CardResult& of_card = found->cards.front();
  Answer answer;
  answer.one = of_card.score;
  if (builtin == "grade") {
    Type text;
    text.kind = Kind::Text;
    answer.one = score::Quantity{of_card.grade, text, std::nullopt};
  }
  show(answer, program.scorecards[of_card.scorecard].name);
  return true;
}

void Repl::show(const Answer& answer, const std::string& asked) {
  asked_ = asked;
  if (!answer.one) {
    voice_.say(output::render(session_.rules().program, answer.table, voice_.tables));
    return;
  }
  const output::Words words(voice_.language);
  const score::Quantity& quantity = *answer.one;
  std::string text = quantity.published
                         ? output::shown_with_unit(quantity, words)
                         : output::render_value(quantity.value, quantity.type, voice_.language);
  if (quantity.value.is_none()) {
    text += ": " + words(output::explanation_of(quantity.value.reason()));
  }
  voice_.say(text + '\n');
  last_ = written(quantity.value, quantity.type);
  last_absent_ = !last_;
}

io::Completion Repl::complete(std::string_view text, std::size_t cursor) {
  return names_at(text, cursor, session_);
}

}  // namespace kpi::repl
