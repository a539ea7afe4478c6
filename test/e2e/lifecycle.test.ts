import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

interface Mapping {
  readonly UUID: string;
  readonly State: string;
  readonly BatchSize: number;
  readonly FunctionArn: string;
}

let sandbox: E2eSandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
  folder = mkdtempSync(join(tmpdir(), "mskctl-e2e-"));
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** Runs a verb with `--json`, holds its document against its schema, and gives it back. */
async function json<Document>(schema: string, argv: readonly string[], expected = 0): Promise<Document> {
  const run = await runProgram([...argv, "--json"], { environment: sandbox.environment });
  expect(run).toMatchObject({ exitCode: expected, stderr: "" });
  const document: unknown = JSON.parse(run.stdout);
  expect(schemaErrors(schema, document)).toEqual([]);
  return document as Document;
}

const text = (argv: readonly string[], input = "") => runProgram(argv, { environment: sandbox.environment, input });

describe("the life of a mapping", () => {
  const create = ["create", "--function", "invoices", "--topic", "invoices", "--cluster", "shop", "--starting-position", "TRIM_HORIZON"];

  it("begins with a running account of seven mappings, orders first", async () => {
    const { mappings } = await json<{ mappings: Mapping[] }>("list", ["list"]);
    expect(mappings.map(({ FunctionArn }) => /function:(\w+)/.exec(FunctionArn)?.[1])).toEqual([
      "orders",
      "payments",
      "shipments",
      "emails",
      "clicks",
      "audit",
      "legacy",
    ]);
  });

  it("a dry run shows the plan and makes nothing", async () => {
    const { applied } = await json<{ applied: boolean }>("write", [...create, "--dry-run"]);
    expect(applied).toBe(false);
    expect((await text(["inspect", "invoices"])).exitCode).toBe(69);
  });

  it("nobody to ask and no --yes: 64, nothing made", async () => {
    expect((await text(create)).exitCode).toBe(64);
    expect((await text(["inspect", "invoices"])).exitCode).toBe(69);
  });

  it("is created, and seen to poll", async () => {
    const { applied, mapping } = await json<{ applied: boolean; mapping: Mapping }>("write", [
      ...create,
      "--metrics",
      "EventCount",
      "--yes",
    ]);
    expect(applied).toBe(true);
    expect(mapping).toMatchObject({ State: "Enabled", LastProcessingResult: "OK" });
  });

  it("is inspected, with function, source and findings", async () => {
    const document = await json<{ mapping: Mapping; function: { FunctionName: string }; findings: { id: string }[] }>("inspect", [
      "inspect",
      "invoices",
    ]);
    expect(document.function.FunctionName).toBe("invoices");
    // Without a destination a poison record blocks its partition.
    expect(document.findings.map(({ id }) => id)).toContain("MSK040");
  });

  it("is changed: only what differs is planned", async () => {
    const update = ["update", "invoices", "--batch-size", "50", "--starting-position", "TRIM_HORIZON", "--wait", "enabled", "--yes"];
    const { plan, mapping } = await json<{ plan: { changes: unknown[] }; mapping: Mapping }>("write", update);
    expect(plan.changes).toEqual([{ field: "BatchSize", before: 100, after: 50, reversible: true }]);
    expect(mapping.BatchSize).toBe(50);
    const again = await json<{ applied: boolean }>("write", update);
    expect(again.applied).toBe(false);
  });

  it("is given back its default by --unset", async () => {
    const { mapping } = await json<{ mapping: Mapping }>("write", [
      "update",
      "invoices",
      "--unset",
      "BatchSize",
      "--wait",
      "enabled",
      "--yes",
    ]);
    expect(mapping.BatchSize).toBe(100);
  });

  it("keeps its topic: a create-only field says what replacing would mean", async () => {
    const run = await text(["update", "invoices", "--consumer-group", "other", "--yes"]);
    expect(run.exitCode).toBe(70);
    expect(run.stderr).toMatch(/only when a mapping is created/);
  });

  it("is paused and resumed", async () => {
    await json("write", ["pause", "invoices", "--yes"]);
    expect((await json<{ mapping: Mapping }>("inspect", ["inspect", "invoices"])).mapping.State).toBe("Disabled");
    await json("write", ["resume", "invoices", "--yes"]);
    expect((await json<{ mapping: Mapping }>("inspect", ["inspect", "invoices"])).mapping.State).toBe("Enabled");
  });

  it("is deleted by its name only", async () => {
    expect((await text(["delete", "invoices", "--confirm", "orders"])).exitCode).toBe(64);
    await json("write", ["delete", "invoices", "--confirm", "invoices"]);
    expect((await text(["inspect", "invoices"])).exitCode).toBe(69);
  });
});

