import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { onTerminal } from "../support/pseudo-terminal.ts";

// Control sequences of xterm (ctlseqs): DECSET 1049 and 25.
const alternateScreen = { enter: "\u001b[?1049h", leave: "\u001b[?1049l" };
const cursor = { hide: "\u001b[?25l", show: "\u001b[?25h" };

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
});

afterAll(() => sandbox.close());

/** Ends where it began: on the usual screen, with a cursor. */
function expectRestored(output: string): void {
  expect(output).toContain(alternateScreen.enter);
  expect(output.lastIndexOf(alternateScreen.leave)).toBeGreaterThan(output.lastIndexOf(alternateScreen.enter));
  expect(output).toContain(cursor.hide);
  expect(output.lastIndexOf(cursor.show)).toBeGreaterThan(output.lastIndexOf(cursor.hide));
}

describe("lag --watch on a terminal", () => {
  it("shows the fleet, opens a mapping, and q leaves the terminal as it was, with a summary", async () => {
    const screen = onTerminal(["lag", "--watch"], sandbox.environment);
    await screen.shows("throttled: reserved concurrency 5");
    for (const name of ["payments", "shipments", "emails", "orders", "clicks", "audit", "legacy"]) expect(screen.output()).toContain(name);
    screen.type("\r");
    await screen.shows("MSK207");
    screen.type("q");
    await screen.shows("MAPPING");
    screen.type("q");
    expect(await screen.ended).toBe(0);
    const output = screen.output();
    expectRestored(output);
    expect(output.slice(output.lastIndexOf(alternateScreen.leave))).toContain("watched 7 mappings");
  });

  it("shows what a redrive of a mapping would do, and Esc goes back", async () => {
    const screen = onTerminal(["lag", "shipments", "--watch"], sandbox.environment);
    await screen.shows(" redrive");
    screen.type("r");
    await screen.shows("from s3://shop-failed-records");
    await screen.shows("a dry run: nothing was sent or changed");
    screen.type("\u001b");
    await screen.shows(" redrive");
    screen.type("q");
    expect(await screen.ended).toBe(0);
    expectRestored(screen.output());
  });

  it("shows what tune says of a mapping, also where nothing may be changed, and Esc goes back", async () => {
    const screen = onTerminal(["lag", "audit", "--watch", "--readonly"], sandbox.environment);
    await screen.shows(" tune");
    screen.type("t");
    // Of a mapping that somebody paused nothing is searched, which a busy machine takes long for.
    await screen.shows("audit ← audit");
    await screen.shows("no data");
    screen.type("\u001b");
    await screen.shows(" tune");
    screen.type("q");
    expect(await screen.ended).toBe(0);
    expectRestored(screen.output());
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("%s leaves it as it was, too: %i", async (signal, exitCode) => {
    const screen = onTerminal(["lag", "--watch"], sandbox.environment);
    await screen.shows("payments");
    screen.kill(signal);
    expect(await screen.ended).toBe(exitCode);
    const output = screen.output();
    expectRestored(output);
    expect(output.slice(output.lastIndexOf(alternateScreen.leave))).toContain("watched 7 mappings");
  });

  it("keeps the lines of --debug until the screen is gone", async () => {
    const screen = onTerminal(["lag", "--watch", "--debug"], sandbox.environment);
    await screen.shows("throttled: reserved concurrency 5");
    screen.type("q");
    expect(await screen.ended).toBe(0);
    const output = screen.output();
    const [enter, leave] = [output.lastIndexOf(alternateScreen.enter), output.lastIndexOf(alternateScreen.leave)];
    expect(output.slice(enter, leave)).not.toContain("GetMetricData");
    expect(output.slice(leave)).toContain("cloudwatch:GetMetricData");
  });

  it("is lines where the terminal takes no control sequences", async () => {
    const lines = onTerminal(["lag", "--watch"], { ...sandbox.environment, TERM: "dumb" });
    await lines.shows("payments ^ falling behind for");
    lines.kill("SIGINT");
    expect(await lines.ended).toBe(130);
    expect(lines.output()).not.toContain("\u001b");
  });
});
