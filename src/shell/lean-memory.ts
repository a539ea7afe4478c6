import { setFlagsFromString } from "node:v8";
import type { LagReading } from "../core/lag/reading.ts";

/**
 * A reading for a verb that runs for hours: V8's young generation, which has grown by the first picture, grows no more. Otherwise what each
 * refresh leaves behind, which is garbage at once, would make it keep more than a hundred MiB (docs/performance.md).
 */
export function leanReading(reading: LagReading): LagReading {
  return {
    async read(lookAt) {
      const picture = await reading.read(lookAt);
      holdYoungGeneration();
      return picture;
    },
  };
}

/**
 * V8's young generation grows no more from now on. It takes what lives for as long as a batch, or a picture, for a reason to grow to more than
 * a hundred MiB. What it costs to hold it, a tenth of the time perhaps where records come from brokers, stands in docs/performance.md.
 */
export function holdYoungGeneration(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
