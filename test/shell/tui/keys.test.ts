import { describe, expect, it } from "vitest";
import { type Binding, bindings, bindingsOf, commandOf, keyNames, type Mode, type PressedKey } from "../../../src/shell/tui/keys.ts";
import type { LagState } from "../../../src/shell/tui/state.ts";
import { demoPicture, manyReports } from "../../support/lag-pictures.ts";
import { linesOf, madeDryRun, madeTuning, newState, pictured, played, step, withDryRun, withTuning } from "./screen-fixture.ts";

const plan = ["the plan", ...Array.from({ length: 60 }, (_, line) => `line ${line}`)];

/** States of a mode from which every one of its keys has something to do: in the middle of a long list, of a long text. */
function statesOf(mode: Mode): LagState[] {
  const reports = [...demoPicture().reports, ...manyReports(100)];
  const fleet = played(
    newState(),
    pictured(demoPicture({ reports })),
    "/",
    "-",
    "enter",
    "g",
    "g",
    ...Array.from({ length: 30 }, () => "down"),
  );
  const small = { kind: "resized", size: { columns: 60, rows: 8 } } as const;
  const open = played(newState(), pictured(), "down", "enter", small, "pagedown");
  const { overlay } = played(open, "p");
  if (overlay?.kind !== "question") throw new Error("p has to ask");
  const asked = played(open, "p", { kind: "planned", report: overlay.report, plan }, "pagedown");
  const states: Record<Mode, LagState[]> = {
    fleet: [fleet],
    mapping: [open],
    filter: [played(fleet, "/", "x")],
    question: [asked],
    "dry-run": [played(withDryRun(open, { kind: "made", dryRun: madeDryRun({ lines: () => plan }) }), "pagedown")],
    tuning: [played(withTuning(open, { kind: "made", tuning: madeTuning({ lines: () => plan }) }), "pagedown")],
    help: [played(open, "?", "down", "pagedown")],
  };
  return states[mode];
}

const cases = bindings.flatMap((binding) => binding.modes.flatMap((mode) => binding.keys.map((key) => [mode, key, binding] as const)));

describe("the table of keys", () => {
  it.each(cases)("%s: %s does something", (mode, key) => {
    for (const state of statesOf(mode)) {
      const next = step(state, key);
      expect(next.state !== state || next.effects.length > 0).toBe(true);
    }
  });

  it("gives a key one meaning in a mode", () => {
    const seen = cases.map(([mode, key]) => `${mode} ${key}`);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("is the help, each line of it", () => {
    const help = linesOf(played(newState({ size: { columns: 120, rows: 90 } }), pictured(), "?")).join("\n");
    for (const { help: sentence } of bindings.filter(({ modes }) => !modes.every((mode) => mode === "help")))
      expect(help).toContain(sentence);
  });

  it("is the last line, as far as it fits", () => {
    const wide = linesOf(played(newState({ size: { columns: 125, rows: 24 } }), pictured())).at(-1);
    for (const { footer = "" } of bindingsOf("fleet", false)) expect(wide).toContain(footer);
    const narrow = linesOf(played(newState({ size: { columns: 40, rows: 10 } }), pictured())).at(-1);
    expect(narrow).toBe(" enter open  p pause  ? help  q quit");
  });

  it("has no actions with --readonly: no key, no help, no last line", () => {
    const acting = bindings.filter((binding: Binding) => binding.acts);
    expect(acting.map(({ command }) => command)).toEqual(["switch"]);
    expect(commandOf("p", "fleet", true)).toBeUndefined();
    const state = played(newState({ readonly: true, size: { columns: 120, rows: 90 } }), pictured());
    expect(step(state, "p").effects).toEqual([]);
    expect(linesOf(state).at(-1)).not.toContain("pause");
    expect(linesOf(played(state, "?")).join("\n")).not.toContain("pause the mapping");
  });
});

describe("pressed keys have names", () => {
  const none = Object.fromEntries(
    [
      "upArrow",
      "downArrow",
      "leftArrow",
      "rightArrow",
      "pageUp",
      "pageDown",
      "home",
      "end",
      "return",
      "escape",
      "backspace",
      "delete",
      "ctrl",
      "meta",
    ].map((field) => [field, false]),
  ) as unknown as PressedKey;

  it.each<[string, Partial<PressedKey>, readonly string[]]>([
    ["", { upArrow: true }, ["up"]],
    ["", { return: true }, ["enter"]],
    ["c", { ctrl: true }, ["ctrl+c"]],
    ["x", { meta: true }, []],
    ["G", {}, ["G"]],
    [" ", {}, ["space"]],
    ["jj\r", {}, ["j", "j", "enter"]],
    ["日本", {}, ["日", "本"]],
  ])("%j with %j is %j", (input, fields, names) => {
    expect(keyNames(input, { ...none, ...fields })).toEqual(names);
  });
});
