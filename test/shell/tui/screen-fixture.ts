import type { LagPicture } from "../../../src/core/lag/report.ts";
import { createGlyphs, createPalette } from "../../../src/shell/render/palette.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import type { DryRun, Tuning } from "../../../src/shell/tui/actions.ts";
import { update } from "../../../src/shell/tui/model.ts";
import {
  type DryRunShown,
  type Effect,
  type InitialState,
  initialState,
  type LagState,
  type ScreenEvent,
  type TuningShown,
} from "../../../src/shell/tui/state.ts";
import type { ScreenFacts } from "../../../src/shell/tui/views/screen-facts.ts";
import { contentLines, screenView } from "../../../src/shell/tui/views/screen-view.ts";
import { demoPicture, pictureAtMs } from "../../support/lag-pictures.ts";

interface FactsOptions {
  readonly colour?: boolean;
  readonly unicode?: boolean;
  readonly pictures?: boolean;
}

export function screenFacts({ colour = false, unicode = true, pictures = true }: FactsOptions = {}): ScreenFacts {
  return {
    look: { palette: createPalette(colour), glyphs: createGlyphs(unicode), unicode, pictures },
    place: { accountId: "123456789012", region: "eu-central-1" },
    curves: () => ({}),
    command: (what, { name }) => `mskctl ${what} ${name}`,
  };
}

export const intervalMs = 30_000;

export function pictured(picture: LagPicture = demoPicture()): ScreenEvent {
  return { kind: "feed", event: { kind: "picture", picture, intervalMs, costUsdPerHour: 0.02 } };
}

function key(name: string): ScreenEvent {
  return { kind: "key", key: name };
}

/** A dry run that is done. */
export function madeDryRun(fields: Partial<DryRun> = {}): DryRun {
  return { lines: () => ["shipments to its function", "  1,284 documents"], findings: [], command: "mskctl redrive shipments", ...fields };
}

/** With its dry run open, as far as `shown` says. */
export function withDryRun(state: LagState, shown: DryRunShown): LagState {
  const asked = played(state, "r");
  if (asked.overlay?.kind !== "dry-run") throw new Error("r has to open a dry run");
  return played(asked, { kind: "dry-run", of: asked.overlay.of, shown });
}

/** What tune says, once it is known. */
export function madeTuning(fields: Partial<Tuning> = {}): Tuning {
  const command = "mskctl update shipments --batch-size 500";
  return { lines: () => ["shipments ← shipments", "◆ change · saves $75 a month", command], command, ...fields };
}

/** With what tune says open, as far as `shown` says. */
export function withTuning(state: LagState, shown: TuningShown): LagState {
  const asked = played(state, "t");
  if (asked.overlay?.kind !== "tuning") throw new Error("t has to open tune");
  return played(asked, { kind: "tuning", of: asked.overlay.of, shown });
}

/** A screen of 80 × 24 before anything has been read. */
export function newState(fields: Partial<InitialState> = {}): LagState {
  return initialState({ size: { columns: 80, rows: 24 }, readonly: false, nowMs: pictureAtMs, known: [], initial: undefined, ...fields });
}

/** The state after these events, one after the other; a text is a key. */
export function played(state: LagState, ...events: readonly (ScreenEvent | string)[]): LagState {
  return events.reduce<LagState>((last, event) => step(last, event).state, state);
}

/** The state and the effects of the last event. */
export function step(state: LagState, event: ScreenEvent | string): { readonly state: LagState; readonly effects: readonly Effect[] } {
  const context = { contentLines: (of: LagState) => contentLines(of, screenFacts()).length };
  return update(state, typeof event === "string" ? key(event) : event, context);
}

export function linesOf(state: LagState, options: FactsOptions = {}): string[] {
  return screenView(state, screenFacts(options));
}

/** Columns of the widest line, colours not counted. */
export function widestOf(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => textWidth(withoutColour(line))));
}

export function withoutColour(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is taken out.
  return text.replaceAll(/\u001b\[\d+m/g, "");
}
