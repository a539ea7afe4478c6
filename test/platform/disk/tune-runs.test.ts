import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { ApplyRuns } from "../../../src/core/tuning/apply/ports.ts";
import { tuneRuns } from "../../../src/platform/disk/tune-runs.ts";
import { samplePlan, tunedMapping } from "../../support/tuning/applying.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
let folder: string;
let runs: ApplyRuns;
/** What another process would see. */
const others = () => tuneRuns({ folder: async () => folder, random: () => 0.5 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-tune-runs-"));
  runs = others();
});

describe("runs of tune on disk", () => {
  it("hold the plan and what has happened, for others to read", async () => {
    const run = await runs.create(samplePlan(), nowMs);
    await run.append({ type: "began", atMs: nowMs });
    await run.append({ type: "sending", atMs: nowMs, step: 0 });
    const [seen] = await others().list();
    expect(seen).toEqual({ id: run.id, plan: samplePlan(), events: run.events });
    expect(seen?.events).toHaveLength(2);
    await expect(others().find(run.id.slice(0, 8).toLowerCase())).resolves.toMatchObject({ id: run.id });
    run.close();
  });

  it("are nobody else's to read", async () => {
    (await runs.create(samplePlan(), nowMs)).close();
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it("belong to one process at a time, a mapping at a time", async () => {
    const run = await runs.create(samplePlan(), nowMs);
    await expect(others().open(run.id)).rejects.toMatchObject({ code: "unavailable", suggestions: ["mskctl tune status"] });
    await expect(others().create(samplePlan(), nowMs)).rejects.toMatchObject({ code: "unavailable" });
    const other = samplePlan({ mapping: { ...tunedMapping, UUID: "11111111-0000-4000-8000-000000000000" } });
    (await others().create(other, nowMs + 1)).close();
    run.close();
    (await others().open(run.id)).close();
  });

  it("have to end before the mapping gets another", async () => {
    const run = await runs.create(samplePlan(), nowMs);
    run.close();
    await expect(runs.create(samplePlan(), nowMs)).rejects.toMatchObject({
      code: "conflict",
      suggestions: [`mskctl tune resume ${run.id}`, `mskctl tune rollback ${run.id}`],
    });
    const again = await runs.open(run.id);
    await again.append({ type: "left", atMs: nowMs, why: "changed" });
    again.close();
    (await runs.create(samplePlan(), nowMs + 1_000)).close();
    expect((await runs.list()).map(({ id }) => id)[1]).toBe(run.id);
  });

  it("are gone on with where the last process left them", async () => {
    const first = await runs.create(samplePlan(), nowMs);
    await first.append({ type: "began", atMs: nowMs });
    first.close();
    const second = await others().open(first.id);
    expect(second.events).toEqual([{ type: "began", atMs: nowMs }]);
    second.close();
  });
});

describe("what is not there or damaged", () => {
  it("is said", async () => {
    await expect(runs.list()).resolves.toEqual([]);
    await expect(runs.open("01M8")).rejects.toMatchObject({ code: "not-found" });
    await expect(runs.open("../x")).rejects.toMatchObject({ code: "not-found" });
    const run = await runs.create(samplePlan(), nowMs);
    run.close();
    const path = join(folder, `${run.id}.json`);
    for (const [text, said] of [
      ["{", /it is not JSON/],
      ['{"kind":"other"}', /is no tune-run file/],
      ['{"kind":"tune-run","schemaVersion":9}', /another version of mskctl/],
      ['{"kind":"tune-run","schemaVersion":1,"plan":{}}', /is damaged/],
    ] as const) {
      writeFileSync(path, text);
      await expect(runs.list()).rejects.toMatchObject({ code: "storage", message: expect.stringMatching(said) });
    }
  });
});
