import type { LagEvent } from "../../core/lag/feed.ts";
import type { LagPicture, LagReport } from "../../core/lag/report.ts";
import { topicOf } from "../../core/mapping/model.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { textWidth } from "../render/text-width.ts";
import type { DryRun, LagAction, Tuning } from "./actions.ts";
import { type FleetChoice, type FleetItem, type FleetRow, fleetRows, itemsOf, type KnownMapping } from "./fleet-rows.ts";
import type { Mode } from "./keys.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The newest picture, and how it is come by. Older pictures are not kept. */
interface Watched {
  readonly picture: LagPicture;
  readonly intervalMs: number;
  readonly costUsdPerHour: number;
}

type FeedState =
  | { readonly kind: "reading" }
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string; readonly retryAtMs: number };

type Screen = { readonly kind: "fleet" } | { readonly kind: "mapping"; readonly uuid: string };

export type Overlay =
  | { readonly kind: "help" }
  | {
      readonly kind: "question";
      readonly action: LagAction;
      readonly report: LagReport;
      /** undefined while the plan is made; nothing can be agreed to before it is seen. */
      readonly plan: readonly string[] | undefined;
    }
  | Answer;

/** What was asked about a mapping, and how far the answer is. */
export type Answer =
  | ({ readonly kind: "dry-run"; readonly shown: DryRunShown } & Asked)
  | ({ readonly kind: "tuning"; readonly shown: TuningShown } & Asked);

interface Asked {
  /** An object of its own each time: what was broken off must not answer the next one. */
  readonly of: KnownMapping;
}

export type DryRunShown =
  | { readonly kind: "gathering"; readonly documents: number }
  | { readonly kind: "made"; readonly dryRun: DryRun }
  | FailedAnswer;

export type TuningShown =
  | { readonly kind: "reading" }
  | { readonly kind: "searching" }
  | { readonly kind: "made"; readonly tuning: Tuning }
  | FailedAnswer;

export interface FailedAnswer {
  readonly kind: "failed";
  readonly message: string;
  readonly suggestions: readonly string[];
}

interface Notice {
  readonly kind: "done" | "failed";
  readonly text: string;
}

/** What the summary tells. */
interface Tally {
  readonly startedMs: number;
  readonly readings: number;
  readonly calls: number;
  readonly costUsd: number;
  /** Closing sentences of what was done. */
  readonly done: readonly string[];
}

export interface LagState {
  readonly size: Size;
  readonly readonly: boolean;
  readonly nowMs: number;
  readonly known: readonly KnownMapping[];
  readonly watched: Watched | undefined;
  readonly feed: FeedState;
  readonly screen: Screen;
  /** The screen that one leaves the program from. */
  readonly home: Screen["kind"];
  readonly overlay: Overlay | undefined;
  readonly choice: FleetChoice;
  /** The filter is being typed. */
  readonly filtering: boolean;
  /** By UUID; undefined: the first row, whichever mapping that is. */
  readonly selected: string | undefined;
  /** First visible row of the fleet. */
  readonly top: number;
  /** First visible line of a mapping, the help or a plan. */
  readonly offset: number;
  readonly rows: readonly FleetRow[];
  /** Of the widest name and topic among all mappings, so that columns stay where they are whatever is shown. */
  readonly nameWidth: number;
  /** 0 when each topic is called as its mapping is. */
  readonly topicWidth: number;
  /** What was told last, until the next key. */
  readonly notice: Notice | undefined;
  /** What is under way: `pausing payments`. One thing at a time. */
  readonly busy: string | undefined;
  readonly tally: Tally;
}

export type ScreenEvent =
  | { readonly kind: "feed"; readonly event: LagEvent }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "resized"; readonly size: Size }
  | { readonly kind: "tick"; readonly nowMs: number }
  | { readonly kind: "planned"; readonly report: LagReport; readonly plan: readonly string[] }
  | { readonly kind: "applied"; readonly sentence: string }
  | Answer
  | { readonly kind: "told"; readonly text: string }
  | { readonly kind: "failed"; readonly what: Effect["kind"]; readonly text: string };

