# Writes a source with the pages of docs/errors: cmake -DFOLDER=… -DOUT=… -P embed_pages.cmake
file(GLOB pages ${FOLDER}/[EW][0-9][0-9][0-9][0-9].md)
list(SORT pages)
set(entries "")
foreach(page IN LISTS pages)
  get_filename_component(code ${page} NAME_WE)
  file(READ ${page} text)
  string(APPEND entries "    {\"${code}\", R\"kpi_page(${text})kpi_page\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"cli/pages.hpp\"

namespace kpi::cli {
namespace {

struct Page {
  std::string_view code;
  std::string_view text;
};

constexpr Page kPages[] = {
${entries}    {{}, {}}};

}  // namespace

std::optional<std::string_view> page_of(std::string_view code) {
  for (const Page& page : kPages) {
    if (page.code == code) return page.text;
  }
  return std::nullopt;
}

}  // namespace kpi::cli
")
