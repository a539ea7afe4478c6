import { expect, test } from "vitest";
import type { WaitEvent } from "../../src/core/mapping/lifecycle/waiting.ts";
import { progressLine } from "../../src/shell/progress-line.ts";
import { plainLook } from "./render/look.ts";

function fakeTerminal(canRedraw: boolean) {
  const shown: string[] = [];
  return {
    shown,
    terminal: {
      canRedraw,
      err: (text: string) => void shown.push(text),
      status: (text: string) => void (canRedraw && shown.push(`~${text}`)),
    },
  };
}

/** A clock that a test sets. */
function handClock() {
  const clock = { atMs: 1_000_000, now: () => clock.atMs };
  return clock;
}

const phase = (name: string, done: boolean, elapsedMs: number): WaitEvent => ({ kind: "phase", phase: name, done, elapsedMs });

test("On a terminal one line is redrawn, and what is done stays in the end.", () => {
  const { shown, terminal } = fakeTerminal(true);
  const { onEvent, end } = progressLine(terminal, plainLook(), handClock());
  onEvent(phase("updating", false, 0));
  onEvent(phase("updating", true, 4_000));
  onEvent(phase("enabled", true, 4_000));
  onEvent(phase("polling", false, 6_000));
  onEvent(phase("polling", true, 11_000));
  end();
  expect(shown).toEqual([
    "~… updating (1 s)",
    "~✔ updating",
    "~✔ updating   ✔ enabled (4 s)",
    "~✔ updating   ✔ enabled (4 s)   … polling (6 s)",
    "~✔ updating   ✔ enabled (4 s)   ✔ polling (11 s)",
    "~",
    "✔ updating   ✔ enabled (4 s)   ✔ polling (11 s)",
  ]);
});

test("Elsewhere a line comes every 30 s, and one in the end.", () => {
  const { shown, terminal } = fakeTerminal(false);
  const clock = handClock();
  const { onEvent, end } = progressLine(terminal, plainLook(), clock);
  onEvent(phase("creating", true, 2_000));
  for (let elapsedMs = 5_000; elapsedMs <= 70_000; elapsedMs += 5_000) {
    clock.atMs += 5_000;
    onEvent(phase("polling", false, elapsedMs));
  }
  end();
  expect(shown).toEqual(["✔ creating   … polling (30 s)", "✔ creating   … polling (60 s)", "✔ creating"]);
});

test("A problem is shown with its cause and remedy, a note as it is; neither may move the cursor.", () => {
  const { shown, terminal } = fakeTerminal(false);
  const { onEvent } = progressLine(terminal, plainLook(), handClock());
  onEvent({ kind: "problem", explained: { kind: "problem", text: "PROBLEM: x\u001b[2J", cause: "The cause.", remedy: "The remedy." } });
  onEvent({ kind: "note", text: "The answer was lost\u0007." });
  expect(shown).toEqual(["▲ PROBLEM: x\\x1b[2J\n  The cause.\n  The remedy.", "The answer was lost\\x07."]);
});

test("Nothing is left where nothing was done.", () => {
  const { shown, terminal } = fakeTerminal(false);
  progressLine(terminal, plainLook(), handClock()).end();
  expect(shown).toEqual([]);
});

test("Many mappings are counted in a line that is redrawn, elsewhere every 30 s.", () => {
  const [drawn, piped] = [true, false].map((canRedraw) => {
    const { shown, terminal } = fakeTerminal(canRedraw);
    const clock = handClock();
    const { onProgress, end } = progressLine(terminal, plainLook(), clock);
    for (const [sent, passedMs] of [10_000, 19_000, 2_000, 14_000, 16_000].entries()) {
      clock.atMs += passedMs;
      onProgress({ sent, finished: 0, failed: 0, total: 9 });
    }
    end();
    return shown;
  });
  expect(drawn).toEqual([0, 1, 2, 3, 4].map((sent) => `~${sent} of 9 sent · 0 done`).concat("~"));
  expect(piped).toEqual(["2 of 9 sent · 0 done", "4 of 9 sent · 0 done"]);
});

test("What takes long to read is counted, what does not is not.", () => {
  const { shown, terminal } = fakeTerminal(true);
  const clock = handClock();
  const { onEvent, end } = progressLine(terminal, plainLook(), clock);
  for (const done of [1, 2, 3]) {
    onEvent({ kind: "read", done, total: 500 });
    clock.atMs += 500;
  }
  end();
  expect(shown).toEqual(["~read 3 of 500", "~"]);
});
