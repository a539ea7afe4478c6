import { parseArgs } from "node:util";
import { playRound } from "../test/support/handover/round.ts";
import { walkThrough } from "../test/support/handover/walk-through.ts";

// npm run handover -- --documents 100000: exports redrives, works them off by the exported machine and worker with faults and crashes, and accounts for each record.
// npm run handover -- --walkthrough: one small export, command by command as a user sees it.

const { values } = parseArgs({
  options: {
    /** Altogether. */
    documents: { type: "string", default: "2000" },
    /** Of the first round; each one after it has the next. */
    seed: { type: "string", default: "1" },
    walkthrough: { type: "boolean", default: false },
  },
});

const [documents, seed] = [Number(values.documents), Number(values.seed)];
if (!Number.isSafeInteger(documents) || documents < 1 || !Number.isSafeInteger(seed)) {
  console.error("usage: npm run handover -- [--documents N | --walkthrough] [--seed N]");
  process.exit(64);
}

const documentsOfRound = 10_000;

if (values.walkthrough) await walkThrough(seed, console.log);
else await playRounds();

async function playRounds(): Promise<void> {
  const sums = { documents: 0, records: 0, deaths: 0, faults: 0, redrives: 0, duplicates: 0, lost: 0 };
  for (let round = 0; sums.documents < documents; round++) {
    const order = round % 2 === 0 ? "none" : "partition";
    const size = Math.min(documentsOfRound, Math.max(1, documents - sums.documents));
    const result = await playRound({ seed: seed + round, documents: size, order, concurrency: order === "none" ? 16 : 6 });
    const { lost, problems, ...counts } = result;
    console.log(`seed ${seed + round}, ${order === "none" ? "unordered" : "ordered"}: ${JSON.stringify(counts)}`);
    for (const what of [...lost.map((record) => `lost: ${record}`), ...problems].slice(0, 10)) console.log(`  ${what}`);
    if (lost.length + problems.length > 0) process.exitCode = 1;
    sums.documents += result.documents;
    sums.records += result.records;
    sums.deaths += result.deaths;
    sums.faults += result.faults;
    sums.redrives += result.redrives;
    sums.duplicates += result.duplicates;
    sums.lost += lost.length;
  }
  console.log(
    `${sums.documents} documents, ${sums.records} records, ${sums.deaths} crashes, ${sums.faults} faults, ${sums.redrives} redrives, ${sums.duplicates} duplicates, ${sums.lost} lost`,
  );
}
