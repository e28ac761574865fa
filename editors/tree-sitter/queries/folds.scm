(block) @fold
(brackets) @fold
