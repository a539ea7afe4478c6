import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ended, ended, runProgram, startProgram } from "../support/program.ts";
import { type FailedShipments, failedShipments, planted } from "../support/redrive/failed-shipments.ts";
import { schemaErrors } from "../support/schema.ts";

let shop: FailedShipments;
let folder: string;

beforeAll(async () => {
  shop = await failedShipments({ records: 1_300 });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-redrive-"));
  shop.fn.behave(() => undefined);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => shop.close());

const environment = () => ({ ...shop.environment, XDG_STATE_HOME: join(folder, "state") });
const redrive = (...argv: readonly string[]): Promise<Ended> => runProgram(["redrive", ...argv], { environment: environment() });
const some = () => shop.documents.slice(0, 4);
const recordsOf = (documents: readonly { readonly records: readonly string[] }[]) => documents.flatMap(({ records }) => records).sort();
const invoked = () => recordsOf(shop.fn.invocations);

/** Every file below a folder. */
function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

interface Document {
  readonly applied: boolean;
  readonly plan: { readonly records: number };
  readonly result: { readonly run: { readonly id: string; readonly state: string }; readonly counts: Readonly<Record<string, number>> };
}

describe("documents in S3, to the mapping's function", () => {
  it("a dry run changes nothing, invokes nobody and leaves no run", async () => {
    await shop.fill(some());
    const before = await shop.listing();
    const { stdout, stderr, exitCode } = await redrive("shipments", "--dry-run");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toContain(`${recordsOf(some()).length} records`);
    expect(await shop.listing()).toEqual(before);
    expect(shop.fn.invocations).toEqual([]);
    expect(filesIn(join(folder, "state")).filter((path) => !path.endsWith(".lock"))).toEqual([]);
  });

  it("each record is sent once, its document goes, and a second run finds nothing", async () => {
    await shop.fill(some());
    const { stdout, exitCode } = await redrive("shipments", "--yes", "--json");
    const { plan, applied, result } = JSON.parse(stdout) as Document;
    const records = recordsOf(some()).length;
    expect({ applied, exitCode }).toEqual({ applied: true, exitCode: 0 });
    expect(schemaErrors("redrive-plan", plan)).toEqual([]);
    expect(schemaErrors("redrive-status", result)).toEqual([]);
    expect(result.run.state).toBe("finished");
    expect(result.counts).toMatchObject({ seen: records, redriven: records, removed: 4, kept: 0, remaining: 0, possibleDuplicates: 0 });
    expect(invoked()).toEqual(recordsOf(some()));
    expect(await shop.listing()).toEqual([]);

    const second = await redrive("shipments", "--yes");
    expect(second).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("Nothing to redrive.") });
    expect(invoked()).toHaveLength(records);
  });

  it("3 for a record that fails alone: it is parked, its document stays, the others go", async () => {
    const [first] = some();
    if (first === undefined) throw new Error("nothing failed");
    const poison = first.records[0] ?? "";
    await shop.fill(some());
    shop.fn.behave(({ records }) => {
      if (records.includes(poison)) throw new Error("\u001b[2Jno address");
    });
    const { stdout, stderr, exitCode } = await redrive("shipments", "--yes", "--on-error", "park", "--retries", "0", "--max-failures", "1");
    expect(exitCode).toBe(3);
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stderr).toMatch(/1 parked/);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^what is left: mskctl redrive show \w+/);
    expect(new Set(invoked())).toEqual(new Set(recordsOf(some())));
    expect((await shop.listing()).map((line) => line.split(" ")[0])).toEqual([first.key]);
  });

  it("--to file: writes the records into files that are nobody else's to read", async () => {
    await shop.fill(some());
    const rescued = join(folder, "rescued");
    const { stdout, exitCode } = await redrive("shipments", "--yes", "--to", `file:${rescued}`, "--ndjson");
    expect(exitCode).toBe(0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly type: string });
    expect(events.flatMap((event) => schemaErrors("redrive-event", event))).toEqual([]);
    expect([events[0], events.at(-1)]).toMatchObject([{ type: "plan" }, { type: "end", end: "finished" }]);
    expect(statSync(rescued).mode & 0o777).toBe(0o700);
    const files = filesIn(rescued);
    expect(new Set(files.map((path) => statSync(path).mode & 0o777))).toEqual(new Set([0o600]));
    const lines = files
      .filter((path) => /shipments-\d+\.jsonl$/.test(path))
      .flatMap((path) => readFileSync(path, "utf8").trimEnd().split("\n"));
    const written = lines.map((line) => JSON.parse(line) as { readonly partition: number; readonly offset: number | string });
    expect(written.map(({ partition, offset }) => `${partition}:${offset}`).sort()).toEqual(recordsOf(some()));
    expect(shop.fn.invocations).toEqual([]);
    expect(await shop.listing()).toEqual([]);
  });
});

