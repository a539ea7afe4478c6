import type { Every } from "../../src/platform/aws/every.ts";

export interface Beats extends Every {
  /** One beat of all that is not stopped. */
  beat(): Promise<void>;
  /** How often the beats come that are not stopped. */
  periodsMs(): number[];
}

/** Work that is done again and again, as often as a test says. */
export function beats(): Beats {
  const going = new Set<{ readonly ms: number; readonly work: () => Promise<void> }>();
  const every: Every = (ms, work) => {
    const one = { ms, work };
    going.add(one);
    return () => going.delete(one);
  };
  return Object.assign(every, {
    async beat() {
      await Promise.all([...going].map(({ work }) => work()));
    },
    periodsMs: () => [...going].map(({ ms }) => ms),
  });
}
