import type { ListedDocument } from "../../core/redrive/ports.ts";
import type { Clock } from "../../core/time.ts";
import type { SqsCustody } from "./redrive-sqs-custody.ts";
import { aboutQueue, countAttributes, countsIn, documentIn, type QueueCounts, type SqsQueue } from "./sqs-queue.ts";

/** Why no more documents came. Numbers are SQS's, which are nearly right. */
export type QueueEnd =
  /** As many were taken as may be. */
  | { readonly kind: "limit" }
  /** Some came, and there seem to be no more: they can be worked off meanwhile. Only a call that gives none proves the queue to be empty. */
  | { readonly kind: "lull" }
  | { readonly kind: "empty" }
  /** The rest was taken by others: it is theirs, or comes back when they give it up. */
  | { readonly kind: "taken-by-others"; readonly messages: number }
  /** SQS has more and does not give it: groups of a FIFO queue wait for their messages that are taken, or as many messages are taken as may be. */
  | ({ readonly kind: "withheld" } & QueueCounts);

interface IntakeOptions {
  readonly visibilityMs: number;
  readonly clock: Clock;
  /** Ends the intake with its reason. */
  readonly signal: AbortSignal;
  /** How long SQS waits for a message: whole seconds, 20 at most. */
  readonly longPollMs: number;
  /** Polls at once. */
  readonly receivers: number;
  /** Documents of a page, where so many are there: whoever writes them down does so a page at a time. */
  readonly pageDocuments: number;
}

/** Of one ReceiveMessage call (SQS API reference). */
const messagesPerPoll = 10;
/** Times that every receiver has to come back empty before the queue may be empty: one answer says nothing. */
const emptyRounds = 3;
/** How long SQS waits for a message while there may well be some: it asks all of its servers, however short the wait is (SQS guide, long polling). */
const shortPollMs = 1_000;
/** A message may be delayed for so long (SQS quotas), so that waiting for what SQS still counts has an end. */
const longestDelayMs = 15 * 60_000;
/** Beyond so many taken messages SQS gives no more, and does not say so to those who poll long (SQS quotas, ReceiveMessage). */
const mostInFlight = 120_000;
const pauseMs = 1_000;

interface Poll {
  readonly wanted: number;
  readonly documents: readonly ListedDocument[];
  /** SQS gave nothing at all, not even a message that is known already. */
  readonly isEmpty: boolean;
  readonly failure?: { readonly error: unknown };
}

/**
 * Takes up to `limit` documents that are not in custody yet and gives them as they come; `onEnd` is told why no more came.
 * What was taken and not given, since nobody asks any longer, goes back.
 */
export async function* intake(
  queue: SqsQueue,
  custody: SqsCustody,
  { limit, onEnd, ...options }: IntakeOptions & { readonly limit: number; readonly onEnd: (end: QueueEnd) => void },
): AsyncIterable<readonly ListedDocument[]> {
  const { signal, receivers, clock, longPollMs, pageDocuments } = options;
  const stop = new AbortController();
  const stopNow = () => stop.abort(signal.reason);
  signal.addEventListener("abort", stopNow, { once: true });
  const polls = pollsOf((wanted) => {
    const waitMs = empties < inUse ? Math.min(shortPollMs, longPollMs) : longPollMs;
    return poll(queue, custody, { ...options, wanted, longPollMs: waitMs, signal: stop.signal });
  });
  let [room, inUse, empties, givenMs, hasGiven] = [limit, receivers, 0, clock.now(), false];
  const held: ListedDocument[] = [];
  try {
    for (;;) {
      signal.throwIfAborted();
      custody.check();
      while (polls.open() < receivers && room > 0) {
        const wanted = Math.min(messagesPerPoll, room);
        room -= wanted;
        polls.begin(wanted);
      }
      inUse = polls.open();
      if (inUse === 0) return onEnd({ kind: "limit" });
      const back = await polls.next();
      for (const { wanted, documents } of back) {
        held.push(...documents);
        room += wanted - documents.length;
      }
      hasGiven ||= held.length > 0;
      const isPage = held.length >= pageDocuments || back.some(({ isEmpty }) => isEmpty) || (room === 0 && polls.open() === 0);
      if (isPage && held.length > 0) yield held.splice(0);
      for (const { failure } of back) if (failure !== undefined) throw failure.error;
      const before = empties;
      if (back.some(({ isEmpty }) => !isEmpty)) [empties, givenMs] = [0, clock.now()];
      else empties += back.length;
      if (hasGiven && before < inUse && empties >= inUse && isAllGiven(await countsOf(queue))) return onEnd({ kind: "lull" });
      if (empties < emptyRounds * inUse) continue;
      const end = await endOf(queue, custody, clock.now() - givenMs);
      if (end !== undefined) return onEnd(end);
      await clock.sleep(pauseMs);
    }
  } finally {
    signal.removeEventListener("abort", stopNow);
    stop.abort();
    while (polls.open() > 0) held.push(...(await polls.next()).flatMap((each) => each.documents));
    // Should that fail, they come back when their time is over.
    await custody.release(held.map(({ id }) => id)).catch(() => undefined);
  }
}

