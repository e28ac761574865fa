#pragma once

#include "driver/session.hpp"
#include "reference/touched.hpp"

namespace kpi::driver {

/// Who runs the tests; the reference can tell what they looked at.
struct TestEngine {
  Engine engine = Engine::Native;
  reference::Touched* touched = nullptr;
};

std::vector<score::TestResult> run_tests_on(const TestEngine& engine, const Compiled& compiled,
                                            const std::string& filter, const Settings& settings,
                                            const io::Files& files, Diagnostics& diagnostics);

}  // namespace kpi::driver
