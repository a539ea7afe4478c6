import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { historyEventsOf, transitionsOf } from "../../../src/core/redrive/handover/child-work.ts";
import type { LaneItem, ObjectItem, WorkerInput } from "../../../src/core/redrive/handover/handover.ts";
import type { MapRun } from "../../../src/core/redrive/handover/map-run.ts";
import { stateMachine } from "../../../src/core/redrive/handover/state-machine.ts";
import { fakeClock } from "../fakes/clock.ts";
import { testWorld } from "../sandbox-world.ts";
import { startTestFront, type TestFront } from "../test-front.ts";
import { orderedPlan, sampleHandover, samplePlan } from "./export-plans.ts";
import { type MachineOptions, runMachine } from "./run-machine.ts";

const bucket = "shop-failed-records";
const documents = 23;
let front: TestFront;
let s3: S3Client;
let area = 0;

beforeAll(async () => {
  front = await startTestFront((region) => testWorld({ region }), { resources: [`arn:aws:s3:::${bucket}`] });
  s3 = new S3Client(front.client);
  for (let n = 0; n < documents; n++) await put(`source/${String(n).padStart(3, "0")}.json`, `document ${n}`);
});

afterAll(() => front.close());

beforeEach(() => {
  area++;
});

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
const areaPrefix = () => `area-${area}/`;

function unordered(changes: Parameters<typeof samplePlan>[0] = {}) {
  const handover = sampleHandover({ area: { bucket, prefix: areaPrefix() } });
  const source = { kind: "s3", bucket, prefix: "source/" } as const;
  return stateMachine(samplePlan({ handover, source, documentsPerBatch: 5, maxConcurrency: 2, toleratedFailurePercentage: 0, ...changes }));
}

const done = { isDone: true, waitSeconds: 0, chunk: 1, redriven: 1, parked: 0, removed: 0 };
const keysOf = (payload: unknown) => (payload as { Items: ObjectItem[] }).Items.map(({ Key }) => Key);
const named = (name: string) => Object.assign(new Error("on purpose"), { name });

function options(invoke: MachineOptions["invoke"], more: Partial<MachineOptions> = {}): MachineOptions {
  return { s3, clock: fakeClock(), substitutions: { WorkerArn: "arn:worker" }, invoke, ...more };
}

async function resultsOf(
  manifestKey: string,
  status: "SUCCEEDED" | "FAILED",
): Promise<{ Input: string; Output?: string; Error?: string }[]> {
  const read = async (Key: string) =>
    JSON.parse((await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()) ?? "");
  const manifest = (await read(manifestKey)) as { ResultFiles: Record<string, { Key: string }[]> };
  return (await Promise.all((manifest.ResultFiles[status] ?? []).map(({ Key }) => read(Key)))).flat();
}

