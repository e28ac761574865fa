#include "source/source.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kpi {

Span join(Span a, Span b) {
  if (!a.file) return b;
  if (!b.file) return a;
  KPI_CHECK(a.file == b.file);
  return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

LineColumn SourceFile::locate(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  LineColumn place;
  place.line = static_cast<int>(after - line_starts_.begin());
  std::size_t at = *std::prev(after);
  if (at == 0 && text_.compare(0, 3, "\xEF\xBB\xBF") == 0) at = 3;  // the mark is no column
  while (at < offset && at < text_.size()) {
    next_code_point(text_, at);
    ++place.column;
  }
  return place;
}

std::string_view SourceFile::line(int number) const {
  const std::uint32_t begin = line_start(number);
  std::size_t end = text_.find('\n', begin);
  if (end == std::string::npos) end = text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return text().substr(begin, end - begin);
}

FileId SourceMap::add(std::string path, std::string text) {
  return files_.push(SourceFile(std::move(path), std::move(text)));
}

}  // namespace kpi
