#include "io/xlsxwriter.hpp"

#include <dlfcn.h>

namespace kpi::io {
namespace {

constexpr const char* kLibrary = "libxlsxwriter.so." LXW_SOVERSION;

class Loader {
 public:
  explicit Loader(void* library) : library_(library) {}

  template <class Function>
  void find(const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library_, name));  // NOLINT: what dlsym is for
    whole_ = whole_ && function != nullptr;
  }
  bool whole() const { return whole_; }

 private:
  void* library_;
  bool whole_ = true;
};

/// False where a function is missing.
bool find_all(Loader& loader, Xlsxwriter& found) {
  loader.find("workbook_new", found.workbook_new);
  loader.find("workbook_add_format", found.workbook_add_format);
  loader.find("workbook_add_worksheet", found.workbook_add_worksheet);
  loader.find("workbook_set_properties", found.workbook_set_properties);
  loader.find("workbook_close", found.workbook_close);
  loader.find("worksheet_write_string", found.worksheet_write_string);
  loader.find("worksheet_write_number", found.worksheet_write_number);
  loader.find("worksheet_set_column", found.worksheet_set_column);
  loader.find("worksheet_freeze_panes", found.worksheet_freeze_panes);
  loader.find("worksheet_conditional_format_range", found.worksheet_conditional_format_range);
  loader.find("format_set_bold", found.format_set_bold);
  loader.find("format_set_text_wrap", found.format_set_text_wrap);
  loader.find("format_set_bottom", found.format_set_bottom);
  loader.find("format_set_align", found.format_set_align);
  loader.find("format_set_num_format", found.format_set_num_format);
  loader.find("format_set_bg_color", found.format_set_bg_color);
  loader.find("lxw_strerror", found.lxw_strerror);
  return loader.whole();
}

}  // namespace

const Xlsxwriter* Xlsxwriter::loaded(std::string& why) {
  static Xlsxwriter functions{};
  static const bool kUsable = [] {
    void* const library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return false;
    Loader loader(library);
    return find_all(loader, functions);
  }();
  if (!kUsable) why = std::string("lacks the library ") + kLibrary;
  return kUsable ? &functions : nullptr;
}

}  // namespace kpi::io
