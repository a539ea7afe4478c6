import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { isStale } from "../../../src/shell/tui/stale.ts";
import { currentItem, type LagState, type ScreenEvent } from "../../../src/shell/tui/state.ts";
import { demoPicture, lagMapping, manyReports, pictureAtMs } from "../../support/lag-pictures.ts";
import { intervalMs, madeDryRun, madeTuning, newState, pictured, played, step, withDryRun, withTuning } from "./screen-fixture.ts";

const many = played(newState(), pictured(demoPicture({ reports: manyReports(500) })));

function selectedName(state: LagState): string | undefined {
  return currentItem(state)?.name;
}

function failed(fields: { readonly atMs?: number } = {}): ScreenEvent {
  const error = new MskctlError("unavailable", "cannot reach CloudWatch");
  return { kind: "feed", event: { kind: "failed", error, atMs: pictureAtMs + intervalMs, intervalMs, ...fields } };
}

describe("what is selected", () => {
  it("is the worst mapping until a key is pressed, whichever that is", () => {
    const state = played(newState(), pictured());
    expect(selectedName(state)).toBe("shipments");
    const calmer = demoPicture({ reports: demoPicture().reports.filter(({ name }) => name !== "shipments") });
    expect(selectedName(played(state, pictured(calmer)))).toBe("payments");
  });

  it("stays the same mapping when the order changes", () => {
    const state = played(newState(), pictured(), "j");
    expect(selectedName(played(state, "N"))).toBe("payments");
    expect(selectedName(played(state, "N", "N", pictured()))).toBe("payments");
  });

  it("is the next one in its place when the mapping is gone", () => {
    const state = played(newState(), pictured(), "down");
    const without = demoPicture({ reports: demoPicture().reports.filter(({ name }) => name !== "payments") });
    expect(selectedName(played(state, pictured(without)))).toBe("emails");
  });

  it.each([
    [["down", "down", "up"], "mapping-498", 0],
    [["pagedown"], "mapping-482", 1],
    [["end"], "mapping-000", 483],
    [["end", "pageup"], "mapping-017", 482],
    [["end", "up", "home"], "mapping-499", 0],
    [["up"], "mapping-499", 0],
  ])("moves by %j to %s, and the window follows", (keys, name, top) => {
    const state = played(many, ...keys);
    expect([selectedName(state), state.top]).toEqual([name, top]);
  });

  it("stays in sight when the terminal becomes smaller", () => {
    const state = played(many, ...Array.from({ length: 12 }, () => "j"), { kind: "resized", size: { columns: 40, rows: 10 } });
    expect(state.top).toBe(8);
  });
});

describe("a filter", () => {
  it("is typed, taken back, kept and left", () => {
    const typing = played(newState(), pictured(), "/", ..."pay", "space", "x", "backspace", "backspace");
    expect(typing.choice.filter).toBe("pay");
    expect(typing.rows).toHaveLength(1);
    const kept = played(typing, "enter");
    expect([kept.filtering, kept.choice.filter]).toEqual([false, "pay"]);
    expect(played(kept, "escape").rows).toHaveLength(5);
  });

  it("takes keys as text that are commands otherwise, and what is pasted", () => {
    const state = played(newState(), pictured(), "/", "q", "p", { kind: "paste", text: "a\ny" });
    expect(state.choice.filter).toBe("qpa y");
  });

  it("is the only place for what is pasted: it runs nothing", () => {
    const state = played(newState(), pictured());
    expect(step(state, { kind: "paste", text: "py" })).toEqual({ state, effects: [] });
  });
});

describe("a mapping", () => {
  it("is opened, read in full, and left", () => {
    const opened = step(played(newState(), pictured()), "enter");
    expect(opened.effects).toEqual([{ kind: "look-at", uuids: new Set(["uuid-shipments"]) }]);
    const left = step(opened.state, "q");
    expect(left.effects).toEqual([{ kind: "look-at", uuids: new Set() }]);
    expect(left.state.screen).toEqual({ kind: "fleet" });
    expect(step(left.state, "q").effects).toEqual([{ kind: "leave", left: "quit" }]);
  });

  it("gives way to its neighbour", () => {
    const next = step(played(newState(), pictured(), "enter"), "down");
    expect(next.effects).toEqual([{ kind: "look-at", uuids: new Set(["uuid-payments"]) }]);
    expect(currentItem(next.state)?.name).toBe("payments");
  });

  it("that was asked for is open from the start, and leaving it ends the program", () => {
    const known = [{ mapping: lagMapping("payments"), name: "payments" }];
    const state = newState({ initial: "uuid-payments", known });
    expect(currentItem(state)?.name).toBe("payments");
    expect(step(played(state, pictured()), "q").effects).toEqual([{ kind: "leave", left: "quit" }]);
  });

  it("is left for the filter", () => {
    const state = played(newState(), pictured(), "enter", "/");
    expect([state.screen.kind, state.filtering]).toEqual(["fleet", true]);
  });
});

