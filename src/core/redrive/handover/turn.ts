import { MskctlError } from "../../errors.ts";
import type { ByteTools } from "../../record/byte-tools.ts";
import { safeText } from "../../record/safe-text.ts";
import type { Clock } from "../../time.ts";
import type { PlannedDocument, RunJournal } from "../journal.ts";
import type { MarkOf, PoisonKey } from "../poison-keys.ts";
import type { DocumentSource, LaneId, RecordReader, RedriveTarget } from "../ports.ts";
import { redrive } from "../redrive.ts";
import type { RunEnd, RunOptions } from "../run-options.ts";
import type { RunSettings } from "../run-settings.ts";
import { removeDone } from "./batch-removal.ts";
import type { TurnAnswer } from "./handover.ts";
import { type BatchHistory, readHistory, replayed } from "./history.ts";
import { type RecordedJournal, recorded } from "./journal-recording.ts";
import { type Begun, type Ended, type LedgerStore, type LeftDocument, ledgerName, ledgerText } from "./ledger.ts";
import { narrowed } from "./narrowing.ts";
import { openLanes, perhapsSent, settlesInMs } from "./own-lane.ts";
import { lastSendMsOf, settleMsOf, timed } from "./turn-time.ts";
import { workerOptions } from "./worker-options.ts";

/** What one ledger's batch is. */
export interface LedgerBatch {
  /** `objects/4f…` or `lanes/00017/00003`. */
  readonly name: string;
  /** Only this lane of the batch's documents is worked off; undefined: all of their lanes. */
  readonly lane: LaneId | undefined;
  /** Asked for once, when no turn has begun before. */
  documents(): Promise<{ readonly planned: readonly PlannedDocument[]; readonly left: readonly LeftDocument[] }>;
  /** Keys that are parked in what comes before it in its lane. */
  readonly carried: readonly PoisonKey[];
}

export interface TurnParts {
  readonly ledger: LedgerStore;
  readonly settings: RunSettings;
  /** Undefined: nothing is removed. */
  readonly source: Pick<DocumentSource, "remove"> | undefined;
  readonly reader: RecordReader;
  readonly target: Pick<RedriveTarget, "send">;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly markOf: MarkOf;
  readonly bytes: Pick<ByteTools, "encodeUtf8" | "decodeUtf8">;
  /** Of this invocation: nobody else has it. */
  readonly token: string;
  /** When the worker is ended from outside, by the clock. */
  readonly deadlineMs: number;
}

/** `poisonKeys`: all that is parked in the lane so far, for what comes behind it. */
export type BatchAnswer = TurnAnswer & { readonly poisonKeys: readonly PoisonKey[] };

/** Each look but the last finds that somebody else has just begun or ended a turn. */
const mostLooks = 5;

/**
 * Works on a batch as long as there is time, from where the ledger says that earlier turns have left it. Throws what has ended the turn before its
 * time, after the ledger has its end; called again it goes on with what is open. Throws `conflict` when somebody else has taken the batch over.
 */
export async function workTurn(batch: LedgerBatch, parts: TurnParts): Promise<BatchAnswer> {
  for (let looks = 0; looks < mostLooks; looks++) {
    const answer = await look(batch, parts);
    if (answer !== undefined) return answer;
  }
  throw new MskctlError("conflict", `other workers have begun and ended turns of batch ${batch.name} all the time`, {
    suggestions: ["redrive the Map Run when they are done"],
  });
}

/** Undefined: somebody else was faster, so the ledger has to be read again. */
async function look(batch: LedgerBatch, parts: TurnParts): Promise<BatchAnswer | undefined> {
  const { settings, clock, deadlineMs } = parts;
  const history = await readHistory(parts.ledger, batch.name, parts.bytes);
  const journal = replayed(history, { markOf: parts.markOf, carried: batch.carried });
  const last = history.turns.at(-1);
  if (last?.ended?.isDone === true) {
    const removed = history.removed === undefined ? await removeFrom(batch, journal, parts) : 0;
    return answerOf(batch, journal, { isDone: true, removed });
  }
  const nowMs = clock.now();
  if (last !== undefined && last.ended === undefined) {
    if (nowMs < last.begun.aliveUntilMs) return answerOf(batch, journal, { waitMs: last.begun.aliveUntilMs - nowMs });
    await endForTheDead(batch, journal, last.begun, parts);
    return undefined;
  }
  const waitMs = settlesInMs(journal, { lane: batch.lane, settleMs: settleMsOf(settings), nowMs });
  if (waitMs > 0 || nowMs >= lastSendMsOf(settings, deadlineMs)) return answerOf(batch, journal, { waitMs });
  if (!(await begin(batch, history, journal, parts))) return undefined;
  return workOff(batch, history, journal, parts);
}

interface Told {
  readonly isDone?: boolean;
  readonly waitMs?: number;
  readonly redriven?: number;
  readonly parked?: number;
  readonly removed?: number;
}

function answerOf(batch: LedgerBatch, journal: RunJournal, told: Told): BatchAnswer {
  const { isDone = false, waitMs = 0, redriven = 0, parked = 0, removed = 0 } = told;
  const waitSeconds = Math.ceil(waitMs / 1_000);
  return { isDone, waitSeconds, chunk: 1, redriven, parked, removed, poisonKeys: keysOf(batch, journal) };
}

