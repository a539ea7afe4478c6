import { parseArgs } from "node:util";
import { plants } from "../test/simulation/journal-of-processes.ts";
import { simulate } from "../test/simulation/simulate.ts";

// npm run simulate -- --seeds 10000: plays redrives with crashes and faults, and looks at what came of every record.

const { values } = parseArgs({
  options: {
    /** How many seeds, one after the other. */
    seeds: { type: "string", default: "1000" },
    /** The first one: a failing seed is replayed by `--from SEED --seeds 1`. */
    from: { type: "string", default: "0" },
    /** A fault in the product that must make the simulation fail. */
    plant: { type: "string" },
  },
});

const [seeds, from] = [Number(values.seeds), Number(values.from)];
const plant = plants.find((each) => each === values.plant);
if (!Number.isSafeInteger(seeds) || !Number.isSafeInteger(from) || plant !== values.plant) {
  console.error(`usage: npm run simulate -- [--seeds N] [--from SEED] [--plant ${plants.join("|")}]`);
  process.exit(64);
}

let [crashes, duplicates, lost, failing] = [0, 0, 0, 0];
for (let seed = from; seed < from + seeds; seed++) {
  const result = await simulate({ seed, ...(plant === undefined ? {} : { plant }) });
  crashes += result.crashes;
  duplicates += result.duplicates;
  lost += result.lost.length;
  if (result.lost.length === 0 && result.problems.length === 0) continue;
  failing += 1;
  if (failing <= 10) report(seed, result.lost, result.problems);
}
if (failing > 10) console.log(`and ${failing - 10} more seeds`);
if (failing > 0) process.exitCode = 1;
console.log(`${seeds} seeds, ${crashes} crashes, ${duplicates} duplicates, ${lost} lost`);

function report(seed: number, lostRecords: readonly string[], problems: readonly string[]): void {
  console.log(`seed ${seed} fails: npm run simulate -- --from ${seed} --seeds 1`);
  for (const name of lostRecords.slice(0, 5)) console.log(`  lost ${name}`);
  for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`);
}
