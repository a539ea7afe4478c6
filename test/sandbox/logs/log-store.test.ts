import { describe, expect, it } from "vitest";
import { createLogStore } from "../../../src/sandbox/logs/log-store.ts";

const event = (group: string, stream: string, atMs: number, message = "x") => ({ group, stream, atMs, message });

describe("a log store", () => {
  it("gives the events of a group as they came, in whole milliseconds", () => {
    const logs = createLogStore();
    for (const each of [event("a", "s", 2.7), event("b", "s", 1), event("a", "t", 1)]) logs.append(each);
    expect(logs.events("a")).toEqual([
      { ...event("a", "s", 2), sequence: 0 },
      { ...event("a", "t", 1), sequence: 2 },
    ]);
    expect(logs.events("none")).toEqual([]);
    expect([...logs.groups].map(([name, { streams }]) => [name, ...streams.keys()])).toEqual([
      ["a", "s", "t"],
      ["b", "s"],
    ]);
  });

  it("keeps so many events and no more: the oldest go, and a stream with its last one", () => {
    const logs = createLogStore({ events: 3, characters: 1_000 });
    logs.append(event("a", "old", 0));
    for (let at = 1; at <= 10; at++) logs.append(event("a", "new", at));
    expect(logs.events("a").map(({ atMs }) => atMs)).toEqual([8, 9, 10]);
    expect([...(logs.groups.get("a")?.streams.keys() ?? [])]).toEqual(["new"]);
  });

  it("keeps so many characters and no more, whatever a single event has", () => {
    const logs = createLogStore({ events: 100, characters: 10 });
    for (const message of ["1234", "5678", "90"]) logs.append(event("a", "s", 0, message));
    expect(logs.events("a").map(({ message }) => message)).toEqual(["1234", "5678", "90"]);
    logs.append(event("a", "s", 0, "-"));
    expect(logs.events("a").map(({ message }) => message)).toEqual(["5678", "90", "-"]);
    logs.append(event("a", "s", 0, "x".repeat(11)));
    expect(logs.events("a")).toEqual([]);
    expect(logs.groups.get("a")?.streams.size).toBe(0);
    logs.append(event("a", "s", 9, "again"));
    expect(logs.events("a").map(({ message }) => message)).toEqual(["again"]);
  });
});