/** Of several lanes they are of no use to anybody. */
function keysOf({ lane }: LedgerBatch, journal: RunJournal): readonly PoisonKey[] {
  return lane === undefined ? [] : journal.poisonKeys(lane);
}

/** Whoever was first has fenced the dead one off. */
async function endForTheDead(batch: LedgerBatch, journal: RunJournal, { turn, aliveUntilMs }: Begun, parts: TurnParts): Promise<void> {
  const entries = perhapsSent(journal, batch.lane, aliveUntilMs);
  const ended: Ended = { ...endOf(batch, journal, turn, parts), isDone: false, says: "the worker died", entries };
  await write(batch, ended, parts);
}

async function begin(batch: LedgerBatch, { turns }: BatchHistory, journal: RunJournal, parts: TurnParts): Promise<boolean> {
  const { token, clock, deadlineMs } = parts;
  const { planned, left } = turns.length === 0 ? await batch.documents() : { planned: [], left: [] };
  const turn = turns.length + 1;
  const begun: Begun = { kind: "begun", turn, token, atMs: clock.now(), aliveUntilMs: deadlineMs, documents: planned, left };
  const isOurs = await write(batch, begun, parts);
  if (isOurs) journal.add(planned);
  return isOurs;
}

async function workOff(batch: LedgerBatch, { turns }: BatchHistory, journal: RunJournal, parts: TurnParts): Promise<BatchAnswer> {
  const turn = turns.length + 1;
  const before = journal.counts();
  const record = recorded(journal, batch.lane);
  const end = await run(record, narrowed(workerOptions(parts.settings.options), turns), parts).catch(async (error: unknown) => {
    // What ended the turn is more than that nobody can be told.
    await finish(batch, record, { turn, says: whyOf(error) }, parts).catch(() => undefined);
    throw error;
  });
  await finish(batch, record, { turn, says: end.kind === "stopped" ? end.says : undefined }, parts);
  if (end.kind === "stopped" && end.cause !== "interrupted") throw stoppedAs(batch, end.says);
  const isDone = openLanes(journal, batch.lane).length === 0;
  const removed = isDone ? await removeFrom(batch, journal, parts) : 0;
  const waitMs = settlesInMs(journal, { lane: batch.lane, settleMs: settleMsOf(parts.settings), nowMs: parts.clock.now() });
  const { redriven, parked } = journal.counts();
  return answerOf(batch, journal, { isDone, waitMs, redriven: redriven - before.redriven, parked: parked - before.parked, removed });
}

function run({ journal }: RecordedJournal, options: RunOptions, parts: TurnParts): Promise<RunEnd> {
  const { settings, clock, reader, random, deadlineMs } = parts;
  return redrive({
    ...timed(parts.target, clock, lastSendMsOf(settings, deadlineMs)),
    journal,
    reader,
    clock,
    random,
    options,
    settleMs: settleMsOf(settings),
    // Documents leave when the ledger has the turn's end.
    source: { remove: async (documents) => documents.map(() => ({ kind: "failed", reason: "not yet" })) },
    live: undefined,
    takeIn: undefined,
    onStep: () => {},
  });
}

/** Writes a turn's end. Throws `conflict` when somebody else has written one: nothing of this turn counts then. */
async function finish(
  batch: LedgerBatch,
  { journal, entries }: RecordedJournal,
  { turn, says }: { readonly turn: number; readonly says: string | undefined },
  parts: TurnParts,
): Promise<void> {
  const isDone = journal.lanes().length === 0;
  if (await write(batch, { ...endOf(batch, journal, turn, parts), isDone, says, entries }, parts)) return;
  throw new MskctlError(
    "conflict",
    `another worker has ended turn ${turn} of batch ${batch.name}: nothing of what this one has done counts`,
    {
      suggestions: ["redrive the Map Run: what this worker has sent is sent once more"],
    },
  );
}

function endOf(batch: LedgerBatch, journal: RunJournal, turn: number, { token, clock }: TurnParts): Omit<Ended, "isDone" | "entries"> {
  return { kind: "ended", turn, token, atMs: clock.now(), poisonKeys: keysOf(batch, journal) };
}

function write({ name }: LedgerBatch, object: Begun | Ended, { ledger, bytes }: TurnParts): Promise<boolean> {
  return ledger.create(ledgerName(name, object), bytes.encodeUtf8(ledgerText(object)));
}

async function removeFrom({ name }: LedgerBatch, journal: RunJournal, parts: TurnParts): Promise<number> {
  const { source, settings } = parts;
  return source === undefined || settings.removal === "none" ? 0 : removeDone(name, journal, { ...parts, source });
}

const longestReason = 200;

function whyOf(error: unknown): string {
  return error instanceof MskctlError ? safeText(error.message, { maxWidth: longestReason }) : "an error of mskctl itself";
}

function stoppedAs({ name }: LedgerBatch, says: string): MskctlError {
  return new MskctlError("refused", `batch ${name} has stopped: ${says}`, {
    suggestions: ["mend the function, then redrive the Map Run: it goes on with what is open"],
  });
}
