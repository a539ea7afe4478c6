export interface RequestLimiter {
  /** What `work` gives for each item, in their order. After a failure no more is begun; it is thrown when all that was begun has ended. */
  map<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]>;
  /** AWS asks for less. */
  slowDown(): void;
}

/**
 * Keeps `most` pieces of work going at once, and fewer after AWS has asked for less: half as many each time, then one more
 * after as many successes as go at once (additive increase, multiplicative decrease).
 */
export function requestLimiter(most: number): RequestLimiter {
  let limit = most;
  let running = 0;
  let successes = 0;
  // Was on its way when the limit fell, so that it says nothing of the new limit.
  let stale = 0;
  const waiting: (() => void)[] = [];

  function letIn(): void {
    while (running < limit) {
      const next = waiting.shift();
      if (next === undefined) return;
      running++;
      next();
    }
  }
  const begin = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      letIn();
    });
  function end(): void {
    running--;
    stale = Math.max(0, stale - 1);
    letIn();
  }
  function succeeded(): void {
    if (stale > 0 || ++successes < limit) return;
    successes = 0;
    limit = Math.min(limit + 1, most);
  }

  return {
    async map<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>) {
      const results: Result[] = [];
      const failures: unknown[] = [];
      const one = async (item: Item, index: number) => {
        await begin();
        try {
          if (failures.length > 0) return;
          results[index] = await work(item);
          succeeded();
        } catch (error) {
          failures.push(error);
        } finally {
          end();
        }
      };
      await Promise.all(items.map(one));
      if (failures.length > 0) throw failures[0];
      return results;
    },
    slowDown() {
      if (stale > 0) return;
      stale = running;
      successes = 0;
      limit = Math.max(1, Math.floor(limit / 2));
    },
  };
}
