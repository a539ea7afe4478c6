import { type RenderOptions, render } from "ink";
import { createElement as h } from "react";
import { MskctlError } from "../../core/errors.ts";
import type { LagFeed } from "../../core/lag/feed.ts";
import type { LagReport } from "../../core/lag/report.ts";
import type { Clock } from "../../core/time.ts";
import type { LagActions } from "./actions.ts";
import { App, type LendTerminal } from "./app.ts";
import { clipboardSequence } from "./clipboard.ts";
import { watchEndings } from "./endings.ts";
import type { KnownMapping } from "./fleet-rows.ts";
import { createProgram, type Program } from "./program.ts";
import { initialState, type LagState } from "./state.ts";
import { summaryLines } from "./summary.ts";
import { stopProcess } from "./suspend.ts";
import type { LagCurves, ScreenFacts, ScreenLook } from "./views/screen-facts.ts";
import { contentLines, screenView } from "./views/screen-view.ts";

export interface LagScreenOptions {
  readonly feed: LagFeed;
  readonly look: Omit<ScreenLook, "pictures">;
  readonly place: { readonly accountId: string | undefined; readonly region: string };
  readonly clock: Pick<Clock, "now">;
  /** Actions are not offered. */
  readonly readonly: boolean;
  readonly actions: LagActions;
  readonly curves: (report: LagReport) => LagCurves;
  /** Names that show before anything has been read. */
  readonly known: readonly KnownMapping[];
  /** Both are terminals: ink throws where they are not. */
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  /** UUID of the mapping to open at once. */
  readonly initial?: string;
  readonly screenReader?: boolean;
  /** What Ctrl-Z does while the terminal is given back. */
  readonly stop?: () => Promise<void>;
}

export interface LagSummary {
  /** To be printed now that the terminal is as it was. */
  readonly lines: readonly string[];
  /** `interrupted`: by Ctrl-C. An error is to be thrown once the lines are printed. */
  readonly left: "quit" | "interrupted" | MskctlError;
}

// Whatever shows the time shows seconds.
const tickMs = 1_000;

/**
 * Shows how all mappings keep up until the person leaves, or something else ends it: the signal, what the feed throws, a terminal that
 * is closed (`terminated`). Then the feed is closed and the terminal as it was. Rejects with bugs only, and where it was ended before.
 */
export async function showLagScreen(options: LagScreenOptions): Promise<LagSummary> {
  const { feed, clock, stdout, signal } = options;
  if (signal.aborted) {
    feed.close();
    throw signal.reason;
  }
  const screen = openScreen(options);
  const endings = watchEndings(options, screen.end);
  const ticks = setInterval(() => screen.program.dispatch({ kind: "tick", nowMs: clock.now() }), tickMs);
  const resize = () => screen.program.dispatch({ kind: "resized", size: sizeOf(stdout) });
  stdout.on("resize", resize);
  follow(feed, screen.program).then(() => screen.leave("quit"), screen.end);
  try {
    const left = await screen.left;
    return { lines: summaryLines(screen.program.state(), clock.now(), screen.look), left };
  } finally {
    clearInterval(ticks);
    stdout.off("resize", resize);
    endings.release();
    screen.program.close();
    feed.close();
  }
}

async function follow(feed: LagFeed, { dispatch }: Program): Promise<void> {
  for await (const event of feed.events) dispatch({ kind: "feed", event });
}

interface OpenScreen {
  readonly program: Program;
  readonly look: ScreenLook;
  /** Settles once the terminal is as it was. */
  readonly left: Promise<LagSummary["left"]>;
  leave(left: "quit" | "interrupted"): void;
  end(error: unknown): void;
}

function openScreen(options: LagScreenOptions): OpenScreen {
  const { clock, stdin, stdout, feed, actions, known, readonly, initial, stop = stopProcess } = options;
  const screenReader = options.screenReader ?? process.env["INK_SCREEN_READER"] === "true";
  const facts = factsOf(options, screenReader);
  const start = initialState({ size: sizeOf(stdout), readonly, nowMs: clock.now(), known, initial });
  let lend: LendTerminal = (work) => work();
  let bug: { readonly error: unknown } | undefined;
  let left: LagSummary["left"] = "quit";
  const unmount = () => instance.unmount();
  const leave = (how: LagSummary["left"]) => {
    // What came first is why.
    if (!(left instanceof MskctlError)) left = how;
    unmount();
  };
  const end = (error: unknown) => {
    if (error instanceof MskctlError) return leave(error);
    bug ??= { error };
    unmount();
  };
  const redraw = () => {
    instance.clear();
    draw(program.state());
  };
  const suspend = () => lend(stop);
  const copy = (text: string) => stdout.write(clipboardSequence(text));
  const program = createProgram(
    start,
    { contentLines: (state) => contentLines(state, facts).length },
    { feed, actions, copy, redraw, drawn: () => instance.waitUntilRenderFlush(), suspend, leave, crash: end },
    (state) => draw(state),
  );
  const handlers = {
    onKey: (key: string) => program.dispatch({ kind: "key", key }),
    onPaste: (text: string) => program.dispatch({ kind: "paste", text }),
    onTerminal: (given: LendTerminal) => {
      lend = given;
    },
  };
  const app = (state: LagState) => h(App, { ...handlers, lines: screenView(state, facts), columns: state.size.columns });
  const instance = render(app(start), renderOptions(stdin, stdout, screenReader));
  const draw = (state: LagState) => instance.rerender(app(state));
  const done = instance.waitUntilExit().then(() => {
    if (bug !== undefined) throw bug.error;
    return left;
  });
  return { program, look: facts.look, left: done, leave, end };
}

function renderOptions(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream, screenReader: boolean): RenderOptions {
  return {
    stdin,
    stdout,
    // The model says what Ctrl-C means.
    exitOnCtrlC: false,
    // The verb has seen that both are terminals, also where a variable says CI.
    interactive: true,
    alternateScreen: !screenReader,
    incrementalRendering: true,
    isScreenReaderEnabled: screenReader,
  };
}

function factsOf({ look, place, curves, actions }: LagScreenOptions, screenReader: boolean): ScreenFacts {
  return { look: { ...look, pictures: !screenReader }, place, curves, command: (what, report) => actions.command(what, report) };
}

function sizeOf({ columns, rows }: NodeJS.WriteStream) {
  // A terminal that does not say is taken as the smallest usual one.
  return { columns: columns || 80, rows: rows || 24 };
}
