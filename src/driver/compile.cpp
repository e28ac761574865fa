#include <algorithm>
#include <set>

#include "ast/from_tree.hpp"
#include "check/check.hpp"
#include "driver/session.hpp"
#include "plan/plan.hpp"

namespace kpi::driver {
namespace {

/// Reads a rule file and, depth first, every file it uses; each file once.
class Loader {
 public:
  Loader(Compiled& compiled, const io::Files& files, Diagnostics& diagnostics)
      : compiled_(compiled), files_(files), diagnostics_(diagnostics) {}

  void load(const std::string& path, Span used_at) {
    const auto running = std::find(chain_.begin(), chain_.end(), path);
    if (running != chain_.end()) return report_cycle(path, running, used_at);
    if (std::find(loaded_.begin(), loaded_.end(), path) != loaded_.end()) return;
    std::string why;
    auto text = io::read_all(files_, path, why);
    if (!text) {
      complete_ = false;
      diagnostics_.report(used_at.file ? Code::used_file_missing : Code::rules_unreadable, used_at,
                          {{"path", path}, {"why", why}});
      return;
    }
    loaded_.push_back(path);
    chain_.push_back(path);
    const FileId id = compiled_.sources.add(path, std::move(*text));
    compiled_.files.push_back(id);
    const syntax::Tree tree = syntax::parse_file(id, compiled_.sources, diagnostics_);
    asts_.push_back(
        std::make_unique<ast::Ast>(ast::from_tree(tree, compiled_.sources, diagnostics_)));
    load_used(*asts_.back(), path);
    chain_.pop_back();
  }

  /// False when a file could not be read: its names are missing, and checking would blame others.
  bool complete() const { return complete_; }

  std::vector<const ast::Ast*> asts() const {
    std::vector<const ast::Ast*> all;
    for (const auto& ast : asts_)
      all.push_back(ast.get());
    return all;
  }

 private:
  void load_used(const ast::Ast& ast, const std::string& path) {
    std::vector<ast::Use> uses;
    for (const ast::Declaration& declaration : ast.declarations) {
      if (const auto* use = std::get_if<ast::Use>(&declaration)) uses.push_back(*use);
    }
    for (const ast::Use& use : uses) {
      if (use.file.present()) {
        load(io::join_path(io::folder_of(path), use.file.text), use.file.span);
      } else {
        diagnostics_.report(Code::not_evaluated_yet, use.span,
                            {{"construct", "`use` of a library"}});
      }
    }
  }

  void report_cycle(const std::string& path, std::vector<std::string>::const_iterator from,
                    Span used_at) {
    std::string chain;
    for (auto at = from; at != chain_.end(); ++at)
      chain += *at + " -> ";
    diagnostics_.report(Code::use_cycle, used_at, {{"path", path}, {"chain", chain + path}});
  }

  Compiled& compiled_;
  const io::Files& files_;
  Diagnostics& diagnostics_;
  bool complete_ = true;
  std::vector<std::string> chain_;
  std::vector<std::string> loaded_;
  std::vector<std::unique_ptr<ast::Ast>> asts_;
};

/// The years in which some version of a definition begins, and one without any.
std::set<int> sample_years(const Program& program) {
  std::set<int> years{2023};
  const auto begin = [&](const std::optional<DateRange>& days) {
    if (days && *from_civil(1, 1, 1) < days->first) years.insert(to_civil(days->first).year);
  };
  for (const Target& target : program.targets)
    begin(target.effective);
  for (const Scorecard& card : program.scorecards)
    begin(card.effective);
  for (const Payout& payout : program.payouts)
    begin(payout.effective);
  for (const Rule& rule : program.rules)
    begin(rule.effective);
  for (const Role& role : program.roles) {
    for (const RoleVersion& version : role.versions)
      begin(version.days);
  }
  for (const Expr& expr : program.exprs) {
    for (const DateRange days : expr.versions)
      begin(days);
  }
  return years;
}

/// Plans the cards once for a sample of periods, so that a fact that cannot reach its people is an
/// error of the rules and not of a later run; so is a window over two versions of what it reads.
void check_routes(const Program& program, Diagnostics& diagnostics) {
  if (program.scorecards.empty() && program.payouts.empty()) return;
  for (const int year : sample_years(program)) {
    plan::RunRequest request;
    request.days = {*from_civil(year, 1, 1), *from_civil(year + 1, 12, 31)};
    request.as_of = request.days.last;
    request.sample = true;
    plan::plan_run(program, request, diagnostics);
  }
}

}  // namespace

Compiled compile(const std::string& path, const Settings& settings, const io::Files& files,
                 Diagnostics& diagnostics) {
  Compiled compiled;
  Loader loader(compiled, files, diagnostics);
  loader.load(path, {});
  if (!loader.complete()) return compiled;
  compiled.program = check::check(loader.asts(), settings, diagnostics);
  if (!diagnostics.has_errors()) check_routes(compiled.program, diagnostics);
  compiled.ok = !diagnostics.has_errors();
  return compiled;
}

}  // namespace kpi::driver
