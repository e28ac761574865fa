// kpi-spec [--update[=outcome]] [--kpi PATH] [--filter TEXT] FILES...

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "spec.hpp"

namespace kpi::spec {
namespace {

namespace fs = std::filesystem;

constexpr int kExitAllSkipped = 77;

struct Options {
  bool update = false;
  bool update_outcome = false;
  std::string filter;
  std::string kpi_path;
  Lines files;
};

struct Totals {
  int passed = 0, failed = 0, skipped = 0;
  Lines changed;  // headings whose outputs were rewritten
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string shown_path(const std::string& file) {
  const fs::path relative = fs::absolute(file).lexically_relative(KPI_SOURCE_ROOT);
  return relative.empty() || *relative.begin() == ".." ? file : relative.string();
}

void print_exit_codes(const Mismatch& mismatch) {
  if (mismatch.expected_exit == mismatch.actual_exit) return;
  fmt::print("exit code: expected {}, was {}\n", mismatch.expected_exit, mismatch.actual_exit);
}

void print_failure(const std::string& file, const Section& section,
                   const std::vector<Mismatch>& mismatches) {
  fmt::print("\nFAILED {}:{}: {}\n", file, section.line, section.title);
  for (const Mismatch& mismatch : mismatches) {
    const Step& step = section.steps[static_cast<std::size_t>(mismatch.step)];
    const auto* command = std::get_if<RunCommand>(&step.action);
    const auto* check = std::get_if<CheckFile>(&step.action);
    fmt::print("{}:{}: {}\n", file, step.line,
               command ? "$ " + command->text : "diagnostics of " + check->name);
    print_exit_codes(mismatch);
    if (!matches(mismatch.expected, mismatch.actual)) {
      fmt::print("{}", unified_diff(mismatch.expected, mismatch.actual));
    }
    for (const std::string& line : mismatch.said)
      fmt::print("  | {}\n", line);
  }
  fmt::print("rerun:  ./dev spec '{0}:{1}'\nupdate: ./dev update '{0}:{1}'\n", file, section.title);
}

/// Why the outputs of this section may not be rewritten, or nothing.
std::string refusal(const Section& section, const std::vector<Mismatch>& mismatches,
                    bool outcome_may_flip) {
  for (const Mismatch& mismatch : mismatches) {
    const Step& step = section.steps[static_cast<std::size_t>(mismatch.step)];
    const auto* command = std::get_if<RunCommand>(&step.action);
    if (!command) return "comments such as `# error[E0301]` are the author's to change";
    if (!outcome_may_flip && flips(mismatch.expected_exit, mismatch.actual_exit)) {
      return "success and failure changed places; say --update=outcome if that is meant";
    }
    for (const std::string& line : mismatch.actual) {
      if (line.rfind(command->fence, 0) == 0)
        return "the output closes the block: lengthen its fence";
    }
  }
  return {};
}

class SuiteRun {
 public:
  SuiteRun(const Options& options, Setting setting, std::string file)
      : options_(options), setting_(std::move(setting)), path_(std::move(file)) {
    file_ = shown_path(path_);
    suite_ = parse_suite(read_file(path_));
  }

  void run(Totals& totals) {
    for (const Problem& problem : suite_.problems) {
      fmt::print("FAILED {}:{}: {}\n", file_, problem.line, problem.text);
    }
    if (!suite_.problems.empty()) {
      ++totals.failed;
      return;
    }
    for (const Section& section : suite_.sections) {
      const std::string name = file_ + ":" + section.title;
      const bool is_chosen = name.find(options_.filter) != std::string::npos;
      if (is_chosen && section.is_case()) run_case(section, totals);
    }
    if (!rewrites_.empty()) {
      std::ofstream(path_, std::ios::binary) << rewrite_outputs(suite_, rewrites_);
    }
  }

 private:
  void run_case(const Section& section, Totals& totals) {
    if (suite_.needs_data && setting_.data_path.empty()) {
      skip(section, totals);
      return;
    }
    const std::vector<Mismatch> mismatches = run_section(suite_, section, setting_);
    if (mismatches.empty()) {
      ++totals.passed;
      return;
    }
    if (!options_.update) {
      print_failure(file_, section, mismatches);
      ++totals.failed;
      return;
    }
    const std::string why_not = refusal(section, mismatches, options_.update_outcome);
    if (!why_not.empty()) {
      print_failure(file_, section, mismatches);
      fmt::print("not updated: {}\n", why_not);
      ++totals.failed;
      return;
    }
    ++totals.passed;
    totals.changed.push_back(fmt::format("{}:{}: {}", file_, section.line, section.title));
    for (const Mismatch& mismatch : mismatches) {
      const Step& step = section.steps[static_cast<std::size_t>(mismatch.step)];
      rewrites_.push_back(
          {&std::get<RunCommand>(step.action), {mismatch.actual, mismatch.actual_exit}});
    }
  }

