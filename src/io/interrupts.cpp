#include "io/interrupts.hpp"

#include <csignal>

namespace kpi::io {
namespace {

volatile std::sig_atomic_t interrupted = 0;
struct sigaction action_before;

void note(int) {
  interrupted = 1;
}

}  // namespace

Interrupts::Interrupts() {
  struct sigaction action = {};
  action.sa_handler = note;
  // without SA_RESTART: who waits for a key is told
  sigemptyset(&action.sa_mask);
  interrupted = 0;
  sigaction(SIGINT, &action, &action_before);
}

Interrupts::~Interrupts() {
  sigaction(SIGINT, &action_before, nullptr);
}

bool Interrupts::asked() const {
  return interrupted != 0;
}

void Interrupts::forget() {
  interrupted = 0;
}

}  // namespace kpi::io
