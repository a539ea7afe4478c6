import { describe, expect, test } from "vitest";
import Pause from "../../src/commands/pause.ts";
import Resume from "../../src/commands/resume.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const orders = sampleMapping();
const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });
const audit = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000003", name: "audit", State: "Disabled" });

function setUp() {
  const account = writeServices([orders, payments, audit]);
  const states = () => [...account.mappings.mappings.values()].map(({ State }) => State);
  return { ...account, states };
}

describe("resume", () => {
  test("starts a paused mapping and waits until it is enabled.", async () => {
    const { services } = setUp();
    const { stdout, exitCode } = await runCommand(Resume, ["audit", "--yes"], { services });
    expect(stdout).toBe("Resume audit in eu-central-1 (123456789012)\n\n  Enabled    false  →  true\naudit: enabled");
    expect(exitCode).toBe(0);
  });

  test("--from starts exactly what the pause has stopped, and nothing that was paused before it.", async () => {
    const { services, states } = setUp();
    await runCommand(Pause, ["--all", "--save", "paused.json", "--yes"], { services });
    expect(states()).toEqual(["Disabled", "Disabled", "Disabled"]);
    const { json, exitCode } = await runCommand(Resume, ["--from", "paused.json", "--yes", "--json"], { services });
    expect(states()).toEqual(["Enabled", "Enabled", "Disabled"]);
    expect(schemaErrors("results", json)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("--from leaves alone what runs already and reports what is gone, with 3.", async () => {
    const { services, mappings, states } = setUp();
    await runCommand(Pause, ["--all", "--save", "paused.json", "--yes"], { services });
    mappings.mappings.delete(orders.UUID);
    mappings.mappings.set(payments.UUID, payments);
    const { stdout, exitCode } = await runCommand(Resume, ["--from", "paused.json", "--yes"], { services });
    expect(stdout).toContain("not found");
    expect(stdout).toContain("enabled already");
    expect(states()).toEqual(["Enabled", "Disabled"]);
    expect(exitCode).toBe(3);
  });

  test.each<[string, string[], number]>([
    ["74 for a file that is no record", ["--from", "none.json"], 74],
    ["64 for names beside --from", ["orders", "--from", "none.json"], 64],
    ["64 for selectors beside --from", ["--topic", "orders", "--from", "none.json"], 64],
  ])("ends with %s", async (_what, words, code) => {
    const { services } = setUp();
    expect((await runCommand(Resume, [...words, "--yes"], { services })).exitCode).toBe(code);
  });
});
