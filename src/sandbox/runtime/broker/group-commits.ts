/** Brings offsets to a consumer group, one request at a time: what is done meanwhile goes with the next one. */
export interface GroupCommits {
  /** The next offset to read of a partition; never before one that was given earlier. */
  add(partition: number, offset: number): void;
  /** Resolves when nothing is left to commit, or committing has failed. */
  settled(): Promise<void>;
  stop(): void;
}

export interface GroupCommitsParts {
  readonly commit: (offsets: ReadonlyMap<number, bigint>) => Promise<"committed" | "not-owner">;
  /** Offsets are the group's now. */
  readonly onCommitted: (offsets: ReadonlyMap<number, number>) => void;
  /** They wait for the next ones. */
  readonly onFailed: (error: unknown) => void;
}

export function createGroupCommits({ commit, onCommitted, onFailed }: GroupCommitsParts): GroupCommits {
  let waiting = new Map<number, number>();
  let underWay: Promise<void> | undefined;
  let stopped = false;

  const send = async (): Promise<void> => {
    while (waiting.size > 0 && !stopped) {
      const offsets = waiting;
      waiting = new Map();
      try {
        const answer = await commit(new Map([...offsets].map(([partition, offset]) => [partition, BigInt(offset)])));
        if (answer === "committed") onCommitted(offsets);
      } catch (error) {
        for (const [partition, offset] of offsets) waiting.set(partition, Math.max(offset, waiting.get(partition) ?? 0));
        onFailed(error);
        return;
      }
    }
  };

  return {
    add(partition, offset) {
      waiting.set(partition, offset);
      underWay ??= send().finally(() => {
        underWay = undefined;
      });
    },
    settled: async () => underWay,
    stop() {
      stopped = true;
    },
  };
}
