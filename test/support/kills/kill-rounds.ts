import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { invocationMarginMs } from "../../../src/core/redrive/function-target.ts";
import type { Environment } from "../program.ts";
import { drawnMoment, type KillChoices, momentText } from "./kill-moment.ts";
import { killedProgram } from "./killed-program.ts";
import { functionTimeoutMs } from "./shop-on-broker.ts";
import { type TappedCall, type TappedServices, tappedServices } from "./tapped-services.ts";

/** A kind of run that is killed over and over. */
export interface KillTrack {
  readonly name: string;
  readonly choices: KillChoices;
  readonly sends: string;
  readonly written: (() => Promise<number>) | undefined;
  /** Puts failed documents where the run finds them. */
  begin(chance: () => number, place: RoundPlace): Promise<KillRound>;
}

export interface RoundPlace {
  /** A folder of the round's own. */
  readonly folder: string;
  /** Of the program. */
  readonly stateHome: string;
}

export interface KillRound {
  /** How the program is called now, after whatever has happened. */
  argv(): Promise<readonly string[]>;
  onCarriedOut(call: TappedCall): void;
  /** Between two programs; `isLast`: nobody kills the next one. */
  between(isLast: boolean): Promise<void>;
  /** Nothing is left to do. */
  isDone(): Promise<boolean>;
  /** Throws what is wrong with what came of it. Gives how many records came once more. */
  check(): Promise<number>;
}

export interface KillOptions {
  readonly environment: Environment;
  /** The sandbox. */
  readonly endpoint: string;
  readonly kills: number;
  readonly chance: () => number;
}

export interface KillCount {
  /** Kills that hit a living program. */
  readonly kills: number;
  readonly rounds: number;
  readonly duplicates: number;
}

/** Kills of one round at most; its documents hold enough for them. */
const killsOfARound = 15;
/** What a program may end with when nobody kills it: done, or done but for parked records. */
const fine = [0, 3];
/** By so much the clock goes on from program to program: past the time that an invocation may take, or nearly, so that the next one has to wait. */
const invocationMs = functionTimeoutMs + invocationMarginMs;
const [laterMs, soonMs] = [invocationMs + 10_000, invocationMs - 500];
const firstLifeMs = 1_500;

/** Rounds of kills until there are as many; throws with the story of the round that went wrong. */
export async function killRounds(track: KillTrack, { environment, endpoint, kills, chance }: KillOptions): Promise<KillCount> {
  const services = await tappedServices(endpoint);
  const total = { kills: 0, rounds: 0, duplicates: 0 };
  let story: string[] = [];
  let lifeMs = firstLifeMs;
  try {
    while (total.kills < kills) {
      story = [];
      const folder = mkdtempSync(join(tmpdir(), `mskctl-kill-${track.name}-`));
      const round = await playedRound(track, {
        services,
        environment,
        folder,
        lifeMs,
        most: Math.min(killsOfARound, kills - total.kills),
        chance,
        story,
      });
      total.kills += round.kills;
      total.rounds += 1;
      total.duplicates += round.duplicates;
      lifeMs = round.lifeMs;
      rmSync(folder, { recursive: true, force: true });
    }
    return total;
  } catch (error) {
    throw new Error(
      `round ${total.rounds + 1} of ${track.name}:\n${story.map((line) => `  ${line}`).join("\n")}\n${(error as Error).message}`,
      {
        cause: error,
      },
    );
  } finally {
    await services.close();
  }
}

interface Playing {
  readonly services: TappedServices;
  readonly environment: Environment;
  readonly folder: string;
  readonly lifeMs: number;
  readonly most: number;
  readonly chance: () => number;
  readonly story: string[];
}

async function playedRound(
  track: KillTrack,
  { services, environment, folder, lifeMs, most, chance, story }: Playing,
): Promise<Omit<KillCount, "rounds"> & { readonly lifeMs: number }> {
  const stateHome = join(folder, "state");
  const round = await track.begin(chance, { folder, stateHome });
  const startedAtMs = Date.now();
  let [kills, lifeOfOneMs, isLast] = [0, lifeMs, false];
  let aheadMs = 0;
  while (!(await round.isDone())) {
    const moment = isLast ? undefined : drawnMoment(chance, track.choices);
    await round.between(isLast);
    const argv = await round.argv();
    const begunMs = performance.now();
    const { hit, exitCode, stdout, stderr } = await killedProgram(argv, {
      environment: {
        ...environment,
        XDG_STATE_HOME: stateHome,
        AWS_ENDPOINT_URL: services.endpoint,
        MSKCTL_CLOCK: clockAhead(startedAtMs, aheadMs),
      },
      services,
      moment,
      lifeMs,
      sends: track.sends,
      written: track.written,
      onCarriedOut: (call) => round.onCarriedOut(call),
    });
    story.push(
      `${argv.slice(0, 3).join(" ")} · ${moment === undefined ? "never" : momentText(moment)} · ${hit ? "killed" : `ended with ${exitCode}`}`,
    );
    aheadMs += chance() < 0.2 ? soonMs : laterMs;
    if (hit) kills += 1;
    else if (!fine.includes(exitCode)) throw new Error(`it ended with ${exitCode}:\n${stdout}\n${stderr}`);
    else lifeOfOneMs = performance.now() - begunMs;
    // A program that does not die before it is done leaves nothing for others.
    isLast = !hit || kills >= most;
    if (story.length > 2 * killsOfARound + 5) throw new Error("it comes to no end");
  }
  return { kills, lifeMs: lifeOfOneMs, duplicates: await round.check() };
}

/**
 * A clock that is ahead of the wall's by about so much and runs hardly faster: an invocation of which nobody knows anything is over for the
 * program, as it is here, and nobody has to wait for it.
 */
function clockAhead(nowMs: number, aheadMs: number): string {
  const speed = 1.001;
  return `${Math.round(nowMs - aheadMs / (speed - 1))},${speed}`;
}
