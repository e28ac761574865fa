#include "table/file_texts.hpp"

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

#include "base/text.hpp"
#include "diag/system_words.hpp"
#include "table/blocks.hpp"
#include "table/cell_faults.hpp"
#include "table/file_faults.hpp"
#include "table/header.hpp"

namespace kpi::table {
namespace {

constexpr std::size_t kBytesAtOnce = std::size_t{128} * 1024;

/// Takes the records of one file in order.
class TextCollector {
 public:
  TextCollector(FileTexts& texts, const std::string& name) : texts_(texts), name_(name) {}

  /// False once reading on is pointless.
  bool take(const RecordBatch& batch) {
    batch.for_each_record([&](const Record& record) {
      if (texts_.problem) return;
      if (!has_header_) {
        take_header(batch, record);
      } else if (!record.blank()) {
        take_row(batch, record);
      }
    });
    return !texts_.problem;
  }

 private:
  void take_header(const RecordBatch& batch, const Record& header) {
    has_header_ = true;
    texts_.problem = explain_header(batch, header, name_);
    if (texts_.problem) return;
    std::string scratch;
    for (std::size_t i = 0; i < header.field_count; ++i) {
      texts_.columns.push_back({clean_header(batch.text(header, i, scratch)), 0, {}});
    }
    seen_.resize(texts_.columns.size());
  }

  void take_row(const RecordBatch& batch, const Record& record) {
    if (explain_record(record, texts_.columns.size())) {
      ++texts_.odd_rows;
      return;
    }
    ++texts_.rows;
    std::string scratch;
    for (std::size_t i = 0; i < texts_.columns.size(); ++i)
      add(i, batch.text(record, i, scratch));
  }

  void add(std::size_t index, std::string_view text) {
    TextColumn& column = texts_.columns[index];
    if (text.empty()) {
      ++column.blank;
      return;
    }
    if (!seen_[index].emplace(text).second) return;
    column.values.emplace_back(text);
    if (!is_clean_text(text)) texts_.problem = explain_text(text, 0);
  }

  FileTexts& texts_;
  const std::string& name_;
  std::vector<std::unordered_set<std::string>> seen_;  // values, by column
  bool has_header_ = false;
};

}  // namespace

std::vector<std::string> headers_in(const std::string& path, const io::Files& files) {
  std::vector<std::string> headers;
  std::string why;
  const std::unique_ptr<io::Reader> file = files.open(path, why);
  if (!file) return headers;
  bool is_header = true;
  bool several = false;
  for_each_batch(*file, kBytesAtOnce, [&](const RecordBatch& batch) {
    several = several || batch.file;
    is_header = is_header || batch.file;
    if (batch.record_count == 0 || !is_header) return true;
    is_header = false;
    const Record header = batch.record(batch.runs[0], 0);
    std::string scratch;
    for (std::size_t i = 0; i < header.field_count; ++i) {
      std::string text = clean_header(batch.text(header, i, scratch));
      const bool known =
          several && std::find(headers.begin(), headers.end(), text) != headers.end();
      if (!known) headers.push_back(std::move(text));
    }
    return several;
  });
  return headers;
}

FileTexts texts_in(const std::string& path, const std::string& name, const io::Files& files) {
  FileTexts texts;
  std::string why;
  const std::unique_ptr<io::Reader> file = files.open(path, why);
  if (!file) {
    texts.problem =
        make_diagnostic(Code::data_file_unreadable, {{"table", name}, why_argument(why)});
    return texts;
  }
  TextCollector collector(texts, name);
  for_each_batch(*file, kBytesAtOnce,
                 [&](const RecordBatch& batch) { return collector.take(batch); });
  if (const auto error = file->error()) {
    texts.problem =
        make_diagnostic(Code::data_file_unreadable, {{"table", name}, why_argument(*error)});
  } else if (const auto fault = file->fault()) {
    texts.problem = explain_content(*fault, name, path);
  } else if (const auto errors = file->error_cells(); !errors.empty()) {
    texts.problem = explain_content(errors.front().fault, name, path);
  } else if (!texts.problem && texts.columns.empty()) {
    texts.problem = make_diagnostic(Code::no_header, {{"table", name}});
  }
  return texts;
}

}  // namespace kpi::table
