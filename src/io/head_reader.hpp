#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "io/files.hpp"

namespace kpi::io {

/// Fills the buffer from the reader unless the end comes first.
inline std::size_t read_fully(Reader& reader, char* buffer, std::size_t size) {
  std::size_t got = 0;
  while (got < size) {
    const std::size_t count = reader.read(buffer + got, size - got);
    if (count == 0) break;
    got += count;
  }
  return got;
}

/// A reader whose first bytes were looked at: it gives them once more.
class HeadReader final : public Reader {
 public:
  HeadReader(std::string head, std::unique_ptr<Reader> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}
  std::size_t read(char* buffer, std::size_t size) override {
    if (at_ == head_.size()) return rest_->read(buffer, size);
    const std::size_t count = std::min(size, head_.size() - at_);
    std::memcpy(buffer, head_.data() + at_, count);
    at_ += count;
    return count;
  }
  std::size_t size() const override { return rest_->size(); }
  std::optional<std::string> error() const override { return rest_->error(); }
  std::optional<ContentFault> fault() const override { return rest_->fault(); }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<Reader> rest_;
};

}  // namespace kpi::io
