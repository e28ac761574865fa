" Vim indent file: kpi rule files. A line stands as deep as the brackets that are open before it; a
" formula that goes on stands two steps deeper.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=KpiIndent(v:lnum) indentkeys=0},0),0｝,0）,o,O,!^F
let b:undo_indent = 'setlocal indentexpr< indentkeys<'
if exists('*KpiIndent')
  finish
endif

" The line without texts and comments.
function s:Code(line)
  return substitute(substitute(a:line, '"\%(\\.\|[^"\\]\)*"\|“[^”]*”', '""', 'g'), '[#＃].*', '', '')
endfunction

function s:Count(text, class)
  return strchars(substitute(a:text, '[^' . a:class . ']', '', 'g'))
endfunction

function KpiIndent(lnum)
  let l:above = prevnonblank(a:lnum - 1)
  let l:line = getline(a:lnum)
  if l:above == 0 || l:line =~# b:kpi_declaration
    return 0
  endif
  let l:first = l:above
  while l:first > 1 && getline(l:first) !~# b:kpi_declaration
    let l:first -= 1
  endwhile
  let l:depth = l:line =~# '^\s*[)}）｝]' ? -1 : 0
  for l:number in range(l:first, l:above)
    let l:code = s:Code(getline(l:number))
    let l:depth += s:Count(l:code, '({（｛') - s:Count(l:code, ')}）｝')
  endfor
  let l:goes_on = l:depth == 0 && s:Code(getline(l:above)) =~# '[=＝+＋*＊×÷/／-]\s*$'
  return max([l:depth, 0]) * shiftwidth() + (l:goes_on ? 2 * shiftwidth() : 0)
endfunction
