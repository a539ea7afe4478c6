import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { processTerminal } from "../../src/shell/terminal.ts";

describe("what is told on stderr", () => {
  const { stderr } = process;
  const { isTTY } = stderr;
  let written: string[];

  beforeEach(() => {
    written = [];
    vi.spyOn(stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    stderr.isTTY = isTTY;
  });

  function held(isScreen: boolean, ...lines: readonly string[]) {
    stderr.isTTY = isScreen;
    const { err, holdBack } = processTerminal({ colour: false, environment: {} });
    const release = holdBack();
    for (const line of lines) err(line);
    const meanwhile = [...written];
    release();
    err("after");
    return { meanwhile, written };
  }

  it("waits while a screen is drawn, and comes in its order when it is gone", () => {
    expect(held(true, "one", "two")).toEqual({ meanwhile: [], written: ["one\n", "two\n", "after\n"] });
  });

  it("does not wait where it goes to a file", () => {
    expect(held(false, "one")).toEqual({ meanwhile: ["one\n"], written: ["one\n", "after\n"] });
  });

  it("is not kept for ever: a screen stays open for days", () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => `${index}`);
    const { written: kept } = held(true, ...lines);
    expect(kept.length).toBeLessThan(500);
    expect(kept.at(-2)).toBe("999\n");
  });
});
