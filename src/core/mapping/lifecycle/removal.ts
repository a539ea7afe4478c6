import { isError } from "../../errors.ts";
import type { MappingDocument } from "../model.ts";
import type { Job } from "./jobs.ts";
import { type WaitTarget, waitUntilGone } from "./waiting.ts";
import { writeWhenSettled } from "./writing.ts";

/** Deletes a mapping. One that is gone already counts as deleted. */
export function removalJob(
  mapping: MappingDocument,
  name: string,
  options: { readonly until: WaitTarget; readonly timeoutMs: number },
): Job {
  const { until, timeoutMs } = options;
  return {
    name,
    mapping,
    async send(ports, onEvent) {
      try {
        const send = () => ports.mappings.remove(mapping.UUID);
        return await writeWhenSettled(ports, { planned: mapping, name, timeoutMs, send }, onEvent);
      } catch (error) {
        if (!isError(error, "not-found")) throw error;
        return { ...mapping, State: "Deleting" };
      }
    },
    follow: (ports, written, onEvent) => waitUntilGone(ports, { written, name, until, timeoutMs }, onEvent),
  };
}
