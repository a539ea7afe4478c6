import { describe, expect, it } from "vitest";
import { PoisonKeys } from "../../../src/core/redrive/poison-keys.ts";
import { markOf } from "../../support/redrive-machine.ts";

describe("the poison keys of a lane", () => {
  it("hold back what comes behind a poison record with its key", () => {
    const keys = new PoisonKeys(markOf, []);
    expect(keys.isBehind({ key: "x", offset: 9n })).toBe(false);
    expect(keys.add("x", 5n)).toBe("mark of x");
    expect(keys.isBehind({ key: "x", offset: 6n })).toBe(true);
    expect(keys.isBehind({ key: "y", offset: 6n })).toBe(false);
  });

  it("hold back nothing that has no key, and all with a key of no length", () => {
    const keys = new PoisonKeys(markOf, []);
    keys.add("", 5n);
    expect(keys.isBehind({ key: undefined, offset: 6n })).toBe(false);
    expect(keys.isBehind({ key: "", offset: 6n })).toBe(true);
  });

  it("do not hold back what comes before the first poison record of its key", () => {
    const keys = new PoisonKeys(markOf, []);
    keys.add("x", 5n);
    keys.add("x", 7n);
    expect([4n, 5n, 6n].map((offset) => keys.isBehind({ key: "x", offset }))).toEqual([false, false, true]);
    keys.add("x", 3n);
    expect(keys.isBehind({ key: "x", offset: 4n })).toBe(true);
  });

  it("are those that are known already", () => {
    const known = [7n, 5n].map((offset) => ({ mark: "mark of x", offset }));
    const keys = new PoisonKeys(markOf, known);
    expect([5n, 6n].map((offset) => keys.isBehind({ key: "x", offset }))).toEqual([false, true]);
  });

  it("are asked for no mark while there are none", () => {
    const never = () => {
      throw new Error("a mark is made");
    };
    expect(new PoisonKeys(never, []).isBehind({ key: "x", offset: 1n })).toBe(false);
  });
});
