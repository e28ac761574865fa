#include "base/text.hpp"
#include "check/day_parts.hpp"
#include "check/expressions.hpp"
#include "check/people.hpp"
#include "check/versions.hpp"

/// Rules: a condition per person and period, and the message that names what was found.
namespace kpi::check {
namespace {

/// The text between two positions of the message as a path, with a span where the file shows the
/// text as it is.
ast::Path path_in(const ast::TextLiteral& message, std::size_t begin, std::size_t end) {
  ast::Path path;
  path.span = message.span;
  const bool as_written = message.span.end - message.span.begin == message.text.size() + 2;
  std::size_t at = begin;
  while (at <= end) {
    std::size_t stop = message.text.find('.', at);
    if (stop == std::string::npos || stop > end) stop = end;
    ast::Name name;
    name.text = std::string(trim(std::string_view(message.text).substr(at, stop - at)));
    name.span = message.span;
    if (as_written) {
      name.span.begin = message.span.begin + 1 + static_cast<std::uint32_t>(at);
      name.span.end = message.span.begin + 1 + static_cast<std::uint32_t>(stop);
    }
    path.parts.push_back(std::move(name));
    at = stop + 1;
  }
  if (as_written) {
    path.span = path.parts.front().span;
    path.span.end = path.parts.back().span.end;
  }
  return path;
}

bool names_something(const ast::Path& path) {
  for (const ast::Name& name : path.parts) {
    if (name.text.empty()) return false;
  }
  return true;
}

/// Text and the values of what stands in braces, in order.
std::vector<MessagePart> check_message(Checker& checker, const Env& env,
                                       const ast::TextLiteral& message) {
  std::vector<MessagePart> parts;
  const std::string& text = message.text;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (open != at) parts.push_back({text.substr(at, open - at), {}});
    if (open == std::string::npos) break;
    const ast::Path path =
        close == std::string::npos ? ast::Path{} : path_in(message, open + 1, close);
    if (path.parts.empty() || !names_something(path)) {
      checker.diagnostics.report(Code::message_form, message.span);
      return parts;
    }
    const ProgramExprId value = check_path(checker, env, path);
    if (!checker.failed(value)) parts.push_back({{}, value});
    at = close + 1;
  }
  return parts;
}

/// For roles a score is that of whatever card the person is on.
bool has_card(const Checker& checker, const Rule& rule) {
  for (const Scorecard& card : checker.program.scorecards) {
    if (card.table == rule.table && card.every == rule.every) return true;
  }
  return false;
}

void check_rule(Checker& checker, const ast::Ast& file, const ast::Rule& declared,
                const CardVersion& card, RuleId id) {
  Rule rule = checker.program.rules[id];
  const auto cycle =
      resolve_cycle(checker, declared.head.name, declared.roles, declared.every, card.card);
  if (!cycle) return;
  rule.effective = card.days;
  rule.table = cycle->table;
  rule.scorecard = cycle->scorecard;
  rule.roles = cycle->roles;
  rule.every = cycle->every;
  Env env;
  env.ast = &file;
  env.grain = Grain::Subject;
  env.subject_table = rule.table;
  env.words.reads_score = has_card(checker, rule);
  env.words.reads_results = true;
  env.words.reader = Reader{rule.name, rule.every, rule.table};
  if (rule.scorecard) env.words.card = &checker.program.scorecards[rule.scorecard];
  env.words.card_id = rule.scorecard;
  env.words.cards = cards_named(checker, declared.roles);
  if (rule.scorecard && env.words.card->split_by_days) env.words.split_card = rule.scorecard;
  rule.when = check_condition(checker, env, declared.when);
  rule.message = check_message(checker, env, declared.message);
  if (env.words.split_card) {
    rule.when = in_days_of_card(checker, rule.scorecard, *env.words.card, rule.when);
    for (MessagePart& part : rule.message)
      part.value = in_days_of_card(checker, rule.scorecard, *env.words.card, part.value);
  }
  checker.program.rules[id] = std::move(rule);
}

}  // namespace

void check_rules(Checker& checker, const std::vector<const ast::Ast*>& files) {
  each<ast::Rule>(files, [&](const ast::Ast& file, const ast::Rule& rule) {
    const auto id = declared_at<RuleId>(checker.program.rules, rule.head.name.span);
    if (!id) return;
    each_card_version(checker, rule, checker.program.rules, *id,
                      [&](const CardVersion& card, RuleId version) {
                        check_rule(checker, file, rule, card, version);
                      });
  });
}

}  // namespace kpi::check