/** Polls under way, and those that came back while nobody asked: together they make one page. */
function pollsOf(poll: (wanted: number) => Promise<Poll>) {
  let back: Poll[] = [];
  let underWay = 0;
  let wake = () => {};
  return {
    open: () => underWay + back.length,
    begin(wanted: number): void {
      underWay++;
      void poll(wanted).then((done) => {
        underWay--;
        back.push(done);
        wake();
      });
    },
    /** One at least. */
    async next(): Promise<readonly Poll[]> {
      while (back.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const done = back;
      back = [];
      return done;
    },
  };
}

/** Does not throw: it may come back while nobody waits for it. */
async function poll(
  queue: SqsQueue,
  custody: SqsCustody,
  { wanted, visibilityMs, longPollMs, signal }: IntakeOptions & { readonly wanted: number },
): Promise<Poll> {
  try {
    const { Messages = [] } = await queue.sqs.send(
      "ReceiveMessage",
      {
        QueueUrl: await queue.url(),
        MaxNumberOfMessages: wanted,
        VisibilityTimeout: Math.floor(visibilityMs / 1_000),
        WaitTimeSeconds: Math.floor(longPollMs / 1_000),
        MessageSystemAttributeNames: ["SentTimestamp"],
      },
      { ...aboutQueue(queue), signal },
    );
    const received = Messages.map(documentIn);
    return { wanted, documents: await custody.take(received), isEmpty: received.length === 0 };
  } catch (error) {
    return { wanted, documents: [], isEmpty: true, failure: { error } };
  }
}

async function countsOf(queue: SqsQueue): Promise<QueueCounts> {
  const { Attributes = {} } = await queue.sqs.send(
    "GetQueueAttributes",
    { QueueUrl: await queue.url(), AttributeNames: [...countAttributes] },
    aboutQueue(queue),
  );
  return countsIn(Attributes);
}

function isAllGiven({ visible, delayed }: QueueCounts): boolean {
  return visible === 0 && delayed === 0;
}

/** What SQS counts when it has given nothing for a while; undefined: more may come. */
async function endOf(queue: SqsQueue, custody: SqsCustody, waitedMs: number): Promise<QueueEnd | undefined> {
  const counts = await countsOf(queue);
  const { taken, lost } = custody.counts();
  const byOthers = counts.inFlight - (taken - lost);
  if (isAllGiven(counts)) return byOthers > 0 ? { kind: "taken-by-others", messages: byOthers } : { kind: "empty" };
  const isBlocked = counts.inFlight >= mostInFlight || (queue.isFifo && counts.inFlight > 0);
  return isBlocked || waitedMs > longestDelayMs ? { kind: "withheld", ...counts } : undefined;
}
