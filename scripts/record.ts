/**
 * `npm run record`: docs/lag-watch.svg, a recording of `mskctl lag --watch` on the sandbox's demo account. The built program runs in a real
 * terminal (util-linux's `script`, so on Linux) twenty times as fast as life; keys are typed, and frames taken when what they show is there.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../src/sandbox/start-sandbox.ts";
import { animatedSvg } from "./recording/animated-svg.ts";
import type { Frame } from "./recording/frame.ts";
import { type RecordedProgram, recordProgram } from "./recording/recorded-program.ts";

interface Step {
  readonly keys: string;
  /** `before` is what the step before it ended with. */
  readonly isReady: (text: string, before: string) => boolean;
  /** 0: a step on the way, not shown. */
  readonly showMs: number;
}

const size = { columns: 110, rows: 30 } as const;
const picture = new URL("../docs/lag-watch.svg", import.meta.url);

const enter = "\r";
const escapeKey = "\u001b";

const story: readonly Step[] = [
  { keys: "", isReady: (text) => text.includes("throttled"), showMs: 2_500 },
  { keys: "", isReady: (text, before) => lagOf(text, "payments") !== lagOf(before, "payments"), showMs: 2_500 },
  { keys: enter, isReady: (text) => isOpen(text, "payments") && text.includes("MSK207"), showMs: 4_000 },
  { keys: "j", isReady: (text) => isOpen(text, "shipments") && text.includes("MSK206"), showMs: 4_000 },
  { keys: "p", isReady: (text) => text.includes("Pause shipments?"), showMs: 3_000 },
  { keys: "n", isReady: (text) => isOpen(text, "shipments"), showMs: 0 },
  { keys: "?", isReady: (text) => text.includes("this help"), showMs: 2_500 },
  { keys: escapeKey, isReady: (text) => isOpen(text, "shipments"), showMs: 0 },
  { keys: escapeKey, isReady: (text) => text.includes("VERDICT"), showMs: 0 },
  { keys: "g", isReady: (text) => text.includes("by cluster"), showMs: 2_500 },
];

process.exitCode = await main();

async function main(): Promise<number> {
  const sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    speed: 20,
    seed: 1,
    note: (line) => console.error(line),
    signal: new AbortController().signal,
    inherited: {},
  });
  const program = recordProgram({
    ...size,
    argv: [process.execPath, fileURLToPath(new URL("../bin/run.js", import.meta.url)), "lag", "--watch"],
    environment: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...Object.fromEntries(sandbox.environment.set) },
  });
  try {
    const frames = await framesOf(program);
    const description = "mskctl lag --watch: all mappings at a glance, two in trouble opened with their lag, cause and remedy";
    const svg = animatedSvg({ title: "mskctl lag --watch", description, columns: size.columns, frames });
    writeFileSync(picture, svg);
    console.log(`${fileURLToPath(picture)}: ${frames.length} frames, ${Math.ceil(svg.length / 1_024)} KiB`);
    program.type("q");
    return await program.ended;
  } finally {
    program.kill();
    await sandbox.close();
  }
}

async function framesOf(program: RecordedProgram): Promise<Frame[]> {
  const frames: Frame[] = [];
  let before = "";
  for (const { keys, isReady, showMs } of story) {
    program.type(keys);
    const { rows, text } = await program.screenWhen((text) => isReady(text, before) && !text.includes("… reading"));
    if (showMs > 0) frames.push({ rows, showMs });
    before = text;
  }
  return frames;
}

function isOpen(text: string, mapping: string): boolean {
  return text.trimStart().startsWith(mapping) && text.includes("lag, records");
}

function lagOf(text: string, mapping: string): string | undefined {
  return new RegExp(`${mapping} .*?([\\d,]+) `).exec(text)?.[1];
}
