#pragma once

#include <dlfcn.h>

namespace kpi::io {

/// The functions of a library that is loaded when it is first needed, and never linked: what it
/// brings along would keep every command waiting.
class SharedLibrary {
 public:
  explicit SharedLibrary(const char* name) : library_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}

  template <class Function>
  void find(const char* name, Function& function) {
    if (library_ == nullptr) return;
    function = reinterpret_cast<Function>(::dlsym(library_, name));  // NOLINT: what dlsym is for
    whole_ = whole_ && function != nullptr;
  }
  /// False where it is missing, or a function of it.
  bool whole() const { return library_ != nullptr && whole_; }

 private:
  void* library_;  // stays loaded
  bool whole_ = true;
};

}  // namespace kpi::io
