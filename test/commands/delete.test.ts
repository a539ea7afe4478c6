import { describe, expect, test } from "vitest";
import Delete from "../../src/commands/delete.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const orders = sampleMapping();
const payments = sampleMapping({
  UUID: "00000000-0000-4000-8000-000000000002",
  name: "payments",
  AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "pay" },
});

function setUp() {
  const account = writeServices([orders, payments]);
  return { ...account, left: () => [...account.mappings.mappings.values()].map(({ UUID }) => UUID) };
}

describe("delete", () => {
  test("says that the position is lost, wants the name, and waits until the mapping is gone.", async () => {
    const { services, left } = setUp();
    const { stdout, stderr, exitCode } = await runCommand(Delete, ["orders"], { services, answers: ["orders"], columns: 80 });
    expect(stdout).toBe(`Delete orders in eu-central-1 (123456789012)

  UUID    e0b5c7f2-0000-4000-8000-0000000091c2  →  –
      cannot be undone: the consumer group is the mapping's own UUID, so the
      position is lost; a new mapping begins at its StartingPosition
orders is deleted`);
    expect(stderr).toBe("Delete orders? Type orders: \n✔ deleting   ✔ deleted (1 s)");
    expect(exitCode).toBe(0);
    expect(left()).toEqual([payments.UUID]);
  });

  test.each([["orders"], ["orders/orders"], [orders.UUID]])("takes --confirm %s for the name.", async (name) => {
    const { services, left } = setUp();
    const { json, exitCode } = await runCommand(Delete, ["orders", "--confirm", name, "--json"], { services });
    expect(schemaErrors("write", json)).toEqual([]);
    expect(json).toMatchObject({ applied: true, reached: { kind: "gone" } });
    expect([exitCode, left()]).toEqual([0, [payments.UUID]]);
  });

  test("by UUID says which mapping that is, and wants its readable name.", async () => {
    const { services, left } = setUp();
    const { stdout, stderr } = await runCommand(Delete, [orders.UUID], { services, answers: ["orders/orders"] });
    expect(stdout).toMatch(/^Delete orders\/orders \(e0b5c7f2-0000-4000-8000-0000000091c2\) in eu-central-1/);
    expect(stderr).toContain(`Delete orders/orders (${orders.UUID})? Type orders/orders: `);
    expect(left()).toEqual([payments.UUID]);
  });

  test("of several names what each position becomes, and wants their number.", async () => {
    const { services, left } = setUp();
    const { stdout, json, exitCode } = await runCommand(Delete, ["--all", "--confirm", "2"], { services });
    expect(json).toBeUndefined();
    expect(stdout).toBe(`Delete 2 mappings in eu-central-1 (123456789012)

MAPPING   STATE    BECOMES
orders    enabled  deleted
payments  enabled  deleted

  orders: cannot be undone: the consumer group is the mapping's own UUID, so the position is lost; a new mapping begins at
  its StartingPosition
  payments: cannot be undone; consumer group pay keeps the position while the brokers keep its offsets, a new mapping with
  that group goes on there

MAPPING   RESULT
orders    gone
payments  gone
2 mappings`);
    expect([exitCode, left()]).toEqual([0, []]);
  });

  test.each<[string, string[], string[] | undefined, number]>([
    ["64 for another name", ["orders", "--confirm", "payments"], undefined, 64],
    ["64 for another number", ["--all", "--confirm", "3"], undefined, 64],
    ["64 for the name where the number is wanted", ["--all", "--confirm", "orders"], undefined, 64],
    ["64 where nobody can be asked", ["orders"], undefined, 64],
    ["64 for --yes, which does not answer this", ["orders", "--yes"], undefined, 64],
    ["0 after another answer", ["orders"], ["y"], 0],
    ["0 after a dry run", ["orders", "--dry-run"], undefined, 0],
  ])("deletes nothing and ends with %s", async (_what, words, answers, code) => {
    const { services, left } = setUp();
    const { exitCode } = await runCommand(Delete, words, { services, ...(answers && { answers }) });
    expect([exitCode, left()]).toEqual([code, [orders.UUID, payments.UUID]]);
  });
});
