import { beginUpdate } from "../../../src/sandbox/lambda/mapping-states.ts";
import type { Draw } from "./draw.ts";
import { fixedPollers } from "./poller-troubles.ts";
import { drawLoaded, durationMs, leastCapacity, mostPollers } from "./shape.ts";
import type { Step, Story } from "./situation.ts";
import { storyOf } from "./story-of.ts";

/** Updates on the sandbox's clock as long as AWS's; of what is drawn nearly the longest: 83 s without polls. */
const longUpdate: Step["act"] = ({ world }, mapping) =>
  void beginUpdate({ ...world, random: () => 0.9 }, mapping, mapping.document, undefined);

const turn =
  (enabled: boolean): Step["act"] =>
  ({ world }, mapping) =>
    void beginUpdate(world, mapping, mapping.document, enabled);

/** Between the mapping and its topic. */
export const sourceTroubles: Readonly<Record<string, (draw: Draw) => Story>> = {
  "brokers that cannot be reached": (draw) => {
    const after = draw.whole(3, 5);
    return storyOf({
      ...drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.1, 0.7)),
      around: { faults: [{ kind: "broker-loss", cluster: "shop", after: `${after}m` }] },
      truth: { verdicts: ["stopped"], causes: ["polling-errors"] },
      minutes: after + draw.between(6, 12),
    });
  },

  "catching up after brokers could not be reached": (draw) => {
    const [after, forMinutes] = [draw.whole(3, 5), draw.whole(6, 12)];
    // 6 × 0.7 ÷ 0.3: what came meanwhile takes a quarter of an hour at least.
    return storyOf({
      ...drawLoaded(
        draw,
        (shape) => (durationMs(shape) < 3_000 ? leastCapacity(shape) * draw.between(0.7, 0.8) : undefined),
        () => fixedPollers(draw),
      ),
      around: { faults: [{ kind: "broker-loss", cluster: "shop", after: `${after}m`, for: `${forMinutes}m` }] },
      truth: { verdicts: ["catching up"], causes: ["polling-errors"] },
      minutes: after + forMinutes + draw.between(7.5, 9.5),
    });
  },

  "an update is under way": (draw) => {
    const atMinutes = draw.between(3, 5);
    // Half a minute ago: the mapping's state says so, and no minute shows it yet. Nothing else is the reason of anything.
    return storyOf({
      ...drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.1, 0.7)),
      around: { account: { delays: "aws" } },
      steps: [{ atMinutes, act: longUpdate }],
      truth: { verdicts: ["stopped", "ok", "falling behind", "catching up"], causes: ["update-pause", undefined] },
      minutes: atMinutes + 0.5,
    });
  },

  "catching up after an update": (draw) => {
    const atMinutes = draw.between(3, 5);
    // 83 s at nine tenths of capacity: twelve minutes to catch up.
    return storyOf({
      ...drawLoaded(
        draw,
        (shape) =>
          durationMs(shape) < 2_000 && (shape.windowSeconds ?? 0) <= 2 ? leastCapacity(shape) * draw.between(0.86, 0.91) : undefined,
        () => fixedPollers(draw),
      ),
      around: { account: { delays: "aws" } },
      steps: [{ atMinutes, act: longUpdate }],
      truth: { verdicts: ["catching up"], causes: ["update-pause"] },
      minutes: atMinutes + draw.between(7, 8),
    });
  },

  "commits that fail": (draw) => {
    const after = draw.whole(3, 5);
    return storyOf({
      ...drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.1, 0.7)),
      around: { faults: [{ kind: "commit-errors", cluster: "shop", after: `${after}m` }] },
      truth: { verdicts: ["stalled"], causes: ["commit-errors"] },
      minutes: after + draw.between(6, 10),
    });
  },

  "offsets that were set back": (draw) => {
    const backMinutes = draw.between(15, 25);
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => (durationMs(drawn) < 3_000 ? leastCapacity(drawn) * draw.between(0.3, 0.6) : undefined),
      () => ({ ...fixedPollers(draw), isSelfManaged: false }),
    );
    // So many that it takes these minutes to be where it was.
    const records = Math.ceil(((leastCapacity(shape) - perSecond) * 60 * backMinutes) / shape.partitions);
    const atMinutes = draw.between(2, 3);
    // A whole minute without polls is among them.
    const pausedMinutes = draw.between(2.2, 4);
    return storyOf({
      shape,
      perSecond,
      around: { faults: [{ kind: "rewind", mapping: "orders", records, after: "2m" }], account: { delays: "none" } },
      steps: [
        { atMinutes, act: turn(false) },
        { atMinutes: atMinutes + pausedMinutes, act: turn(true) },
      ],
      truth: { verdicts: ["rewound", "catching up"], causes: ["offsets-moved-back"] },
      minutes: atMinutes + pausedMinutes + draw.between(6, 8),
    });
  },

  "polls that became slow": (draw) => {
    const after = draw.whole(3, 5);
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => leastCapacity(drawn) * draw.between(0.2, 0.6),
      () => fixedPollers(draw),
    );
    const bytesPerSecond = Math.ceil(((perSecond * shape.recordBytes) / mostPollers(shape)) * draw.between(0.3, 0.7));
    // No metric tells how fast polls are: that the pollers are as many as they may be is all that can be said, if anything.
    return storyOf({
      shape,
      perSecond,
      around: { faults: [{ kind: "slow-polls", mapping: "orders", bytesPerSecond, after: `${after}m` }] },
      truth: { verdicts: ["falling behind"], causes: [undefined, "pollers-at-maximum", "pollers-capped"] },
      minutes: after + draw.between(7, 11),
    });
  },
};
