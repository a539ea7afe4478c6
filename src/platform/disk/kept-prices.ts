import { join } from "node:path";
import { isError } from "../../core/errors.ts";
import type { PriceCache } from "../../core/tuning/live-prices.ts";
import { readState, writeState } from "./state-file.ts";
import { type StateFolderOptions, stateFolder } from "./state-folder.ts";

const kind = "price-list";

export interface KeptPricesOptions extends StateFolderOptions {
  readonly endpointUrl: string | undefined;
}

/**
 * One file a Region in the state folder. A disk that cannot be read or written is as good as an empty one. Undefined where another endpoint is in
 * force: what that says would be taken for AWS's later on.
 */
export function keptPrices({ endpointUrl, ...options }: KeptPricesOptions): PriceCache | undefined {
  const { environment } = options;
  if (endpointUrl || environment["AWS_ENDPOINT_URL"] || environment["AWS_ENDPOINT_URL_PRICING"]) return undefined;
  // A Region's name comes from outside.
  const pathOf = async (region: string) => join(await stateFolder("prices", options), `${encodeURIComponent(region)}.json`);
  return {
    read: (region) => unlessStorageFails(async () => readState(await pathOf(region), kind)),
    write: (region, kept) => unlessStorageFails(async () => writeState(await pathOf(region), kind, kept)),
  };
}

async function unlessStorageFails<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isError(error, "storage")) return undefined;
    throw error;
  }
}