describe("pausing", () => {
  const asked = step(played(newState(), pictured(), "down"), "p");
  const { overlay } = asked.state;
  const report = overlay?.kind === "question" ? overlay.report : undefined;
  if (report === undefined) throw new Error("p has to ask");
  const planned = played(asked.state, { kind: "planned", report, plan: ["Enabled true -> false"] });

  it("asks for the plan first, and cannot be agreed to before it is seen", () => {
    expect(asked.effects).toEqual([{ kind: "plan", action: "pause", report }]);
    expect(step(asked.state, "y").effects).toEqual([]);
    expect(step(planned, "y").effects).toEqual([{ kind: "apply", action: "pause", report }]);
  });

  it.each(["n", "enter", "escape", "q"])("is No by %s", (key) => {
    const no = step(planned, key);
    expect(no.effects).toEqual([]);
    expect([no.state.overlay, no.state.notice?.text]).toEqual([undefined, "nothing was changed"]);
  });

  it("is resuming where the mapping is disabled", () => {
    const { effects } = step(played(newState(), pictured(), "end"), "p");
    expect(effects).toMatchObject([{ kind: "plan", action: "resume" }]);
  });

  it("is one thing at a time, and tells how it ended", () => {
    const busy = played(planned, "y");
    expect(busy.busy).toBe("pausing payments");
    expect(step(busy, "p").state.notice).toEqual({ kind: "failed", text: "still pausing payments" });
    const done = step(busy, { kind: "applied", sentence: "payments: disabled" });
    expect(done.effects).toEqual([{ kind: "refresh" }]);
    expect([done.state.busy, done.state.notice?.text, done.state.tally.done]).toEqual([
      undefined,
      "payments: disabled",
      ["payments: disabled"],
    ]);
  });

  it("that is refused can be tried again", () => {
    const refused = played(planned, "y", { kind: "failed", what: "apply", text: "not permitted" });
    expect([refused.busy, refused.notice?.kind]).toEqual([undefined, "failed"]);
    const planless = played(asked.state, { kind: "failed", what: "plan", text: "not found" });
    expect([planless.overlay, planless.notice?.text]).toEqual([undefined, "not found"]);
  });

  it("goes on when something else fails meanwhile", () => {
    expect(played(planned, { kind: "failed", what: "export", text: "no space" }).overlay).toBeDefined();
  });

  it("drops a plan that comes after No", () => {
    const late = played(asked.state, "n", { kind: "planned", report, plan: ["late"] });
    expect(late.overlay).toBeUndefined();
  });
});

describe("a dry run of a redrive", () => {
  const opened = played(newState(), pictured(), "down", "enter");
  const asked = step(opened, "r");
  const made = { kind: "made", dryRun: madeDryRun() } as const;

  it("is asked for on a mapping's screen, with --readonly, too, and before anything was read", () => {
    expect(asked.effects).toMatchObject([{ kind: "dry-run", of: { mapping: { UUID: "uuid-payments" }, name: "payments" } }]);
    expect(step(played(newState(), pictured()), "r").effects).toEqual([]);
    const known = [{ mapping: lagMapping("payments"), name: "payments" }];
    expect(step(newState({ readonly: true, known, initial: "uuid-payments" }), "r").effects).toMatchObject([{ kind: "dry-run" }]);
  });

  it("is broken off by leaving it, and left as it is once it is made", () => {
    const left = step(asked.state, "escape");
    expect([left.state.overlay, left.effects]).toEqual([undefined, [{ kind: "break-off" }]]);
    expect(step(withDryRun(opened, made), "escape")).toMatchObject({
      state: { overlay: undefined, screen: { kind: "mapping" } },
      effects: [],
    });
  });

  it("that was left does not answer the next one, though that is of the same mapping", () => {
    const first = asked.state.overlay;
    if (first?.kind !== "dry-run") throw new Error("r has to open a dry run");
    const again = played(asked.state, "escape", "r");
    const late = played(again, { kind: "dry-run", of: first.of, shown: made });
    expect(late.overlay).toMatchObject({ shown: { kind: "gathering" } });
    expect(played(asked.state, "escape", { kind: "dry-run", of: first.of, shown: made }).overlay).toBeUndefined();
  });

  it("stays open while new pictures come", () => {
    expect(played(withDryRun(opened, made), pictured()).overlay).toMatchObject({ kind: "dry-run", shown: made });
  });

  it("gives the command of the real run to the clipboard, and runs nothing", () => {
    const state = withDryRun(opened, made);
    expect(step(state, "y").effects).toEqual([{ kind: "copy-line", command: "mskctl redrive shipments" }]);
    expect(step(state, "enter").effects).toEqual([]);
    const nothing = withDryRun(opened, { kind: "made", dryRun: madeDryRun({ command: undefined }) });
    for (const each of [asked.state, nothing]) expect(step(each, "y").effects).toEqual([]);
  });
});

