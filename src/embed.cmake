# Writes a source that holds text files and finds them by name: cmake -DFILES=… -DPREFIX=… -DOUT=…
# -DHEADER=… -DNAMESPACE=… -P embed.cmake. The header declares text_of() and names() in the namespace.
file(GLOB paths ${FILES})
list(SORT paths)
set(entries "")
foreach(path IN LISTS paths)
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} text)
  string(APPEND entries "    {\"${PREFIX}${name}\", R\"kpi_file(${text})kpi_file\"sv},\n")
endforeach()
file(WRITE ${OUT} "#include \"${HEADER}\"

namespace ${NAMESPACE} {
namespace {

using namespace std::string_view_literals;  // lengths that no compiler has to count out

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

}  // namespace ${NAMESPACE}
")
