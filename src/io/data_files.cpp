#include "io/data_files.hpp"

#include "io/compression.hpp"

namespace kpi::io {

Encoding DataFiles::encoding_of(const std::string& path) const {
  const auto declared = encodings_.find(path);
  return declared == encodings_.end() ? encoding_ : declared->second;
}

std::unique_ptr<Reader> DataFiles::open(const std::string& path, std::string& why) const {
  std::unique_ptr<Reader> bytes = files_.open(path, why);
  if (!bytes) return bytes;
  return decoded(decompressed(std::move(bytes)), encoding_of(path));
}

std::optional<FileIdentity> DataFiles::identity(const std::string& path) const {
  std::optional<FileIdentity> file = files_.identity(path);
  if (file) file->read_as = name_of(encoding_of(path));
  return file;
}

}  // namespace kpi::io
