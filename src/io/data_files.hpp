#pragma once

#include <map>
#include <string>

#include "io/encoding.hpp"

namespace kpi::io {

/// Files of data as text: compressed ones as what they hold, every encoding as UTF-8. All else is
/// that of the files behind it.
class DataFiles final : public Files {
 public:
  explicit DataFiles(const Files& files, Encoding encoding = Encoding::Utf8)
      : files_(files), encoding_(encoding) {}
  /// One file is in another encoding than the rest.
  void declare(const std::string& path, Encoding encoding) { encodings_[path] = encoding; }

  std::unique_ptr<Reader> open(const std::string& path, std::string& why) const override;
  bool is_file(const std::string& path) const override { return files_.is_file(path); }
  bool is_folder(const std::string& path) const override { return files_.is_folder(path); }
  bool same_file(const std::string& one, const std::string& other) const override {
    return files_.same_file(one, other);
  }
  /// A file read otherwise is another.
  std::optional<FileIdentity> identity(const std::string& path) const override;
  std::vector<std::string> list(const std::string& folder) const override {
    return files_.list(folder);
  }
  std::optional<std::string> write(const std::string&, std::string_view) override {
    return "data are only read";
  }

 private:
  Encoding encoding_of(const std::string& path) const;

  const Files& files_;
  Encoding encoding_;
  std::map<std::string, Encoding> encodings_;
};

}  // namespace kpi::io
