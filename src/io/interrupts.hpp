#pragma once

namespace kpi::io {

/// While it lives Ctrl-C does not end the program: it is noted, for a computation to stop.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  bool asked() const;
  void forget();
};

}  // namespace kpi::io
