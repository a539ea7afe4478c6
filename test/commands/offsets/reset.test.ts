import { describe, expect, it, test } from "vitest";
import OffsetsReset from "../../../src/commands/offsets/reset.ts";
import { MskctlError } from "../../../src/core/errors.ts";
import { type FakeLog, fakeGroupBroker, fakeMember } from "../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { type RunOptions, runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";
import { writeServices } from "../../support/write-services.ts";

const orders = sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v1" } });
const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });
const audit = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000003", name: "audit", State: "Disabled" });
const path = "/state/offsets/orders-20261123T120010Z.json";

function setUp(
  logs: readonly FakeLog[] = [
    { end: 4_000n, committed: 3_900n },
    { earliest: 100n, end: 4_000n, committed: 4_000n },
    { end: 8n, committed: 8n },
  ],
) {
  const account = writeServices([orders, payments, audit]);
  const broker = fakeGroupBroker(logs);
  const hooks = { whenPaused: () => {} };
  broker.onCall = (method) => {
    const isSet = broker.altered.length > 0;
    if (method === "group" && !isSet && switches().length > 0) hooks.whenPaused();
    // Once the mapping is resumed, its pollers commit.
    if (method === "committedOffsets" && isSet) broker.logs = broker.logs.map((log) => ({ ...log, committed: log.end }));
  };
  const services = { ...account.services, broker: () => Promise.resolve(broker) };
  const run = (argv: readonly string[], options: RunOptions = {}) => runCommand(OffsetsReset, argv, { services, columns: 80, ...options });
  const switches = () => account.mappings.calls.filter(({ method }) => method === "update").map(({ settings }) => settings?.Enabled);
  return { ...account, broker, run, switches, hooks };
}

