import { describe, expect, test } from "vitest";
import Pause from "../../src/commands/pause.ts";
import { MskctlError } from "../../src/core/errors.ts";
import { fakeClock } from "../support/fakes/clock.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const orders = sampleMapping();
const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });
const audit = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000003", name: "audit", State: "Disabled" });

function setUp() {
  const account = writeServices([orders, payments, audit]);
  const paused = () => account.mappings.calls.filter(({ method }) => method === "update").map(({ uuid }) => uuid);
  return { ...account, paused };
}

const recordOf = (uuids: readonly string[]) => ({
  accountId: "123456789012",
  region: "eu-central-1",
  pausedAt: "2026-11-23T12:00:00.000Z",
  mappings: uuids.map((uuid) => ({ uuid, name: uuid })),
});

describe("pause", () => {
  test("of one mapping shows the plan with the offsets' expiry, asks, and waits until it is disabled.", async () => {
    const { services } = setUp();
    const { stdout, stderr, exitCode } = await runCommand(Pause, ["orders"], { services, answers: ["y"] });
    expect(stdout).toBe(`Pause orders in eu-central-1 (123456789012)

  Enabled    true  →  false

  Resuming goes on at the committed offsets, as long as Kafka keeps them: 7 days without a consumer by default
  (offsets.retention.minutes). After that reading begins at StartingPosition again.
orders: disabled`);
    expect(stderr).toBe("Pause orders? [y/N] \n✔ disabled (1 s)");
    expect(exitCode).toBe(0);
  });

  test("of a paused mapping does nothing and says so.", async () => {
    const { services, paused } = setUp();
    const { json, exitCode } = await runCommand(Pause, ["audit", "--json"], { services });
    expect(json).toMatchObject({ applied: false, plan: { changes: [] } });
    expect(schemaErrors("write", json)).toEqual([]);
    expect([exitCode, paused()]).toEqual([0, []]);
    expect((await runCommand(Pause, ["audit"], { services })).stderr).toBe("Nothing to change: audit is disabled already.");
  });

  test("of many is one plan, one question and a line for each.", async () => {
    const { services, paused } = setUp();
    const { stdout, stderr, exitCode } = await runCommand(Pause, ["--all"], { services, answers: ["y"] });
    expect(stdout).toBe(`Pause 2 mappings in eu-central-1 (123456789012)

MAPPING   STATE     BECOMES
orders    enabled   disabled
payments  enabled   disabled
audit     disabled  disabled already

  Resuming goes on at the committed offsets, as long as Kafka keeps them: 7 days without a consumer by default
  (offsets.retention.minutes). After that reading begins at StartingPosition again.

MAPPING   RESULT
orders    disabled
payments  disabled
audit     disabled already
3 mappings`);
    expect(stderr).toBe("Pause 2 mappings? [y/N] ");
    expect(exitCode).toBe(0);
    expect(paused()).toEqual([orders.UUID, payments.UUID]);
  });

  test("that fails for some ends with 3 and names them.", async () => {
    const { services, mappings } = setUp();
    mappings.failNext("update", new MskctlError("throttled", "Lambda throttles UpdateEventSourceMapping"));
    const { json, exitCode } = await runCommand(Pause, ["--all", "--yes", "--json"], { services });
    expect(schemaErrors("results", json)).toEqual([]);
    expect(json).toMatchObject({
      applied: true,
      results: [
        { name: "orders", ok: false, error: { code: "throttled" }, mapping: { UUID: orders.UUID } },
        { name: "payments", ok: true, mapping: { State: "Disabled" } },
        { name: "audit", ok: true },
      ],
    });
    expect(exitCode).toBe(3);
  });

  test("that fails for all ends with the failure's own code.", async () => {
    const { services, mappings } = setUp();
    for (let i = 0; i < 2; i++)
      mappings.failNext("update", new MskctlError("not-permitted", "denied", { details: { action: "lambda:UpdateEventSourceMapping" } }));
    expect((await runCommand(Pause, ["orders", "payments", "--yes"], { services })).exitCode).toBe(77);
  });

  test("with --save notes exactly the mappings that it stops, before it stops them.", async () => {
    const { services, files, mappings } = setUp();
    mappings.failNext("update", new MskctlError("throttled", "slow down"));
    const { stderr } = await runCommand(Pause, ["--all", "--save", "paused.json", "--yes"], { services });
    expect(stderr).toContain("mskctl resume --from paused.json");
    expect(files.states.get("paused.json")).toMatchObject({
      kind: "paused-mappings",
      state: {
        region: "eu-central-1",
        mappings: [
          { uuid: orders.UUID, name: "orders" },
          { uuid: payments.UUID, name: "payments" },
        ],
      },
    });
  });

  test.each<[string, object]>([
    ["a file that is none", { kind: "other", state: {} }],
    ["a record that lacks one of them", { kind: "paused-mappings", state: recordOf([orders.UUID]) }],
    ["a record of another Region", { kind: "paused-mappings", state: { ...recordOf([orders.UUID, payments.UUID]), region: "us-east-1" } }],
  ])("never writes over %s.", async (_what, file) => {
    const { services, files, paused } = setUp();
    files.states.set("paused.json", file as never);
    const { stderr, exitCode } = await runCommand(Pause, ["--all", "--save", "paused.json", "--yes"], { services });
    expect(stderr).toContain("paused.json exists already");
    expect([exitCode, paused()]).toEqual([70, []]);
  });

  test("goes on after an interruption with the record that it wrote before it.", async () => {
    const { services, files, clock, paused, mappings } = setUp();
    clock.interruptAfter(300, new MskctlError("interrupted", "interrupted"));
    const stopped = await runCommand(Pause, ["--all", "--save", "paused.json", "--yes"], { services });
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stderr).toContain("interrupted: 1 of 2 mappings were written; 1 not touched: payments");
    const record = structuredClone(files.states.get("paused.json"));
    const again = await runCommand(Pause, ["--all", "--save", "paused.json", "--yes"], { services: { ...services, clock: fakeClock() } });
    expect(again.stdout).toContain("payments  disabled\n");
    expect(again.stderr).toContain("mskctl resume --from paused.json");
    expect(paused()).toEqual([orders.UUID, payments.UUID]);
    expect(files.states.get("paused.json")).toEqual(record);
    expect([...mappings.mappings.values()].map(({ State }) => State)).toEqual(["Disabled", "Disabled", "Disabled"]);
  });

  test.each([
    ["a dry run", ["--all", "--dry-run"], undefined],
    ["an answer of no", ["--all"], ["n"]],
  ])("with --save writes nothing after %s.", async (_what, words, answers) => {
    const { services, files, paused } = setUp();
    await runCommand(Pause, [...words, "--save", "paused.json"], { services, ...(answers && { answers }) });
    expect([files.states.size, paused()]).toEqual([0, []]);
  });

  test("with nothing to stop still notes that, for the script that resumes later.", async () => {
    const { services, files } = setUp();
    await runCommand(Pause, ["audit", "--save", "paused.json", "--yes"], { services });
    expect(files.states.get("paused.json")).toMatchObject({ state: { mappings: [] } });
  });

  test.each<[string, string[], number, string]>([
    ["64 without a name or a selector", [], 64, "which mapping?"],
    ["64 for --all beside another selector", ["--all", "--topic", "orders"], 64, "--all"],
    ["69 when nothing fits", ["--topic", "nothing"], 69, "no mapping in eu-central-1 fits"],
    ["64 without --yes where nobody can be asked", ["orders"], 64, "mskctl pause orders --yes"],
  ])("ends with %s", async (_what, words, code, message) => {
    const { services } = setUp();
    const { stderr, exitCode } = await runCommand(Pause, words, { services });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
  });
});
