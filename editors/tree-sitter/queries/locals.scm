(source_file) @scope
(declaration name: (_) @definition)
(column) @definition.field
(name) @reference
(call) @reference
