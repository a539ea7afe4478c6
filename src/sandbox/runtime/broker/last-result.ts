import type { MskctlError } from "../../../core/errors.ts";

/** Lambda's words for what keeps a mapping from its brokers (Developer Guide, with-kafka-troubleshoot). */
const results: readonly (readonly [matches: RegExp, result: string])[] = [
  [/AUTHORIZATION_FAILED$/, "PROBLEM: Cluster failed to authorize Lambda."],
  [/SASL/, "PROBLEM: SASL authentication failed."],
];

/** For brokers that cannot be reached; for a topic that does not exist and for a schema registry they are an assumption. */
export const connectionError = "PROBLEM: Connection error. Please check your event source connection configuration.";

export function lastResultOf({ code, details }: MskctlError): string {
  const kafkaError = String(details["kafkaError"] ?? (code === "credentials" ? "SASL" : ""));
  return results.find(([matches]) => matches.test(kafkaError))?.[1] ?? connectionError;
}

/** Kafka's exception class for an error of the protocol: `TOPIC_AUTHORIZATION_FAILED` → `…TopicAuthorizationException`. */
export function exceptionClass({ details }: MskctlError): string {
  // Lambda's own word is UNCONFIRMED.
  if (details["registry"] !== undefined) return "SchemaRegistryError";
  const name = String(details["kafkaError"] ?? "TIMEOUT").replace(/_FAILED$/, "");
  const words = name
    .toLowerCase()
    .split("_")
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `org.apache.kafka.common.errors.${words.join("")}Exception`;
}
