export type KafkaLibrary = typeof import("@platformatic/kafka");

/** Well above the codes of today, which end at 133 (Apache Kafka 4.4). */
const largestErrorCode = 1_000;

/** The client library. It costs half a second to load: only where a cluster is really asked. */
export async function loadKafka(): Promise<KafkaLibrary> {
  const kafka = await import("@platformatic/kafka");
  // At a code that it does not know the library breaks in its own way, where a name is all that is needed.
  for (let code = 1; code <= largestErrorCode; code++) {
    const id = `ERROR_${code}`;
    if (kafka.protocolErrorsCodesById[code] !== undefined) continue;
    kafka.protocolErrorsCodesById[code] = id;
    kafka.protocolErrors[id] = { id, code, canRetry: false, message: "" };
  }
  return kafka;
}
