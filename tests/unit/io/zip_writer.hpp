#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kpi::tests {

/// Writes zip archives whose files are stored as they are, also ones that lie about themselves.
class ZipWriter {
 public:
  static constexpr std::uint64_t kTruth = ~std::uint64_t{0};

  ZipWriter& add(const std::string& name, const std::string& bytes, std::uint64_t said = kTruth,
                 unsigned flags = 0) {
    const auto checksum = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
    const std::size_t offset = files_.size();
    const std::string common = number(flags, 2) + number(0, 2) + number(0, 4) +
                               number(checksum, 4) + number(bytes.size(), 4) +
                               number(said == kTruth ? bytes.size() : said, 4) +
                               number(name.size(), 2) + number(0, 2);
    files_ += "PK\x03\x04" + number(20, 2) + common + name + bytes;
    directory_ += "PK\x01\x02" + number(20, 2) + number(20, 2) + common + number(0, 2) +
                  number(0, 2) + number(0, 2) + number(0, 4) + number(offset, 4) + name;
    ++count_;
    return *this;
  }
  std::string bytes() const {
    return files_ + directory_ + "PK\x05\x06" + number(0, 4) + number(count_, 2) +
           number(count_, 2) + number(directory_.size(), 4) + number(files_.size(), 4) +
           number(0, 2);
  }

 private:
  static std::string number(std::uint64_t value, std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i)
      bytes += static_cast<char>(value >> (8 * i) & 0xFF);
    return bytes;
  }

  std::string files_, directory_;
  std::size_t count_ = 0;
};

}  // namespace kpi::tests
