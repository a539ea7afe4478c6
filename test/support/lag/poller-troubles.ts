import type { Draw } from "./draw.ts";
import { drawLoaded, durationMs, laneCapacity, leastCapacity, mostCapacity, mostLanes, type Shape } from "./shape.ts";
import type { Story } from "./situation.ts";
import { storyOf } from "./story-of.ts";

/** Constant, then so much more from some minutes before or (negative) after the start on. */
function step(from: number, to: number, minutesAgo: number) {
  const everyMinutes = 24 * 60;
  const startedAgo = minutesAgo >= 0 ? minutesAgo : everyMinutes + minutesAgo;
  return { kind: "burst", perSecond: from, burstPerSecond: to, every: "24h", for: "12h", startedAgo: Math.round(60 * startedAgo) };
}

/** What scaling cannot change, and as many batches at a time as there are partitions: its capacity is known to a few per cent. */
export function fixedPollers(draw: Draw): Pick<Shape, "pollers" | "partitions"> {
  if (draw.isLucky(0.3)) return { pollers: undefined, partitions: 1 };
  const pollers = draw.whole(1, 6);
  return { pollers: { minimum: pollers, maximum: pollers }, partitions: pollers };
}

/**
 * Too few pollers, or too few partitions for more of them. On MSK, where that decides: of a self-managed cluster nobody tells the number of
 * partitions.
 */
export const pollerTroubles: Readonly<Record<string, (draw: Draw) => Story>> = {
  "pollers at their maximum": (draw) => {
    // More partitions than these pollers can have in flight, and more load than that is good for.
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) =>
        mostLanes(drawn, drawn.pollers?.maximum ?? 0) < drawn.partitions / 1.5 ? mostCapacity(drawn) * draw.between(1.25, 2) : undefined,
      () => ({ pollers: { minimum: 1, maximum: draw.whole(1, 3) }, partitions: draw.whole(10, 50), baseMs: draw.whole(300, 3_000) }),
    );
    const traffic = step(Math.min(0.4 * leastCapacity(shape), perSecond / 3), perSecond, draw.between(15, 45));
    return storyOf({
      shape,
      perSecond,
      around: { traffic },
      truth: { verdicts: ["falling behind"], causes: ["pollers-at-maximum"] },
      minutes: draw.between(6, 10),
    });
  },

  "pollers capped by the partitions": (draw) => {
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) =>
        durationMs(drawn) >= 200 && 5 * (drawn.pollers?.maximum ?? 50) >= drawn.partitions
          ? mostCapacity(drawn) * draw.between(1.25, 1.8)
          : undefined,
      () => ({
        partitions: draw.whole(1, 8),
        pollers: draw.isLucky(0.5) ? { minimum: 1, maximum: draw.oneOf([10, 200]) } : undefined,
        recordBytes: 512,
        isSelfManaged: false,
      }),
    );
    // So long ago that scaling has come to its end.
    const traffic = step(0.4 * leastCapacity(shape), perSecond, draw.between(30, 50));
    return storyOf({
      shape,
      perSecond,
      around: { traffic },
      truth: { verdicts: ["falling behind"], causes: ["pollers-capped"] },
      minutes: draw.between(6, 10),
    });
  },

  "a hot partition": (draw) => {
    const keySkew = draw.between(1.3, 2.5);
    const shareOf = (rank: number, partitions: number): number => {
      let sum = 0;
      for (let each = 1; each <= partitions; each++) sum += each ** -keySkew;
      return rank ** -keySkew / sum;
    };
    // The first is beyond one lane, the second is not, and there is room for all together.
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => {
        const load = (laneCapacity(drawn) / shareOf(1, drawn.partitions)) * draw.between(1.3, 1.8);
        const isTheOnlyOne = load * shareOf(2, drawn.partitions) < 0.8 * laneCapacity(drawn);
        return isTheOnlyOne && load < 0.5 * leastCapacity(drawn) && durationMs(drawn) >= 100 ? load : undefined;
      },
      () => ({
        partitions: draw.whole(8, 50),
        pollers: draw.isLucky(0.5) ? { minimum: 4, maximum: 20 } : undefined,
        recordBytes: 512,
        isSelfManaged: false,
      }),
    );
    return storyOf({
      shape,
      perSecond,
      around: { topic: { keySkew } },
      truth: { verdicts: ["falling behind"], causes: ["hot-partition"] },
      minutes: draw.between(6, 10),
    });
  },

  "scaling that still reacts, on demand": (draw) => {
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => {
        const load = leastCapacity(drawn) * draw.between(1.2, 1.5);
        return load < 0.8 * mostCapacity(drawn) && durationMs(drawn) >= 200 ? load : undefined;
      },
      () => ({ pollers: undefined, partitions: draw.whole(6, 40), isSelfManaged: false }),
    );
    const after = draw.between(4, 6);
    // A poller comes about every three minutes: one or two have come by then.
    return storyOf({
      shape,
      perSecond,
      around: { traffic: step(0.5 * leastCapacity(shape), perSecond, -after) },
      truth: { verdicts: ["falling behind", "catching up"], causes: ["scaling"] },
      minutes: after + draw.between(5, 7),
    });
  },

  "scaling that still reacts, provisioned": (draw) => {
    // From half of what the first poller can have in flight to as much as four or five of them can.
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => (durationMs(drawn) >= 200 ? mostLanes(drawn, 1) * laneCapacity(drawn) * draw.between(4.4, 5.2) : undefined),
      () => ({
        pollers: { minimum: 1, maximum: 9 },
        partitions: draw.whole(45, 50),
        recordBytes: 512,
        isSelfManaged: false,
      }),
    );
    const after = draw.between(4, 6);
    // One, two, three, five pollers, eight: about a minute and a half a step. By then the lag is at its height or has begun to fall.
    return storyOf({
      shape,
      perSecond,
      around: { traffic: step(perSecond / 9, perSecond, -after) },
      truth: { verdicts: ["falling behind", "catching up"], causes: ["scaling"] },
      minutes: after + draw.between(5.8, 6.5),
    });
  },

  "a burst that is being worked off": (draw) => {
    const usual = draw.between(0.4, 0.6);
    const [peak, forMinutes] = [draw.between(1.8, 2.5), draw.between(12, 18)];
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => (durationMs(drawn) >= 100 ? leastCapacity(drawn) * usual : undefined),
      () => fixedPollers(draw),
    );
    const endsAfter = draw.between(2, 4);
    // What it left takes (peak − 1) × its length ÷ (1 − usual), more than a quarter of an hour.
    const traffic = {
      kind: "burst",
      perSecond,
      burstPerSecond: mostCapacity(shape) * peak,
      every: "24h",
      for: Math.round(60 * forMinutes),
      startedAgo: Math.round(60 * (forMinutes - endsAfter)),
    };
    return storyOf({
      shape,
      perSecond,
      around: { traffic },
      truth: { verdicts: ["catching up"], causes: ["arrivals-rose"] },
      minutes: endsAfter + draw.between(8, 10),
    });
  },
};
