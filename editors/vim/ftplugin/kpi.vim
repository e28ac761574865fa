" Vim filetype plugin: kpi rule files
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:##,:# commentstring=#\ %s
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal matchpairs+=（:）,｛:｝
setlocal suffixesadd=.kpi
" words: let b:kpi_declaration = '\v^%({declaration})%(\s+%(\K|[`"“])@=|\s*[{open_brace}]@=)'
let b:kpi_declaration = '\v^%(currency|币种|幣種|precision|精度|calendar|日历|日曆|use|引用|table|表|role|角色|metric|指标|指標|param|参数|參數|target|目标|目標|tiers|阶梯|階梯|scorecard|考核表|payout|奖金|獎金|rule|规则|規則|test|测试|測試)%(\s+%(\K|[`"“])@=|\s*[{｛]@=)'
let &l:define = b:kpi_declaration
compiler kpi

" Neovim's own client talks to the language server; let g:kpi_lsp = 0 keeps it from being started.
if has('nvim') && get(g:, 'kpi_lsp', 1) && executable(get(g:, 'kpi_program', 'kpi'))
lua << EOF
  local folder = vim.fn.expand('%:p:h')
  local server = { name = 'kpi', cmd = { vim.g.kpi_program or 'kpi', 'lsp' }, root_dir = folder }
  if vim.lsp.start then
    vim.lsp.start(server)
  else  -- before 0.8
    kpi_servers = kpi_servers or {}
    kpi_servers[folder] = kpi_servers[folder] or vim.lsp.start_client(server)
    vim.lsp.buf_attach_client(0, kpi_servers[folder])
  end
EOF
  setlocal omnifunc=v:lua.vim.lsp.omnifunc
endif

let b:undo_ftplugin = 'setlocal comments< commentstring< expandtab< shiftwidth< softtabstop<'
      \ . ' matchpairs< suffixesadd< define< makeprg< errorformat< | unlet! b:kpi_declaration'
