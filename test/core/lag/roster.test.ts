import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { openRoster } from "../../../src/core/lag/roster.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { sampleMapping } from "../../support/mappings.ts";

function mappings(count: number) {
  return Array.from({ length: count }, (_, index) =>
    sampleMapping({ name: `fn-${index}`, UUID: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}` }),
  );
}

function rosterOf(count: number) {
  const all = mappings(count);
  const store = fakeMappingStore(all);
  const chosen = all.map((mapping, index) => ({ mapping, name: `fn-${index}` }));
  return { store, all, roster: openRoster(store, { chosen, siblings: all }) };
}

function states({ roster }: ReturnType<typeof rosterOf>) {
  return roster.chosen.map(({ mapping }) => mapping.State);
}

describe("openRoster", () => {
  it("asks for each of a few mappings by itself", async () => {
    const watched = rosterOf(2);
    watched.store.mappings.set(watched.all[1]?.UUID ?? "", sampleMapping({ ...watched.all[1], State: "Disabled" }));
    await watched.roster.renew();
    expect(states(watched)).toEqual(["Enabled", "Disabled"]);
    expect(watched.store.calls.map(({ method }) => method)).toEqual(["get", "get"]);
  });

  it("reads a page of many at a time", async () => {
    const watched = rosterOf(250);
    watched.store.mappings.set(watched.all[220]?.UUID ?? "", sampleMapping({ ...watched.all[220], State: "Disabled" }));
    await watched.roster.renew();
    await watched.roster.renew();
    expect(watched.store.calls).toHaveLength(2);
    expect(states(watched)[220]).toBe("Enabled");
    await watched.roster.renew();
    expect(watched.store.calls).toHaveLength(3);
    expect(states(watched)[220]).toBe("Disabled");
  });

  it.each([2, 5, 250])("drops a mapping of %d that is gone, and says so once", async (count) => {
    const watched = rosterOf(count);
    watched.store.mappings.delete(watched.all[1]?.UUID ?? "");
    for (let renewal = 0; renewal < 8; renewal++) await watched.roster.renew();
    expect(watched.roster.chosen).toHaveLength(count - 1);
    expect(watched.roster.notes).toEqual(["fn-1 was deleted"]);
  });

  it("keeps what it knows where a listing fails, and begins anew", async () => {
    const watched = rosterOf(5);
    watched.store.failNext("list", new MskctlError("throttled", "slow down"));
    await watched.roster.renew();
    expect(watched.roster.chosen).toHaveLength(5);
    watched.store.mappings.delete(watched.all[0]?.UUID ?? "");
    await watched.roster.renew();
    expect(watched.roster.chosen).toHaveLength(4);
  });
});
