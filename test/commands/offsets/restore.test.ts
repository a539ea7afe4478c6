import { describe, expect, test } from "vitest";
import OffsetsReset from "../../../src/commands/offsets/reset.ts";
import OffsetsRestore from "../../../src/commands/offsets/restore.ts";
import { type FakeLog, fakeGroupBroker } from "../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";
import { writeServices } from "../../support/write-services.ts";

const orders = sampleMapping({ State: "Disabled", AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v1" } });

/** After a reset of partitions 0 and 2 to the end; nothing was committed on 2. */
async function afterReset(logs: readonly FakeLog[] = [{ end: 90n, committed: 41n }, { end: 9n, committed: 9n }, { end: 8n }]) {
  const account = writeServices([orders]);
  const broker = fakeGroupBroker(logs);
  const services = { ...account.services, broker: () => Promise.resolve(broker) };
  await runCommand(OffsetsReset, ["orders", "--to-latest", "--save", "before.json", "--yes"], { services });
  expect(broker.altered).toEqual([new Map([[0, 90n], [2, 8n]])]); // biome-ignore format: a table
  const restore = (...words: string[]) => runCommand(OffsetsRestore, ["before.json", ...words], { services, columns: 80 });
  return { ...account, broker, restore };
}

describe("offsets restore", () => {
  test("shows the same plan, and sets back just what was set.", async () => {
    const { restore, broker, files } = await afterReset();
    const { stdout, exitCode } = await restore("--yes", "--save", "after.json");
    expect(stdout).toBe(`Restore the offsets of orders in eu-central-1 (123456789012)

topic orders · group orders-v1 Empty, 0 members · to the saved offsets
as of 2026-11-23 12:00:10 UTC

PARTITION  EARLIEST  NOW     NEW  DIFFERENCE  END
        0         0   90  →   41         −49   90
        2         0    8  →    0          −8    8

  These offsets were saved at 2026-11-23 12:00:10 UTC.
  Nothing was committed on partition 2 before: it goes to where reading would
  have begun then.
  Up to 57 records are read again: what was processed is processed twice, which
  cannot be undone.
  orders is disabled and stays so; mskctl resume orders lets it read from there.
orders: offsets of 2 partitions set; disabled
Undo with: mskctl offsets restore after.json`);
    expect([exitCode, broker.altered[1]]).toEqual([0, new Map([[0, 41n], [2, 0n]])]); // biome-ignore format: a table
    expect([...files.states.keys()]).toEqual(["before.json", "after.json"]);
  });

  test("has the document of a reset.", async () => {
    const { restore } = await afterReset();
    const { json } = await restore("--yes", "--json");
    expect(schemaErrors("offsets-reset", json)).toEqual([]);
    expect(json).toMatchObject({ applied: true, plan: { target: { kind: "saved", offsets: [{ partition: 0, offset: "41" }, {}] } } });
  });

  test("with nothing to set back says so.", async () => {
    const { restore, broker } = await afterReset();
    broker.logs = [{ end: 90n, committed: 41n }, { end: 9n, committed: 9n }, { end: 8n, committed: 0n }]; // biome-ignore format: a table
    expect(await restore()).toMatchObject({ exitCode: 0, stderr: "Nothing to change." });
    expect(broker.altered).toHaveLength(1);
  });

  test.each<[string, object | undefined, number, string]>([
    [
      "another group",
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v2" } },
      70,
      "these offsets are of group orders-v1",
    ],
    ["another topic", { Topics: ["others"] }, 70, "these offsets are of topic orders"],
    ["no mapping of that UUID", undefined, 69, `there is no mapping ${orders.UUID} here; these offsets are of orders in eu-central-1`],
  ])("is refused for %s.", async (_what, change, code, message) => {
    const { restore, broker, mappings } = await afterReset();
    if (change === undefined) mappings.mappings.delete(orders.UUID);
    else mappings.mappings.set(orders.UUID, { ...orders, ...change });
    const { stderr, exitCode } = await restore("--yes");
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(message);
    expect([exitCode, broker.altered.length]).toEqual([code, 1]);
  });

  test.each<[string, object | undefined, number, string]>([
    ["there is none", undefined, 74, "before.json is no offsets-rollback file"],
    ["it is another", { kind: "paused-mappings", state: {} }, 74, "before.json is no offsets-rollback file"],
    [
      "it was written by hand, and wrong",
      { kind: "offsets-rollback", state: { uuid: 5 } },
      64,
      "this is no record of offsets before a reset",
    ],
  ])("needs its file: %s.", async (_what, file, code, message) => {
    const { restore, files } = await afterReset();
    if (file === undefined) files.states.delete("before.json");
    else files.states.set("before.json", file as never);
    const { stderr, exitCode } = await restore("--yes");
    expect([stderr.includes(message), exitCode]).toEqual([true, code]);
  });
});
