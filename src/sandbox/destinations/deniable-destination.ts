import type { SandboxClock } from "../world.ts";
import { assumedDeliveryMs } from "./delivery-time.ts";
import type { FailureDestination } from "./failed-batch.ts";

/** A destination that refuses a document for as long as `refusal` has a reason. */
export function deniableDestination(
  destination: FailureDestination,
  refusal: () => string | undefined,
  clock: SandboxClock,
): FailureDestination {
  return {
    deliver(batch, done) {
      const reason = refusal();
      if (reason === undefined) destination.deliver(batch, done);
      else clock.at(clock.now() + assumedDeliveryMs, () => done({ delivered: false, reason }));
    },
  };
}
