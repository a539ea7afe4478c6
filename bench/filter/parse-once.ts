/** `node parse-once.ts FILE`: a bare JSON.parse loop. */
import { eachChunk } from "./lines.ts";

let values = 0;
eachChunk(process.argv[2] ?? "", (chunk) => {
  for (const line of chunk.toString("utf8").split("\n")) if (line !== "" && JSON.parse(line) !== null) values++;
});
console.log(values);