describe("what is refused", () => {
  it("64 without a terminal and without --yes, naming it; nothing is changed", async () => {
    await shop.fill(some());
    const before = await shop.listing();
    const { stderr, exitCode } = await redrive("shipments");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("--yes");
    const events = await redrive("shipments", "--ndjson");
    expect(events.exitCode).toBe(64);
    expect(events.stdout + events.stderr).toContain("--yes");
    expect(await shop.listing()).toEqual(before);
    expect(shop.fn.invocations).toEqual([]);
  });

  it("64 for more than 1,000 records without the mapping's name, although --yes is given", async () => {
    await shop.fill(shop.documents);
    expect(recordsOf(shop.documents).length).toBeGreaterThan(1_000);
    const { stderr, exitCode } = await redrive("shipments", "--yes");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("--confirm shipments");
    expect(shop.fn.invocations).toEqual([]);
    expect(await redrive("shipments", "--confirm", "shipments")).toMatchObject({ exitCode: 0 });
    expect(invoked()).toEqual(recordsOf(shop.documents));
  });

  it("69 for an unknown mapping, with what there is", async () => {
    const { stdout, stderr, exitCode } = await redrive("shipment", "--dry-run");
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 69 });
    expect(stderr).toContain("shipments");
  });

  it("70 for a mapping without a destination, saying what to do", async () => {
    const { stdout, stderr, exitCode } = await redrive("returns", "--dry-run");
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 70 });
    expect(stderr).toContain("mskctl update returns --on-failure");
  });
});

describe("a run that is on", () => {
  it("75 for a second one on the same source, with the first one's owner", async () => {
    await shop.fill(some());
    const held = heldFunction();
    const first = startProgram(["redrive", "shipments", "--yes"], environment());
    const end = ended(first);
    await held.invoked;
    const second = await redrive("shipments", "--yes");
    expect(second.exitCode).toBe(75);
    expect(second.stderr).toContain(`${first.pid}`);
    held.release();
    expect(await end).toMatchObject({ exitCode: 0 });
    expect(invoked()).toEqual(recordsOf(some()));
  });

  it("75 for one from another machine, whose own runs say nothing of the first; and nothing of the claim is left", async () => {
    await shop.fill(some());
    const held = heldFunction();
    const first = startProgram(["redrive", "shipments", "--yes"], environment());
    const end = ended(first);
    await held.invoked;
    const elsewhere = { ...environment(), XDG_STATE_HOME: join(folder, "elsewhere") };
    for (const argv of [
      ["redrive", "shipments", "--yes"],
      ["drain", "shipments", "--to", join(folder, "archive"), "--yes"],
    ]) {
      const second = await runProgram(argv, { environment: elsewhere });
      expect(second.exitCode).toBe(75);
      expect(second.stderr).toMatch(new RegExp(`process ${first.pid}\\) works on s3://.*its last sign of life was`));
    }
    const plan = await runProgram(["redrive", "shipments", "--dry-run"], { environment: elsewhere });
    expect(plan).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining("foreign") });
    held.release();
    expect(await end).toMatchObject({ exitCode: 0 });
    expect(invoked()).toEqual(recordsOf(some()));
    expect(await shop.listing()).toEqual([]);
  });

  it("130 after one Ctrl-C: what is on its way is finished, and the last line says how to go on", async () => {
    await shop.fill(some());
    const held = heldFunction();
    const child = startProgram(["redrive", "shipments", "--yes", "--batch-size", "5"], environment());
    const end = ended(child);
    await held.invoked;
    child.kill("SIGINT");
    held.release();
    const { stderr, exitCode } = await end;
    expect(exitCode).toBe(130);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^go on: mskctl redrive resume \w+/);
    const [, redriven, remaining] = /stopped: (\d+) redriven .*?(\d+) remain/.exec(stderr.replaceAll(/\s+/g, " ")) ?? [];
    expect(Number(redriven)).toBe(invoked().length);
    expect(Number(remaining)).toBe(recordsOf(some()).length - invoked().length);
    expect(Number(remaining)).toBeGreaterThan(0);
    expect(stderr).not.toContain("sent twice");

    const [, run = ""] = /redrive resume (\w+)/.exec(stderr) ?? [];
    expect(await redrive("resume", run)).toMatchObject({ exitCode: 0 });
    expect(invoked()).toEqual(recordsOf(some()));
    expect(await shop.listing()).toEqual([]);
  });
});

