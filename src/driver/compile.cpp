#include <algorithm>
#include <set>

#include "ast/from_tree.hpp"
#include "base/text.hpp"
#include "check/check.hpp"
#include "diag/system_words.hpp"
#include "driver/session.hpp"
#include "driver/study.hpp"
#include "plan/plan.hpp"
#include "prove/prove.hpp"
#include "stdlib/stdlib.hpp"
#include "stdlib/templates.hpp"

namespace kpi::driver {
namespace {

/// Reads a rule file and, depth first, every file it uses; each file once.
class Loader {
 public:
  Loader(Compiled& compiled, const io::Files& files, Diagnostics& diagnostics)
      : compiled_(compiled), files_(files), diagnostics_(diagnostics) {}

  /// Trees and declarations of all files read, in the order of Compiled::files.
  std::vector<ReadFile> take_files() {
    for (ReadFile& file : read_)
      file.in_project = std::find(asts_.begin(), asts_.end(), file.ast.get()) != asts_.end();
    return std::move(read_);
  }

  void load(const std::string& written, Span used_at) {
    const std::string path = first_spelling(written);
    if (!begin(path, used_at)) return;
    std::string why;
    auto text = io::read_all(files_, path, why);
    if (!text) {
      complete_ = false;
      Diagnostic& report =
          diagnostics_.report(used_at.file ? Code::used_file_missing : Code::rules_unreadable,
                              used_at, {{"path", path}, why_argument(why)});
      hint_template(report, path);
      return;
    }
    const ast::Ast& ast = parse(path, std::move(*text));
    asts_.push_back(&ast);
    finish(ast, path);
  }

  /// False when a file could not be read: its names are missing, and checking would blame others.
  bool complete() const { return complete_; }
  const std::vector<const ast::Ast*>& asts() const { return asts_; }
  const check::Libraries& libraries() const { return libraries_; }

 private:
  /// False for a file that is known already, or is being read right now.
  bool begin(const std::string& path, Span used_at) {
    const auto running = std::find(chain_.begin(), chain_.end(), path);
    if (running != chain_.end()) {
      report_cycle(path, running, used_at);
      return false;
    }
    return std::find(loaded_.begin(), loaded_.end(), path) == loaded_.end();
  }

  /// `./base.kpi` and `base.kpi` are one file: as it was written where it was used first.
  std::string first_spelling(const std::string& path) {
    for (const std::string& known : paths_) {
      if (known == path || files_.same_file(known, path)) return known;
    }
    return paths_.emplace_back(path);
  }

  const ast::Ast& parse(const std::string& path, std::string text) {
    const FileId id = compiled_.sources.add(path, std::move(text));
    compiled_.files.push_back(id);
    ReadFile& file = read_.emplace_back();
    file.tree = syntax::parse_file(id, compiled_.sources, diagnostics_);
    file.ast =
        std::make_unique<ast::Ast>(ast::from_tree(file.tree, compiled_.sources, diagnostics_));
    return *file.ast;
  }

  /// What the file itself uses.
  void finish(const ast::Ast& ast, const std::string& path) {
    loaded_.push_back(path);
    chain_.push_back(path);
    for (const ast::Declaration& declaration : ast.declarations) {
      if (const auto* use = std::get_if<ast::Use>(&declaration)) load_used(*use, path);
      const auto* table = std::get_if<ast::Table>(&declaration);
      if (table != nullptr && table->like) find_library_of(*table->like);
    }
    chain_.pop_back();
  }

  void load_used(const ast::Use& use, const std::string& path) {
    if (use.file.present()) {
      load(io::join_path(io::folder_of(path), use.file.text), use.file.span);
      return;
    }
    const std::string name = dotted(use.library, use.library.parts.size());
    if (!begin(name, use.library.span)) return;
    const ast::Ast* ast = library(name, use.library.span);
    if (ast == nullptr) return;
    asts_.push_back(ast);
    finish(*ast, name);
  }

  /// `table … like std.sales.orders` reads a table of the library without its other names.
  void find_library_of(const ast::Path& like) {
    if (like.parts.size() < 2 || like.parts[0].text != stdlib::kPrefix) return;
    library(dotted(like, like.parts.size() - 1), like.span);
  }

  /// The file of the embedded library; null when there is none, which is reported.
  const ast::Ast* library(const std::string& name, Span span) {
    if (const auto found = libraries_.find(name); found != libraries_.end()) return found->second;
    const auto text = stdlib::text_of(name);
    if (!text) {
      complete_ = false;
      report_unknown(name, span);
      return nullptr;
    }
    const ast::Ast& ast = parse(name, std::string(*text));
    libraries_.emplace(name, &ast);
    return &ast;
  }

  /// A template that was copied without the tables it uses.
  static void hint_template(Diagnostic& report, const std::string& path) {
    const std::string file = path.substr(path.rfind('/') + 1);
    const std::string name = file.substr(0, file.rfind(".kpi"));
    if (!stdlib::templates::text_of("roles/" + name)) return;
    report.hint(Text::tables_to_copy, {{"name", name}});
  }

  void report_unknown(const std::string& name, Span span) {
    Diagnostic& diagnostic = diagnostics_.report(Code::unknown_library, span, {{"name", name}});
    const std::vector<std::string> names = stdlib::names();
    if (const auto close = nearest(name, names)) {
      diagnostic.hint(Text::did_you_mean, {{"name", *close}});
      return;
    }
    std::string listed;
    for (const std::string& known : names)
      listed += (listed.empty() ? "`" : ", `") + known + "`";
    diagnostic.hint(Text::library_names, {{"names", listed}});
  }

  static std::string dotted(const ast::Path& path, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += (i == 0 ? "" : ".") + path.parts[i].text;
    return text;
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
  std::vector<std::string> paths_;  // of the project's files
  std::vector<std::string> chain_;
  std::vector<std::string> loaded_;
  std::vector<ReadFile> read_;
  std::vector<const ast::Ast*> asts_;  // of the project, in the order read
  check::Libraries libraries_;
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

namespace {

/// `uses`: to be filled, where names are asked about.
void compile_all(Loader& loader, Compiled& compiled, const std::string& path,
                 const Settings& settings, Diagnostics& diagnostics, check::NameUses* uses) {
  loader.load(path, {});
  if (!loader.complete()) return;
  compiled.program = check::check(loader.asts(), loader.libraries(), settings, diagnostics, uses);
  if (!diagnostics.has_errors()) check_routes(compiled.program, diagnostics);
  compiled.ok = !diagnostics.has_errors();
  if (compiled.ok) prove::warn(compiled.program, compiled.sources, diagnostics);
}

}  // namespace

Compiled compile(const std::string& path, const Settings& settings, const io::Files& files,
                 Diagnostics& diagnostics) {
  Compiled compiled;
  Loader loader(compiled, files, diagnostics);
  compile_all(loader, compiled, path, settings, diagnostics, nullptr);
  return compiled;
}

Studied study(const std::string& path, const io::Files& files) {
  Studied studied;
  Loader loader(studied.compiled, files, studied.diagnostics);
  compile_all(loader, studied.compiled, path, {}, studied.diagnostics, &studied.uses);
  studied.files = loader.take_files();
  return studied;
}

}  // namespace kpi::driver
