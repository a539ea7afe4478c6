import type { Draw } from "./draw.ts";
import { drawLoaded, leastCapacity } from "./shape.ts";
import type { Story } from "./situation.ts";
import { storyOf } from "./story-of.ts";

const load = (draw: Draw, changes: () => { readonly isSelfManaged: boolean }) =>
  drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.1, 0.7), changes);

/** Nobody can tell: the function has two mappings, so that its OffsetLag is of neither. */
export const missingMetrics: Readonly<Record<string, (draw: Draw) => Story>> = {
  "no metrics of the mapping's own": (draw) =>
    storyOf({
      ...load(draw, () => ({ isSelfManaged: true })),
      around: { hasTwin: true, mapping: { MetricsConfig: { Metrics: [] } } },
      truth: { verdicts: ["no data"], causes: ["metrics-off"] },
      minutes: draw.between(6, 10),
    }),

  "a consumer group with a colon, and KafkaMetrics off": (draw) =>
    storyOf({
      ...load(draw, () => ({ isSelfManaged: false })),
      around: {
        hasTwin: true,
        mapping: {
          MetricsConfig: { Metrics: [] },
          AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "checkout:orders" },
        },
      },
      truth: { verdicts: ["no data"], causes: ["group-hidden", "metrics-off"] },
      minutes: draw.between(6, 10),
    }),
};
