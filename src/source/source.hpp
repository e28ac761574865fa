#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace kpi {

using FileId = Id<struct FileTag>;

/// Bytes [begin, end) of one source file. Line and column are computed only when rendered.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin == end; }
  friend bool operator==(Span a, Span b) {
    return a.file == b.file && a.begin == b.begin && a.end == b.end;
  }
};

/// The smallest span that covers both (they lie in one file).
Span join(Span a, Span b);

/// 1-based; column counts code points, as editors show it.
struct LineColumn {
  int line = 1;
  int column = 1;
};

/// The text of one rule file with its line starts. Immutable once made.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);
  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const {
    return text().substr(span.begin, span.end - span.begin);
  }
  LineColumn locate(std::uint32_t offset) const;
  int line_count() const { return static_cast<int>(line_starts_.size()); }
  /// The line's text without its line break.
  std::string_view line(int number) const;
  std::uint32_t line_start(int number) const {
    return line_starts_[static_cast<std::size_t>(number - 1)];
  }

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

/// All rule files of one run.
class SourceMap {
 public:
  FileId add(std::string path, std::string text);
  const SourceFile& operator[](FileId id) const { return files_[id]; }
  std::string_view text(Span span) const { return files_[span.file].text(span); }
  std::size_t size() const { return files_.size(); }

 private:
  IdVector<FileId, SourceFile> files_;
};

}  // namespace kpi
