(comment) @comment
(documentation) @comment
(text) @string
(number) @number
(date) @number
(unit) @type
(declaration_keyword) @keyword
(declaration name: (_) @function)
(reserved) @keyword.operator
(keyword) @keyword
(constant) @boolean
(type) @type
(period) @type.builtin
(function) @function.builtin
(call) @function
(variable) @variable.builtin
(builtin) @constant
(column) @property
(member) @property
(operator) @operator
(punctuation) @punctuation.delimiter
["(" ")" "{" "}"] @punctuation.bracket
