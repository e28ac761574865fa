// The editor of lines is libedit. Its wide functions are the ones that know Han characters.

#include <histedit.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cwchar>
#include <filesystem>
#include <utility>

#include "base/text.hpp"
#include "io/lines.hpp"

namespace kpi::io {
namespace {

constexpr int kEntriesKept = 1000;
constexpr int kUsualColumns = 80;
constexpr int kMostListed = 60;
constexpr const char* kPasteOn = "\x1b[?2004h";  // the terminal marks what is pasted
constexpr const char* kPasteOff = "\x1b[?2004l";

std::wstring wide(std::string_view text) {
  std::wstring result;
  for (std::size_t at = 0; at < text.size();)
    result += static_cast<wchar_t>(next_code_point(text, at).value_or(0xFFFD));
  return result;
}

std::string narrow(std::wstring_view text) {
  std::string result;
  for (const wchar_t c : text)
    append_utf8(result, static_cast<char32_t>(c));
  return result;
}

bool continues_utf8(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Whether more bytes are to come of the character.
bool is_begun_utf8(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  return bytes.size() < length;
}

/// What all of them begin with.
std::string common_beginning(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto ends = std::mismatch(common.begin(), common.end(), word.begin(), word.end());
    common.erase(ends.first, common.end());
  }
  while (first_invalid_utf8(common))
    common.pop_back();
  return common;
}

class EditedLines final : public LineInput {
 public:
  EditedLines(std::string history, Complete complete, const Interrupts& interrupts)
      : path_(std::move(history)), complete_(std::move(complete)), interrupts_(interrupts) {
    set_locale();
    editor_ = el_init("kpi", stdin, stdout, stderr);
    el_wset(editor_, EL_CLIENTDATA, this);
    el_wset(editor_, EL_PROMPT, &EditedLines::prompt_of);
    el_wset(editor_, EL_EDITOR, L"emacs");
    history_ = history_winit();
    HistEventW event;
    history_w(history_, &event, H_SETSIZE, kEntriesKept);
    history_w(history_, &event, H_SETUNIQUE, 1);
    el_wset(editor_, EL_HIST, history_w, history_);
    if (!path_.empty()) history_w(history_, &event, H_LOAD, path_.c_str());
    el_wset(editor_, EL_GETCFN, &EditedLines::next_character);
    bind_keys();
  }
  ~EditedLines() override {
    history_wend(history_);
    el_end(editor_);
  }
  EditedLines(const EditedLines&) = delete;
  EditedLines& operator=(const EditedLines&) = delete;

  TypedLine read(const std::string& prompt) override {
    prompt_ = wide(prompt);
    interrupted_ = false;
    el_resize(editor_);
    std::fputs(kPasteOn, stdout);
    std::fflush(stdout);
    int count = 0;
    const wchar_t* const line = el_wgets(editor_, &count);
    std::fputs(kPasteOff, stdout);
    std::fflush(stdout);
    if (interrupted_) {
      el_reset(editor_);  // else what was typed would stand in the next line
      return {LineEvent::Interrupted, {}};
    }
    if (line == nullptr || count <= 0) return {};
    std::wstring_view text(line, static_cast<std::size_t>(count));
    if (text.back() == L'\n') text.remove_suffix(1);
    return {LineEvent::Line, narrow(text)};
  }

  void remember(const std::string& entry) override {
    HistEventW event;
    history_w(history_, &event, H_ENTER, wide(entry).c_str());
    if (path_.empty()) return;
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
    history_w(history_, &event, H_SAVE, path_.c_str());
  }

 private:
  using Key = unsigned char (*)(EditLine*, int);

  /// Wide characters are those of the locale; one without Unicode would take Han characters apart.
  static void set_locale() {
    if (std::setlocale(LC_CTYPE, "") != nullptr && MB_CUR_MAX > 1) return;
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }

  static EditedLines& self(EditLine* editor) {
    void* data = nullptr;
    el_wget(editor, EL_CLIENTDATA, &data);
    return *static_cast<EditedLines*>(data);
  }
  static wchar_t* prompt_of(EditLine* editor) { return self(editor).prompt_.data(); }

  void add_key(const wchar_t* name, const wchar_t* help, Key key, const wchar_t* sequence) {
    el_wset(editor_, EL_ADDFN, name, help, key);
    el_wset(editor_, EL_BIND, sequence, name, nullptr);
  }