it("77 when the function may not be invoked: nothing is lost, and the last line says how to go on", async () => {
  await shop.fill(some());
  const before = await shop.listing();
  const message = "User: arn:aws:iam::123456789012:user/reader is not authorized to perform: lambda:InvokeFunction on resource: *";
  shop.faults.failNext({ service: "lambda", operation: "Invoke", status: 403, errorName: "AccessDeniedException", message });
  const { stderr, exitCode } = await redrive("shipments", "--yes");
  shop.faults.clear();
  expect(exitCode).toBe(77);
  expect(stderr).toContain("lambda:InvokeFunction");
  const [, run = ""] = /mskctl redrive resume (\w+)$/.exec(stderr.trimEnd()) ?? [];
  expect(await shop.listing()).toEqual(before);
  // The batch has no answer: the 50 s that it could still be running pass in a second here.
  const fast = { ...environment(), MSKCTL_CLOCK: `${Date.now()},50` };
  expect(await runProgram(["redrive", "resume", run], { environment: fast })).toMatchObject({ exitCode: 0 });
  expect(invoked()).toEqual(recordsOf(some()));
});

/** The function keeps its first invocation waiting until it is released. */
function heldFunction(): { readonly invoked: Promise<void>; release(): void } {
  const invoked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  shop.fn.behave(() => {
    invoked.resolve();
    return released.promise;
  });
  return { invoked: invoked.promise, release: () => released.resolve() };
}

describe("payloads", () => {
  it("stand in no output and in no file of the run", async () => {
    const marker = "kronjuwelen-4711";
    const inEvents = Buffer.from(marker).toString("base64");
    const forms = [marker, inEvents, JSON.stringify([...Buffer.from(marker)]).slice(1, -1)];
    for (const flags of [[], ["--json"], ["--ndjson", "--debug"]]) {
      await shop.fill(some().map((document) => planted(document, marker)));
      let count = 0;
      shop.fn.behave(() => {
        count += 1;
        if (count === 1) throw new Error("first attempt");
      });
      const { stdout, stderr } = await redrive("shipments", "--yes", ...flags);
      const files = filesIn(join(folder, "state"));
      expect(files.some((path) => /journal|sqlite|\.db$/.test(path))).toBe(true);
      const texts = [stdout, stderr, ...files.map((path) => readFileSync(path, "latin1"))];
      expect(texts.flatMap((text) => forms.filter((form) => text.includes(form)))).toEqual([]);
      expect(new Set(invoked())).toEqual(new Set(recordsOf(some())));
      expect(shop.fn.invocations.filter(({ event }) => !event.includes(inEvents))).toEqual([]);
    }
  });
});
