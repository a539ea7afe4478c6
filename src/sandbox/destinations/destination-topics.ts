/** One message for a topic of failed records. Who produces it picks the partition: by key, or in turn without one. */
export interface DestinationMessage {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
}

/** How failed records get to the topics of a mapping's cluster. */
export type DestinationTopics =
  | {
      readonly kind: "embedded";
      /** Writes all or none, at once. Gives why it could not. */
      append(topic: string, messages: readonly DestinationMessage[]): string | undefined;
    }
  | {
      readonly kind: "broker";
      /** Resolves when the broker has acknowledged all of them. */
      produce(topic: string, messages: readonly DestinationMessage[]): Promise<void>;
    };
