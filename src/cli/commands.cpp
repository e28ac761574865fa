#include "cli/commands.hpp"

#include "cli/options.hpp"

namespace kpi::cli {
namespace {

const Word kFileWord = {"FILE", Text::cli_need_file};
const Word kDataWord = {"--data", Text::cli_need_data};

std::vector<OptionSpec> with_shared(std::vector<OptionSpec> options) {
  for (const OptionSpec& spec : {color_option(), lang_option(), help_option()}) {
    options.push_back(spec);
  }
  return options;
}

Command check_command() {
  return {"check",
          Text::cmd_check,
          Text::example_check,
          {kFileWord},
          with_shared({proofs_option(), fix_option(), fix_diff_option(), set_option(),
                       message_format_option("--format")}),
          {},
          check};
}

Command run_command() {
  return {"run",
          Text::cmd_run,
          Text::example_run,
          {kFileWord},
          with_shared({data_option(),        period_option(),
                       table_option(),       encoding_option(),
                       delimiter_option(),   of_option(),
                       as_of_option(),       final_option(),
                       set_option(),         run_format_option(),
                       bom_option(),         details_option(),
                       output_option(),      keep_going_option(),
                       rejects_option(),     message_format_option("--diagnostics"),
                       threads_option(),     cache_option(),
                       no_cache_option(),    quiet_option(),
                       profile_option(),     block_rows_option(),
                       block_bytes_option(), engine_option()}),
          {kDataWord, {"--period", Text::cli_need_period}},
          run};
}

Command data_command() {
  return {"data",
          Text::cmd_data,
          Text::example_data,
          {{"check", Text::cli_need_data_check}, kFileWord},
          with_shared({data_option(), table_option(), encoding_option(), delimiter_option(),
                       set_option(), data_format_option(), json_option(), output_option(),
                       message_format_option("--diagnostics"), threads_option(), quiet_option()}),
          {kDataWord},
          data};
}

Command init_command() {
  return {"init",
          Text::cmd_init,
          Text::example_init,
          {{"PATH...", Text::cli_need_data_files, false, true}},
          with_shared({init_encoding_option(), init_delimiter_option(), rules_output_option(),
                       message_format_option("--diagnostics")}),
          {},
          init};
}

Command query_command() {
  return {"query",
          Text::cmd_query,
          Text::example_query,
          {kFileWord, {"EXPR", Text::cli_need_query}},
          with_shared({data_option(),        query_period_option(),
                       table_option(),       encoding_option(),
                       delimiter_option(),   as_of_option(),
                       final_option(),       set_option(),
                       run_format_option(),  bom_option(),
                       output_option(),      keep_going_option(),
                       rejects_option(),     message_format_option("--diagnostics"),
                       threads_option(),     cache_option(),
                       no_cache_option(),    quiet_option(),
                       profile_option(),     block_rows_option(),
                       block_bytes_option(), engine_option()}),
          {kDataWord},
          query};
}

Command explain_command() {
  return {"explain",
          Text::cmd_explain,
          Text::example_explain,
          {kFileWord, {"NAME", Text::cli_need_file, true}},
          with_shared({data_option(),      of_option(),
                       period_option(),    rows_option(),
                       why_not_option(),   verify_option(),
                       table_option(),     encoding_option(),
                       delimiter_option(), as_of_option(),
                       set_option(),       trace_format_option(),
                       output_option(),    keep_going_option(),
                       rejects_option(),   message_format_option("--diagnostics"),
                       threads_option(),   cache_option(),
                       no_cache_option(),  quiet_option()}),
          {kDataWord, {"--of", Text::cli_need_of}, {"--period", Text::cli_need_period}},
          explain};
}

Command repl_command() {
  return {
      "repl",
      Text::cmd_repl,
      Text::example_repl,
      {kFileWord},
      with_shared({repl_data_option(), repl_of_option(), repl_period_option(), table_option(),
                   encoding_option(), delimiter_option(), as_of_option(), set_option(),
                   result_format_option(), message_format_option("--diagnostics"), echo_option(),
                   threads_option(), cache_option(), no_cache_option(), quiet_option()}),
      {},
      repl};
}

Command eval_command() {
  return {"eval",
          Text::cmd_eval,
          Text::example_eval,
          {kFileWord, {"EXPR", Text::cli_need_expression}},
          with_shared({set_option(), message_format_option("--diagnostics")}),
          {},
          eval};
}

Command test_command() {
  return {"test",
          Text::cmd_test,
          Text::example_test,
          {kFileWord},
          with_shared({filter_option(), coverage_option(), test_format_option(), output_option(),
                       set_option(), message_format_option("--diagnostics"), engine_option()}),
          {},
          test};
}

Command library_command() {
  return {"library",
          Text::cmd_library,
          Text::example_library,
          {{"WORD", Text::cli_need_file, true}},
          with_shared({output_option()}),
          {},
          library};
}

Command format_command() {
  return {"fmt",
          Text::cmd_fmt,
          Text::example_fmt,
          {{"FILE...", Text::cli_need_file, false, true}},
          with_shared({check_option(), diff_option(), keywords_option(),
                       message_format_option("--diagnostics")}),
          {},
          format_rules};
}

Command doc_command() {
  return {
      "doc",
      Text::cmd_doc,
      Text::example_doc,
      {{"FILE", Text::cli_need_file_or_library}},
      with_shared({doc_format_option(), output_option(), message_format_option("--diagnostics")}),
      {},
      doc};
}

Command dump_command() {
  return {"dump",
          Text::cmd_dump,
          Text::example_dump,
          {kFileWord},
          with_shared({stage_option(), period_option(), as_of_option(), data_option(),
                       table_option(), set_option(), message_format_option("--diagnostics")}),
          {{"--stage", Text::cli_need_stage}},
          dump};
}

/// Editors say `--stdio` to servers that could also listen elsewhere; this one could not.
Command lsp_command() {
  return {"lsp", Text::cmd_lsp, Text::example_lsp, {}, with_shared({stdio_option()}), {}, lsp};
}

Command cache_command() {
  return {"cache",
          Text::cmd_cache,
          Text::example_cache,
          {{"clear", Text::cmd_cache, true}},
          with_shared({cache_option()}),
          {},
          cache};
}

Command completions_command() {
  return {"completions",
          Text::cmd_completions,
          Text::example_completions,
          {{"SHELL", Text::cli_need_shell}},
          with_shared({}),
          {},
          completions};
}

Command man_command() {
  return {"man",
          Text::cmd_man,
          Text::example_man,
          {{"COMMAND", Text::cmd_man, true}},
          with_shared({}),
          {},
          man};
}

}  // namespace

std::vector<Command> commands() {
  return {init_command(),    check_command(),  data_command(),        run_command(),
          explain_command(), query_command(),  eval_command(),        repl_command(),
          test_command(),    format_command(), doc_command(),         library_command(),
          lsp_command(),     cache_command(),  completions_command(), man_command(),
          dump_command()};
}

}  // namespace kpi::cli
