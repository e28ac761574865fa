#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "assist/rename.hpp"
#include "io/memory_files.hpp"
#include "lsp/positions.hpp"

namespace kpi::lsp {

/// `file:///a/b%20c.kpi` -> `/a/b c.kpi`; what is no file is its own path.
std::string path_of(const std::string& uri);
std::string uri_of(const std::string& path);

/// A file as the editor has it.
struct Document {
  std::string uri;
  std::string path;
  std::int64_t version = 0;
  std::string text;
  std::shared_ptr<const assist::Model> model;  // of the text, unless stale
  bool stale = true;
  std::shared_ptr<const assist::Model> shown;  // the one that messages were sent about
  std::vector<std::string> told;               // uris of the files that they were about
};

struct Change {
  bool whole = true;  // all of the text; else what lies between the positions
  Position begin, end;
  std::string text;
};

/// The open files in front of those on the disk, and what is known of them.
class Workspace {
 public:
  explicit Workspace(const io::Files& disk) : files_(&disk) {}

  void set_encoding(Encoding encoding) { encoding_ = encoding; }
  Encoding encoding() const { return encoding_; }
  void add_root(const std::string& folder) { roots_.push_back(folder); }

  void open(const std::string& uri, std::int64_t version, std::string text);
  void change(const std::string& uri, std::int64_t version, const std::vector<Change>& changes);
  void close(const std::string& uri);
  /// Files on the disk are others now.
  void forget();

  Document* find(const std::string& uri);
  /// As the editor spells it, where it is open.
  std::string uri_for(const std::string& path) const;
  /// By uri, which is the order in which they are told about.
  std::map<std::string, Document>& documents() { return documents_; }
  const assist::Model& model(Document& document);
  /// All rule files of the folders that were opened, else of the document's own; the document
  /// first.
  assist::Project project(Document& document);
  /// The same of every folder that was opened.
  assist::Project everything();
  const io::Files& files() const { return files_; }

 private:
  void touch(const std::string& path);
  void add_files(const std::string& folder, std::map<std::string, std::string>& paths) const;
  std::shared_ptr<const assist::Model> closed_file(const std::string& path);

  io::MemoryFiles files_;
  Encoding encoding_ = Encoding::Utf16;
  std::vector<std::string> roots_;
  std::map<std::string, Document> documents_;
};

}  // namespace kpi::lsp
