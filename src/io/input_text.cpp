#include "io/input_text.hpp"

#include <utility>

#include "io/input.hpp"

namespace kpi::io {
namespace {

class BytesReader final : public Reader {
 public:
  explicit BytesReader(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = bytes_->copy(buffer, size, at_);
    at_ += count;
    return count;
  }
  std::size_t size() const override { return bytes_->size(); }
  std::optional<std::string> error() const override { return std::nullopt; }

 private:
  std::shared_ptr<const std::string> bytes_;
  std::size_t at_ = 0;
};

std::string all_of(Input& input) {
  constexpr std::size_t kAtOnce = std::size_t{1024} * 1024;
  std::string bytes;
  for (std::size_t got = 1; got != 0;) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kAtOnce);
    got = input.read(bytes.data() + before, kAtOnce);
    bytes.resize(before + got);
  }
  return bytes;
}

}  // namespace

std::unique_ptr<Reader> InputText::open() {
  const std::lock_guard<std::mutex> lock(state_->reading);
  if (!state_->bytes) {
    state_->bytes = std::make_shared<const std::string>(all_of(*standard_input()));
  }
  return std::make_unique<BytesReader>(state_->bytes);
}

}  // namespace kpi::io