describe("many mappings", () => {
  it("paused with --save are resumed exactly as they were", async () => {
    const saved = join(folder, "paused.json");
    const states = async () => (await json<{ mappings: Mapping[] }>("list", ["list"])).mappings.map(({ State }) => State);
    const before = await states();
    await json("results", ["pause", "--all", "--save", saved, "--yes"]);
    expect(new Set(await states())).toEqual(new Set(["Disabled"]));
    await json("results", ["resume", "--from", saved, "--yes"]);
    expect(await states()).toEqual(before);
    expect(before).toContain("Disabled");
  });

  it("that fail in part end with 3, and the others are done", async () => {
    sandbox.faults.failNext({
      service: "lambda",
      operation: "UpdateEventSourceMapping",
      status: 400,
      errorName: "InvalidParameterValueException",
      message: "no",
      times: 1,
    });
    const { results } = await json<{ results: { ok: boolean }[] }>("results", ["pause", "orders", "clicks", "--yes"], 3);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    await json("results", ["resume", "orders", "clicks", "--yes"]);
  });
});

describe("mappings as files", () => {
  it("export | diff is empty, for every mapping of the account", async () => {
    const exported = await text(["export"]);
    expect(exported.exitCode).toBe(0);
    expect(exported.stdout.match(/^FunctionName: /gm)).toHaveLength(7);
    expect((await text(["diff", "-f", "-"], exported.stdout)).exitCode).toBe(0);
  });

  it("a changed spec differs (2), is applied, and differs no more", async () => {
    const file = join(folder, "orders.yaml");
    writeFileSync(file, (await text(["export", "orders"])).stdout.replace("BatchSize: 500", "BatchSize: 250"));
    expect(readFileSync(file, "utf8")).toContain("BatchSize: 250");
    await json("diff", ["diff", "-f", file], 2);
    await json("results", ["apply", "-f", file, "--wait", "enabled", "--yes"]);
    await json("diff", ["diff", "-f", file]);
  });

  it("apply creates what is missing and never deletes", async () => {
    const file = join(folder, "invoices.yaml");
    writeFileSync(file, (await text(["export", "orders"])).stdout.replaceAll("orders", "invoices"));
    await json("results", ["apply", "-f", file, "--wait", "enabled", "--yes"]);
    const { mappings } = await json<{ mappings: Mapping[] }>("list", ["list"]);
    expect(mappings).toHaveLength(8);
  });
});

describe("gates", () => {
  it("a health gate ends with 2 for a sick mapping and with 0 for a healthy one", async () => {
    await json("inspect", ["inspect", "payments", "--check"], 2);
    await json("inspect", ["inspect", "legacy", "--check"]);
  });
});

describe("an empty account", () => {
  it("is said in a sentence, with the way on", async () => {
    const run = await text(["list", "--region", "us-west-2"]);
    expect(run.stdout).toContain("mskctl create");
    expect((await json<{ mappings: unknown[] }>("list", ["list", "--region", "us-west-2"])).mappings).toEqual([]);
    expect((await text(["pause", "--all", "--region", "us-west-2", "--yes"])).exitCode).toBe(69);
  });
});
