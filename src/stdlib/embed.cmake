# Writes a source with the files of stdlib: cmake -DFOLDER=… -DOUT=… -P embed.cmake
file(GLOB files ${FOLDER}/*.kpi)
list(SORT files)
set(entries "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} text)
  string(APPEND entries "    {\"std.${name}\", R\"kpi_file(${text})kpi_file\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"stdlib/stdlib.hpp\"

namespace kpi::stdlib {
namespace {

struct File {
  std::string_view name;
  std::string_view text;
};

constexpr File kFiles[] = {
${entries}};

}  // namespace

std::optional<std::string_view> text_of(std::string_view name) {
  for (const File& file : kFiles) {
    if (file.name == name) return file.text;
  }
  return std::nullopt;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const File& file : kFiles)
    all.emplace_back(file.name);
  return all;
}

}  // namespace kpi::stdlib
")
