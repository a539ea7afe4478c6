/** What a record's value is to the filters, or why there is nothing that they could see. */
export type DecodedValue =
  | { readonly json: Uint8Array | string }
  /** A short text out of a small number of them, so that equal reasons can be counted. */
  | { readonly undecodable: string };

/**
 * Turns values as they stand on the topic into the JSON that Lambda filters: it reads them by their schema first
 * (Lambda Developer Guide, schema registries with Kafka event sources).
 */
export interface ValueDecoder {
  /**
   * A promise only where the schema has to be fetched: a million values of one schema cost one. Never throws because of
   * the value. Rejects with MskctlError when the registry cannot be asked (`not-permitted`, `unavailable`, …).
   */
  decode(value: Uint8Array): DecodedValue | Promise<DecodedValue>;
  /** What a report has to add about the values decoded so far, each thing once: what is assumed, what was left out. */
  notes(): readonly string[];
}
