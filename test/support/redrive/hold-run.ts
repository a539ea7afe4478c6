/** A process that works on a run until it is killed: `node hold-run.ts STATE_FOLDER SOURCE`. Prints the run's id when it has it. */
import { runStore } from "../../../src/platform/disk/run-store.ts";
import { runOf, someOwner } from "./test-store.ts";

const [folder = "", source = ""] = process.argv.slice(2);
const store = runStore({ folder, clock: { now: () => 1_000 }, random: Math.random, owner: { ...someOwner, pid: process.pid } });
const run = await store.create(runOf({ source }));
run.setState("running");
process.stdout.write(`${run.known.facts.id}\n`);
setInterval(() => {}, 1_000);