describe("offsets reset", () => {
  test("shows where each partition goes and what that does, asks, and goes through to the first commits.", async () => {
    const { run, broker, files, switches } = setUp();
    const { stdout, stderr, exitCode } = await run(["orders", "--shift-by", "-100"], { answers: ["y"] });
    expect(stdout).toBe(`Reset the offsets of orders in eu-central-1 (123456789012)

topic orders · group orders-v1 Empty, 0 members · by −100
as of 2026-11-23 12:00:10 UTC

PARTITION  EARLIEST    NOW       NEW  DIFFERENCE    END
        0         0  3,900  →  3,800        −100  4,000
        1       100  4,000  →  3,900        −100  4,000
        2         0      8  →      0          −8      8

  Up to 208 records are read again: what was processed is processed twice, which
  cannot be undone.
  The log of partition 2 begins later than that: the earliest offset is taken.
  orders is paused until its pollers have left the group, then resumed; records
  wait in the topic. The shift counts from where the group stands then.
orders: offsets of 3 partitions set; enabled and committing again
Undo with: mskctl offsets restore ${path}`);
    expect(stderr).toBe(`Reset the offsets of orders? [y/N] 
Old offsets are saved: mskctl offsets restore ${path}
✔ disabled (1 s)   ✔ group empty (1 s)   ✔ offsets set   ✔ enabled (1 s)
✔ first commits (1 s)`);
    expect(exitCode).toBe(0);
    expect(broker.altered).toEqual([new Map([[0, 3_800n], [1, 3_900n], [2, 0n]])]); // biome-ignore format: a table
    expect(files.states.get(path)).toMatchObject({
      kind: "offsets-rollback",
      state: { group: "orders-v1", partitions: [{ committed: "3900" }, {}, {}] },
    });
    expect(switches()).toEqual([false, true]);
    expect(broker.calls.at(-1)).toBe("close");
  });

  test("goes past one record, and says so.", async () => {
    const { run, broker } = setUp();
    const { stdout, exitCode } = await run(["orders", "--skip", "orders-0:3900", "--yes"]);
    expect(stdout).toContain(`past orders-0:3900
as of 2026-11-23 12:00:10 UTC

PARTITION  EARLIEST    NOW       NEW  DIFFERENCE    END
        0         0  3,900  →  3,901          +1  4,000

  Up to 1 record is skipped, and not processed by orders unless its offsets are
  set back.
`);
    expect([exitCode, broker.altered]).toEqual([0, [new Map([[0, 3_901n]])]]);
  });

  test("tells what is set where that is not what the plan showed.", async () => {
    const { run, broker, hooks } = setUp();
    hooks.whenPaused = () => {
      broker.logs = [{ end: 4_100n, committed: 4_050n }, ...broker.logs.slice(1)];
    };
    const { stdout } = await run(["orders", "--to-offset", "3800", "--partition", "0", "--yes"]);
    expect(stdout).toContain(`
Now that it is paused:
PARTITION  EARLIEST    NOW       NEW  DIFFERENCE    END
        0         0  4,050  →  3,800        −250  4,100
Up to 0 records skipped, 250 records read again.
orders: `);
  });

  test("of a disabled mapping sets and leaves it disabled.", async () => {
    const { run, broker, switches } = setUp();
    const { stdout, stderr, json } = await run(["audit", "--to-latest", "--yes"]);
    expect(stdout).toContain("audit is disabled and stays so; mskctl resume audit lets it read from there.");
    expect(stdout).toContain("audit: offsets of 1 partition set; disabled\n");
    expect(stdout).toContain("and 2 partitions without a change");
    expect(stderr).toContain("✔ group empty (1 s)   ✔ offsets set");
    expect([json, switches(), broker.altered]).toEqual([undefined, [], [new Map([[0, 4_000n]])]]);
  });

  test("with nothing to change changes nothing, and asks nothing.", async () => {
    const { run, broker } = setUp([{ end: 9n, committed: 9n }]);
    const { stdout, stderr, exitCode } = await run(["orders", "--to-latest"]);
    expect(stdout).toMatch(/\n1 partition without a change$/);
    expect([stderr, exitCode, broker.altered]).toEqual(["Nothing to change.", 0, []]);
  });

  test("with --dry-run, and after a no, shows the plan and stops.", async () => {
    const { run, broker, files, switches } = setUp();
    const dry = await run(["orders", "--to-earliest", "--dry-run", "--yes"]);
    expect(dry.stdout).toContain("Up to 7,808 records are read again");
    expect([dry.stderr, dry.exitCode]).toEqual(["Nothing was changed.", 0]);
    const no = await run(["orders", "--shift-by", "-1"], { answers: ["n"] });
    expect(no.stderr).toContain("Nothing was changed.");
    expect([broker.altered, files.states.size, switches()]).toEqual([[], 0, []]);
  });

  test("in JSON has the plan, and what was done.", async () => {
    const { run } = setUp();
    const planned = await run(["orders", "--to-timestamp", "2026-11-23T10:00:00Z", "--dry-run", "--json"]);
    expect(schemaErrors("offsets-reset", planned.json)).toEqual([]);
    expect(planned.json).toMatchObject({
      applied: false,
      plan: {
        target: { kind: "timestamp", at: "2026-11-23T10:00:00.000Z" },
        partitions: [{ partition: 0, now: "3900", new: "4000", difference: 100 }],
        unchangedPartitions: [1, 2],
        effect: { skippedRecords: 100, repeatedRecords: 0, unseenRecords: 0 },
        pauses: true,
      },
    });
    expect(planned.json).not.toHaveProperty("result");
    const { json } = await run(["orders", "--to-offset", "5000", "--yes", "--json"]);
    expect(schemaErrors("offsets-reset", json)).toEqual([]);
    expect(json).toMatchObject({
      applied: true,
      mapping: { State: "Enabled" },
      plan: { partitions: [{ clampedTo: "end" }] },
      result: { partitions: [{ now: "3900", new: "4000" }], rollbackFile: path, firstCommits: "nothing-to-read" },
    });
  });

  test.each([
    [["--to-earliest"]],
    [["--to-latest"]],
    [["--to-timestamp", "-1h"]],
    [["--to-offset", "7"]],
    [["--shift-by", "-7"]],
    [["--shift-by", "7"]],
    [["--skip", "orders-0:3900"]],
  ])("in JSON says where to: %j", async (words) => {
    const { run } = setUp();
    const { json, exitCode } = await run(["orders", ...words, "--dry-run", "--json"]);
    expect([schemaErrors("offsets-reset", json), exitCode]).toEqual([[], 0]);
  });
});

