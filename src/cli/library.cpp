#include "driver/library.hpp"

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/session.hpp"

namespace kpi::cli {
namespace {

using driver::LibraryEntry;
using driver::LibraryFile;

/// Of a table also its columns, with what they say.
bool says(const LibraryEntry& entry, const std::string& word) {
  const std::string all = entry.name + '\n' + entry.label + '\n' + entry.doc + '\n' +
                          (entry.kind == Text::word_table ? entry.text : "");
  return ascii_lower(all).find(ascii_lower(word)) != std::string::npos;
}

/// Those that begin lines, and the parts of labels: what somebody may have meant to type.
void add_names(const LibraryEntry& entry, std::vector<std::string>& names) {
  constexpr std::string_view kBetween = " · ";
  names.push_back(entry.name);
  std::string_view label = entry.label;
  while (!label.empty()) {
    const std::size_t end = std::min(label.find(kBetween), label.size());
    names.emplace_back(label.substr(0, end));
    label.remove_prefix(std::min(end + kBetween.size(), label.size()));
  }
  if (entry.kind != Text::word_table) return;
  std::string_view text = entry.text;
  while (!text.empty()) {
    const std::string_view line = trim(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    const std::size_t colon = line.find(" :");
    if (!line.starts_with('#') && colon != std::string_view::npos)
      names.emplace_back(trim(line.substr(0, colon)));
  }
}

void report_not_there(const std::vector<LibraryFile>& files, const std::string& word,
                      Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const LibraryFile& file : files) {
    for (const LibraryEntry& entry : file.entries)
      add_names(entry, names);
  }
  Diagnostic& report = diagnostics.report(Code::not_in_library, Span{}, {{"word", word}});
  auto close = nearest(ascii_lower(word), names);
  if (!close) close = nearest("std_" + ascii_lower(word), names);
  if (close) report.hint(Text::did_you_mean, {{"name", *close}});
}

/// One line for each: what it is, its name, its label.
std::string listed(const std::vector<const LibraryEntry*>& entries, const Shell& shell) {
  int kinds = 0, names = 0;
  for (const LibraryEntry* entry : entries) {
    kinds = std::max(kinds, display_width(shell.text(entry->kind)));
    names = std::max(names, display_width(entry->name));
  }
  std::string out;
  for (const LibraryEntry* entry : entries) {
    out += "  " + pad_right(shell.text(entry->kind), kinds) + "  " + pad_right(entry->name, names) +
           "  " + entry->label + '\n';
  }
  return out;
}

std::string whole(const LibraryFile& file, const Shell& shell) {
  std::vector<const LibraryEntry*> entries;
  for (const LibraryEntry& entry : file.entries)
    entries.push_back(&entry);
  return file.name + '\n' + file.about + "\n\n" + listed(entries, shell) + '\n';
}

/// Unit, direction and data of an entry, a line each.
std::string facts_of(const std::string& name, const Shell& shell) {
  Diagnostics diagnostics;
  SourceMap sources;
  const auto document =
      driver::documented("std", shell.language, shell.files, diagnostics, sources);
  std::string out;
  for (const doc::Section& section : document ? document->sections : std::vector<doc::Section>()) {
    for (const doc::Entry& entry : section.entries) {
      if (entry.name != name) continue;
      for (const auto& [fact, value] : entry.facts)
        out += shell.text(Text::fact_line, {{"fact", fact}, {"value", value}}) + '\n';
    }
  }
  return out;
}

/// With its documentation and as it is written; of a template its text, to be copied.
std::string shown(const LibraryEntry& entry, const Shell& shell) {
  if (entry.kind == Text::word_template) return entry.text;
  const std::string facts = facts_of(entry.name, shell);
  return entry.file + "   " + shell.text(entry.kind) + " " + entry.name + "   " + entry.label +
         "\n\n" + entry.doc + "\n\n" + (facts.empty() ? "" : facts + '\n') + entry.text + '\n';
}

std::string found(const std::vector<const LibraryEntry*>& entries, const Shell& shell) {
  std::string out;
  std::vector<const LibraryEntry*> of_file;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    of_file.push_back(entries[i]);
    if (i + 1 < entries.size() && entries[i + 1]->file == entries[i]->file) continue;
    out += (out.empty() ? "" : "\n") + entries[i]->file + '\n' + listed(of_file, shell);
    of_file.clear();
  }
  return out;
}

}  // namespace

int library(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  check_output("library", arguments, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, "library", shell);
  std::vector<LibraryFile> files = driver::library();
  files.push_back({"roles", shell.text(Text::library_roles), driver::templates()});
  std::string text;
  bool as_rules = false;
  if (arguments.words.empty()) {
    for (const LibraryFile& file : files)
      text += whole(file, shell);
    text.pop_back();
  } else {
    const std::string& word = arguments.words[0];
    std::vector<const LibraryEntry*> matches;
    const LibraryEntry* exact = nullptr;
    std::string of_file;  // `scoring`, should nothing else say so
    for (const LibraryFile& file : files) {
      for (const LibraryEntry& entry : file.entries) {
        const bool named = word == entry.name || word == entry.file + '.' + entry.name ||
                           word == entry.name + ".kpi";
        if (named && exact == nullptr) exact = &entry;
        if (says(entry, word)) matches.push_back(&entry);
      }
      if (file.name == word) text = whole(file, shell);
      if (file.name == "std." + word) of_file = whole(file, shell);
    }
    if (matches.size() == 1) exact = matches[0];
    if (exact != nullptr) text = shown(*exact, shell);
    as_rules = exact != nullptr && exact->kind == Text::word_template;
    if (text.empty()) text = matches.empty() ? of_file : found(matches, shell);
    if (text.empty()) report_not_there(files, word, diagnostics);
  }
  if (!as_rules && chosen_form(arguments) == "rules") {
    diagnostics.report(Code::output_ending, {},
                       {{"path", *arguments.value("--output")}, {"choices", ".txt"}});
  }
  const bool fine = !diagnostics.has_errors() && deliver(text, arguments, shell, diagnostics);
  print_messages(diagnostics, {}, DiagnosticFormat::Full, shell);
  return fine ? kFine : kErrors;
}

}  // namespace kpi::cli