  void bind_keys() {
    add_key(L"kpi-complete", L"Complete a name", &EditedLines::complete, L"^I");
    add_key(L"kpi-paste", L"Take what is pasted", &EditedLines::paste, L"\\e[200~");
    add_key(L"kpi-newline", L"Begin a new line", &EditedLines::newline, L"\\e^M");
    el_wset(editor_, EL_BIND, L"\\e^J", L"kpi-newline", nullptr);
    el_wset(editor_, EL_BIND, L"^R", L"em-inc-search-prev", nullptr);
    for (const auto& [sequence, command] :
         {std::pair(L"\\e[H", L"ed-move-to-beg"), std::pair(L"\\e[F", L"ed-move-to-end"),
          std::pair(L"\\e[3~", L"ed-delete-next-char"), std::pair(L"\\e[1;5C", L"em-next-word"),
          std::pair(L"\\e[1;5D", L"ed-prev-word")}) {
      el_wset(editor_, EL_BIND, sequence, command, nullptr);
    }
  }

  /// One character of UTF-8, whatever the locale; Ctrl-C, of which a signal tells, ends the line.
  /// What is typed before the editor has the terminal may have lost a part of a character to the
  /// system's own Backspace: such a one is U+FFFD, and what comes behind it is kept.
  static int next_character(EditLine* editor, wchar_t* character) {
    EditedLines& own = self(editor);
    std::string bytes = std::exchange(own.kept_, {});
    while (bytes.empty() || is_begun_utf8(bytes)) {
      char byte = 0;
      const ssize_t count = own.interrupts_.asked() ? -1 : ::read(STDIN_FILENO, &byte, 1);
      if (own.interrupts_.asked()) {
        own.interrupted_ = true;
        std::fputs("^C\n", stdout);
        return -1;
      }
      if (count < 0 && errno == EINTR) continue;
      if (count != 1) return static_cast<int>(count);
      if (!bytes.empty() && !continues_utf8(byte)) {
        own.kept_ = byte;
        break;
      }
      bytes += byte;
    }
    std::size_t at = 0;
    *character = static_cast<wchar_t>(next_code_point(bytes, at).value_or(0xFFFD));
    return 1;
  }

  static unsigned char newline(EditLine* editor, int) {
    el_winsertstr(editor, L"\n");
    return CC_REFRESH;
  }

  /// Everything up to the mark that ends it, line ends included.
  static unsigned char paste(EditLine* editor, int) {
    constexpr std::wstring_view kEnd = L"\x1b[201~";
    std::wstring text;
    wchar_t next = 0;
    while (el_wgetc(editor, &next) == 1) {
      text += next == L'\r' ? L'\n' : next;
      if (text.size() < kEnd.size()) continue;
      if (std::wstring_view(text).substr(text.size() - kEnd.size()) != kEnd) continue;
      text.erase(text.size() - kEnd.size());
      break;
    }
    while (!text.empty() && text.back() == L'\n')
      text.pop_back();
    el_winsertstr(editor, text.c_str());
    return CC_REFRESH;
  }

  static unsigned char complete(EditLine* editor, int) {
    const LineInfoW* const line = el_wline(editor);
    const std::string before =
        narrow({line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)});
    const std::string all =
        narrow({line->buffer, static_cast<std::size_t>(line->lastchar - line->buffer)});
    const Completion found = self(editor).complete_(all, before.size());
    if (found.words.empty()) return CC_ERROR;
    const std::string typed = before.substr(found.begin);
    const std::string common = common_beginning(found.words);
    const bool longer = common.size() > typed.size() && common.compare(0, typed.size(), typed) == 0;
    if (found.words.size() > 1 && !longer) {
      list(found.words);
      return CC_REDISPLAY;
    }
    el_wdeletestr(editor, static_cast<int>(wide(typed).size()));
    el_winsertstr(editor, wide(common).c_str());
    return CC_REFRESH;
  }

  /// In columns, below what is typed.
  static void list(const std::vector<std::string>& words) {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    const int columns = known ? size.ws_col : kUsualColumns;
    int width = 0;
    for (const std::string& word : words)
      width = std::max(width, display_width(word) + 2);
    const int in_a_row = std::max(1, columns / width);
    std::string out;
    const int shown = std::min(static_cast<int>(words.size()), kMostListed);
    for (int i = 0; i < shown; ++i) {
      if (i % in_a_row == 0) out += '\n';
      out += pad_right(words[static_cast<std::size_t>(i)], width);
    }
    if (shown < static_cast<int>(words.size())) out += "\n…";
    std::fputs((out + '\n').c_str(), stdout);
  }

  std::string path_;
  Complete complete_;
  const Interrupts& interrupts_;
  EditLine* editor_ = nullptr;
  HistoryW* history_ = nullptr;
  std::wstring prompt_;
  std::string kept_;  // a byte that was read and belongs to the next character
  bool interrupted_ = false;
};

}  // namespace

std::unique_ptr<LineInput> edited_lines(const std::string& history, Complete complete,
                                        const Interrupts& interrupts) {
  return std::make_unique<EditedLines>(history, std::move(complete), interrupts);
}

}  // namespace kpi::io
