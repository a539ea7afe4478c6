/**
 * `npm run bench`: the figures of docs/performance.md. `-- filter`, `-- commands`, `-- lag`, `-- runtime`, `-- redrive` or `-- tune` makes a part of them;
 * `-- --smoke` makes all of them small, to see that it still works.
 */
import { agreement } from "./filter/agreement.ts";
import { lintSamples } from "./filter/lint.ts";
import { throughput } from "./filter/throughput.ts";
import { lagFigures } from "./lag/figures.ts";
import { firstPicture } from "./lag/first-picture.ts";
import { listing } from "./list.ts";
import { table } from "./measure.ts";
import { redriveFigures } from "./redrive/figures.ts";
import { runtimeFigures } from "./runtime/figures.ts";
import { startUp } from "./start-up.ts";
import { tuneFigures } from "./tune/figures.ts";

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  console.log(`npm run bench [-- [PART…] [--smoke]]

Prints the figures of docs/performance.md.

  commands   start-up and listing
  filter     the filter engine beside its peers
  lag        watching a fleet, its first picture, and predictions of the way back
  runtime    the sandbox's runtime beside its stages; needs Java and Maven
  redrive    redriving beside its stages, and its export for Step Functions; needs Java and Maven
  tune       deciding about settings: simulated traces, and a whole search
  --smoke    makes all of them small, to see that it still works
  --help     this text`);
  process.exit();
}

const smoke = process.argv.includes("--smoke");
const parts = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const makes = (part: string) => parts.length === 0 || parts.includes(part);

const unknown = parts.find((part) => !["commands", "filter", "lag", "runtime", "redrive", "tune"].includes(part));
if (unknown !== undefined) throw new Error(`commands, filter, lag, runtime, redrive or tune, not ${unknown}`);

if (makes("commands")) {
  const rounds = smoke ? 2 : 15;
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}, medians of ${rounds} rounds, commands in turn\n`);
  console.log(table([...startUp(rounds), ...(await listing(Math.ceil(rounds / 2)))]));
}

if (makes("filter")) {
  console.log(`\nNode ${process.version}, ${process.platform} ${process.arch}, second of two passes, one thread each, start-up left out\n`);
  console.log(agreement(smoke ? 10_000 : 1_000_000));
  for (const events of smoke ? [5_000] : [100_000, 1_000_000]) console.log(`\n${throughput(events, !smoke)}`);
  console.log(`\n${lintSamples(smoke ? 5_000 : 600_000, smoke ? 1 : 5)}`);
}

if (makes("lag")) {
  console.log(`\nNode ${process.version}, ${process.platform} ${process.arch}, refreshes in a process of their own\n`);
  console.log(await lagFigures(smoke));
  console.log(`\n${await firstPicture(smoke ? 2 : 15)}`);
}

if (makes("runtime")) {
  console.log(`\nNode ${process.version}, ${process.platform} ${process.arch}, one run, each stage alone in the same run\n`);
  console.log(await runtimeFigures(smoke));
}

if (makes("redrive")) {
  console.log(`\nNode ${process.version}, ${process.platform} ${process.arch}, one run, each stage alone in the same run\n`);
  console.log(await redriveFigures(smoke));
}

if (makes("tune")) {
  console.log(`\nNode ${process.version}, ${process.platform} ${process.arch}, one thread\n`);
  console.log(tuneFigures(smoke));
}
