/** `node bound.ts FILE index-of|json-parse`: what can be hoped for at most, and what is done otherwise. */
import { eachChunk, printSecondPass } from "./lines.ts";

const [file = "", what = ""] = process.argv.slice(2);
const needle = Buffer.from("order.cancelled by nobody");

/** Of an object that is there, so that nothing can be left out. */
let seen = 0;

function indexOf(chunk: Buffer): number {
  return chunk.indexOf(needle) < 0 ? 0 : 1;
}

function jsonParse(chunk: Buffer): number {
  let lines = 0;
  for (const line of chunk.toString("utf8").split("\n")) {
    if (line === "") continue;
    if (JSON.parse(line) !== null) seen++;
    lines++;
  }
  return lines;
}

const take = { "index-of": indexOf, "json-parse": jsonParse }[what];
if (take === undefined) throw new Error(`index-of or json-parse, not ${what}`);
printSecondPass(() => {
  let lines = 0;
  const bytes = eachChunk(file, (chunk) => {
    lines += take(chunk);
  });
  return { bytes, lines, matched: seen > 0 ? 1 : 0 };
});
