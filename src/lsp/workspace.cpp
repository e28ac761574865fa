#include "lsp/workspace.hpp"

#include <algorithm>

namespace kpi::lsp {
namespace {

constexpr std::string_view kFile = "file://";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string path_of(const std::string& uri) {
  if (uri.compare(0, kFile.size(), kFile) != 0) return uri;
  std::string path;
  for (std::size_t i = kFile.size(); i < uri.size(); ++i) {
    const int high = uri[i] == '%' && i + 2 < uri.size() ? hex_digit(uri[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(uri[i + 2]) : -1;
    if (low >= 0) {
      path += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return path;
}

std::string uri_of(const std::string& path) {
  if (path.empty() || path[0] != '/') return path;
  constexpr std::string_view kPlain = "/-._~";
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string uri(kFile);
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kDigits[byte / 16];
      uri += kDigits[byte % 16];
    }
  }
  return uri;
}

/// Everything that reads the file is to be read again.
void Workspace::touch(const std::string& path) {
  const std::string changed = io::normal_path(path);
  for (auto& [uri, document] : documents_) {
    if (document.model == nullptr) continue;
    const driver::Compiled& compiled = document.model->studied.compiled;
    const bool reads = std::any_of(compiled.files.begin(), compiled.files.end(), [&](FileId file) {
      return io::normal_path(compiled.sources[file].path()) == changed;
    });
    document.stale = document.stale || reads;
  }
}

void Workspace::forget() {
  for (auto& [uri, document] : documents_)
    document.stale = true;
}

void Workspace::open(const std::string& uri, std::int64_t version, std::string text) {
  Document& document = documents_[uri];
  document.uri = uri;
  document.path = path_of(uri);
  document.version = version;
  files_.add(document.path, text);
  document.text = std::move(text);
  forget();
}

void Workspace::change(const std::string& uri, std::int64_t version,
                       const std::vector<Change>& changes) {
  Document* document = find(uri);
  if (document == nullptr) return;
  document->version = version;
  for (const Change& change : changes) {
    if (change.whole) {
      document->text = change.text;
      continue;
    }
    const Lines lines(document->text, encoding_);
    const std::size_t begin = lines.offset(change.begin);
    const std::size_t end = std::max(begin, lines.offset(change.end));
    document->text.replace(begin, end - begin, change.text);
  }
  files_.add(document->path, document->text);
  document->stale = true;
  touch(document->path);
}

void Workspace::close(const std::string& uri) {
  const auto found = documents_.find(uri);
  if (found == documents_.end()) return;
  files_.remove(found->second.path);
  documents_.erase(found);
  forget();
}

Document* Workspace::find(const std::string& uri) {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

std::string Workspace::uri_for(const std::string& path) const {
  const std::string normal = io::normal_path(path);
  for (const auto& [uri, document] : documents_) {
    if (io::normal_path(document.path) == normal) return uri;
  }
  return uri_of(normal);
}

const assist::Model& Workspace::model(Document& document) {
  if (document.stale || document.model == nullptr) {
    document.model = assist::study(document.path, files_, document.model);
    document.stale = false;
  }
  return *document.model;
}

std::shared_ptr<const assist::Model> Workspace::closed_file(const std::string& path) {
  for (auto& [uri, document] : documents_) {
    if (io::normal_path(document.path) != io::normal_path(path)) continue;
    model(document);
    return document.model;
  }
  return assist::study(path, files_);
}

void Workspace::add_files(const std::string& folder,
                          std::map<std::string, std::string>& paths) const {
  for (const std::string& path : assist::rule_files(folder, files_))
    paths.emplace(io::normal_path(path), path);
}

assist::Project Workspace::everything() {
  std::map<std::string, std::string> paths;
  for (const std::string& root : roots_)
    add_files(root, paths);
  for (const auto& [uri, document] : documents_)
    paths.emplace(io::normal_path(document.path), document.path);
  assist::Project project;
  for (const auto& [normal, path] : paths)
    project.push_back(closed_file(path));
  return project;
}

assist::Project Workspace::project(Document& document) {
  std::map<std::string, std::string> paths;
  for (const std::string& root : roots_)
    add_files(root, paths);
  if (roots_.empty()) add_files(io::folder_of(document.path), paths);
  paths.erase(io::normal_path(document.path));
  model(document);
  assist::Project project{document.model};
  for (const auto& [normal, path] : paths)
    project.push_back(closed_file(path));
  return project;
}

}  // namespace kpi::lsp
