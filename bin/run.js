#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that they can be told.
import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
const argv = process.argv.slice(2);

if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(`mskctl needs Node 22.22 or newer; this is ${process.version}. https://nodejs.org/en/download\n`);
  process.exitCode = 64;
} else if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "--help")) {
  process.stdout.write(generated(argv[0] === "--help" ? "help.txt" : "version.txt"));
} else {
  nodeModule.enableCompileCache?.();
  const { main } = await import("../dist/main.js");
  await main(argv, new URL("..", import.meta.url));
}

/** Text made by the build, so that the two most common questions cost no framework. */
function generated(name) {
  const text = readFileSync(new URL(`../dist/${name}`, import.meta.url), "utf8");
  return text.replace("{node}", process.version).replace("{platform}", `${process.platform}-${process.arch}`);
}