  void skip(const Section& section, Totals& totals) const {
    const char* ci = std::getenv("CI");
    const bool must_run = ci != nullptr && std::string(ci) == "true";
    fmt::print("{} {}:{}: {}: KPI_TEST_DATA leads to no folder\n", must_run ? "FAILED" : "SKIPPED",
               file_, section.line, section.title);
    ++(must_run ? totals.failed : totals.skipped);
  }

  const Options& options_;
  Setting setting_;
  std::string path_, file_;
  Suite suite_;
  std::vector<Rewrite> rewrites_;
};

Setting setting_of(const Options& options) {
  Setting setting{options.kpi_path, KPI_SOURCE_ROOT, {}};
  if (setting.kpi_path.empty()) {  // beside this program in the build folder
    const fs::path self = fs::read_symlink("/proc/self/exe");
    setting.kpi_path = (self.parent_path().parent_path() / "src/cli/kpi").string();
  }
  setting.kpi_path = fs::absolute(setting.kpi_path).string();
  const char* given = std::getenv("KPI_TEST_DATA");
  const fs::path data = given != nullptr && *given != '\0'
                            ? fs::path(given)
                            : fs::path(KPI_SOURCE_ROOT) / ".." / "shared" / "data";
  if (fs::is_directory(data)) setting.data_path = fs::canonical(data).string();
  return setting;
}

/// The program under test answers to `kpi`, whatever its file is called.
class CommandFolder {
 public:
  explicit CommandFolder(Setting& setting) {
    if (fs::path(setting.kpi_path).filename() == "kpi") return;
    path_ = fs::temp_directory_path() / ("kpi-spec-command-" + std::to_string(getpid()));
    fs::create_directories(path_);
    fs::create_symlink(setting.kpi_path, path_ / "kpi");
    setting.kpi_path = (path_ / "kpi").string();
  }
  CommandFolder(const CommandFolder&) = delete;
  CommandFolder& operator=(const CommandFolder&) = delete;
  ~CommandFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

 private:
  fs::path path_;
};

bool parse_options(const Lines& arguments, Options& options) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool has_value = i + 1 < arguments.size();
    if (argument == "--update" || argument == "--update=outcome") {
      options.update = true;
      options.update_outcome = argument != "--update";
    } else if (argument == "--kpi" && has_value) {
      options.kpi_path = arguments[++i];
    } else if (argument == "--filter" && has_value) {
      options.filter = arguments[++i];
    } else if (argument.rfind("--", 0) == 0) {
      return false;
    } else {
      options.files.push_back(argument);
    }
  }
  return !options.files.empty();
}

int run(const Options& options) {
  Setting setting = setting_of(options);
  const CommandFolder command(setting);
  Totals totals;
  for (const std::string& file : options.files) {
    if (fs::is_regular_file(file)) {
      SuiteRun(options, setting, file).run(totals);
    } else {
      fmt::print("FAILED {}: no such file\n", file);
      ++totals.failed;
    }
  }
  for (const std::string& heading : totals.changed)
    fmt::print("updated {}\n", heading);
  fmt::print("{} passed, {} failed, {} skipped\n", totals.passed, totals.failed, totals.skipped);
  if (totals.failed > 0) return 1;
  if (totals.passed + totals.skipped == 0 && !options.filter.empty()) {
    fmt::print("no heading contains `{}`\n", options.filter);
    return 1;
  }
  return totals.passed == 0 && totals.skipped > 0 ? kExitAllSkipped : 0;
}

}  // namespace
}  // namespace kpi::spec

int main(int argc, char** argv) {
  kpi::spec::Options options;
  if (!kpi::spec::parse_options({argv + 1, argv + argc}, options)) {
    fmt::print(stderr,
               "usage: kpi-spec [--update[=outcome]] [--kpi PATH] [--filter TEXT] FILES...\n");
    return 2;
  }
  return kpi::spec::run(options);
}