describe("more than 1,000 records", () => {
  const many = () => setUp([{ end: 4_000n, committed: 1_500n }]);

  test.each([
    ["skipped", ["--to-latest"]],
    ["read again", ["--to-earliest"]],
  ])("%s want the name", async (_what, words) => {
    const { run, broker } = many();
    const { stderr, exitCode } = await run(["orders", ...words, "--yes"]);
    expect(stderr).toMatch(/this needs an answer.*\n {2}mskctl \S+ orders --to-\w+ --yes --confirm orders$/);
    expect([exitCode, broker.altered]).toEqual([64, []]);
    expect((await run(["orders", ...words], { answers: ["orders"] })).stderr).toContain("Reset the offsets of orders? Type orders: ");
    expect(broker.altered).toHaveLength(1);
  });

  test("take --confirm for it, but no other name.", async () => {
    const { run, broker } = many();
    const wrong = await run(["orders", "--to-latest", "--confirm", "payments"]);
    expect([wrong.exitCode, broker.altered]).toEqual([64, []]);
    expect((await run(["orders", "--to-latest", "--confirm", "orders"])).exitCode).toBe(0);
    expect(broker.altered).toHaveLength(1);
  });

  test("are counted again once the mapping is paused: a plain yes does not stand for them.", async () => {
    const { run, broker, hooks, switches } = setUp([{ end: 4_000n, committed: 900n }]);
    hooks.whenPaused = () => {
      broker.logs = [{ end: 4_000n, committed: 2_500n }];
    };
    const { stderr, exitCode } = await run(["orders", "--to-earliest", "--yes"]);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(
      "2,500 records would be read again now, which wants its name; no offset was changed; orders is resumed",
    );
    expect([exitCode, broker.altered, switches()]).toEqual([70, [], [false, true]]);
  });
});

describe("the file of old offsets", () => {
  test("goes where --save says.", async () => {
    const { run, files } = setUp();
    const { stdout } = await run(["orders", "--shift-by", "-1", "--save", "before.json", "--yes", "--region", "eu-central-1"]);
    expect([...files.states.keys()]).toEqual(["before.json"]);
    expect(stdout).toContain("Undo with: mskctl offsets restore before.json --region eu-central-1");
  });

  test("is never written over, and its folder has to be there, before anything is paused.", async () => {
    const { run, files, switches } = setUp();
    files.states.set("before.json", { kind: "offsets-rollback", state: {} });
    const taken = await run(["orders", "--shift-by", "-1", "--save", "before.json", "--yes"]);
    expect(taken.stderr).toContain("before.json exists already");
    expect(taken.exitCode).toBe(70);
    const nowhere = await run(["orders", "--shift-by", "-1", "--save", "no/such/before.json", "--yes"]);
    expect(nowhere.stderr).toContain("there is no folder no/such");
    expect([nowhere.exitCode, switches()]).toEqual([74, []]);
  });

  test("that comes to be meanwhile is not written over either; the mapping is resumed.", async () => {
    const { run, files, hooks, broker, switches } = setUp();
    hooks.whenPaused = () => void files.states.set("before.json", { kind: "other", state: {} });
    const { stderr, exitCode } = await run(["orders", "--shift-by", "-1", "--save", "before.json", "--yes"]);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("before an earlier reset; no offset was changed; orders is resumed");
    expect([exitCode, broker.altered, switches(), files.states.get("before.json")?.kind]).toEqual([70, [], [false, true], "other"]);
  });
});

