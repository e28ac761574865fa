#include "io/progress.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

#include "io/posix.hpp"

namespace kpi::io {
namespace {

constexpr std::int64_t kBetween = kSecond / 5;

std::int64_t now() {
  return clock_nanoseconds(CLOCK_MONOTONIC);
}

class CountedReader final : public Reader {
 public:
  CountedReader(std::unique_ptr<Reader> file, Progress& progress)
      : file_(std::move(file)), progress_(progress) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = file_->read(buffer, size);
    progress_.add(count);
    return count;
  }
  std::size_t size() const override { return file_->size(); }
  std::optional<std::string> error() const override { return file_->error(); }
  std::optional<ContentFault> fault() const override { return file_->fault(); }
  LineCount lines() const override { return file_->lines(); }
  std::vector<ErrorCell> error_cells() const override { return file_->error_cells(); }
  bool next_file() override { return file_->next_file(); }
  std::string file_path() const override { return file_->file_path(); }

 private:
  std::unique_ptr<Reader> file_;
  Progress& progress_;
};

}  // namespace

Progress::Progress(std::function<void(const State&)> show, std::function<void()> hide)
    : show_(std::move(show)), hide_(std::move(hide)), begun_(now()), next_(begun_ + kSecond) {}

void Progress::add(std::uint64_t bytes) {
  state_.done += bytes;
  const std::int64_t time = now();
  if (time < next_) return;
  next_ = time + kBetween;
  const std::int64_t milliseconds = std::max<std::int64_t>((time - begun_) / 1'000'000, 1);
  state_.rate =
      std::max<std::uint64_t>(state_.done * 1000 / static_cast<std::uint64_t>(milliseconds), 1);
  const std::uint64_t left = state_.total - std::min(state_.total, state_.done);
  state_.seconds = static_cast<std::int64_t>((left + state_.rate - 1) / state_.rate);
  shown_ = true;
  show_(state_);
}

void Progress::end() {
  if (shown_) hide_();
  shown_ = false;
}

std::unique_ptr<Reader> counted(std::unique_ptr<Reader> file, Progress* progress) {
  if (progress == nullptr || !file) return file;
  return std::make_unique<CountedReader>(std::move(file), *progress);
}

}  // namespace kpi::io
