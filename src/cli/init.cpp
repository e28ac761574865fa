#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "driver/proposal.hpp"
#include "io/data_files.hpp"
#include "io/delimiter.hpp"

namespace kpi::cli {
namespace {

/// `orders.csv` names `data/orders.csv`.
bool names_file(const std::string& name, const std::string& path) {
  if (name == path) return true;
  const std::string end = '/' + name;
  return path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

/// What an option says of all files, or of one where its name stands in front.
template <class Named, class Report>
driver::SaidOfFiles said_of_files(const Arguments& arguments, std::string_view option, Named named,
                                  Report report, const std::vector<std::string>& paths,
                                  Diagnostics& diagnostics) {
  driver::SaidOfFiles said;
  for (const std::string& text : arguments.all(option)) {
    const std::size_t equals = text.find('=');
    const std::string name = equals == std::string::npos ? text : text.substr(equals + 1);
    if (!named(name)) {
      report(name, std::nullopt, diagnostics);
      continue;
    }
    if (equals == std::string::npos) {
      said.of_all = name;
      continue;
    }
    for (const std::string& path : paths) {
      if (names_file(text.substr(0, equals), path)) said.of_one[path] = name;
    }
  }
  return said;
}

io::DataFiles files_as_said(const driver::ProposalRequest& request, const io::Files& files) {
  io::DataFiles data(files,
                     io::encoding_named(request.encoding.of_all).value_or(io::Encoding::Utf8));
  for (const auto& [path, name] : request.encoding.of_one)
    data.declare(path, *io::encoding_named(name));
  if (!request.delimiter.of_all.empty())
    data.divide(*io::delimiter_named(request.delimiter.of_all));
  for (const auto& [path, name] : request.delimiter.of_one)
    data.divide(path, *io::delimiter_named(name));
  return data;
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
  request.encoding = said_of_files(
      arguments, "--encoding", [](const std::string& name) { return io::encoding_named(name); },
      report_encoding, request.paths, diagnostics);
  request.delimiter = said_of_files(
      arguments, "--delimiter", [](const std::string& name) { return io::delimiter_named(name); },
      report_delimiter, request.paths, diagnostics);
  if (!diagnostics.has_errors()) {
    const io::DataFiles files = files_as_said(request, shell.files);
    const std::string rules = driver::proposed_tables(request, files, diagnostics);
    const bool fine = !rules.empty() && deliver_rules(rules, arguments, shell, diagnostics);
    print_messages(diagnostics, {}, message_format(arguments, "--diagnostics"), shell);
    return fine ? kFine : kErrors;
  }
  print_messages(diagnostics, {}, message_format(arguments, "--diagnostics"), shell);
  return kErrors;
}

}  // namespace kpi::cli