describe("a reset that is given up", () => {
  it("names who still reads with the group, and ends with 75", async () => {
    const { run, broker, switches } = setUp();
    broker.members = [fakeMember("orders-reader")];
    const { stderr, exitCode } = await run(["orders", "--shift-by", "-1", "--yes"]);
    expect(stderr).toContain("group orders-v1 still has 1 member after 5 min: orders-reader at 10.0.3.7;");
    expect([exitCode, switches()]).toEqual([75, [false, true]]);
  });

  it("says in JSON where things stand", async () => {
    const { run, broker } = setUp();
    const set = broker.alterCommittedOffsets;
    broker.alterCommittedOffsets = async (group, topic, offsets) => {
      await set(group, topic, new Map([...offsets].slice(0, 1)));
      throw new MskctlError("unavailable", "no answer");
    };
    broker.onCall = () => {};
    const { json, exitCode } = await run(["orders", "--shift-by", "-1", "--yes", "--json"]);
    expect(schemaErrors("error", json)).toEqual([]);
    expect(json).toMatchObject({
      error: {
        code: "unavailable",
        suggestions: ["mskctl offsets show orders", "mskctl resume orders", `mskctl offsets restore ${path}`],
        details: { offsets: "partly-set", isPaused: true, rollbackFile: path },
      },
    });
    expect(exitCode).toBe(75);
  });

  it("closes its connection", async () => {
    const { run, broker } = setUp();
    broker.onCall = () => {
      throw new MskctlError("not-permitted", "no permission", { suggestions: ["allow kafka-cluster:DescribeTopic"] });
    };
    expect(await run(["orders", "--to-latest"])).toMatchObject({
      exitCode: 77,
      stderr: expect.stringContaining("kafka-cluster:DescribeTopic"),
    });
    expect(broker.calls.at(-1)).toBe("close");
  });
});

describe("wrong usage", () => {
  test.each<[string, string[], number, string]>([
    ["64 without a place", ["orders"], 64, "where to? Give one of --to-timestamp, --to-earliest, --to-latest,"],
    [
      "64 with two places",
      ["orders", "--to-latest", "--to-offset", "5"],
      64,
      "one place at a time: --to-latest and --to-offset were given",
    ],
    ["64 without a mapping", ["--to-latest"], 64, "mapping"],
    ["64 for what is no offset", ["orders", "--to-offset", "-5"], 64, '"-5" is no offset'],
    ["64 for what is no shift", ["orders", "--shift-by", "0"], 64, '"0" is no shift'],
    ["64 for what is no partition", ["orders", "--to-latest", "--partition", "x"], 64, '"x" is no partition'],
    ["64 for what is no time", ["orders", "--to-timestamp", "yesterday"], 64, '"yesterday" is no time'],
    ["64 for what is no record", ["orders", "--skip", "orders:0:5"], 64, '"orders:0:5" is no record\'s place'],
    ["64 for a record of another topic", ["orders", "--skip", "order-0:5"], 64, "--skip order-0:5: the mapping reads topic orders"],
    ["64 for --skip with --partition", ["orders", "--skip", "orders-0:3900", "--partition", "0"], 64, "--skip says which partition"],
    [
      "64 for two records of a partition",
      ["orders", "--skip", "orders-0:3900", "--skip", "orders-0:3905"],
      64,
      "two records of partition 0",
    ],
    ["69 for a mapping that is not there", ["nope", "--to-latest"], 69, "no mapping nope"],
    ["69 for a partition that is not there", ["orders", "--to-latest", "--partition", "9"], 69, "topic orders has no partition 9"],
    [
      "70 for a record that was passed",
      ["orders", "--skip", "orders-0:5"],
      70,
      "orders-0:5 does not wait any more: the group goes on at 3,900",
    ],
    ["64 without --yes where nobody can be asked", ["orders", "--shift-by", "-1"], 64, "orders --shift-by -1 --yes"],
  ])("ends with %s", async (_what, words, code, message) => {
    const { run, broker, switches } = setUp();
    const { stderr, exitCode } = await run(words, { columns: 200 });
    expect(stderr).toContain(message);
    expect([exitCode, broker.altered, switches()]).toEqual([code, [], []]);
  });

  test("a share group has no offsets to set.", async () => {
    const { services } = writeServices([{ ...orders, SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } }]);
    const { stderr, exitCode } = await runCommand(OffsetsReset, ["orders", "--to-latest"], { services });
    expect(stderr).toContain("a share group (ConsumptionMode Queue) has no committed offsets");
    expect(exitCode).toBe(70);
  });
});
