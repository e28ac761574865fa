(block) @indent
(brackets) @indent
