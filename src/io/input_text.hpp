#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "io/files.hpp"

namespace kpi::io {

/// What came in on standard input, which is read once, when it is first asked for: whoever reads a
/// file may read it again.
class InputText {
 public:
  std::unique_ptr<Reader> open();

 private:
  struct State {
    std::shared_ptr<const std::string> bytes;
    std::mutex reading;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace kpi::io
