import type { RuntimeFaults } from "./runtime-faults.ts";

/** Why faults keep a document from a destination of a mapping on this cluster, in the service's own terms; undefined: they do not. */
export function refusalOf(faults: RuntimeFaults, destination: string, clusterName: string): string | undefined {
  const topic = /^kafka:\/\/(.+)$/.exec(destination)?.[1];
  if (topic !== undefined && faults.find("broker-loss", ({ cluster }) => cluster === clusterName) !== undefined) {
    return `TimeoutException: ${topic} cannot be written to: the brokers of ${clusterName} cannot be reached, on purpose`;
  }
  const denied = faults.take("denied-destination", (fault) => fault.destination === undefined || fault.destination === destination);
  if (denied === undefined) return undefined;
  return topic === undefined
    ? `AccessDenied: no permission to write to ${destination}, on purpose`
    : `TopicAuthorizationException: no permission to write to ${topic}, on purpose`;
}
