#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "spec.hpp"

namespace kpi::spec {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "kpi-spec-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);  // links are removed, not followed
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Nothing of the machine or its user may change what a command prints.
Lines environment_of(const Setting& setting, const fs::path& folder) {
  Lines environment = {
      "PATH=" + fs::path(setting.kpi_path).parent_path().string() + ":/usr/local/bin:/usr/bin:/bin",
      "HOME=" + folder.string(),
      "LC_ALL=C.UTF-8",
      "NO_COLOR=1",
      "COLUMNS=120",
      "TZ=UTC",
      "KPI_CACHE=off",
  };
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS",
                           // of the server that tests/database/with_server starts
                           "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"}) {
    if (const char* value = std::getenv(name))
      environment.push_back(fmt::format("{}={}", name, value));
  }
  return environment;
}

[[noreturn]] void become_shell(const std::string& command, const fs::path& folder,
                               Lines environment, const fs::path& input, int output) {
  std::vector<char*> variables;
  for (std::string& variable : environment)
    variables.push_back(variable.data());
  variables.push_back(nullptr);
  const bool ready = chdir(folder.c_str()) == 0 && freopen(input.c_str(), "r", stdin) != nullptr &&
                     dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0;
  close(output);
  if (ready) execle("/bin/sh", "sh", "-c", command.c_str(), nullptr, variables.data());
  _exit(127);
}

Outcome run_shell(const std::string& command, const fs::path& folder, const Lines& environment,
                  const fs::path& input = "/dev/null") {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("cannot open a pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot start a shell");
  if (child == 0) {
    close(ends[0]);
    become_shell(command, folder, environment, input, ends[1]);
  }
  close(ends[1]);
  std::string output;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = read(ends[0], buffer.data(), buffer.size())) > 0) {
    output.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return {split_lines(output), WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

void write_file(const fs::path& folder, const WriteFile& file) {
  const fs::path path = folder / file.name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << file.text;
}

Outcome run_command(const RunCommand& command, const fs::path& folder, const Lines& environment) {
  if (command.input.empty()) return run_shell(command.text, folder, environment);
  const TemporaryFolder beside;
  const fs::path typed = beside.path() / "typed";
  std::ofstream(typed, std::ios::binary) << command.input;
  return run_shell(command.text, folder, environment, typed);
}

/// The files of the headings above, outermost first; their commands are not run again.
void write_inherited(const Suite& suite, int section_index, const fs::path& folder) {
  if (section_index < 0) return;
  const Section& section = suite.sections[static_cast<std::size_t>(section_index)];
  write_inherited(suite, section.parent, folder);
  for (const Step& step : section.steps) {
    if (const auto* file = std::get_if<WriteFile>(&step.action)) write_file(folder, *file);
  }
}

Lines by_line(std::vector<Finding> findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return a.line != b.line ? a.line < b.line : a.what < b.what;
  });
  Lines lines;
  for (const Finding& finding : findings) {
    lines.push_back(finding.line == 0 ? finding.what
                                      : fmt::format("line {}: {}", finding.line, finding.what));
  }
  return lines;
}

/// What `kpi check` should say about an annotated file, and what it says.
Mismatch check_file(const CheckFile& file, const fs::path& folder, const Lines& environment) {
  Outcome outcome =
      run_shell("kpi check --format concise '" + file.name + "'", folder, environment);
  const bool has_error =
      std::any_of(file.expected.begin(), file.expected.end(),
                  [](const Finding& finding) { return finding.what.rfind("error", 0) == 0; });
  Lines reported = by_line(findings_reported(outcome.output, file.name));
  return {0,
          by_line(file.expected),
          std::move(reported),
          has_error ? 1 : 0,
          outcome.exit_code,
          std::move(outcome.output)};
}

}  // namespace

std::vector<Mismatch> run_section(const Suite& suite, const Section& section,
                                  const Setting& setting) {
  const TemporaryFolder temporary;
  const fs::path& folder = temporary.path();
  const Lines environment = environment_of(setting, folder);
  for (const char* shared : {"examples", "stdlib"}) {
    fs::create_directory_symlink(fs::path(setting.root_path) / shared, folder / shared);
  }
  if (suite.needs_data) fs::create_directory_symlink(setting.data_path, folder / "data-real");
  write_inherited(suite, section.parent, folder);

  std::vector<Mismatch> mismatches;
  for (std::size_t i = 0; i < section.steps.size(); ++i) {
    const auto& action = section.steps[i].action;
    Mismatch result{};
    if (const auto* file = std::get_if<WriteFile>(&action)) {
      write_file(folder, *file);
      continue;
    }
    if (const auto* check = std::get_if<CheckFile>(&action)) {
      result = check_file(*check, folder, environment);
    } else if (const auto* command = std::get_if<RunCommand>(&action)) {
      Outcome outcome = run_command(*command, folder, environment);
      result = {
          0, command->output, std::move(outcome.output), command->exit_code, outcome.exit_code, {}};
    }
    result.step = static_cast<int>(i);
    if (!matches(result.expected, result.actual) || result.expected_exit != result.actual_exit) {
      mismatches.push_back(std::move(result));
    }
  }
  return mismatches;
}

}  // namespace kpi::spec