/** What has to be done outside. */
export type Effect =
  | { readonly kind: "leave"; readonly left: "quit" | "interrupted" }
  | { readonly kind: "look-at"; readonly uuids: ReadonlySet<string> }
  | { readonly kind: "refresh" }
  | { readonly kind: "redraw" }
  | { readonly kind: "suspend" }
  | { readonly kind: "plan"; readonly action: LagAction; readonly report: LagReport }
  | { readonly kind: "apply"; readonly action: LagAction; readonly report: LagReport }
  | { readonly kind: Answer["kind"]; readonly of: KnownMapping }
  | { readonly kind: "break-off" }
  | { readonly kind: "copy-line"; readonly command: string }
  | { readonly kind: "copy"; readonly what: LagAction | "lag"; readonly report: LagReport }
  | { readonly kind: "export"; readonly reports: readonly LagReport[] };

export interface Step {
  readonly state: LagState;
  readonly effects: readonly Effect[];
}

export interface InitialState {
  readonly size: Size;
  readonly readonly: boolean;
  readonly nowMs: number;
  readonly known: readonly KnownMapping[];
  /** UUID of the mapping to open at once. */
  readonly initial: string | undefined;
}

export function initialState({ size, readonly, nowMs, known, initial }: InitialState): LagState {
  const screen: Screen = initial === undefined ? { kind: "fleet" } : { kind: "mapping", uuid: initial };
  return withRows({
    size,
    readonly,
    nowMs,
    known,
    watched: undefined,
    feed: { kind: "reading" },
    screen,
    home: screen.kind,
    overlay: undefined,
    choice: { filter: "", sort: "trouble", reversed: false, grouping: "none" },
    filtering: false,
    selected: initial,
    top: 0,
    offset: 0,
    rows: [],
    nameWidth: 0,
    topicWidth: 0,
    notice: undefined,
    busy: undefined,
    tally: { startedMs: nowMs, readings: 0, calls: 0, costUsd: 0, done: [] },
  });
}

/** Rows and widths anew, after what they come from has changed. */
export function withRows(state: LagState): LagState {
  const items = itemsOf(state.known, state.watched?.picture);
  const widest = (texts: readonly string[]) => texts.reduce((width, text) => Math.max(width, textWidth(safeText(text))), 0);
  const topics = items.some((item) => topicOf(item.mapping) !== item.name) ? items.map(({ mapping }) => topicOf(mapping) ?? "") : [];
  return { ...state, rows: fleetRows(items, state.choice), nameWidth: widest(items.map(({ name }) => name)), topicWidth: widest(topics) };
}

export function modeOf({ overlay, filtering, screen }: LagState): Mode {
  return overlay?.kind ?? (filtering ? "filter" : screen.kind);
}

/** The mapping that keys speak of: the open one, or the selected row. */
export function currentItem(state: LagState): FleetItem | undefined {
  const { screen, rows } = state;
  if (screen.kind === "fleet") return itemAt(rows, selectedIndex(state));
  const open = rows.find((row) => row.kind === "mapping" && row.item.mapping.UUID === screen.uuid);
  // The filter may hide it.
  if (open?.kind === "mapping") return open.item;
  return itemsOf(state.known, state.watched?.picture).find(({ mapping }) => mapping.UUID === screen.uuid);
}

/** What an open answer would have somebody type: the real run of a dry run that has something to send, what tune recommends. */
export function answerCommand({ overlay }: LagState): string | undefined {
  if (overlay?.kind === "dry-run" && overlay.shown.kind === "made") return overlay.shown.dryRun.command;
  return overlay?.kind === "tuning" && overlay.shown.kind === "made" ? overlay.shown.tuning.command : undefined;
}

/** What is open, if it is an answer. */
export function openAnswer({ overlay }: LagState): Answer | undefined {
  return overlay?.kind === "dry-run" || overlay?.kind === "tuning" ? overlay : undefined;
}

/** What the open mapping is called, also when it is gone. */
export function openName({ screen, known }: LagState): string {
  return known.find(({ mapping }) => screen.kind === "mapping" && mapping.UUID === screen.uuid)?.name ?? "mapping";
}

/** Index in `rows` of the selected mapping, or of the first one; -1: there is none. */
export function selectedIndex({ rows, selected }: LagState): number {
  const index = rows.findIndex((row) => row.kind === "mapping" && row.item.mapping.UUID === selected);
  return index === -1 ? rows.findIndex(({ kind }) => kind === "mapping") : index;
}

export function itemAt(rows: readonly FleetRow[], index: number): FleetItem | undefined {
  const row = rows[index];
  return row?.kind === "mapping" ? row.item : undefined;
}
