#include "repl/differences.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "output/labels.hpp"

namespace kpi::repl {
namespace {

const Figure* find(const std::vector<Figure>& figures, const Figure& wanted) {
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const Figure& figure) {
    return figure.key == wanted.key && figure.what == wanted.what;
  });
  return found == figures.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Difference> differences_between(const std::vector<Figure>& before,
                                            const std::vector<Figure>& after) {
  std::vector<Difference> differences;
  for (const Figure& old : before) {
    const Figure* now = find(after, old);
    const std::string text = now == nullptr ? std::string() : now->text;
    if (text != old.text) differences.push_back({old.key, old.name, old.what, old.text, text});
  }
  for (const Figure& now : after) {
    if (find(before, now) != nullptr) continue;
    differences.push_back({now.key, now.name, now.what, {}, now.text});
  }
  std::stable_sort(differences.begin(), differences.end(),
                   [](const Difference& a, const Difference& b) { return a.key < b.key; });
  return differences;
}

std::string differences_text(const std::vector<Difference>& differences, bool people,
                             const Voice& voice) {
  const auto shown = [&](const std::string& text) {
    return text.empty() ? voice.text(Text::repl_is_absent) : text;
  };
  int who = 0, what = 0, before = 0, after = 0;
  for (const Difference& each : differences) {
    who = std::max(who, display_width(output::subject_text(each.key, each.name)));
    what = std::max(what, display_width(each.what));
    before = std::max(before, display_width(shown(each.before)));
    after = std::max(after, display_width(shown(each.after)));
  }
  std::string text;
  std::string last;
  for (const Difference& each : differences) {
    text += "  ";
    if (people) {
      const std::string subject = output::subject_text(each.key, each.name);
      text += pad_right(subject == last ? "" : subject, who) + "  ";
      last = subject;
    }
    text += pad_right(each.what, what) + "  " + pad_left(shown(each.before), before) + " → " +
            pad_left(shown(each.after), after) + '\n';
  }
  return text;
}

}  // namespace kpi::repl
