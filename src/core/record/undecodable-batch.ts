import { isError, MskctlError } from "../errors.ts";

/** What `Broker.read` throws behind the last record that it can give: from `offset` on stands a batch that cannot be decoded. */
export function undecodableBatch(
  place: { readonly topic: string; readonly partition: number; readonly offset: bigint },
  why: string,
): MskctlError {
  const { topic, partition, offset } = place;
  return new MskctlError(
    "refused",
    `cannot read topic ${topic}: the records at offset ${offset} of partition ${partition} are damaged: ${why}`,
    {
      suggestions: ["look whether another replica of the partition has them whole, or go on behind them"],
      details: { topic, partition, undecodableAt: String(offset) },
    },
  );
}

export function isUndecodableBatch(error: unknown): error is MskctlError {
  return isError(error, "refused") && error.details["undecodableAt"] !== undefined;
}
