import { MskctlError } from "../../core/errors.ts";
import type { Broker } from "../../core/record/broker.ts";
import { formatDuration } from "../../core/time.ts";
import { limitedReading } from "./limited-reading.ts";

export interface Limits {
  /** Its reason is what every question then rejects with. */
  readonly signal: AbortSignal;
  /** For each answer, connecting included. */
  readonly answerWithinMs?: number;
  readonly bootstrapServers: readonly string[];
}

/**
 * The same broker, but nobody waits for an answer longer than the limits say: a packet that is dropped on the way to a
 * closed network gets none. A question that is given up closes the connections, and nobody waits for that either.
 */
export function interruptible(broker: Broker, limits: Limits): Broker {
  let closing: Promise<void> | undefined;
  const abandon = () => {
    const closed = closing ?? broker.close();
    closed.catch(() => undefined);
    // Not waited for: it ends when the connections that are being tried do.
    closing = Promise.resolve();
  };

  async function limited<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const { signal, answerWithinMs } = limits;
    signal.throwIfAborted();
    let release = () => {};
    const givenUp = new Promise<never>((_, reject) => {
      const stop = (error: unknown) => {
        reject(error);
        abandon();
      };
      const onAbort = () => stop(signal.reason);
      const timer = answerWithinMs === undefined ? undefined : setTimeout(() => stop(noAnswer(limits, answerWithinMs)), answerWithinMs);
      signal.addEventListener("abort", onAbort, { once: true });
      release = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      };
    });
    try {
      return await Promise.race([question(), givenUp]);
    } finally {
      release();
    }
  }

  const readingLimits = {
    signal: limits.signal,
    answerWithinMs: limits.answerWithinMs,
    noAnswer: (answerWithinMs: number) => noAnswer(limits, answerWithinMs),
    abandon,
  };
  return {
    topics: () => limited(() => broker.topics()),
    partitions: (topic) => limited(() => broker.partitions(topic)),
    offsets: (topic, at) => limited(() => broker.offsets(topic, at)),
    retention: (topic) => limited(() => broker.retention(topic)),
    groups: () => limited(() => broker.groups()),
    group: (groupId) => limited(() => broker.group(groupId)),
    committedOffsets: (groupId, topic) => limited(() => broker.committedOffsets(groupId, topic)),
    read: (range) => ({
      [Symbol.asyncIterator]: () => limitedReading(broker.read(range)[Symbol.asyncIterator](), readingLimits),
    }),
    produce: (topic, records) => limited(() => broker.produce(topic, records)),
    alterCommittedOffsets: (groupId, topic, offsets) => limited(() => broker.alterCommittedOffsets(groupId, topic, offsets)),
    close: () => {
      closing ??= broker.close();
      return closing;
    },
  };
}

function noAnswer({ bootstrapServers }: Limits, answerWithinMs: number): MskctlError {
  return new MskctlError("unavailable", `${bootstrapServers.join(",")} does not answer within ${formatDuration(answerWithinMs)}`, {
    details: { bootstrapServers },
  });
}
