#include "io/build_id.hpp"

#if defined(__linux__)
#include <elf.h>
#include <link.h>

#include <cstring>
#endif

namespace kpi::io {

#if defined(__linux__)
namespace {

constexpr std::size_t kAlignment = 4;  // of the parts of a note

std::size_t aligned(std::size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

/// The build id among the notes of a segment: each is a head, a name and a description.
std::string id_among(const char* notes, std::size_t size) {
  std::size_t at = 0;
  while (at + sizeof(ElfW(Nhdr)) <= size) {
    ElfW(Nhdr) head{};
    std::memcpy(&head, notes + at, sizeof(head));
    const std::size_t name = at + sizeof(head);
    const std::size_t description = name + aligned(head.n_namesz);
    const std::size_t end = description + aligned(head.n_descsz);
    if (end > size) break;
    const bool gnu = head.n_namesz == 4 && std::memcmp(notes + name, "GNU", 4) == 0;
    if (gnu && head.n_type == NT_GNU_BUILD_ID) {
      return hexadecimal(reinterpret_cast<const unsigned char*>(notes + description),
                         head.n_descsz);
    }
    at = end;
  }
  return {};
}

/// Called for the program itself first, then for its libraries.
int visit(dl_phdr_info* loaded, std::size_t, void* result) {
  std::string& id = *static_cast<std::string*>(result);
  for (std::size_t i = 0; i < loaded->dlpi_phnum && id.empty(); ++i) {
    const ElfW(Phdr)& segment = loaded->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    // the address at which the system put the segment
    const auto* const notes = reinterpret_cast<const char*>(  // NOLINT(performance-no-int-to-ptr)
        loaded->dlpi_addr + segment.p_vaddr);
    id = id_among(notes, segment.p_memsz);
  }
  return 1;  // that was the program
}

}  // namespace

std::string build_id() {
  std::string id;
  ::dl_iterate_phdr(visit, &id);
  return id;
}
#else
std::string build_id() {
  return {};
}
#endif

}  // namespace kpi::io
