-- Neovim's own client against the language server: nvim --headless -u NONE -n -c "luafile nvim.lua".
-- KPI names the program; the folder is the current one. Prints `ok NAME` a line, quits with an error otherwise.

local function fail(what)
  io.stdout:write("not ok " .. what .. "\n")
  vim.cmd("cquit")
end

local function check(name, condition, seen)
  if not condition then fail(name .. ": " .. vim.inspect(seen)) end
  io.stdout:write("ok " .. name .. "\n")
end

local function wait(name, condition)
  if not vim.wait(30000, condition, 20) then fail(name .. " did not come") end
end

vim.opt.completeopt = "menuone,noselect"
vim.opt.runtimepath:prepend(vim.env.KPI_EDITOR_FILES)
vim.g.kpi_program = vim.env.KPI
vim.cmd("filetype plugin on")
vim.cmd("edit plan.kpi")
local buffer = vim.api.nvim_get_current_buf()
-- the shipped file type plug-in has started the server
wait("the server", function() return next(vim.lsp.buf_get_clients(buffer)) ~= nil end)
local client = next(vim.lsp.buf_get_clients(buffer))

local function line_of(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then return number, column - 1, line end
  end
  fail("no " .. text)
end

local function goto_text(text, inside)
  local number, column = line_of(text)
  vim.api.nvim_win_set_cursor(0, { number, column + (inside or 0) })
end

local function ask(method, more)
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(), more or {})
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 30000)
  local answer = answers and answers[client]
  if not answer then fail(method .. " was not answered") end
  return answer.result, answer.error
end

-- diagnostics: columns are bytes in Neovim, whatever the protocol counts
wait("diagnostics", function() return #vim.diagnostic.get(buffer) > 0 end)
local found = vim.diagnostic.get(buffer)
local number, column = line_of("金额错")
check("diagnostics", #found == 1 and found[1].lnum == number - 1 and found[1].col == column and
  found[1].end_col == column + #"金额错", found)

-- the mistake is corrected: nothing is left of it
vim.api.nvim_buf_set_text(buffer, number - 1, column + #"金额", number - 1, column + #"金额错", { "" })
wait("diagnostics of the corrected text", function() return #vim.diagnostic.get(buffer) == 0 end)
check("diagnostics while typing", true)

-- hover
goto_text("回款额 / 2", 0)
local hover = ask("textDocument/hover")
check("hover", hover.contents.value:find("求和(订单.金额)", 1, true) ~= nil, hover)

-- completion by the first letters of the sound
local last = vim.api.nvim_buf_line_count(buffer)
vim.api.nvim_buf_set_lines(buffer, last, last, false, { "指标 新 = hk" })
vim.api.nvim_win_set_cursor(0, { last + 1, #"指标 新 = hk" })
local completion = ask("textDocument/completion", { position = { line = last, character = 9 } })
local labels = {}
for _, item in ipairs(completion.items) do
  if vim.startswith(item.filterText, "hk") then table.insert(labels, item.label) end
end
check("completion", vim.tbl_contains(labels, "回款额"), labels)
check("omnifunc", vim.bo.omnifunc == "v:lua.vim.lsp.omnifunc", vim.bo.omnifunc)
vim.api.nvim_buf_set_lines(buffer, last, last + 1, false, {})

-- definition jumps behind the emoji
goto_text("回款额 / 2", 0)
vim.lsp.buf.definition()
local defined, at = line_of("回款额 =")
wait("definition", function()
  local cursor = vim.api.nvim_win_get_cursor(0)
  return cursor[1] == defined and cursor[2] == at
end)
check("definition", true)

-- rename, in both lines
vim.lsp.buf.rename("到账额")
wait("rename", function()
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
  return not text:find("回款额", 1, true) and select(2, text:gsub("到账额", "")) == 2
end)
check("rename", true)

-- formatting
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "指标   甲=1" })
vim.lsp.buf.formatting_sync(nil, 30000)
check("formatting", vim.api.nvim_buf_get_lines(buffer, -2, -1, false)[1] == "指标 甲 = 1",
  vim.api.nvim_buf_get_lines(buffer, 0, -1, false))

vim.lsp.stop_client(client)
wait("the end", function() return vim.lsp.client_is_stopped(client) end)
check("shutdown", true)
vim.cmd("qall!")
