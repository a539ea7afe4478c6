import type { MskctlError } from "../../../core/errors.ts";
import type { ClientSettings } from "../../../platform/kafka/cluster-client.ts";
import { type Batch, freeBatch } from "../batching.ts";
import { type MappingRun, type MappingRunParts, runMapping } from "../mapping-run.ts";
import { addTo } from "../tally.ts";
import { type BrokerSession, type BrokerSessionParts, openBrokerSession } from "./broker-session.ts";
import type { BrokerTopic } from "./broker-topic.ts";

export interface BrokerRunParts extends Omit<MappingRunParts, "commitBatch">, Pick<BrokerSessionParts, "deserializer"> {
  readonly topic: BrokerTopic;
  readonly settings: () => Promise<ClientSettings>;
  readonly after: Promise<unknown>;
  readonly onPollingFailed: (error: MskctlError) => void;
  readonly onCommitFailed: (error: unknown) => void;
  /** The group is being left; resolves when it has been. */
  readonly onLeft: (left: Promise<void>) => void;
}

interface BrokerRun extends MappingRun {
  readonly session: BrokerSession;
}

/**
 * A mapping's pollers on a real broker. One member of the consumer group reads for all of them; they run while it has
 * partitions, and begin anew when the partitions are shared out again.
 */
export function runOnBroker(parts: BrokerRunParts): BrokerRun {
  const { reading, topic, minute } = parts;
  let inner: MappingRun | undefined;
  let pollers = parts.startingPollers;

  const halt = (): void => {
    pollers = inner?.pollers ?? pollers;
    inner?.stop();
    inner = undefined;
  };

  const commitBatch = (batch: Batch): void => {
    freeBatch(reading, batch);
    for (const { partition, until } of batch.segments) {
      topic.drop(partition, until);
      session.commit(partition, until);
    }
    session.roomMade();
  };

  const begin = (positions: ReadonlyMap<number, number>): void => {
    halt();
    for (let partition = 0; partition < topic.partitions; partition++) {
      const offset = positions.get(partition);
      reading.feed.startOver(partition);
      reading.inBatch[partition] = false;
      reading.position[partition] = offset ?? 0;
      // Another member's partition has no lag of this mapping's.
      reading.committed[partition] = offset ?? topic.endOffset(partition, 0);
    }
    inner = runMapping({ ...parts, startingPollers: pollers, commitBatch });
  };

  const session = openBrokerSession({
    ...parts,
    onAssigned: begin,
    onRevoked: halt,
    onArrival: () => inner?.wake(),
    onCommitted(offsets) {
      for (const [partition, offset] of offsets) {
        addTo(minute().committed, Math.max(0, offset - (reading.committed[partition] ?? offset)));
        reading.committed[partition] = offset;
      }
    },
    onCommitFailed(error) {
      addTo(minute().commitErrors, 1);
      parts.onCommitFailed(error);
    },
    onPollingFailed(error) {
      addTo(minute().pollingErrors, 1);
      parts.onPollingFailed(error);
    },
  });
  let stopped = false;
  return {
    session,
    get pollers() {
      return inner?.pollers ?? 0;
    },
    get assignments() {
      return inner?.assignments ?? [];
    },
    evaluate: (standing, minuteFigures) => inner?.evaluate(standing, minuteFigures),
    wake: () => inner?.wake(),
    stop() {
      halt();
      if (!stopped) parts.onLeft(session.stop());
      stopped = true;
    },
  };
}
