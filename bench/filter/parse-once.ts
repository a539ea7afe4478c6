/** `node parse-once.ts FILE`: a bare JSON.parse loop. */
import { eachChunk } from "./lines.ts";

let members = 0;
eachChunk(process.argv[2] ?? "", (chunk) => {
  for (const line of chunk.toString("utf8").split("\n")) if (line !== "") members += Object.keys(JSON.parse(line) as object).length;
});
console.log(members);
