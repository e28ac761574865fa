// Runs a file of SQL with DuckDB's binding for node: node duckdb.mjs FILE THREADS [DATABASE]. Where the binding is: NODE_PATH.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const require = createRequire(import.meta.url);
const { DuckDBInstance } = require('@duckdb/node-api');
const [file, threads, database] = process.argv.slice(2);
const instance = await DuckDBInstance.create(database ?? ':memory:', { threads });
const connection = await instance.connect();
const text = readFileSync(file, 'utf8').replace(/^--.*$/gm, '');
for (const statement of text.split(';').map((part) => part.trim()).filter(Boolean)) await connection.run(statement);
connection.closeSync();