describe("what tune says", () => {
  const opened = played(newState(), pictured(), "down", "enter");
  const asked = step(opened, "t");
  const made = { kind: "made", tuning: madeTuning() } as const;

  it("is asked for on a mapping's screen only, with --readonly, too, and before anything was read", () => {
    expect(asked.effects).toMatchObject([{ kind: "tuning", of: { mapping: { UUID: "uuid-payments" }, name: "payments" } }]);
    expect(step(played(newState(), pictured()), "t").effects).toEqual([]);
    const known = [{ mapping: lagMapping("payments"), name: "payments" }];
    expect(step(newState({ readonly: true, known, initial: "uuid-payments" }), "t").effects).toMatchObject([{ kind: "tuning" }]);
  });

  it("is broken off by leaving it before it is there, and only closed afterwards", () => {
    const breakOff = [{ kind: "break-off" }];
    for (const key of ["escape", "q", "left"])
      expect(step(asked.state, key)).toMatchObject({ state: { overlay: undefined }, effects: breakOff });
    expect(step(withTuning(opened, { kind: "searching" }), "q").effects).toEqual(breakOff);
    const failed = { kind: "failed", message: "not permitted", suggestions: [] } as const;
    for (const shown of [made, failed])
      expect(step(withTuning(opened, shown), "q")).toMatchObject({
        state: { overlay: undefined, screen: { kind: "mapping" } },
        effects: [],
      });
  });

  it("answers who asked last: no dry run, and no tune that was left", () => {
    const first = asked.state.overlay;
    if (first?.kind !== "tuning") throw new Error("t has to open tune");
    const late = { kind: "tuning", of: first.of, shown: made } as const;
    expect(played(asked.state, "escape", "t", late).overlay).toMatchObject({ kind: "tuning", shown: { kind: "reading" } });
    expect(played(asked.state, "escape", "r", late).overlay).toMatchObject({ kind: "dry-run", shown: { kind: "gathering" } });
    expect(played(asked.state, "escape", late).overlay).toBeUndefined();
  });

  it("stays open, where it is scrolled to, while new pictures come", () => {
    const long = { kind: "made", tuning: madeTuning({ lines: () => Array.from({ length: 60 }, (_, line) => `line ${line}`) }) } as const;
    const below = played(withTuning(opened, long), "pagedown", "down");
    expect(below.offset).toBe(20);
    expect(played(below, pictured())).toMatchObject({ offset: 20, overlay: { kind: "tuning", shown: long } });
  });

  it("gives what to type next to the clipboard, and runs nothing", () => {
    expect(step(withTuning(opened, made), "y").effects).toEqual([
      { kind: "copy-line", command: "mskctl update shipments --batch-size 500" },
    ]);
    expect(step(withTuning(opened, made), "enter").effects).toEqual([]);
    const nothing = withTuning(opened, { kind: "made", tuning: madeTuning({ command: undefined }) });
    for (const each of [asked.state, nothing]) expect(step(each, "y").effects).toEqual([]);
  });
});

describe("the command and the data", () => {
  it("are those of what is shown", () => {
    const fleet = played(newState(), pictured(), "/", ..."shi", "enter");
    expect(step(fleet, "y").effects).toMatchObject([{ kind: "copy", what: "lag", report: { name: "shipments" } }]);
    expect(step(fleet, "e").effects).toMatchObject([{ kind: "export", reports: [{ name: "shipments" }] }]);
    const all = step(played(fleet, "escape"), "e").effects[0];
    expect(all?.kind === "export" && all.reports.map(({ name }) => name)).toEqual(["shipments", "payments", "emails", "orders", "audit"]);
    expect(step(played(fleet, "escape", "down", "enter"), "e").effects).toMatchObject([
      { kind: "export", reports: [{ name: "payments" }] },
    ]);
  });

  it("are nothing before anything has been read", () => {
    for (const key of ["y", "e", "p", "enter"]) expect(step(newState(), key).effects).toEqual([]);
  });
});

describe("old data", () => {
  const state = played(newState(), pictured());

  it("is what a lost connection leaves, until the next picture", () => {
    const lost = played(state, failed());
    expect([isStale(state), isStale(lost)]).toEqual([false, true]);
    expect(isStale(played(lost, pictured(demoPicture({ atMs: pictureAtMs + 2 * intervalMs }))))).toBe(false);
  });

  it("is what a machine that slept wakes up with, and it is read anew", () => {
    const woken = step(state, { kind: "tick", nowMs: pictureAtMs + 3_600_000 });
    expect(isStale(woken.state)).toBe(true);
    expect(woken.effects).toEqual([{ kind: "refresh" }]);
    expect(step(woken.state, { kind: "tick", nowMs: pictureAtMs + 3_601_000 }).effects).toEqual([]);
  });

  it("is what a clock that was put back makes of it", () => {
    expect(isStale(played(state, { kind: "tick", nowMs: pictureAtMs - 3_600_000 }))).toBe(true);
  });

  it("is not what a second makes of it: nothing is drawn", () => {
    expect(step(state, { kind: "tick", nowMs: pictureAtMs + 1_000 }).state).toBe(state);
  });
});

describe("the tally", () => {
  it("adds up what was read, and keeps no older picture", () => {
    const state = played(newState(), pictured(), pictured(), pictured(demoPicture({ calls: 3 })));
    expect(state.tally).toMatchObject({ readings: 3, calls: 25 });
    expect(state.tally.costUsd).toBeCloseTo(0.0003);
    expect(JSON.stringify(state.watched?.picture.calls)).toBe("3");
  });
});
