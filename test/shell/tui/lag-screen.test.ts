import { describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { LagEvent, LagFeed } from "../../../src/core/lag/feed.ts";
import type { LagActions } from "../../../src/shell/tui/actions.ts";
import { type LagScreenOptions, showLagScreen } from "../../../src/shell/tui/lag-screen.ts";
import { FakeKeyboard, FakeTerminal } from "../../support/fake-terminal.ts";
import { demoPicture, lagMapping, pictureAtMs } from "../../support/lag-pictures.ts";
import { intervalMs, madeDryRun, madeTuning, screenFacts } from "./screen-fixture.ts";

/** A feed that a test speaks through. */
function fakeFeed() {
  const queue: (LagEvent | Error | "end")[] = [];
  let wake = () => {};
  async function* events(): AsyncGenerator<LagEvent> {
    for (;;) {
      const next = queue.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (next === "end") return;
      else if (next instanceof Error) throw next;
      else yield next;
    }
  }
  const feed = { events: events(), lookAt: vi.fn(), refreshNow: vi.fn(), close: vi.fn() } satisfies LagFeed;
  const say = (event: LagEvent | Error | "end") => {
    queue.push(event);
    wake();
  };
  return { feed, say };
}

const picture: LagEvent = { kind: "picture", picture: demoPicture(), intervalMs, costUsdPerHour: 0.02 };

function open(fields: Partial<LagScreenOptions> = {}) {
  const { feed, say } = fakeFeed();
  const [terminal, keyboard, controller] = [new FakeTerminal(125, 30), new FakeKeyboard(), new AbortController()];
  const actions = {
    plan: vi.fn<LagActions["plan"]>(async (_, { name }) => [`plan for ${name}`]),
    apply: vi.fn<LagActions["apply"]>(async (_, { name }) => `${name}: disabled`),
    dryRun: vi.fn<LagActions["dryRun"]>(async () => madeDryRun()),
    tuning: vi.fn<LagActions["tuning"]>(async () => madeTuning()),
    command: (what, { name }) => `mskctl ${what} ${name}`,
    export: vi.fn<LagActions["export"]>(async () => "/tmp/lag.json"),
  } satisfies LagActions;
  const { look, place, curves } = screenFacts();
  const done = showLagScreen({
    feed,
    look,
    place,
    curves,
    actions,
    clock: { now: () => pictureAtMs },
    readonly: false,
    known: [{ mapping: lagMapping("orders"), name: "orders" }],
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: terminal as unknown as NodeJS.WriteStream,
    signal: controller.signal,
    screenReader: false,
    ...fields,
  });
  done.catch(() => {});
  const shows = (text: string) => terminal.showing((screen) => screen.includes(text));
  return { feed, say, terminal, keyboard, controller, actions, done, shows };
}

/** The terminal is as it was. */
function expectRestored({ terminal, keyboard, feed }: ReturnType<typeof open>): void {
  expect({ alternate: terminal.alternate, cursorHidden: terminal.cursorHidden, raw: keyboard.raw }).toEqual({
    alternate: false,
    cursorHidden: false,
    raw: false,
  });
  expect(terminal.written.lastIndexOf("\u001b[?2004l")).toBeGreaterThan(terminal.written.lastIndexOf("\u001b[?2004h"));
  expect(feed.close).toHaveBeenCalled();
}

describe("the screen", () => {
  it("shows the names at once, then the picture, and leaves with a summary", async () => {
    const screen = open();
    await screen.shows("reading 1 mapping");
    expect(screen.terminal.alternate).toBe(true);
    screen.say(picture);
    await screen.shows("▸ shipments  ✖ stalled");
    screen.keyboard.type("q");
    const { lines, left } = await screen.done;
    expect(left).toBe("quit");
    expect(lines[0]).toBe("watched 5 mappings for 0 ms · 1 reading · 11 calls · under $0.01");
    expect(lines[1]).toBe("✖ shipments stalled · lag 41,020 · 14 min · function errors, shipments-3 stuck at 88,231");
    expectRestored(screen);
  });

  it("draws again only what has changed", async () => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    const before = screen.terminal.written.length;
    screen.keyboard.type("\u001b[B");
    await screen.shows("▸ payments");
    expect(screen.terminal.written.slice(before)).not.toContain("emails");
    expect(screen.terminal.screen.split("\n")).toHaveLength(30);
    screen.keyboard.type("q");
    await screen.done;
  });

  it("fills another size after the terminal was resized", async () => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    for (const [columns, rows] of [
      [40, 10],
      [250, 80],
      [80, 24],
    ] as const) {
      screen.terminal.resize(columns, rows);
      await screen.terminal.showing((shown) => shown.split("\n").length === rows && shown.split("\n").at(-1)?.endsWith("q quit") === true);
      expect(screen.terminal.screen.split("\n").filter((line) => line.includes("payments ")).length).toBe(1);
    }
    screen.keyboard.type("q");
    await screen.done;
  });

  it("pauses after the plan was seen and agreed to", async () => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("p");
    await screen.shows("plan for shipments");
    screen.keyboard.type("n");
    await screen.shows("nothing was changed");
    expect(screen.actions.apply).not.toHaveBeenCalled();
    screen.keyboard.type("p");
    await screen.shows("Pause shipments? [y/N]");
    screen.keyboard.type("y");
    await screen.shows("✔ shipments: disabled");
    expect(screen.feed.refreshNow).toHaveBeenCalledOnce();
    screen.keyboard.type("q");
    expect((await screen.done).lines[1]).toBe("✔ shipments: disabled");
  });

  it("tells why something failed, and goes on", async () => {
    const screen = open();
    screen.actions.plan.mockRejectedValueOnce(new MskctlError("not-found", "shipments is gone", { suggestions: ["mskctl list"] }));
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("p");
    await screen.shows("✖ shipments is gone: mskctl list");
    screen.keyboard.type("e");
    await screen.shows("written to /tmp/lag.json");
    screen.keyboard.type("q");
    await screen.done;
  });

  it("copies by the terminal's own clipboard", async () => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("y");
    await screen.shows("to the clipboard: mskctl lag shipments");
    expect(screen.terminal.written).toContain(`\u001b]52;c;${Buffer.from("mskctl lag shipments").toString("base64")}\u0007`);
    screen.keyboard.type("q");
    await screen.done;
  });

  it("shows what a redrive would do, and lets its command be copied", async () => {
    const screen = open();
    screen.actions.dryRun.mockImplementationOnce(async ({ name }, { onDocuments }) => {
      onDocuments(1_284);
      await screen.shows("looking at what failed · 1,284 documents so far");
      return madeDryRun({ lines: () => [`${name} to its function`] });
    });
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rr");
    await screen.shows("shipments to its function");
    screen.keyboard.type("y");
    await screen.shows("to the clipboard: mskctl redrive shipments");
    screen.keyboard.type("\u001b");
    await screen.shows("p pause  t tune  r redrive");
    screen.keyboard.type("qq");
    expect((await screen.done).left).toBe("quit");
  });

  it("breaks a dry run off when it is left, and hears no more of it", async () => {
    const screen = open();
    const { signals } = holdDryRuns(screen);
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rr");
    await screen.shows("looking at what failed");
    screen.keyboard.type("\u001b");
    await screen.shows("p pause  t tune  r redrive");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(screen.terminal.screen).not.toContain("aborted by the test");
    screen.keyboard.type("qq");
    await screen.done;
  });

  it("tells why there is no dry run, and what to type", async () => {
    const screen = open();
    const suggestions = ["mskctl update shipments --on-failure ARN"];
    screen.actions.dryRun.mockRejectedValueOnce(new MskctlError("refused", "shipments has no on-failure destination", { suggestions }));
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rr");
    await screen.shows("✖ shipments has no on-failure destination");
    expect(screen.terminal.screen).toContain("  mskctl update shipments --on-failure ARN");
    screen.keyboard.type("qqq");
    await screen.done;
  });

  it("shows what tune says, and lets its command be copied", async () => {
    const screen = open();
    screen.actions.tuning.mockImplementationOnce(async ({ name }) => {
      await screen.shows("reading 14 days of metrics");
      return madeTuning({ lines: () => [`${name} saves $75`] });
    });
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rt");
    await screen.shows("shipments saves $75");
    screen.keyboard.type("y");
    await screen.shows("to the clipboard: mskctl update shipments --batch-size 500");
    screen.keyboard.type("qqq");
    expect((await screen.done).left).toBe("quit");
  });

  it("has drawn that it searches before the search begins, in which nothing is drawn", async () => {
    const screen = open();
    let searching = "";
    screen.actions.tuning.mockImplementationOnce(async (_, { onSearch }) => {
      await onSearch();
      searching = screen.terminal.screen;
      return madeTuning();
    });
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rt");
    await screen.shows("saves $75 a month");
    expect(searching).toContain("tuning: the screen stands still for some seconds");
    screen.keyboard.type("qqq");
    await screen.done;
  });

  it("breaks tune off when it is left", async () => {
    const screen = open();
    const signals: AbortSignal[] = [];
    screen.actions.tuning.mockImplementationOnce((_, { signal }) => {
      signals.push(signal);
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted by the test")));
      });
    });
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rt");
    await screen.shows("reading 14 days of metrics");
    screen.keyboard.type("\u001b");
    await screen.shows("p pause  t tune  r redrive");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    screen.keyboard.type("qq");
    await screen.done;
  });

  it("tells why tune says nothing", async () => {
    const screen = open();
    screen.actions.tuning.mockRejectedValueOnce(new MskctlError("not-permitted", "not permitted: cloudwatch:GetMetricData"));
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\rt");
    await screen.shows("✖ not permitted: cloudwatch:GetMetricData");
    screen.keyboard.type("qqq");
    await screen.done;
  });

  it("gives the terminal back for Ctrl-Z, and draws everything again after fg", async () => {
    let goOn = () => {};
    const stopped = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const screen = open({ stop: () => stopped });
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\u001a");
    await screen.terminal.showing(() => !screen.terminal.alternate);
    expect(screen.keyboard.raw).toBe(false);
    goOn();
    await screen.shows("▸ shipments  ✖ stalled");
    expect([screen.terminal.alternate, screen.keyboard.raw]).toEqual([true, true]);
    screen.keyboard.type("q");
    await screen.done;
  });

  it("draws everything again for Ctrl-L, over whatever another program has written", async () => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    const before = screen.terminal.written.length;
    screen.keyboard.type("\u000c");
    await screen.terminal.showing(() => screen.terminal.written.slice(before).includes("emails"));
    screen.keyboard.type("q");
    await screen.done;
  });

  it("takes what is pasted for text, never for keys", async () => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("\u001b[200~py\u001b[201~/");
    await screen.shows(" /_");
    screen.keyboard.type("\u001b[200~pay\u001b[201~");
    await screen.shows(" /pay_");
    expect(screen.actions.plan).not.toHaveBeenCalled();
    screen.keyboard.type("\u0003");
    expect((await screen.done).left).toBe("interrupted");
    expectRestored(screen);
  });

  it("has no alternate screen for a screen reader", async () => {
    const screen = open({ screenReader: true });
    screen.say(picture);
    await screen.shows("stalled");
    expect(screen.terminal.written).not.toContain("\u001b[?1049h");
    screen.keyboard.type("q");
    await screen.done;
  });
});

