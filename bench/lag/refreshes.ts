/** `node --expose-gc refreshes.ts MAPPINGS REFRESHES`: reads a fleet again and again and draws each picture; prints what it took as JSON. */
import { PassThrough } from "node:stream";
import type { LagEvent, LagFeed } from "../../src/core/lag/feed.ts";
import { openLagReading } from "../../src/core/lag/reading.ts";
import { leanReading } from "../../src/shell/lean-memory.ts";
import { createGlyphs, createPalette } from "../../src/shell/render/palette.ts";
import { showLagScreen } from "../../src/shell/tui/lag-screen.ts";
import { benchFleet, cpuMs } from "./fleet.ts";

export interface Refreshes {
  /** CPU of each refresh but the first, in milliseconds, without what answering took. */
  readonly computedMs: readonly number[];
  readonly drawnMs: readonly number[];
  /** JavaScript's and all other memory of the process, by refreshes done. */
  readonly memory: readonly { readonly refreshes: number; readonly heapMib: number; readonly residentMib: number }[];
  readonly verdicts: Readonly<Record<string, number>>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.parse("2026-11-23T00:00:30Z");
const [mappings = 500, refreshes = 1_000] = process.argv.slice(2).map(Number);
/** By then everything that is kept for good is there. */
const warm = Math.min(50, Math.floor(refreshes / 2));

const fleet = benchFleet(mappings, startMs);
const reading = leanReading(openLagReading(fleet.ports, fleet, { fromMs: startMs - hourMs, partitions: false }));
const screen = openScreen();

const computedMs: number[] = [];
const drawnMs: number[] = [];
const memory: Refreshes["memory"][number][] = [];
let verdicts: Record<string, number> = {};

for (let done = 0; done < refreshes; done++) {
  const before = process.cpuUsage();
  const picture = await reading.read();
  const readMs = cpuMs(before) - fleet.takeAnsweringMs();
  const beforeDrawing = process.cpuUsage();
  await screen.draw({ kind: "picture", picture, intervalMs: minuteMs, costUsdPerHour: 0 });
  const frameMs = cpuMs(beforeDrawing);
  if (done > 0) {
    computedMs.push(readMs);
    drawnMs.push(frameMs);
  }
  verdicts = Object.fromEntries([...Map.groupBy(picture.reports, ({ verdict }) => verdict)].map(([verdict, all]) => [verdict, all.length]));
  if (done + 1 === warm || done + 1 === refreshes) memory.push(memoryAfter(done + 1));
  fleet.advance(minuteMs);
}
await screen.close();
process.stdout.write(`${JSON.stringify({ computedMs, drawnMs, memory, verdicts } satisfies Refreshes)}\n`);

function memoryAfter(done: number): Refreshes["memory"][number] {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { refreshes: done, heapMib: heapUsed / 2 ** 20, residentMib: rss / 2 ** 20 };
}

/** The real screen on a terminal of 120 × 40 that nobody looks at. */
function openScreen() {
  const leaving = new AbortController();
  const waiting: LagEvent[] = [];
  let arrived = Promise.withResolvers<void>();
  let written = Promise.withResolvers<void>();
  let closed = false;
  async function* events(): AsyncGenerator<LagEvent> {
    while (!closed) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else await arrived.promise;
    }
  }
  const feed: LagFeed = {
    events: events(),
    lookAt: () => {},
    refreshNow: () => {},
    close() {
      closed = true;
      arrived.resolve();
    },
  };
  const stdout = Object.assign(new PassThrough(), { columns: 120, rows: 40, isTTY: true }) as unknown as NodeJS.WriteStream;
  stdout.on("data", () => written.resolve());
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {} });
  const shown = showLagScreen({
    feed,
    look: { palette: createPalette(true), glyphs: createGlyphs(true), unicode: true },
    place: { accountId: "123456789012", region: "eu-central-1" },
    clock: fleet.ports.clock,
    readonly: true,
    actions: {
      plan: () => Promise.reject(new Error("nobody acts here")),
      apply: () => Promise.reject(new Error("nobody acts here")),
      dryRun: () => Promise.reject(new Error("nobody acts here")),
      tuning: () => Promise.reject(new Error("nobody acts here")),
      command: () => "",
      export: () => Promise.reject(new Error("nobody acts here")),
    },
    curves: () => ({}),
    known: [],
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout,
    signal: leaving.signal,
  });
  return {
    async draw(event: LagEvent) {
      written = Promise.withResolvers();
      waiting.push(event);
      arrived.resolve();
      arrived = Promise.withResolvers();
      await written.promise;
    },
    async close() {
      feed.close();
      await shown;
    },
  };
}