describe("a Map over a listing", () => {
  it("gives every object to one child, in batches, and writes down what came of each", async () => {
    const given: string[][] = [];
    const result = await runMachine(
      unordered(),
      options(async (name, payload) => {
        expect(name).toBe("arn:worker");
        given.push(keysOf(payload));
        return done;
      }),
    );
    expect(result.status).toBe("SUCCEEDED");
    expect(given.map((keys) => keys.length)).toEqual([5, 5, 5, 5, 3]);
    expect(new Set(given.flat()).size).toBe(documents);
    expect(result.mapRun.items).toMatchObject({ total: documents, succeeded: documents, running: 0, resultsWritten: documents });
    expect(result.mapRun.children).toMatchObject({ total: 5, succeeded: 5, failed: 0 });
    const results = await resultsOf(result.manifestKey, "SUCCEEDED");
    expect(results.flatMap(({ Input }) => keysOf(JSON.parse(Input))).toSorted()).toEqual(given.flat().toSorted());
    expect(JSON.parse(results[0]?.Output ?? "")).toEqual(done);
  });

  it("gives an item as Step Functions does", async () => {
    let item: ObjectItem | undefined;
    await runMachine(
      unordered(),
      options(async (_, payload) => {
        item ??= (payload as { Items: ObjectItem[] }).Items[0];
        return done;
      }),
    );
    expect(item).toEqual({
      Etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      Key: expect.stringMatching(/^source\//),
      LastModified: expect.any(Number),
      Size: 10,
      StorageClass: "STANDARD",
    });
    // Seconds, of this century.
    expect(item?.LastModified).toBeLessThan(4_000_000_000);
  });

  it("makes smaller batches where bytes ask for it", async () => {
    const machine = structuredClone(unordered({ documentsPerBatch: 1_000 })) as {
      States: { Redrive: { ItemBatcher: { MaxInputBytesPerBatch: number } } };
    };
    machine.States.Redrive.ItemBatcher.MaxInputBytesPerBatch = 500;
    const sizes: number[] = [];
    const result = await runMachine(
      machine,
      options(async (_, payload) => {
        sizes.push(JSON.stringify(payload).length);
        return done;
      }),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(result.mapRun.children.total).toBeGreaterThan(documents / 5);
    expect(result.mapRun.items.succeeded).toBe(documents);
  });

  it("never has more children at once than MaxConcurrency, and takes a change while it runs", async () => {
    let running = 0;
    const atOnce: number[] = [];
    const seen: MapRun[] = [];
    const clock = fakeClock();
    const invoke = async () => {
      atOnce.push(++running);
      await clock.sleep(1_000);
      running--;
      return done;
    };
    const onProgress: MachineOptions["onProgress"] = (run, control) => {
      seen.push(run);
      if (run.children.succeeded === 4) control.setMaxConcurrency(1);
    };
    const result = await runMachine(unordered({ documentsPerBatch: 1, maxConcurrency: 3 }), options(invoke, { clock, onProgress }));
    expect(result.mostChildrenAtOnce).toBe(3);
    expect(atOnce.slice(6).every((count) => count === 1)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ status: "RUNNING", maxConcurrency: 1, children: { succeeded: documents } });
  });
});

describe("a child", () => {
  const one = (more = {}) => unordered({ documentsPerBatch: 1_000, ...more });

  it("works until it is done, waits when it is told to, and hands on the last answer", async () => {
    const clock = fakeClock();
    const startMs = clock.now();
    const turns: unknown[] = [];
    const answers = [{ ...done, isDone: false, chunk: 1 }, { ...done, isDone: false, waitSeconds: 90, chunk: 2 }, done];
    const result = await runMachine(
      one(),
      options(
        async (_, payload) => {
          turns.push((payload as WorkerInput).turn);
          return answers[turns.length - 1];
        },
        { clock },
      ),
    );
    expect(turns).toEqual([undefined, answers[0], answers[1]]);
    expect(clock.now() - startMs).toBe(90_000);
    // What limits and costs are reckoned with.
    expect(result.transitions).toBe(1 + transitionsOf({ turns: 3, waits: 1 }));
    expect(result.longestHistory).toBe(historyEventsOf({ turns: 3, waits: 1 }));
  });

  it("tries again what may pass, with growing pauses, and counts it", async () => {
    const clock = fakeClock();
    const startMs = clock.now();
    const attempts: number[] = [];
    const errors = ["Lambda.TooManyRequestsException", "Lambda.TooManyRequestsException", "Runtime.ExitError", "Mskctl.Conflict"];
    const result = await runMachine(
      one(),
      options(
        async (_, __, attempt) => {
          attempts.push(attempt);
          const error = errors[attempt - 1];
          if (error !== undefined) throw named(error);
          return done;
        },
        { clock, random: () => 0.999_999 },
      ),
    );
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    // 2 and 4 of the first kind, then 5 and 5 of the others, each a millisecond short.
    expect(clock.now() - startMs).toBe(16_000 - 4);
    expect(result.transitions).toBe(1 + transitionsOf({ turns: 1, waits: 0 }) + errors.length);
    expect(result.longestHistory).toBe(historyEventsOf({ turns: 1, waits: 0 }) + 3 * errors.length);
  });

  it("gives up after the attempts of a retrier, and at once on what has none", async () => {
    let calls = 0;
    const dying = await runMachine(
      one(),
      options(async () => {
        calls++;
        throw named("Runtime.ExitError");
      }),
    );
    expect([dying.status, calls]).toEqual(["FAILED", 7]);
    const refused = await runMachine(
      one(),
      options(async () => {
        throw named("Mskctl.NotPermitted");
      }),
    );
    expect([...refused.errors]).toEqual([["Mskctl.NotPermitted", 1]]);
    expect(await resultsOf(refused.manifestKey, "FAILED")).toMatchObject([{ Error: "Mskctl.NotPermitted" }]);
  });

  it("fails on an answer without what the machine reads, and on a history that grows too long", async () => {
    const { chunk: _, ...short } = done;
    expect([
      ...(
        await runMachine(
          one(),
          options(async () => short),
        )
      ).errors,
    ]).toEqual([["States.Runtime", 1]]);
    let turns = 0;
    const endless = await runMachine(
      one(),
      options(async () => {
        turns++;
        return { ...done, isDone: false };
      }),
    );
    expect(endless.status).toBe("FAILED");
    expect(turns).toBeGreaterThan(3_500);
    expect(historyEventsOf({ turns, waits: 0 })).toBeGreaterThan(25_000);
  });

  it("does not take an answer that comes after the task's timeout", async () => {
    const clock = fakeClock();
    const result = await runMachine(
      one(),
      options(
        async (_, __, attempt) => {
          if (attempt === 1) await clock.sleep(961_000);
          return done;
        },
        { clock },
      ),
    );
    expect([result.status, result.transitions]).toEqual(["SUCCEEDED", 1 + 3 + 1]);
  });
});

describe("failures", () => {
  const failsOn =
    (key: string): MachineOptions["invoke"] =>
    async (_, payload) => {
      if (keysOf(payload).includes(key)) throw named("Mskctl.Malformed");
      return done;
    };

  it("are tolerated up to their percentage of items", async () => {
    // 5 of 23 items: 21.7 %.
    const invoke = failsOn("source/000.json");
    expect((await runMachine(unordered({ toleratedFailurePercentage: 22 }), options(invoke))).status).toBe("SUCCEEDED");
    const beyond = await runMachine(unordered({ toleratedFailurePercentage: 21 }), options(invoke));
    expect(beyond).toMatchObject({ status: "FAILED", mapRun: { items: { failed: 5 } } });
  });

  it("end it at once where none is tolerated; a redrive gives the same input again, and begins what had not begun", async () => {
    const first = await runMachine(unordered({ maxConcurrency: 1 }), options(failsOn("source/005.json")));
    expect(first).toMatchObject({ status: "FAILED", mapRun: { items: { succeeded: 5, failed: 5, total: 10 } } });
    const given: string[] = [];
    const second = await first.redrive({
      invoke: async (_, payload) => {
        given.push(...keysOf(payload));
        return done;
      },
    });
    expect(given).toEqual(Array.from({ length: 18 }, (_, n) => `source/${String(n + 5).padStart(3, "0")}.json`));
    expect(second).toMatchObject({
      status: "SUCCEEDED",
      mapRun: { redriveCount: 1, items: { succeeded: documents, failed: 0, pendingRedrive: 0, running: 0 } },
    });
    await expect(second.redrive()).rejects.toThrow("ExecutionNotRedrivable");
  });

  it("go on where the child was, with its last answer", async () => {
    const turns: unknown[] = [];
    const answer = { ...done, isDone: false, chunk: 7 };
    const first = await runMachine(
      unordered({ documentsPerBatch: 1_000 }),
      options(async (_, payload) => {
        if ((payload as WorkerInput).turn === undefined) return answer;
        throw named("Mskctl.Malformed");
      }),
    );
    const second = await first.redrive({
      invoke: async (_, payload) => {
        turns.push((payload as WorkerInput).turn);
        return done;
      },
    });
    expect([second.status, turns]).toEqual(["SUCCEEDED", [answer]]);
  });

  it("an execution that is stopped begins nothing more, and can be redriven", async () => {
    const stop = new AbortController();
    let calls = 0;
    const first = await runMachine(
      unordered({ maxConcurrency: 1 }),
      options(
        async () => {
          if (++calls === 2) stop.abort();
          return done;
        },
        { signal: stop.signal },
      ),
    );
    expect(first).toMatchObject({ status: "ABORTED", mapRun: { children: { succeeded: 1, aborted: 1 } } });
    expect((await first.redrive()).mapRun.items).toMatchObject({ total: documents, succeeded: documents, aborted: 0 });
  });
});

describe("a Map over lanes", () => {
  it("gives each line to one child as it stands", async () => {
    const lanes: LaneItem[] = [0, 1, 2].map((partition) => ({
      lane: { topic: "shipments", partition },
      folder: `lanes/0000${partition}/`,
      chunks: 2,
      documents: 4,
      records: 40,
    }));
    await put(`${areaPrefix()}lanes.jsonl`, lanes.map((lane) => `${JSON.stringify(lane)}\n`).join(""));
    const given: unknown[] = [];
    const machine = stateMachine(orderedPlan({}, { area: { bucket, prefix: areaPrefix() } }));
    const result = await runMachine(
      machine,
      options(async (_, payload) => {
        given.push(payload);
        return done;
      }),
    );
    expect(given).toEqual(lanes);
    expect(result.mapRun.items).toMatchObject({ total: 3, succeeded: 3 });
  });
});

describe("what it does not understand", () => {
  type Loose = Record<string, never>;
  it.each<[what: string, how: (machine: { States: { Redrive: Record<string, Loose> } } & Record<string, unknown>) => void]>([
    ["TimeoutSeconds is not understood", (machine) => Object.assign(machine, { TimeoutSeconds: 5 })],
    ["ItemSelector is not understood", (machine) => Object.assign(machine.States.Redrive, { ItemSelector: {} })],
    ["no ResultWriter", (machine) => delete machine.States.Redrive["ResultWriter"]],
    [
      "a state's type is not understood: Pass",
      (machine) => Object.assign(machine.States.Redrive["ItemProcessor"]?.["States"] ?? {}, { Other: { Type: "Pass" } }),
    ],
    [
      "ItemReader is not understood: s3:listObjectsV9",
      (machine) => Object.assign(machine.States.Redrive["ItemReader"] ?? {}, { Resource: "arn:aws:states:::s3:listObjectsV9" }),
    ],
    [
      "Catch is not understood",
      (machine) => Object.assign(machine.States.Redrive["ItemProcessor"]?.["States"]?.["Work"] ?? {}, { Catch: [] }),
    ],
  ])("%s", async (what, how) => {
    const machine = structuredClone(unordered()) as never;
    how(machine);
    await expect(
      runMachine(
        machine,
        options(async () => done),
      ),
    ).rejects.toThrow(what);
  });

  it("a substitution that nobody gives", async () => {
    await expect(
      runMachine(
        unordered(),
        options(async () => done, { substitutions: {} }),
      ),
    ).rejects.toThrow(`nothing is given for \${WorkerArn}`);
  });
});
