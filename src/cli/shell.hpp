#pragma once

#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "diag/render.hpp"
#include "io/console.hpp"
#include "io/files.hpp"
#include "io/profile.hpp"
#include "output/render.hpp"

namespace kpi::cli {

enum class ColorWhen : std::uint8_t { Auto, Always, Never };

/// What every command works with: where it reads and writes, and how it talks.
struct Shell {
  io::Files& files;
  io::Console& console;
  Language language = Language::English;
  ColorWhen color = ColorWhen::Auto;

  std::string text(Text name, kpi::Arguments arguments = {}) const;
};

inline constexpr int kFine = 0;
inline constexpr int kErrors = 1;  // in the rules, the data, the files
inline constexpr int kWrongUsage = 2;

/// zh for LC_ALL, LC_MESSAGES, LANG (the first that is set) beginning with zh, else English.
Language language_of_environment(const io::Console& console);
/// How messages are rendered on this terminal.
RenderOptions render_options(DiagnosticFormat format, const Shell& shell);
/// Sorted, to standard error.
void print_messages(Diagnostics& diagnostics, const SourceMap& sources, DiagnosticFormat format,
                    Shell& shell);
/// Wrong usage: the messages, and where to find help.
int refuse(Diagnostics& diagnostics, std::string_view command, Shell& shell);
/// How results are printed: colour and width only for a terminal, never for a file.
output::OutputOptions output_options(const Arguments& arguments, const Shell& shell);
/// To the -o file, whole or not at all, else to standard output. False and a message if it fails.
bool deliver(const std::string& bytes, const Arguments& arguments, Shell& shell,
             Diagnostics& diagnostics);
/// The bytes of a workbook for that file; nothing and a message where it could not be made.
std::optional<std::string> workbook_of(const std::vector<TypedSheet>& sheets,
                                       const std::string& path, Diagnostics& diagnostics);
/// To standard output: kFine, or kErrors and a message where that cannot be written.
int print(const std::string& text, Shell& shell);
/// Where the time went, to standard error; nothing if nobody asked.
void print_profile(const io::Profile& profile, Shell& shell);
/// Reports a --data folder that is not there, and a file that a project file names and is not.
bool data_folder_exists(const Arguments& arguments, const Shell& shell, Diagnostics& diagnostics);

}  // namespace kpi::cli
