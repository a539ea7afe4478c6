import type { DocumentRef, ListedDocument, Removal } from "../../core/redrive/ports.ts";
import type { Every } from "./every.ts";
import { deleteMessages, hideMessages } from "./sqs-batches.ts";
import type { SqsQueue } from "./sqs-queue.ts";

export interface CustodyCounts {
  /** Messages that are hidden for us, or were until SQS gave them to others. */
  readonly taken: number;
  /** Of these, those that are hidden no longer: 12 h are over, or their handle is out of date. They may be seen again. */
  readonly lost: number;
  /** Removed before, delivered once more, and deleted with the new handle. */
  readonly lateRedeliveries: number;
}

/** Messages of a queue that this process has taken and keeps hidden. */
export interface SqsCustody {
  /** Throws what keeping messages hidden fails with: no more should be taken then. */
  check(): void;
  /** Takes what was received, and gives what was not in custody before. */
  take(received: readonly ListedDocument[]): Promise<readonly ListedDocument[]>;
  remove(documents: readonly DocumentRef[]): Promise<readonly Removal[]>;
  release(ids: readonly string[]): Promise<void>;
  counts(): CustodyCounts;
  /** When the oldest that is still in custody was received. */
  sinceMs(): number | undefined;
  /** Keeps nothing hidden any longer than SQS does by itself. */
  end(): void;
}

interface Taken {
  handle: string;
  sinceMs: number;
  lost: boolean;
}

interface CustodyOptions {
  readonly visibilityMs: number;
  readonly now: () => number;
  readonly every: Every;
}

/** SQS hides a message for no longer than 12 h from its receipt (SQS Developer Guide); a minute is for the way. */
const longestCustodyMs = 12 * 3_600_000 - 60_000;

/** A standard queue may deliver a message after its deletion; how long after is nowhere said, and the journal knows what this forgets. */
const removedIdsKept = 100_000;

export function sqsCustody(queue: SqsQueue, { visibilityMs, now, every }: CustodyOptions): SqsCustody {
  const taken = new Map<string, Taken>();
  const removed = new Set<string>();
  let lateRedeliveries = 0;
  let stopBeating: (() => void) | undefined;
  let isBeating = false;
  let failure: { readonly error: unknown } | undefined;

  async function keepHidden(): Promise<void> {
    const messages = [...taken].flatMap(([id, { handle, sinceMs, lost }]) => {
      const leftMs = Math.min(visibilityMs, sinceMs + longestCustodyMs - now());
      return lost ? [] : [{ id, handle, seconds: Math.max(0, Math.floor(leftMs / 1_000)) }];
    });
    const outcomes = await hideMessages(queue, messages);
    for (const [index, { id, handle, seconds }] of messages.entries()) {
      const message = taken.get(id);
      // It may have been removed, or received anew, meanwhile.
      if (message?.handle !== handle) continue;
      if (outcomes[index]?.kind === "failed" || seconds === 0) message.lost = true;
    }
  }
  async function beat(): Promise<void> {
    // Many messages may take longer than the time between two beats.
    if (isBeating) return;
    isBeating = true;
    try {
      await keepHidden();
      failure = undefined;
    } catch (error) {
      failure = { error };
    } finally {
      isBeating = false;
    }
  }
  function beatWhileNeeded(): void {
    if (taken.size > 0) stopBeating ??= every(visibilityMs / 3, beat);
    else {
      stopBeating?.();
      stopBeating = undefined;
    }
  }
  function remember(id: string): void {
    removed.add(id);
    const [oldest] = removed;
    if (removed.size > removedIdsKept && oldest !== undefined) removed.delete(oldest);
  }

  async function remove(documents: readonly DocumentRef[]): Promise<readonly Removal[]> {
    const newest = documents.map(({ id, handle }) => ({ handle: taken.get(id)?.handle ?? handle }));
    const outcomes = await deleteMessages(queue, newest);
    const removals = documents.map(({ id }, index): Removal => {
      const outcome = outcomes[index];
      if (outcome?.kind !== "done") return { kind: "failed", reason: outcome?.reason ?? "SQS does not say what became of it" };
      taken.delete(id);
      remember(id);
      return { kind: "removed" };
    });
    beatWhileNeeded();
    return removals;
  }

  return {
    remove,
    check() {
      if (failure !== undefined) throw failure.error;
    },
    async take(received) {
      const fresh: ListedDocument[] = [];
      const late: ListedDocument[] = [];
      for (const document of received) {
        const { id, handle } = document;
        if (removed.has(id)) late.push(document);
        else {
          if (!taken.has(id)) fresh.push(document);
          taken.set(id, { handle, sinceMs: now(), lost: false });
        }
      }
      beatWhileNeeded();
      lateRedeliveries += late.length;
      // Should that fail, it will be delivered once more.
      await remove(late).catch(() => undefined);
      return fresh;
    },
    async release(ids) {
      const messages = ids.flatMap((id) => {
        const message = taken.get(id);
        taken.delete(id);
        return message === undefined ? [] : [{ handle: message.handle, seconds: 0 }];
      });
      beatWhileNeeded();
      // One that fails is visible already, or will be when its time is over.
      await hideMessages(queue, messages);
    },
    counts: () => ({ taken: taken.size, lost: [...taken.values()].filter(({ lost }) => lost).length, lateRedeliveries }),
    sinceMs() {
      let oldestMs: number | undefined;
      for (const { sinceMs } of taken.values()) oldestMs = Math.min(sinceMs, oldestMs ?? sinceMs);
      return oldestMs;
    },
    end() {
      taken.clear();
      beatWhileNeeded();
    },
  };
}
