" Vim compiler file: `:make` checks the file with kpi, which stands in g:kpi_program or in PATH.
if exists('current_compiler')
  finish
endif
let current_compiler = 'kpi'

let s:program = substitute(get(g:, 'kpi_program', 'kpi'), ' ', '\\ ', 'g')
execute 'CompilerSet makeprg=' . escape(s:program, '\ ') . '\ check\ %:S\ --format\ concise'
CompilerSet errorformat=%f:%l:%c:\ %trror%m,%f:%l:%c:\ %tarning%m,%-G%.%#
