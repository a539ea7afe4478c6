import { describe, expect, it } from "vitest";
import { beginUpdate } from "../../../../src/sandbox/lambda/mapping-states.ts";
import { type Account, accountOf, oneMapping } from "../runtime-fixture.ts";

function rewound(fault: object, scenario: object = {}): Account {
  return accountOf({
    ...oneMapping(),
    delays: "none",
    ...scenario,
    faults: [{ kind: "rewind", mapping: "orders", records: 500, ...fault }],
  });
}

function committed({ world, mapping }: Account): number[] {
  const { partitions = [] } = world.runtime.progress(mapping().document.UUID) ?? {};
  return partitions.map((each) => Number(each.committed));
}

function turn(account: Account, enabled: boolean): void {
  const mapping = account.mapping();
  beginUpdate(account.world, mapping, mapping.document, enabled);
}

const lag = ({ world, mapping }: Account): number =>
  (world.runtime.progress(mapping().document.UUID)?.partitions ?? []).reduce((sum, { committed: at, end }) => sum + Number(end - at), 0);

describe("rewind", () => {
  it("waits until the mapping does not poll, then sets each partition back, once; they are read again", () => {
    const account = rewound({ after: "1m" });
    account.advanceMinutes(2);
    const before = committed(account);
    turn(account, false);
    expect(committed(account)).toEqual(before.map((offset) => offset - 500));
    expect(lag(account)).toBeGreaterThanOrEqual(3_000);
    turn(account, true);
    account.advanceMinutes(2);
    expect(lag(account)).toBeLessThan(200);
    const caughtUp = committed(account);
    turn(account, false);
    expect(committed(account)).toEqual(caughtUp);
  });

  it("comes at its time to a mapping that is paused already", () => {
    const account = rewound({ after: "2m" });
    account.advanceMinutes(1);
    turn(account, false);
    const before = committed(account);
    account.advanceMinutes(2);
    expect(committed(account)).toEqual(before.map((offset) => offset - 500));
  });

  it("goes no further back than the oldest record", () => {
    const account = rewound({ records: 1e9 }, oneMapping({ topic: { retention: "1m" } }));
    account.advanceMinutes(2);
    turn(account, false);
    // Sixty a second over six partitions, for a minute.
    expect(Math.abs(lag(account) - 3_600)).toBeLessThan(100);
  });

  it("is of the mapping that it names", () => {
    const account = rewound({ mapping: "00000000-0000-4000-8000-000000000000" });
    account.advanceMinutes(1);
    const before = committed(account);
    turn(account, false);
    expect(committed(account)).toEqual(before);
  });
});
