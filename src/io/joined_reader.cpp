#include "io/joined_reader.hpp"

#include <cerrno>
#include <utility>

#include "io/atomic_write.hpp"

namespace kpi::io {
namespace {

class JoinedReader final : public Reader {
 public:
  JoinedReader(std::vector<std::string> paths, OpenFile open, std::unique_ptr<Reader> first)
      : paths_(std::move(paths)), open_(std::move(open)), file_(std::move(first)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    return file_ ? file_->read(buffer, size) : 0;
  }
  std::size_t size() const override { return file_ ? file_->size() : 0; }
  std::optional<std::string> error() const override {
    return file_ ? file_->error() : std::optional(why_);
  }
  std::optional<ContentFault> fault() const override {
    return file_ ? file_->fault() : std::nullopt;
  }
  LineCount lines() const override { return file_ ? file_->lines() : LineCount(); }
  std::vector<ErrorCell> error_cells() const override {
    return file_ ? file_->error_cells() : std::vector<ErrorCell>();
  }
  std::string file_path() const override { return paths_[at_]; }

  bool next_file() override {
    if (at_ + 1 == paths_.size()) return false;
    ++at_;
    file_ = open_(paths_[at_], why_);
    return true;
  }

 private:
  std::vector<std::string> paths_;
  OpenFile open_;
  std::unique_ptr<Reader> file_;  // nothing: it could not be opened
  std::string why_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Reader> joined(std::vector<std::string> paths, OpenFile open, std::string& why) {
  if (paths.empty()) {
    why = system_words(ENOENT);
    return nullptr;
  }
  std::unique_ptr<Reader> first = open(paths.front(), why);
  if (!first) return nullptr;
  return std::make_unique<JoinedReader>(std::move(paths), std::move(open), std::move(first));
}

}  // namespace kpi::io
