#!/usr/bin/env node
// Runs from source: Node 24 strips the types. `npm run dev -- list`
import { main } from "../src/shell/main.ts";

await main(process.argv.slice(2), new URL("..", import.meta.url), { fromSource: true });
