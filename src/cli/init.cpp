#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/proposal.hpp"
#include "io/data_files.hpp"

namespace kpi::cli {
namespace {

/// `orders.csv` names `data/orders.csv`.
bool names_file(const std::string& name, const std::string& path) {
  if (name == path) return true;
  const std::string end = '/' + name;
  return path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

/// The encodings as they are said; of one file where its name stands in front.
void take_encodings(const Arguments& arguments, driver::ProposalRequest& request,
                    Diagnostics& diagnostics) {
  for (const std::string& text : arguments.all("--encoding")) {
    const std::size_t equals = text.find('=');
    const std::string name = equals == std::string::npos ? text : text.substr(equals + 1);
    if (!io::encoding_named(name)) {
      report_encoding(name, std::nullopt, diagnostics);
      continue;
    }
    if (equals == std::string::npos) {
      request.encoding = name;
      continue;
    }
    for (const std::string& path : request.paths) {
      if (names_file(text.substr(0, equals), path)) request.encodings[path] = name;
    }
  }
}

/// To the -o file, which must not be there, else to standard output.
bool deliver_rules(const std::string& rules, const Arguments& arguments, Shell& shell,
                   Diagnostics& diagnostics) {
  const auto path = arguments.value("--output");
  if (path && (shell.files.is_file(*path) || shell.files.is_folder(*path))) {
    diagnostics.report(Code::output_exists, {}, {{"path", *path}}).hint(Text::choose_other_file);
    return false;
  }
  return deliver(rules, arguments, shell, diagnostics);
}

}  // namespace

int init(const Arguments& arguments, Shell& shell) {
  Diagnostics diagnostics;
  driver::ProposalRequest request;
  request.language = shell.language;
  request.paths = driver::data_files_of(arguments.words, shell.files, diagnostics);
  take_encodings(arguments, request, diagnostics);
  if (!diagnostics.has_errors()) {
    io::DataFiles files(shell.files,
                        io::encoding_named(request.encoding).value_or(io::Encoding::Utf8));
    for (const auto& [path, name] : request.encodings)
      files.declare(path, *io::encoding_named(name));
    const std::string rules = driver::proposed_tables(request, files, diagnostics);
    const bool fine = !rules.empty() && deliver_rules(rules, arguments, shell, diagnostics);
    print_messages(diagnostics, {}, message_format(arguments, "--diagnostics"), shell);
    return fine ? kFine : kErrors;
  }
  print_messages(diagnostics, {}, message_format(arguments, "--diagnostics"), shell);
  return kErrors;
}

}  // namespace kpi::cli
