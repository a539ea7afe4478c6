/** `npm run bench`: the figures of docs/performance.md. `-- --smoke` runs each twice, to see that it still works. */
import { listing } from "./list.ts";
import { table } from "./measure.ts";
import { startUp } from "./start-up.ts";

const rounds = process.argv.includes("--smoke") ? 2 : 15;

console.log(`Node ${process.version}, ${process.platform} ${process.arch}, medians of ${rounds} rounds, commands in turn\n`);
console.log(table([...startUp(rounds), ...(await listing(Math.ceil(rounds / 2)))]));
