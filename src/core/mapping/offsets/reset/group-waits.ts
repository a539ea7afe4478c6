import { MskctlError } from "../../../errors.ts";
import { formatCount, plural, someOf } from "../../../figures.ts";
import type { Broker, ConsumerGroup } from "../../../record/broker.ts";
import { type Clock, formatDuration } from "../../../time.ts";
import type { WaitEvent } from "../../lifecycle/waiting.ts";

const intervalMs = 1_000;

export interface GroupWait {
  readonly groupId: string;
  readonly timeoutMs: number;
}

/** Waits until nobody reads with the group: Kafka takes offsets only then. Errors: `timed-out`, naming who still does. */
export async function untilGroupIsEmpty(
  { broker, clock }: { readonly broker: Pick<Broker, "group">; readonly clock: Clock },
  { groupId, timeoutMs }: GroupWait,
  onEvent: (event: WaitEvent) => void,
): Promise<void> {
  const startedMs = clock.now();
  for (;;) {
    const { members = [] } = (await broker.group(groupId)) ?? {};
    const elapsedMs = clock.now() - startedMs;
    const left = `${plural(members.length, "member")} left`;
    onEvent({ kind: "phase", phase: "group empty", done: members.length === 0, elapsedMs, detail: left });
    if (members.length === 0) return;
    if (elapsedMs + intervalMs > timeoutMs) throw notEmpty(groupId, members, elapsedMs);
    await clock.sleep(intervalMs);
  }
}

function notEmpty(groupId: string, members: ConsumerGroup["members"], elapsedMs: number): MskctlError {
  const named = members.map(({ clientId, host, memberId }) => `${clientId || memberId} at ${host.replace(/^\//, "")}`);
  return new MskctlError(
    "timed-out",
    `group ${groupId} still has ${plural(members.length, "member")} after ${formatDuration(elapsedMs)}: ${someOf(named, 5)}`,
    {
      suggestions: [
        "Lambda's pollers leave within minutes; whoever else reads with this group has to be stopped: Kafka takes offsets of a group without members only",
      ],
      details: { group: groupId, members: members.map(({ clientId, memberId, host }) => ({ clientId, memberId, host })) },
    },
  );
}

export interface FirstCommits {
  readonly groupId: string;
  readonly topic: string;
  /** What was set, of partitions with something to read. */
  readonly set: ReadonlyMap<number, bigint>;
  readonly timeoutMs: number;
}

/** Waits until each partition has a commit other than the one that was set. Errors: `timed-out`, naming those without. */
export async function untilFirstCommits(
  { broker, clock }: { readonly broker: Pick<Broker, "committedOffsets">; readonly clock: Clock },
  { groupId, topic, set, timeoutMs }: FirstCommits,
  onEvent: (event: WaitEvent) => void,
): Promise<void> {
  const startedMs = clock.now();
  for (;;) {
    const committed = await broker.committedOffsets(groupId, topic);
    const waiting = [...set]
      .filter(([partition, offset]) => (committed.get(partition) ?? offset) === offset)
      .map(([partition]) => partition);
    const elapsedMs = clock.now() - startedMs;
    const detail = `${formatCount(set.size - waiting.length)} of ${plural(set.size, "partition")}`;
    onEvent({ kind: "phase", phase: "first commits", done: waiting.length === 0, elapsedMs, detail });
    if (waiting.length === 0) return;
    if (elapsedMs + intervalMs > timeoutMs) {
      const where = `partition${waiting.length === 1 ? "" : "s"} ${someOf(waiting.map(String), 5)}`;
      throw new MskctlError("timed-out", `no commit was seen on ${where} in ${formatDuration(elapsedMs)}`, {
        details: { withoutCommit: waiting },
      });
    }
    await clock.sleep(intervalMs);
  }
}
