import type { ChildProcess } from "node:child_process";
import { type Ended, type Environment, ended, startProgram } from "../program.ts";
import type { KillMoment } from "./kill-moment.ts";
import type { Tap, TappedCall, TappedServices } from "./tapped-services.ts";

export interface Killing {
  readonly environment: Environment;
  readonly services: TappedServices;
  /** Undefined: nobody kills it. */
  readonly moment: KillMoment | undefined;
  /** How long such a program takes when nobody kills it. */
  readonly lifeMs: number;
  /** The call by which a program gets something done. */
  readonly sends: string;
  /** Records in the log that is its target; undefined for another target. */
  readonly written: (() => Promise<number>) | undefined;
  readonly onCarriedOut: (call: TappedCall) => void;
}

export interface Killed extends Ended {
  /** The kill hit a living process; else it had ended by itself. */
  readonly hit: boolean;
}

/** Later than that no program is killed, so that none does everything at once: after so many calls, or records. */
const mostSends = 8;
const mostWritten = 40;
const turnsBetweenLooks = 20;

/** Runs the program to its end, or to its kill; gives it when everything that it had begun is over. */
export async function killedProgram(argv: readonly string[], killing: Killing): Promise<Killed> {
  const { services, environment, moment } = killing;
  const child = startProgram(argv, environment);
  child.stdin?.end();
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  const kill = async () => {
    child.kill("SIGKILL");
    await gone;
  };
  services.tap(tapOf(child, kill, killing));
  const timer = moment?.kind === "life" ? setTimeout(() => void kill(), moment.share * killing.lifeMs) : undefined;
  if (moment !== undefined && killing.written !== undefined) void killWhenWritten(child, kill, moment, killing.written);
  const result = await ended(child);
  clearTimeout(timer);
  await services.quiet();
  return { ...result, hit: (await gone) === "SIGKILL" };
}

function tapOf(child: ChildProcess, kill: () => Promise<void>, { moment, sends, onCarriedOut }: Killing): Tap {
  let count = 0;
  let sent = 0;
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    async arrived(operation: string) {
      if (operation === sends) sent += 1;
      if (moment !== undefined && sent > mostSends) await kill();
      if (moment?.kind !== "call" || (moment.operation !== "any" && moment.operation !== operation)) return isAlive();
      count += 1;
      if (count === moment.nth && moment.phase === "before") await kill();
      return isAlive();
    },
    async carriedOut(call: TappedCall) {
      onCarriedOut(call);
      if (isMoment(moment, call.operation, count) && moment.phase === "lost-answer") await kill();
      return isAlive();
    },
    answered(operation: string) {
      if (isMoment(moment, operation, count) && moment.phase === "answered") afterTurns(moment.turns, () => void kill());
    },
  };
}

type CallMoment = Extract<KillMoment, { kind: "call" }>;

function isMoment(moment: KillMoment | undefined, operation: string, count: number): moment is CallMoment {
  return moment?.kind === "call" && (moment.operation === "any" || moment.operation === operation) && count >= moment.nth;
}

function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act();
  else setImmediate(() => afterTurns(turns - 1, act));
}

async function killWhenWritten(
  child: ChildProcess,
  kill: () => Promise<void>,
  moment: KillMoment,
  written: () => Promise<number>,
): Promise<void> {
  const [records, turns] = moment.kind === "written" ? [moment.records, moment.turns] : [mostWritten, 0];
  const before = await written();
  while (child.exitCode === null && child.signalCode === null) {
    if ((await written()) - before >= records) return afterTurns(turns, () => void kill());
    // The broker has others to answer.
    await new Promise<void>((resolve) => afterTurns(turnsBetweenLooks, resolve));
  }
}
