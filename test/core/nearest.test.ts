import { describe, expect, it } from "vitest";
import { nearest } from "../../src/core/nearest.ts";

describe("nearest", () => {
  const verbs = ["list", "inspect", "create", "delete", "sandbox start"];

  it.each([
    ["lst", "list"],
    ["LIST", "list"],
    ["inpsect", "inspect"],
    ["sandbox strat", "sandbox start"],
  ])("takes %j for %j", (typed, meant) => {
    expect(nearest(typed, verbs)).toBe(meant);
  });

  it.each(["", "x", "redrive", "completely different"])("finds nothing near %j", (typed) => {
    expect(nearest(typed, verbs)).toBeUndefined();
  });
});