/** Dry runs that go on until they are broken off. */
function holdDryRuns({ actions }: ReturnType<typeof open>): { readonly signals: readonly AbortSignal[] } {
  const signals: AbortSignal[] = [];
  actions.dryRun.mockImplementation((_, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new Error("aborted by the test")));
    });
  });
  return { signals };
}

describe("the terminal is restored", () => {
  const reason = new MskctlError("terminated", "terminated");

  it.each<[string, (screen: ReturnType<typeof open>) => void, string]>([
    ["SIGTERM", ({ controller }) => controller.abort(reason), "terminated"],
    ["credentials that expire", ({ say }) => say(new MskctlError("credentials", "the token is too old")), "the token is too old"],
    ["a terminal that closes", ({ keyboard }) => keyboard.emit("end"), "the terminal was closed"],
    ["a terminal that cannot be read", ({ keyboard }) => keyboard.emit("error", new Error("read EIO")), "the terminal was closed"],
    ["a terminal that cannot be written to", ({ terminal }) => terminal.emit("error", new Error("write EIO")), "the terminal was closed"],
  ])("after %s, with a summary, and the verb is told why", async (_, happen, message) => {
    const screen = open();
    screen.say(picture);
    await screen.shows("stalled");
    happen(screen);
    const { lines, left } = await screen.done;
    expect(left).toMatchObject({ message });
    expect(lines[0]).toMatch(/^watched 5 mappings for 0 ms · 1 reading/);
    expectRestored(screen);
  });

  it("after a bug in an action, which is thrown", async () => {
    const screen = open();
    screen.actions.plan.mockRejectedValueOnce(new TypeError("a bug"));
    screen.say(picture);
    await screen.shows("stalled");
    screen.keyboard.type("p");
    await expect(screen.done).rejects.toThrow(new TypeError("a bug"));
    expectRestored(screen);
  });

  it("and a dry run is broken off, however the screen is left", async () => {
    for (const leave of [
      ({ keyboard }: ReturnType<typeof open>) => keyboard.type("\u0003"),
      ({ controller }: ReturnType<typeof open>) => controller.abort(reason),
    ]) {
      const screen = open();
      const { signals } = holdDryRuns(screen);
      screen.say(picture);
      await screen.shows("stalled");
      screen.keyboard.type("\rr");
      await screen.shows("looking at what failed");
      leave(screen);
      await screen.done;
      expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
      expectRestored(screen);
    }
  });

  it("after the feed has ended", async () => {
    const screen = open();
    screen.say("end");
    expect((await screen.done).left).toBe("quit");
    expectRestored(screen);
  });

  it("and nothing listens any more", async () => {
    const listeners = () => ["SIGINT", "SIGTERM", "uncaughtException"].map((name) => process.listenerCount(name));
    const before = listeners();
    const screen = open();
    expect(listeners()).not.toEqual(before);
    screen.keyboard.type("q");
    await screen.done;
    expect(listeners()).toEqual(before);
  });

  it("or never touched, where the verb was interrupted before", async () => {
    const controller = new AbortController();
    controller.abort(reason);
    const screen = open({ signal: controller.signal });
    await expect(screen.done).rejects.toThrow("terminated");
    expect(screen.terminal.written).toBe("");
    expect(screen.feed.close).toHaveBeenCalled();
  });
});
